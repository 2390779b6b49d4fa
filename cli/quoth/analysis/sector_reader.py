"""Read the sector of whoever a noun phrase of a document means, from the names and nouns in it and beside it."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.sectors import PLACES, Sectors, head_noun, now, of_body, of_name, of_words
from quoth.language.text import Text
from quoth.model import Sector

BEFORE = 6
"""Tokens before a name in which a noun may say what its bearer is ("Syrian army spokesman Ali Hamid")."""
AFTER = 14
"""Tokens after a name in which an apposition may say so."""


def within(named: Sequence[Named], starts: Sequence[int], first: int, last: int) -> list[Named]:
    """The mentions, which begin at ``starts``, that share a token with this stretch."""
    low, high = bisect_left(starts, first), bisect_left(starts, last)
    return list(named[low - 1 if low and named[low - 1].last > first else low : high])


class SectorReader:
    """One document's phrases, given as tokens; ``named`` are its mentions of known actors."""

    def __init__(self, text: Text, named: list[Named], sectors: Sectors) -> None:
        self.words, self.tags = text.words, text.tags
        self.opens = frozenset(first for first, _ in text.sentences)
        self.named, self.starts = named, [n.first for n in named]
        self.sectors = sectors

    def phrase(self, first: int, head_end: int, last: int) -> Sector | None:
        """The sector of whoever a phrase means whose head ends before ``head_end``."""
        sectors, words = self.sectors, self._small(first, head_end)
        inside = [n for n in within(self.named, self.starts, first, last) if not n.compound and sectors.actors[n.actor].type != "person"]
        in_head = [named for named in inside if named.first < head_end]
        if in_head:
            return now(self.named_phrase(in_head[-1], head_end, last), words, sectors)
        if not inside:
            return of_words(words, self._small(head_end, last), sectors)
        told = of_words(words, self._small(head_end, inside[0].first), sectors)
        noun = head_noun(words, sectors)
        if noun is None or not noun.serves or told not in (None, "GOV"):
            return told
        return self._served(head_end, last, inside) or told

    def _served(self, head_end: int, last: int, inside: list[Named]) -> Sector | None:
        """ "A spokesman for Hamas", "officials of the Syrian army", "the head of Libya's parliament"."""
        named = self.owner(inside)
        rule = self.sectors.actors[named.actor]
        told = self.named_phrase(named, last, last)
        if told is None and (rule.type not in PLACES or self.words[head_end].lower() in self.sectors.served):
            return of_body(rule, self.sectors)
        return told

    def owner(self, named: Sequence[Named]) -> Named:
        """Of names that stand one by the other, the first that is not only whose the next is ("Yemen's Houthi rebels")."""
        for one, other in pairwise(named):
            bare = other.how == "adjective" and not other.role
            if bare or other.first - one.last > 1 or self.tags[one.last : other.first] not in ("", "'"):
                return one
        return named[-1]

    def serving(self, first: int, head_end: int, last: int, side: str | None) -> Sector | None:
        """The sector of somebody described, who may serve a side that only the text before names ("its spokesman")."""
        told = self.phrase(first, head_end, last)
        nouns = (self.sectors.nouns.get(word) for word in self._small(first, last))
        owner = self.sectors.actors.get(side or "")
        if told is None and owner is not None and any(noun is not None and noun.serves for noun in nouns):
            return of_body(owner, self.sectors)
        return told

    def recalled(self, who: str | None, known: Sector | None, first: int, head_end: int) -> Sector | None:
        """The sector of somebody named before, by how he is called now ("the government", of a state whose army was named)."""
        if who is not None and self.sectors.actors[who].type not in PLACES:
            return known
        return self.phrase(first, head_end, head_end) or known

    def named_phrase(self, named: Named, head_end: int, last: int) -> Sector | None:
        """The same of a phrase with this name in its head."""
        rule = self.sectors.actors[named.actor]
        if isinstance(rule, OwnActor) and rule.known == "composed":
            return of_words(self._small(named.first, max(named.last, head_end)), (), self.sectors) or rule.sector
        own = self._small(named.name_last, max(named.last, head_end))
        if named.role and not named.past:
            own = [named.role]  # "fighters of Hamas"
        return of_name(rule, named.how, own, self._small(head_end, last), self.sectors)

    def listed(self, parts: Sequence[tuple[int, int]]) -> Sector | None:
        """The sector that several phrases have in common ("the army and the navy")."""
        found = {self.phrase(first, last, last) for first, last in parts}
        return found.pop() if len(found) == 1 else None

    def around(self, first: int, last: int) -> Sector | None:
        """The sector of an unknown person: by the words before the name, by an apposition after it, or by a title."""
        low = first
        while low > 0 and first - low < BEFORE and low not in self.opens and self.tags[low - 1] in "NPJM'":
            low -= 1
        titles = [self.sectors.titles.get(word.rstrip(".")) for word in self._small(low, first)]
        noun = first - next((n for n, title in enumerate(reversed(titles)) if title is None), len(titles))
        told = self.phrase(low, noun, noun) if low < noun else None
        return told or self._apposed(last) or next(filter(None, reversed(titles)), None)

    def _apposed(self, at: int) -> Sector | None:
        """ "…, a judge in Lagos, …"."""
        if self.words[at : at + 1] != [","]:
            return None
        head_end = at + 1
        while head_end < min(at + AFTER, len(self.words)) and self.tags[head_end] in "DNPJM'":
            head_end += 1
        last = head_end
        while last < min(at + AFTER, len(self.words)) and self.tags[last] in "DNPJM'I":
            last += 1
        return self.phrase(at + 1, head_end, last) if head_end > at + 1 else None

    def _small(self, first: int, last: int) -> list[str]:
        return [word.lower() for word in self.words[first:last]]
