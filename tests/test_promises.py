"""What holds for any text whatever: nothing raises, spans are exact, the report validates, and the same bytes come again."""

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from jsonschema import Draft202012Validator

from prose import texts
from quoth.model import Document
from quoth.reporting.serialization import json_schema
from workbench import book, report

promise = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

VALIDATOR = Draft202012Validator(json_schema())


def spans(document: Document) -> list[tuple[str, int, int, str]]:
    """Every span of a report: what it is, where, and its text."""
    found = [("mention", m.start, m.end, m.text) for a in document.actors for m in a.mentions]
    for s in document.statements:
        found += [("party", p.start, p.end, p.text) for p in (s.speaker, s.addressee) if p]
        found += [("cue", s.cue.start, s.cue.end, s.cue.text)] if s.cue else []
        found += [("content", c.start, c.end, c.text) for c in s.content]
        found += [("about", a.start, a.end, a.text) for a in s.about]
    return found + [("evidence", r.evidence.start, r.evidence.end, r.evidence.text) for r in document.relations]


@promise
@given(texts)
@example("")
@example("\r")
@example("“")
@example("'")
@example("said")
@example("Turkey said")
@example("“\n\n“\n\n“")
@example("He said “" + "[" * 300)
def test_every_span_is_in_the_text_at_that_place(text: str) -> None:
    document = report(text)
    assert [span for span in spans(document) if not (span[1] < span[2] and text[span[1] : span[2]] == span[3])] == []
    assert all(w.start is None or 0 <= w.start < len(text) for w in document.warnings)
    assert document.characters == len(text)


@promise
@given(texts)
def test_every_report_is_as_the_published_schema_says(text: str) -> None:
    encoded = msgspec.json.encode(report(text))
    assert [error.message for error in VALIDATOR.iter_errors(msgspec.json.decode(encoded))] == []


@promise
@given(texts)
def test_analyzing_twice_gives_the_same_bytes(text: str) -> None:
    assert msgspec.json.encode(report(text)) == msgspec.json.encode(report(text))


@promise
@given(texts, texts)
def test_a_report_does_not_depend_on_what_was_analyzed_before(text: str, other: str) -> None:
    first = msgspec.json.encode(report(text))
    report(other)
    assert msgspec.json.encode(report(text)) == first


@promise
@given(texts)
def test_ids_are_unique_and_in_the_order_of_the_text(text: str) -> None:
    document = report(text)
    assert [s.id for s in document.statements] == [f"s{k}" for k in range(1, len(document.statements) + 1)]
    assert [r.id for r in document.relations] == [f"r{k}" for k in range(1, len(document.relations) + 1)]
    starts = [s.content[0].start for s in document.statements]
    assert starts == sorted(starts)
    evidence = [r.evidence.start for r in document.relations]
    assert evidence == sorted(evidence)
    listed = [a.id for a in document.actors]
    assert len(listed) == len(set(listed))


@promise
@given(texts)
def test_what_a_report_names_is_there(text: str) -> None:
    document = report(text)
    rules = {rule.id for rule in book().rules}
    statements = {s.id for s in document.statements}
    listed = {a.id for a in document.actors}
    assert {s.rule for s in document.statements} | {r.rule for r in document.relations} <= rules
    assert {r.statement for r in document.relations} <= statements | {None}
    assert {t.actor for s in document.statements for t in s.about} <= listed
    assert {p.actor for s in document.statements for p in (s.speaker, s.addressee) if p and p.actor} <= listed
    assert {end for r in document.relations for end in (r.a, r.b)} <= listed
    assert all(s.content for s in document.statements)
    assert all(r.a != r.b for r in document.relations)


@promise
@given(texts)
def test_a_statement_s_pieces_are_in_order_and_do_not_overlap(text: str) -> None:
    for statement in report(text).statements:
        ends = [0, *(c.end for c in statement.content)]
        assert all(before <= piece.start for before, piece in zip(ends, statement.content, strict=False))


@promise
@given(texts)
def test_a_text_is_read_as_well_in_the_middle_of_a_report(text: str) -> None:
    lone = "Hezbollah said on Monday that the road to the north was open."
    around = report(f"{lone}\n\n{text}\n\n")
    assert [(s.speaker.text, s.content[0].text) for s in around.statements[:1] if s.speaker] == [
        ("Hezbollah", "the road to the north was open")
    ]


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.parametrize("unit", ["“", "”", "'", "said ", "Turkey ", "[", "He said he said ", ",", "A", "\n", "\r", " ", "“‘", "that "])
def test_the_same_thing_over_and_over_is_no_trouble(unit: str, size: int) -> None:
    document = report(unit * size)
    assert document.characters == len(unit) * size
