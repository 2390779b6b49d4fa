"""intake: what is gone, and what only could not be looked at."""

import pytest

from quoth.inputs import DEFAULTS
from quoth.intake import Intake
from users import an_ordinary_user


def intake(*paths: str) -> Intake:
    """What is below the paths, gone through."""
    found = Intake(paths, DEFAULTS)
    for _ in found:
        pass
    return found


@pytest.mark.parametrize("mode", [0, 0o100, 0o400, 0o600])
def test_what_lies_in_a_folder_that_cannot_be_listed_or_entered_is_not_gone(mode: int) -> None:
    with an_ordinary_user() as folder:
        closed = folder / "in" / "closed"
        closed.mkdir(parents=True)
        (folder / "in" / "a.txt").touch()
        closed.chmod(mode)
        found = intake(f"{folder}/in")
        assert found.is_gone(f"{folder}/in/closed/deeper/b.txt") is None
        assert found.is_gone(f"{folder}/in/b.txt") is True
        closed.chmod(0o700)
