"""database: files that are opened, brought up to date, or refused with a reason."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from processes import finished
from quoth.batch.tasks import Result
from quoth.batch.writer import Store
from quoth.errors import Problem, StoreBusy, StoreError
from quoth.model import Actor, Mention
from quoth.storage.database import APPLICATION, SCRIPTS, alone, reading, transaction, writing
from quoth.storage.reader import documents
from samples import OPEN


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problem_of(path: str) -> Problem:
    """Why a file cannot be written to."""
    with pytest.raises(StoreError) as caught, writing(path):
        pass
    return caught.value.problem


def sources(path: str) -> list[str]:
    """What its documents are called."""
    with reading(path) as db:
        return [source for (source,) in db.execute("SELECT source FROM documents ORDER BY id")]


def fill(path: str, *names: str) -> None:
    """Write some documents."""
    with writing(path) as db, transaction(db):
        db.executemany("INSERT INTO documents (source) VALUES (?)", [(name,) for name in names])


# ---- schema ----------------------------------------------------------------------------------


def test_a_new_file_gets_the_newest_schema_and_a_mark_of_whose_it_is() -> None:
    with writing("a.db") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(list(SCRIPTS.glob("*.sql"))),)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)


def test_an_older_schema_is_brought_up_to_date_with_its_rows(tmp_path: Path) -> None:
    fill("a.db", "a.txt")
    newer = tmp_path / "newer"
    newer.mkdir()
    for script in SCRIPTS.glob("*.sql"):
        (newer / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    number = len(list(SCRIPTS.glob("*.sql"))) + 1
    (newer / f"{number:03}.sql").write_text("ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT 'en';", encoding="utf-8")
    with writing("a.db", newer) as db:
        assert db.execute("SELECT source, language FROM documents").fetchall() == [("a.txt", "en")]
        assert db.execute("PRAGMA user_version").fetchone() == (number,)


def test_a_database_of_schema_1_is_brought_up_to_date_and_says_that_it_was_read_as_by_default(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "001.sql").write_text((SCRIPTS / "001.sql").read_text(encoding="utf-8"), encoding="utf-8")
    with writing("a.db", first) as db:
        db.execute("INSERT INTO runs (started, quoth, rules, paths) VALUES ('2017-10-07T06:15:00Z', '0', 'sha256:0', '[]')")
        db.execute("INSERT INTO documents (source, digest, run) VALUES ('a.txt', 'sha256:a', 1)")
    with writing("a.db") as db:
        assert db.execute("SELECT user_version FROM pragma_user_version").fetchone()[0] >= 2
        assert Store(db, "0", "sha256:0", [], {}).known("a.txt").done == "sha256:a"
        assert db.execute("SELECT reading FROM runs").fetchall() == [("{}",), ("{}",)]


def test_a_database_of_schema_2_keeps_its_reports_as_done_and_takes_actors_that_no_rule_names(tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    for name in ("001.sql", "002.sql"):
        (second / name).write_text((SCRIPTS / name).read_text(encoding="utf-8"), encoding="utf-8")
    with writing("a.db", second) as db:
        db.execute("INSERT INTO runs (started, quoth, rules, paths) VALUES ('2017-10-07T06:15:00Z', '0', 'sha256:0', '[]')")
        db.execute("INSERT INTO documents (source, digest, characters, run) VALUES ('a.txt', 'sha256:a', 7, 1)")
        db.execute("INSERT INTO actors VALUES ('turkey', 'Turkey', 'state', '{}')")
        db.execute("INSERT INTO document_actors VALUES (1, 1, 'turkey', 'Turkey', 'state', '{}')")
        db.execute("INSERT INTO mentions VALUES (1, 1, 'turkey', 0, 6, 'Turkey')")
    with writing("a.db") as db:
        store = Store(db, "0", "sha256:0", [], {})
        assert store.known("a.txt").done == "sha256:a"
        store.write([Result("done", OPEN.source, OPEN.digest, None, OPEN)])
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with reading("a.db") as db:
        [old, new] = documents(db)
    assert old.actors == [Actor("turkey", "Turkey", "state", {}, [Mention(0, 6, "Turkey")], "rules", None)]
    assert new == OPEN


def test_a_database_that_was_brought_up_to_date_has_the_tables_and_views_of_a_new_one(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "001.sql").write_text((SCRIPTS / "001.sql").read_text(encoding="utf-8"), encoding="utf-8")
    with writing("old.db", first), writing("new.db"):
        pass
    with writing("old.db") as old, writing("new.db") as new:
        schemas = [db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall() for db in (old, new)]
    assert schemas[0] == schemas[1]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    fill("a.db", "a.txt")
    (tmp_path / f"{len(list(SCRIPTS.glob('*.sql'))) + 1:03}.sql").write_text("DELETE FROM documents; SELECT nonsense;", encoding="utf-8")
    with pytest.raises(StoreError, match="no such column: nonsense"), writing("a.db", tmp_path):
        pass
    assert sources("a.db") == ["a.txt"]


def test_a_newer_schema_is_refused() -> None:
    fill("a.db", "a.txt")
    with closing(sqlite3.connect("a.db")) as db:
        db.execute("PRAGMA user_version = 99")
    assert problem_of("a.db").what.startswith("made by a newer quoth: its schema is 99, ")
    with pytest.raises(StoreError, match="newer quoth"), reading("a.db"):
        pass


def test_an_older_schema_is_not_read_but_batch_is_named() -> None:
    fill("a.db")
    with closing(sqlite3.connect("a.db")) as db:
        db.execute("PRAGMA user_version = 0")
    with pytest.raises(StoreError, match="quoth batch brings it up to date"), reading("a.db"):
        pass


# ---- files that are something else -----------------------------------------------------------


def test_a_file_that_is_no_database_is_refused_and_left_alone() -> None:
    Path("a.txt").write_text("The mayor said that the bridge was closed.\n" * 30, encoding="utf-8")
    assert problem_of("a.txt") == Problem("a.txt", "not a database", "name another file with --db")
    assert Path("a.txt").read_text(encoding="utf-8").startswith("The mayor")


def test_a_database_of_another_program_is_refused_and_left_alone() -> None:
    with closing(sqlite3.connect("a.db")) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    before = Path("a.db").read_bytes()
    assert problem_of("a.db").what == "a database of another program"
    assert Path("a.db").read_bytes() == before


def test_a_folder_that_is_not_there_is_told() -> None:
    assert problem_of("no/folder/a.db").what == "cannot be opened"


def test_reading_makes_no_database() -> None:
    with pytest.raises(StoreError, match="no such database"), reading("a.db"):
        pass
    assert os.listdir() == []


def test_a_damaged_database_is_told() -> None:
    fill("a.db", *(f"{number}.txt" for number in range(3000)))
    data = bytearray(Path("a.db").read_bytes())
    data[8192:-8192] = b"\xff" * (len(data) - 16384)
    Path("a.db").write_bytes(data)
    with pytest.raises(StoreError, match="damaged"), reading("a.db") as db:
        db.execute("SELECT * FROM documents").fetchall()


@contextmanager
def somebody_else() -> Iterator[None]:
    """Another user than root, who may do anything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_database_is_told_when_written_to_and_can_be_read() -> None:
    with TemporaryDirectory() as folder:  # not below tmp_path, which is root's alone
        path = os.path.join(folder, "a.db")
        fill(path, "a.txt")
        os.chmod(path, 0o444)
        os.chmod(folder, 0o555)
        with somebody_else():
            assert problem_of(path).what == "cannot be written: it is read-only"
            assert sources(path) == ["a.txt"]
        os.chmod(folder, 0o755)


LIMITED = """
import resource, sys
from quoth.storage.database import writing, transaction
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    with writing("a.db") as db:
        for number in range(1_000_000):
            with transaction(db):
                db.execute("INSERT INTO documents (source) VALUES (?)", (f"{number} {'x' * 10_000}",))
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_with_no_room_is_told_and_what_was_written_is_whole() -> None:
    fill("a.db", "a.txt")
    done = finished([sys.executable, "-c", LIMITED])
    assert done.stdout.startswith(b"StoreError a.db: cannot be written")
    kept = sources("a.db")
    assert kept[0] == "a.txt"
    assert len(kept) > 20
    with closing(sqlite3.connect("a.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# ---- several at once -------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing() -> None:
    fill("a.db", "a.txt")
    with pytest.raises(StoreError, match="UNIQUE"):
        fill("a.db", "b.txt", "a.txt")
    assert sources("a.db") == ["a.txt"]


def test_one_who_reads_sees_one_moment_and_keeps_nobody_from_writing() -> None:
    fill("a.db", "a.txt")
    with reading("a.db") as db:
        before = db.execute("SELECT source FROM documents").fetchall()
        fill("a.db", "b.txt")
        assert db.execute("SELECT source FROM documents").fetchall() == before
    assert sources("a.db") == ["a.txt", "b.txt"]


def test_one_who_reads_cannot_write() -> None:
    fill("a.db", "a.txt")
    with pytest.raises(StoreError), reading("a.db") as db:
        db.execute("DELETE FROM documents")
    assert sources("a.db") == ["a.txt"]


def test_only_one_run_is_let_in_also_by_another_name() -> None:
    fill("a.db")
    os.symlink("a.db", "link.db")
    with alone("a.db"):
        with pytest.raises(StoreBusy) as caught, alone("link.db"):
            pass
        assert caught.value.problem == Problem("link.db", "another run is writing to it", "wait for it with --wait, or try again later")
    with alone("link.db"):
        pass
