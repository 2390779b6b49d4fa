"""The commands that count: summary (who speaks about whom, and how) and actors (who occurs)."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import msgspec
import typer
from msgspec import structs

from quoth.commands.conventions import (
    AboutOption,
    ActOption,
    JobsOption,
    KindOption,
    KnownOption,
    OutputOption,
    PathsArgument,
    RulesOption,
    SideOption,
    SpeakerOption,
    filters_of,
    given,
    load_book,
    manners,
    on_terminal,
    refuse_ending,
    say,
)
from quoth.commands.options import reads_articles
from quoth.reading.formats import STDIN, ReadOptions
from quoth.reporting.filters import Filters, Grouping, SummaryPart
from quoth.reporting.output import RosterFormat, SummaryFormat, destination, text_on, view_endings, view_format
from quoth.reporting.serialization import encode_line, make_console, render_lines, visible

if TYPE_CHECKING:
    from quoth.reporting.actor_counts import Roster
    from quoth.reporting.summary import Summary
    from quoth.rulebook.rules import RuleBook
    from quoth.running.collecting import Wanted

FORMAT_HELP = "Default: a table on a terminal, json when piped, by its ending for a file."

ReportsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reports",
        metavar="PATH",
        help="Count reports that quoth wrote: files (json, jsonl), folders of them, - for standard input; repeatable.",
    ),
]
StoredOption = Annotated[
    str | None, typer.Option("--db", metavar="FILE", help="Count what quoth batch wrote to this database, copies of an article once.")
]
TopOption = Annotated[int, typer.Option(min=1, metavar="N", help="Rows of each table; the other formats have all.")]


def register(app: typer.Typer) -> None:
    """Give an app these commands."""
    app.command()(summary)
    app.command()(actors)


def _wanted(
    command: str,
    paths: list[str] | None,
    reports: list[str] | None,
    db: str | None,
    filters: Filters,
    jobs: int | None,
    reading: ReadOptions,
) -> "Wanted":
    """What to count. Standard input is read where nothing else is named, and once."""
    from quoth.reading.sources import find_sources
    from quoth.running.collecting import Wanted, holds_reports

    articles = [] if (reports or db) and not paths else given(paths, command)
    if STDIN in articles and STDIN in (reports or ()):
        raise typer.BadParameter("standard input holds either articles or reports", param_hint="--reports")
    if reports:  # a shell's glob gives only the first of its files to the option
        reports = [*reports, *filter(holds_reports, articles)]
        articles = [path for path in articles if path not in reports]
    for path in articles:
        if holds_reports(path):
            what = "standard input" if path == STDIN else visible(path)
            raise typer.BadParameter(f"{what} holds reports: say quoth {command} --reports {visible(path)}", param_hint="PATH")
    return Wanted(list(find_sources(articles, reading)), reports or (), filters, jobs, reading, db)


# ---- summary ---------------------------------------------------------------------------------


@reads_articles
def summary(
    paths: PathsArgument = None,
    *,
    reports: ReportsOption = None,
    db: StoredOption = None,
    by: Annotated[Grouping, typer.Option(help="Count each actor, the side it speaks for, or the blocs it belongs to.")] = "side",
    bloc: Annotated[list[str] | None, typer.Option(metavar="BLOC", help="With --by bloc only these, by id or name; repeatable.")] = None,
    form: Annotated[SummaryFormat | None, typer.Option("--format", help=FORMAT_HELP, show_default=False)] = None,
    part: Annotated[SummaryPart | None, typer.Option("--only", help="One part; CSV has one, the matrix unless another is named.")] = None,
    top: TopOption = 10,
    output: OutputOption = None,
    rules: RulesOption = None,
    speaker: SpeakerOption = None,
    about: AboutOption = None,
    side: SideOption = None,
    act: ActOption = None,
    kind: KindOption = None,
    known: KnownOption = None,
    jobs: JobsOption = None,
    reading: ReadOptions,
) -> None:
    """Count who speaks about whom and how, who is allied and opposed, and who speaks most."""
    if form is None:
        refuse_ending(output, view_endings(SummaryFormat))
    form = form or SummaryFormat(view_format(output, SummaryFormat, terminal=on_terminal()))
    if form in (SummaryFormat.GRAPHML, SummaryFormat.DOT) and part == "speakers":
        raise typer.BadParameter("a graph has the matrix and the relations", param_hint="--only")
    if bloc and by != "bloc":
        raise typer.BadParameter("give --by bloc too", param_hint="--bloc")
    filters = filters_of(speaker, about, side, act, kind, known)
    wanted = _wanted("summary", paths, reports, db, filters, jobs, reading)
    with manners():
        from quoth.reporting.graph import need_networkx
        from quoth.reporting.grouping import make_groups
        from quoth.reporting.summary import only, summarise
        from quoth.running.collecting import gather
        from quoth.running.runner import Tally, spare

        book = load_book(rules)
        groups = make_groups(book, by, _blocs(book, bloc or ()))
        if form is SummaryFormat.GRAPHML:
            need_networkx()  # before hours of work, not after
        spare([*wanted.sources, *wanted.reports, *filter(None, [db])], output, "files to be read")
        tally = Tally()
        with destination(output) as out:
            found = summarise(gather(wanted, book, tally, say), groups)
            _write_summary(only(found, part), form, part, top, out, book.digest)
        raise typer.Exit(tally.exit_code())


def _blocs(book: "RuleBook", names: Collection[str]) -> set[str]:
    """The blocs that are meant."""
    from quoth.reporting.grouping import find_blocs

    try:
        return find_blocs(book, names)
    except LookupError as error:
        raise typer.BadParameter(visible(str(error.args[0])), param_hint="--bloc") from None


def _write_summary(found: "Summary", form: SummaryFormat, part: SummaryPart | None, top: int, out: BinaryIO, rules: str) -> None:
    from quoth.reporting import graph, summary_view
    from quoth.reporting.tables import render_grids

    if form is SummaryFormat.TABLE:
        with text_on(out) as text:
            console = make_console(text)
            render_lines([[(summary_view.heading(found), "bold")], []], console)
            render_grids(summary_view.grids(found, part, top, console.width), console)
    elif form is SummaryFormat.JSON:
        out.write(_json(found, rules))
    elif form is SummaryFormat.CSV:
        out.write(summary_view.encode_summary_csv(found, part).encode())
    elif form is SummaryFormat.GRAPHML:
        out.write(graph.encode_graphml(found))
    else:
        out.write(graph.encode_dot(found).encode())


def _json(value: msgspec.Struct, rules: str) -> bytes:
    """A struct as one JSON object with quoth's version and the rules' digest before its own fields."""
    from quoth.release import version

    head: dict[str, Any] = {"quoth": version(), "rules": rules}
    return encode_line(head | structs.asdict(value)) + b"\n"


# ---- actors ----------------------------------------------------------------------------------


@reads_articles
def actors(
    paths: PathsArgument = None,
    *,
    reports: ReportsOption = None,
    db: StoredOption = None,
    least: Annotated[
        int,
        typer.Option("--min", min=1, metavar="N", help="Leave out unknown names in fewer statements, also of --suggest."),
    ] = 2,
    suggest: Annotated[bool, typer.Option("--suggest", help="Print rules for actors and speakers that no rule names.")] = False,
    form: Annotated[RosterFormat | None, typer.Option("--format", help=FORMAT_HELP, show_default=False)] = None,
    top: TopOption = 20,
    output: OutputOption = None,
    rules: RulesOption = None,
    speaker: SpeakerOption = None,
    about: AboutOption = None,
    side: SideOption = None,
    act: ActOption = None,
    kind: KindOption = None,
    known: KnownOption = None,
    jobs: JobsOption = None,
    reading: ReadOptions,
) -> None:
    """Count who occurs: actors, whether a rule names them or not, and names that no rule knows."""
    if suggest and form:
        raise typer.BadParameter("suggestions are YAML", param_hint="--format")
    if form is None and not suggest:
        refuse_ending(output, view_endings(RosterFormat))
    form = form or RosterFormat(view_format(output, RosterFormat, terminal=on_terminal()))
    filters = filters_of(speaker, about, side, act, kind, known)
    wanted = _wanted("actors", paths, reports, db, filters, jobs, reading)
    with manners():
        from quoth.reporting.actor_counts import at_least, count_actors
        from quoth.reporting.unknown_names import make_lexicon
        from quoth.running.collecting import gather
        from quoth.running.runner import Tally, spare

        book = load_book(rules)
        spare([*wanted.sources, *wanted.reports, *filter(None, [db])], output, "files to be read")
        tally = Tally()
        with destination(output) as out:
            roster = at_least(count_actors(gather(wanted, book, tally, say), make_lexicon(book)), least)
            if suggest:
                from quoth.reporting.rule_suggestions import suggestions

                out.write(suggestions(roster, book, least).encode())
            else:
                _write_roster(roster, form, top, out, book.digest)
        raise typer.Exit(tally.exit_code())


def _write_roster(roster: "Roster", form: RosterFormat, top: int, out: BinaryIO, rules: str) -> None:
    from quoth.reporting import actor_counts_view
    from quoth.reporting.tables import render_grids

    if form is RosterFormat.JSON:
        out.write(_json(roster, rules))
    elif form is RosterFormat.CSV:
        out.write(actor_counts_view.encode_roster_csv(roster).encode())
    else:
        with text_on(out) as text:
            console = make_console(text)
            render_lines([[(actor_counts_view.heading(roster), "bold")], []], console)
            render_grids(actor_counts_view.grids(roster, top), console)
