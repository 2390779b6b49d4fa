"""Dictionaries in, files of rules out: what `quoth rules import` reads, and where it writes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quoth.errors import InputError, Problem
from quoth.model import Article
from quoth.petrarch.conversion import Import
from quoth.petrarch.dictionaries import Entry, read_dictionary
from quoth.reading.sources import read_article
from quoth.reporting.output import OutputError, destination, text_on
from quoth.rulebook.loading import MAX_BYTES, SUFFIX
from quoth.rulebook.rules import Rule
from quoth.rulebook.writing import write_rules

LINE_END = re.compile(r"\r\n?|\n")
NO_NAME = re.compile(r"[^a-z0-9]+")
COMMENT = """\
Imported from {path} by quoth rules import petrarch.
CAMEO's letters for a role stand where an office's name would; types and capitals are partly guessed: read them."""


class Written(NamedTuple):
    """A file of rules that is still to be written; no path is standard output."""

    path: str | None
    text: str


def read_all(paths: Sequence[str]) -> tuple[list[Entry], list[Problem]]:
    """The entries of PETRARCH's dictionaries at ``paths``, each read as an article is, and all that cannot be read."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        try:
            article = read_article(path)
        except InputError as error:
            problems.append(error.problem)
            continue
        found, faults = read_dictionary(article.text, path)
        if not found:
            faults.append(Problem(path, "no entry of a dictionary here", "expected lines such as RIVER_LEAGUE_ [MLIREB]"))
        entries += found
        problems += [*faults, *_garbled(article, path)]
    return entries, problems


def _garbled(article: Article, path: str) -> Iterator[Problem]:
    """What of a dictionary's bytes is lost."""
    for warning in article.warnings:
        if warning.start is not None:
            line = len(LINE_END.findall(article.text, 0, warning.start)) + 1
            yield Problem(f"{path}:{line}", warning.what, "save it as UTF-8")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by their dictionary, and in it by line."""

    def place(problem: Problem) -> tuple[str, int]:
        path, _, line = problem.where.rpartition(":")
        return (path, int(line)) if line.isdigit() else (problem.where, 0)

    return sorted(problems, key=place)


def lay_out(rules: Mapping[str, Sequence[Rule]], output: str | None) -> list[Written] | Problem:
    """The texts to write: one for standard output or a .yaml file, else one or more for each dictionary in the folder ``output``.

    A Problem where a file would have more bytes than a file of rules may, or an ending by which none would be found.
    """
    if output is not None and output.endswith(".yml"):
        return Problem(output, f"files of rules end in {SUFFIX}", "name it so, or name a folder")
    if output is not None and not output.endswith(SUFFIX):
        return _in_folder(rules, Path(output))
    texts = write_rules([rule for found in rules.values() for rule in found], COMMENT.format(path=", ".join(rules)))
    if len(texts) > 1:
        return Problem(output or "standard output", f"would have more than {MAX_BYTES:,} bytes", "name a folder with --output")
    return [Written(output, text) for text in texts]


def summed_up(entries: int, imported: Import, unread: int) -> str:
    """One line: how many entries there were, what came of them, and how much was lost or cannot be read."""
    made = sum(map(len, imported.rules.values()))
    lost = _count(len(imported.losses), "loss", "losses") if imported.losses else "no losses"
    said = f"{_count(entries, 'entry', 'entries')}, {_count(made, 'rule', 'rules')}; {lost}"
    return f"{said}; {_count(unread, 'complaint', 'complaints')} of what cannot be read" if unread else said


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def write_out(files: Sequence[Written]) -> None:
    """Write the files, each whole or not at all, and the folders that they need. Raises OutputError."""
    for path, text in files:
        if path is not None:
            try:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(path, error) from error
        with destination(path) as out, text_on(out) as stream:
            stream.write(text)


def _in_folder(rules: Mapping[str, Sequence[Rule]], folder: Path) -> list[Written]:
    written: list[Written] = []
    names: set[str] = set()
    for path, found in rules.items():
        stem = NO_NAME.sub("-", Path(path).stem.lower()).strip("-") or "dictionary"
        for text in write_rules(found, COMMENT.format(path=path)):
            name, number = stem, 2
            while name in names:
                name, number = f"{stem}-{number}", number + 1
            names.add(name)
            written.append(Written(str(folder / f"{name}{SUFFIX}"), text))
    return written
