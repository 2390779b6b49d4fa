"""records: a file of records in; each as an article's bytes, or what is wrong with it, out."""

import csv
import hashlib
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.errors import InputError, Problem
from quoth.model import Report, Warning
from quoth.reading.formats import DEFAULTS, InputFormat, RawArticle, ReadOptions
from quoth.reading.records import is_report, read_records
from quoth.reading.reports import PEEK
from quoth.reporting.serialization import encode_csv, encode_json, encode_jsonl
from samples import DOCUMENT

JSONL, CSV = InputFormat.JSONL, InputFormat.CSV
TEXT = "Officials in the valley said the road was open."
LINES = "expected one object a line, as jq -c prints"


def records(data: str | bytes, form: InputFormat = JSONL, options: ReadOptions = DEFAULTS) -> list[RawArticle | Problem]:
    """What a file gives that is called day.zip!news, with the name news."""
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_records(stream, form, "day.zip!news", "news", options))


def told(data: str | bytes, form: InputFormat = JSONL, options: ReadOptions = DEFAULTS) -> list[str]:
    """The names of the records, and the problems as they are shown."""
    return [str(one) if isinstance(one, Problem) else one.source for one in records(data, form, options)]


def sha256(data: str | bytes) -> str:
    return "sha256:" + hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


# ---- both ------------------------------------------------------------------------------------

ROW = f"7,2017-10-07,Road open,{TEXT}"
OBJECT = json.dumps({"id": 7, "date": "2017-10-07", "title": " Road\nopen ", "text": TEXT, "tags": ["a"]})


@pytest.mark.parametrize(
    ("data", "record", "form"), [(f"id,date,title,text\r\n{ROW}\r\n", f"id,date,title,text\n{ROW}", CSV), (OBJECT + "\r\n", OBJECT, JSONL)]
)
def test_a_record_is_an_article_with_what_its_fields_tell(data: str, record: str, form: InputFormat) -> None:
    assert records(data, form) == [
        RawArticle("day.zip!news#7", "news", form, TEXT.encode(), sha256(record), title="Road open", date="2017-10-07")
    ]


OPTIONS = ReadOptions(text_field="body", id_field="guid", title_field="head", date_field="day")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (line(guid="g", head="H", day="7 Oct 2017", body=TEXT, id="x", text="x", title="x", date="x"), JSONL),
        (f"id,guid,head,day,body,text\nx,g,H,7 Oct 2017,{TEXT},x\n", CSV),
    ],
)
def test_fields_may_have_other_names(data: str, form: InputFormat) -> None:
    (one,) = records(data, form, OPTIONS)
    assert isinstance(one, RawArticle)
    assert (one.source, one.title, one.date, one.data) == ("day.zip!news#g", "H", "2017-10-07", TEXT.encode())


@pytest.mark.parametrize(
    ("data", "form"), [(line(text=TEXT) + "\n" + line(text=TEXT, id=" "), JSONL), (f'id,text\n,"{TEXT}"\n,{TEXT}\n', CSV)]
)
def test_a_record_without_an_id_is_named_by_its_line(data: str, form: InputFormat) -> None:
    first = 1 if form is JSONL else 2
    assert told(data, form) == [f"day.zip!news:{first}", "day.zip!news:3"]


@pytest.mark.parametrize("key", ["x", "i" * 1001], ids=["again", "long"])
def test_an_id_that_cannot_name_a_record_is_told_and_the_line_names_it(key: str) -> None:
    (_, one) = records(line(text=TEXT, id="x") + line(text=TEXT, id=key))
    assert isinstance(one, RawArticle)
    why = "that of an earlier record" if key == "x" else "too long"
    assert (one.source, one.warnings) == ("day.zip!news:2", (Warning(f"named by its line: its id is {why}"),))


def test_a_date_that_is_none_is_told() -> None:
    (one,) = records(line(text=TEXT, date="lately"))
    assert isinstance(one, RawArticle)
    assert (one.date, one.warnings) == (None, (Warning("its date is not understood: lately"),))


@pytest.mark.parametrize(("form", "data"), [(JSONL, ""), (JSONL, "\n\n"), (CSV, ""), (CSV, "id,text\n"), (CSV, "\n")])
def test_a_file_without_records_is_a_problem(form: InputFormat, data: str) -> None:
    assert told(data, form) == ["day.zip!news: no records (expected an object a line, or a row below the names of its columns)"]


def test_utf_16_is_a_problem_that_says_what_to_do() -> None:
    assert told(f"id,text\n1,{TEXT}".encode("utf-16"), CSV) == [
        "day.zip!news: UTF-16, expected UTF-8 (convert it: iconv -f UTF-16 -t UTF-8)"
    ]


@pytest.mark.parametrize(("form", "data"), [(JSONL, line(text=TEXT)), (CSV, f"text\n{TEXT}\n")])
def test_a_byte_order_mark_is_no_part_of_a_record(form: InputFormat, data: str) -> None:
    assert records("\ufeff" + data, form) == records(data, form)


REPORT = Report(quoth="0", rules="0", documents=[DOCUMENT])
REPORTS = [encode_jsonl(DOCUMENT), encode_json(REPORT), encode_csv([DOCUMENT]).encode()]


@pytest.mark.parametrize("report", REPORTS, ids=["jsonl", "json", "csv"])
def test_what_quoth_writes_is_known_as_such(report: bytes) -> None:
    assert is_report(report)
    assert is_report(report[:PEEK])
    assert told(report, JSONL) == ["day.zip!news: a report of quoth's own, expected articles (name the articles that it reports on)"]


def test_what_others_write_is_no_report() -> None:
    assert not any(map(is_report, (b"", b'{"schema": 1}', b'{"source":"a"}', b"source,date,id,text\n")))


# ---- lines of JSON ---------------------------------------------------------------------------


def test_a_bad_line_costs_no_other_line() -> None:
    data = (
        line(text=TEXT) + "{no\n" + "[1]\n" + line(id="x", body=TEXT) + line(text=None) + line(text=["x"]) + "\n" + line(text=TEXT, id="y")
    )
    assert told(data) == [
        "day.zip!news:1",
        f"day.zip!news:2: no JSON object: JSON is malformed: object keys must be strings (byte 1) ({LINES})",
        f"day.zip!news:3: no JSON object: Expected `object`, got `array` ({LINES})",
        "day.zip!news:4: has no “text” (it has id, body; name the field with --text-field)",
        "day.zip!news:5: “text” is empty, or no text (it has text; name the field with --text-field)",
        "day.zip!news:6: “text” is empty, or no text (it has text; name the field with --text-field)",
        "day.zip!news#y",
    ]


def test_lines_that_are_not_utf8_or_nested_without_end_are_problems() -> None:
    data = b'{"text": "caf\xe9"}\n{"text": ' + b"[" * 100_000 + b"\n" + line(text=TEXT).encode()
    got = told(data)
    assert got[0] == f"day.zip!news:1: not UTF-8 ({LINES})"
    assert got[1].startswith("day.zip!news:2: no JSON object: ")
    assert got[2:] == ["day.zip!news:3"]


def test_the_id_that_was_asked_for_must_be_there() -> None:
    data = line(text=TEXT, id="x") + line(text=TEXT, guid=True) + line(text=TEXT, guid=0)
    assert told(data, options=ReadOptions(id_field="guid")) == [
        "day.zip!news:1: has no “guid” (it has text, id; name the field with --id-field)",
        "day.zip!news:2: “guid” is empty, or no text (it has text, guid; name the field with --id-field)",
        "day.zip!news#0",
    ]


def test_a_complaint_shows_few_fields() -> None:
    many = {f"f{number}": 1 for number in range(1000)} | {"x" * 1000: 1}
    assert told(line(**many)) == [
        "day.zip!news:1: has no “text” (it has f0, f1, f2, f3, f4, f5, f6, f7, …; name the field with --text-field)"
    ]


# ---- rows of CSV -----------------------------------------------------------------------------


@pytest.mark.parametrize("above", ["\n \r\n", "sep=;\n", '"SEP=;"\r\n', "\nsep=;\n\n"])
def test_blank_lines_and_the_delimiter_may_stand_above_the_header(above: str) -> None:
    (found,) = records(f"{above}id;text\n1;{TEXT}\n", CSV)
    assert isinstance(found, RawArticle)
    assert (found.source, found.data) == ("day.zip!news#1", TEXT.encode())


@pytest.mark.parametrize("above", ["", "\n\n", "sep=;\n", "sep=;"])
def test_a_csv_without_a_header_has_no_records(above: str) -> None:
    assert [str(one).split(" (")[0] for one in records(above, CSV)] == ["day.zip!news: no records"]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_delimiter_is_told_by_the_header(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["a,b;c", "id", "text"], ["1", "x", f"{TEXT}\n\n“{delimiter}”"]])
    (one,) = records(out.getvalue(), CSV)
    assert isinstance(one, RawArticle)
    assert (one.source, one.data.decode()) == ("day.zip!news#x", f"{TEXT}\n\n“{delimiter}”")


def test_a_row_is_named_by_the_line_where_it_begins() -> None:
    assert told(f'text\n"{TEXT}\n\n{TEXT}"\n\n{TEXT}\n', CSV) == ["day.zip!news:2", "day.zip!news:6"]


def test_a_missing_column_is_one_problem_for_each() -> None:
    assert told("id,body\n1,x\n2,y\n", CSV, ReadOptions(date_field="day")) == [
        "day.zip!news:1: has no column “text” (it has id, body; name the column with --text-field)",
        "day.zip!news:1: has no column “day” (it has id, body; name the column with --date-field)",
    ]


def test_a_row_of_another_length_costs_no_other_row() -> None:
    hint = "a cell that holds the delimiter must stand in quotation marks"
    assert told(f"id,text\n1,{TEXT}\n2\n3,so,it is\n4,{TEXT},,\n", CSV) == [
        "day.zip!news#1",
        f"day.zip!news:3: 1 cells, expected 2 as in the header ({hint})",
        f"day.zip!news:4: 3 cells, expected 2 as in the header ({hint})",
        "day.zip!news#4",
    ]


def test_quotation_marks_that_are_wrong_are_told_with_their_line() -> None:
    hint = "quotation marks in a cell must be doubled, and the last one closed"
    assert told(f'id,text\n1,"so" it is\n2,{TEXT}\n3,"never closed\n\n4,x\n', CSV) == [
        f"day.zip!news:2: no row of CSV: ',' expected after '\"' ({hint})",
        "day.zip!news#2",
        f"day.zip!news:4: no row of CSV: unexpected end of data ({hint})",
    ]


def test_cells_in_windows_1252_are_read() -> None:
    data = "id,title,été\ncafé,Señor,“So”\n".encode("cp1252")
    (one,) = records(data, CSV, ReadOptions(text_field="été"))
    assert isinstance(one, RawArticle)
    assert (one.source, one.title, one.data) == ("day.zip!news#café", "Señor", b"\x93So\x94")
    assert told(data, CSV) == ["day.zip!news:1: has no column “text” (it has id, title, été; name the column with --text-field)"]


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound on records, so small that no test need write 100 MB."""
    monkeypatch.setattr("quoth.reading.records.LIMIT", 1_000)


@pytest.mark.usefixtures("_small")
def test_a_row_over_the_bound_ends_the_file() -> None:
    with pytest.raises(InputError) as caught:
        records('id,text\n1,x\n2,"' + "so it is\n" * 1_000, CSV)
    assert caught.value.problem == Problem("day.zip!news:3", "a row of over 100 MB", "is a quotation mark in it never closed?")


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("length", [1_000, 1_999, 2_000, 5_000])
def test_a_line_over_the_bound_costs_no_other_line(length: int) -> None:
    data = line(text=TEXT) + "x" * length + "\n" + line(text=TEXT)
    assert told(data) == ["day.zip!news:1", "day.zip!news:2: a record of over 100 MB (split it)", "day.zip!news:3"]


# ---- promises --------------------------------------------------------------------------------

PIECES = st.sampled_from(["id,text", '{"text":"so"}', '{"id":1,"text":"so"}', "\n", "\r", '"', ",", ";", "1,so", "{", "\0", "\ufeff", "é"])


@given(data=st.lists(PIECES.map(str.encode) | st.binary(max_size=6), max_size=20).map(b"".join), form=st.sampled_from([JSONL, CSV]))
def test_any_bytes_are_records_or_problems_each_with_a_name_of_its_own(data: bytes, form: InputFormat) -> None:
    found = records(data, form)
    assert found
    names = [one.source for one in found if isinstance(one, RawArticle)]
    assert len(set(names)) == len(names)
    assert msgspec.json.decode(msgspec.json.encode(found[0]))


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip()), min_size=1, max_size=5)


@given(texts=TEXTS)
def test_what_python_writes_is_read_as_it_was(texts: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["text"], *([text] for text in texts)])
    for data, form in ((out.getvalue(), CSV), ("".join(line(text=text) for text in texts), JSONL)):
        assert [one.data.decode() if isinstance(one, RawArticle) else one for one in records(data, form)] == texts


# ---- JSON that is not one object a line ------------------------------------------------------

ONE, TWO = {"id": "a", "text": TEXT}, {"text": TEXT}


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (json.dumps([ONE, TWO]), ["day.zip!news#a", "day.zip!news:1"]),
        (json.dumps([ONE, TWO, TWO], indent=2), ["day.zip!news#a", "day.zip!news:6", "day.zip!news:9"]),
        ("\ufeff" + json.dumps([ONE], indent=2), ["day.zip!news#a"]),
        (json.dumps({"count": 2, "tags": ["x"], "articles": [ONE, TWO]}, indent=1), ["day.zip!news#a", "day.zip!news:11"]),
        (json.dumps(ONE, indent=2), ["day.zip!news#a"]),
        (f"{json.dumps(ONE)}\r{json.dumps(TWO)}\r", ["day.zip!news#a", "day.zip!news:2"]),
        (json.dumps({"name": "x"}, indent=1), ["day.zip!news:1: has no “text” (it has name; name the field with --text-field)"]),
        ("[]", ["day.zip!news: no records (expected an object a line, or a row below the names of its columns)"]),
    ],
)
def test_an_array_of_records_and_one_record_over_several_lines_are_read(data: str, names: list[str]) -> None:
    assert told(data) == names


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_may_end_in_any_newline_and_cells_hold_them(newline: str) -> None:
    cell = f"It rained.{newline}{newline}It froze."
    data = newline.join(["id,text", f'1,"{cell}"', "2,It rained.", ""])
    assert [one.data.decode() for one in records(data, CSV) if isinstance(one, RawArticle)] == [cell, "It rained."]
