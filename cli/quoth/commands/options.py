"""The options on input: all commands that read articles have the same, and get them as one value."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from quoth.reading.formats import TIMEOUT, InputFormat, ReadOptions


def _options(
    *,
    input_format: Annotated[
        InputFormat | None,
        typer.Option(help="What inputs hold, whatever their endings; also of standard input, but zip.", show_default=False),
    ] = None,
    text_field: Annotated[str, typer.Option(metavar="NAME", help="The field of records (JSON lines, CSV) that holds the text.")] = "text",
    id_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one to name them by; default: id, if there.")] = None,
    title_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one with the title; default: title, if there.")] = None,
    date_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one with the date; default: date, if there.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Leave out files in folders and archives, such as '*.csv'; repeatable.")
    ] = None,
    allow_http: Annotated[bool, typer.Option("--allow-http", help="Read http:// and https:// URLs.")] = False,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Give an article up that takes longer; 0 gives none up.")
    ] = TIMEOUT,
) -> ReadOptions:
    return ReadOptions(input_format, text_field, id_field, title_field, date_field, tuple(exclude or ()), allow_http, timeout=timeout)


def reads_articles(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options; they reach it as its parameter ``reading``, a ReadOptions.

    Typer asks a function for its signature, so the command is shown to it with the options in place of ``reading``.
    """
    shown = inspect.signature(_options).parameters

    @wraps(command)
    def with_options(**given: Any) -> None:
        reading = _options(**{name: given.pop(name) for name in shown})
        command(**given, reading=reading)

    own = inspect.signature(command)
    kept = [parameter for parameter in own.parameters.values() if parameter.name != "reading"]
    with_options.__signature__ = own.replace(parameters=[*kept, *shown.values()])  # type: ignore[attr-defined]
    with_options.__annotations__ = {**command.__annotations__, **_options.__annotations__}
    return with_options
