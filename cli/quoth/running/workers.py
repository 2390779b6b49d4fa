"""A process that does things one after the other, and the line of its own on which it gets them and answers.

So whatever moment it dies at, also in the midst of a message, its line tells so by its end, and what it had in hand is the first thing
that it has not answered. The process that started it never waits for the line: it reads and writes what the line will take.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

CHUNK = 1 << 20
"""Bytes read at a time."""
HEADER = 8
"""Bytes that tell the length of a message."""
READY, DONE, RAISED = b"r", b"d", b"x"
"""What a message from the process is: it is ready; a result; an exception."""


class Worker:
    """Such a process, seen from the one that started it. ``given`` are the numbers of the things that it has not answered, in order;
    ``spent`` is how many seconds it was seen to have had for the first of them, ``pace`` how many it takes for one on the average."""

    def __init__(self, work: Callable[[Any], object], start: Callable[..., object], args: tuple[Any, ...]) -> None:
        self.line, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_serve, args=(theirs, work, start, args), daemon=True)
        with _shielded():
            self.process.start()
        theirs.close()  # so that the line ends when the process does
        os.set_blocking(self.line.fileno(), False)
        self.given: deque[int] = deque()
        self.ready = False
        self.spent = 0.0
        self.pace = 1.0
        self._unsent: deque[memoryview] = deque()
        self._received = bytearray()

    @property
    def has_unsent(self) -> bool:
        """Whether something waits for its line to take it."""
        return bool(self._unsent)

    def give(self, number: int, thing: object) -> None:
        """Put a thing on its line."""
        self.given.append(number)
        data = ForkingPickler.dumps(thing)
        self._unsent += (memoryview(len(data).to_bytes(HEADER)), memoryview(data))
        self.send()

    def send(self) -> None:
        """Write as much as the line takes. If it is broken, that shows when it is read."""
        try:
            while self._unsent:
                written = os.write(self.line.fileno(), self._unsent[0])
                if written == len(self._unsent[0]):
                    self._unsent.popleft()
                else:
                    self._unsent[0] = self._unsent[0][written:]
        except BlockingIOError:
            return
        except OSError:
            self._unsent.clear()

    def receive(self) -> int | None:
        """Read some of what is on the line: how many bytes, or None if the line has ended."""
        try:
            data = os.read(self.line.fileno(), CHUNK)
        except BlockingIOError:
            return 0
        except OSError:
            return None
        self._received += data
        return len(data) or None

    def messages(self) -> Iterator[tuple[bytes, Any]]:
        """What has come whole, each with its sort."""
        while len(self._received) >= HEADER:
            end = HEADER + int.from_bytes(self._received[:HEADER])
            if len(self._received) < end:
                return
            sort, data = bytes(self._received[HEADER : HEADER + 1]), self._received[HEADER + 1 : end]
            del self._received[:end]
            yield sort, ForkingPickler.loads(data)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.line.close()


# ---- in the process ---------------------------------------------------------------------------


def _serve(line: Connection, work: Callable[[Any], object], start: Callable[..., object], args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    with (
        open(line.fileno(), "rb", closefd=False) as incoming,
        open(line.fileno(), "wb", buffering=0, closefd=False) as outgoing,
        suppress(BrokenPipeError, ConnectionResetError),  # nobody is there any more to whom it could matter
    ):
        try:
            start(*args)
        except Exception as error:
            _write(outgoing, _frame(RAISED, _portable(error)))
            return
        _write(outgoing, _frame(READY))
        while len(header := incoming.read(HEADER)) == HEADER:
            _write(outgoing, _answer(work, incoming.read(int.from_bytes(header))))


def _answer(work: Callable[[Any], object], data: bytes) -> bytes:
    """The message that tells what came of the work on what was sent."""
    try:
        return _frame(DONE, work(ForkingPickler.loads(data)))
    except Exception as error:
        return _frame(RAISED, _portable(error))


def _portable(error: Exception) -> Exception:
    """The exception, or one that says the same where it cannot travel."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _frame(sort: bytes, value: object = None) -> bytes:
    data = bytes(ForkingPickler.dumps(value))
    return (len(data) + 1).to_bytes(HEADER) + sort + data


def _write(outgoing: RawIOBase, message: bytes) -> None:
    rest = memoryview(message)
    while rest:
        rest = rest[outgoing.write(rest) or 0 :]


def _end_with_the_first() -> None:
    """End when the process ends that started this one, even if it was killed: else this one would wait for work for ever."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def _shielded() -> Iterator[None]:
    """Put Ctrl-C off: a process that starts in here inherits that, and so never sees one before it ignores them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
