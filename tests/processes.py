"""Processes that tests start: each with a limit, in a session of its own, and ended with all that it started, come what may."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import quoth

LIMIT = 120
"""Seconds that a process may take. Most take one."""
QUOTH = [sys.executable, "-m", "quoth"]
CODE = str(Path(quoth.__file__).parents[1])


def clean_environment(**more: str) -> dict[str, str]:
    """What a newcomer's shell has, and where this very quoth is. Variables such as PYTHONUNBUFFERED, which hide faults of manners, are not
    in it."""
    home = os.path.dirname(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": home, "PYTHONPATH": CODE, **more}


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A process, killed at the end with all of its group."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
            pipe.close()


def finished(
    command: Sequence[str], *, data: bytes = b"", env: Mapping[str, str] | None = None, **options: Any
) -> "subprocess.CompletedProcess[bytes]":
    """What comes of a command that is given ``data``; its output is kept, unless ``options`` send it elsewhere. Raises TimeoutExpired."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    with started(command, env=clean_environment() if env is None else env, **pipes) as process:
        out, err = process.communicate(data, timeout=LIMIT)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


STALL = "THIS STALLS WHOEVER ANALYSES IT."
"""A sentence of an article that never gets done."""
STALLING = f"""
import os, time
from pathlib import Path
import quoth.running.runner

def stalling(article, engine, analyze=quoth.running.runner.analyze):
    while {STALL!r} in article.text:
        Path(__file__).with_name(str(os.getpid())).touch()
        time.sleep(0.1)
    return analyze(article, engine)

quoth.running.runner.analyze = stalling
"""


def stalling(folder: Path) -> dict[str, str]:
    """An environment in which quoth never gets done with articles that say `STALL`: whoever has one in hand can be found, and killed."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(STALLING, encoding="utf-8")
    return clean_environment(PYTHONPATH=os.pathsep.join([str(folder), CODE]))


def stalled(folder: Path) -> int:
    """The process that has such an article in hand, as soon as there is one. ``folder`` is that of `stalling`. Raises TimeoutError."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        for name in os.listdir(folder):
            if name.isdigit():
                return int(name)
        time.sleep(0.05)
    raise TimeoutError("no process has the article in hand")
