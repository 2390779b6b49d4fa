"""A home folder for nltk, which will not load without one, where the user has none, as in containers and under some cron jobs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

NOWHERE = os.path.join(os.sep, "nonexistent")
"""Debian's home of users who have none: nothing is there, and nothing is made there."""


@contextmanager
def a_home() -> Iterator[None]:
    """While nltk loads: it raises ValueError for a user without HOME whom the system does not know, since it cannot think of a place for
    downloads. None are made."""
    if os.path.expanduser("~") != "~":
        yield
        return
    os.environ["HOME"] = NOWHERE
    try:
        yield
    finally:
        del os.environ["HOME"]
