"""An end to what takes too long in this very process, where the system can interrupt it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.5
"""Seconds after which it is interrupted once more, if somebody has let the first interruption fall."""


class TooLong(BaseException):
    """Raised in the midst of what takes too long. No Exception, since libraries catch these and go on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in what takes longer than so many seconds; with 0, outside of the main thread, and where the system has no timers,
    nothing is limited. An expression that matches for ever is interrupted too: `re` looks for signals now and then."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise TooLong
