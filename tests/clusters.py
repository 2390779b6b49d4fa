"""A real cluster on this machine: a scheduler and two workers, each a process of its own, and articles that kill workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from distributed import Client

import quoth

POISON = "POISON"
"""A word that kills every worker that reads it."""
ONCE = "LAST STAND"
"""Words that kill the first worker that reads them."""
PRELOAD = f"""
import os, signal
from pathlib import Path
import quoth.running.runner

def perilous(article, engine, analyze=quoth.running.runner.analyze):  # dask may load this twice
    stood = Path(os.environ["STOOD"])
    if {POISON!r} in article.text or ({ONCE!r} in article.text and not stood.exists()):
        stood.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return analyze(article, engine)

quoth.running.runner.analyze = perilous
"""
PATIENCE = 60


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of its scheduler. A worker that dies is replaced; a task may lose two."""
    (folder / "peril.py").write_text(PRELOAD, encoding="utf-8")
    where = folder / "scheduler.json"
    scheduler = _start(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where))
    crew = None
    try:
        _wait_for(where)
        if workers:
            crew = _start(
                folder, "worker", "--scheduler-file", str(where), "--host", "127.0.0.1", "--nworkers", str(workers), "--nthreads", "1",
                "--preload", str(folder / "peril.py"), "--local-directory", str(folder / "scratch"),
            )  # fmt: skip
        with Client(scheduler_file=str(where), set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE) if workers else None
            address = client.scheduler.address
        yield address
    finally:
        for process in filter(None, (crew, scheduler)):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(quoth.__file__).parents[1]),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__SCHEDULER__LOCKS__LEASE_VALIDATION_INTERVAL": "1s",
        "STOOD": str(folder / "stood"),
    }
    with open(folder / f"{arguments[0]}.log", "wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def _wait_for(path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end, "the scheduler does not start"
        time.sleep(0.05)


def worker_processes(address: str) -> list[int]:
    """The process ids of a cluster's workers."""
    with Client(address, set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


def scheduler_process(address: str) -> int:
    """The process id of a cluster's scheduler."""
    with Client(address, set_as_default=False) as client:
        return int(client.run_on_scheduler(os.getpid))
