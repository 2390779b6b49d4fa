"""Tables of names and numbers, on a terminal or as plain text. Rich is imported at first use."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from quoth.reporting.serialization import flat

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

Cell = str | Sequence[tuple[str, str]]
"""A text, or (words, style) pairs."""

ROOMY = 100
"""Columns of a page that is not narrow."""
WIDE = 24
"""Columns that names get at the least, where there is room."""


class Column(NamedTuple):
    """A column: its head, whether numbers stand in it, a style, whether names need width in it, and whether it is left out
    on a narrow page."""

    head: str
    number: bool = False
    style: str = ""
    wide: bool = False
    spare: bool = False


class Grid(NamedTuple):
    """A table with a title above and a note below it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def numbers(*heads: str) -> list[Column]:
    """Columns of numbers."""
    return [Column(head, number=True) for head in heads]


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "statement"), counted(1200, "statement")
    ('1 statement', '1,200 statements')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def more(total: int, top: int) -> str:
    """A note that a table shows only its first rows."""
    return f"and {total - top:,} more (--top)" if total > top else ""


def render_grids(grids: Iterable[Grid], console: "Console") -> None:
    """Print tables one below the other, each as wide as it must be; nothing for one without rows."""
    from rich.text import Text

    for grid in grids:
        if grid.rows:
            console.print(Text(flat(grid.title), "bold cyan"))
            console.print(_table(grid, console.width))
            if grid.note:
                console.print(Text(flat(grid.note), "dim"))
            console.print()


def _table(grid: Grid, width: int) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    kept = [width >= ROOMY or not column.spare for column in grid.columns]
    rows = [[_cell(cell) for cell in compress(row, kept)] for row in grid.rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for column, cells in zip(compress(grid.columns, kept), zip(*rows, strict=True), strict=True):
        head = Text(flat(column.head))
        longest = max(cell.cell_len for cell in cells)
        if column.number:  # never folded; a long head is, between words
            most = max(longest, *(len(word) for word in head.plain.split()))
            table.add_column(head, justify="right", style=column.style, min_width=longest, max_width=most, overflow="fold")
        else:
            least = min(WIDE, width // 4, longest) if column.wide else None
            table.add_column(head, style=column.style, min_width=least, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _cell(cell: Cell) -> "Text":
    from rich.text import Text

    return Text(flat(cell)) if isinstance(cell, str) else Text.assemble(*((flat(words), style) for words, style in cell))
