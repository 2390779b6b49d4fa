"""The word lists and classes that the program itself asks a book for: each stage declares its own as a type."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from quoth.errors import Problem, RulesError
from quoth.rulebook.rules import RuleBook, WordClass, WordList, needed_by_name

W = TypeVar("W", bound=msgspec.Struct)


def words_for(kind: type[W], book: RuleBook) -> W:
    """The lists that a stage declares as fields; `they_alone` is the list "they-alone". Raises RulesError that names every one
    which the book lacks."""
    if problems := lists_lacking(kind, book):
        raise RulesError(problems)
    lists = book.lists()
    return kind(**{field: lists[name] for field, name in _names(kind).items()})


def codes_for(kind: type[W], classes: Mapping[str, str], book: RuleBook) -> W:
    """The same for classes, of which a stage wants the codes. Raises RulesError."""
    if problems := classes_lacking(_names(kind).values(), book):
        raise RulesError(problems)
    return kind(**{field: classes[name] for field, name in _names(kind).items()})


def lists_lacking(kind: type[msgspec.Struct], book: RuleBook) -> list[Problem]:
    """A problem for each list that the stage declares and the book lacks, at the place where the book lost it."""
    known = {rule.name for rule in book.of(WordList)}
    return [_lacking(WordList, name, book) for name in _names(kind).values() if name not in known]


def classes_lacking(names: Iterable[str], book: RuleBook) -> list[Problem]:
    """A problem for each of these classes that the book lacks."""
    known = {rule.slot for rule in book.of(WordClass)}
    return [_lacking(WordClass, name, book) for name in names if name not in known]


def class_names(kind: type[msgspec.Struct]) -> list[str]:
    """The names of the classes, or lists, that a stage declares."""
    return list(_names(kind).values())


def _names(kind: type[msgspec.Struct]) -> dict[str, str]:
    return {field: field.rstrip("_").replace("_", "-") for field in kind.__struct_fields__}


def _lacking(kind: type[WordList | WordClass], name: str, book: RuleBook) -> Problem:
    what = "list" if kind is WordList else "class"
    where = book.lost.get(needed_by_name(kind, name), "rules")
    return Problem(where, f"there is no {what} `{name}`, which quoth needs", f"keep the {what}; `words: []` empties it")
