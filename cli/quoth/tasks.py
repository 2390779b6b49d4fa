"""What a process of a batch run does: read one article, and analyse it if it is not known already."""

import hashlib
import os
import stat
import time
from contextlib import suppress
from functools import partial
from typing import Literal

import msgspec

from .errors import Problem
from .model import Article, Document
from .parallel import Job
from .rules import RuleBook
from .run import engine_for, engine_of, fetch, outcome
from .twins import minhash

RESTING = 2.0
"""Seconds for which a file must have lain untouched: clocks of file systems are coarse, so a younger one could be changed
again without a sign of it."""


class Task(msgspec.Struct, frozen=True, array_like=True):
    """A source to be read. ``done`` and ``failed`` are the digests for which there is a report, or an error, that
    would only be made again; articles dated before ``since`` are passed over."""

    source: str
    stamp: str | None = None
    done: str | None = None
    failed: str | None = None
    since: str | None = None


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What came of a task: a report (done) or a problem (failed), both new; or neither, because nothing would have
    changed (same, failed-before) or the article is too old (passed). ``source`` is as reports have it."""

    state: Literal["done", "failed", "same", "failed-before", "passed"]
    source: str
    digest: str | None = None
    stamp: str | None = None
    document: Document | None = None
    minhash: bytes = b""
    problem: Problem | None = None


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(Result)


def job(book: RuleBook) -> Job[Task, bytes]:
    """Tasks for `ordered_map`. Results travel as msgpack, which takes a fraction of the time that pickled structs take.
    Raises RulesError for rules that do not compile."""
    engine_for(book)
    return Job(partial(_perform_encoded, book.digest), _died, engine_for, book)


def decode(result: bytes) -> Result:
    """The result that travelled."""
    return DECODER.decode(result)


def look(task: Task) -> Result | Article:
    """Read a task's source: the article if it has to be analysed, else what comes of it without. Raises nothing."""
    article = fetch(task.source)
    if isinstance(article, Problem):
        return Result("failed", key_of(task.source), problem=article)
    if article.digest == task.done:
        return Result("same", article.source, article.digest, task.stamp)
    if article.digest == task.failed:
        return Result("failed-before", article.source, article.digest)
    if task.since and article.date and article.date < task.since:
        return Result("passed", article.source)
    return article


def perform(task: Task, digest: str) -> Result:
    """Do a task with the engine made ready for the rules of this digest. Raises nothing for what a source holds."""
    article = look(task)
    if isinstance(article, Result):
        return article
    report = outcome(article, engine_of(digest))
    if isinstance(report, Problem):
        return Result("failed", article.source, article.digest, problem=report)
    return Result("done", article.source, article.digest, task.stamp, report, minhash(article.text))


def stamp_of(source: str) -> str | None:
    """What changes whenever a file does: its size, the times of its last changes, its place on the disk. None for what is no
    plain file of its own, or was changed so lately that the times might not show the next change."""
    try:
        status = os.stat(source)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode) or time.time() - max(status.st_mtime, status.st_ctime) < RESTING:
        return None
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def key_of(source: str) -> str:
    r"""The source as reports and the database have it: bytes of a name that are not UTF-8 as ``\xNN``."""
    return source.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _perform_encoded(digest: str, task: Task) -> bytes:
    return ENCODER.encode(perform(task, digest))


def _died(task: Task) -> bytes:
    """Told with the digest, so that it is not tried night after night: reading the bytes is safe where analysing them was not."""
    what, hint = "the process that analysed it died", "it may need more memory than there is: try it alone, with quoth analyze"
    digest = None
    if os.path.isfile(task.source):  # a pipe would keep us waiting
        with suppress(OSError), open(task.source, "rb") as file:
            digest = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    return ENCODER.encode(Result("failed", key_of(task.source), digest, problem=Problem(key_of(task.source), what, hint)))
