"""What every test shares: a cache of its own for the rules, so that no test reads or writes the user's, Ctrl-C for those that send it,
and a limit in time, but no deadline."""

import signal
import threading
from collections.abc import Iterator
from types import FrameType

import pytest
from hypothesis import settings

# how long an example takes says nothing: the first that needs an engine or a pattern makes it
settings.register_profile("quoth", deadline=None)
settings.load_profile("quoth")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("home") / ".cache")
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_is_heard() -> None:
    """Where tests run in the background (`nohup make test &`) Ctrl-C is ignored, and so it would be by all processes that they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


LONGEST = 600
"""Seconds that a test may take: it waits for what never comes."""


@pytest.fixture(autouse=True)
def _an_end() -> Iterator[None]:
    """End a test that never does, and name it."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"not done after {LONGEST} s")
