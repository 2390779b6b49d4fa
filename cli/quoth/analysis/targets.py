"""Say whom a statement is about: the actors in its content, and to whom it is said, but not the speaker or its own side. What is done
without words ("met the king") counts only between actors.

A country that only says where something happens ("in Syria", "the Turkish border") and people of no office ("Syrian refugees") are
not spoken about; they count where an act ("threatened to resume attacks in Israel") names nobody else.
"""

from bisect import bisect_left

import msgspec

from quoth.analysis.findings import Draft, Named, Resolved
from quoth.language.spans import Spans
from quoth.language.text import Text
from quoth.model import About, Party
from quoth.rulebook.rules import ActorRule, Construction, Need, RuleBook
from quoth.rulebook.word_lists import words_for

PLACES = frozenset(("state", "people"))
"""Types of actors that are places too."""
NOUN_PHRASE = frozenset("NPJMGE-")
"""Tags of words that may stand between a name and its noun."""
LONGEST = 8
"""Tokens after a name or before it, or joined names before it, over which it is looked for what they make of it."""
MOVING = 4
"""Tokens before "to" or "from" in which a verb of motion makes a place of what follows."""


class TargetWords(msgspec.Struct, frozen=True):
    """The word lists by which targets are told."""

    beside_place: frozenset[str]
    chapter: frozenset[str]
    joining: frozenset[str]
    moving: frozenset[str]
    of_place: frozenset[str]
    ousted: frozenset[str]
    outlet: frozenset[str]
    part: frozenset[str]
    place: frozenset[str]
    power: frozenset[str]
    private: frozenset[str]
    reciprocal: frozenset[str]
    whence: frozenset[str]
    where: frozenset[str]


class Context(msgspec.Struct, frozen=True):
    """What telling targets needs of the rules."""

    actors: dict[str, ActorRule]
    lists: TargetWords
    needs: dict[str, list[Need]]


def make_context(book: RuleBook) -> Context:
    """Gather the actors, the word lists, and what constructions need. Raises RulesError for a list that the book lacks."""
    return Context(book.actors(), words_for(TargetWords, book), {rule.id: rule.needs for rule in book.of(Construction) if rule.needs})


def find_targets(text: Text, drafts: list[Draft], resolved: list[Resolved], named: list[Named], context: Context) -> list[list[About]]:
    """For each draft whom it is about, in order of the text, each once a mention."""
    targets = _Targets(text, named, context)
    return [targets.of(draft, parties) for draft, parties in zip(drafts, resolved, strict=True)]


def counting(text: Text, drafts: list[Draft], resolved: list[Resolved], targets: list[list[About]], context: Context) -> list[int]:
    """Which drafts count: those that have what their constructions need."""
    return [
        k
        for k, draft in enumerate(drafts)
        if draft.rule not in context.needs or _has(context, text, draft, resolved[k].speaker, targets[k])
    ]


def _has(context: Context, text: Text, draft: Draft, speaker: Party | None, targets: list[About]) -> bool:
    needs = context.needs[draft.rule]
    if speaker is None or not (speaker.actor or speaker.side):
        return False
    if "voice" in needs and not _is_voice(context.actors.get(speaker.actor or "")):
        return False
    if ("target" in needs and not targets and not speaker.others) or ("others" in needs and not speaker.others):
        return False
    if "object" not in needs:
        return True
    first = draft.content[0][0]
    return any(_opens(text, first, bisect_left(text.starts, target.start)) for target in targets)


def _is_voice(actor: ActorRule | None) -> bool:
    """Whether a name alone tells who speaks: of a state it may be the topic ("Syria: rebels take town"), of a paper the page's own."""
    return actor is not None and actor.type not in ("state", "media")


def _opens(text: Text, first: int, at: int) -> bool:
    """Whether what stands at a token belongs to the noun phrase that begins at the first."""
    return at >= first and not text.tags[first:at].strip("DJPNM'")


class _Targets:
    """One document's mentions, and which of them speak of an actor."""

    def __init__(self, text: Text, named: list[Named], context: Context) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.named, self.starts = named, [n.first for n in named]
        self.actors, self.lists = context.actors, context.lists

    def of(self, draft: Draft, parties: Resolved) -> list[About]:
        """Whom the draft is about."""
        own = self._own(parties.speaker)
        inside = self._inside(draft)
        found = [self._about(at) for at in inside if not self._is_faint(at) and not self._is_title(at)]
        meant = [*parties.meant, *self._addressed(draft, parties)]
        said = Spans((target.start, target.end) for target in found)
        found += [target for target in meant if not said.overlap((target.start, target.end))]
        out = [target for target in found if not self._is_own(target.actor, own)] + self._each_other(draft, parties.speaker)
        if not out and draft.act != "STATEMENT":
            named = [self._about(at) for at in inside if not self._is_title(at)]
            out = [target for target in named if not self._is_own(target.actor, own)]
        return sorted(out, key=lambda target: target.start) if len(out) > 1 else out

    def _inside(self, draft: Draft) -> list[int]:
        """Which mentions begin in the content."""
        return [at for first, last in draft.content for at in range(bisect_left(self.starts, first), bisect_left(self.starts, last))]

    def _own(self, speaker: Party | None) -> set[str | None]:
        if speaker is None:
            return set()
        side = self.actors.get(speaker.side or "")
        return {speaker.actor, speaker.side, *speaker.others, side.side if side else None} - {None}

    def _is_own(self, actor: str, own: set[str | None]) -> bool:
        """Whether the actor is the speaker, its side or a part of that; who serves the side is somebody else."""
        rule = self.actors.get(actor)
        return actor in own or (rule is not None and rule.type != "person" and rule.side in own)

    def _each_other(self, draft: Draft, speaker: Party | None) -> list[About]:
        """Those who speak together, where what they say begins with each other."""
        if speaker is None or speaker.side is None or not speaker.others:
            return []
        first = draft.content[0][0]
        for last in (first + 2, first + 3):
            whole = self.tags[last : last + 1] not in tuple("NPJ")  # not "the other attack"
            if whole and " ".join(self.words[first:last]).lower() in self.lists.reciprocal:
                start, end = self.text.starts[first], self.text.ends[last - 1]
                return [About(side, self.text.article.text[start:end], start, end) for side in (speaker.side, *speaker.others)]
        return []

    def _addressed(self, draft: Draft, parties: Resolved) -> list[About]:
        """To whom it is said, if that is no medium, and no pronoun or phrase whose meaning is known already."""
        addressee = parties.addressee
        if addressee is None or draft.addressee is None or self.words[draft.addressee[1] - 1].lower() in self.lists.outlet:
            return []
        if any(target.end == addressee.end for target in parties.meant):
            return []
        actors = [addressee.actor or addressee.side, *addressee.others]
        told = [actor for actor in actors if actor is not None and self.actors[actor].type != "media"]
        return [About(actor, addressee.text, addressee.start, addressee.end) for actor in told]

    # ---- one mention

    def _about(self, at: int) -> About:
        """The mention; what a ruler has stands for his side ("Assad's forces")."""
        named = self.named[at]
        actor, end = named.actor, named.end
        noun = named.last + 1
        side = self.actors[actor].side
        if side is not None and self._is_owner(named) and self.words[noun : noun + 1] and self.words[noun].lower() in self.lists.power:
            ousted = any(word.lower() in self.lists.ousted for word in self.words[max(0, named.first - 3) : named.first])
            actor, end = (actor, end) if ousted else (side, self.text.ends[noun])
        return About(actor, self.text.article.text[named.start : end], named.start, end)

    def _is_owner(self, named: Named) -> bool:
        return self.actors[named.actor].type == "person" and self.tags[named.last : named.last + 1] == "'"

    def _is_title(self, at: int) -> bool:
        """ "The Turkish president, Recep Tayyip Erdogan": the person stands for both, before or after the office."""
        named = self.named[at]
        if not named.role or named.itself:
            return False
        before, after = self.named[at - 1] if at else None, self.named[at + 1] if at + 1 < len(self.named) else None
        return (after is not None and self._is_beside(named, after)) or (before is not None and self._is_beside(before, named))

    def _is_beside(self, one: Named, other: Named) -> bool:
        """Whether one of the two is a person, and nothing but a comma, an article and titles stands between them."""
        if "person" not in (self.actors[one.actor].type, self.actors[other.actor].type):
            return False
        return self.tags[one.last : other.first].lstrip(",").lstrip("D").strip("PNJ") == ""

    def _is_faint(self, at: int) -> bool:
        """Whether the mention only says where something happens, or of what country somebody is."""
        named = self.named[at]
        if named.compound or named.start > self.text.starts[named.first]:
            led = named.compound == "led" and self.actors[named.actor].type == "people"
            return led or not self.lists.of_place.isdisjoint((named.compound.split("-")[0], self._prefix(named)))
        if self.actors[named.actor].type not in PLACES:
            return False
        noun = self._noun(named)
        if noun in self.lists.place:
            return not self._is_against(named.first)
        if noun in self.lists.private or (noun in self.lists.chapter and named.how == "adjective"):
            return True
        return not noun and self._is_where(at)

    def _prefix(self, named: Named) -> str:
        """ "intra" in "intra-Syrian"."""
        start = self.text.starts[named.first]
        return self.words[named.first][: named.start - start].rstrip("-").lower()

    def _noun(self, named: Named) -> str:
        """The head of the noun phrase in which the name stands before it, in small letters, or nothing."""
        at = named.last + (self.tags[named.last : named.last + 1] == "'")
        head = named.role
        for tag in self.tags[at : at + LONGEST]:
            if tag not in NOUN_PHRASE or (tag == "E" and at == named.last and named.how == "name"):
                break  # "Israel bombed Gaza City": the verb of a subject
            if tag in "NP":
                head = self.words[at].lower()
            at += 1
        return head

    def _is_against(self, first: int) -> bool:
        """ "An offensive against a Kurdish enclave": who lives there is meant."""
        first = self._past_modifiers(first, "DJ")
        return first > 0 and self.words[first - 1].lower() == "against"

    def _past_modifiers(self, first: int, tags: str) -> int:
        """The token at which the words of these tags begin that stand before a name."""
        low = max(0, first - LONGEST)
        while first > low and self.tags[first - 1] in tags:
            first -= 1
        return first

    def _is_where(self, at: int) -> bool:
        """ "In northern Syria", "parts of Syria", "the border with Syria", and what is joined to such a place by "and"."""
        for one in range(at, max(-1, at - LONGEST), -1):
            first = self._past_modifiers(self.named[one].first, "DJR")
            word = self.words[first - 1].lower() if first else ""
            if word not in self.lists.joining or not one or self.named[one - 1].last < first - 2:
                return self._is_after(word, first - 1)
        return False

    def _is_after(self, word: str, at: int) -> bool:
        """Whether the word at a token makes a place of what follows."""
        if word in self.lists.where:
            return True
        before = [w.lower() for w in self.words[max(0, at - MOVING) : at]]
        if word in self.lists.whence:
            return not self.lists.moving.isdisjoint(before)
        return word in self.lists.beside_place and before[-1:] != [] and before[-1] in self.lists.place | self.lists.part
