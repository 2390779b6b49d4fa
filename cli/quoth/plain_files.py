"""Files that are opened only if they are files: no link is followed, no pipe or device waited for, no more read than there may be."""

import os
import stat
from typing import BinaryIO

NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_plain(path: str | os.PathLike[str]) -> BinaryIO:
    """A plain file, to be read. Raises OSError, also for a link and for what is something else."""
    descriptor = os.open(path, os.O_RDONLY | NO_LINKS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"no plain file: {os.fspath(path)}")
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_own(path: str | os.PathLike[str], most: int) -> bytes:
    """What a plain file holds that is this user's, and that nobody else may write. Raises OSError for any other, and for one of more
    than ``most`` bytes."""
    with open_plain(path) as file:
        status = os.fstat(file.fileno())
        if not is_own(status) or status.st_size > most:
            raise OSError(f"not to be trusted: {os.fspath(path)}")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(f"too large: {os.fspath(path)}")
    return data


def is_own(status: os.stat_result) -> bool:
    """Whether a file or folder is this user's, and nobody else may write it. Where the system has no such users, it is."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
