"""What stands behind `import quoth`: analysing text from a program. Names come through `quoth` itself; this module is not promised."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from quoth.analysis.pipeline import Engine
from quoth.analysis.pipeline import analyze as analyze_article
from quoth.errors import Problem
from quoth.model import Article, Document
from quoth.reading.formats import DEFAULTS, ReadOptions, sha256
from quoth.reading.sources import find_sources
from quoth.reporting.serialization import COLUMNS, row_of
from quoth.rulebook.loading import builtin_folder
from quoth.rulebook.loading import load_rules as load_layers
from quoth.rulebook.rules import RuleBook
from quoth.running.runner import articles_of, engine_for, fetch

StrPath = str | PathLike[str]
"""A path as programs hand it over."""


def load_rules(rules: Sequence[StrPath] = ()) -> RuleBook:
    """The built-in rules with layers of your own over them: folders, or single .yaml files, the last one strongest.

    Raises RulesError with every problem found, each as file:line:column.
    """
    return load_layers([builtin_folder(), *map(Path, rules)])


class Analyzer:
    """Rules made ready once, for many texts. It never changes, and may be shared by threads.

    ``rules`` are layers of your own over the built-in ones, or a book of `load_rules`. Raises RulesError with every problem found.
    """

    def __init__(self, rules: Sequence[StrPath] | RuleBook = ()) -> None:
        self.book: RuleBook = rules if isinstance(rules, RuleBook) else load_rules(rules)
        self._engine: Engine = engine_for(self.book)

    def __call__(self, text: str | Article, *, date: str | Date | None = None, title: str | None = None, source: str = "") -> Document:
        """The report on one text, as `analyze` gives it."""
        return self.analyze(text, date=date, title=title, source=source)

    def analyze(self, text: str | Article, *, date: str | Date | None = None, title: str | None = None, source: str = "") -> Document:
        """The report on one text: who said what about whom, and who stands with or against whom.

        ``text`` is plain text, or an Article that `read` gave, which has its own date, title and source. ``date`` is the day of the report,
        as YYYY-MM-DD; offices are held by it ("the president"). Offsets in the report are code points, so that
        ``text[start:end]`` is what it quotes. Raises ValueError for a date that is none.
        """
        if isinstance(text, Article):
            return analyze_article(text, self._engine)
        day = None if date is None else Date.fromisoformat(str(date)).isoformat()
        return analyze_article(Article(source, text, sha256(text.encode("utf-8", "surrogatepass")), title, day), self._engine)


def analyze(
    text: str | Article, *, date: str | Date | None = None, title: str | None = None, source: str = "", rules: Sequence[StrPath] = ()
) -> Document:
    """The report on one text, by the built-in rules and layers of your own. For many texts make an `Analyzer`, which keeps its rules.

    Raises RulesError for rules that are wrong and ValueError for a date that is none.

    >>> import quoth
    >>> quoth.analyze("Russia accused Turkey of helping the rebels.").statements[0].speaker.name
    'Russia'
    """
    return Analyzer(rules).analyze(text, date=date, title=title, source=source)


def read(paths: StrPath | Iterable[StrPath], *, options: ReadOptions = DEFAULTS) -> Iterator[Article | Problem]:
    """Every article in files, folders, archives and files of records, in order; a Problem for each that cannot be read.

    Reads lazily, one article at a time. ``options`` are those of the command line (`--text-field` and its sisters).
    """
    given = [paths] if isinstance(paths, str | PathLike) else paths
    for work in articles_of(find_sources([fspath(path) for path in given], options), options):
        yield fetch(work, options)


def to_rows(documents: Document | Iterable[Document]) -> list[dict[str, Any]]:
    """One flat row a statement, as the CSV has them, for pandas and its like: ``pandas.DataFrame(quoth.to_rows(report))``."""
    many = [documents] if isinstance(documents, Document) else documents
    return [dict(zip(COLUMNS, row_of(document, statement), strict=True)) for document in many for statement in document.statements]
