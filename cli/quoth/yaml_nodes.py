"""YAML as plain text, lists and mappings, with the place of every node; the only module that imports yaml.

All scalars stay text, as with yaml's BaseLoader: NO, on, 1990 and dates are what the file says. The tree is built from
the parser's events in one pass without recursion, so that depth and aliases are bounded while they are read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeAlias

import yaml  # type: ignore[import-untyped, unused-ignore]

from quoth.errors import Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Step: TypeAlias = str | int

MAX_ANCHORS = 1_000
MAX_REPEATED = 100_000
MAX_DEPTH = 50
WIDTH = 140
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NESTING = {yaml.MappingStartEvent: 1, yaml.SequenceStartEvent: 1, yaml.MappingEndEvent: -1, yaml.SequenceEndEvent: -1}
FLOW = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\#[^\n]*|([\[{])|([]}])|[,:?]|[^\s,\[\]{}]+|$)""", re.DOTALL)
"""The next token between brackets, as far as their nesting goes; its groups are a bracket that opens and one that closes."""
WRITE_OUT = "write the values out instead of naming them with & and *"


class _Compact(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc, unused-ignore]
    """Text needs no quotation marks to stay text: `read_yaml` takes NO, 1990 and dates for nothing else."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def ignore_aliases(self, data: Any) -> bool:
        """Values that are equal are written out each time."""
        return True


def write_yaml(value: Value, *, compact: bool = False) -> str:
    """Text, lists and mappings as YAML, which `read_yaml` reads as the same: in blocks, or ``compact`` as in the files of rules/,
    where short lists and mappings stand on one line."""
    if compact:
        return str(yaml.dump(value, Dumper=_Compact, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None))
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=WIDTH))


class YamlError(Exception):
    """A file of which nothing can be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Tree:
    """What a file holds, and where: ``value`` is None for a file without content."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.value: Value | None = None
        self.doubled: list[Problem] = []
        # By id() of a list its items' marks, of a mapping its keys' and values' marks in turn. Every
        # container in `value` lives as long as the tree, so that its id stays its own.
        self.marks: dict[int, list[Any]] = {}

    def at(self, mark: Any) -> str:
        """``path:line:column`` of a mark of yaml's."""
        return f"{self.path}:{mark.line + 1}:{mark.column + 1}"

    def place(self, container: Value, path: Sequence[Step], *, key: bool = False) -> str:
        """``path:line:column`` of the value (or its ``key``) to which the path leads from a container, or of
        the last node on the way there if the path goes on to what is not written."""
        mark = None
        for step in path:
            marks = self.marks.get(id(container))
            if isinstance(container, list) and isinstance(step, int) and marks and step < len(marks):
                mark, container = marks[step], container[step]
            elif isinstance(container, dict) and marks and step in container:
                index = 2 * list(container).index(str(step))
                mark, container = marks[index if key and step == path[-1] else index + 1], container[str(step)]
            else:
                break
        return self.at(mark) if mark else self.path


class _Frame:
    """A container that is still being read; ``repeated`` counts the values that aliases repeat in it."""

    __slots__ = ("anchor", "items", "mapping", "marks", "size", "start")

    def __init__(self, start: Any, anchor: str | None, mapping: bool) -> None:
        self.start = start
        self.anchor = anchor
        self.mapping = mapping
        self.items: list[Any] = []
        self.marks: list[Any] = []
        self.size = 1

    def add(self, value: Value, mark: Any, size: int) -> None:
        self.items.append(value)
        self.marks.append(mark)
        self.size += size


def read_yaml(data: bytes, path: str) -> Tree:
    """The tree of one file's bytes; ``path`` is how places name the file.

    Raises YamlError for bytes that are not UTF-8, not YAML, of several documents, too deep, or with too many aliases.
    """
    text = _decode(data, path)
    tree = Tree(path)
    try:
        _build(_events(text, tree), tree)
    except yaml.MarkedYAMLError as error:
        where = tree.at(error.problem_mark) if error.problem_mark else path
        raise YamlError(Problem(where, f"not YAML: {error.problem}", error.context or "")) from error
    except yaml.reader.ReaderError as error:
        bad = UNPRINTABLE.search(text)
        where = _place_in(text, bad.start(), path) if bad else path
        raise YamlError(Problem(where, f"not YAML: the character U+{error.character:04X}", "remove it")) from error
    return tree


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        where = _place_in(before, len(before), path)
        what = f"not UTF-8: the byte 0x{error.object[error.start]:02X}"
        raise YamlError(Problem(where, what, "save the file as UTF-8")) from error


def _place_in(text: str, offset: int, path: str) -> str:
    line_start = text.rfind("\n", 0, offset) + 1
    return f"{path}:{text.count(chr(10), 0, offset) + 1}:{offset - line_start + 1}"


def _events(text: str, tree: Tree) -> Iterator[Any]:
    """The parser's events. Raises YamlError where it gives up for nesting that `_build` has not seen yet."""
    loader = LOADER(text)
    depth, end = 0, 0
    try:
        while loader.check_event():
            event = loader.get_event()
            depth, end = depth + NESTING.get(type(event), 0), event.end_mark.index
            yield event
    except yaml.MarkedYAMLError as error:
        if error.problem_mark:
            _check_ahead(text, end, error.problem_mark.index, depth, tree)
        raise
    finally:
        loader.dispose()


def _check_ahead(text: str, start: int, end: int, depth: int, tree: Tree) -> None:
    """Raise YamlError for brackets nested too deep in the part that the scanner has read ahead of the parser, looking for a colon: some
    versions of libyaml give up there by a limit of their own."""
    while (token := FLOW.match(text, start, end + 1)) and token.end() > start:
        depth += (token[1] is not None) - (token[2] is not None)
        if depth > MAX_DEPTH:
            raise _too_deep(_place_in(text, token.start(1), tree.path))
        start = token.end()


def _too_deep(where: str) -> YamlError:
    return YamlError(Problem(where, f"nested more than {MAX_DEPTH} deep", "flatten it"))


def _build(events: Iterator[Any], tree: Tree) -> None:
    """Fill a tree from yaml's events; the outermost frame holds the documents."""
    frame = _Frame(None, None, mapping=False)
    stack: list[_Frame] = []
    anchors = _Anchors(tree)
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            frame.add(event.value, event.start_mark, 1)
            if event.anchor:
                anchors.name(event.anchor, event.value, 1, event.start_mark)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            stack.append(frame)
            if len(stack) > MAX_DEPTH:
                raise _too_deep(tree.at(event.start_mark))
            frame = _Frame(event.start_mark, event.anchor, kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            value = _close(frame, tree)
            if frame.anchor:
                anchors.name(frame.anchor, value, frame.size, frame.start)
            done, frame = frame, stack.pop()
            frame.add(value, done.start, done.size)
        elif kind is yaml.AliasEvent:
            frame.add(*anchors.repeat(event))
    if len(frame.items) > 1:
        raise YamlError(Problem(tree.at(frame.marks[1]), "a second document begins here", "put it into a file of its own"))
    tree.value = frame.items[0] if frame.items and frame.items[0] != "" else None


class _Anchors:
    """The values that a file names, and bounds on how often it does so and on what that repeats."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.values: dict[str, tuple[Value, int]] = {}
        self.uses = 0
        self.repeated = 0

    def name(self, anchor: str, value: Value, size: int, mark: Any) -> None:
        """Name a finished value of ``size`` nodes, those that aliases repeat in it counted again."""
        self._count(mark)
        self.values[anchor] = (value, size)

    def repeat(self, event: Any) -> tuple[Value, Any, int]:
        """The value, mark and size that an alias stands for; one that is not finished is not known yet, so that
        nothing can hold itself."""
        mark = event.start_mark
        self._count(mark)
        if event.anchor not in self.values:
            raise YamlError(Problem(self.tree.at(mark), f"the alias *{event.anchor} names nothing before it", WRITE_OUT))
        value, size = self.values[event.anchor]
        self.repeated += size
        if self.repeated > MAX_REPEATED:
            raise YamlError(Problem(self.tree.at(mark), f"aliases repeat more than {MAX_REPEATED:,} values", WRITE_OUT))
        return value, mark, size

    def _count(self, mark: Any) -> None:
        self.uses += 1
        if self.uses > MAX_ANCHORS:
            raise YamlError(Problem(self.tree.at(mark), f"more than {MAX_ANCHORS:,} anchors and aliases", WRITE_OUT))


def _close(frame: _Frame, tree: Tree) -> Value:
    """The finished list or mapping, its marks noted; a key that stands twice counts where it stands first."""
    value: Value = frame.items
    if frame.mapping:
        keys, values = frame.items[::2], frame.items[1::2]
        for key, mark in zip(keys, frame.marks[::2], strict=True):
            if type(key) is not str:
                raise YamlError(Problem(tree.at(mark), "a list or mapping stands as a key", "write a word before the colon"))
        value = dict(zip(keys, values, strict=True))
        if len(value) != len(keys):
            value = _first_of_each(frame, tree)
    tree.marks[id(value)] = frame.marks
    return value


def _first_of_each(frame: _Frame, tree: Tree) -> dict[str, Value]:
    """A mapping with the keys that stand twice reported and left out, and the frame's marks made to fit it."""
    value: dict[str, Value] = {}
    marks: list[Any] = []
    for index in range(0, len(frame.items), 2):
        key, mark = frame.items[index], frame.marks[index]
        if key in value:
            first = tree.at(marks[2 * list(value).index(key)])
            tree.doubled.append(Problem(tree.at(mark), f"the key `{key}` stands here again", f"first at {first}; keep one"))
        else:
            value[key] = frame.items[index + 1]
            marks += frame.marks[index : index + 2]
    frame.marks = marks
    return value
