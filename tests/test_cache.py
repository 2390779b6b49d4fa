"""usercache: what is kept comes back as it was, or not at all."""

from pathlib import Path

import pytest

from quoth.cache import KEPT, Key, cache_folder, fetch, store

KEY = Key("things", (b"one", b"two"), ("errors",))
THING = {"army": [1, 2, 3]}
KIND = dict[str, list[int]]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_to(tmp_path / "cache", monkeypatch)


def move_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))


def test_what_is_kept_comes_back() -> None:
    assert fetch(KEY, KIND) is None
    store(KEY, THING)
    assert fetch(KEY, KIND) == THING


@pytest.mark.parametrize(
    "other",
    [KEY._replace(made_of=(b"one",)), KEY._replace(made_of=(b"two", b"one")), KEY._replace(makers=("model",)), KEY._replace(sort="books")],
)
def test_what_is_made_of_something_else_is_something_else(other: Key) -> None:
    store(KEY, THING)
    assert fetch(other, KIND) is None


def test_a_value_of_another_shape_is_none() -> None:
    store(KEY, THING)
    assert fetch(KEY, list[int]) is None


def test_a_value_that_lost_or_changed_a_single_byte_is_none() -> None:
    store(KEY, THING)
    [path] = cache_folder().iterdir()
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at])
        assert fetch(KEY, KIND) is None
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert fetch(KEY, KIND) is None
    path.write_bytes(whole)
    assert fetch(KEY, KIND) == THING


def test_a_folder_that_cannot_be_made_or_written_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "read-only").mkdir(mode=0o500)
    for name in ("file", "read-only"):
        move_to(tmp_path / name, monkeypatch)
        store(KEY, THING)
        assert fetch(KEY, KIND) in (None, THING)  # whoever runs the tests as root may write everywhere


def test_code_that_cannot_be_read_keeps_nothing() -> None:
    store(KEY._replace(makers=("no-such-module",)), THING)
    assert not cache_folder().exists() or list(cache_folder().iterdir()) == []
    assert fetch(KEY._replace(makers=("no-such-module",)), KIND) is None


def test_a_few_of_each_sort_are_kept() -> None:
    for sort in ("books", "things"):
        for number in range(KEPT + 2):
            store(Key(sort, (str(number).encode(),), ()), number)
    assert sorted(path.name.partition("-")[0] for path in cache_folder().iterdir()) == ["books"] * KEPT + ["things"] * KEPT
    assert fetch(Key("books", (str(KEPT + 1).encode(),), ()), int) == KEPT + 1
