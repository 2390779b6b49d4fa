"""Bytes -> text: newlines untouched, and what was guessed or lost on the way said in warnings."""

import codecs

from quoth.errors import InputError, Problem
from quoth.model import Warning

MAX_CONTROL = 0.05
"""The share of control characters above which a text is no text. Compressed data has about 0.11."""

ASCII = bytes(range(0x80))
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b") | {0x7F})
"""Not escape: coloured output that somebody saved is text still."""
NUL_RUN = "\0" * 4
"""NULs that are no accident: padding, as in archives and executables."""
REPLACEMENT = "\ufffd"
UTF_16 = {"utf-16-le": "UTF-16 (little-endian)", "utf-16-be": "UTF-16 (big-endian)"}
EXPECTED_TEXT = "expected the text of an article"


def decode_article(data: bytes, where: str) -> tuple[str, list[Warning]]:
    """The text without its byte order mark and without lone surrogates, and what its reader should know of how it was
    decoded, with offsets into it. Raises InputError, as ``where``, for data that are empty, white space or binary."""
    text, warnings = _decode(data)
    if not text:
        raise InputError(Problem(where, "empty", EXPECTED_TEXT))
    if _is_binary(text):
        raise InputError(Problem(where, "binary, not text", "convert it to plain text first"))
    if text.isspace():
        raise InputError(Problem(where, "only white space", EXPECTED_TEXT))
    return text, [*warnings, *_warn_of_nuls(text)]


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
