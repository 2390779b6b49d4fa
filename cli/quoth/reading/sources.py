"""Find the articles that a command names, and read them: files, folders, archives, records, URLs or ``-`` -> Articles."""

import io
import os
import re
import stat
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from typing import BinaryIO, cast

from quoth.errors import InputError, Problem
from quoth.model import Article
from quoth.reading import archives, urls
from quoth.reading.articles import make_article
from quoth.reading.compression import DAMAGED, forwards, read_whole, unpack, why
from quoth.reading.formats import (
    DEFAULTS,
    EXPECTED,
    RECORDS,
    STDIN,
    InputFormat,
    RawArticle,
    ReadOptions,
    is_excluded,
    real_name,
    sha256,
    sort_of,
    unreadable,
    valid_text,
    visible_name,
)
from quoth.reading.records import holds_articles, is_report, read_records
from quoth.reading.reports import PEEK

MAX_TOLD = 20
"""Problems that are told of one archive or file of records; of the rest, their number."""

JSON = re.compile(r"\.json\Z", re.IGNORECASE)
"""Of all endings of records, the one that files with anything in them have."""
INSIDE = re.compile("[!#:]")
"""What stands between the name of a file and that of a member or record in it."""


# ---- which files ----------------------------------------------------------------------------


def find_sources(paths: Sequence[str], options: ReadOptions = DEFAULTS) -> Iterator[str | Problem]:
    """The sources that ``paths`` name, each real file once, in the order of their names.

    A folder gives every file below it that has the ending of an article, an archive or records, without those hidden, those excluded,
    reports of quoth's own and what standard output and standard error go to; a file is taken whatever its ending, and so is a member or
    record by the name that reports give it; ``-`` stays. What cannot be found or listed, and a folder without articles, gives a Problem in
    its place. Raises nothing.
    """
    found: dict[str | Problem, str | Problem] = {}
    for path in paths:
        for item in _expand(path, options):
            found.setdefault(_identity(item), item)
    yield from sorted(found.values(), key=_order)


def _order(item: str | Problem) -> tuple[str, str]:
    return (item.where, item.what) if isinstance(item, Problem) else (visible_name(item), item)


def _identity(item: str | Problem) -> str | Problem:
    return item if isinstance(item, Problem) or item == STDIN or urls.is_url(item) else os.path.realpath(item)


def _expand(path: str, options: ReadOptions) -> Sequence[str | Problem]:
    if path == STDIN:
        return [path]
    if urls.is_url(path):
        return _expand_url(path, options)
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        if (real := real_name(path)) != path and os.path.lexists(real):
            return _expand(real, options)  # the name that reports give
        return [path] if _container_of(path) else [unreadable(path, error)]
    return (list(_walk(path, options)) or [_no_articles(path)]) if is_folder else [path]


def _expand_url(url: str, options: ReadOptions) -> Sequence[str | Problem]:
    try:
        return list(urls.find(url, options, partial(_is_article, options))) or [_no_articles(url)]
    except InputError as error:
        return [error.problem]


def _no_articles(where: str) -> Problem:
    return Problem(visible_name(where), f"no articles here: {EXPECTED}", "name a file itself to read it whatever its ending")


def _walk(folder: str, options: ReadOptions) -> Iterator[str | Problem]:
    """The articles below a folder. Each real folder is listed once, and links are followed last, so
    that files keep the names they have without the links. A queue: folders may nest deeply."""
    seen: set[tuple[int, int]] = set()
    written = _written()
    pending = deque([folder])
    while pending:
        here = pending.popleft()
        try:
            status = os.stat(here)
            entries = [] if (status.st_dev, status.st_ino) in seen else _list(here)
        except OSError as error:
            yield unreadable(here, error)
            continue
        seen.add((status.st_dev, status.st_ino))
        for path in entries:
            if os.path.isdir(path):
                (pending.append if os.path.islink(path) else pending.appendleft)(path)
            elif _is_file(path) and _is_article(options, path, partial(_head, path)) and _place(path) not in written:
                yield path


def _list(folder: str) -> list[str]:
    """The paths in a folder that are not hidden, links last, whatever the disk's order. Raises OSError."""
    os.stat(os.path.join(folder, "."))  # where one may list but not enter, all that is in it would look like broken links
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if not name.startswith(".")]
    return sorted(paths, key=lambda path: (os.path.islink(path), path))


def _written() -> set[tuple[int, int]]:
    """The files that the shell sends output to, as `quoth analyze . > reports.jsonl` does it in the folder that is read."""
    return {place for descriptor in (1, 2) if (place := _place(descriptor))}


def _place(file: str | int) -> tuple[int, int] | None:
    """What file it is, by whatever name, as device and number; None where it is none."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _is_file(path: str) -> bool:
    """A broken link counts: that it cannot be read must be said. Pipes and devices do not."""
    return os.path.isfile(path) or not os.path.exists(path)


def _head(path: str) -> bytes:
    """How a file begins; of one that cannot be read, nothing: reading it will say so."""
    try:
        with open(path, "rb") as file:
            return file.read(urls.HEAD)
    except OSError:
        return b""


def _is_article(options: ReadOptions, name: str, head: Callable[[], bytes]) -> bool:
    """Whether a file in a folder is to be read, by its name, and by its beginning if it might be a report of quoth's own."""
    sort = sort_of(name)
    if sort.form is None or is_excluded(name, options):
        return False
    if sort.form not in RECORDS:
        return True
    try:
        start = _unpacked(head(), sort.packing, name)
        return not is_report(start[:PEEK]) and (not JSON.search(name) or holds_articles(start, options.text_field))
    except DAMAGED:
        return True


def _unpacked(head: bytes, packing: str, name: str) -> bytes:
    """How a file begins whose first bytes these are, as far as they can be unpacked. Raises what damaged data raise."""
    stream = unpack(io.BytesIO(head), packing, name)
    return head if not packing else stream.read(PEEK)


def file_of(source: str) -> str:
    """The file in which a source lies: itself, or that of which it is a part."""
    return _container_of(source) or source


def _container_of(source: str) -> str | None:
    """The archive or file of records of which a source names a part (``day.zip!a.txt``, ``news.jsonl#id``, ``news.jsonl:7``), or None."""
    for mark in INSIDE.finditer(source):
        container = source[: mark.start()]
        if sort_of(container).holds_many and (urls.is_url(container) or os.path.isfile(container)):
            return None if os.path.isfile(source) else container
    return None


# ---- one article ----------------------------------------------------------------------------


def read_article(source: str, options: ReadOptions = DEFAULTS) -> Article:
    """Read the article that ``source`` names: a file, a URL, a member of an archive or a record by the name that reports give it, or
    standard input for ``-``.

    The text is the file decoded, without its byte order mark, newlines untouched, front matter replaced by as many spaces; or what was
    taken out of a page or record. It has no lone surrogates, nor has the article's source. The digest is that of the bytes, unpacked; of a
    record, of its line, or of the header and its row. Raises InputError for what cannot be opened, holds many articles, is empty, white
    space, binary, or over 100 MB.
    """
    return make_article(load(source, options))


def load(source: str, options: ReadOptions = DEFAULTS) -> RawArticle:
    """The bytes of the article that ``source`` names, with their digest, before they are decoded. Raises InputError."""
    if container := _container_of(source):
        return _load_part(source, container, options)
    where, sort = visible_name(source), sort_of(source, options.form)
    if sort.holds_many:
        name = "#ID" if sort.form in RECORDS else "!NAME"
        raise InputError(Problem(where, "holds many articles, expected one", f"name one of them: {where}{name}"))
    with _open(source, options) as file:
        try:
            data = read_whole(unpack(file, sort.packing, where), where)
        except DAMAGED as error:
            raise InputError(why(error, where)) from error
    return RawArticle(where, where, sort.form, data, sha256(data))


def _load_part(source: str, container: str, options: ReadOptions) -> RawArticle:
    where = visible_name(container) + valid_text(source[len(container) :])  # what follows the file is as reports give it
    for part in parts(container, options):
        if isinstance(part, RawArticle) and part.source == where:
            return part
        if isinstance(part, Problem) and part.where in (where, visible_name(container)):
            raise InputError(part)
    raise InputError(Problem(where, f"no such article in {visible_name(container)}", "quoth analyze gives their names"))


def _open(source: str, options: ReadOptions) -> AbstractContextManager[BinaryIO]:
    """Standard input is nothing where it is closed, or has nothing yet and would not wait."""
    if source == STDIN:
        return nullcontext(forwards(cast(io.BufferedIOBase, sys.stdin.buffer) if sys.stdin else io.BytesIO()))
    if urls.is_url(source):
        return urls.open_url(source, options)
    try:
        return open(source, "rb")
    except (OSError, ValueError) as error:
        raise InputError(unreadable(source, error)) from error


# ---- many articles --------------------------------------------------------------------------


def parts(source: str, options: ReadOptions = DEFAULTS) -> Iterator[str | RawArticle | Problem]:
    """What a source holds, in its order: itself, if it is one article; the articles of an archive or of records, one at a time, and
    whatever is wrong with one of them. Raises nothing for what the source holds."""
    if not holds_many(source, options):
        yield source
        return
    try:
        with closing(_articles_in(source, options)) as found:
            yield from _told(found, visible_name(source))
    except InputError as error:
        yield error.problem
    except DAMAGED as error:
        yield why(error, visible_name(source))


def holds_many(source: str | Problem, options: ReadOptions = DEFAULTS) -> bool:
    """Whether a source is an archive or a file of records, by its name or as the options say."""
    return isinstance(source, str) and sort_of(source, options.form).holds_many and not _container_of(source)


def _articles_in(source: str, options: ReadOptions) -> Generator[RawArticle | Problem, None, None]:
    where, sort = visible_name(source), sort_of(source, options.form)
    with _open(source, options) as file:
        stream = unpack(file, sort.packing, where)
        if sort.form is InputFormat.ZIP:
            yield from archives.zip_members(stream, where, options)
        elif sort.form is InputFormat.TAR:
            yield from archives.tar_members(stream, where, options)
        elif sort.form:
            yield from read_records(stream, sort.form, where, os.path.basename(where), options)


def _told(found: Iterator[RawArticle | Problem], where: str) -> Iterator[RawArticle | Problem]:
    """All articles, and the first problems."""
    articles, problems = 0, 0
    for one in found:
        if isinstance(one, Problem):
            problems += 1
        else:
            articles += 1
        if problems <= MAX_TOLD or not isinstance(one, Problem):
            yield one
    if problems > MAX_TOLD:
        yield Problem(where, f"{problems - MAX_TOLD:,} more problems of this kind")
    if not articles and not problems:
        yield Problem(where, f"no articles in it: {EXPECTED}")
