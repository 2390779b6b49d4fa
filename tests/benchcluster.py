"""How fast a cluster is with two workers against one, and that a worker that is killed on the way changes nothing; a part of tests.bench.

python -m tests.bench cluster                   20,000 articles, about ten million words: a quarter of an hour
ARTICLES=3000 python -m tests.bench cluster     fewer
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory

from tests.benchbatch import timed
from tests.clusters import cluster, worker_processes
from tests.databases import start
from tests.newsroom import COUNT, generate

from quoth.analysis.pipeline import Engine

MILLION = 1_000_000


def on_cluster(_: Engine) -> None:
    """Everything about clusters, over articles made for it."""
    count = int(os.environ.get("ARTICLES", COUNT))
    with TemporaryDirectory() as folder:
        here = Path(folder)
        words = generate(here / "news", count)
        print(f"cluster: {count:,} articles, {words:,} words; scheduler, workers and the command on this machine")
        alone = _run(here, words, 1)
        both = _run(here, words, 2)
        print(f"  2 workers against 1: {alone / both:.2f} times as fast")
        hours, size = alone / count * MILLION / 3600, _size(here / "out2") / count * MILLION / 1e9
        print(f"  a million such articles, extrapolated: {hours:.1f} hours of one worker, {size:.1f} GB")
        _killed(here)


def _run(here: Path, words: int, workers: int) -> float:
    """The seconds of a run; what it and the next one take is printed."""
    (here / f"cluster{workers}").mkdir()
    with cluster(here / f"cluster{workers}", workers) as address:
        took, _, (most, _) = timed(_batch(here, address, f"out{workers}"))
        again, *_ = timed(_batch(here, address, f"out{workers}"))
    print(f"  {workers} worker{'s' * (workers > 1)}: {words / took:,.0f} words a second; the command takes {most:.0f} MB at most")
    print(f"    again, nothing changed: {again:.1f} s, {again / took:.1%} of the time")
    return took


def _killed(here: Path) -> None:
    """A run one of whose two workers is killed half-way, against the run before."""
    (here / "perilous").mkdir()
    with cluster(here / "perilous", 2) as address, start(_batch(here, address, "killed")) as process:
        while len(_files(here / "killed")) < len(_files(here / "out2")) / 2:
            with suppress(TimeoutExpired):
                sys.exit(f"the run ended before anybody was killed: {process.wait(0.2)}")
        victim = worker_processes(address)[0]
        os.kill(victim, signal.SIGKILL)
        begin = time.perf_counter()
        code = process.wait()
    more = time.perf_counter() - begin
    same = "the same" if _files(here / "killed") == _files(here / "out2") else "NOT THE SAME"
    print(f"  a worker killed half-way: exit {code} after {more:.0f} s more, reports {same}")


def _batch(here: Path, address: str, out: str) -> list[str]:
    return ["batch", str(here / "news"), "--engine", "dask", "--scheduler", address, "--out", str(here / out), "--quiet"]


def _files(folder: Path) -> dict[str, bytes]:
    """The files with reports; notes beside them tell which run did what."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in _paths(folder) if path.parent.name.startswith("date=")}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in _paths(folder))


def _paths(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
