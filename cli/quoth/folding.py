"""Fold a name's letters so that its spellings compare.

Folded are capitals and small letters, diacritics, apostrophes, hyphens, the Arabic article in all its forms,
doubled letters, q and k, ou and u, the ways of writing ai, and British spellings.
"""

import re
import unicodedata

ARTICLES = frozenset(("al", "el", "as", "ash", "an", "ar", "at", "az", "ad", "ul", "ur", "ud", "us", "ut", "il"))
LINKS = ARTICLES | {"uz", "un", "um"}
"""The article inside a hyphenated name ("Jamaat-ur-Ahrar")."""
APOSTROPHES = "'’‘ʼʻ`´"
DROPPED = dict.fromkeys(map(ord, APOSTROPHES + "."))
POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))
AI = re.compile(r"(?:ay|ey|ei)(?=[b-df-hj-np-tv-z])")
"""Before a consonant only: "They" is not "Thai"."""
DOUBLED = re.compile(r"([a-z])\1+")
SPELLINGS = (
    ("q", "k"), ("labour", "labor"), ("ou", "u"), ("iy", "y"),
    ("isation", "ization"), ("defence", "defense"), ("centre", "center"),
)  # fmt: skip
"""Transliterations of Arabic and Cyrillic, and British spellings, with what they are folded to."""
HYPHENS = str.maketrans("‐‑–/", "----")


def fold(word: str) -> tuple[str, ...]:
    """A token's parts in the spelling that names are compared by: "Ḥay'at" and "Hayat" are one. Never empty."""
    bare = word if word.isascii() else _without_marks(word)
    if bare.isalpha():
        return (_letters(bare),)
    if bare in POSSESSIVES:
        return ("'s",)
    bare = bare.translate(DROPPED).translate(HYPHENS)
    if "-" not in bare:
        return (_letters(bare) or "'",)
    pieces = [piece for piece in bare.split("-") if piece]
    if pieces and pieces[0].lower() == "co":
        pieces[:2] = ["".join(pieces[:2])]  # "Co-operation"
    if len(pieces) < 2:
        return (_letters("".join(pieces)) or "-",)
    if pieces[0].lower() in ARTICLES and (pieces[0] == "AL" or not pieces[0].isupper()):
        pieces[0] = "al"  # "US-led" has no article
    return (_letters(pieces[0]), *("al" if piece in LINKS else _letters(piece) for piece in pieces[1:]))


def _without_marks(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _letters(part: str) -> str:
    part = part.lower()
    if part in ("ul", "ud"):
        return "al"
    for spelling, usual in SPELLINGS:
        if spelling in part:
            part = part.replace(spelling, usual)
    return DOUBLED.sub(r"\1", AI.sub("ai", part))


def plain(name: str) -> str:
    """A name in small letters without diacritics, apostrophes, stops and hyphens; nothing else is folded."""
    return _without_marks(name).translate(DROPPED).translate(HYPHENS).replace("-", " ").lower()
