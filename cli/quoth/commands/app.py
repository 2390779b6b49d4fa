"""The commands; only this module and its helpers named cli… print or exit.

stdout is data, stderr is talk. Whatever takes long to import is imported inside the commands, so that
`quoth --help` is quick.
"""

import gc
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from quoth.commands import counting
from quoth.commands.conventions import (
    AboutOption,
    ActOption,
    FormatOption,
    JobsOption,
    KindOption,
    KnownOption,
    OutputOption,
    PartOption,
    PathsArgument,
    PlainGroup,
    RulesOption,
    SideOption,
    SpeakerOption,
    emit,
    fail,
    filters_of,
    given,
    load_book,
    manners,
    report_format,
    say,
)
from quoth.commands.options import reads_articles
from quoth.commands.rules import rules_app
from quoth.commands.storage import store_app
from quoth.errors import Exit, Problem
from quoth.reading.formats import ReadOptions
from quoth.reporting.output import ExplainFormat, ListFormat, destination, text_on
from quoth.reporting.serialization import json_line, json_schema, make_console, render_lines

PATIENCE = 100_000
"""Values from which Python looks for garbage among them. A start makes many more than the usual 700, and they all last."""

app = typer.Typer(
    name="quoth",
    cls=PlainGroup,
    help="Who said what about whom: reads news reports about conflicts.",
    epilog="Exit codes: 0 done; 1 some inputs could not be read (each is named); 2 usage; 3 the rules are wrong; 75 the database is busy; "
    "130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(rules_app)
counting.register(app)
app.add_typer(store_app)


def main() -> None:
    """The entry point; Ctrl-C ends it with 130 wherever it falls."""
    gc.set_threshold(PATIENCE)
    try:
        app()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(Exit.INTERRUPTED)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from quoth.release import version

        typer.echo(f"quoth {version()}")
        raise typer.Exit()


@app.callback()
def quoth(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", callback=show_version, is_eager=True)] = False,
) -> None:
    """Who said what about whom: reads news reports about conflicts."""


# ---- analyze ---------------------------------------------------------------------------------


@app.command()
@reads_articles
def analyze(
    paths: PathsArgument = None,
    *,
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
    with_text: Annotated[bool, typer.Option("--with-text", help="Put the text that offsets count in into the report.")] = False,
    jobs: JobsOption = None,
    reading: ReadOptions,
) -> None:
    """Say who said what about whom in articles: a table on a terminal, JSON lines when piped."""
    form = report_format(form, output, part)
    filters = filters_of(speaker, about, side, act, kind, known)
    with manners():
        from quoth.running.runner import Request, run

        request = Request(form, output, filters, part, jobs, structs.replace(reading, with_text=with_text))
        raise typer.Exit(run(given(paths, "analyze"), load_book(rules), request, say))


# ---- explain and schema ----------------------------------------------------------------------


@app.command()
@reads_articles
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An article; - is standard input.")],
    *,
    form: Annotated[ExplainFormat, typer.Option("--format")] = ExplainFormat.TEXT,
    clauses: Annotated[bool, typer.Option("--clauses", help="Show the clauses instead: who does what to whom, by the grammar.")] = False,
    rules: RulesOption = None,
    reading: ReadOptions,
) -> None:
    """Show which rule fired where, and for verbs of reporting without a statement how near the rules came."""
    with manners():
        from quoth.diagnosis.clause_view import Analysis, clause_lines, read_clauses
        from quoth.diagnosis.explanation import explain as explained
        from quoth.diagnosis.explanation_view import lines_of
        from quoth.running.runner import engine_for, fetch, given_up
        from quoth.running.time_limit import TooLong, at_most

        engine = engine_for(load_book(rules))
        article = fetch(file, reading)
        if isinstance(article, Problem):
            raise fail([article], Exit.SOME_UNREAD)
        try:
            with at_most(reading.timeout):
                explanation = read_clauses(article, engine) if clauses else explained(article, engine)
        except TooLong:
            raise fail([given_up(article.source, reading.timeout)], Exit.SOME_UNREAD) from None
        with destination(None) as out:
            if form is ExplainFormat.JSON:
                out.write(json_line(explanation))
                return
            with text_on(out) as text:
                console = make_console(text)
                lines = clause_lines(explanation) if isinstance(explanation, Analysis) else lines_of(explanation, console.width)
                render_lines(lines, console)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the report on a document."""
    with manners():
        emit([json.dumps(json_schema(), indent=2)])


# ---- evaluate --------------------------------------------------------------------------------


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder in brat standoff, or reports as JSON or JSON lines.")],
    *,
    pred: Annotated[Path | None, typer.Option("--pred", metavar="FILE", help="Score these reports, not what quoth finds.")] = None,
    texts: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the texts are, if not beside the gold.")] = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.TABLE,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show up to N errors of each cause.")] = 0,
    rules: RulesOption = None,
) -> None:
    """Measure quoth on text that you marked yourself: precision, recall, F1, and errors by cause."""
    with manners():
        from quoth.evaluation.evaluation import Request
        from quoth.evaluation.evaluation import evaluate as measure
        from quoth.evaluation.evaluation_view import lines_of
        from quoth.running.runner import engine_for

        evaluation, problems = measure(Request(gold, texts, pred, errors), engine_for(load_book(rules)))
        if evaluation:
            with destination(None) as out:
                if form is ListFormat.JSON:
                    out.write(json_line(evaluation))
                else:
                    with text_on(out) as text:
                        render_lines(lines_of(evaluation), make_console(text))
        if problems:
            raise fail(problems, Exit.SOME_UNREAD)
