"""Characters that are not what was meant: entities of HTML, UTF-8 read as Windows-1252, invisible ones, and many kinds of space."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from unicodedata import normalize

Edit = tuple[int, int, str]

DEEPEST = 3
"""Times that a text may have been garbled one after the other."""

# ---- entities ----------------------------------------------------------------------------------

ENTITY = re.compile(r"&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def entities(text: str) -> Iterator[Edit]:
    """The entities of HTML ("&quot;", "&#8217;"), also those written as text twice or more ("&amp;quot;"). One that means a control
    character is a space; those of no known name stay."""
    for found in ENTITY.finditer(text) if "&" in text else ():
        meant = found[0]
        while (once := unescape(meant)) != meant and once.startswith("&") and once.endswith(";"):
            meant = once
        meant = unescape(meant)
        if meant != found[0] and "\ufffd" not in meant:
            yield *found.span(), " " if len(meant) == 1 and (meant < " " or meant.isspace()) else meant


# ---- UTF-8 read as Windows-1252 ----------------------------------------------------------------


def _read_as(byte: int) -> str:
    """What a byte is in Windows-1252; the five that are nothing there stay controls, as on the web."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


CHARACTERS = {byte: _read_as(byte) for byte in range(0x80, 0x100)}
BYTES = {chr(byte): byte for byte in CHARACTERS} | {character: byte for byte, character in CHARACTERS.items()}


def _those(first: int, last: int) -> str:
    """The characters that stand for some bytes, for a set in an expression: as Windows-1252 has them, and as Latin-1 has them."""
    bytes_ = range(first, last + 1)
    return "".join(sorted({re.escape(c) for byte in bytes_ for c in (CHARACTERS[byte], chr(byte))}))


FOLLOWING = f"[{_those(0x80, 0xBF)}]"
UNIT = re.compile(
    rf"[{_those(0xE0, 0xEF)}]{FOLLOWING}{{2}}|[{_those(0xC2, 0xDF)}]{FOLLOWING}|[{_those(0xF0, 0xF4)}]{FOLLOWING}{{3}}|â€\ufffd?"
)
"""The characters that one was made into. Of a closing mark the last is often lost, because its byte is nothing in Windows-1252."""
PLAUSIBLE = frozenset("“”‘’‚„…–—‹›«»\u00a0™®©°¹²³ªº§·´¸¨±")
"""What may well follow a letter with an accent in a text that is not garbled."""
LATIN = frozenset("ÂÃ")
"""What every accented letter of the West becomes, with another; there is hardly a word that ends in one."""
QUOTING = frozenset("“”‘’…–—‹›»")


def mojibake(text: str) -> Iterator[Edit]:
    """Characters that were encoded as UTF-8 and read as Windows-1252 or Latin-1 ("â€œ" for “, "Ã©" for é). Where each could also be
    what it is ("CAFÉ”"), it must stand in a text where another could not. One layer: what was garbled twice is found by asking again."""
    if text.isascii():
        return
    found = [(unit, meant) for unit in UNIT.finditer(text) if (meant := _meant(unit[0]))]
    if any(_is_certain(unit[0], meant) for unit, meant in found):
        yield from ((*unit.span(), meant) for unit, meant in found)


def _meant(unit: str) -> str:
    """The character that was made into these, or nothing."""
    if unit.startswith("â€") and len(unit.rstrip("\ufffd")) == 2:
        return "”"
    try:
        return bytes(map(BYTES.__getitem__, unit)).decode()
    except UnicodeDecodeError:
        return ""


def _is_certain(unit: str, meant: str) -> bool:
    if CONTROL.search(unit.replace("\x85", "")) or "\u2000" <= meant <= "\u2bff" or unit == "Â\u00a0":
        return True
    return unit[1] not in QUOTING | {"\u00a0"} if unit[0] in LATIN else not PLAUSIBLE.issuperset(unit[1:])


CONTROL = re.compile("[\x80-\x9f]")


def controls(text: str) -> Iterator[Edit]:
    """Marks of Windows-1252 that were read as Latin-1, where they are control characters. The one that ends lines is one of these only
    among others."""
    found = [] if text.isascii() else list(CONTROL.finditer(text))
    if any(one[0] != "\x85" for one in found):
        yield from ((*one.span(), CHARACTERS[ord(one[0])]) for one in found if CHARACTERS[ord(one[0])] != one[0])


# ---- invisible and compatible characters -------------------------------------------------------

ODD = re.compile("[\x0c\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u2029-\u202e\u2060-\u2069\ufb00-\ufb06\ufe00-\ufe0f\ufeff]")
"""What the expression below turns on: where there is none of it, that need not be tried."""
INVISIBLE = re.compile(
    "\u00ad[ \t]{0,8}(?:\r\n?|\n)[ \t]{0,80}(?=[^\\W\\d_])"
    "|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
    "|[\u200c\u200d](?:(?<=\\A.)|(?<=[\x00-\u05ff\u1e00-\u20ff].))"  # scripts that join their letters need these
    "|[\ufb00-\ufb06]|[A-Za-z\u00c0-\u024f][\u0300-\u036f]{1,4}|\u2029|\x0c(?:\r\n?|\n)|\x0c(?<=[\r\n].)",
    re.DOTALL,
)


def invisible(text: str) -> Iterator[Edit]:
    """What does not show, and parts no word: soft hyphens, also with the line end at which they show; characters without a width, and
    those that set a direction; joiners where nothing joins. Ligatures and letters with marks of their own as the letters that they are.
    A page break is no more than a line end; a paragraph separator leaves a blank line."""
    if ODD.search(text):
        for found in INVISIBLE.finditer(text):
            yield *found.span(), _shown(found[0])


def _shown(what: str) -> str:
    if what == "\u2029":
        return "\n\n"
    if what[0] == "\x0c":
        return "" if len(what) == 1 else what[1:]
    return normalize("NFKC", what) if what[0].isalpha() else ""


SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
SAME = re.compile(f"[{SPACES}\uff01-\uff5e\x0b\x0c\x85\u2028]|\r(?!\n)")


def same_length(text: str) -> str:
    """The text with each kind of space as a space, full-width characters as plain ones, and line ends of all kinds but CRLF as LF."""
    return SAME.sub(_same, text)


@cache
def _plain(character: str) -> str:
    if character in "\x0b\x0c\x85\u2028\r":
        return "\n"
    return " " if character.isspace() else chr(ord(character) - 0xFEE0)


def _same(found: re.Match[str]) -> str:
    return _plain(found[0])
