"""A batch run on a cluster whose workers write the reports themselves: what is new or changed is done, piece by piece."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from uuid import uuid4

from msgspec import structs

from quoth.batch.batch import Complain, Request, Tally
from quoth.batch.inventory import Found, Intake
from quoth.batch.tasks import Task, size_of, taken_along
from quoth.cluster.client import Cluster, connected
from quoth.cluster.shards import Made, Piece, do_piece, maker_of, piece_id, try_alone
from quoth.errors import ClusterError, Problem
from quoth.reading.formats import RawArticle, visible_name
from quoth.reporting.serialization import progress_bar
from quoth.rulebook.rules import RuleBook
from quoth.running.runner import PROGRESS_FROM, name_of
from quoth.storage.dataset import Folder, Form, Note
from quoth.storage.parquet import need_pyarrow

TOGETHER = 250
"""Articles in a piece, at the most: two seconds of work, so a worker that is lost costs little, and what each piece costs the scheduler
is nothing beside it."""
BYTES = 1_000_000
"""Bytes of articles that travel with a new piece, about: pieces wait in the memory of the scheduler and the workers."""
HELD = 64_000_000
"""Bytes of changed articles that wait here for the rest of their pieces."""


def spread(request: Request, out: str, form: Form, book: RuleBook, complain: Complain) -> Tally:
    """Bring the folder or URL ``out`` up to date with the articles below the request's paths, on the cluster of its scheduler; `complain`
    is told of each problem that no earlier run has met. Raises what `cluster.connected` raises, StoreBusy if another run is writing to
    ``out``, ClusterError, and MissingExtra."""
    assert request.scheduler is not None
    if form == "parquet":
        need_pyarrow()
    try:
        folder = Folder(out)
        with connected(request.scheduler, book) as cluster, cluster.alone(folder.storage.address, wait=request.wait):
            run = _Run(request, folder, form, book, cluster, complain)
            run.go_through()
    except (OSError, ValueError) as error:
        hint = "mend that and run again: what was done so far is kept"
        raise ClusterError(Problem(visible_name(out), f"cannot be read or written: {error}", hint)) from error
    return run.tally


class _Held:
    """What the folder holds: for each source its piece, and the digest of the bytes with which there is nothing to do, or None."""

    def __init__(self, notes: dict[str, Note], broken: set[str], maker: str) -> None:
        self.broken = broken
        self.left = {piece: len(note.articles) for piece, note in notes.items()}
        """How many articles of each piece were not met yet."""
        self.of: dict[str, tuple[str, str | None]] = {}
        for piece, note in notes.items():
            for source, entry in note.articles.items():
                sound = entry.maker == maker and entry.failure is None and piece not in broken
                self.of[source] = (piece, entry.digest if sound else None)


class _Run:
    """The steps of a run, and what they share."""

    def __init__(self, request: Request, folder: Folder, form: Form, book: RuleBook, cluster: Cluster, complain: Complain) -> None:
        self.request = request
        self.form: Form = form
        self.place = folder.storage.address
        self.rules = book.digest
        self.cluster = cluster
        self.complain = complain
        self.tally = Tally()
        self.maker = maker_of(book.digest, request.reading)
        self.run = uuid4().hex
        folder.begin(self.run)
        notes, broken = folder.survey()
        for other in {note.form for note in notes.values()} - {form}:
            what, hint = f"holds reports as {other}", f"say --out-format {other}, or name another folder"
            raise ClusterError(Problem(visible_name(request.out or ""), what, hint))
        self.held = _Held(notes, broken, self.maker)
        self.intake = Intake(request.paths, request.reading)
        self.more = True
        for problem in self.intake.unread:
            self._tell(problem)

    def go_through(self) -> None:
        """Do what has to be done, in rounds: none has the same piece twice, so no two workers ever have it at the same time."""
        sources, many = len(self.intake.sources), self.intake.holds_many
        shown = self.request.bar and (many or sources >= PROGRESS_FROM)
        work = partial(do_piece, rules=self.rules)
        articles = iter(self.intake)
        with progress_bar(None if many else sources, shown=shown) as advance:
            while self.more:
                with closing(self.cluster.map(work, self._pieces(articles, advance))) as done:
                    for piece, made in done:
                        self._take(made or self._without_what_kills(piece), advance)
        self.tally.found = len(self.intake.here)

    def _tell(self, problem: Problem) -> None:
        self.tally.failed += 1
        self.tally.told += 1
        self.complain(problem)

    def _take(self, made: Made, advance: Callable[[], None]) -> None:
        for result in made.results:
            self.tally.add(result)
            advance()
        self.tally.told += len(made.news)
        for problem in made.news:
            self.complain(problem)

    def _without_what_kills(self, piece: Piece) -> Made:
        """Find the articles of which workers die, and do the piece without them."""
        tried = self.cluster.map_apart(partial(try_alone, rules=self.rules), piece.tasks)
        lost = frozenset(task.source for task, lived in tried if lived is None)
        for _, made in self.cluster.map(partial(do_piece, rules=self.rules), [structs.replace(piece, lost=lost)]):
            if made is not None:
                return made
        raise ClusterError(Problem(self.place, "one worker after the other dies", "look at their logs; have they memory enough?"))

    # ---- what has to be done -----------------------------------------------------------------

    def _pieces(self, articles: Iterator[Found], advance: Callable[[], None]) -> Iterator[Piece]:
        """What is new in new pieces, what may have changed in the pieces where it is. Articles that changed wait for the rest of their
        piece, files among them by their names alone; if too many wait, the round ends with them."""
        new: list[Task] = []
        changed: defaultdict[str, list[Task]] = defaultdict(list)
        size = waiting = 0
        self.more = False
        for found in articles:
            if isinstance(found.work, Problem) and found.whole:
                self._tell(found.work)
                continue
            task = taken_along(Task(found.work, self.request.reading, since=self.request.since))
            piece, done = self.held.of.get(name_of(found.work), (None, None))
            if piece is None:
                new.append(task)
                size += size_of(task)
                if len(new) == TOGETHER or size >= BYTES:
                    yield self._piece(None, new)
                    new, size = [], 0
                continue
            self.held.left[piece] -= 1
            if isinstance(task.work, RawArticle) and task.work.digest == done:
                self.tally.unchanged += 1
                advance()
            else:
                changed[piece].append(structs.replace(task, work=found.work))
                waiting += size_of(changed[piece][-1])
            if not self.held.left[piece] and piece in changed:
                waiting -= sum(map(size_of, changed[piece]))
                yield self._piece(piece, changed.pop(piece))
            if waiting > HELD:
                self.more = True
                break
        if new:
            yield self._piece(None, new)
        yield from (self._piece(piece, tasks) for piece, tasks in changed.items())

    def _piece(self, piece: str | None, tasks: Sequence[Task]) -> Piece:
        name = piece or piece_id([task.source for task in tasks])
        again = name in self.held.broken
        return Piece(name, self.place, self.form, self.maker, self.run, list(map(taken_along, tasks)), again, self.request.retry)
