"""An article cut up: tokens, sentences, quotations. What every stage reads."""

import msgspec

from quoth.model import Article, Warning


class Quotation(msgspec.Struct, frozen=True, gc=False):
    """A stretch between quotation marks. Offsets are code points, ``inner`` leaves the marks out;
    ``depth`` 0 is outermost; ``continues`` says that it ends with its paragraph and goes on in the next."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool
    continues: bool


class Text(msgspec.Struct, frozen=True):
    """An article cut up. Tokens are columns: where each starts and ends, its word, its tag (one letter
    a token, see rules/text/words.yaml). Paragraphs, sentences and datelines are (first, past the last)
    token; a dateline is a sentence of which nothing is said."""

    article: Article
    starts: list[int]
    ends: list[int]
    words: list[str]
    tags: str
    paragraphs: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    quotations: list[Quotation]
    warnings: list[Warning]
    datelines: list[tuple[int, int]]
