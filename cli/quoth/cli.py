"""The commands: the only module that prints or exits.

stdout is data, stderr is talk. Whatever takes long to import is imported inside the commands, so that
`quoth --help` is quick.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from msgspec import structs

from .errors import Exit, Problem, RulesError
from .model import Act, Kind
from .output import ExplainFormat, Format, ListFormat, OutputError, columns, default_format, destination, silence_stdout, text_on
from .render import json_line, json_schema, make_console, render_lines, visible
from .report import Filters, Part

if TYPE_CHECKING:
    from .rules import RuleBook

ACTS, KINDS = get_args(Act), get_args(Kind)

app = typer.Typer(
    name="quoth",
    help="Who said what about whom: reads news reports about conflicts.",
    epilog="Exit codes: 0 done; 1 some inputs could not be read (each is named); 2 usage; 3 the rules are wrong; 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(name="rules", help="List, show, check and begin rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app)


# ---- what commands share ---------------------------------------------------------------------


def main() -> None:
    """The entry point; Ctrl-C ends it with 130 wherever it falls."""
    try:
        app()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(Exit.INTERRUPTED)


def say(message: object) -> None:
    """A line on stderr, or more where a problem shows a pattern with a caret below it; nothing in it that
    could steer the terminal."""
    if isinstance(message, Problem):
        message = structs.replace(message, where=visible(message.where))
    lines = f"quoth: {message}".split("\n")
    typer.echo("\n".join(map(visible, lines)), err=True)


def emit(lines: Iterable[str]) -> None:
    """Lines on stdout. Raises OutputError."""
    with destination(None) as out, text_on(out) as text:
        text.writelines(line + "\n" for line in lines)


def fail(problems: Iterable[Problem], code: Exit) -> typer.Exit:
    """Say each problem; raise what this returns."""
    for problem in problems:
        say(problem)
    return typer.Exit(code)


@contextmanager
def manners() -> Iterator[None]:
    """What every command does when it cannot go on."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except RulesError as error:
        raise fail(error.problems, Exit.RULES) from None
    except OutputError as error:
        raise fail([error.problem], Exit.USAGE) from None
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(Exit.DONE) from None
    except KeyboardInterrupt:
        silence_stdout()
        say("interrupted")
        raise typer.Exit(Exit.INTERRUPTED) from None


def one_of(known: Iterable[str]) -> Callable[[list[str] | None], list[str]]:
    """A check of an option's values, in any case, against those known; they come out as known."""
    by_fold = {value.casefold(): value for value in known}

    def check(values: list[str] | None) -> list[str]:
        wrong = [value for value in values or [] if value.casefold() not in by_fold]
        if wrong:
            raise typer.BadParameter(f"{visible(wrong[0])!r} is none of {', '.join(by_fold.values())}")
        return [by_fold[value.casefold()] for value in values or []]

    return check


def completing(known: Iterable[str]) -> Callable[[str], list[str]]:
    """The values known that begin as typed, for shell completion."""
    return lambda incomplete: [value for value in known if value.casefold().startswith(incomplete.casefold())]


def load_book(folders: Iterable[Path] | None) -> "RuleBook":
    """The built-in rules with the user's folders laid over them. Raises RulesError."""
    from .rulefiles import builtin_folder, load_rules

    return load_rules([builtin_folder(), *(folders or [])])


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from . import version

        typer.echo(f"quoth {version()}")
        raise typer.Exit()


RulesOption = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of rules to lay over the built-in ones; repeatable.")
]


@app.callback()
def quoth(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", callback=show_version, is_eager=True)] = False,
) -> None:
    """Who said what about whom: reads news reports about conflicts."""


# ---- analyze ---------------------------------------------------------------------------------


@app.command()
def analyze(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help="Files and folders; - is standard input.")] = None,
    *,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: a table on a terminal, jsonl when piped, by its ending for a file.", show_default=False),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, whole or not at all.")] = None,
    rules: RulesOption = None,
    speaker: Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what they say: id, name or alias; repeatable.")] = None,
    about: Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what is said about them; repeatable.")] = None,
    side: Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what is said on their side; repeatable.")] = None,
    act: Annotated[
        list[str] | None,
        typer.Option(metavar="ACT", help="Only these acts, such as ACCUSE.", callback=one_of(ACTS), autocompletion=completing(ACTS)),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="direct, indirect or mixed.", callback=one_of(KINDS), autocompletion=completing(KINDS)),
    ] = None,
    part: Annotated[Part | None, typer.Option("--only", help="Only one part of the report.")] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes; default 1 for few files, else one a core.", show_default=False)
    ] = None,
) -> None:
    """Say who said what about whom in articles: a table on a terminal, JSON lines when piped."""
    form = form or default_format(output, terminal=sys.stdout is not None and sys.stdout.isatty())
    if form is Format.CSV and part not in (None, "statements"):
        raise typer.BadParameter("CSV has one row a statement: use --format json for the rest", param_hint="--only")
    filters = Filters(tuple(speaker or ()), tuple(about or ()), tuple(side or ()), tuple(act or ()), tuple(kind or ()))
    with manners():
        from .run import Request, run

        raise typer.Exit(run(_given(paths), load_book(rules), Request(form, output, filters, part, jobs), say))


def _given(paths: list[str] | None) -> list[str]:
    """The paths given, or standard input if something is piped into it."""
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        raise typer.BadParameter("name files or folders, or pipe an article in: quoth analyze < article.txt", param_hint="PATH")
    return ["-"]


# ---- explain and schema ----------------------------------------------------------------------


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An article; - is standard input.")],
    form: Annotated[ExplainFormat, typer.Option("--format")] = ExplainFormat.TEXT,
    rules: RulesOption = None,
) -> None:
    """Show which rule fired where, and for verbs of reporting without a statement how near the rules came."""
    with manners():
        from .explain import explain as explained
        from .explainview import lines_of
        from .run import engine_for, fetch

        engine = engine_for(load_book(rules))
        article = fetch(file)
        if isinstance(article, Problem):
            raise fail([article], Exit.SOME_UNREAD)
        explanation = explained(article, engine)
        with destination(None) as out:
            if form is ExplainFormat.JSON:
                out.write(json_line(explanation))
            else:
                with text_on(out) as text:
                    console = make_console(text)
                    render_lines(lines_of(explanation, console.width), console)


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
        from .evaluate import Request
        from .evaluate import evaluate as measure
        from .evaluateview import lines_of
        from .run import engine_for

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


# ---- rules -----------------------------------------------------------------------------------


@rules_app.command("list")
def list_rules(
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only rules of this kind, such as actors or quotes; repeatable.", show_default=False),
    ] = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.TABLE,
    rules: RulesOption = None,
) -> None:
    """List rules in order of application: id, kind, place and note."""
    with manners():
        from .rulesview import KIND_NAMES, rows

        found = rows(load_book(rules), one_of(KIND_NAMES)(kind))
        if form is ListFormat.JSON:
            emit([json.dumps([structs.asdict(row) for row in found], indent=2)])
        else:
            emit(columns([(row.id, row.kind, row.where, row.note) for row in found]))


@rules_app.command("show")
def show_rule(rule_id: Annotated[str, typer.Argument(metavar="ID")], rules: RulesOption = None) -> None:
    """Print the source of a rule, and where it is."""
    with manners():
        from .rulesview import nearby, source_of, unknown

        book = load_book(rules)
        if rule_id not in book.where:
            raise fail([unknown(book, rule_id)], Exit.USAGE)
        where, source = source_of(book, rule_id)
        emit(map(visible, (f"# {nearby(where)}", *source)))


@rules_app.command("check")
def check_rules(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder of rules to lay over the built-in ones.")] = None,
) -> None:
    """Load the rules and run their examples."""
    with manners():
        from .examples import check
        from .patternchecks import pattern_problems
        from .patterns import PatternError
        from .rulesview import counts

        book = load_book([folder] if folder else None)
        try:
            problems = check(book)
        except PatternError as error:
            problems = pattern_problems(book, error)
        if problems:
            raise fail(problems, Exit.RULES)
        emit([counts(book)])


@rules_app.command("new")
def new_rules(name: Annotated[Path, typer.Argument(metavar="NAME", help="The file to begin, such as my-rules or my/rules.")]) -> None:
    """Write NAME.yaml: an actor, a relation and a construction with comments, to change into your own."""
    with manners():
        from .rulesview import begin

        outcome = begin(name)
        if isinstance(outcome, Problem):
            raise fail([outcome], Exit.USAGE)
        emit([f"wrote {visible(str(outcome))}"])
        say(f"change it, then: quoth rules check {outcome.parent}; quoth analyze --rules {outcome.parent} ARTICLE")
