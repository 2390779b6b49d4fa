"""The documents: every command that they show runs, every rule that they show holds, and their lists are complete."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import get_args

import pytest

from processes import LIMIT, clean_environment, started
from quoth.diagnosis.rule_examples import check
from quoth.errors import Problem
from quoth.model import QUADS, Act, ActorType
from quoth.patterns.slots import RELATION_SLOTS, SLOTS
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import KINDS, Alliance, Claim, Frame
from workbench import book, report

HOUSE = Path(__file__).parents[1]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
REFERENCE = (HOUSE / "cli" / "README.md").read_text(encoding="utf-8")
RULES = (HOUSE / "rules" / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)( tested)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"
"""In an example's output: any rest of a line; on a line of its own, any lines."""


def blocks(document: str, *languages: str) -> list[tuple[str, bool, str]]:
    """The fenced blocks in some languages: the language, whether it is marked as tested, the text."""
    return [(language, bool(tested), body) for language, tested, body in FENCE.findall(document) if language in languages]


def section(document: str, title: str) -> str:
    """What stands below a heading, to the next one of its level or a higher."""
    level, rest = re.split(rf"^(#+) {title}\n", document, maxsplit=1, flags=re.MULTILINE)[1:]
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(document: str) -> set[str]:
    """All `names` in the first column of tables."""
    cells = re.findall(r"^\| (`.*?) \|", document, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def slots(document: str) -> set[str]:
    """The slots in the first column of tables, without their arguments."""
    return {name.strip("{}").partition(":")[0] for name in first_cells(document)}


# ---- what README.md and cli/README.md show -----------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of seeds/, in which `quoth` is this very quoth, and `dask` runs by the same Python."""
    shutil.copytree(HOUSE / "seeds", tmp_path / "seeds")
    (tmp_path / "bin").mkdir()
    for module in ("quoth", "dask"):
        command = tmp_path / "bin" / module
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8")
        command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def run(script: str, folder: Path) -> str:
    """What a script prints, stderr among it. A command in it that fails ends it, and fails the test."""
    bash = ["bash", "-euo", "pipefail", "-c", script]
    environment = clean_environment(PATH=f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with tempfile.TemporaryFile() as out:  # and no pipe, which what it leaves behind would keep open
        with started(bash, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out) as done:
            done.wait(LIMIT)
        out.seek(0)
        shown = out.read().decode()
    assert done.returncode == 0, f"{script}\n{shown}"
    return shown


def session(body: str) -> list[tuple[str, str]]:
    """The commands of a console, each with the output shown below it."""
    return [(command, output) for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE)]


def as_shown(output: str) -> str:
    """The regular expression that an example's output stands for."""
    lines = [line.rstrip() for line in output.rstrip("\n").split("\n")]
    return "".join("(?:.*\n)*?" if line == ANYTHING else ".*".join(map(re.escape, line.split(ANYTHING))) + "\n" for line in lines)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("jq")), reason="the examples need bash and jq")
def test_every_example_runs_and_prints_what_is_shown(folder: Path) -> None:
    for language, tested, body in blocks(README + REFERENCE, "sh", "console", "python"):
        if language == "python":
            (folder / "example.py").write_text(body, encoding="utf-8")
            run(f"'{sys.executable}' example.py && rm example.py", folder)
        elif tested and language == "sh":
            assert not re.search(r"Traceback|^\S+ \S+ - \S+ - (?:INFO|WARNING|ERROR) -|Terminated", run(body, folder), re.MULTILINE)
        elif tested:
            for command, output in session(body):
                printed = "\n".join(line.rstrip() for line in run(command, folder).rstrip("\n").split("\n")) + "\n"
                assert re.fullmatch(as_shown(output), printed), f"$ {command}\n{printed}"
    assert contents(folder / "seeds") == contents(HOUSE / "seeds")


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder: the samples are there to be read."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_example_is_tested_but_for_setting_up() -> None:
    untested = [body for _, tested, body in blocks(README + REFERENCE, "sh", "console") if not tested]
    assert [re.findall(r"^\w+ \w+", body, re.MULTILINE) for body in untested] == [["make demo", "make test"]]


def test_the_targets_of_make_are_there() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in ("demo", "test"))


def test_every_act_is_named() -> None:
    assert all(re.search(rf"\b{act}\b", REFERENCE) for act in get_args(Act))


# ---- what rules/README.md shows --------------------------------------------------------------


def test_every_slot_of_constructions_is_listed() -> None:
    assert slots(section(RULES, "Slots of constructions")) == set(SLOTS)


def test_every_slot_of_alliances_is_listed() -> None:
    assert slots(section(RULES, "Slots of alliances")) == set(RELATION_SLOTS)


def test_every_frame_is_listed() -> None:
    assert first_cells(section(RULES, "Verb frames")) == set(get_args(Frame))


def test_every_kind_of_rule_is_listed_with_all_its_keys() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|.*\| (.*) \|$", section(RULES, "Kinds of rules"), re.MULTILINE)
    common = {"id", "note", "examples"}
    listed = {key: set(re.findall(r"`([\w-]+)`", keys)) for key, keys in rows}
    assert listed == {kind.key: (set(kind.__struct_encode_fields__) - common if kind.key != "actors" else set()) for kind in KINDS}


def test_every_type_of_actor_is_listed() -> None:
    assert all(re.search(rf"\b{kind}\b", section(RULES, "Actors")) for kind in get_args(ActorType))


def test_every_act_is_listed_with_its_quad_category() -> None:
    rows = re.findall(r"^\| `([A-Z]+)` \| ([\w ]+) \|", section(RULES, "Acts"), re.MULTILINE)
    assert dict(rows) == {act: quad.replace("-", " ") for act, quad in QUADS.items()}


def test_every_type_of_relation_is_listed_with_its_kind_and_a_text_that_says_so() -> None:
    rows = re.findall(r"^\| (allied|opposed) \| `([\w-]+)` \| .* \| (.*) \|$", section(RULES, "Relations"), re.MULTILINE)
    rules = (*book().of(Alliance), *book().of(Claim))
    assert sorted((kind, type_) for kind, type_, _ in rows) == sorted({(rule.kind, rule.type) for rule in rules})
    for kind, type_, text in rows:
        assert (kind, type_) in [(relation.kind, relation.type) for relation in report(text).relations], text


def test_the_rules_shown_load_and_their_examples_hold(tmp_path: Path) -> None:
    for number, (_, _, body) in enumerate(blocks(RULES, "yaml")):
        (tmp_path / f"{number}.yaml").write_text(body, encoding="utf-8")
    problems: list[Problem] = check(load_rules([builtin_folder(), tmp_path]))
    assert [problem for problem in problems if str(tmp_path) in problem.where] == []


# ---- both ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "cli/README.md",
        "tests/README.md",
        "rules/README.md",
        "cli/quoth/storage/migrations/README.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
    ],
)
def test_documents_name_no_place_of_one_machine_and_link_to_what_is_there(name: str) -> None:
    text = (HOUSE / name).read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|work|tmp|root|Users|usr)\b", text)
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not ((HOUSE / name).parent / link).exists()] == []


# ---- what ARCHITECTURE.md names --------------------------------------------------------------


def test_every_module_that_the_architecture_names_is_there() -> None:
    told = (HOUSE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    code = HOUSE / "cli" / "quoth"
    packages = {path.name for path in code.iterdir() if path.is_dir()}
    named = {name for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)+)`", told) if name.split("/")[0] in packages}
    assert named
    assert {name for name in named if not (code / f"{name}.py").exists()} == set()
