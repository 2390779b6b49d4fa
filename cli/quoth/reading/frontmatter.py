"""Front matter: the lines of YAML between --- and --- above an article, as Jekyll, Hugo and Obsidian write it.

yaml is imported only for an article that has some.
"""

import re

import msgspec

from quoth.model import Warning
from quoth.reading.dates import as_date

FENCE = r"(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
BLOCK = re.compile(rf"---[ \t]*\r?\n(?P<yaml>(?:(?!{FENCE})[^\n]*\n){{0,1000}}){FENCE}")
LONGEST = 100_000
"""Characters: what is longer, or has more lines than the pattern takes, is an article that begins with a rule."""
KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[\"']?\w[\w .-]{0,50}[\"']?[ \t]*:(?:\s|$)")
NOT_LINE_END = re.compile(r"[^\r\n]")


class FrontMatter(msgspec.Struct, frozen=True):
    """What front matter says, and the text with spaces in its place, so that offsets stay those of the file."""

    text: str
    title: str | None = None
    date: str | None = None
    warnings: tuple[Warning, ...] = ()


def split_off(text: str) -> FrontMatter:
    """The front matter of a text; without any, the text as it is. Front matter that cannot be read counts as such,
    and a warning says what is wrong with it. Raises nothing."""
    block = BLOCK.match(text)
    if not block or len(block["yaml"]) > LONGEST or not KEY.match(block["yaml"]):
        return FrontMatter(text)
    from quoth.yaml_nodes import YamlError, read_yaml

    rest = NOT_LINE_END.sub(" ", block[0]) + text[block.end() :]
    try:
        values = read_yaml(block["yaml"].encode(), "line").value
    except YamlError as error:
        return FrontMatter(rest, warnings=(Warning(f"its front matter cannot be read: {error.problem.what}", 0),))
    if not isinstance(values, dict):
        return FrontMatter(text)
    fields = {key.lower(): value for key, value in values.items()}
    title, told = _plain(fields.get("title")), _plain(fields.get("date"))
    date = as_date(told) if told else None
    warnings = (Warning(f"the date in its front matter is not understood: {told[:50]}", 0),) if told and not date else ()
    return FrontMatter(rest, title, date, warnings)


def _plain(value: object) -> str | None:
    """A text on one line; lists, mappings and what is empty are none."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
