"""Find the articles that a command names, and read them: file, folder or ``-`` -> Articles.

Decoding never translates newlines: offsets are code points into the text as decoded. What was
guessed or lost on the way is said in the article's warnings.
"""

import codecs
import hashlib
import os
import re
import stat
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date

from .errors import InputError, Problem
from .model import Article, Warning

STDIN = "-"
ENDINGS = (".txt", ".text", ".md")
LIMIT = 100_000_000
"""Bytes: a larger file is hardly one article."""
MAX_TITLE = 25
"""Words: a longer first line is a paragraph."""
MAX_CONTROL = 0.05
"""The share of control characters above which a text is no text. Compressed data has about 0.11."""

SURROGATE = re.compile("[\ud800-\udfff]")
NEWLINE = r"(?>\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])"
FIRST_LINE = re.compile(rf"\s*+(\S[^\n\r\x0b\x0c\x85\u2028\u2029]*+){NEWLINE}[ \t\u00a0]*+{NEWLINE}\s*+\S")
"""A line, a blank line, and more text. Possessive, so that CRLF is never two newlines and time is linear."""
SENTENCE_END = re.compile("[.?!:][\"'\u201d\u2019\u201c\u00bb\u203a]*$")
NAMED_DATE = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)([-_]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)
"""Years 1800 to 2099: other eight digits are the number of something else."""
ASCII = bytes(range(0x80))
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b") | {0x7F})
"""Not escape: coloured output that somebody saved is text still."""
NUL_RUN = "\0" * 4
"""NULs that are no accident: padding, as in archives and executables."""
REPLACEMENT = "\ufffd"
UTF_16 = {"utf-16-le": "UTF-16 (little-endian)", "utf-16-be": "UTF-16 (big-endian)"}


# ---- which files ----------------------------------------------------------------------------


def find_sources(paths: Sequence[str]) -> Iterator[str | Problem]:
    """The sources that ``paths`` name, each real file once, in the order of their names.

    A folder gives every .txt, .text and .md file below it, hidden ones left out; a file is taken
    whatever its ending; ``-`` stays. What cannot be found or listed, and a folder without
    articles, gives a Problem in its place. Raises nothing.
    """
    found: dict[str | Problem, str | Problem] = {}
    for path in paths:
        for item in _expand(path):
            found.setdefault(_identity(item), item)
    yield from sorted(found.values(), key=_order)


def _order(item: str | Problem) -> tuple[str, str]:
    return (item.where, item.what) if isinstance(item, Problem) else (_visible(item), item)


def _identity(item: str | Problem) -> str | Problem:
    return item if isinstance(item, Problem) or item == STDIN else os.path.realpath(item)


def _expand(path: str) -> Sequence[str | Problem]:
    if path == STDIN:
        return [path]
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        return [_unreadable(path, error)]
    return (list(_walk(path)) or [_no_articles(path)]) if is_folder else [path]


def _no_articles(folder: str) -> Problem:
    what = "no articles here: expected .txt, .text or .md files"
    return Problem(_visible(folder), what, "name a file itself to read it whatever its ending")


def _walk(folder: str) -> Iterator[str | Problem]:
    """The articles below a folder. Each real folder is listed once, and links are followed last, so
    that files keep the names they have without the links. A queue: folders may nest deeply."""
    seen: set[tuple[int, int]] = set()
    pending = deque([folder])
    while pending:
        here = pending.popleft()
        try:
            status = os.stat(here)
            entries = [] if (status.st_dev, status.st_ino) in seen else _list(here)
        except OSError as error:
            yield _unreadable(here, error)
            continue
        seen.add((status.st_dev, status.st_ino))
        for path in entries:
            if os.path.isdir(path):
                (pending.append if os.path.islink(path) else pending.appendleft)(path)
            elif _is_article(path):
                yield path


def _list(folder: str) -> list[str]:
    """The paths in a folder that are not hidden, links last, whatever the disk's order. Raises OSError."""
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if not name.startswith(".")]
    return sorted(paths, key=lambda path: (os.path.islink(path), path))


def _is_article(path: str) -> bool:
    """A broken link counts: that it cannot be read must be said. Pipes and devices do not."""
    return path.lower().endswith(ENDINGS) and (os.path.isfile(path) or not os.path.exists(path))


def _visible(path: str) -> str:
    r"""A path as valid text: bytes that are not UTF-8 (lone surrogates in Python) as ``\xNN``."""
    return SURROGATE.sub(_escape, path)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _unreadable(path: str, error: OSError | ValueError) -> Problem:
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
    return Problem(_visible(path), what, hint)


# ---- one file -------------------------------------------------------------------------------


def read_article(source: str) -> Article:
    """Read the file named ``source``, or standard input for ``-``.

    The text is the file decoded, without its byte order mark, newlines untouched; it has no lone
    surrogates, nor has the article's source. The digest is that of the bytes. Raises InputError for
    a file that cannot be opened, is empty, white space, binary, or over 100 MB.
    """
    where = _visible(source)
    data = _read_bytes(source)
    text, warnings = _decode(data)
    if not text:
        raise InputError(Problem(where, "empty", "expected the text of an article"))
    if _is_binary(text):
        raise InputError(Problem(where, "binary, not text", "convert it to plain text first"))
    if text.isspace():
        raise InputError(Problem(where, "only white space", "expected the text of an article"))
    return Article(
        source=where,
        text=text,
        digest="sha256:" + hashlib.sha256(data).hexdigest(),
        title=_find_title(text),
        date=_find_date(os.path.basename(where)),
        warnings=(*warnings, *_warn_of_nuls(text)),
    )


def _read_bytes(source: str) -> bytes:
    try:
        data = _read_stdin() if source == STDIN else _read_file(source)
    except (OSError, ValueError) as error:
        raise InputError(_unreadable(source, error)) from error
    if len(data) > LIMIT:
        raise InputError(Problem(_visible(source), "over 100 MB", "split it into one file an article"))
    return data


def _read_file(path: str) -> bytes:
    """At most one byte more than the limit: pipes and devices do not tell their size beforehand."""
    with open(path, "rb") as file:
        return file.read(LIMIT + 1)


def _read_stdin() -> bytes:
    """Standard input to its end; nothing where it is closed, or has nothing yet and would not wait."""
    return (sys.stdin.buffer.read(LIMIT + 1) or b"") if sys.stdin else b""


# ---- bytes to text --------------------------------------------------------------------------


def _decode(data: bytes) -> tuple[str, list[Warning]]:
    """The text, and what the reader should know of how it was decoded. Raises nothing."""
    if data.startswith(codecs.BOM_UTF8):
        return _decode_as(data[3:], "utf-8", "read as UTF-8 with a byte order mark")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        return _decode_as(data[2:], encoding, f"read as {UTF_16[encoding]} with a byte order mark")
    if guess := _guess_utf16(data):
        return _decode_as(data, guess, f"read as {UTF_16[guess]}: about every second byte is NUL")
    if _is_mostly_utf8(data):
        return _decode_as(data, "utf-8")
    return _decode_as(data, "cp1252", "not valid UTF-8; read as Windows-1252")


def _decode_as(data: bytes, encoding: str, how: str = "") -> tuple[str, list[Warning]]:
    """Decode; what cannot be decoded becomes U+FFFD, and one warning counts it and gives the first."""
    warnings = [Warning(how)] if how else []
    try:
        return data.decode(encoding), warnings
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode(encoding))
    text = data.decode(encoding, "replace")
    # The text may hold U+FFFD of its own, which is no loss of ours.
    count = text.count(REPLACEMENT) - data.decode(encoding, "ignore").count(REPLACEMENT)
    what = "1 invalid sequence of bytes became U+FFFD" if count == 1 else f"{count} invalid sequences of bytes became U+FFFD"
    return text, [*warnings, Warning(what, start)]


def _guess_utf16(data: bytes) -> str | None:
    """The byte order, if NULs alternate as they do in UTF-16 of a Latin script."""
    pairs = len(data) // 2
    if not pairs or b"\0" not in data:
        return None
    even, odd = data[::2].count(0) / pairs, data[1::2].count(0) / pairs
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether all, or at least most, of the bytes above ASCII stand in valid UTF-8 sequences."""
    try:
        data.decode()
    except UnicodeDecodeError:
        valid = data.decode("utf-8", "ignore").encode()
        return 2 * len(valid.translate(None, ASCII)) > len(data.translate(None, ASCII))
    return True


def _is_binary(text: str) -> bool:
    encoded = text.encode()
    controls = len(encoded) - len(encoded.translate(None, CONTROLS))
    return NUL_RUN in text or controls > MAX_CONTROL * len(text)


def _warn_of_nuls(text: str) -> list[Warning]:
    count = text.count("\0")
    if not count:
        return []
    return [Warning("1 NUL character in the text" if count == 1 else f"{count} NUL characters in the text", text.index("\0"))]


# ---- what the text and the name tell --------------------------------------------------------


def _find_title(text: str) -> str | None:
    """The first line, if it stands alone above other text and is neither long nor a sentence."""
    match = FIRST_LINE.match(text)
    if not match:
        return None
    title = match[1].strip()
    return None if len(title.split(maxsplit=MAX_TITLE)) > MAX_TITLE or SENTENCE_END.search(title) else title


def _find_date(name: str) -> str | None:
    """The first real date in a file's name, as YYYY-MM-DD."""
    for year, _, month, day in NAMED_DATE.findall(name):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return None
