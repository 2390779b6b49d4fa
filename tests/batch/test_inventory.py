"""intake: articles by one name each, what is gone, and what only could not be looked at."""

import os
from pathlib import Path

import pytest

from quoth.batch.inventory import Intake
from quoth.reading.formats import DEFAULTS
from users import an_ordinary_user


def intake(*paths: str) -> Intake:
    """What is below the paths, gone through."""
    found = Intake(paths, DEFAULTS)
    for _ in found:
        pass
    return found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("./a.txt", "a.txt"),
        ("in/.//b.txt", "in/b.txt"),
        ("in/../a.txt", "in/../a.txt"),  # where in is a link, this is another file
        ("./-", "./-"),
        ("./memory://a.txt", "memory:/a.txt"),
        ("./n.jsonl#http://a//b", "n.jsonl#http://a//b"),
    ],
)
def test_a_path_loses_only_what_changes_nothing(path: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.makedirs("memory:")
    os.makedirs("in")
    for file in ("a.txt", "in/b.txt", "-", "memory:/a.txt"):
        Path(file).touch()
    Path("n.jsonl").write_text('{"id": "http://a//b", "text": "Mali said so."}', encoding="utf-8")
    assert [found.work for found in Intake([path], DEFAULTS)] == [name]


def test_an_empty_path_is_not_the_working_folder() -> None:
    assert [problem.what for problem in Intake([""], DEFAULTS).unread] == ["no such file or folder"]


def test_what_is_not_below_the_working_folder_is_not_looked_for_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").touch()
    sources = ("b.txt", "in/b.txt", "../b.txt", "in/../../b.txt", "/news/b.txt", "s3://news/b.txt")
    assert [intake(".").is_gone(source) for source in sources] == [True, True, None, None, None, None]


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
