"""Say which rule fired where, and for reporting verbs without a statement how near the rules came."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import structs

from quoth.analysis import quotations
from quoth.analysis.attribution import constructions
from quoth.analysis.pipeline import Engine, analyze_view, name_actors, read, restore, shown
from quoth.diagnosis.near_misses import Search, Shared, Unmatched, line_starts
from quoth.model import About, Article, Cue, Document, Party, Span, Statement

Part = Literal["speaker", "addressee", "cue", "content", "about", "evidence"]


class Marked(msgspec.Struct, frozen=True):
    """A stretch of the text: its part in a statement or relation (``of`` is that one's id), and the rule."""

    part: Part
    of: str
    rule: str
    text: str
    start: int
    end: int


class Explanation(msgspec.Struct, frozen=True):
    """The report on a document, its text, every stretch that a rule took, and the verbs that no rule took.
    All offsets are code points into ``text``."""

    document: Document
    text: str
    spans: list[Marked]
    unmatched: list[Unmatched]


def explain(article: Article, engine: Engine) -> Explanation:
    """Which rule fired where in an article, and why the near ones did not. Raises nothing."""
    view = read(article, engine)
    inner = article if view.is_plain else shown(article, view)
    document = analyze_view(inner, engine)
    unmatched = _unmatched(inner, document, engine)
    if not view.is_plain:
        lines = line_starts(article.text)
        document, restored = restore(article, view, document), view.restore(unmatched)
        unmatched = [structs.replace(found, line=bisect_right(lines, found.verb.start)) for found in restored]
    return Explanation(document, article.text, sorted(_marked(document), key=lambda m: (m.start, -m.end)), unmatched)


def _unmatched(article: Article, document: Document, engine: Engine) -> list[Unmatched]:
    text, *_ = name_actors(article, engine)
    layout = quotations.find_quotations(text, engine.vocabulary)
    refused = constructions.refusals(text, layout, engine.grammar)
    shared = Shared(text, document, engine)
    searches = [Search(shared, stream, why) for stream, why in zip(layout.streams, refused, strict=True)]
    return sorted((found for search in searches for found in search.unmatched()), key=lambda found: found.verb.start)


def _marked(document: Document) -> Iterator[Marked]:
    for statement in document.statements:
        for part, span in _parts(statement):
            yield Marked(part, statement.id, statement.rule, span.text, span.start, span.end)
    for relation in document.relations:
        span = relation.evidence
        yield Marked("evidence", relation.id, relation.rule, span.text, span.start, span.end)


def _parts(statement: Statement) -> Iterator[tuple[Part, Span | Party | Cue | About]]:
    if statement.speaker:
        yield "speaker", statement.speaker
    if statement.addressee:
        yield "addressee", statement.addressee
    if statement.cue:
        yield "cue", statement.cue
    yield from (("content", span) for span in statement.content)
    yield from (("about", span) for span in statement.about)
