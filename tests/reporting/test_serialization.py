"""render: the bytes and lines that users see."""

import csv
import io
import json
import unicodedata

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.model import Document, Report, Span, Warning
from quoth.reporting.serialization import (
    COLUMNS,
    encode_csv,
    encode_json,
    encode_jsonl,
    encode_line,
    json_schema,
    make_console,
    render_table,
    stream_json,
    visible,
)
from samples import ACCUSATION, DOCUMENT, EMPTY, OPEN, TEXT
from workbench import report

STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Unicode's bidirectional controls."""
HOSTILE = "a\x1b[31mred\x1b]0;owned\x07 [bold]b[/bold] :smile: \u202eright\u2066 \x9b2J \x00 \x7f"


def table(*documents: Document, width: int = 120) -> str:
    """What render_table prints where there is no terminal."""
    out = io.StringIO()
    console = make_console(out)
    console.width = width
    render_table(documents, console)
    return out.getvalue()


def with_content(text: str) -> Document:
    """A document with one statement, whose content is this text."""
    statement = msgspec.structs.replace(ACCUSATION, content=[Span(text, 0, len(text))])
    return msgspec.structs.replace(DOCUMENT, statements=[statement], relations=[], warnings=[])


# ---- JSON ------------------------------------------------------------------------------------


def test_json_is_one_object_with_the_versions_and_the_documents() -> None:
    encoded = encode_json(Report(quoth="1.2", rules="sha256:r", documents=[DOCUMENT, EMPTY]))
    decoded = json.loads(encoded)
    assert list(decoded) == ["quoth", "schema", "rules", "documents"]
    assert (decoded["quoth"], decoded["schema"], decoded["rules"]) == ("1.2", 1, "sha256:r")
    assert msgspec.json.decode(encoded, type=Report).documents == [DOCUMENT, EMPTY]


@pytest.mark.parametrize("documents", [[], [DOCUMENT], [DOCUMENT, EMPTY, DOCUMENT]])
def test_streamed_json_is_the_report(documents: list[Document]) -> None:
    streamed = b"".join(stream_json("1.2", "sha256:r", iter(documents)))
    assert msgspec.json.decode(streamed, type=Report) == Report(quoth="1.2", rules="sha256:r", documents=documents)


def test_a_document_is_one_line_of_jsonl() -> None:
    line = encode_jsonl(with_content("one\ntwo\r\nthree\u2028"))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line)["statements"][0]["content"][0]["text"] == "one\ntwo\r\nthree\u2028"


def test_json_escapes_control_characters() -> None:
    assert b"\x1b" not in encode_jsonl(with_content(HOSTILE))


def test_reports_validate_against_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())
    validator.validate(json.loads(encode_jsonl(DOCUMENT)))
    validator.validate(json.loads(encode_jsonl(msgspec.structs.replace(DOCUMENT, text=TEXT))))
    validator.evolve(schema=json_schema() | {"$ref": "#/$defs/Report"}).validate(
        json.loads(encode_json(Report(quoth="1", rules="r", documents=[DOCUMENT, EMPTY])))
    )
    assert not validator.is_valid(json.loads(encode_jsonl(DOCUMENT)) | {"statements": [{"id": "s1"}]})


# ---- CSV -------------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_statement() -> None:
    header, first, second, third = csv.reader(io.StringIO(encode_csv([DOCUMENT])))
    assert tuple(header) == COLUMNS
    assert dict(zip(header, first, strict=True)) == {
        "source": "inbox/a.txt", "date": "2024-02-03", "id": "s1", "kind": "direct", "act": "ACCUSE", "negated": "false",
        "speaker": "General Amadou Keïta", "speaker_actor": "amadou-keita", "speaker_name": "Amadou Keïta", "side": "northern-front",
        "addressee": "", "cue": "said", "content": "The army shelled us.", "about": "dourania-army",
        "rule": "quote.speaker-verb-before", "start": "50", "end": "70", "speaker_sector": "REB", "speaker_known": "rules",
    }  # fmt: skip
    assert second[header.index("negated")] == "true"
    assert third[header.index("content")] == "Keïta's men … were backed by the River League"
    assert third[header.index("about")] == "northern-front; river-league"


def test_csv_says_what_the_speaker_is_known_by() -> None:
    assert {row["speaker_known"] for row in csv.DictReader(io.StringIO(encode_csv([OPEN])))} == {"text"}
    assert [row["speaker_known"] for row in csv.DictReader(io.StringIO(encode_csv([DOCUMENT])))] == ["rules", "rules", ""]


def test_the_schema_says_what_actors_may_be_known_by_and_that_their_type_may_be_open() -> None:
    actor = json_schema()["$defs"]["Actor"]
    assert actor["properties"]["known"] == {"enum": ["composed", "rules", "text"], "default": "rules"}
    types = actor["properties"]["type"]["anyOf"]
    assert {"type": "null"} in types
    assert "organisation" in [name for kind in types for name in kind.get("enum", [])]
    assert "known" not in actor["required"]


def test_csv_goes_on_without_a_second_header() -> None:
    assert encode_csv([DOCUMENT]) + encode_csv([DOCUMENT], header=False) == encode_csv([DOCUMENT, DOCUMENT])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    rows = list(csv.DictReader(io.StringIO(encode_csv([with_content(start + "cmd")]))))
    assert rows[0]["content"] == "'" + visible(start) + "cmd"


def test_csv_keeps_lines_and_shows_other_controls() -> None:
    rows = list(csv.DictReader(io.StringIO(encode_csv([with_content('one\r\ntwo\rthree \x1b[1m, "x"')]))))
    assert rows[0]["content"] == 'one\ntwo\nthree ␛[1m, "x"'


# ---- tables ----------------------------------------------------------------------------------


TABLE = """\
inbox/a.txt  2024-02-03  A title
speaker (side)             act         content                                       about
────────────────────────────────────────────────────────────────────────────────────────────────────
Amadou Keïta (Northern     accuse      The army shelled us.                          Army of
Front)                                                                               Dourania
Dourania                   not reject  it
A herder [who fled]        statement   Keïta's men … were backed by the River        Northern Front,
                                       League                                        River League
River League allied with Northern Front (backs): Keïta's men were backed by the River League
Army of Dourania opposed to Northern Front (attacks): The army shelled us
warning: a quotation mark is never closed (at character 48)

standard input  no statements

"""


def test_a_table_says_who_said_what_about_whom() -> None:
    assert [line.rstrip() for line in table(DOCUMENT, EMPTY, width=100).splitlines()] == TABLE.splitlines()


def test_the_sides_of_all_who_speak_together_are_shown() -> None:
    shown = table(report("India and Brazil said the war was over."), width=100)
    assert shown.splitlines()[3].split("  ")[0] == "India and Brazil (India,"
    assert "Brazil)" in shown.splitlines()[4]


def test_nothing_is_cut_at_80_columns_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert make_console(io.StringIO()).width == 120
    monkeypatch.setenv("COLUMNS", "200")
    assert make_console(io.StringIO()).width == 200


def test_long_content_is_shortened_between_words() -> None:
    shown = table(with_content("word " * 200))
    assert "word…" in shown
    assert shown.count("word") < 60


def test_text_from_articles_is_neither_markup_nor_control() -> None:
    hostile = msgspec.structs.replace(
        with_content(HOSTILE), source=HOSTILE, title=HOSTILE, date=HOSTILE, warnings=[Warning(HOSTILE)], relations=DOCUMENT.relations
    )
    shown = table(hostile, width=200)
    assert set(shown) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066") == set()
    assert "a␛[31mred␛]0;owned␇ [bold]b[/bold] :smile: \\u202eright\\u2066 \\x9b2J ␀ ␡" in shown


@given(st.text(st.characters(), max_size=60))
def test_nothing_that_steers_or_hides_is_shown(text: str) -> None:
    for shown in (visible(text), table(with_content(text)).replace("\n", "")):
        assert not [character for character in shown if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}]
        assert not [character for character in shown if unicodedata.bidirectional(character) in STEERING]


LINE_ENDS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\r\n"


def test_a_line_of_json_is_one_line_whatever_a_reader_takes_for_its_end() -> None:
    text = f"Israel said “the door{LINE_ENDS}is open”."
    line = encode_line({"text": text})
    assert line.decode().splitlines() == [
        '{"text":"Israel said “the door\\u2028\\u2029\\u0085\\u000b\\f\\u001c\\u001d\\u001e\\r\\nis open”."}'
    ]
    assert msgspec.json.decode(line) == {"text": text}
