"""What there is below the paths of a batch run, article by article, and what of it was met: by that it shows what is gone."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quoth.errors import Problem
from quoth.reading.formats import STDIN, RawArticle, ReadOptions, visible_name
from quoth.reading.sources import file_of, find_sources, holds_many
from quoth.reading.urls import is_url
from quoth.running.runner import articles_in, name_of

PART = re.compile(f"[{re.escape(os.sep)}/!#:]")
"""What may stand between a path and the name of an article in it: in a folder, an archive, a file of records."""


class Found(NamedTuple):
    """An article that is there, or what is wrong with one; a problem of no one article (``whole``) is told, not recorded."""

    work: str | RawArticle | Problem
    whole: bool = False


class Intake:
    """The articles below some paths. ``sources`` are the files, archives and files of records, ``unread`` what was wrong with paths and
    folders; ``here`` are the names of the articles that were met; ``closed`` are the folders, archives and files of records that could not
    be gone through to the end, so that what else is in them is not known."""

    def __init__(self, paths: Sequence[str], reading: ReadOptions) -> None:
        self.reading = reading
        paths = [_tidied(path) for path in paths]
        found = [_file_or_problem(item) for item in find_sources(paths, reading)]
        self.sources = [_tidied(source) for source in found if isinstance(source, str)]
        self.unread = [problem for problem in found if isinstance(problem, Problem)]
        self.sources, twice = _by_name(self.sources)
        self.unread += [Problem(name, "another article was named that is called the same", "name it once") for name in twice]
        self.looked = {visible_name(path).rstrip("/" + os.sep) for path in paths}  # of the root nothing is left, nor above what is in it
        many = {visible_name(source) for source in self.sources if holds_many(source, reading)}
        self.here = {visible_name(source) for source in self.sources} - many
        self.closed = many | {_tidied(problem.where) for problem in self.unread if not _can_be_listed(problem.where)}

    @property
    def holds_many(self) -> bool:
        """Whether nobody knows how many articles there are, before all is gone through."""
        return any(visible_name(source) in self.closed for source in self.sources)

    def __iter__(self) -> Iterator[Found]:
        """All articles, once: what is a file of its own by its path, the others with their bytes."""
        for source in self.sources:
            if visible_name(source) in self.closed:
                yield from self._inside(source)
            else:
                yield Found(source)

    def _inside(self, source: str) -> Iterator[Found]:
        """The articles of an archive or a file of records; none that was named by itself too."""
        container = visible_name(source)
        broken = False
        for piece in articles_in(source, self.reading):
            name = name_of(piece)
            if isinstance(piece, Problem) and (name == container or name in self.here):
                broken |= name == container
                yield Found(piece, whole=True)
            elif name not in self.here:
                self.here.add(name)
                yield Found(piece)
        if not broken:
            self.closed.discard(container)

    def is_gone(self, source: str) -> bool | None:
        """Whether a source that was there once is gone: True if it was not met where this looked for it; None where this did not look, or
        could not."""
        if source in self.here:
            return False
        above = set(_above(source))
        looked = source in self.looked or above & self.looked
        return True if looked and not above & self.closed else None


def _by_name(sources: Sequence[str]) -> tuple[list[str], list[str]]:
    """The first source of each name that reports give, and the names that others have too: of URLs no password is shown."""
    first: dict[str, str] = {}
    twice = [name for source in sources if first.setdefault(name := visible_name(source), source) is not source]
    return [*first.values()], twice


def _above(source: str) -> Iterator[str]:
    """The folders, archives and files of records that a source may lie in, by its name."""
    if not os.path.isabs(source) and not is_url(source) and ".." not in PART.split(source):
        yield "."
    yield from (source[: part.start()] for part in PART.finditer(source))


def _tidied(path: str) -> str:
    """A path without what changes nothing: "./inbox//a.txt" is inbox/a.txt. An article that is named now so and now so must not
    be in the database twice."""
    file = file_of(path)
    if not file or is_url(file) or file.startswith("//"):
        return path
    short = "/" * file.startswith("/") + "/".join(part for part in file.split("/") if part not in ("", ".")) or "."
    return path if short == STDIN else short + path[len(file) :]


def _file_or_problem(item: str | Problem) -> str | Problem:
    """A source as it is, but for a pipe or device: it gives its text once, or never, and nobody would know what it waits for."""
    if isinstance(item, Problem) or is_url(item) or not os.path.exists(item) or os.path.isfile(item):
        return item
    return Problem(visible_name(item), "is a pipe or device, expected a file", "save it as a file, or let quoth analyze read it")


def _can_be_listed(path: str) -> bool:
    try:
        with os.scandir(os.path.join(path, ".")):  # and entered
            return True
    except (OSError, ValueError):
        return False
