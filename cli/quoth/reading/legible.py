"""The text as it was meant to be read, and the way back to the text as it is.

What typists, programs and wires leave in a text (marks that were garbled, entities, invisible characters, footnote marks, Markdown) is
replaced in a reading view by what it stands for. All stages read the view; each span that they find is then told of the text as it is.
A text without any of that is its own view, and costs a few searches.
"""

from array import array
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from quoth.model import Warning
from quoth.reading import garbled, light_markup

T = TypeVar("T")
Edit = tuple[int, int, str]
"""From one offset to another, something else is meant. The stretch is never empty; what is meant may be."""


class Legible(msgspec.Struct, frozen=True):
    """The view of a text, and for each of its characters where that begins and ends in ``original``; both are None where the two texts
    are of one length, character by character. All offsets are code points. ``warnings`` say what was read otherwise."""

    original: str
    text: str
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None
    warnings: tuple[Warning, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the text is its own view."""
        return self.text is self.original

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the view, which is not empty, stands in the text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def restore(self, value: T) -> T:
        """A value with each span in it, at any depth, told of the original: whatever has ``start``, and ``end`` and ``text``."""
        restored: Any = self._restore(value)
        return restored  # type: ignore[no-any-return, unused-ignore]

    def _restore(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value)(map(self._restore, value))
        if not isinstance(value, msgspec.Struct):
            return value
        changes = {name: self._restore(getattr(value, name)) for name in value.__struct_fields__}
        start, end = changes.get("start"), changes.get("end")
        if start is not None and end is not None:
            changes["start"], changes["end"] = start, end = self.place(start, end)
            changes["text"] = self.original[start:end]
        elif start is not None:
            changes["start"] = self.place(start, start + 1)[0]
        return structs.replace(value, **changes)


def make_legible(text: str, known: Collection[str] = frozenset()) -> Legible:
    """The view of a text. ``known`` are the words, in small letters, by which one that a line end cuts in two is told from a compound.
    Raises nothing; the time grows with the length of the text."""
    view = _edited(Legible(text, text), garbled.entities, ENTITIES)
    for _ in range(garbled.DEEPEST):
        before, view = view, _edited(view, garbled.mojibake, GARBLED)
        if view is before:
            break
    view = _edited(_edited(view, garbled.controls, GARBLED), garbled.invisible)
    same = garbled.same_length(view.text)
    if same != view.text:
        view = structs.replace(view, text=same)
    for edits in light_markup.STEPS:
        view = _edited(view, edits)
    return _edited(view, partial(light_markup.cut_words, known=known))


GARBLED = ("character garbled", "characters garbled", ": UTF-8 that was read as Windows-1252; read as meant")
ENTITIES = ("entity of HTML", "entities of HTML", " in the text; read as meant")
Told = tuple[str, str, str]
"""How a warning calls one of what it counts, how several, and what it says of them."""


def _edited(view: Legible, find: Callable[[str], Iterable[Edit]], what: Told | None = None) -> Legible:
    """The view with more of it replaced, and a warning if there is something to tell."""
    edits = sorted(find(view.text))
    if not edits:
        return view
    count = len(view.text)
    starts, ends = view.starts or array("l", range(count)), view.ends or array("l", range(1, count + 1))
    new_starts, new_ends = array("l"), array("l")
    pieces, at = [], 0
    for start, end, meant in edits:
        pieces += [view.text[at:start], meant]
        new_starts += starts[at:start]
        new_ends += ends[at:start]
        new_starts.extend([starts[start]] * len(meant))
        new_ends.extend([ends[end - 1]] * len(meant))
        at = end
    pieces.append(view.text[at:])
    warnings = (*view.warnings, *_told(edits, starts, what, view.warnings)) if what else view.warnings
    return Legible(view.original, "".join(pieces), new_starts + starts[at:], new_ends + ends[at:], warnings)


def _told(edits: list[Edit], starts: "array[int]", what: Told, before: tuple[Warning, ...]) -> list[Warning]:
    """A warning that counts the edits and gives the first one's place; what is garbled twice is told once."""
    one, several, meaning = what
    if any(warning.what.endswith(meaning) for warning in before):
        return []
    return [Warning(f"{len(edits):,} {one if len(edits) == 1 else several}{meaning}", starts[edits[0][0]])]
