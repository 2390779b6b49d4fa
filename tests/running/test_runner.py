"""run: no document ends the run of the others."""

from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from quoth.analysis.pipeline import Engine
from quoth.commands.app import app
from quoth.errors import Problem
from quoth.running.runner import default_jobs, outcome

BROKEN = cast(Engine, None)
"""No engine at all: whatever is done with it raises."""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Officials said the road was open.\n", encoding="utf-8")


def test_an_unforeseen_exception_becomes_a_problem_of_its_document() -> None:
    result = outcome("a.txt", BROKEN)
    assert isinstance(result, Problem)
    assert result.where == "a.txt"
    assert result.what.startswith("could not be analysed: AttributeError: ")


def test_what_cannot_be_read_is_a_problem_before_any_engine_is_asked() -> None:
    assert outcome("b.txt", BROKEN) == Problem("b.txt", "no such file or folder", "check the spelling")
    known = Problem("c.txt", "is gone")
    assert outcome(known, BROKEN) is known


def test_few_files_are_read_by_one_process() -> None:
    assert default_jobs(1) == default_jobs(20) == 1
    assert default_jobs(10_000) >= 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_article_that_takes_too_long_is_named_and_the_rest_is_done(tmp_path: Path, jobs: str) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that the bridge was closed. " * 100_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The mayor said that the bridge was closed.", encoding="utf-8")
    result = CliRunner().invoke(app, ["analyze", str(tmp_path), "--timeout", "0.5", "--jobs", jobs])
    late = "took longer than 0.5 seconds, and was given up (give it longer with --timeout, or 0 for no end)"
    assert (result.exit_code, result.stderr) == (1, f"quoth: {tmp_path}/a.txt: {late}\n")
    assert result.stdout.count("\n") == 1
