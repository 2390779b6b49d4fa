"""prepared: what is kept of an engine is what would be made now."""

from pathlib import Path

import msgspec
import pytest

from quoth.analysis.pipeline import analyze, make_engine
from quoth.analysis.prepared import Prepared, fetch_or_prepare, prepare
from quoth.cache import cache_folder
from quoth.language.tagging import lexicon_path, read_lexicon
from quoth.model import Article
from workbench import book, report

TEXT = "Turkish officials said the YPG had fired on Prime Minister Binali Yildirim's convoy. “We did not,” Rojava’s commander told Reuters."


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))


def kept() -> list[Path]:
    return list(cache_folder().glob("prepared-*"))


def without_memory(ready: Prepared) -> Prepared:
    """All but the foldings that an index remembers."""
    return msgspec.structs.replace(ready, index=msgspec.structs.replace(ready.index, folded={}))


def test_what_was_kept_is_what_is_made() -> None:
    made = without_memory(prepare(book(), read_lexicon(lexicon_path())))
    assert without_memory(fetch_or_prepare(book())) == made
    assert len(kept()) == 1
    assert fetch_or_prepare(book()) == made


def test_an_engine_from_the_cache_gives_the_same_report() -> None:
    for _ in range(2):
        assert analyze(Article("text", TEXT, ""), make_engine(book(), fetch_or_prepare(book()))) == report(TEXT)


def test_a_broken_cache_is_mended() -> None:
    fetch_or_prepare(book())
    [path] = kept()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert fetch_or_prepare(book()).index.names
    assert path.read_bytes() == whole
