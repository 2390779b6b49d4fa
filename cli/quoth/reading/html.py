"""The article in a page of HTML, without what stands around it. The only module that imports trafilatura, at first use."""

import logging
import re
from typing import Any

import msgspec

from quoth.errors import InputError, MissingExtra, Problem

LARGEST = 5_000_000
"""Characters. Trafilatura takes one second to five for a million, and of some pages three times as long for twice as many."""
PAGE = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--(?:(?!-->).){0,2000}-->\s*+)*(?:<!doctype html|<html)\b", re.IGNORECASE | re.DOTALL
)
DATES = {"original_date": True, "extensive_search": False, "min_date": "1800-01-01", "max_date": "2099-12-31"}
"""What the page says of itself, not any date that stands in it; and the same on whatever day it is read."""


class Page(msgspec.Struct, frozen=True):
    """The text of a page's article, its paragraphs parted by blank lines; title and date as the page gives them."""

    text: str
    title: str | None
    date: str | None


def is_page(text: str) -> bool:
    """Whether a text begins as a page of HTML does."""
    return PAGE.match(text) is not None


def read_page(markup: str, where: str) -> Page:
    """The article in a page. Raises InputError, as ``where``, without trafilatura, for a page without an article, and for one of more
    than 5 million characters."""
    if len(markup) > LARGEST:
        raise InputError(Problem(where, "over 5 million characters of HTML", "save the article alone, or as text"))
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError(MissingExtra(where, "trafilatura", "html").problem) from error
    # It tells a logger of every page without an article, and Python shows that on stderr if nobody listens.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        page: Any = bare_extraction(markup, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    except Exception as error:  # of which kinds it does not say
        what = f"HTML that cannot be read: {type(error).__name__}: {error}"
        raise InputError(Problem(where, what, "save the article as text")) from error
    text = "\n\n".join(filter(None, map(str.strip, (page.text or "").split("\n")))) if page else ""
    if not text:
        raise InputError(Problem(where, "no article found in this page", "save the article as text"))
    return Page(text + "\n", page.title or None, page.date or None)
