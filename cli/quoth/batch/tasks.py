"""What a process of a batch run does: read one article, and analyse it if it is not known already."""

import os
import stat
import time
from functools import partial
from typing import Literal

import msgspec

from quoth.batch.near_duplicates import minhash
from quoth.errors import Problem
from quoth.model import Article, Document
from quoth.reading.formats import DEFAULTS, RawArticle, ReadOptions
from quoth.reading.urls import is_url
from quoth.rulebook.rules import RuleBook
from quoth.running.parallel import Job
from quoth.running.runner import engine_for, engine_of, fetch, fetch_raw, given_up, is_pipe, name_of, outcome, unforeseen

RESTING = 2.0
"""Seconds for which a file must have lain untouched: clocks of file systems are coarse, so a younger one could be changed
again without a sign of it."""


class Task(msgspec.Struct, frozen=True, array_like=True):
    """An article to be read: its source, or, where it was taken from an archive or a file of records, its bytes or what is
    wrong with it. ``done`` and ``failed`` are the digests for which there is a report, or an error, that would only be made
    again; articles dated before ``since`` are passed over. A problem of no one article (``whole``) is told, not recorded."""

    work: str | RawArticle | Problem
    options: ReadOptions = DEFAULTS
    whole: bool = False
    stamp: str | None = None
    done: str | None = None
    failed: str | None = None
    since: str | None = None

    @property
    def source(self) -> str:
        """As reports have it."""
        return name_of(self.work)


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What came of a task: a report (done) or a problem (failed; unread, if it is of no one article), both new; or neither,
    because nothing would have changed (same, failed-before) or the article is too old (passed). ``source`` is as reports have it."""

    state: Literal["done", "failed", "unread", "same", "failed-before", "passed"]
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
    return Job(partial(perform_encoded, book.digest), _died, engine_for, book)


def decode(result: bytes) -> Result:
    """The result that travelled."""
    return DECODER.decode(result)


def look(task: Task) -> Result | Article:
    """Read a task's article: the article if it has to be analysed, else what comes of it without. Raises nothing."""
    raw = fetch_raw(task.work, task.options)
    if isinstance(raw, Problem):
        return Result("unread" if task.whole else "failed", task.source, problem=raw)
    if raw.digest == task.done:
        return Result("same", raw.source, raw.digest, task.stamp)
    if raw.digest == task.failed:
        return Result("failed-before", raw.source, raw.digest)
    article = fetch(raw)
    if isinstance(article, Problem):
        return Result("failed", raw.source, raw.digest, problem=article)
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


def died(task: Task, late: float = 0.0) -> Result:
    """What comes of a task whose process died of it, or that was given up after ``late`` seconds. It has the digest of the
    bytes, so that they are not tried night after night: to read them is safe where to analyse them was not. Raises nothing."""
    what, hint = "the process that analysed it died", "it may need more memory than there is: try it alone, with quoth analyze"
    raw = None if _may_wait(task.work, late) else fetch_raw(task.work, task.options)
    digest = raw.digest if isinstance(raw, RawArticle) else None
    problem = given_up(task.source, late) if late else Problem(task.source, what, hint)
    return Result("failed", task.source, digest, problem=problem)


def _may_wait(work: str | RawArticle | Problem, late: float) -> bool:
    """Whether it might keep us waiting for ever: a pipe, or what is far away and was late already."""
    return isinstance(work, str) and (is_pipe(work) or (late > 0 and is_url(work)))


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


def taken_along(task: Task) -> Task:
    """The task with its article's bytes, where these lie on this machine and another is to do it."""
    if isinstance(task.work, str) and not is_url(task.work):
        return msgspec.structs.replace(task, work=fetch_raw(task.work, task.options))
    return task


def size_of(task: Task) -> int:
    """The bytes of its article that it holds."""
    return len(task.work.data) if isinstance(task.work, RawArticle) else 0


def perform_encoded(digest: str, task: Task) -> bytes:
    """What `perform` gives, as it travels. Raises nothing for what a source holds."""
    try:
        return ENCODER.encode(perform(task, digest))
    except Exception as error:
        return ENCODER.encode(Result("failed", task.source, problem=unforeseen(task.source, error)))


def _died(task: Task, late: float) -> bytes:
    return ENCODER.encode(died(task, late))
