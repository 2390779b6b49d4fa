"""Commands run on a terminal of their own."""

import os
import pty
import select
import subprocess
import time

from processes import LIMIT, QUOTH, clean_environment, started


def on_terminal(arguments: list[str], *, stdin_too: bool = False, **env: str) -> tuple[str, int]:
    """What a command shows on a terminal, and its exit code."""
    master, slave = pty.openpty()
    stdin = slave if stdin_too else subprocess.DEVNULL
    environment = clean_environment(TERM="xterm-256color", **env)
    with started(QUOTH + arguments, stdin=stdin, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        shown = b""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and (chunk := _read(master, end)):
            shown += chunk
        os.close(master)
        return shown.decode(), process.wait(LIMIT)


def _read(master: int, end: float) -> bytes:
    """What comes next from a terminal; nothing at its end, of which Linux tells by an error."""
    select.select([master], [], [], max(0.0, end - time.monotonic()))
    try:
        return os.read(master, 65536)
    except OSError:
        return b""
