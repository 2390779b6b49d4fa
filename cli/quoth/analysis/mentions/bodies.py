"""Find bodies that only the text names: capitals around a head word of the rules ("Sudan Doctors Committee", "Front for Change").

The acronym that the text gives a body in brackets, and its head word with a capital ("the Front"), are the same body later on.
"""

from bisect import bisect_left
from collections.abc import Mapping

import msgspec

from quoth.analysis.findings import Named
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, Head, Role, RuleBook
from quoth.rulebook.word_lists import words_for

LONGEST = 8
"""Tokens of a name on either side of its head word."""
SHOUTED = 0.8
"""Share of a sentence's longer words that begin with a capital from which it is taken for a headline."""
SHORT = 4
"""Letters up to which a word of a headline may be small, and words up to which capitals say nothing of a sentence."""
BEFORE_ACRONYM = "("
OF_NAME = frozenset("PNJnqMEGZBV")
"""Tags that a word in capitals may bear inside a name."""


class BodyWords(msgspec.Struct, frozen=True):
    """The word lists by which names of bodies are found."""

    no_organisation: frozenset[str]


class Bodies(msgspec.Struct, frozen=True):
    """What finding bodies needs: heads by their last word, the longest first, with their words; the nouns for those who hold an
    office, who are no bodies ("Secretary of Defense"), and those of two
    words for organs of a state ("Intelligence Committee"); the actors; and the word lists."""

    heads: Mapping[str, tuple[tuple[tuple[str, ...], Head], ...]]
    offices: frozenset[str]
    organs: frozenset[str]
    actors: Mapping[str, ActorRule]
    lists: BodyWords


class Body(msgspec.Struct, frozen=True, gc=False):
    """A body where it is named: tokens ``first`` to before ``last``; ``name`` is its whole name, ``noun`` its head in small letters."""

    first: int
    last: int
    name: str
    head: Head
    noun: str


def make_bodies(book: RuleBook) -> Bodies:
    """Index the head words of bodies."""
    heads: dict[str, list[tuple[tuple[str, ...], Head]]] = {}
    for form, head in book.heads().items():
        words = tuple(form.split())
        heads.setdefault(words[-1], []).append((words, head))
    ordered = {word: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for word, found in heads.items()}
    offices = frozenset(word for rule in book.of(Role) if rule.speaks == "side" for word in rule.forms)
    organs = frozenset(word for rule in book.of(Role) if rule.speaks == "itself" and not rule.apart for word in rule.forms if " " in word)
    return Bodies(ordered, offices, organs, book.actors(), words_for(BodyWords, book))


def find_bodies(text: Text, named: list[Named], bodies: Bodies) -> list[Body]:
    """The bodies of a text, in order, none over another."""
    heads = [at for at, word in enumerate(text.words) if word in bodies.heads]
    if not heads:
        return []
    scan = _Scan(text, named, bodies)
    found: list[Body] = []
    for at in heads:
        body = scan.at(at) if not found or at >= found[-1].last else None
        if body is not None and (not found or body.first >= found[-1].last):
            found.append(body)
    return sorted([*found, *scan.again(found)], key=lambda body: body.first) if found else []


class _Scan:
    """One document's capitals."""

    def __init__(self, text: Text, named: list[Named], bodies: Bodies) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.named, self.starts, self.bodies = named, [n.first for n in named], bodies
        self.sentences = [first for first, _ in text.sentences]
        self.opens = frozenset(self.sentences)
        self.shouted: dict[int, bool] = {}

    def at(self, at: int) -> Body | None:
        """The body whose head word ends at this token."""
        found = self._head(at)
        if found is None or self._over(at) is not None or self._is_headline(at) or self._goes_on_as_head(at + 1):
            return None
        words, head = found
        start = at + 1 - len(words)
        first, last = self._first(start), self._last(at + 1)
        if last - first <= len(words) or not self._is_name(first, last, start, head):
            return None
        return Body(first, last, self._span(first, last), head, self.words[at].lower())

    def again(self, found: list[Body]) -> list[Body]:
        """The later mentions of bodies by acronym or head word alone."""
        short: dict[str, Body | None] = {}
        for body in found:
            acronym = self._acronym(body)
            for call in (acronym, self.words[body.last - 1] if self.words[body.last - 1].lower() == body.noun else ""):
                if call:
                    other = short.get(call, body)
                    short[call] = body if other is not None and other.name == body.name else None
        covered = {token for body in found for token in range(body.first, body.last)}
        later = []
        for at, word in enumerate(self.words):
            meant = short.get(word)
            if meant is not None and at >= meant.last and at not in covered and self._over(at) is None and self._stands_alone(at, meant):
                later.append(msgspec.structs.replace(meant, first=at, last=at + 1))
        return later

    # ---- the name

    def _head(self, at: int) -> tuple[tuple[str, ...], Head] | None:
        """The head words that end at this token, the longest first, and what they say."""
        entries = self.bodies.heads.get(self.words[at], ())
        return next((entry for entry in entries if tuple(self.words[max(0, at + 1 - len(entry[0])) : at + 1]) == entry[0]), None)

    def _goes_on_as_head(self, at: int) -> bool:
        """Whether another head word follows, which is the name's: "Doctors Committee"."""
        return at < len(self.words) and at not in self.opens and self._head(at) is not None

    def _first(self, at: int) -> int:
        """Where the name begins that goes on here: over words in capitals, and small ones between such."""
        first, low = at, max(0, at - LONGEST)
        while first > low and first not in self.opens:
            if self._is_capital(first - 1):
                first -= 1
            elif (
                first - 2 >= low
                and self._is_inside(first - 1)
                and not self._is_owner(first - 2)
                and first - 1 not in self.opens
                and self._is_capital(first - 2)
            ):
                first -= 2
            else:
                break
        return first

    def _last(self, at: int) -> int:
        """Where a name ends that reaches up to here: "… for the Study of War"."""
        last, high = at, min(len(self.words), at + LONGEST)
        while last < high and last not in self.opens:
            if self._is_capital(last):
                last += 1
                continue
            ahead = last
            while ahead < high and ahead - last < 2 and self._is_joining(ahead) and ahead not in self.opens:
                ahead += 1
            if ahead == last or ahead >= high or ahead in self.opens or not self._is_capital(ahead):
                break
            last = ahead + 1
        return last

    def _is_capital(self, at: int) -> bool:
        word = self.words[at]
        if not word[0].isupper() or self.tags[at] not in OF_NAME or self._is_person(at):
            return False
        return at not in self.opens or self.tags[at] in "PNJq"

    def _is_inside(self, at: int) -> bool:
        return self.words[at] in ("'s", "’s", "'", "’", "&", "al", "de", "del", "des", "du")

    def _is_owner(self, at: int) -> bool:
        """Whether a state's name stands there, which is not part of what it has: "Vietnam's Communist Party"."""
        over = self._over(at)
        return over is not None and self.bodies.actors[over.actor].type in ("state", "people")

    def _is_joining(self, at: int) -> bool:
        return self.words[at] in ("of", "for", "the", "on", "against", "to", "de", "del", "des")

    def _is_person(self, at: int) -> bool:
        over = self._over(at)
        return over is not None and self.bodies.actors[over.actor].type == "person"

    def _over(self, at: int) -> Named | None:
        k = bisect_left(self.starts, at + 1) - 1
        return self.named[k] if k >= 0 and self.named[k].last > at else None

    def _is_name(self, first: int, last: int, start: int, head: Head) -> bool:
        """Whether the words are the name of a body of its own: no place, paper or event, none of a state's, and no officeholder."""
        if self.words[last - 1] in self.bodies.lists.no_organisation and not self._is_joining(last - 2):
            return False
        organ = " ".join(self.words[max(0, last - 2) : last]).lower() in self.bodies.organs
        if head.acts_for == "owner" or organ or self.words[first].lower() in self.bodies.offices or self._is_where(first):
            return False
        if self._goes_on(last) or (head.type == "company" and self._over(last - 1) is not None and last - 1 > start):
            return False  # "Kurdistan Workers' party", "Bank of Israel"
        beside = self._over(first)
        if beside is None or beside.name_last < start:
            return True
        return beside.how == "adjective" or self.bodies.actors[beside.actor].type in ("state", "people")

    def _goes_on(self, last: int) -> bool:
        """Whether the name goes on in small letters, or an acronym that rules know says whose it is."""
        if last >= len(self.words) or last in self.opens:
            return False
        if self.words[last] in ("'", "’") and self.tags[last + 1 : last + 2] in ("N", "P"):
            return self.words[last - 1].endswith("s")
        return self.words[last] == "(" and self._over(last + 1) is not None

    def _is_where(self, first: int) -> bool:
        """Whether it is told as a place: "at the Community Centre"."""
        at = first - 1
        if at > 0 and self.tags[at] == "D":
            at -= 1
        return at >= 0 and at + 1 not in self.opens and self.words[at].lower() in ("at", "near", "outside", "inside")

    def _is_headline(self, at: int) -> bool:
        """Whether nearly all words of the sentence begin with a capital."""
        k = bisect_left(self.sentences, at + 1) - 1
        if k not in self.shouted:
            first, last = self.text.sentences[k] if k >= 0 else (0, 0)
            longer = [word for word in self.words[first:last] if word.isalpha() and len(word) > SHORT]
            self.shouted[k] = len(longer) >= SHORT and sum(word[0].isupper() for word in longer) > SHOUTED * len(longer)
        return self.shouted[k]

    # ---- later mentions

    def _acronym(self, body: Body) -> str:
        """The acronym in brackets right after the name."""
        if self.words[body.last : body.last + 1] != ["("] or self.words[body.last + 2 : body.last + 3] != [")"]:
            return ""
        word = self.words[body.last + 1]
        capitals = sum(c.isupper() for c in word)
        return word if capitals > 1 and len(word) <= LONGEST and self._over(body.last + 1) is None else ""

    def _stands_alone(self, at: int, body: Body) -> bool:
        """An acronym anywhere; a head word only after "the", with no other name beside it."""
        if self.words[at].lower() != body.noun:
            return True
        beside = self.words[at + 1 : at + 2]
        return self.words[at - 1].lower() == "the" and not (beside and beside[0][0].isupper())

    def _span(self, first: int, last: int) -> str:
        return self.text.article.text[self.text.starts[first] : self.text.ends[last - 1]].replace("\n", " ")
