"""A summary for people and spreadsheets: tables of who speaks, about whom, of allies and opponents; rows of CSV."""

from collections.abc import Iterator, Mapping
from typing import get_args

from quoth.model import Act, Stance
from quoth.reporting.filters import SummaryPart
from quoth.reporting.serialization import csv_text
from quoth.reporting.summary import Group, Summary, Tone
from quoth.reporting.tables import Column, Grid, counted, more, numbers

Words = list[tuple[str, str]]
Names = Mapping[str | None, str]

ACTS: tuple[Act, ...] = get_args(Act)
TONES = Tone.__struct_fields__
SPEAKER_WIDTH = 30
TARGET_WIDTH = 13
"""Columns of a terminal, on average, that a speaker and a target of the matrix take."""
DOCUMENTS = (Column("documents", number=True, spare=True),)
ACTS_HEAD = (Column("acts", spare=True),)
REST = ""
OTHERS = {REST: "others", None: "nobody known"}
"""The last columns of the matrix."""
LEGEND = "+ cooperation, − conflict, by the acts"
SEVERAL = "a statement by or about several counts for each"
OF_BLOCS = "an actor of several blocs counts in each, one of none by its side"
TIES_OF_BLOCS = "what texts say of two members, not of the blocs"
TONE_HEADS = (
    Column("neutral", number=True),
    Column("+verbal", number=True, style="green"),
    Column("+material", number=True, style="green"),
    Column("−verbal", number=True, style="red"),
    Column("−material", number=True, style="red"),
)


# ---- tables ----------------------------------------------------------------------------------


def heading(summary: Summary) -> str:
    """What was counted, on one line."""
    first, last = summary.first, summary.last
    dates = f", {first}" + (f" to {last}" if last != first else "") if first else ""
    unsaid = f" (and {summary.unsaid:,} that the texts say were not made)" if summary.unsaid else ""
    return f"{counted(summary.documents, 'document')}{dates}: {counted(summary.statements, 'statement')}{unsaid}"


def grids(summary: Summary, part: SummaryPart | None, top: int, width: int) -> Iterator[Grid]:
    """The tables of a summary, or of one part, each with its first ``top`` rows, for a page of ``width`` columns."""
    names = names_of(summary)
    if part in (None, "matrix"):
        yield _speaking(summary, names, top)
        yield _matrix(summary, names, top, max(1, (width - SPEAKER_WIDTH) // TARGET_WIDTH - 2))
    if part in (None, "relations"):
        yield _ties(summary, "allied", names, top)
        yield _ties(summary, "opposed", names, top)
    if part in (None, "speakers"):
        yield _speakers(summary, top)


def names_of(summary: Summary) -> Names:
    """What each group is called; None are those of whom no rule knows the side."""
    return {None: "(not known)"} | {group.id: group.name or group.id for group in summary.groups if group.id is not None}


def _shown(summary: Summary, top: int) -> tuple[list[Group], str]:
    """The groups that spoke most, with those not known last, and how many more there are."""
    known = [group for group in summary.groups if group.statements and group.id is not None]
    unknown = [group for group in summary.groups if group.id is None]
    return known[:top] + unknown, more(len(known), top)


def _speaking(summary: Summary, names: Names, top: int) -> Grid:
    shown, rest = _shown(summary, top)
    heads = (Column("speaks", wide=True), *numbers("statements"), *DOCUMENTS, *TONE_HEADS, *ACTS_HEAD)
    rows = [(names[g.id], f"{g.statements:,}", f"{g.documents:,}", *_tones(g.tone), _acts(g.acts)) for g in shown]
    return Grid(f"who speaks, by {summary.by}", heads, rows, _note(LEGEND, _of_blocs(summary, OF_BLOCS), rest))


def _matrix(summary: Summary, names: Names, top: int, most: int) -> Grid:
    """Rows speak, columns are spoken about: those of whom most is said in these rows, the others together, and nobody known."""
    shown, rest = _shown(summary, top)
    speakers = [group.id for group in shown]
    cells = [cell for cell in summary.matrix if cell.speaker in speakers]
    told: dict[str, int] = {}
    for cell in cells:
        if cell.about is not None:
            told[cell.about] = told.get(cell.about, 0) + cell.statements
    targets = sorted(told, key=lambda target: (-told[target], names[target]))
    columns = [*targets[:most], *([REST] if len(targets) > most else []), None]
    sums: dict[tuple[str | None, str | None], Tone] = {}
    for cell in cells:
        where = (cell.speaker, cell.about if cell.about in columns else REST)
        sums[where] = sums.get(where, Tone()) + cell.tone
    heads = [Column("speaks, about", wide=True), *(Column(OTHERS.get(c) or names[c], number=True) for c in columns)]
    rows: list[list[str | Words]] = [[names[speaker], *(_sum(sums.get((speaker, column))) for column in columns)] for speaker in speakers]
    return Grid("who speaks about whom", heads, rows, _note(SEVERAL, _of_blocs(summary, OF_BLOCS), rest))


def _sum(tone: Tone | None) -> Words:
    """Statements, of these in cooperation, and in conflict."""
    if tone is None:
        return []
    plus, minus = (f" +{tone.cooperation:,}" if tone.cooperation else ""), (f" −{tone.conflict:,}" if tone.conflict else "")
    return [(f"{tone.neutral + tone.cooperation + tone.conflict:,}", ""), (plus, "green"), (minus, "red")]


def _ties(summary: Summary, kind: Stance, names: Names, top: int) -> Grid:
    ties = [tie for tie in summary.relations if tie.kind == kind]
    heads = (Column(kind), Column("with" if kind == "allied" else "to"), *numbers("evidence", "documents", "claimed"), Column("types"))
    rows = [
        (names[tie.a], names[tie.b], f"{tie.evidence:,}", f"{tie.documents:,}", f"{tie.claimed:,}", _counts(tie.types))
        for tie in ties[:top]
    ]
    return Grid(f"who is {kind}", heads, rows, _note(_of_blocs(summary, TIES_OF_BLOCS), more(len(ties), top)))


def _speakers(summary: Summary, top: int) -> Grid:
    plus, minus = Column("+", number=True, style="green"), Column("−", number=True, style="red")
    heads = (Column("speaker", wide=True), Column("side"), *numbers("statements"), *DOCUMENTS, plus, minus, *ACTS_HEAD)
    rows = [
        (
            v.name,
            v.side_name or "",
            f"{v.statements:,}",
            f"{v.documents:,}",
            _some(v.tone.cooperation),
            _some(v.tone.conflict),
            _acts(v.acts),
        )
        for v in summary.speakers[:top]
    ]
    return Grid("top speakers", heads, rows, more(len(summary.speakers), top))


def _tones(tone: Tone) -> list[str]:
    return [_some(getattr(tone, field)) for field in TONES]


def _some(number: int) -> str:
    return f"{number:,}" if number else ""


def _acts(acts: Mapping[Act, int]) -> str:
    """The most frequent acts that are more than a statement."""
    return _counts({act.lower(): number for act, number in acts.items() if act != "STATEMENT"})


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in list(counts.items())[:3]) + (" …" if len(counts) > 3 else "")


def _of_blocs(summary: Summary, words: str) -> str:
    return words if summary.by == "bloc" else ""


def _note(*parts: str) -> str:
    return "; ".join(filter(None, parts))


# ---- CSV -------------------------------------------------------------------------------------


def encode_summary_csv(summary: Summary, part: SummaryPart | None) -> str:
    """One part as CSV, the matrix if none is named: a row a cell, a relation or a speaker, with a column for each quad
    category and each act."""
    names, known = {group.id: group.name for group in summary.groups}, {group.id: group.known for group in summary.groups}
    if part == "relations":
        header = ("kind", "a", "a_name", "b", "b_name", "evidence", "documents", "claimed", "types", "a_known", "b_known")
        ties = [
            (t.kind, t.a, names[t.a], t.b, names[t.b], t.evidence, t.documents, t.claimed, _typed(t.types), known[t.a], known[t.b])
            for t in summary.relations
        ]
        return csv_text([header, *ties])
    figures = ("statements", "documents", *TONES, *ACTS)
    if part == "speakers":
        voices = [
            (v.actor, v.name, v.side, v.side_name, *_figures(v.statements, v.documents, v.tone, v.acts), v.known) for v in summary.speakers
        ]
        return csv_text([("actor", "name", "side", "side_name", *figures, "known"), *voices])
    cells = [
        (
            *(c.speaker, names.get(c.speaker), c.about, names.get(c.about)),
            *_figures(c.statements, c.documents, c.tone, c.acts),
            *(known.get(c.speaker), known.get(c.about)),
        )
        for c in summary.matrix
    ]
    return csv_text([("speaker", "speaker_name", "about", "about_name", *figures, "speaker_known", "about_known"), *cells])


def _figures(statements: int, documents: int, tone: Tone, acts: Mapping[Act, int]) -> list[int]:
    return [statements, documents, *(getattr(tone, field) for field in TONES), *(acts.get(act, 0) for act in ACTS)]


def _typed(types: Mapping[str, int]) -> str:
    return "; ".join(f"{name} {number}" for name, number in types.items())
