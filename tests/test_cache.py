"""usercache: what is kept comes back as it was, or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from limits import within
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


# ---- what somebody else has put there -----------------------------------------------------------


def kept_file() -> Path:
    """The one file that is kept."""
    store(KEY, THING)
    [path] = cache_folder().iterdir()
    return path


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link_to_zeros(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_link_to_what_was_there(path: Path) -> None:
    path.symlink_to(path.rename(cache_folder().parent / "other"))


def a_file_of_2_gigabytes(path: Path) -> None:
    os.truncate(path, 2 << 30)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
@pytest.mark.parametrize("put", [a_pipe, a_link_to_zeros, a_link_to_what_was_there, a_file_of_2_gigabytes, a_folder])
def test_what_is_no_file_of_ours_is_not_read_and_not_waited_for(put: Callable[[Path], None]) -> None:
    put(kept_file())
    with within(20):
        assert fetch(KEY, KIND) is None
        store(KEY, THING)
        assert fetch(KEY, KIND) == (None if put is a_folder else THING)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_trusted(mode: int) -> None:
    kept_file().chmod(mode)
    assert fetch(KEY, KIND) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_may_write_is_not_used(mode: int) -> None:
    before = kept_file().read_bytes()
    cache_folder().chmod(mode)
    assert fetch(KEY, KIND) is None
    store(KEY._replace(sort="books"), THING)
    assert [file.read_bytes() for file in cache_folder().iterdir()] == [before]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("which", ["file", "folder"])
def test_what_is_somebody_elses_is_not_trusted(which: str) -> None:
    path = kept_file()
    os.chown(path if which == "file" else cache_folder(), 65534, -1)
    assert fetch(KEY, KIND) is None


def test_drafts_that_a_killed_process_left_go_after_an_hour() -> None:
    path = kept_file()
    old, young = (path.with_name(f"{path.stem}-{name}.tmp") for name in ("old", "young"))
    for draft in (old, young):
        draft.touch()
    os.utime(old, (0, 0))
    store(KEY, THING)
    assert sorted(cache_folder().iterdir()) == sorted([path, young])
