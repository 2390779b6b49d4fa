"""Frames of the nouns of deeds and ties: whose they are, against or with whom, and which verb carries them."""

from collections.abc import Mapping, Sequence

from quoth.language import lookahead
from quoth.language.clause_words import ClauseWords
from quoth.language.frames import Clause, CompoundFrame, NounFrame, Phrase, Prepositional, Range
from quoth.language.open_clauses import Phrases
from quoth.language.text import Text
from quoth.language.units import Units
from quoth.language.weaving import Weaver

CHAIN = 6
"""The most phrases by preposition that are read after a noun."""
BEFORE_LINK = 6
"""Tokens in which the names before a compound are looked for ("Russian and Iranian-backed")."""


class _Reader:
    """What the frames of one sentence are read from."""

    def __init__(self, text: Text, units: Units, weaver: Weaver, clauses: Sequence[Clause], words: ClauseWords) -> None:
        self.text, self.units, self.weaver, self.clauses, self.words = text, units, weaver, clauses, words
        self.appositions: Mapping[int, Phrases] = weaver.appositions
        self.carriers: dict[int, tuple[int, bool]] = {}
        self.predicates: dict[int, Phrases] = {}
        self.within: dict[int, int] = {}

    def index_clauses(self) -> None:
        """Which clause carries which noun, and of whom a noun is said; only where there are nouns."""
        for index, clause in enumerate(self.clauses):
            self._carry(index, clause)
            if clause.lemma in self.words.copula:
                self.predicates.update((phrase.head, clause.subject) for phrase in clause.objects)
            for first, last in clause.pieces:
                self.within.update(dict.fromkeys(range(first, last), index))

    def _carry(self, index: int, clause: Clause) -> None:
        suffered = clause.lemma in self.words.suffering
        if suffered or clause.lemma in self.words.light:
            carried = clause.subject if clause.voice == "passive" else clause.objects
            self.carriers.update((phrase.head, (index, suffered)) for phrase in carried[:CHAIN])
        for phrase in clause.prepositions:
            if phrase.word == "under" and phrase.follows == clause.verb:
                self.carriers.update((noun.head, (index, True)) for noun in phrase.phrases)

    def frame(self, unit: int, family: str) -> NounFrame:
        """The frame of the noun that a unit's head is."""
        head = self.units.head[unit]
        member = lookahead.MEMBER.match(self.units.kinds, unit)
        last = self.units.last[member.end() - 1] if member else self.units.last[unit]
        carrier, suffered = self.carriers.get(head, (-1, False))
        return NounFrame(
            token=head,
            word=self.text.words[head].lower(),
            family=family,
            phrase=Phrase(self.units.first[unit], last, head),
            clause=self.within.get(head, -1),
            owner=self._owner(unit),
            bearer=self.appositions.get(head) or self.predicates.get(head, ()),
            prepositions=tuple(self._own(self._chain(unit), self.within.get(head, -1))),
            carrier=carrier,
            suffered=suffered,
        )

    def _owner(self, unit: int) -> Phrases:
        first, head = self.units.first[unit], self.units.head[unit]
        tags = self.text.tags[first:head]
        owner = self.weaver.owner(Phrase(first, head + 1, head))
        if owner:
            return (*self._sharing(unit), *owner) if "'" in tags else owner
        named = next((at for at in range(first, head) if self._is_name(at)), head)
        compound = any("-" in word for word in self.text.words[named:head])
        return (Phrase(named, head, head - 1),) if named < head and not compound else self._opening_owner(unit)

    def _is_name(self, at: int) -> bool:
        word = self.text.words[at]
        return self.text.tags[at] in "JP" and word[0].isupper() and "-" not in word

    def _sharing(self, unit: int) -> Phrases:
        """ "Iran and Russia's support": who stands before the conjunction owns it too."""
        units = self.units
        if unit < 2 or units.kinds[unit - 2 : unit] != "NC":
            return ()
        first, last = units.first[unit - 2], units.last[unit - 2]
        return (Phrase(first, last, units.head[unit - 2]),) if set(self.text.tags[first:last]) <= set("DP") else ()

    def _opening_owner(self, unit: int) -> Phrases:
        """The antecedent of "whose", where the noun comes right after it."""
        whose = unit > 0 and self.units.kinds[unit - 1] == "H" and self.text.words[self.units.head[unit - 1]].lower() == "whose"
        index = self.within.get(self.units.head[unit - 1], -1) if whose else -1
        return self.clauses[index].antecedent if index >= 0 else ()

    def _own(self, chain: list[Prepositional], index: int) -> list[Prepositional]:
        """The phrases without a passive's agent ("were given weapons by Dourania"), which is the verb's."""
        agent = self.clauses[index].agent if index >= 0 else ()
        return [phrase for phrase in chain if not agent or phrase.phrases[0] != agent[0]]

    def _chain(self, unit: int) -> list[Prepositional]:
        """The phrases by preposition after the noun, one after another."""
        units = self.units
        found: list[Prepositional] = []
        at, follows = unit + 1, units.head[unit]
        while len(found) < CHAIN:
            if units.kinds[at : at + 1] == "Y":
                at += 1
            elif units.kinds[at : at + 2] in ("IY", "oY"):
                at += 2
            elif units.kinds[at : at + 2] in ("IN", "oN", "yN"):
                end = self._list_end(at + 1)
                phrases = self.weaver.phrases(at + 1, end)
                found.append(Prepositional(self.weaver.words_of(at), units.first[at], phrases, follows))
                at, follows = end, phrases[-1].head
            else:
                return found
        return found

    def _list_end(self, at: int) -> int:
        """The unit past the noun phrases after a preposition, as the pass has read them."""
        end = self.weaver.group_ends.get(at)
        if end is None or "o" in self.units.kinds[at:end]:
            return at + 1
        return end


def read_nouns(text: Text, units: Units, weaver: Weaver, clauses: Sequence[Clause], words: ClauseWords) -> tuple[NounFrame, ...]:
    """The frames of the nouns that ``words.nouns`` names, where they head a noun phrase, in order of the text."""
    nouns = words.nouns
    found = []
    for unit, kind in enumerate(units.kinds):
        if kind == "N":
            family = nouns.get(text.words[units.head[unit]].lower())
            if family is not None:
                found.append((unit, family))
    if not found:
        return ()
    reader = _Reader(text, units, weaver, clauses, words)
    reader.index_clauses()
    return tuple(reader.frame(unit, family) for unit, family in found)


# ---- compounds -------------------------------------------------------------------------------


def read_compounds(text: Text, units: Units, words: ClauseWords) -> tuple[CompoundFrame, ...]:
    """The compounds of a name and a word of ``words.links`` inside noun phrases, in order of the text."""
    if not words.links:
        return ()
    found = []
    for unit, kind in enumerate(units.kinds):
        if kind == "N":
            phrase = Phrase(units.first[unit], units.last[unit], units.head[unit])
            for at in range(phrase.first, phrase.last):
                compound = _compound(text, at, words.links)
                if compound:
                    found.append(CompoundFrame(at, compound[1], compound[0], phrase))
    return tuple(found)


def _compound(text: Text, at: int, links: frozenset[str]) -> tuple[str, tuple[Range, ...]] | None:
    word, tags = text.words[at], text.tags
    if word in links and at > 0 and tags[at] == "J":
        if text.words[at - 1] == "-":
            return word, ((at - 2, at - 1),)  # "U.S.-led", which is three tokens
        start = at
        while start > 0 and at - start < BEFORE_LINK and tags[start - 1] == "P":
            start -= 1
        return (word, ((start, at),)) if start < at else None
    if "-" not in word:
        return None
    name, _, link = word.rpartition("-")
    if link not in links:
        link, _, name = word.partition("-")
        link = link.lower()
    return (link, (*_sharing_names(text, at), (at, at + 1))) if link in links and name[:1].isupper() else None


def _sharing_names(text: Text, at: int) -> tuple[Range, ...]:
    """The names that a conjunction joins to the one in the compound."""
    if at < 2 or text.tags[at - 1] != "C" or not text.words[at - 2][0].isupper():
        return ()
    return ((at - 2, at - 1),)
