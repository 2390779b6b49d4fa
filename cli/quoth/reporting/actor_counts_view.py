"""Who occurs, for people and spreadsheets: tables and CSV."""

from collections.abc import Iterator

from quoth.reporting.actor_counts import Roster
from quoth.reporting.serialization import csv_text
from quoth.reporting.tables import Column, Grid, counted, more, numbers

COLUMNS = ("id", "name", "type", "side", "mentions", "statements", "about", "documents", "source", "known", "relations", "names")


def heading(roster: Roster) -> str:
    """What was counted, on one line."""
    documents, names = counted(roster.documents, "document"), counted(len(roster.unknown), "frequent name")
    others = sum(one.known != "rules" for one in roster.actors)
    apart = f" ({others:,} that no rule names)" if others else ""
    return f"{documents}: {counted(len(roster.actors), 'actor')}{apart}, and {names} that no rule knows"


def grids(roster: Roster, top: int) -> Iterator[Grid]:
    """The actors, and the names that no rule knows, each with the first ``top`` rows."""
    listed = [
        (one.name, one.id, one.type, one.known, *_shown(one.mentions, one.statements, one.about, one.documents))
        for one in roster.actors[:top]
    ]
    heads = (
        Column("actor", style="green", wide=True),
        Column("id", style="dim"),
        Column("type"),
        Column("known", spare=True),
        *numbers("mentions", "statements", "about", "documents"),
    )
    yield Grid("actors", heads, listed, more(len(roster.actors), top))
    unlisted = [(one.name, one.side or "", *_shown(one.statements, one.named, one.documents), one.source) for one in roster.unknown[:top]]
    heads = (
        Column("name", style="yellow", wide=True),
        Column("side"),
        *numbers("statements", "named", "documents"),
        Column("first in", style="dim"),
    )
    yield Grid("names that no rule knows", heads, unlisted, more(len(roster.unknown), top))


def encode_roster_csv(roster: Roster) -> str:
    """A row an actor, then a row a name of which reports make no actor, which has no id; ``about`` counts the statements that name it."""
    actors = [
        (
            *(a.id, a.name, a.type, a.side, a.mentions, a.statements, a.about, a.documents),
            *(a.source, a.known, a.relations, "; ".join(a.names) or None),
        )
        for a in roster.actors
    ]
    unknown = [(None, u.name, None, u.side, None, u.statements, u.named, u.documents, u.source, None, None, None) for u in roster.unknown]
    return csv_text([COLUMNS, *actors, *unknown])


def _shown(*numbers: int) -> list[str]:
    return [f"{number:,}" for number in numbers]
