"""Complaints as values: where, what is wrong, what to do next; and the exit codes."""

from enum import IntEnum

import msgspec


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    SOME_UNREAD = 1
    USAGE = 2
    RULES = 3
    BUSY = 75  # EX_TEMPFAIL of sysexits.h: mail programs and cron wrappers know it as "try again later"
    INTERRUPTED = 130


class Problem(msgspec.Struct, frozen=True, order=True):
    """One complaint. ``where`` is a path, or ``file:line:column`` (both counted from 1)."""

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" ({self.hint})" if self.hint else "")


class InputError(Exception):
    """A document that cannot be read; the run goes on without it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class RulesError(Exception):
    """Rules that cannot be used, with every problem found in them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class MissingExtra(Exception):
    """A package that is not installed, which only some users need."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(what, package, extra)  # as they are, so that it can travel between processes
        self.problem = Problem(what, f"needs {package}, which is not installed", f"pip install 'quoth[{extra}]'")

    def __str__(self) -> str:
        return str(self.problem)


class StoreError(Exception):
    """A database that cannot be read or written; what it held is whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class StoreBusy(StoreError):
    """A database that another run is writing to."""


class ClusterError(Exception):
    """A cluster that is not there or cannot go on; what was written is whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
