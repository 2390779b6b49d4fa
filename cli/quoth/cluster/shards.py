"""What a worker of a cluster does: a piece of the articles, from their bytes to the files that hold their reports.

Doing a piece twice leaves what doing it once leaves, also if the first time was cut off at any place, or both went on at once.
"""

from hashlib import blake2b

import msgspec

from quoth.batch.tasks import Result, Task, died, perform
from quoth.errors import Problem
from quoth.model import Document
from quoth.reading.formats import ReadOptions
from quoth.release import version
from quoth.storage.dataset import Entry, Failure, Folder, Form, Note


class Piece(msgspec.Struct, frozen=True):
    """Articles to be done together. ``folder`` and ``form`` say where to and how; ``maker`` is who does it (`maker_of`), in which
    ``run``; ``again`` says to do also what is known; ``retry``, what failed before; those whose source is in ``lost`` have cost workers
    their life and are not analysed."""

    id: str
    folder: str
    form: Form
    maker: str
    run: str
    tasks: list[Task]
    again: bool = False
    retry: bool = False
    lost: frozenset[str] = frozenset()


class Made(msgspec.Struct, frozen=True):
    """What came of a piece: a result for each of its tasks, without their reports, and which problems among them were not known."""

    results: list[Result]
    news: list[Problem]


def maker_of(rules: str, reading: ReadOptions) -> str:
    """This quoth with rules of this digest, reading so."""
    return blake2b(msgspec.json.encode((version(), rules, reading.shaping())), digest_size=8).hexdigest()


def piece_id(sources: list[str]) -> str:
    """What a new piece is called: 32 hexadecimal digits, the same for the same sources."""
    return blake2b("\0".join(sources).encode(), digest_size=16).hexdigest()


def do_piece(piece: Piece, rules: str) -> Made:
    """Do a piece with the engine made ready for the rules of this digest. Raises OSError where the folder cannot be read or written, or is
    another run's by now."""
    folder = Folder(piece.folder)
    before = folder.note(piece.id)
    known = before.articles if before else {}
    results = [_result(task, known.get(task.source, Entry()), piece, rules) for task in piece.tasks]
    entries = {result.source: _entry(result, known.get(result.source, Entry()), piece) for result in results}
    after = {source: entry for source, entry in {**known, **entries}.items() if entry != Entry()}
    made = [result.document for result in results if result.document]
    if not folder.is_of(piece.run):
        raise OSError("this worker does not see it, or another run has begun to write to it")
    if made or after != known or piece.again:
        documents = _kept(folder, piece.id, before, made)
        folder.write(piece.id, _founded(after, documents), documents, piece.form, before)
    return Made([_told(result, entries[result.source], piece.run) for result in results], _news(results, entries, piece.run))


def try_alone(task: Task, rules: str) -> bool:
    """Do one article for no other reason than to see whether its worker lives."""
    perform(task, rules)
    return True


def _result(task: Task, known: Entry, piece: Piece, rules: str) -> Result:
    if task.source in piece.lost:
        return died(task)
    done = known.digest if known.maker == piece.maker and not piece.again else None
    failure = known.failure
    failed = failure.digest if failure and failure.maker == piece.maker and not piece.retry else None
    return perform(msgspec.structs.replace(task, done=done, failed=failed), rules)


def _entry(result: Result, known: Entry, piece: Piece) -> Entry:
    """What is to be noted of a result. An earlier report stays where the article cannot be done any more."""
    match result.state:
        case "done":
            return Entry(result.digest, piece.maker, piece.run)
        case "same":
            return Entry(known.digest, known.maker, known.run)
        case "failed" if result.problem:
            failure = Failure(result.problem.what, result.problem.hint, result.digest, piece.maker, piece.run)
            return msgspec.structs.replace(known, failure=known.failure if _is(failure, known.failure) else failure)
        case _:
            return known


def _is(one: Failure, other: Failure | None) -> bool:
    """Whether two failures are the same but for the run."""
    return other is not None and one == msgspec.structs.replace(other, run=one.run)


def _told(result: Result, entry: Entry, run: str) -> Result:
    """A result for who counts, without the report. What this very run did before a worker was lost is not what was known before."""
    state = result.state
    if state == "same" and entry.run == run:
        state = "done"
    return Result(state, result.source, result.digest)


def _news(results: list[Result], entries: dict[str, Entry], run: str) -> list[Problem]:
    """The failures that no earlier run has met."""
    found = []
    for result in results:
        failure = entries[result.source].failure
        if failure and result.state in ("failed", "failed-before") and failure.run == run:
            found.append(Problem(result.source, failure.what, failure.hint))
    return found


def _founded(entries: dict[str, Entry], documents: list[Document]) -> dict[str, Entry]:
    """The entries, without the claim to a report that is not there any more."""
    there = {document.source for document in documents}
    return {s: entry if s in there else msgspec.structs.replace(entry, digest=None, maker=None) for s, entry in entries.items()}


def _kept(folder: Folder, piece: str, before: Note | None, made: list[Document]) -> list[Document]:
    """The reports that a piece holds, the new ones in the place of the old."""
    new = {document.source for document in made}
    return [*made, *(old for old in (folder.documents(piece, before) if before else ()) if old.source not in new)]
