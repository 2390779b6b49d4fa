"""Whoever runs the tests, root too, as a user whom the modes of files stop."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def an_ordinary_user() -> Iterator[Path]:
    """A folder that everybody may enter; root, whom no mode stops, becomes nobody meanwhile."""
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        if is_root:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.seteuid(0)
