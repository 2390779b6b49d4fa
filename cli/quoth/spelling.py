"""When two names are the same. One module answers, by what the names come from:

- `match_key` compares the words of texts with the names of rules. It drops case, diacritics, apostrophes, hyphens, the forms of the Arabic
  article, doubled letters, q and k, ou and u, the ways of writing ai, and British spellings.
- `plain_key` compares a name in a text with one that must be written just so. It drops case, diacritics, apostrophes, full stops, hyphens.
- `filter_key` compares what users type with names in reports. It drops case, diacritics, apostrophes, a leading "the", and all that is no
  letter or digit.
- `alias_key` compares the names of rules with each other. It drops case and diacritics.
- `slug` makes an id of a name. It drops case, diacritics, apostrophes, and all that is no ASCII letter or digit.
"""

import re
import unicodedata
from functools import lru_cache

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
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_TYPED = re.compile(r"[.'’‘ʼ]")
_NOT_ID = re.compile(r"[^a-z0-9]+")


def match_key(word: str) -> tuple[str, ...]:
    """A token's parts in the spelling that names are compared by: "Ḥay'at" and "Hayat" are one. Never empty."""
    bare = word if word.isascii() else without_diacritics(word)
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


def without_diacritics(word: str) -> str:
    """A text without its combining marks, in Unicode's compatibility form (NFKD): "Ḥay'at" is "Hay'at"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _letters(part: str) -> str:
    part = part.lower()
    if part in ("ul", "ud"):
        return "al"
    for spelling, usual in SPELLINGS:
        if spelling in part:
            part = part.replace(spelling, usual)
    return DOUBLED.sub(r"\1", AI.sub("ai", part))


def plain_key(name: str) -> str:
    """A name in lowercase without diacritics, apostrophes, full stops and hyphens; nothing else is folded."""
    return without_diacritics(name).translate(DROPPED).translate(HYPHENS).replace("-", " ").lower()


@lru_cache(maxsize=65_536)
def filter_key(name: str) -> str:
    """A name as filters compare it: no case, diacritics, apostrophes, hyphens or leading "the".

    >>> filter_key("The Qur’an-reading Général"), filter_key("free-syrian-army"), filter_key("U.S.")
    ('quran reading general', 'free syrian army', 'us')
    """
    plain = without_diacritics(_NOT_TYPED.sub("", name)).casefold()
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def alias_key(text: str) -> str:
    """Text without case and diacritics, as aliases are compared."""
    if text.isascii():
        return text.casefold()
    return without_diacritics(text.casefold())


UNMARKED = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not take apart, in ASCII."""


def slug(name: str, otherwise: str) -> str:
    """A name as an id: ASCII letters and digits in lowercase, with hyphens between; ``otherwise`` where nothing is left.

    >>> slug("Jabhat al-Nuṣra", "actor")
    'jabhat-al-nusra'
    """
    flat = without_diacritics(name.translate(UNMARKED)).encode("ascii", "ignore").decode().lower().replace("'", "")
    return _NOT_ID.sub("-", flat).strip("-") or otherwise
