"""Read one document's noun phrases: where the head ends, what a phrase lists, which mentions stand in it. Asks nobody who is meant."""

from bisect import bisect_right
from itertools import pairwise

import msgspec

from quoth.analysis.coreference.context import Context
from quoth.analysis.findings import Named
from quoth.analysis.sector_reader import within
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase: the tokens ``first`` to before ``last``, of which the head, with what stands before it, ends before ``head_end``;
    ``inside`` are the mentions that it holds."""

    first: int
    head_end: int
    last: int
    inside: tuple[Named, ...]

    @property
    def in_head(self) -> tuple[Named, ...]:
        """The mentions in its head."""
        return tuple(named for named in self.inside if named.first < self.head_end)

    @property
    def beyond(self) -> tuple[Named, ...]:
        """The mentions after its head."""
        return tuple(named for named in self.inside if named.first >= self.head_end)


class Phrases:
    """One document's words and mentions, read as noun phrases."""

    def __init__(self, text: Text, named: list[Named], context: Context) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.context, self.lists = context, context.lists
        self.named, self.starts = named, [n.first for n in named]

    # ---- mentions

    def inside(self, first: int, last: int) -> list[Named]:
        """The mentions that share a token with this stretch."""
        return within(self.named, self.starts, first, last)

    def is_named(self, at: int) -> bool:
        """Whether the token is part of a mention by name."""
        return bool(self.inside(at, at + 1))

    def is_person(self, named: Named) -> bool:
        """Whether somebody of flesh and blood is named."""
        return self.context.actors[named.actor].type == "person"

    # ---- phrases

    def phrase(self, first: int, last: int) -> Phrase:
        """The phrase of these tokens. Of names in compounds ("Iran-backed") it holds those alone whose bearer runs what they say."""
        theirs = self.lists.run_by
        inside = tuple(named for named in self.inside(first, last) if not named.compound or named.compound in theirs)
        return Phrase(first, self._head_end(first, last), last, inside)

    def _head_end(self, first: int, last: int) -> int:
        """Past the head noun: before the first preposition, comma, bracket or conjunction."""
        for at in range(first + 1, last):
            if self.tags[at] in "I,(C-" and not (self._inside_office(at) or self.inside_name(at)):
                return at
        return last

    def _inside_office(self, at: int) -> bool:
        """ "Secretary of State Antony Blinken": the office's own preposition."""
        return " ".join(self.words[at - 1 : at + 2]).lower() in self.context.offices_of

    def inside_name(self, at: int) -> bool:
        """ "The Committee of the Red Cross": a name's own preposition or conjunction."""
        k = bisect_right(self.starts, at) - 1
        return k >= 0 and self.named[k].last > at and not self.named[k].role

    def head(self, phrase: Phrase) -> str:
        """The head noun, in lowercase."""
        return self.words[phrase.head_end - 1].lower()

    def tail(self, first: int, head_end: int) -> str:
        """The head noun with the word before it ("armed group")."""
        return " ".join(self.words[max(first + 1, head_end - 2) : head_end]).lower()

    def is_several(self, phrase: Phrase) -> bool:
        """Whether it joins several."""
        return any(self.tags[at] == "C" and not self.inside_name(at) for at in range(phrase.first, phrase.last))

    def parts(self, phrase: Phrase) -> list[tuple[int, int]]:
        """The phrases that a phrase lists."""
        first, last, but = phrase.first, phrase.last, self.lists.contrast
        cuts = [at for at in range(first, last) if self.tags[at] in "C," and self.words[at] not in but and not self.inside_name(at)]
        return [(a + 1, b) for a, b in pairwise([first - 1, *cuts, last]) if a + 1 < b]

    def antecedent(self, at: int) -> tuple[int, int]:
        """The tokens of the noun phrase before "who" or "which"; as many as none where there is none."""
        last = at
        while last > 0 and self.tags[last - 1] in ",I":
            last -= 1
        # "a spokesman for the group, who": a person stands at the head; "which" means what is nearest
        letters = "DJNPM'I" if self.words[at].lower() == "who" else "DJNPM'"
        first = self._back_over(last, last, letters)
        if self.tags[first - 1 : first] == "C" and self.tags[first] == "N":
            # "Turkey's president and foreign minister, who": two of one owner
            first = self._back_over(first - 1, last, letters)
        return first, last

    def _back_over(self, first: int, last: int, letters: str) -> int:
        while first > 0 and self.tags[first - 1] in letters and last - first < 12:
            first -= 1
        return first

    # ---- words

    def span(self, first: int, last: int) -> str:
        """The text of these tokens."""
        return self.text.article.text[self.text.starts[first] : self.text.ends[last - 1]]

    def plain(self, first: int, last: int) -> str:
        """The same without an article before it."""
        while first < last - 1 and self.words[first].lower() in self.lists.article:
            first += 1
        return self.span(first, last)

    def small(self, first: int, last: int) -> list[str]:
        """The words in lowercase."""
        return [word.lower() for word in self.words[first:last]]

    def has(self, first: int, last: int, words: frozenset[str]) -> bool:
        """Whether one of these words stands there."""
        return any(word.lower() in words for word in self.words[first:last])

    def gender_of(self, noun: str) -> str | None:
        """The gender that a noun tells ("fisherman")."""
        if noun in self.lists.women:
            return "f"
        return "m" if noun in self.lists.men else self.context.honorifics.get(noun)

    def gender_of_name(self, at: int) -> str | None:
        """The gender that a first name tells."""
        return self.context.genders.get(self.words[at])

    def honorific(self, at: int) -> bool:
        """Whether a title of a person stands here ("Mr.", "General")."""
        return at >= 0 and self.words[at].lower().rstrip(".") in self.context.honorifics

    def is_against(self, rule: ActorRule, first: int, last: int) -> bool:
        """Whether a word here sets somebody against the state; one that nobody knows is of separatists itself."""
        return "iso3" in rule.codes and self.has(first, last, self.lists.against_state)

    def is_another(self, first: int, last: int) -> bool:
        """Whether a word here says that not the one who holds an office is meant ("a", "former", "deputy")."""
        words = set(self.small(first, last))
        return not words.isdisjoint(self.lists.indefinite | self.lists.former | self.lists.beside_office)

    def qualifies(self, at: int, end: int) -> bool:
        """Does the name before only say whose or which ("Erdogan's spokesman", "Bashir loyalists", "the Bush administration")?"""
        if at >= end:
            return False
        word = self.words[at].lower()
        return self.tags[at] == "'" or (self.tags[at] == "N" and (word not in self.context.roles or word in self.lists.rule))

    def name_at_end(self, first: int, end: int) -> tuple[int, int] | None:
        """The tokens of a full name at the end of a phrase's head, titles left out, known or not."""
        while end > first and self.tags[end - 1] == "N":
            end -= 1  # "Rami Abdel Rahman head of …", a comma short
        at = end
        while at > first and self.tags[at - 1] == "P":
            at -= 1
        while at < end and self.honorific(at):
            at += 1
        if end - at < 2 or self.words[end - 1].lower() in self.context.roles | self.lists.body:
            return None  # "the Prime Minister", "the Senate Committee": an office or a body, not a person's name
        return at, end
