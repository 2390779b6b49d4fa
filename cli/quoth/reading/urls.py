"""Files to be read at URLs such as s3://, gs:// and memory://, by fsspec, which is imported at first use, and only for URLs that the
user named."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

from quoth.errors import InputError, MissingExtra, Problem
from quoth.reading.formats import ReadOptions, unreadable, visible_name

URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
HEAD = 4_096
"""Bytes that tell what a file is."""
WEB = frozenset({"http", "https"})


def is_url(path: str) -> bool:
    """Whether a path is a URL, and not the name of a file."""
    return URL.match(path) is not None


def find(url: str, options: ReadOptions, is_article: Callable[[str, Callable[[], bytes]], bool]) -> Iterator[str]:
    """The URLs of the articles below a folder, in the order of their names, hidden ones left out; or the URL itself. The web has no
    folders. ``is_article`` is asked of a name, with what gives the beginning of the file. Raises InputError."""
    scheme = _scheme(url)
    with _told(url):
        system, path = _open_system(url, options)
        if scheme in WEB or not system.isdir(path):
            yield url
            return
        for name in sorted(system.find(path)):
            inside = name[len(path) :].strip("/")
            hidden = any(part.startswith(".") for part in inside.split("/"))
            if not hidden and is_article(inside, partial(system.head, name, HEAD)):
                yield system.unstrip_protocol(name)


def open_url(url: str, options: ReadOptions) -> BinaryIO:
    """A file at a URL, to be read. Raises InputError."""
    with _told(url):
        system, path = _open_system(url, options)
        return io.BufferedReader(_Told(system.open(path, "rb"), url))


class _Told(io.RawIOBase):
    """A file that tells whatever goes wrong while it is read as an InputError."""

    def __init__(self, file: BinaryIO, url: str) -> None:
        super().__init__()
        self._file = file
        self._url = url

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _told(self._url):
            return self._file.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override, unused-ignore]
        with _told(self._url):
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _scheme(url: str) -> str:
    match = URL.match(url)
    return match[1].lower() if match else ""


def _open_system(url: str, options: ReadOptions) -> tuple[Any, str]:
    """The store that a URL names, and the path in it."""
    scheme = _scheme(url)
    if scheme in WEB and not options.allow_http:
        raise InputError(Problem(visible_name(url), f"{scheme}:// is not read unless it is asked for", "add --allow-http"))
    if "::" in url:
        raise InputError(Problem(visible_name(url), "a chain of URLs is not read", "name the file itself"))
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(MissingExtra(visible_name(url), "fsspec", "remote").problem) from error
    system, path = url_to_fs(url)
    return system, path


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Tell whatever goes wrong as an InputError: each store has exceptions of its own."""
    where = visible_name(url)
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(Problem(where, "not there, or not to be reached", "check the URL")) from error
    except OSError as error:
        raise InputError(unreadable(url, error)) from error
    except ImportError as error:
        raise InputError(Problem(where, f"cannot be read: {error}", "pip install what it names")) from error
    except Exception as error:
        raise InputError(Problem(where, f"cannot be read: {type(error).__name__}: {error}", "check the URL and who may read it")) from error
