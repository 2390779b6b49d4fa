"""What inputs are: their formats by name, the options to read them by, and an article's bytes before they are an article."""

import hashlib
import os
import re
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from quoth.errors import Problem
from quoth.model import Warning

STDIN = "-"


class InputFormat(StrEnum):
    """What a file holds."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    ZIP = "zip"
    TAR = "tar"


RECORDS = frozenset({InputFormat.JSONL, InputFormat.CSV})
ARCHIVES = frozenset({InputFormat.ZIP, InputFormat.TAR})

ENDINGS = {
    **dict.fromkeys((".txt", ".text", ".md"), InputFormat.TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), InputFormat.HTML),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), InputFormat.JSONL),
    **dict.fromkeys((".csv", ".tsv"), InputFormat.CSV),
    ".zip": InputFormat.ZIP,
    ".tar": InputFormat.TAR,
}
PACKINGS = (".gz", ".bz2", ".xz")
SHORT = {".tgz": ".tar.gz", ".tbz": ".tar.bz2", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
TIMEOUT = 60.0
"""Seconds after which an article is given up, if nothing else is asked for. Articles take milliseconds, a long book seconds."""
EXPECTED = "expected .txt, .md, .html, .jsonl, .json, .csv, .zip or .tar files"

ESCAPE = r"\\(?:x(?:5c|[89a-f][0-9a-f])|ud[89a-f][0-9a-f]{2})"
"""What `visible_name` writes for what is no valid text, and for the backslash of a name that looks so by itself."""
ESCAPED = re.compile(ESCAPE)
SURROGATE = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile(f"[\ud800-\udfff]|\\\\(?={ESCAPE[2:]})")
PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)")


class Sort(msgspec.Struct, frozen=True):
    """What a name tells: the format, None if it tells nothing, and the ending by which the whole is compressed, or an empty one."""

    form: InputFormat | None
    packing: str = ""

    @property
    def holds_many(self) -> bool:
        """Whether it holds any number of articles, each with a name of its own."""
        return self.form in RECORDS or self.form in ARCHIVES


class ReadOptions(msgspec.Struct, frozen=True):
    """How inputs are to be read. ``form`` overrules endings. The fields are columns or keys of records: where one is None, ``id``,
    ``title`` and ``date`` are used if they are there. ``exclude`` are the patterns of names that folders and archives leave out. An article
    is given up after ``timeout`` seconds; with 0 none is."""

    form: InputFormat | None = None
    text_field: str = "text"
    id_field: str | None = None
    title_field: str | None = None
    date_field: str | None = None
    exclude: tuple[str, ...] = ()
    allow_http: bool = False
    with_text: bool = False
    timeout: float = TIMEOUT

    def shaping(self) -> dict[str, str]:
        """The options that make another report of the same bytes, where they differ from the defaults."""
        return {name: str(value) for name in SHAPING if (value := getattr(self, name)) != getattr(DEFAULTS, name)}


SHAPING = ("form", "text_field", "title_field", "date_field")
DEFAULTS = ReadOptions()


class RawArticle(msgspec.Struct, frozen=True):
    """One article as taken from where it lies. ``name`` is that of its file or member, for the date in it; ``form`` is TEXT or HTML,
    that of the records of which it is one, or None if nothing tells; ``data`` are its bytes unpacked, of a record those of the text;
    ``digest`` is the SHA-256 of all its bytes; title and date are what a record's fields say."""

    source: str
    name: str
    form: InputFormat | None
    data: bytes
    digest: str
    title: str | None = None
    date: str | None = None
    warnings: tuple[Warning, ...] = ()


def sort_of(name: str, form: InputFormat | None = None) -> Sort:
    """What a file's name tells, or ``form`` if it is given; compression is told by the name alone."""
    stem, ending = _split(name)
    if ending in SHORT:
        stem, ending = _split(stem + SHORT[ending])
    packing = ending if ending in PACKINGS else ""
    return Sort(form or ENDINGS.get(_split(stem)[1] if packing else ending), packing)


def _split(name: str) -> tuple[str, str]:
    stem, ending = os.path.splitext(name)
    return stem, ending.lower()


def is_excluded(name: str, options: ReadOptions) -> bool:
    """Whether a name, or its last part, fits a pattern of what to leave out."""
    return any(fnmatchcase(name, pattern) or fnmatchcase(os.path.basename(name), pattern) for pattern in options.exclude)


def sha256(data: bytes) -> str:
    """A digest as reports give it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


# ---- how names are shown ---------------------------------------------------------------------


def visible_name(name: str) -> str:
    r"""A path or URL as valid text: bytes that are not UTF-8 (lone surrogates in Python) as ``\xNN``; no password.

    No two paths have the same: where the name of a file holds such characters itself, its backslash becomes ``\x5c``. All other
    backslashes stay as they are. `real_name` leads back.

    >>> visible_name("caf\udce9.txt"), visible_name(r"caf\xe9.txt"), visible_name(r"a\b.txt")
    ('caf\\xe9.txt', 'caf\\x5cxe9.txt', 'a\\b.txt')
    """
    return PASSWORD.sub(r"\1:***", INVISIBLE.sub(_escape, name))


def real_name(visible: str) -> str:
    """The path that `visible_name` shows so."""
    return ESCAPED.sub(_unescape, visible)


def valid_text(name: str) -> str:
    """A name with its lone surrogates escaped, and all else as it is: one as reports give it stays that."""
    return SURROGATE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\\":
        return r"\x5c"
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _unescape(match: re.Match[str]) -> str:
    code = int(match[0][2:], 16)
    return chr(0xDC00 + code if 0x80 <= code <= 0xFF else code)


def unreadable(name: str, error: OSError | ValueError) -> Problem:
    """Why a file or folder could not be opened or read."""
    match error:
        case FileNotFoundError():
            what, hint = "no such file or folder", "check the spelling"
        case IsADirectoryError():
            what, hint = "is a folder, expected a file", "name a file in it"
        case PermissionError():
            what, hint = "cannot be read: permission denied", "check its owner and mode with ls -l"
        case OSError():
            what, hint = f"cannot be read: {error.strerror or error}", "try to open it with another program"
        case _:
            what, hint = "cannot be the name of a file", "check the spelling"
    return Problem(visible_name(name), what, hint)
