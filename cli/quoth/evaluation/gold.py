"""Statements that people marked, to measure quoth on: a folder in brat standoff, or reports like quoth's own.

Reports are read leniently: of a statement only its content must be there.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from quoth.errors import InputError, Problem
from quoth.evaluation.brat import Marked, kind_of, read_standoff
from quoth.model import Article, Kind
from quoth.reading import reports
from quoth.reading.sources import read_article


class Gold(msgspec.Struct, frozen=True):
    """A document with the statements that are marked in it; ``source`` is what its gold calls it."""

    source: str
    article: Article
    statements: list[Marked]


class _Span(msgspec.Struct, frozen=True):
    start: int
    end: int


class _Speaker(msgspec.Struct, frozen=True):
    start: int
    end: int
    by: str = ""
    actor: str | None = None


class _Target(msgspec.Struct, frozen=True):
    actor: str


class _Statement(msgspec.Struct, frozen=True):
    content: list[_Span]
    kind: Kind | None = None
    speaker: _Speaker | None = None
    cue: _Span | None = None
    rule: str = ""
    about: list[_Target] = []


class Told(msgspec.Struct, frozen=True):
    """What scoring needs of the report on a document; ``digest`` is that of the text's file, or empty."""

    source: str
    statements: list[_Statement]
    digest: str = ""


# ---- gold ------------------------------------------------------------------------------------


def read_gold(path: Path, texts: Path | None = None) -> Iterator[Gold | Problem]:
    """The gold documents of a folder in brat standoff or of a file of reports, in order, and whatever is wrong with
    them. ``texts`` is the folder of the texts, where they lie neither in ``text`` nor beside what marks them. Raises nothing."""
    if path.is_dir():
        yield from _read_folder(path, texts)
        return
    for told in read_reports(path):
        yield from [told] if isinstance(told, Problem) else _as_gold(told, path, texts)


def _read_folder(folder: Path, texts: Path | None) -> Iterator[Gold | Problem]:
    """A document for each text that has annotations: the first by name, where several people marked it."""
    apart = folder / "attributions"
    marks = apart if apart.is_dir() else folder
    texts = texts or (folder / "text" if apart.is_dir() else folder)
    files = sorted(marks.glob("*.ann"))
    if not files:
        yield Problem(str(marks), "holds no annotations", "expected NAME.ann beside NAME.txt, or the folders attributions and text")
    seen: set[Path] = set()
    for file in files:
        text = _text_of(file, texts)
        if text is None:
            yield Problem(str(file), "has no text", f"expected {texts / file.stem}.txt; or name the folder with --texts")
        elif text not in seen:
            seen.add(text)
            yield from _read_annotations(file, text)


def _text_of(file: Path, texts: Path) -> Path | None:
    """NAME.txt for NAME.ann, or for NAME_WHO.ann, where several people mark a text."""
    names = (file.stem, file.stem.rpartition("_")[0])
    return next((path for name in names if name and (path := texts / f"{name}.txt").is_file()), None)


def _read_annotations(file: Path, text: Path) -> Iterator[Gold | Problem]:
    try:
        article = read_article(str(text))
        annotations = file.read_bytes().decode("utf-8-sig")
    except InputError as error:
        yield error.problem
    except OSError as error:
        yield Problem(str(file), f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        yield Problem(str(file), "is not UTF-8", "convert it first")
    else:
        marked, problems = read_standoff(str(file), annotations, article.text)
        yield from problems
        yield Gold(article.source, article, marked)


def _as_gold(told: Told, path: Path, texts: Path | None) -> Iterator[Gold | Problem]:
    # joined as strings: the source "-" must not become standard input
    files = [os.path.join(texts or path.parent, name) for name in (told.source, os.path.basename(told.source))]
    try:
        article = read_article(next(filter(os.path.isfile, files), files[0]))
    except InputError as error:
        yield Problem(error.problem.where, f"{error.problem.what}; {path} speaks of it", "name the folder of the texts with --texts")
        return
    marked = marked_in(told, article, str(path))
    yield marked if isinstance(marked, Problem) else Gold(told.source, article, marked)


# ---- reports ---------------------------------------------------------------------------------


def read_reports(path: Path) -> Iterator[Told | Problem]:
    """The reports on documents in a file of JSON (a run's, or one document's) or JSON lines. Raises nothing."""
    try:
        with path.open("rb") as stream:
            yield from reports.read_reports(
                stream, str(path), Told, "see quoth schema; source, and of each statement content, must be there"
            )
    except OSError as error:
        yield Problem(str(path), f"cannot be read: {error.strerror or error}", "expected a folder in brat standoff, or a report in JSON")


def marked_in(told: Told, article: Article, where: str) -> list[Marked] | Problem:
    """The statements of a report as marked in an article's text, or why they cannot be: ``where`` names the report."""
    if told.digest.startswith("sha256:") and told.digest != article.digest:
        return Problem(where, f"speaks of another version of {article.source}", "its digest differs: analyse that text anew")
    for number, statement in enumerate(told.statements, 1):
        spans = (*statement.content, statement.speaker, statement.cue)
        if any(span and not 0 <= span.start <= span.end <= len(article.text) for span in spans):
            what = f"statement {number} of {told.source} lies outside its text of {len(article.text)} characters"
            return Problem(where, what, "is it the text that the report was made of?")
    return [_marked(statement, article.text) for statement in told.statements if statement.content]


def _marked(statement: _Statement, text: str) -> Marked:
    content = tuple((span.start, span.end) for span in statement.content)
    speaker, cue = (((span.start, span.end),) if span else () for span in (statement.speaker, statement.cue))
    by, actor = (statement.speaker.by, statement.speaker.actor) if statement.speaker else ("", None)
    about = frozenset(target.actor for target in statement.about)
    return Marked(statement.kind or kind_of(content, text), content, speaker, cue, statement.rule, by, actor, about)
