"""partitions, pieces, nested and storage: what a worker writes, and that doing it again, or half, does no harm."""

import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from quoth.batch.tasks import Task
from quoth.cluster.shards import Made, Piece, do_piece, maker_of, piece_id
from quoth.model import Document
from quoth.reading.formats import DEFAULTS, InputFormat, RawArticle, ReadOptions, sha256
from quoth.running.runner import engine_for
from quoth.storage.dataset import Folder, Form
from quoth.storage.object_store import Storage
from quoth.storage.parquet import decode, encode
from samples import DOCUMENT, NEWS, OPEN
from workbench import book, report

FORMS: tuple[Form, ...] = ("jsonl", "parquet")
RULES = book().digest
MAKER = maker_of(RULES, DEFAULTS)


@pytest.fixture(autouse=True)
def _engine() -> None:
    engine_for(book())


@pytest.fixture(params=["disk", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder on the disk, and a URL."""
    return str(tmp_path / "out") if request.param == "disk" else f"memory://{uuid4().hex}/out"


def article(name: str, text: str, date: str | None = None) -> RawArticle:
    """An article with its bytes, taken from a file of records."""
    data = text.encode()
    return RawArticle(name, name, InputFormat.JSONL, data, sha256(data + str(date).encode()), date=date)


def piece(place: str, *articles: RawArticle, form: Form = "jsonl", run: str = "run", **wishes: Any) -> Piece:
    """A piece of these articles, called by the first, in a run whose turn it is."""
    Folder(place).begin(run)
    return Piece(piece_id([articles[0].source]), place, form, MAKER, run, [Task(one) for one in articles], **wishes)


def states(made: Made) -> list[str]:
    """What became of the articles of a piece."""
    return [result.state for result in made.results]


def files(place: str) -> dict[str, bytes | None]:
    """All files in a folder."""
    storage = Storage(place)
    return {path: storage.get(path) for path in storage.find()}


def held(place: str) -> list[Document]:
    """The reports that a folder holds, by source."""
    folder = Folder(place)
    notes, _ = folder.survey()
    return sorted((one for name, note in notes.items() for one in folder.documents(name, note)), key=lambda one: one.source)


class CutOffError(Exception):
    """What stands for the power that fails."""


@dataclass
class Cut:
    """Lets so many changes of files happen, and no more."""

    left: int
    storage: type[Storage] = Storage
    were: tuple[Any, Any] = field(default=(Storage.put, Storage.remove))

    def __enter__(self) -> None:
        def put(storage: Storage, path: str, data: bytes) -> None:
            self._count()
            self.were[0](storage, path, data)

        def remove(storage: Storage, path: str) -> None:
            self._count()
            self.were[1](storage, path)

        Storage.put, Storage.remove = put, remove  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        Storage.put, Storage.remove = self.were  # type: ignore[method-assign]

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise CutOffError


# ---- a report in columns and back ------------------------------------------------------------


@pytest.mark.parametrize("document", [DOCUMENT, *(report(text) for text in NEWS.values())])
def test_a_report_comes_back_from_parquet_as_it_was(document: Document) -> None:
    assert decode(encode([document]), document.date) == [document]


def test_parts_that_do_not_say_what_actors_are_known_by_are_of_actors_of_the_rules() -> None:
    assert decode(encode([OPEN]), OPEN.date) == [OPEN]
    rows = parquet.read_table(BytesIO(encode([DOCUMENT]))).to_pylist()
    for actor in (actor for row in rows for actor in row["actors"]):
        del actor["known"], actor["side"]
    out = BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=older_schema()), out)
    assert decode(out.getvalue(), DOCUMENT.date) == [DOCUMENT]


def older_schema() -> pa.Schema:
    """The columns of a part as they were before actors said what they are known by."""
    made = parquet.read_schema(BytesIO(encode([DOCUMENT])))
    actor = made.field("actors").type.value_type
    fields = [field for field in actor if field.name not in ("known", "side")]
    return made.set(made.get_field_index("actors"), pa.field("actors", pa.list_(pa.struct(fields))))


def test_the_columns_are_the_fields_of_the_report_without_the_date() -> None:
    columns = parquet.read_schema(BytesIO(encode([DOCUMENT]))).names
    assert columns == [name for name in Document.__struct_fields__ if name not in ("date", "text")]


# ---- files -----------------------------------------------------------------------------------


def test_files_are_put_found_read_and_removed(place: str) -> None:
    storage = Storage(place)
    assert storage.find() == []
    storage.put("b/c.txt", b"1")
    storage.put("a.txt", b"2")
    storage.put("a.txt", b"3")
    assert storage.find() == ["a.txt", "b/c.txt"]
    assert storage.get_all(["a.txt", "b/c.txt", "d.txt"]) == [b"3", b"1", None]
    storage.remove("a.txt")
    storage.remove("a.txt")
    assert storage.find() == ["b/c.txt"]


def test_an_unknown_kind_of_url_is_an_os_error() -> None:
    with pytest.raises(OSError, match="nowhere"):
        Storage("nowhere://a/b")


# ---- pieces ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_piece_puts_each_report_into_the_partition_of_its_date(place: str, form: Form) -> None:
    one = piece(place, article("a", NEWS["a"], "2017-10-07"), article("b", NEWS["b"]), form=form)
    assert states(do_piece(one, RULES)) == ["done", "done"]
    assert sorted(files(place)) == [
        f"_quoth/{one.id}.json",
        "_quoth/run.json",
        f"date=2017-10-07/part-{one.id}.{form}",
        f"date=__HIVE_DEFAULT_PARTITION__/part-{one.id}.{form}",
    ]
    assert [(document.source, document.date) for document in held(place)] == [("a", "2017-10-07"), ("b", None)]


@pytest.mark.parametrize("form", FORMS)
def test_a_piece_done_twice_is_as_if_it_were_done_once(place: str, form: Form) -> None:
    one = piece(place, article("a", NEWS["a"]), article("b", "\0\0"), form=form)
    assert states(do_piece(one, RULES)) == ["done", "failed"]
    before = files(place)
    again = do_piece(piece(place, article("a", NEWS["a"]), article("b", "\0\0"), form=form, run="next"), RULES)
    assert (states(again), again.news) == (["same", "failed-before"], [])
    assert files(place) == before | {"_quoth/run.json": b'"next"'}


def test_what_a_run_did_before_its_worker_was_lost_counts_as_done_by_it(place: str) -> None:
    one = piece(place, article("a", NEWS["a"]), article("b", " "))
    first, again = do_piece(one, RULES), do_piece(one, RULES)
    assert (states(first), states(again)) == (["done", "failed"], ["done", "failed-before"])
    assert [problem.where for problem in again.news] == [problem.where for problem in first.news] == ["b"]


def test_what_an_earlier_run_left_at_work_writes_nothing(place: str) -> None:
    late = piece(place, article("a", NEWS["a"]))
    Folder(place).begin("next")
    with pytest.raises(OSError, match="another run has begun"):
        do_piece(late, RULES)
    assert sorted(files(place)) == ["_quoth/run.json"]


def test_a_source_in_two_pieces_is_left_to_one(place: str) -> None:
    do_piece(piece(place, article("a", NEWS["a"]), article("b", NEWS["b"])), RULES)
    do_piece(piece(place, article("c", NEWS["c"]), article("b", NEWS["b"])), RULES)
    assert [document.source for document in held(place)] == ["a", "b", "c"]
    assert [document.source for document in held(place)] == ["a", "b", "c"]


def test_where_writing_was_cut_off_an_article_has_one_report_not_two(place: str) -> None:
    old = piece(place, article("a", NEWS["a"], "2017-10-07"), article("b", NEWS["b"], "2017-10-08"))
    do_piece(old, RULES)
    with pytest.raises(CutOffError), Cut(2):
        do_piece(piece(place, article("a", NEWS["c"], "2017-10-08")), RULES)
    do_piece(msgspec.structs.replace(old, tasks=[Task(article("b", NEWS["b"], "2017-10-08"))]), RULES)
    assert [document.source for document in held(place)] == ["a", "b"]


def test_an_article_whose_report_is_missing_does_not_count_as_done(place: str) -> None:
    one = piece(place, article("a", NEWS["a"], "2017-10-07"), article("b", NEWS["b"], "2017-10-08"))
    do_piece(one, RULES)
    Storage(place).put(f"date=2017-10-07/part-{one.id}.jsonl", b"damaged")
    do_piece(msgspec.structs.replace(one, tasks=one.tasks[1:], again=True), RULES)
    assert states(do_piece(msgspec.structs.replace(one, run=piece(place, article("a", " "), run="next").run), RULES)) == ["done", "same"]
    assert [document.source for document in held(place)] == ["a", "b"]


def test_a_damaged_note_is_named(place: str) -> None:
    one = piece(place, article("a", NEWS["a"]))
    do_piece(one, RULES)
    Storage(place).put(f"_quoth/{one.id}.json", b"")
    with pytest.raises(ValueError, match=f"_quoth/{one.id}.json is damaged"):
        Folder(place).survey()


def test_reports_without_notes_are_not_swept_away(place: str) -> None:
    one = piece(place, article("a", NEWS["a"]))
    do_piece(one, RULES)
    for path in files(place):
        if path.startswith("_quoth/"):
            Storage(place).remove(path)
    with pytest.raises(ValueError, match="it has reports, but no _quoth/"):
        Folder(place).begin("next")
    assert len(files(place)) == 1


def test_a_folder_is_known_by_whatever_name_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to("out")
    names = ("out", "./out/", "link", f"file://{tmp_path}/out", str(tmp_path / "out"))
    assert {Storage(name).address for name in names} == {f"file://{os.path.realpath(tmp_path)}/out"}


@pytest.mark.parametrize(("place", "why"), [("", "a folder or the URL of one$"), ("simplecache::file:///a", "not a chain of URLs")])
def test_what_is_no_folder_is_refused(place: str, why: str) -> None:
    with pytest.raises(OSError, match=why):
        Storage(place)


def test_what_changed_takes_the_place_of_what_was_there_and_the_rest_stays(place: str) -> None:
    do_piece(piece(place, article("a", NEWS["a"], "2017-10-07"), article("b", NEWS["b"], "2017-10-08")), RULES)
    made = do_piece(piece(place, article("a", NEWS["c"], "2017-10-09")), RULES)
    assert states(made) == ["done"]
    assert [(document.source, document.date, len(document.statements)) for document in held(place)] == [
        ("a", "2017-10-09", len(report(NEWS["c"]).statements)),
        ("b", "2017-10-08", len(report(NEWS["b"]).statements)),
    ]
    assert not [path for path in files(place) if path.startswith("date=2017-10-07")]


def test_an_article_that_cannot_be_done_any_more_keeps_its_report(place: str) -> None:
    do_piece(piece(place, article("a", NEWS["a"])), RULES)
    (before,) = held(place)
    made = do_piece(piece(place, article("a", " ")), RULES)
    assert (states(made), [problem.where for problem in made.news]) == (["failed"], ["a"])
    assert held(place) == [before]
    assert states(do_piece(piece(place, article("a", NEWS["a"]), run="next"), RULES)) == ["same"]


def test_other_rules_and_other_options_do_a_piece_again(place: str) -> None:
    one = piece(place, article("a", NEWS["a"]))
    do_piece(one, RULES)
    one = piece(place, article("a", NEWS["a"]), run="next")
    for maker in (maker_of("sha256:0", DEFAULTS), maker_of(RULES, ReadOptions(text_field="body"))):
        assert states(do_piece(msgspec.structs.replace(one, maker=maker), RULES)) == ["done"]
    assert maker_of(RULES, ReadOptions(exclude=("*.csv",))) == MAKER


def test_an_article_that_failed_is_tried_again_if_asked_for(place: str) -> None:
    do_piece(piece(place, article("a", " ")), RULES)
    again = do_piece(piece(place, article("a", " "), run="next", retry=True), RULES)
    assert (states(again), again.news) == (["failed"], [])


def test_a_part_that_is_missing_is_noticed_and_a_part_without_a_note_swept(place: str) -> None:
    one = piece(place, article("a", NEWS["a"], "2017-10-07"))
    do_piece(one, RULES)
    storage = Storage(place)
    storage.remove(f"date=2017-10-07/part-{one.id}.jsonl")
    stray = f"date=2017-10-07/part-{'0' * 32}.jsonl"
    storage.put(stray, b"{}\n")
    notes, broken = Folder(place).survey()
    assert (list(notes), broken, storage.get(stray)) == ([one.id], {one.id}, None)
    assert states(do_piece(msgspec.structs.replace(one, again=True), RULES)) == ["done"]
    assert [document.source for document in held(place)] == ["a"]


TEXTS = st.sampled_from([*NEWS.values(), " "])
DATES = st.sampled_from([None, "2017-10-07", "2017-10-08"])
VERSIONS = st.lists(st.dictionaries(st.sampled_from("abc"), st.tuples(TEXTS, DATES), min_size=1), min_size=1, max_size=4)


@given(VERSIONS, st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=4), st.sampled_from(FORMS))
def test_work_that_is_cut_off_anywhere_and_taken_up_later_leaves_what_it_leaves_undisturbed(
    versions: list[dict[str, tuple[str, str | None]]], cuts: list[tuple[int, bool]], form: Form
) -> None:
    calm, rough = (f"memory://{uuid4().hex}" for _ in range(2))

    def do(place: str, version: dict[str, tuple[str, str | None]]) -> None:
        folder, tasks = Folder(place), [Task(article(name, *of)) for name, of in sorted(version.items())]
        folder.begin("run")
        again = "0" * 32 in folder.survey()[1]
        do_piece(Piece("0" * 32, place, form, MAKER, "run", tasks, again), RULES)

    for k, version in enumerate(versions):
        do(calm, version)
        writes, at_once = cuts[k] if k < len(cuts) else (0, True)
        try:
            with Cut(writes):
                do(rough, version)
        except CutOffError:
            if at_once or version is versions[-1]:
                do(rough, version)
    now = versions[-1].keys()
    assert [one for one in held(rough) if one.source in now and versions[-1][one.source][0] != " "] == [
        one for one in held(calm) if one.source in now and versions[-1][one.source][0] != " "
    ]
    assert len({one.source for one in held(rough)}) == len(held(rough))
