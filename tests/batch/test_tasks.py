"""tasks: what comes of an article whose process died of it."""

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest

from quoth.batch.tasks import Task, died
from quoth.reading.formats import RawArticle, sha256

DATA = b"Turkey said on Monday that the bridge was closed."


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_article_whose_process_died_is_known_again_by_its_bytes_however_they_lie() -> None:
    Path("a.txt").write_bytes(DATA)
    Path("a.txt.gz").write_bytes(gzip.compress(DATA))
    with zipfile.ZipFile("day.zip", "w") as zipped:
        zipped.writestr("a.txt", DATA)
    with open(b"\xff.txt", "wb") as file:
        file.write(DATA)
    for source in ("a.txt", "a.txt.gz", "day.zip!a.txt", os.fsdecode(b"\xff.txt")):
        assert died(Task(source)).digest == sha256(DATA)


def test_a_record_whose_process_died_is_known_again_by_its_line() -> None:
    line = json.dumps({"id": "a", "text": DATA.decode()}).encode()
    Path("a.jsonl").write_bytes(line)
    assert died(Task("a.jsonl#a")).digest == sha256(line)


def test_bytes_that_are_at_hand_are_not_read_again() -> None:
    assert died(Task(RawArticle("a", "a", None, b"", "sha256:0"))).digest == "sha256:0"


def test_an_article_whose_process_died_and_that_cannot_be_read_is_named() -> None:
    os.mkfifo("pipe.txt")  # would keep whoever reads it waiting
    for source in ("pipe.txt", "nowhere.txt"):
        result = died(Task(source))
        assert (result.state, result.source, result.digest) == ("failed", source, None)
        assert result.problem is not None
        assert result.problem.what == "the process that analysed it died"
