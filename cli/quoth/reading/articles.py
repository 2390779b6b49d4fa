"""Bytes -> Article: decoded, the article taken out of its page, its title and date told by what there is.

Decoding never translates newlines: offsets are code points into the text as decoded, or as taken out. What was guessed or lost on the way
is said in the article's warnings.
"""

import os
import re

from msgspec import structs

from quoth.errors import InputError, Problem
from quoth.model import Article
from quoth.reading.dates import date_in_name
from quoth.reading.decoding import decode_article
from quoth.reading.formats import RECORDS, InputFormat, RawArticle
from quoth.reading.frontmatter import split_off
from quoth.reading.html import is_page, read_page
from quoth.reading.legible import make_legible

MAX_TITLE = 25
"""Words: a longer first line is a paragraph."""

NEWLINE = r"(?:\r\n|\r(?!\n)|[\n\x0b\x0c\x85\u2028\u2029])"
FIRST_LINE = re.compile(rf"\s*+(\S[^\n\r\x0b\x0c\x85\u2028\u2029]*+){NEWLINE}[ \t\u00a0]*+{NEWLINE}\s*+\S")
"""A line, a blank line, and more text. Written so that CRLF is never two newlines and time is linear."""
SENTENCE_END = re.compile("[.?!:][\"'\u201d\u2019\u201c\u00bb\u203a]*$")


def make_article(raw: RawArticle) -> Article:
    """The article that some bytes are. Raises InputError for what is empty, white space or binary, and for a page without an article."""
    text, warnings = decode_article(raw.data, raw.source)
    title, told = raw.title, raw.date
    if raw.form is InputFormat.HTML or (raw.form is None and is_page(text)):
        page = read_page(text, raw.source)
        text, title, told = page.text, page.title, page.date
        warnings = [structs.replace(warning, start=None) for warning in warnings]
    elif raw.form not in RECORDS:
        front = split_off(text)
        if front.text.isspace():
            raise InputError(Problem(raw.source, "only front matter", "expected the text of an article below it"))
        text, title, told = front.text, front.title, front.date
        warnings += front.warnings
    return Article(
        source=raw.source,
        text=text,
        digest=raw.digest,
        title=title or _find_title(text),
        date=told or date_in_name(os.path.basename(raw.name)),
        warnings=(*raw.warnings, *warnings),
    )


def _find_title(text: str) -> str | None:
    """The first line, if it stands alone above other text and is neither long nor a sentence."""
    match = FIRST_LINE.match(text)
    if not match:
        return None
    title = make_legible(match[1]).text.strip()
    return None if not title or len(title.split(maxsplit=MAX_TITLE)) > MAX_TITLE or SENTENCE_END.search(title) else title
