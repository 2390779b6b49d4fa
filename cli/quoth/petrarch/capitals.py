"""Write a name that stands in capitals as reports write it: "THE_NATIONAL_UNION_OF_BOATMEN_(NUB)" is the National Union of Boatmen.

Which words are acronyms is nowhere written, so it is guessed: known acronyms, the initials of the names beside it, words
without a vowel or with a full stop.
"""

import re
from collections.abc import Collection, Iterable

import msgspec

VOWELS = frozenset("AEIOUY")
PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|.", re.DOTALL)
"""A run of letters with the apostrophes inside it, or any other character."""
ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")


class Letters(msgspec.Struct, frozen=True):
    """What decides how a word is written: acronyms; words that are small inside a name; those that are no acronym although they
    look like one (titles, first names). All in capitals."""

    acronyms: Collection[str]
    small: Collection[str]
    plain: Collection[str]


def respell(name: str, letters: Letters, more: Collection[str] = ()) -> str:
    """The name with capitals only where reports have them; one that has small letters already stays as it is. ``more`` are
    acronyms that are known here only."""
    if not name.isupper():
        return name
    words = [word if word in more else _word(word, letters) for word in name.split(" ")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def initials(names: Iterable[str]) -> set[str]:
    """The initials of every name of several words, with those of small words and without."""
    found = set()
    for name in names:
        words = re.split("[ -]+", name)
        if len(words) > 1:
            found |= {"".join(word[:1] for word in words), "".join(word[:1] for word in words if len(word) > 3)}
    return found


def _word(word: str, letters: Letters) -> str:
    if word in letters.acronyms or _is_stopped(word):
        return word
    if word in letters.small or ORDINAL.fullmatch(word):
        return word.lower()
    pieces = PIECE.findall(word)
    return "".join(_piece(piece, letters, hyphened=len(pieces) > 1) for piece in pieces)


def _is_stopped(word: str) -> bool:
    """ "U.N.", "K."."""
    return "." in word and all(len(part) < 2 for part in word.split("."))


def _piece(piece: str, letters: Letters, *, hyphened: bool) -> str:
    """One run of letters: "E" in "LASHKAR-E-TAIBA", "D'ESCOTO", "PEOPLE'S"."""
    if not piece[0].isalpha() or piece in letters.acronyms:
        return piece
    if hyphened and piece in letters.small:
        return piece.lower()
    if piece not in letters.plain and not VOWELS & set(piece):
        return piece
    head, mark, tail = piece.partition("'")
    return f"{head}'{tail.capitalize()}" if mark and len(head) == 1 else piece.capitalize()
