"""What all commands share: how they speak, fail and end, and the options that several of them take."""

import errno
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer
from msgspec import structs
from typer.core import TyperGroup

from quoth.errors import ClusterError, Exit, MissingExtra, Problem, RulesError, StoreBusy, StoreError
from quoth.model import Act, Kind, Known
from quoth.reporting.filters import Filters, Part
from quoth.reporting.output import Format, OutputError, default_format, destination, ending_of, silence_stdout, text_on
from quoth.reporting.serialization import visible

if TYPE_CHECKING:
    from quoth.rulebook.rules import RuleBook


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


def fail(problems: Iterable[Problem], code: Exit, tell: Callable[[object], None] = say) -> typer.Exit:
    """Tell each problem; raise what this returns."""
    for problem in problems:
        tell(problem)
    return typer.Exit(code)


@contextmanager
def manners(tell: Callable[[object], None] = say) -> Iterator[None]:
    """What every command does when it cannot go on."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except RulesError as error:
        raise fail(error.problems, Exit.RULES, tell) from None
    except (OutputError, MissingExtra, StoreError, ClusterError) as error:
        raise fail([error.problem], Exit.BUSY if isinstance(error, StoreBusy) else Exit.USAGE, tell) from None
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(Exit.DONE) from None
    except KeyboardInterrupt:
        silence_stdout()
        tell("interrupted")
        raise typer.Exit(Exit.INTERRUPTED) from None


def load_book(folders: Iterable[Path] | None) -> "RuleBook":
    """The built-in rules with the user's folders laid over them. Raises RulesError."""
    from quoth.rulebook.loading import builtin_folder, load_rules

    return load_rules([builtin_folder(), *(folders or [])])


UNWRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What the system says where standard output cannot take more."""


@contextmanager
def _help_written() -> Iterator[None]:
    """What becomes of help that cannot be written; click prints it, outside of any command's `manners`."""
    try:
        yield
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(Exit.DONE) from None
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITTEN:
            raise
        silence_stdout()
        raise fail([OutputError("standard output", error).problem], Exit.USAGE) from None


class PlainGroup(TyperGroup):
    """Commands whose complaints are without the name of a Python error, which some versions of typer put before them."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """What the command line says of the whole; prints help and version."""
        with _help_written():
            return super().make_context(*args, **options)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override, unused-ignore]
        """Run the command that is asked for."""
        try:
            with _help_written():
                return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


# ---- options that several commands take --------------------------------------------------------


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


ACTS, KINDS, KNOWN = get_args(Act), get_args(Kind), get_args(Known)

PathsArgument = Annotated[list[str] | None, typer.Argument(metavar="PATH", help="Files, folders, archives, URLs; - is standard input.")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, whole or not at all.")]
RulesOption = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of rules to lay over the built-in ones; repeatable.")
]
SpeakerOption = Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what they say: id, name or alias; repeatable.")]
AboutOption = Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what is said about them; repeatable.")]
SideOption = Annotated[list[str] | None, typer.Option(metavar="WHO", help="Only what is said on their side; repeatable.")]
ActOption = Annotated[
    list[str] | None,
    typer.Option(metavar="ACT", help="Only these acts, such as ACCUSE.", callback=one_of(ACTS), autocompletion=completing(ACTS)),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(metavar="KIND", help="direct, indirect or mixed.", callback=one_of(KINDS), autocompletion=completing(KINDS)),
]
KnownOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="BY",
        help="Only actors that rules name; or composed ones, or such as only the text names: rules, composed, text; repeatable.",
        callback=one_of(KNOWN),
        autocompletion=completing(KNOWN),
    ),
]
JobsOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Processes; default 1 for few files, else one a core.", show_default=False)
]


FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Default: a table on a terminal, jsonl when piped, by its ending for a file.", show_default=False),
]
PartOption = Annotated[Part | None, typer.Option("--only", help="Only one part of the report.")]


def on_terminal() -> bool:
    """Whether a person reads what is printed."""
    return sys.stdout is not None and sys.stdout.isatty()


def report_format(form: Format | None, output: str | None, part: Part | None) -> Format:
    """The format that is asked for, or the usual one."""
    form = form or default_format(output, terminal=on_terminal())
    if form is Format.CSV and part not in (None, "statements"):
        raise typer.BadParameter("CSV has one row a statement: use --format json for the rest", param_hint="--only")
    return form


def filters_of(
    speaker: list[str] | None,
    about: list[str] | None,
    side: list[str] | None,
    act: list[str] | None,
    kind: list[str] | None,
    known: list[str] | None,
) -> Filters:
    """The filters that are asked for."""
    return Filters(*(tuple(wanted or ()) for wanted in (speaker, about, side, act, kind, known)))


def refuse_ending(output: str | None, known: Iterable[str]) -> None:
    """Refuse a file whose ending names no format; one without any has the usual."""
    if output is not None and ending_of(output) not in ("", *known):
        endings = ", ".join(f".{ending}" for ending in known)
        raise typer.BadParameter(f"no format has this ending: there are {endings} (or give --format)", param_hint="--output")


def given(paths: list[str] | None, command: str) -> list[str]:
    """The paths given to a command, or standard input if something is piped into it."""
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        raise typer.BadParameter(f"name files or folders, or pipe an article in: quoth {command} < article.txt", param_hint="PATH")
    return ["-"]
