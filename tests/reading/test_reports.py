"""reports: what quoth analyze wrote is read back, whatever jq did to its layout."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from quoth.errors import Problem
from quoth.model import Document, Report
from quoth.reading.reports import looks_like_reports, read_reports
from quoth.reporting.serialization import encode_json, encode_jsonl
from quoth.running.collecting import holds_reports
from samples import DOCUMENT, EMPTY, OPEN

LINES = encode_jsonl(DOCUMENT) + encode_jsonl(EMPTY)
RUN = encode_json(Report(quoth="1", rules="sha256:0", documents=[DOCUMENT, EMPTY]))


def read(data: bytes) -> list[Document | Problem]:
    """The documents and problems in a file of these bytes."""
    return list(read_reports(BytesIO(data), "r", Document))


@pytest.mark.parametrize(
    "data",
    [
        LINES,
        b"\n" + LINES.replace(b"\n", b"\r\n\r\n"),
        RUN,
        json.dumps(json.loads(RUN)).encode(),
        json.dumps(json.loads(RUN), indent=2).encode(),
        json.dumps(json.loads(RUN)["documents"], indent=2).encode(),
        json.dumps(json.loads(RUN)["documents"]).encode(),
        json.dumps(json.loads(encode_jsonl(DOCUMENT)), indent=2).encode() + b"\n" + encode_jsonl(EMPTY),
    ],
    ids=["lines", "blank lines", "run", "run on a line", "run laid out", "list laid out", "list on a line", "two layouts"],
)
def test_reports_are_read_in_any_layout(data: bytes) -> None:
    assert read(data) == [DOCUMENT, EMPTY]


def test_a_report_that_does_not_say_what_actors_are_known_by_is_of_actors_of_the_rules() -> None:
    older = encode_jsonl(DOCUMENT).replace(b',"known":"rules","side":null', b"")
    assert b'"known"' not in older
    assert read(older) == [DOCUMENT]
    assert read(encode_jsonl(OPEN)) == [OPEN]


def test_two_runs_in_one_file_are_read_both() -> None:
    assert read(RUN + RUN) == [DOCUMENT, EMPTY] * 2


NOTHING = Problem("r", "holds no reports", "expected what quoth analyze --format jsonl prints")
SCHEMA_2 = encode_jsonl(DOCUMENT).replace(b'"schema":1', b'"schema":2')


def wrong(where: str, why: str) -> Problem:
    """That there is no report at a place."""
    return Problem(where, f"not a report: {why}", "see quoth schema")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", [NOTHING]),
        (b" \n\n", [NOTHING]),
        (encode_json(Report(quoth="1", rules="sha256:0", documents=[])), [NOTHING]),
        (b"hello\n" + LINES, [wrong("r:1", "JSON is malformed: invalid character (byte 0)"), DOCUMENT, EMPTY]),
        (encode_jsonl(DOCUMENT) + b'{"a": 1}\n', [DOCUMENT, wrong("r:2", "Object missing required field `source`")]),
        (encode_jsonl(DOCUMENT)[:-9], [wrong("r:1", "Input data was truncated")]),
        (RUN.removesuffix(b"]}\n"), [DOCUMENT, EMPTY, wrong("r", "Input data was truncated")]),
        (SCHEMA_2, [wrong("r:1", "Invalid enum value 2 - at `$.schema`")]),
        (b'{"a":' * 100_000, [wrong("r:1", "maximum recursion depth exceeded while deserializing an object")]),
        (b"\xff\xfe\n", [wrong("r:1", "not UTF-8")]),
    ],
    ids=["empty", "blank", "run of nothing", "prose", "other JSON", "cut line", "cut run", "newer schema", "deep", "not UTF-8"],
)
def test_what_is_no_report_is_told_with_its_line_and_the_rest_is_read(data: bytes, found: list[Document | Problem]) -> None:
    assert read(data) == found


def test_fields_that_a_later_quoth_adds_do_no_harm() -> None:
    assert read(encode_jsonl(DOCUMENT).replace(b'"schema":1', b'"schema":1,"mood":"grim"')) == [DOCUMENT]


def test_a_document_is_decoded_before_the_next_is_read() -> None:
    stream = BytesIO(LINES)
    reports = read_reports(stream, "r", Document)
    assert next(reports) == DOCUMENT
    assert stream.tell() < len(LINES)


# ---- articles and reports are told apart -----------------------------------------------------


def test_reports_are_known_by_how_they_begin() -> None:
    assert looks_like_reports(LINES[:200])
    assert looks_like_reports(RUN[:200])
    assert not looks_like_reports(b'{"text": "Turkey said", "id": 1}')
    assert not looks_like_reports(b"Turkey said on Monday")


def test_a_file_that_holds_reports_is_known_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(LINES)
    (tmp_path / "a.txt").write_text("Turkey said so.", encoding="utf-8")
    assert holds_reports(str(tmp_path / "r.jsonl"))
    assert not any(holds_reports(str(tmp_path / name)) for name in ("a.txt", "nowhere", ".", "\0"))
