"""timelimit: what takes too long ends, whatever it does, and nothing else is disturbed."""

import re
import signal
import threading
import time
from contextlib import suppress

import pytest

from quoth.running.time_limit import TooLong, at_most


def test_what_is_quick_is_left_alone_and_the_timer_is_off_again() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with at_most(0.2):
        pass
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)) == (before, (0.0, 0.0))


def test_an_expression_that_matches_for_ever_is_ended() -> None:
    begin = time.monotonic()
    with pytest.raises(TooLong), at_most(0.2):
        re.match("(a*)*b", "a" * 40)
    assert time.monotonic() - begin < 20


def test_who_lets_the_first_interruption_fall_is_interrupted_again() -> None:
    def stubborn() -> None:
        with suppress(TooLong):
            time.sleep(20)
        time.sleep(20)

    with pytest.raises(TooLong), at_most(0.1):
        stubborn()


def test_nothing_is_limited_by_0_or_in_another_thread() -> None:
    done = []

    def work() -> None:
        with at_most(0.05):
            time.sleep(0.2)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    with at_most(0):
        time.sleep(0.1)
    assert done == [True]
