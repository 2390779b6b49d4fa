"""export and bydate: a database as Parquet files, and as JSON lines by date."""

import builtins
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from limits import within
from quoth.batch.tasks import Result as Made
from quoth.batch.writer import Store
from quoth.commands.app import app
from quoth.model import Document
from quoth.storage.database import writing
from quoth.storage.table_export import TABLES
from samples import DOCUMENT, EMPTY, OPEN

HOUSE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(DOCUMENT, EMPTY)


def write(*documents: Document) -> None:
    """Put reports into quoth.db."""
    with writing("quoth.db") as db:
        Store(db, "0", "sha256:0", [], {}).write(Made("done", one.source, one.digest, None, one) for one in documents)


def other(source: str, day: str | None) -> Document:
    """Another report."""
    return msgspec.structs.replace(EMPTY, source=source, date=day, digest=f"sha256:{source}")


def quoth_(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


# ---- by date ---------------------------------------------------------------------------------


def export_by_date() -> dict[str, list[str]]:
    """The files, each with the sources of the reports in it; and which of them were written just now."""
    result = quoth_("export", "--jsonl", "out")
    assert result.exit_code == 0
    return {
        path.name: [json.loads(line)["source"] for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(Path("out").glob("*.jsonl"))
    }


def test_reports_are_written_by_date_and_those_without_one_apart() -> None:
    write(other("b.txt", "2024-02-03"), other("a.txt", "2017-10-07"))
    assert export_by_date() == {"2017-10-07.jsonl": ["a.txt"], "2024-02-03.jsonl": ["b.txt", "inbox/a.txt"], "undated.jsonl": ["-"]}
    lines = quoth_("query", "--since", "2024-02-03").stdout
    assert Path("out/2024-02-03.jsonl").read_text(encoding="utf-8") == lines


def test_only_files_that_would_become_others_are_written_again() -> None:
    export_by_date()
    for path in Path("out").glob("*.jsonl"):
        os.utime(path, (0, 0))
    write(other("b.txt", "2017-10-07"), DOCUMENT)
    export_by_date()
    assert {path.name: path.stat().st_mtime == 0 for path in Path("out").glob("*.jsonl")} == {
        "2017-10-07.jsonl": False,
        "2024-02-03.jsonl": True,
        "undated.jsonl": True,
    }


def test_an_article_that_gets_another_date_moves_and_an_empty_day_goes() -> None:
    write(other("b.txt", "2017-10-07"))
    export_by_date()
    write(other("b.txt", "2017-10-08"))
    assert list(export_by_date()) == ["2017-10-08.jsonl", "2024-02-03.jsonl", "undated.jsonl"]


def test_a_file_that_was_lost_is_written_again_and_a_spoilt_note_does_no_harm() -> None:
    before = export_by_date()
    Path("out/undated.jsonl").unlink()
    assert export_by_date() == before
    Path("out/.quoth.json").write_text("[", encoding="utf-8")
    assert export_by_date() == before


def test_a_folder_that_cannot_be_made_is_told() -> None:
    Path("out").write_text("", encoding="utf-8")
    result = quoth_("export", "--jsonl", "out")
    assert (result.exit_code, result.stderr.split(":")[1:3]) == (2, [" out", " cannot be written"])


# ---- Parquet ---------------------------------------------------------------------------------


def test_every_table_comes_back_with_its_rows() -> None:
    assert quoth_("export", "--parquet", "out").exit_code == 0
    with closing(sqlite3.connect("quoth.db")) as db:
        for table in TABLES:
            cursor = db.execute(f"SELECT * FROM {table}")
            names = [name for name, *_ in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
            assert [as_stored(row) for row in parquet.read_table(f"out/{table}.parquet").to_pylist()] == rows


def as_stored(row: dict[str, Any]) -> dict[str, Any]:
    """Dates and flags as SQLite has them."""
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items()}


def test_actors_that_no_rule_names_can_be_left_out() -> None:
    speaker = OPEN.statements[0].speaker
    assert speaker is not None
    joint = msgspec.structs.replace(speaker, side="syria", others=["syria:rebels", "turkey"])
    write(msgspec.structs.replace(OPEN, statements=[msgspec.structs.replace(OPEN.statements[0], speaker=joint), OPEN.statements[1]]))
    assert quoth_("export", "--parquet", "out", "--jsonl", "days", "--known", "rules").exit_code == 0
    rows = {table: parquet.read_table(f"out/{table}.parquet").to_pylist() for table in TABLES}
    assert {row["known"] for table in ("actors", "document_actors") for row in rows[table]} == {"rules"}
    of_open = [row for row in rows["statements"] if (row["speaker"] or "").endswith("Aksoy")]
    assert [(row["speaker_actor"], row["speaker_name"], row["side"], row["speaker_others"]) for row in of_open] == [
        (None, "Mehmet Aksoy", "syria", '["turkey"]'),
        (None, "Mehmet Aksoy", None, None),
    ]
    assert {row["actor"] for table in ("mentions", "about") for row in rows[table]}.isdisjoint({actor.id for actor in OPEN.actors[2:]})
    assert len(rows["relations"]) == len(DOCUMENT.relations)
    [line] = Path("days/2024-02-04.jsonl").read_bytes().splitlines()
    assert [actor.id for actor in msgspec.json.decode(line, type=Document).actors] == ["syria"]
    assert quoth_("export", "--jsonl", "days").stderr == "quoth: days: 3 files written\n"


def test_dates_are_dates_and_flags_are_flags() -> None:
    quoth_("export", "--parquet", "out")
    assert str(parquet.read_schema("out/documents.parquet").field("date").type) == "date32[day]"
    assert str(parquet.read_schema("out/statements.parquet").field("negated").type) == "bool"


def test_a_database_without_rows_gives_files_without_rows(tmp_path: Path) -> None:
    with writing("empty.db"):
        pass
    assert quoth_("export", "--db", "empty.db", "--parquet", "out").exit_code == 0
    assert [parquet.read_metadata(f"out/{table}.parquet").num_rows for table in TABLES] == [0] * len(TABLES)


def test_without_pyarrow_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    result = quoth_("export", "--parquet", "out")
    assert (result.exit_code, result.stderr) == (
        2,
        "quoth: --parquet: needs pyarrow, which is not installed (pip install 'quoth[parquet]')\n",
    )


def test_nothing_to_write_is_a_usage_error() -> None:
    assert quoth_("export").exit_code == 2


# ---- what the columns are --------------------------------------------------------------------


def listed() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The tables in the description of the layout, each with its columns and their Parquet types."""
    text = (HOUSE / "cli" / "quoth" / "storage" / "migrations" / "README.md").read_text(encoding="utf-8")
    for title, body in re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        yield title, re.findall(r"^\| `(\w+)` \| (\w+) \|", body, re.MULTILINE)


def test_every_column_is_described_with_its_type() -> None:
    quoth_("export", "--parquet", "out")
    names = {"int64": "integer", "double": "number", "string": "text", "date32[day]": "date", "bool": "flag"}
    written = {
        table: [(field.name, names[str(field.type)]) for field in parquet.read_schema(f"out/{table}.parquet")] for table in sorted(TABLES)
    }
    assert dict(sorted(listed())) == written


# ---- what is not quoth's ------------------------------------------------------------------------

ARTICLES = '{"text": "The mayor said so."}\n'
STRANGERS = [("2017-10-07.jsonl", ARTICLES), ("undated.jsonl", ""), ("2024-02-03.jsonl", "{}\n")]
LEFT = "cannot be written: quoth did not write what lies there (move it away, or name another folder)"


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder with what they hold."""
    return {os.fspath(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "held"), STRANGERS)
@pytest.mark.parametrize("command", [["export", "--jsonl", "out"], ["batch", "out", "--out", "out", "--db", "new.db"]])
def test_a_file_that_quoth_did_not_write_is_named_and_left_before_work_begins(name: str, held: str, command: list[str]) -> None:
    Path("out").mkdir()
    Path("out", name).write_text(held, encoding="utf-8")
    before = everything(Path())
    result = quoth_(*command)
    assert (result.exit_code, result.stderr) == (2, f"quoth: out/{name}: {LEFT}\n")
    assert everything(Path()) == before


def test_other_files_in_the_folder_are_none_of_quoths_business() -> None:
    Path("out").mkdir()
    for name in ("2017-13-45.jsonl", "2017-10-07.txt", "notes.jsonl", "2017-10-07.jsonl.gz"):
        Path("out", name).write_text("mine", encoding="utf-8")
    before = everything(Path("out"))
    assert quoth_("export", "--jsonl", "out").exit_code == 0
    assert before.items() <= everything(Path("out")).items()


@pytest.mark.parametrize("name", ["2024-02-03.jsonl", ".quoth.json"])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
def test_a_link_or_pipe_of_such_a_name_is_neither_followed_nor_replaced(name: str, kind: str) -> None:
    export_by_date()
    path = Path("out", name)
    if kind == "link":
        path.rename("elsewhere")
        path.symlink_to(Path("elsewhere").absolute())
    else:
        path.unlink()
        os.mkfifo(path) if kind == "pipe" else path.symlink_to("nowhere")
    write(other("z.txt", "2024-02-03"))
    before = everything(Path())
    with within(20):
        result = quoth_("export", "--jsonl", "out")
    assert (result.exit_code, result.stderr) == (2, f"quoth: out/{name}: {LEFT}\n")
    assert everything(Path()) == before
    assert os.path.lexists(path)


def test_a_note_that_names_files_elsewhere_removes_nothing() -> None:
    export_by_date()
    report = Path("out/undated.jsonl").read_text(encoding="utf-8")
    for path in (Path("outside.jsonl"), Path("out/kept.jsonl"), Path("out/2001-01-01.jsonl")):
        path.write_text(report, encoding="utf-8")
    names = ["../outside", os.fspath(Path("outside").absolute()), "kept", "../out/kept", "2001-01-01"]
    Path("out/.quoth.json").write_text(json.dumps(dict.fromkeys(names, "")), encoding="utf-8")
    assert quoth_("export", "--jsonl", "out").exit_code == 0
    assert Path("outside.jsonl").exists()
    assert Path("out/kept.jsonl").exists()
    assert not Path("out/2001-01-01.jsonl").exists()


@pytest.mark.parametrize("day", ["../outside", "/tmp/outside", "2017-13-01", "2017-10-07/../../x", "20171007", ""])
@pytest.mark.parametrize("form", ["--jsonl", "--parquet"])
def test_a_date_in_the_database_that_is_none_writes_nothing_outside(day: str, form: str) -> None:
    with closing(sqlite3.connect("quoth.db")) as db:
        db.execute("UPDATE documents SET date = ? WHERE date IS NOT NULL", (day,))
        db.commit()
    before = everything(Path())
    result = quoth_("export", form, "out/in")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    after = {name for name in everything(Path()) if not name.startswith(("out/in/", "quoth.db-"))}  # SQLite keeps two files beside it
    assert after == set(before)


def test_parquet_of_another_program_is_named_and_left_and_that_of_an_earlier_quoth_replaced() -> None:
    quoth_("export", "--parquet", "out")
    plain = parquet.read_table("out/actors.parquet").replace_schema_metadata(None)
    parquet.write_table(plain, "out/actors.parquet")
    assert quoth_("export", "--parquet", "out").exit_code == 0
    parquet.write_table(plain.drop_columns(["codes"]), "out/actors.parquet")
    before = everything(Path())
    result = quoth_("export", "--parquet", "out")
    assert (result.exit_code, result.stderr) == (2, f"quoth: out/actors.parquet: {LEFT}\n")
    assert everything(Path()) == before
