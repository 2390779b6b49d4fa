"""twins: copies of an article are linked to the first of them, and to nothing else."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.batch.near_duplicates import ALIKE, PACKED, fingerprint, minhash, place_rest, similarity
from quoth.storage.database import writing

WORDS = [f"{first}{last}" for first in "bdfgklmnprst" for last in ("ridge", "oat", "arn", "ell", "ox")]


def text(seed: int, length: int = 200) -> str:
    """Words in no order."""
    return " ".join(Random(seed).choices(WORDS, k=length))


def edited(original: str, changes: int) -> str:
    """The text with some words exchanged."""
    words, chance = original.split(), Random(1)
    for place in chance.sample(range(len(words)), changes):
        words[place] = "altered"
    return " ".join(words)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database."""
    with writing(str(tmp_path / "quoth.db")) as opened:
        yield opened


def write(db: sqlite3.Connection, number: int, words: str) -> None:
    """Write a document with these words in place of what it had."""
    db.execute("INSERT OR IGNORE INTO documents (id, source) VALUES (?, ?)", (number, f"{number}.txt"))
    fingerprint(db, number, minhash(words), None)


def originals(db: sqlite3.Connection) -> dict[int, int | None]:
    """Of which document each is a copy."""
    return dict(db.execute("SELECT id, copy_of FROM documents").fetchall())


# ---- fingerprints ----------------------------------------------------------------------------


def test_case_marks_and_line_breaks_make_no_difference() -> None:
    assert minhash("“The bridge,” he said,\r\n“is open.”") == minhash('"the bridge" he SAID "is open"')


def test_the_estimate_is_near_the_share_of_common_phrases() -> None:
    one, other = text(1, 400), edited(text(1, 400), 20)
    phrases = [{tuple(words[k : k + 3]) for k in range(len(words) - 2)} for words in (one.split(), other.split())]
    share = len(phrases[0] & phrases[1]) / len(phrases[0] | phrases[1])
    assert similarity(minhash(one), minhash(other)) == pytest.approx(share, abs=0.12)


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    assert PACKED.unpack(minhash("The bridge is open."))[:3] == (3520794532, 3670372967, 3740499056)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_fingerprint_and_is_like_itself(words: str) -> None:
    known = minhash(words)
    assert len(known) in (0, PACKED.size)
    assert similarity(known, known) == (1.0 if known else 0.0)


# ---- links -----------------------------------------------------------------------------------


def test_the_same_text_and_a_light_edit_are_copies_of_the_first_and_other_texts_are_none(db: sqlite3.Connection) -> None:
    for number, words in enumerate([text(1), text(2), text(1), edited(text(1), 5), text(3), edited(text(1), 80)], 1):
        write(db, number, words)
    assert originals(db) == {1: None, 2: None, 3: 1, 4: 1, 5: None, 6: None}
    likeness = dict(db.execute("SELECT id, similarity FROM documents WHERE copy_of IS NOT NULL"))
    assert likeness[3] == 1.0
    assert ALIKE <= likeness[4] < 1.0


def test_a_document_goes_to_the_one_that_it_is_most_like(db: sqlite3.Connection) -> None:
    near, far = edited(text(1), 2), edited(text(1), 30)
    for number, words in enumerate([far, text(1), near], 1):
        write(db, number, words)
    assert originals(db) == {1: None, 2: None, 3: 2}


def test_texts_without_words_are_no_copies_of_each_other(db: sqlite3.Connection) -> None:
    write(db, 1, "… — !")
    write(db, 2, "… — !")
    assert originals(db) == {1: None, 2: None}


def test_copies_of_a_text_that_changes_find_a_new_first(db: sqlite3.Connection) -> None:
    for number in (1, 2, 3):
        write(db, number, text(1))
    write(db, 1, text(2))
    place_rest(db)
    assert originals(db) == {1: None, 2: None, 3: 2}
    write(db, 1, text(1))
    assert originals(db) == {1: 2, 2: None, 3: 2}


def test_a_copy_that_changes_leaves_the_others(db: sqlite3.Connection) -> None:
    for number in (1, 2, 3):
        write(db, number, text(1))
    write(db, 2, text(2))
    place_rest(db)
    assert originals(db) == {1: None, 2: None, 3: 1}


def test_a_thousand_copies_are_found_by_one(db: sqlite3.Connection) -> None:
    for number in range(1, 1001):
        write(db, number, text(1))
    assert db.execute("SELECT count(*) FROM documents WHERE copy_of = 1").fetchone() == (999,)
    assert db.execute("SELECT count(DISTINCT document) FROM fingerprint_bands").fetchone() == (1,)
