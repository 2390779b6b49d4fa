"""The rules that files hold, layer on layer, as one RuleBook.

The order of rules is that of the layers, then of the files (by their paths in the layer), then of the places in the
file. A rule with the id of an earlier layer's rule takes its place. A file's `disable: [id]` drops rules of earlier
layers, and what actors say of a dropped actor (country, side, roles) goes with it. New constructions come before
those of earlier layers, because the first that matches wins and a user's own should; other new rules come after.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from quoth.errors import Problem
from quoth.rulebook.checks import (
    Written,
    backward_terms,
    convert_rule,
    explain,
    leading_articles,
    misspelt_types,
    shared_aliases,
    shared_heads,
    suggest,
    unclear_groups,
    unknown_finds,
    unknown_references,
    without_disabled,
)
from quoth.rulebook.files import RuleFile
from quoth.rulebook.rules import KINDS, Construction, Rule, RuleBook, WordClass, WordList, needed_by_name
from quoth.yaml_nodes import Tree, Value, YamlError, read_yaml

KIND_OF_KEY = {kind.key: kind for kind in KINDS}
DISABLE = "disable"
USERS_FIRST: tuple[type[Rule], ...] = (Construction,)


class _Layer:
    """What the files of one layer hold: rules, and the ids (with their places) that they disable."""

    def __init__(self) -> None:
        self.rules: dict[str, Written] = {}
        self.disabled: list[tuple[str, str]] = []


def make_book(files: Sequence[RuleFile], digest: str, problems: list[Problem]) -> RuleBook:
    """The book of these files, which stand in order of layer and path. Problems are added to the list; those that were there
    already say that files are missing. A rule that cannot be read is left out, and all are if a file or list of them is lost."""
    reader = _Reader(problems)
    layers = [reader.layer(list(run)) for _, run in groupby(files, lambda file: file.layer)]
    book, gone, lost = _merge(layers, problems, whole=reader.whole)
    written = list(book.values())
    problems += shared_aliases(written)
    problems += backward_terms(written)
    problems += leading_articles(written)
    problems += unclear_groups(written)
    problems += shared_heads(written)
    problems += unknown_finds(written)
    problems += misspelt_types(written)
    if reader.whole:  # else ids that only a lost file holds would be complained of by the hundred
        problems += unknown_references(written, gone)
    rules = tuple(without_disabled(entry.rule, gone) for entry in written if entry.rule is not None) if reader.whole else ()
    return RuleBook(digest, rules, {entry.id: entry.where for entry in written}, lost)


class _Reader:
    """Reads files into layers; ``whole`` says that no file or list of rules was lost on the way."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.whole = not problems

    def layer(self, files: Sequence[RuleFile]) -> _Layer:
        """All that the files of one layer hold."""
        layer = _Layer()
        for file in files:
            try:
                tree = read_yaml(file.data, file.path)
            except YamlError as error:
                self._lost(error.problem)
            else:
                self.problems += tree.doubled
                self._file(tree, layer)
        return layer

    def _lost(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.whole = False

    def _file(self, tree: Tree, layer: _Layer) -> None:
        top = tree.value
        if top is None:
            return
        if not isinstance(top, dict):
            self._lost(Problem(f"{tree.path}:1:1", "the file is not a mapping", "begin it with a key like `actors:` and a list below"))
            return
        for key, items in top.items():
            if key not in KIND_OF_KEY and key != DISABLE:
                self._lost(Problem(tree.place(top, (key,), key=True), f"unknown key `{key}`", suggest(key, [*KIND_OF_KEY, DISABLE])))
            elif items == "":  # a key with nothing below it yet
                continue
            elif not isinstance(items, list):
                self._lost(Problem(tree.place(top, (key,)), f"`{key}:` does not hold a list", "write each item on a line after `- `"))
            elif key == DISABLE:
                layer.disabled += self._ids(tree, items)
            else:
                self._rules(KIND_OF_KEY[key], tree, items, layer)

    def _ids(self, tree: Tree, items: list[Value]) -> Iterator[tuple[str, str]]:
        for index, item in enumerate(items):
            where = tree.place(items, (index,))
            if isinstance(item, str):
                yield item, where
            else:
                self.problems.append(Problem(where, "`disable:` holds something else than an id", "write ids only"))

    def _rules(self, kind: type[Rule], tree: Tree, items: list[Value], layer: _Layer) -> None:
        for index, item in enumerate(items):
            where = tree.place(items, (index,))
            if not isinstance(item, dict):
                self.problems.append(Problem(where, f"an item of `{kind.key}:` is not a mapping", "write `- id: ...`, other keys below it"))
                continue
            written = self._rule(kind, Written(_id_of(item), kind, None, item, tree, where))
            first = layer.rules.setdefault(written.id, written) if written.id else written
            if first is not written:
                what = f"the id `{written.id}` is taken, at {first.place('id')}"
                self.problems.append(Problem(written.place("id"), what, "choose another"))

    def _rule(self, kind: type[Rule], written: Written) -> Written:
        """The same with its rule, or with its problems told."""
        if not written.id and not isinstance(written.item.get("id"), list | dict):
            self.problems.append(Problem(written.where, "a rule without an id", "give it an `id:` of its own, which never changes"))
        try:
            return written._replace(rule=convert_rule(kind, written.item))
        except msgspec.ValidationError as error:
            found = list(explain(kind, written))
            if not found and written.id:  # never lose a rule without a word
                found = [Problem(written.where, str(error))]
            self.problems += found
            return written


def _id_of(item: dict[str, Value]) -> str:
    id_ = item.get("id")
    return id_ if isinstance(id_, str) else ""


def _merge(layers: Sequence[_Layer], problems: list[Problem], *, whole: bool) -> tuple[dict[str, Written], set[str], dict[str, str]]:
    """The rules by id in the order of application, the ids that are disabled for good, and where word lists and classes were lost."""
    book: dict[str, Written] = {}
    gone: set[str] = set()
    lost: dict[str, str] = {}
    for layer in layers:
        for id_, where in layer.disabled:
            if dropped := book.pop(id_, None):
                gone.add(id_)
                lost |= dict.fromkeys(_names_of(dropped), where)
            elif id_ not in gone and whole:
                problems.append(Problem(where, f"disable: no earlier rule has the id `{id_}`", suggest(id_, book)))
        for id_, written in layer.rules.items():
            if id_ in book and book[id_].kind is not written.kind:
                problems.append(_other_kind(written, book[id_]))
            elif id_ in book and _names_of(book[id_]) != _names_of(written):
                lost |= dict.fromkeys(_names_of(book[id_]), written.place("slot" if written.kind is WordClass else "name"))
        front = {id_: written for id_, written in layer.rules.items() if id_ not in book and written.kind in USERS_FIRST}
        book = {**front, **book, **layer.rules}
    return book, gone - book.keys(), lost


def _names_of(written: Written) -> list[str]:
    """The name by which a word list or class is asked for."""
    rule = written.rule
    if isinstance(rule, WordList | WordClass):
        return [needed_by_name(written.kind, rule.name if isinstance(rule, WordList) else rule.slot)]
    return []


def _other_kind(written: Written, earlier: Written) -> Problem:
    what = f"the id `{written.id}` of `{written.kind.key}:` is one of `{earlier.kind.key}:`, at {earlier.place('id')}"
    return Problem(written.place("id"), what, "choose another, or disable that one first")
