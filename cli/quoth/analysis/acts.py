"""Say what is done by a statement: its verb's act, or what the words of its content tell, by whoever is their subject."""

from bisect import bisect_left

import msgspec

from quoth.analysis.findings import Draft, Named, Resolved
from quoth.language.text import Text
from quoth.model import Party, Whose
from quoth.rulebook.rules import ActorRule, RuleBook
from quoth.rulebook.word_lists import words_for

BEFORE_VERB = frozenset("RXhbU")
"""Tags between a subject and its verb."""
NOUN_PHRASE = frozenset("DJNPMG')(")
"""Tags of a subject that is no pronoun."""
LONGEST = 14
"""Tokens over which a subject is looked for."""


class ActWords(msgspec.Struct, frozen=True):
    """The word lists by which subjects are told."""

    first_person: frozenset[str]
    our: frozenset[str]
    ours: frozenset[str]
    possessive: frozenset[str]
    self_: frozenset[str]


class Context(msgspec.Struct, frozen=True):
    """What settling acts needs of the rules."""

    actors: dict[str, ActorRule]
    lists: ActWords


def make_context(book: RuleBook) -> Context:
    """Gather the actors and the word lists. Raises RulesError for a list that the book lacks."""
    return Context(book.actors(), words_for(ActWords, book))


def settle_acts(text: Text, drafts: list[Draft], resolved: list[Resolved], named: list[Named], context: Context) -> list[Draft]:
    """The drafts with their acts: that of the first words whose subject is as their rule asks."""
    starts = [n.first for n in named]
    return [
        _settled(_Subjects(text, draft, parties.speaker, named, starts, context), draft) if draft.tells else draft
        for draft, parties in zip(drafts, resolved, strict=True)
    ]


def _settled(subjects: "_Subjects", draft: Draft) -> Draft:
    for tell in draft.tells:
        if tell.whose == "any" or subjects.of(tell.at) in ("any", tell.whose):
            return msgspec.structs.replace(draft, act=tell.act)
    return draft


class _Subjects:
    """The subjects of one statement's content, as its speaker sees them."""

    def __init__(self, text: Text, draft: Draft, speaker: Party | None, named: list[Named], starts: list[int], context: Context) -> None:
        self.words, self.tags = text.words, text.tags
        self.start = draft.content[0][0]
        self.direct, self.addressed = bool(draft.quotations), draft.addressee is not None
        self.named, self.starts, self.context = named, starts, context
        self.own = {speaker.actor, speaker.side, *speaker.others} - {None} if speaker else set()

    def of(self, at: int) -> Whose:
        """Who does what begins at a token: the speaker's own side, or somebody else; any of them, where that does not show."""
        last, start = at, max(self.start, at - LONGEST)
        while last > start and self.tags[last - 1] in BEFORE_VERB:
            last -= 1
        if last > self.start and self.tags[last - 1] == "H":
            last -= 1
            while last > start and self.tags[last - 1] in ",I":
                last -= 1
        if last <= self.start:
            return "own"  # "vowed to fight", "for failing to act"
        if self.tags[last - 1] == "O":
            return self._of_pronoun(self.words[last - 1].lower())
        first = last
        while first > self.start and last - first < LONGEST and self.tags[first - 1] in NOUN_PHRASE:
            first -= 1
        return self._of_phrase(first, last) if first < last else "other"

    def _of_pronoun(self, word: str) -> Whose:
        first_person = word in self.context.lists.first_person
        if self.direct or first_person:
            return "own" if first_person else "other"
        if word not in self.context.lists.self_:
            return "other"
        return "any" if self.addressed else "own"  # "told Israel that it"

    def _of_phrase(self, first: int, last: int) -> Whose:
        inside = self.named[bisect_left(self.starts, first) : bisect_left(self.starts, last)]
        if inside:
            actor = inside[-1].actor
            rule = self.context.actors[actor]
            return "own" if actor in self.own or rule.side in self.own else "other"
        owners = self.context.lists.our if self.direct else self.context.lists.possessive
        owned = self.words[last - 1].lower() in self.context.lists.ours and any(w.lower() in owners for w in self.words[first:last])
        return "own" if owned else "other"
