"""rows and stored: a report comes back from the database as it went in."""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from prose import texts
from quoth.batch.tasks import Result
from quoth.batch.writer import Store
from quoth.model import Document
from quoth.storage.database import transaction, writing
from quoth.storage.reader import documents
from quoth.storage.rows import CHILDREN, Held, Numbers, actor_rows, document_of, rows_of
from samples import DOCUMENT, EMPTY, OPEN
from workbench import report

promise = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def there_and_back(document: Document) -> Document:
    """Through rows, and nothing but what SQLite can hold."""
    held = Held(document.source, document.digest, document.title, document.date, document.characters)
    return document_of(held, rows_of(document, 7, Numbers(100, 200)))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database."""
    with writing(str(tmp_path / "quoth.db")) as opened:
        yield opened


def write(db: sqlite3.Connection, *given: Document) -> None:
    """Take reports over as a run does."""
    Store(db, "0", "sha256:0", [], {}).write(Result("done", one.source, one.digest, None, one) for one in given)


@promise
@given(texts)
def test_any_report_comes_back_from_its_rows(text: str) -> None:
    document = report(text, date="2017-10-07")
    assert there_and_back(document) == document


@promise
@given(texts, texts)
def test_any_two_reports_come_back_from_a_database_as_the_same_bytes(one: str, other: str) -> None:
    reports = [msgspec.structs.replace(report(text), source=source) for source, text in (("a", one), ("b", other))]
    with tempfile.TemporaryDirectory() as folder, writing(f"{folder}/quoth.db") as db:
        write(db, *reports)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [msgspec.json.encode(found) for found in documents(db)] == [msgspec.json.encode(document) for document in reports]


def test_a_report_with_everything_in_it_comes_back(db: sqlite3.Connection) -> None:
    write(db, DOCUMENT, EMPTY, OPEN)
    assert list(documents(db)) == [EMPTY, DOCUMENT, OPEN]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_actors_that_no_rule_names_are_told_apart_also_where_a_report_only_refers_to_them(db: sqlite3.Connection) -> None:
    write(db, msgspec.structs.replace(OPEN, actors=OPEN.actors[:1]))
    told = "SELECT id, name, type, known, side FROM actors ORDER BY id"
    assert db.execute(told).fetchall() == [
        ("any:jihadists", "any:jihadists", None, "composed", None),
        ("syria", "syria", None, "rules", None),
        ("syria:rebels", "syria:rebels", None, "composed", None),
        ("text:mehmet-aksoy", "Mehmet Aksoy", "person", "text", "syria:rebels"),
        ("text:northern-river-front", "text:northern-river-front", None, "text", None),
    ]
    write(db, OPEN)
    assert db.execute(told).fetchone() == ("any:jihadists", "jihadists", None, "composed", None)


def test_a_side_that_is_nowhere_else_in_a_report_has_a_row(db: sqlite3.Connection) -> None:
    write(db, msgspec.structs.replace(OPEN, actors=OPEN.actors[:1], statements=[], relations=[]))
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("SELECT known FROM actors WHERE id = 'syria:rebels'").fetchall() == [("composed",)]


def test_views_say_what_actors_are_known_by(db: sqlite3.Connection) -> None:
    write(db, OPEN)
    asked = {
        "SELECT DISTINCT speaker_id, speaker_known FROM statements_with_names": [("text:mehmet-aksoy", "text")],
        "SELECT side_id, side_known, about_id, about_known FROM dyads_by_day ORDER BY 3, act": [
            ("syria:rebels", "composed", "any:jihadists", "composed"),
            ("syria:rebels", "composed", "text:northern-river-front", "text"),
            ("syria:rebels", "composed", "text:northern-river-front", "text"),
        ],
        "SELECT a, a_known, b, b_known FROM relations_by_pair ORDER BY 1": [
            ("Syria", "rules", "Syrian rebels", "composed"),
            ("jihadists", "composed", "Northern River Front", "text"),
        ],
        "SELECT speaker, actor, side, statements, known FROM speakers": [("Mehmet Aksoy", "text:mehmet-aksoy", "Syrian rebels", 2, "text")],
        "SELECT actor, known, side, mentions, documents, statements, about FROM actors_counted ORDER BY 1": [
            ("any:jihadists", "composed", None, 1, 1, 0, 1),
            ("syria", "rules", None, 1, 1, 0, 0),
            ("syria:rebels", "composed", None, 1, 1, 0, 0),
            ("text:mehmet-aksoy", "text", "Syrian rebels", 3, 1, 2, 0),
            ("text:northern-river-front", "text", None, 3, 1, 0, 2),
        ],
    }
    assert {query: db.execute(query).fetchall() for query in asked} == asked


def test_every_table_of_a_report_has_the_columns_of_its_rows(db: sqlite3.Connection) -> None:
    for table, rows in rows_of(DOCUMENT, 1, Numbers(0, 0)).items():
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        assert {len(row) for row in rows} == {len(columns)}, table
    assert set(CHILDREN) == set(rows_of(DOCUMENT, 1, Numbers(0, 0)))


def test_statements_are_numbered_on_from_the_last() -> None:
    last = Numbers(10, 20)
    rows = rows_of(DOCUMENT, 1, last)
    assert [row[0] for row in rows["statements"]] == [11, 12, 13]
    assert [row[0] for row in rows["contents"]] == [21, 22, 23, 24]
    assert (last.statement, last.content) == (13, 24)


def test_actors_are_told_of_as_the_last_report_has_them() -> None:
    renamed = msgspec.structs.replace(DOCUMENT, actors=[msgspec.structs.replace(a, name=a.name.upper()) for a in DOCUMENT.actors[:1]])
    rows = {row[0]: row[1:] for row in actor_rows([DOCUMENT, renamed])}
    assert rows["amadou-keita"] == ("AMADOU KEÏTA", "armed-group", "{}", "rules", None)
    assert rows["dourania"] == ("Dourania", "armed-group", "{}", "rules", None)


def test_an_actor_that_is_only_referred_to_has_a_row_and_never_hides_a_better_one(db: sqlite3.Connection) -> None:
    unlisted = msgspec.structs.replace(DOCUMENT, source="inbox/b.txt", actors=[])
    write(db, unlisted)
    assert db.execute("SELECT name, type FROM actors WHERE id = 'river-league'").fetchall() == [("river-league", None)]
    write(db, DOCUMENT)
    write(db, unlisted)
    assert db.execute("SELECT name, type FROM actors WHERE id = 'river-league'").fetchall() == [("River League", "armed-group")]


def test_a_report_that_is_written_again_replaces_the_earlier_one_and_its_words_in_the_index(db: sqlite3.Connection) -> None:
    write(db, DOCUMENT, EMPTY)
    write(db, msgspec.structs.replace(DOCUMENT, statements=DOCUMENT.statements[1:2], relations=[]))
    again = list(documents(db))[1]
    assert [statement.id for statement in again.statements] == ["s2"]
    assert db.execute("SELECT rowid FROM contents_fts WHERE contents_fts MATCH 'shelled'").fetchall() == []
    with transaction(db):
        db.execute("INSERT INTO contents_fts (contents_fts, rank) VALUES ('integrity-check', 1)")
    assert [db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("statements", "relations")] == [(1,), (0,)]


def test_those_who_speak_together_come_back_and_count_each_for_itself(db: sqlite3.Connection) -> None:
    first = DOCUMENT.statements[0]
    assert first.speaker is not None
    joint = msgspec.structs.replace(
        first, speaker=msgspec.structs.replace(first.speaker, others=["river-league", "bystanders"], sector="REB")
    )
    document = msgspec.structs.replace(DOCUMENT, statements=[joint], relations=[])
    write(db, document)
    assert list(documents(db)) == [document]
    assert db.execute("SELECT side_id, about_id, act, statements FROM dyads_by_day ORDER BY 1").fetchall() == [
        ("bystanders", "dourania-army", "ACCUSE", 1),
        ("northern-front", "dourania-army", "ACCUSE", 1),
        ("river-league", "dourania-army", "ACCUSE", 1),
    ]
