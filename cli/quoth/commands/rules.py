"""The commands on rules: list, show, check, new and import."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from quoth.commands.conventions import RulesOption, emit, fail, load_book, manners, one_of, say
from quoth.errors import Exit, Problem, RulesError
from quoth.reporting.output import ListFormat, columns
from quoth.reporting.serialization import visible

if TYPE_CHECKING:
    from quoth.rulebook.rules import RuleBook

rules_app = typer.Typer(name="rules", help="List, show, check, begin and import rules.", no_args_is_help=True, rich_markup_mode=None)
import_app = typer.Typer(name="import", help="Turn dictionaries of other programs into rules.", no_args_is_help=True, rich_markup_mode=None)
rules_app.add_typer(import_app)


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
        from quoth.rulebook.listing import KIND_NAMES, rows

        found = rows(load_book(rules), one_of(KIND_NAMES)(kind))
        if form is ListFormat.JSON:
            emit([json.dumps([structs.asdict(row) for row in found], indent=2)])
        else:
            emit(columns([(row.id, row.kind, row.where, row.note) for row in found]))


@rules_app.command("show")
def show_rule(rule_id: Annotated[str, typer.Argument(metavar="ID")], rules: RulesOption = None) -> None:
    """Print the source of a rule, and where it is."""
    with manners():
        from quoth.rulebook.listing import nearby, source_of, unknown

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
        from quoth.analysis.needs import lacking
        from quoth.patterns.checks import pattern_problems
        from quoth.rulebook.listing import counts
        from quoth.rulebook.loading import builtin_folder, known_rules, load_rules

        layers = [builtin_folder(), *([folder] if folder else [])]
        problems: list[Problem] = []
        try:
            book = load_rules(layers)
        except RulesError as error:
            book, problems = known_rules(layers), error.problems
        missing = lacking(book) if book.rules else []  # none are read where a file is lost
        problems = [*problems, *(missing or pattern_problems(book))] or _failing(book)
        if problems:
            raise fail(problems, Exit.RULES)
        emit([counts(book)])


def _failing(book: "RuleBook") -> list[Problem]:
    """The examples that do not hold."""
    from quoth.analysis.pipeline import name_parties
    from quoth.diagnosis.rule_examples import check
    from quoth.patterns.checks import pattern_problems
    from quoth.patterns.patterns import PatternError

    try:
        return check(book, name_parties)
    except PatternError as error:
        return pattern_problems(book, error)


@rules_app.command("new")
def new_rules(name: Annotated[Path, typer.Argument(metavar="NAME", help="The file to begin, such as my-rules or my/rules.")]) -> None:
    """Write NAME.yaml: an actor, a relation and a construction with comments, to change into your own."""
    with manners():
        from quoth.rulebook.listing import begin

        outcome = begin(name)
        if isinstance(outcome, Problem):
            raise fail([outcome], Exit.USAGE)
        emit([f"wrote {visible(str(outcome))}"])
        say(f"change it, then: quoth rules check {outcome.parent}; quoth analyze --rules {outcome.parent} ARTICLE")


@import_app.command("petrarch")
def import_petrarch(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Dictionaries of actors or agents; - is standard input.")],
    *,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="Write there: one .yaml file, or one for each dictionary in a folder."),
    ] = None,
    merge: Annotated[bool, typer.Option("--merge", help="Add to actors of the book the names that they lack.")] = False,
    rules: RulesOption = None,
) -> None:
    """Turn PETRARCH's dictionaries into rules, and say on stderr what of them has no place there."""
    with manners():
        from quoth.petrarch.conversion import import_entries
        from quoth.petrarch.files import in_order, lay_out, read_all, summed_up, write_out

        entries, unread = read_all(files)
        imported = import_entries(entries, load_book(rules), merge=merge)
        written = lay_out(imported.rules, output)
        if isinstance(written, Problem):
            raise fail([written], Exit.USAGE)
        write_out(written)
        for problem in in_order([*unread, *imported.losses]):
            say(problem)
        say(summed_up(len(entries), imported, len(unread)))
        raise typer.Exit(Exit.SOME_UNREAD if unread else Exit.DONE)
