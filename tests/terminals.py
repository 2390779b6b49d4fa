"""Commands run on a terminal of their own."""

import os
import pty
import subprocess
import sys

QUOTH = [sys.executable, "-m", "quoth"]


def on_terminal(arguments: list[str], *, stdin_too: bool = False, **env: str) -> tuple[str, int]:
    """What a command shows on a terminal, and its exit code."""
    master, slave = pty.openpty()
    stdin = slave if stdin_too else subprocess.DEVNULL
    process = subprocess.Popen(
        QUOTH + arguments, stdin=stdin, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm-256color", **env}
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(master)
    return shown.decode(), process.wait()
