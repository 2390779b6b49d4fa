"""The commands on a database: batch writes it, query and export read it."""

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.commands.conventions import (
    AboutOption,
    ActOption,
    FormatOption,
    JobsOption,
    KindOption,
    KnownOption,
    OutputOption,
    PartOption,
    RulesOption,
    SideOption,
    SpeakerOption,
    filters_of,
    load_book,
    manners,
    report_format,
    say,
)
from quoth.commands.options import reads_articles
from quoth.errors import Exit, MissingExtra, Problem
from quoth.reading.formats import ReadOptions, visible_name
from quoth.reporting.filters import Filters
from quoth.reporting.output import Format, destination, write

if TYPE_CHECKING:
    from quoth.batch.batch import Perform, Tally
    from quoth.batch.batch import Request as BatchRequest
    from quoth.rulebook.rules import RuleBook
    from quoth.running.runner import Request
    from quoth.storage.reader import Choice

store_app = typer.Typer(rich_markup_mode=None)


class Engine(StrEnum):
    """What analyses articles."""

    LOCAL = "local"
    DASK = "dask"


class PartFormat(StrEnum):
    """What a cluster writes."""

    JSONL = "jsonl"
    PARQUET = "parquet"


DEFAULT_DB = "quoth.db"
WORKERS = "the cluster has as many workers as were started"
NO_CLOCK = "a cluster's workers give no article up"
NO_DATABASE = "not where a cluster writes to --out: its workers keep no database"
ANY_ORDER = "not where a cluster writes to --out: its workers end in any order"
PROBLEMS = "quoth query --sql 'SELECT * FROM problems'"


def _file(name: str) -> str:
    """The name of a database. SQLite takes these two for databases that are nowhere, and gone at the end."""
    if name in ("", ":memory:"):
        raise typer.BadParameter("expected the name of a file")
    return name


DbOption = Annotated[str, typer.Option("--db", metavar="FILE", envvar="QUOTH_DB", callback=_file, help="The SQLite database.")]


def day(value: str | None) -> str | None:
    """A date as typed (2017-10-07, or 7d for a week ago) as YYYY-MM-DD."""
    if value is None:
        return None
    if ago := re.fullmatch(r"(\d{1,5})d", value, re.ASCII):
        return (date.today() - timedelta(days=int(ago[1]))).isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise typer.BadParameter("expected a date such as 2017-10-07, or a number of days back such as 7d") from None


# ---- batch -----------------------------------------------------------------------------------


@store_app.command()
@reads_articles
def batch(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, archives, URLs.")],
    *,
    db: DbOption = DEFAULT_DB,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write reports by date there too; with --engine dask, there and to no database.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", callback=day, help="Pass over new articles dated before; 7d is a week ago.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Stop after N new or changed articles.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Do articles that failed again, though they have not changed.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first article that fails.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run on the database to end.")] = False,
    jobs: JobsOption = None,
    engine: Annotated[Engine, typer.Option(help="What analyses: processes on this machine, or a Dask cluster.")] = Engine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", envvar="QUOTH_SCHEDULER", help="The cluster's, such as tcp://host:8786.")
    ] = None,
    out_format: Annotated[
        PartFormat | None, typer.Option(help="What a cluster writes to --out; default jsonl.", show_default=False)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing if all went well.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Talk in JSON, a line for each event.")] = False,
    rules: RulesOption = None,
    context: typer.Context,
    reading: ReadOptions,
) -> None:
    """Bring a database up to date with articles: only what is new or changed is analysed. Safe to interrupt and to repeat."""
    if "-" in paths:
        raise typer.BadParameter("an article on standard input has no name to be known by: save it as a file", param_hint="PATH")
    _check_engine(context, engine, scheduler, out)
    tell = _log if log_json else say
    with manners(tell):
        from quoth.batch.batch import Request

        bar = not quiet and not log_json and sys.stderr is not None and sys.stderr.isatty()
        address = scheduler if engine is Engine.DASK else None
        request = Request(paths, db, jobs, since, limit, fail_fast, retry, wait, out, bar, reading, address)
        start = time.monotonic()
        tally = _run(request, load_book(rules), out_format or PartFormat.JSONL, tell)
        if not quiet:
            place = out if address is not None and out is not None else db
            _sum_up(tally, visible_name(place), time.monotonic() - start, as_json=log_json)
        raise typer.Exit(Exit.SOME_UNREAD if tally.failed else Exit.DONE)


def _run(request: "BatchRequest", book: "RuleBook", form: PartFormat, tell: Callable[[object], None]) -> "Tally":
    from quoth.batch.batch import batch as to_database

    if request.scheduler is not None and find_spec("distributed") is None:
        raise MissingExtra("--engine dask", "distributed", "dask")
    if request.scheduler is not None and request.out is not None:
        from quoth.cluster.coordinator import spread

        tally, where = spread(request, request.out, form.value, book, tell), f"the notes in {request.out}/_quoth tell which"
    else:
        tally, where = to_database(request, book, tell, _performer(request.scheduler, book)), f"{PROBLEMS} --db {request.db}"
    if tally.failed > tally.told:
        tell(f"{_articles(tally.failed - tally.told)} still cannot be done, as in an earlier run: {where}")
    return tally


def _performer(scheduler: str | None, book: "RuleBook") -> "Perform | None":
    """What does the tasks of a run: the cluster of a scheduler, or nothing, which is this machine."""
    if scheduler is None:
        return None
    from quoth.cluster.article_tasks import performed_afar

    return lambda tasks: performed_afar(tasks, book, scheduler)


def _check_engine(context: typer.Context, engine: Engine, scheduler: str | None, out: str | None) -> None:
    """Refuse what does not go together."""
    given = {name for name in context.params if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"}
    if engine is Engine.LOCAL:
        reasons = dict.fromkeys(("scheduler", "out_format"), "only with --engine dask")
    elif scheduler is None:
        raise typer.BadParameter("say where the cluster's scheduler is: --scheduler tcp://host:8786", param_hint="--engine")
    elif out is None:
        reasons = {"jobs": WORKERS, "timeout": NO_CLOCK, "out_format": "it is about --out, which is not given: the database has one format"}
    else:
        reasons = {"jobs": WORKERS, "timeout": NO_CLOCK, "db": NO_DATABASE, "limit": ANY_ORDER, "fail_fast": ANY_ORDER}
    for name in sorted(given & reasons.keys()):
        raise typer.BadParameter(reasons[name], param_hint="--" + name.replace("_", "-"))


def _sum_up(tally: "Tally", db: str, seconds: float, *, as_json: bool) -> None:
    if as_json:
        counts = tally.count()._asdict() | {"too_old": tally.passed, "copies": tally.copies}
        _log("summary", db=db, seconds=round(seconds, 3), **counts)
        return
    parts = [f"{tally.done:,} done", f"{tally.unchanged:,} unchanged"]
    parts += [f"{count:,} {what}" for count, what in ((tally.passed, "too old"), (tally.failed, "failed"), (tally.gone, "gone")) if count]
    say(f"{db}: {_articles(tally.found)}: {', '.join(parts)}, in {seconds:.1f} s")


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _log(message: object, **values: object) -> None:
    """An event as a line of JSON on stderr: when, what kind, what."""
    event: dict[str, object] = {"time": datetime.now(UTC).isoformat(timespec="milliseconds")}
    if isinstance(message, Problem):
        event |= {"event": "problem", "where": message.where, "what": message.what, "hint": message.hint}
    else:
        event |= {"event": str(message)} | values if values else {"event": "message", "what": str(message)}
    typer.echo(json.dumps(event), err=True)


# ---- query -----------------------------------------------------------------------------------


@store_app.command()
def query(
    *,
    db: DbOption = DEFAULT_DB,
    form: FormatOption = None,
    output: OutputOption = None,
    rules: RulesOption = None,
    speaker: SpeakerOption = None,
    about: AboutOption = None,
    side: SideOption = None,
    act: ActOption = None,
    kind: KindOption = None,
    known: KnownOption = None,
    part: PartOption = None,
    search: Annotated[
        str | None, typer.Option(metavar="WORDS", help='Only contents with all these words, "phrases" and beginning* of words.')
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", callback=day, help="Only articles of that day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", callback=day, help="Only articles of that day or earlier.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Of articles that are copies, only the first.")] = False,
    present: Annotated[bool, typer.Option("--present", help="Leave out articles whose files are gone.")] = False,
    sql: Annotated[str | None, typer.Option(metavar="SELECT", help="Print the rows of a query of your own instead.")] = None,
) -> None:
    """Print reports from a database, filtered, as analyze prints them; or the rows of a SELECT."""
    form = report_format(form, output, part)
    filters = filters_of(speaker, about, side, act, kind, known)
    with manners():
        from quoth.running.runner import Request, spare
        from quoth.storage.reader import Choice

        spare([db], output, "files to be read")
        choice = Choice(since=since, until=until, once=once, present=present, search=search)
        if sql is None:
            _print_reports(db, choice, Request(form, output, filters, part, None), rules)
        elif filters.given() or known or part or choice != Choice():
            raise typer.BadParameter("filter in the SELECT itself", param_hint="--sql")
        else:
            _print_rows(db, sql, form, output)


def _print_reports(db: str, choice: "Choice", request: "Request", folders: list[Path] | None) -> None:
    from quoth.reporting.filters import nothing_found, resolve
    from quoth.rulebook.listing import aliases
    from quoth.running.runner import Tally, asked
    from quoth.storage.database import reading
    from quoth.storage.reader import documents, made_by

    given = request.filters
    filtering = given.given()
    known = aliases(load_book(folders), given.names()) if filtering else {}
    request = request._replace(filters=resolve(given, known))
    tally = Tally()
    with reading(db) as opened, destination(request.output) as out:
        write(asked(documents(opened, choice), request, tally), request.form, out, made_by(opened))
    if (filtering or choice.search is not None) and not tally.found:
        say(nothing_found(given, known, tally.met))


def _print_rows(db: str, sql: str, form: Format, output: str | None) -> None:
    from quoth.storage.database import reading
    from quoth.storage.sql import asked, write_rows

    with reading(db) as opened, asked(opened, sql) as (names, rows), destination(output) as out:
        write_rows(names, rows, form, out)


# ---- export ----------------------------------------------------------------------------------


@store_app.command()
def export(
    *,
    db: DbOption = DEFAULT_DB,
    parquet: Annotated[str | None, typer.Option(metavar="DIR", help="Write the tables there as Parquet files.")] = None,
    jsonl: Annotated[str | None, typer.Option(metavar="DIR", help="Write reports there as JSON lines by date.")] = None,
    known: KnownOption = None,
) -> None:
    """Write a database out for other programs."""
    if parquet is None and jsonl is None:
        raise typer.BadParameter("say what to write: --parquet DIR, --jsonl DIR", param_hint="--parquet")
    with manners():
        from quoth.storage.daily_files import check_folder, write_by_date
        from quoth.storage.database import reading
        from quoth.storage.table_export import export as write_parquet
        from quoth.storage.table_export import need_pyarrow

        if parquet is not None:
            need_pyarrow()
        if jsonl is not None:
            check_folder(jsonl)
        with reading(db) as opened:
            if parquet is not None:
                say(f"{parquet}: {write_parquet(opened, parquet, known or ()):,} rows")
            if jsonl is not None:
                say(f"{jsonl}: {write_by_date(opened, jsonl, Filters(known=tuple(known or ()))):,} files written")
