"""Turn a sentence with its actors into the stream over which the patterns of relations match.

As in phrases, each unit is two characters, a tag and the code of its word; only words that a pattern
of relations names have a code. Determiners, adverbs, quotation marks, brackets and adverbials of time
are left out, and so are titles and adjectives before an actor.

    A actor   a adjective of one ("Russian proposals")   k actor in a compound ("Iran-backed", "pro-Iran")
    L place ("in Syria")   s verb of speech   C conjunction ("as well as" too)   others as in phrases
"""

from collections.abc import Iterator, Mapping

import msgspec

from quoth.analysis.findings import Named
from quoth.language.chunking import Stream
from quoth.language.text import Text
from quoth.language.vocabulary import NO_WORD, Vocabulary
from quoth.rulebook.rules import ActorRule

SKIPPED = frozenset("DRx“”")
WITHIN_BRACKETS = 12
MODIFIERS = 8
"""Words between a preposition or an owner and the noun."""
LOOK_BACK = 6
"""Units between "that" and the actor for which the pronoun after it may stand ("Turkey told Greece that it")."""


class RelationWords(msgspec.Struct, frozen=True):
    """The word lists by which relations are told."""

    conjunction: frozenset[str]
    group_owner: frozenset[str]


class RelationClasses(msgspec.Struct, frozen=True):
    """The codes of the classes by which they are told."""

    alliance: str
    attack: str
    belonging: str
    conflict: str
    pact: str
    places: str
    powers: str
    rebels: str
    siege: str
    strained: str
    support: str
    together: str
    trying: str
    unreal: str
    wing: str


class Lexicon(msgspec.Struct, frozen=True):
    """``codes`` maps the words that patterns of relations name, in all forms, to their codes; ``says`` are the
    forms of verbs of speech. ``deeds`` are the codes of nouns that are no part of an actor, though a name is
    composed with them ("the Turkish offensive"). ``short`` maps the names of one word, in small letters, to
    actors, for compounds in which no name is found ("pro-Assad"). ``joining`` are the conjunctions of several words,
    by their first."""

    vocabulary: Vocabulary
    codes: Mapping[str, str]
    says: frozenset[str]
    deeds: frozenset[str]
    actors: Mapping[str, ActorRule]
    short: Mapping[str, str]
    lists: RelationWords
    classes: RelationClasses
    joining: Mapping[str, list[list[str]]]

    def code(self, word: str) -> str:
        """The code of a word in any form, or the code for words that no pattern names."""
        return self.codes.get(word, NO_WORD)

    def is_in(self, word: str, class_: str) -> bool:
        """Whether a class, given as its codes, holds the word."""
        return self.vocabulary.words.get(word, " ") in class_

    def compound(self, word: str) -> tuple[str, str] | None:
        """The actor and the code of a token such as "Iran-backed" or "pro-Iran"."""
        first, _, second = word.rpartition("-")
        for name, link in ((first, second), (second, first.lower())):
            code = self.code(link)
            actor = self.short.get(name.lower()) if code != NO_WORD and name[:1].isupper() else None
            if actor is not None:
                return actor, code
        return None


def make_actor_stream(text: Text, inside: list[Named], span: tuple[int, int], lexicon: Lexicon) -> tuple[Stream, dict[int, str]]:
    """The units of the sentence that covers the tokens ``span``, and which unit is which actor."""
    builder = _Builder(text, {n.first: n for n in _apart(inside)}, lexicon)
    at = span[0]
    while at < span[1]:
        at = builder.step(at, span[1])
    return Stream("".join(builder.string), builder.first, builder.last, {}), builder.actors


def _apart(inside: list[Named]) -> Iterator[Named]:
    """Mentions that do not overlap: in "Russia's invasion of Ukraine" the noun belongs to the first."""
    taken = 0
    for named in inside:
        cut = named.first < taken and named.last > taken + 1
        mention = msgspec.structs.replace(named, first=taken + 1, role="") if cut else named
        if mention.first >= taken:
            taken = mention.last
            yield mention


class _Builder:
    """Collects the units of one sentence."""

    def __init__(self, text: Text, mentions: dict[int, Named], lexicon: Lexicon) -> None:
        self.text, self.mentions, self.lexicon = text, mentions, lexicon
        self.string: list[str] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.actors: dict[int, str] = {}
        self.roles: dict[int, Named] = {}

    def step(self, at: int, end: int) -> int:
        """Add what stands at a token; returns the token after it."""
        mention = self.mentions.get(at)
        if mention is not None:
            return self._mention(mention)
        tag, word = self.text.tags[at], self.text.words[at]
        if tag == "(" and word == "(":
            return self._bracket(at, end)
        if "-" in word and (pair := self.lexicon.compound(word)) is not None:
            self._actor("k" + pair[1], at, at, pair[0])
            return at + 1
        return self._word(at, tag, word.lower())

    # ---- units

    def _add(self, unit: str, first: int, last: int) -> None:
        self.string.append(unit)
        self.first.append(first)
        self.last.append(last)

    def _actor(self, unit: str, first: int, last: int, actor: str) -> None:
        self.actors[len(self.string)] = actor
        self._add(unit, first, last)

    def _pop(self) -> None:
        self.string.pop()
        self.first.pop()
        self.last.pop()
        self.actors.pop(len(self.string), None)
        self.roles.pop(len(self.string), None)

    def _word(self, at: int, tag: str, word: str) -> int:
        joined = self._joined(at, word)
        if joined:
            self._add("C" + self.lexicon.code("along"), at, at + joined - 1)
            return at + joined
        code = self.lexicon.code(word)
        if tag == "Y" or (tag == "N" and at and self.text.tags[at - 1] == "Y"):
            if self.string and self.string[-1][0] == "I":
                self._pop()
        elif tag == "O" and (actor := self._antecedent()) is not None:
            self._actor("A" + NO_WORD, at, at, actor)
        elif word in self.lexicon.lists.group_owner:
            return self._own(at)
        elif code == NO_WORD and tag in "VEBZG" and word in self.lexicon.says:
            self._add("s" + NO_WORD, at, at)
        elif tag not in SKIPPED or code != NO_WORD:
            self._add(tag + code, at, at)
        return at + 1

    def _joined(self, at: int, word: str) -> int:
        """The length of a conjunction of several words."""
        for joined in self.lexicon.joining.get(word, ()):
            if self.text.words[at + 1 : at + len(joined)] == joined[1:]:
                return len(joined)
        return 0

    def _antecedent(self) -> str | None:
        """Whom a pronoun means right after a verb of speech ("Turkey said it") or "that" ("told Greece that it")."""
        string = self.string
        at = len(string) - 1
        return None if at < 1 or string[at][0] not in "sT" else self._nearest(at - 1)

    def _nearest(self, at: int) -> str | None:
        """The last actor up to a unit, if it is near."""
        for k in range(at, max(-1, at - LOOK_BACK), -1):
            if self.string[k][0] == "A":
                return self.actors[k]
        return None

    def _own(self, at: int) -> int:
        """ "Its offensive", "their forces": whose that is, if the sentence has named somebody right before."""
        text, after = self.text, at + 1
        while after - at <= MODIFIERS and text.tags[after : after + 1] in ("J", "M", "R"):
            after += 1
        word = "".join(text.words[after : after + 1]).lower()
        classes = self.lexicon.classes
        deed = self.lexicon.is_in(word, classes.attack + classes.siege + classes.conflict + classes.support)
        power = self.lexicon.is_in(word, self.lexicon.classes.powers) and text.tags[after + 1 : after + 2] not in ("N", "P", "J")
        if not deed and not power:
            return at + 1
        actor = self._nearest(len(self.string) - 1)
        if actor is None:
            return at + 1
        self._actor("A" + NO_WORD, at, at if deed else after, actor)
        if deed:
            self._add("'" + NO_WORD, at, at)
        return at + 1 if deed else after + 1

    # ---- actors

    def _mention(self, named: Named) -> int:
        before = bool(named.role) and self.text.words[named.first].lower() == named.role
        unit = self._unit(named, before)
        role = self._deed(named)
        last = named.last - 1
        if role != NO_WORD and before:
            self._add("N" + role, named.first, named.first)
            self._add("I" + self.lexicon.code("of"), named.first + 1, named.first + 1)
            self._place(unit, named.first + 2, last, named)
        elif role != NO_WORD and not before:
            self._place(unit, named.first, last - 1, named)
            self._add("N" + role, last, last)
        else:
            self._place(unit, named.first, last, named)
        return self._past_title(named)

    def _deed(self, named: Named) -> str:
        """The code of the noun composed with a name where that is a deed ("the Turkish offensive", "Turkish military aid")."""
        role = self.lexicon.code(named.role) if named.role else NO_WORD
        return role if role in self.lexicon.deeds or (named.role == "military" and self.text.tags[named.last] == "N") else NO_WORD

    def _unit(self, named: Named, before: bool) -> str:
        if named.compound:
            return "k" + self.lexicon.code(named.compound.split("-")[0].lower())
        rule = self.lexicon.actors[named.actor]
        if rule.type in ("state", "people") and self.lexicon.is_in(named.role, self.lexicon.classes.belonging):
            return "a" + NO_WORD
        if named.role and not before and rule.type == "state" and self.lexicon.is_in(named.role, self.lexicon.classes.rebels):
            return "N" + NO_WORD  # Syrian rebels are not Syria
        if named.how == "adjective" and not named.role:
            return "a" + NO_WORD
        return ("L" if rule.type != "person" and not named.role and self._is_place(named.first - 1) else "A") + NO_WORD

    def _is_place(self, at: int) -> bool:
        """ "In Syria", "across northern Syria": where something happens, not who acts."""
        low = max(0, at - MODIFIERS)
        while at > low and self.text.tags[at] in "JRD":
            at -= 1
        return at >= 0 and self.lexicon.is_in(self.text.words[at].lower(), self.lexicon.classes.places)

    def _place(self, unit: str, first: int, last: int, named: Named) -> None:
        """Add an actor, without what stands before it as a title or an adjective."""
        if unit[0] == "N":
            self._add(unit, first, last)
            return
        if unit[0] in "Aak":
            while self.string and (self.string[-1] in ("J" + NO_WORD, "P" + NO_WORD, "N" + NO_WORD) or self._is_adjective(first)):
                self._pop()
        word = self.text.words[named.first]
        if unit[0] == "A" and "-" in word and (pair := self.lexicon.compound(word)) and pair[0] != named.actor:
            self._actor("k" + pair[1], first, first, pair[0])  # the alliance called "the US-led coalition" is led by the US
        elif unit[0] == "A":
            self._merge_title(first)
        if named.role and unit[0] == "A":
            self.roles[len(self.string)] = named
        self._actor(unit, first, last, self._power(named))

    def _is_adjective(self, first: int) -> bool:
        """ "Lebanese Hezbollah": the adjective only says whence the actor is."""
        at = len(self.string) - 1
        return self.string[at][0] == "a" and self.last[at] == first - 1

    def _power(self, named: Named) -> str:
        """A ruler's regime or forces are the side that he rules."""
        rule = self.lexicon.actors[named.actor]
        if rule.type != "person" or not rule.side:
            return named.actor
        at = named.last + (self.text.tags[named.last : named.last + 1] == "'")
        after = self.text.words[at : at + 1]
        return rule.side if after and self.lexicon.is_in(after[0].lower(), self.lexicon.classes.powers) else named.actor

    def _merge_title(self, first: int) -> None:
        """ "Lebanese militant group Hezbollah", "UN spokesman Farhan Haq": the name stands for both."""
        at = len(self.string) - 1
        if at in self.roles and self.last[at] == first - 1:
            self._pop()

    def _past_title(self, named: Named) -> int:
        """The token after a mention and the person's title in commas: "Putin, the Russian president,"."""
        words, at = self.text.words, named.last
        if words[at : at + 1] != [","]:
            return at
        rule = self.lexicon.actors[named.actor]
        start = at + 2 if self.text.tags[at + 1 : at + 2] == "D" else at + 1
        other = self.mentions.get(start)
        if other is None or words[other.last : other.last + 1] != [","]:
            return at
        titled = other if rule.type == "person" else named
        person = self.lexicon.actors[(named if titled is other else other).actor]
        if titled.role and not titled.itself and person.type == "person" and person.side in (titled.actor, None):
            return other.last + 1
        return at

    def _bracket(self, at: int, end: int) -> int:
        """Leave out what stands in brackets; "(YPG)" names the actor that stands before it in other words."""
        close = next((k for k in range(at + 1, min(end, at + WITHIN_BRACKETS)) if self.text.words[k] == ")"), None)
        if close is None:
            return at + 1
        named = self.mentions.get(at + 1)
        if named is not None and named.last == close and not named.role and not self._names(named.actor):
            first = at + 1
            while self.string and self._is_part_of_name():
                first = self.first[-1]
                self._pop()
            self._actor("A" + NO_WORD, first, close, named.actor)
        return close + 1

    def _names(self, actor: str) -> bool:
        """Whether what stands before is a name by itself, so that the bracket only adds to it."""
        at = len(self.string) - 1
        return self.actors.get(at) == actor or (at in self.actors and at not in self.roles and self.string[at][0] == "A")

    def _is_part_of_name(self) -> bool:
        unit, at = self.string[-1], len(self.string) - 1
        if unit[0] == "'":
            return at > 0 and self.string[at - 1][0] == "P"  # "People's Protection Units"
        return unit[0] in "PJa" or at in self.roles or (unit[0] == "N" and unit[1] == NO_WORD)
