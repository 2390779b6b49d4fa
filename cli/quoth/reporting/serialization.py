"""Reports as JSON, JSON lines and CSV, and as tables for a terminal.

Text from articles never reaches a terminal as markup or control sequences: tables and CSV show such
characters by visible ones, JSON escapes them. Rich is imported at first use: JSON does not need it.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

import msgspec

from quoth.model import SCHEMA, Document, Party, Relation, Report, Statement, Warning
from quoth.reporting.party_ids import known_by

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

WIDTH = 120
"""Columns of a table that is not shown on a terminal."""

COLUMNS = (
    "source", "date", "id", "kind", "act", "negated", "speaker", "speaker_actor", "speaker_name", "side",
    "addressee", "cue", "content", "about", "rule", "start", "end", "speaker_sector", "speaker_known",
)  # fmt: skip
"""Of the CSV."""

# Controls, direction marks and overrides, line and paragraph separators, lone surrogates, byte order marks, tags.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]")
_LINE_ENDS = tuple((character.encode(), rb"\u%04x" % ord(character)) for character in "\u2028\u2029\x85")
"""What JSON allows in a string, and readers of lines other than JSON's take for the end of one, with their escapes."""
_FORMULA = ("=", "+", "-", "@", "\t")
_NEWLINE = re.compile(r"\r\n?")


# ---- JSON ------------------------------------------------------------------------------------


def encode_json(report: Report) -> bytes:
    """The whole report as one JSON object and a newline, in UTF-8."""
    return b"".join(stream_json(report.quoth, report.rules, report.documents))


def encode_line(value: object) -> bytes:
    """Any value as JSON in UTF-8 that is one line, whatever a reader takes for a line's end."""
    data = msgspec.json.encode(value)
    for character, escape in _LINE_ENDS:
        if character in data:
            data = data.replace(character, escape)
    return data


def stream_json(version: str, rules: str, documents: Iterable[Document]) -> Iterator[bytes]:
    """What `encode_json` gives, a document at a time: no more than one is held."""
    yield encode_line(Report(quoth=version, rules=rules, documents=[])).removesuffix(b"]}")
    separator = b"\n"
    for document in documents:
        yield separator + encode_line(document)
        separator = b",\n"
    yield b"\n]}\n"


def encode_jsonl(document: Document) -> bytes:
    """The report on one document as a line of JSON, in UTF-8."""
    return json_line(document)


def json_line(value: msgspec.Struct) -> bytes:
    """Any struct as a line of JSON, in UTF-8."""
    return encode_line(value) + b"\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a document's report, the line that `--format jsonl` prints; ``$defs`` has Report too."""
    _, components = msgspec.json.schema_components([Document, Report], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"quoth report, schema {SCHEMA}",
        "$ref": "#/$defs/Document",
        "$defs": components,
    }


# ---- CSV -------------------------------------------------------------------------------------


def encode_csv(documents: Iterable[Document], *, header: bool = True) -> str:
    r"""One row a statement, lines ending in \n. ``start`` and ``end`` span the content, in code points.

    For spreadsheets: a cell that starts with = + - @ or a tab gets a leading apostrophe, so that none
    is run as a formula, and control characters become visible. The JSON formats are exact.
    """
    rows = (row_of(document, statement) for document in documents for statement in document.statements)
    return csv_text(chain([COLUMNS] if header else [], rows))


def csv_text(rows: Iterable[Sequence[str | int | None]]) -> str:
    r"""Rows of CSV, lines ending in \n, made safe for spreadsheets."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def row_of(document: Document, statement: Statement) -> tuple[str | int | None, ...]:
    """The cells of a statement, in the order of COLUMNS."""
    speaker, content = statement.speaker, statement.content
    return (
        document.source, document.date, statement.id, statement.kind, statement.act, str(statement.negated).lower(),
        *((speaker.text, speaker.actor, speaker.name, speaker.side) if speaker else (None,) * 4),
        statement.addressee.text if statement.addressee else None,
        statement.cue.text if statement.cue else None,
        " … ".join(span.text for span in content),
        "; ".join(dict.fromkeys(about.actor for about in statement.about)),
        statement.rule,
        content[0].start if content else None, content[-1].end if content else None,
        speaker.sector if speaker else None, known_by(speaker.actor) if speaker and speaker.actor else None,
    )  # fmt: skip


def _cell(value: str | int | None) -> str | int | None:
    if not isinstance(value, str):
        return value
    lines = "\n".join(visible(line) for line in _NEWLINE.sub("\n", value).split("\n"))
    return "'" + lines if value.startswith(_FORMULA) else lines


# ---- what a terminal shows -------------------------------------------------------------------


def visible(text: str) -> str:
    r"""The text with every character that could steer a terminal, or hide, replaced by one that shows.

    >>> visible("a\x1b[31mred\x7f\u202e")
    'a␛[31mred␡\\u202e'
    """
    return _HIDDEN.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def make_console(file: IO[str]) -> "Console":
    """A console on ``file``; where that is no terminal, it is plain and $COLUMNS or 120 wide."""
    from rich.console import Console

    class _PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # for whoever opened the pipe: rich itself would exit with 1

    options: dict[str, Any] = {"file": file, "highlight": False, "markup": False, "emoji": False}
    if file.isatty():
        return _PipeConsole(**options)
    columns = os.environ.get("COLUMNS", "")
    return _PipeConsole(**options, width=int(columns) if columns.isdecimal() and int(columns) > 0 else WIDTH)


def render_table(documents: Iterable[Document], console: "Console") -> None:
    """Print each document: a title line, its statements as a table, its relations, its warnings."""
    for document in documents:
        console.print(_title(document))
        if document.statements:
            console.print(_statements(document, console.width))
        for relation in document.relations:
            console.print(_relation(relation, document, 2 * console.width))
        for warning in document.warnings:
            console.print(_warning(warning))
        console.print()


def render_lines(lines: Iterable[Sequence[tuple[str, str]]], console: "Console") -> None:
    """Print lines of (words, style) pairs; styles show on a terminal only."""
    from rich.text import Text

    for line in lines:
        console.print(Text.assemble(*((visible(words), style) for words, style in line)), soft_wrap=not console.is_terminal)


@contextmanager
def progress_bar(total: int | None, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar on stderr that goes when it is done; the function given moves it one document on. Without a total it only counts."""
    if not shown:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn

    class _Rate(ProgressColumn):
        def render(self, task: Task) -> "Text":
            return _text(f"{task.speed:,.0f}/s" if task.speed else "", "dim")

    columns = (TextColumn("quoth"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("quoth", total=total)
        yield lambda: progress.advance(task)


def _title(document: Document) -> "Text":
    source = "standard input" if document.source == "-" else document.source
    line = _text(source, "bold")
    if document.date:
        line.append(f"  {flat(document.date)}", "cyan")
    if document.title:
        line.append(f"  {flat(document.title)}", "dim")
    if not document.statements:
        line.append("  no statements", "dim")
    return line


def _statements(document: Document, width: int) -> "Table":
    from rich import box
    from rich.table import Table

    speaker, about = max(12, width // 4), max(10, width * 15 // 100)
    content = max(20, width - speaker - about - 10 - 6)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, width=width, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("speaker (side)", width=speaker, overflow="fold")
    table.add_column("act", width=10)
    table.add_column("content", ratio=1, overflow="fold")
    table.add_column("about", width=about, overflow="fold")
    names = _names(document)
    for statement in document.statements:
        table.add_row(
            _party(statement.speaker, names),
            _act(statement),
            _text(_shortened(" … ".join(span.text for span in statement.content), 3 * content)),
            _text(", ".join(dict.fromkeys(names.get(about.actor, about.actor) for about in statement.about)), "magenta"),
        )
    return table


def _names(document: Document) -> dict[str, str]:
    return {actor.id: actor.name for actor in document.actors}


def sides_shown(party: Party) -> list[str]:
    """The ids of the sides of all who speak together, or none where that is the speaker itself."""
    sides = [side for side in (party.side, *party.others) if side]
    return sides if sides != [party.actor] else []


def _party(party: Party | None, names: dict[str, str]) -> "Text":
    if party is None:
        return _text("(nobody named)", "dim")
    line = _text(party.name, "green")
    sides = sides_shown(party)
    if sides:
        line.append(f" ({', '.join(flat(names.get(side, side)) for side in sides)})", "cyan")
    return line


def _act(statement: Statement) -> "Text":
    line = _text("not " if statement.negated else "", "red")
    return line.append(statement.act.lower(), "yellow" if statement.act != "STATEMENT" else "")


def _relation(relation: Relation, document: Document, limit: int) -> "Text":
    names = _names(document)
    line = _text(names.get(relation.a, relation.a), "magenta")
    line.append(" allied with " if relation.kind == "allied" else " opposed to ", "green" if relation.kind == "allied" else "red")
    line.append(flat(names.get(relation.b, relation.b)), "magenta")
    return line.append(f" ({flat(relation.type)}): {_shortened(relation.evidence.text, limit)}")


def _warning(warning: Warning) -> "Text":
    place = "" if warning.start is None else f" (at character {warning.start:,})"
    return _text(f"warning: {warning.what}{place}", "yellow")


def _text(words: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(flat(words), style)


def flat(text: str) -> str:
    """The text on one line, with nothing in it that could steer a terminal."""
    return visible(re.sub(r"[^\S\x1c-\x1f\x85]+", " ", text))


def _shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where one ends near."""
    line = flat(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[-20:] else cut).rstrip(" ,;:") + "…"
