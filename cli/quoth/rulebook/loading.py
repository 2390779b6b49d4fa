"""Folders of YAML -> RuleBook, with every problem at once as file:line:column, or from the cache if nothing changed."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoth.errors import Problem, RulesError
from quoth.rulebook import cache
from quoth.rulebook.files import RuleFile
from quoth.rulebook.rules import RuleBook

MAX_BYTES = 4_000_000
SUFFIX = ".yaml"


def builtin_folder() -> Path:
    """The rules that quoth brings: `rules` inside the installed package, else the checkout's."""
    package = Path(__file__).parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parents[1] / "rules"


def load_rules(layers: Sequence[Path]) -> RuleBook:
    """The book of all layers (folders, or single .yaml files), the built-in one first, then users' own in order.

    Raises RulesError with every problem found. How layers combine is told in `layers`.
    """
    problems: list[Problem] = []
    files = list(_read_layers(layers, problems))
    digest = _digest(files)
    book = None if problems else cache.fetch(digest, layers)
    if book is None:
        from quoth.rulebook.layers import make_book  # noqa: PLC0415  (importing yaml takes longer than fetching the book)

        book = make_book(files, digest, problems)
        if problems:
            raise RulesError(problems)
        cache.store(book, layers)
    return book


def known_rules(layers: Sequence[Path]) -> RuleBook:
    """What of all layers can be used where `load_rules` finds problems: none of it if a file or list of rules is lost."""
    from quoth.rulebook.layers import make_book  # noqa: PLC0415  (as above)

    problems: list[Problem] = []
    files = list(_read_layers(layers, problems))
    return make_book(files, _digest(files), problems)


def _digest(files: Sequence[RuleFile]) -> str:
    state = hashlib.sha256()
    for file in files:
        state.update(f"{file.layer} {len(file.data)} ".encode() + os.fsencode(file.name) + b"\0")
        state.update(file.data)
    return f"sha256:{state.hexdigest()}"


def _read_layers(layers: Sequence[Path], problems: list[Problem]) -> Iterator[RuleFile]:
    for number, layer in enumerate(layers):
        for name, path in _paths_in(layer, problems):
            try:
                yield RuleFile(number, name, str(path), _read(path))
            except OSError as error:
                problems.append(Problem(str(path), f"cannot be read: {error.strerror or error}", "mend it or move it away"))
            except _Refused as refusal:
                problems.append(refusal.args[0])


class _Refused(Exception):
    """A file that is not read, with the Problem that says why."""


def _read(path: Path) -> bytes:
    """The bytes of a file. A pipe or device is refused before it is opened, because opening one can block."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise _Refused(Problem(str(path), "not a plain file", "rules are read from plain files only"))
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _Refused(Problem(str(path), f"the file has more than {MAX_BYTES:,} bytes", "split it into smaller files"))
    return data


def _paths_in(layer: Path, problems: list[Problem]) -> list[tuple[str, Path]]:
    """The rule files of a layer with their paths in it, sorted by these; links to folders and names that begin with
    a period are passed over."""
    if not os.path.lexists(layer):
        problems.append(Problem(str(layer), "no such folder", "name a folder that holds .yaml files"))
        return []
    if not layer.is_dir():
        if layer.suffix != SUFFIX:
            problems.append(Problem(str(layer), "neither a folder nor a .yaml file", "name a folder that holds .yaml files"))
            return []
        return [(layer.name, layer)]
    found: list[tuple[str, Path]] = []
    unread = len(problems)

    def note(error: OSError) -> None:
        problems.append(Problem(str(error.filename), f"cannot be read: {error.strerror}", "mend it or move it away"))

    for folder, folders, names in os.walk(layer, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(folder, name) for name in names if name.endswith(SUFFIX) and not name.startswith(".")]
        found += [(path.relative_to(layer).as_posix(), path) for path in paths]
    if not found and len(problems) == unread:
        problems.append(Problem(str(layer), "no rules here", "a folder of rules holds at least one .yaml file"))
    return sorted(found)
