"""Files to be written and read again in a folder or at a URL, by fsspec, which is imported at first use."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from quoth.errors import MissingExtra
from quoth.reading.formats import visible_name
from quoth.reading.urls import is_url
from quoth.reporting.output import OutputError, file_in

AT_ONCE = 16
"""Files read at a time: those of a store come over a network, one after the other would take long."""


class Storage:
    """The files below a folder or URL, by their paths in there, with ``/`` between the parts. Raises MissingExtra, and OSError for
    whatever goes wrong, also when it is used."""

    def __init__(self, place: str) -> None:
        try:
            from fsspec.core import url_to_fs
            from fsspec.implementations.local import LocalFileSystem
        except ImportError as error:
            raise MissingExtra(visible_name(place), "fsspec", "remote") from error
        if not place or "::" in place:
            raise OSError("expected a folder or the URL of one" + ", not a chain of URLs" * bool(place))
        with _as_os_error():
            self._system, self._root = url_to_fs(place if is_url(place) else f"file://{os.path.abspath(place)}")
        self._on_disk = isinstance(self._system, LocalFileSystem)

    @property
    def address(self) -> str:
        """The same for all ways in which the place may be named."""
        return f"file://{os.path.realpath(self._root)}" if self._on_disk else str(self._system.unstrip_protocol(self._root)).rstrip("/")

    def find(self) -> list[str]:
        """All files, in order; none where there is no folder yet. A folder that cannot be listed raises OSError, since what is in it
        would count as gone."""
        with _as_os_error():
            self._system.invalidate_cache()
            if self._on_disk:
                found = self._system.find(self._root, on_error="raise") if os.path.exists(self._root) else []
            else:
                found = self._system.find(self._root)
            return sorted(path[len(self._root) :].strip("/") for path in found)

    def get(self, path: str) -> bytes | None:
        """What a file holds; None if it is not there."""
        with _as_os_error():
            try:
                data: bytes = self._system.cat_file(self._at(path))
            except FileNotFoundError:
                return None
        return data

    def get_all(self, paths: Sequence[str]) -> list[bytes | None]:
        """What each of these holds."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self.get, paths))

    def put(self, path: str, data: bytes) -> None:
        """A file, whole or not at all: stores of objects show no other, and on a disk it is moved into place."""
        target = self._at(path)
        with _as_os_error():
            if not self._on_disk:
                self._system.pipe_file(target, data)
                return
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._stay_inside(target)
            with file_in(*os.path.split(target)) as out:
                out.write(data)

    def remove(self, path: str) -> None:
        """Remove a file if it is there."""
        with _as_os_error():
            try:
                if self._on_disk:
                    self._stay_inside(self._at(path))
                self._system.rm_file(self._at(path))
            except FileNotFoundError:
                return

    def _stay_inside(self, target: str) -> None:
        """Raises OSError for a file in a folder that is a link to somewhere else."""
        root, folder = os.path.realpath(self._root), os.path.realpath(os.path.dirname(target))
        if os.path.commonpath([root, folder]) != root:
            raise OSError(f"{os.path.dirname(target)} leads out of the folder by a link")

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Tell whatever goes wrong as an OSError: each store has exceptions of its own."""
    try:
        yield
    except OSError:
        raise
    except OutputError as error:
        cause: Any = error.__cause__
        raise cause from None
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
