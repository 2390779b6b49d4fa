"""The built-in rules made ready once, and what the tests put through them."""

from functools import cache

from quoth.analysis.pipeline import Engine, analyze, make_engine
from quoth.language.segmentation import segment
from quoth.language.text import Text
from quoth.model import Article, Document, Statement
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import RuleBook


@cache
def book() -> RuleBook:
    """The rules that quoth brings."""
    return load_rules([builtin_folder()])


@cache
def engine() -> Engine:
    """Those rules made ready."""
    return make_engine(book())


def cut(text: str) -> Text:
    """The text in paragraphs, sentences and tokens."""
    return segment(Article("text", text, ""), engine().segmenter)


def report(text: str, date: str | None = None) -> Document:
    """The report on a text, as of a date."""
    return analyze(Article("text", text, "", date=date), engine())


def statements(text: str, date: str | None = None) -> list[Statement]:
    """Its statements."""
    return report(text, date).statements


def pieces(statement: Statement) -> str:
    """A statement's content, as the rules' examples write it."""
    return " … ".join(piece.text for piece in statement.content)
