"""How fast a batch run is, what it takes, and that runs that are killed lose nothing; a part of tests.bench.

python -m tests.bench batch                   20,000 articles, about ten million words: half an hour
ARTICLES=3000 python -m tests.bench batch     fewer
"""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.databases import children, contents, killed_at_random, start
from tests.newsroom import COUNT, generate, original_of

from quoth.analysis.pipeline import Engine

KILLS = 20
VIEWS = ("statements_with_names", "dyads_by_day", "relations_by_pair", "speakers", "problems")


def batch(_: Engine) -> None:
    """Everything about batch runs, over articles made for it."""
    count = int(os.environ.get("ARTICLES", COUNT))
    with TemporaryDirectory() as folder:
        here = Path(folder)
        words = generate(here / "news", count)
        print(f"batch: {count:,} articles, {words:,} words")
        took = _speed(here, words)
        _unchanged(here, took)
        _database(here, count)
        _copies(here)
        _kills(here, took)


def _speed(here: Path, words: int) -> float:
    """Words a second; returns the seconds of a run with two processes."""
    news = os.fspath(here / "news")
    alone, used, _ = timed(["analyze", news, "--jobs", "1", "--output", os.fspath(here / "reports.jsonl")])
    print(f"  analyze, 1 process: {words / alone:,.0f} words a second, {used:.0f} s of processor")
    for jobs in (1, 2):
        took, used, most = timed(["batch", news, "--db", os.fspath(here / f"{jobs}.db"), "--jobs", str(jobs), "--quiet"])
        print(f"  batch, {jobs} jobs: {words / took:,.0f} words a second, {alone / took:.2f} times analyze, {used:.0f} s of processor")
        print(f"    {most[0]:.0f} MB at most in all processes, {most[1]:.0f} MB with what they share counted once")
    same = contents(here / "1.db") == contents(here / "2.db")
    print(f"  the databases of 1 and 2 jobs are {'the same' if same else 'NOT THE SAME'}")
    return took


def _unchanged(here: Path, first: float) -> None:
    took, *_ = timed(["batch", os.fspath(here / "news"), "--db", os.fspath(here / "2.db"), "--quiet"])
    print(f"  batch again, nothing changed: {took:.2f} s, {took / first:.1%} of the first")


def _database(here: Path, count: int) -> None:
    """The file's size, and how long it takes to go through each view and through all reports."""
    print(f"  database: {(here / '2.db').stat().st_size / count / 1024:.1f} KiB an article")
    with closing(sqlite3.connect(here / "2.db")) as db:
        for view in VIEWS:
            begin = time.perf_counter()
            rows = sum(1 for _ in db.execute(f"SELECT * FROM {view}"))
            print(f"    {view}: {rows:,} rows in {time.perf_counter() - begin:.2f} s")
    took, *_ = timed(["query", "--db", os.fspath(here / "2.db"), "--output", os.fspath(here / "again.jsonl")])
    same = (here / "again.jsonl").read_bytes() == (here / "reports.jsonl").read_bytes()
    print(f"    quoth query: all reports in {took:.1f} s, {'the same' if same else 'NOT THE SAME'} as from analyze")


def _copies(here: Path) -> None:
    """Which copies were found, of those that the articles' numbers tell of."""
    with closing(sqlite3.connect(here / "2.db")) as db:
        rows = db.execute("SELECT d.source, coalesce(o.source, d.source) FROM documents AS d LEFT JOIN documents AS o ON o.id = d.copy_of")
        first = {_number(source): _number(original) for source, original in rows}
    made = {number for number in first if original_of(number) != number}
    # The first of a group is whichever was read first, so what counts is whether they fell into one group.
    found = sum(first[number] == first[original_of(number)] for number in made)
    strange = sum(first[number] != number and original_of(number) != original_of(first[number]) for number in first)
    print(f"  copies: {found:,} of {len(made):,} linked to their originals, {strange:,} linked to others")


def _number(source: str) -> int:
    return int(Path(source).stem[-6:])


def _kills(here: Path, took: float) -> None:
    """Kill -9 at random moments, then a run to the end, against the run that nobody disturbed."""
    arguments = ["batch", os.fspath(here / "news"), "--db", os.fspath(here / "killed.db"), "--jobs", "2", "--quiet"]
    hit = killed_at_random(arguments, KILLS, took / 9, Random(0))
    timed(arguments)
    same = contents(here / "killed.db") == contents(here / "2.db")
    print(f"  killed {hit} times: the database is {'the same, row by row' if same else 'NOT THE SAME'}")


def timed(arguments: Sequence[str]) -> tuple[float, float, tuple[float, float]]:
    """The seconds that a command of quoth's takes, those of processors, which other work on the machine changes less, and the most
    memory of its processes together."""
    begin, before = time.perf_counter(), _processor()
    most = (0.0, 0.0)
    with start(arguments) as process:
        while True:
            with suppress(subprocess.TimeoutExpired):
                if process.wait(0.25):
                    sys.exit(f"quoth {' '.join(arguments)} failed")
                return time.perf_counter() - begin, _processor() - before, most
            family = [process.pid, *children(process.pid)]
            most = max(most[0], sum(map(_resident, family))), max(most[1], sum(map(_shared_once, family)))


def _processor() -> float:
    """The seconds of processors that finished processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(pid: int) -> float:
    """The memory of a process, in MB (Linux)."""
    return _megabytes(Path(f"/proc/{pid}/status"), "VmRSS:")


def _shared_once(pid: int) -> float:
    """The same, where memory that processes share is divided among them."""
    return _megabytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def _megabytes(path: Path, key: str) -> float:
    with suppress(OSError, StopIteration):
        return next(int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith(key)) / 1024
    return 0.0
