"""evaluate: gold that people marked in, figures and errors by cause out."""

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from quoth.commands.app import app
from quoth.errors import Problem
from quoth.evaluation.brat import Marked, kind_of, read_standoff
from quoth.evaluation.evaluation import Evaluation, Request, evaluate
from quoth.evaluation.gold import Gold, read_gold
from quoth.evaluation.scoring import Counts, Figure, pair, scores
from quoth.reporting.serialization import encode_jsonl
from samples import AKSOY, DOCUMENT, FRONT, JIHADISTS, OPEN, OPEN_TEXT
from workbench import engine, report

TEXT = (
    "The mayor said on Monday that the bridge was closed. “We will mend it soon,” she added.\n"
    "Ferrymen accused the council of sleeping. A fisherman coughed that the river was low.\n"
)
MARKS = (
    ("The mayor", "said", ["the bridge was closed"]),
    ("she", "added", ["“We will mend it soon,”"]),
    ("Ferrymen", "accused", ["the council of sleeping"]),
    ("A fisherman", "coughed", ["that the river was low"]),
)


def place(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where words first stand in the text."""
    return text.index(words), text.index(words) + len(words)


def standoff(marks: object = MARKS) -> str:
    """Attributions (source, cue, contents) as brat writes them; the empty ones are left out."""
    lines: list[str] = []
    for number, (source, cue, content) in enumerate(marks, 1):  # type: ignore[arg-type, var-annotated]
        parts = []
        for role, pieces in (("Content", content), ("Cue", [cue] if cue else []), ("Source", [source] if source else [])):
            if pieces:
                key = f"T{sum(line[0] == 'T' for line in lines) + 1}"
                lines.append(f"{key}\t{role} {';'.join('{} {}'.format(*place(p)) for p in pieces)}\t{' '.join(pieces)}")
                parts.append(f"{role}:{key}")
        lines.append(f"E{number}\tAttribution:T99 {' '.join(parts)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a gold folder of one document in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold").mkdir()
    put(tmp_path / "gold", "bridge", standoff())
    return tmp_path


def put(folder: Path, name: str, annotations: str, text: str = TEXT) -> None:
    """A text with its annotations beside it."""
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    (folder / f"{name}.ann").write_text(annotations, encoding="utf-8", newline="")


def quoth(*arguments: str) -> Result:
    """Run `quoth evaluate`."""
    return CliRunner().invoke(app, ["evaluate", *arguments])


def measured(request: Request) -> Evaluation:
    """The evaluation of gold that has nothing wrong with it."""
    evaluation, problems = evaluate(request, engine())
    assert not problems
    assert evaluation
    return evaluation


def golds(path: Path, texts: Path | None = None) -> tuple[list[list[Marked]], list[Problem]]:
    """The statements of each gold document, and the problems."""
    found = list(read_gold(path, texts))
    return [one.statements for one in found if isinstance(one, Gold)], [one for one in found if isinstance(one, Problem)]


# ---- brat standoff ---------------------------------------------------------------------------


SAME_TEXT = "is it the text that was annotated, with its line ends as they were?"
OFFSETS = "expected a role, start and end, such as Content 15 40 or Content 15 40;52 60"


def read(annotations: str, text: str = TEXT) -> tuple[list[Marked], list[str]]:
    """The attributions, and the problems as lines."""
    marked, problems = read_standoff("a.ann", annotations, text)
    return marked, [str(problem) for problem in problems]


def test_an_event_names_source_cue_and_content() -> None:
    assert read(standoff(MARKS[1:2])) == (
        [Marked("direct", (place("“We will mend it soon,”"),), (place("she"),), (place("added"),))],
        [],
    )


def test_content_may_lie_in_pieces_and_source_and_cue_may_be_missing() -> None:
    assert read(standoff([("", "", ["The mayor", "the bridge was closed"])])) == (
        [Marked("indirect", (place("The mayor"), place("the bridge was closed")))],
        [],
    )


def test_relations_tie_a_content_to_its_cue_and_through_it_to_its_source() -> None:
    annotations = "T1\tSource 0 9\nT2\tCue 10 14\nT3\tContent 30 51\nR1\tsays Arg1:T1 Arg2:T2\nR2\twhat Arg1:T2 Arg2:T3\n"
    assert read(annotations) == ([Marked("indirect", ((30, 51),), ((0, 9),), ((10, 14),))], [])


def test_notes_attributes_and_other_spans_are_passed_over() -> None:
    extra = "#1\tAnnotatorNotes T1\tis this right?\nA1\tNegated E1\n*\tEquiv T1 T2\nT50\tDiscard 0 9\tThe mayor\n\n"
    assert read(extra + standoff()) == read(standoff())


def test_line_ends_of_any_kind_are_read() -> None:
    assert read(standoff().replace("\n", "\r\n")) == read(standoff())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("T7 Content 0 9", "not a line of brat standoff (expected T, E or R with a number, a tab and what it marks)"),
        ("T7\tContent 0", f"its offsets cannot be read ({OFFSETS})"),
        ("T7\tContent 9 0", f"its offsets cannot be read ({OFFSETS})"),
        ("T7\tContent 0 9000", f"the span ends at 9000, the text at {len(TEXT)} (offsets count characters from 0)"),
        ("T7\tContent 0 9\tThe council", f"the text there is not what the line says ({SAME_TEXT})"),
        ("E7\tContent", "its parts cannot be read (expected such as Content:T3 Cue:T2 Source:T1, or for R a name, Arg1:T1 and Arg2:T2)"),
        ("E7\tContent:T70", "names T70, which is not in the file (add its line or take it out)"),
        ("R7\tsays Arg1:T70 Arg2:T1", "names T70, which is not in the file (add its line or take it out)"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_and_the_rest_is_read(line: str, complaint: str) -> None:
    marked, problems = read(f"{line}\n{standoff()}")
    assert problems == [f"a.ann:1: {complaint}"]
    assert marked == read(standoff())[0]


def test_what_needs_a_wrong_line_is_left_out_with_one_complaint() -> None:
    annotations = standoff().replace("T1\tContent ", "T1\tContent x")
    marked, problems = read(annotations)
    assert len(problems) == 1
    assert marked == read(standoff())[0][1:]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("“We will mend it soon,”", "direct"),
        ("We will mend it soon,", "direct"),
        ("that the river was low", "indirect"),
        ("closed. “We will mend it soon,” she", "mixed"),
    ],
)
def test_the_kind_comes_from_the_marks_in_and_around_the_content(words: str, kind: str) -> None:
    assert kind_of([place(words)], TEXT) == kind


# ---- folders and reports ---------------------------------------------------------------------


def test_annotations_may_lie_apart_from_the_texts(here: Path) -> None:
    (here / "apart" / "text").mkdir(parents=True)
    (here / "apart" / "attributions").mkdir()
    (here / "apart" / "text" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    for who in ("anna", "ben"):  # several people may mark a text: the first counts
        (here / "apart" / "attributions" / f"bridge_{who}.ann").write_text(standoff(), encoding="utf-8")
    assert golds(here / "apart") == golds(here / "gold")


def test_texts_may_lie_in_a_folder_that_is_named(here: Path) -> None:
    (here / "texts").mkdir()
    (here / "gold" / "bridge.txt").rename(here / "texts" / "bridge.txt")
    assert golds(here / "gold")[1] == [
        Problem(
            "".join([str(here / "gold" / "bridge.ann")]),
            "has no text",
            f"expected {here / 'gold' / 'bridge.txt'}; or name the folder with --texts",
        )
    ]
    assert len(golds(here / "gold", here / "texts")[0][0]) == len(MARKS)


def test_a_folder_without_annotations_is_a_problem(here: Path) -> None:
    (here / "empty").mkdir()
    complaint = Problem(
        str(here / "empty"), "holds no annotations", "expected NAME.ann beside NAME.txt, or the folders attributions and text"
    )
    assert golds(here / "empty") == ([], [complaint])


def test_annotations_that_are_not_utf8_are_a_problem(here: Path) -> None:
    (here / "gold" / "bridge.ann").write_bytes(b"T1\tContent 0 1\t\xff\n")
    assert golds(here / "gold") == ([], [Problem(str(here / "gold" / "bridge.ann"), "is not UTF-8", "convert it first")])


def test_a_report_is_gold_in_json_and_in_json_lines_and_finds_its_texts(here: Path) -> None:
    (here / "inbox").mkdir()
    (here / "inbox" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    for form in ("json", "jsonl"):
        done = CliRunner().invoke(app, ["analyze", "inbox", "--format", form, "--output", f"gold.{form}"])
        assert done.exit_code == 0
    (here / "elsewhere").mkdir()
    one = json.loads((here / "gold.jsonl").read_text(encoding="utf-8"))
    (here / "elsewhere" / "one.json").write_text(json.dumps(one, indent=1), encoding="utf-8")
    statements = golds(Path("gold.json"))
    assert len(statements[0][0]) == len(one["statements"])
    assert statements == golds(Path("gold.jsonl")) == golds(Path("elsewhere/one.json"), Path("inbox"))


def test_a_report_by_hand_needs_no_more_than_source_and_content(here: Path) -> None:
    start, end = place("“We will mend it soon,”")
    line = {"source": "gold/bridge.txt", "statements": [{"content": [{"start": start, "end": end}]}]}
    (here / "hand.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert golds(here / "hand.jsonl") == ([[Marked("direct", ((start, end),))]], [])


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"source": "gold/bridge.txt", "statements": [{"content": [{"start": 5, "end": 5000}]}]}', "lies outside its text"),
        ('{"source": "gold/bridge.txt", "statements": [{"content": [{"start": "5"}]}]}', "Expected `int`, got `str`"),
        ('{"source": "gold/bridge.txt", "statements": [], "digest": "sha256:00"}', "another version of"),
        ('{"source": "gold/nowhere.txt", "statements": []}', "no such file or folder"),
        ('{"source": "-", "statements": []}', "no such file or folder"),
        ('{"source": ', "not a report"),
        ("[" * 100_000, "not a report"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_a_report_is_a_problem_and_the_rest_is_read(here: Path, line: str, complaint: str) -> None:
    good = '{"source": "gold/bridge.txt", "statements": []}'
    (here / "gold.jsonl").write_text(f"{line}\n{good}\n", encoding="utf-8")
    statements, problems = golds(Path("gold.jsonl"))
    assert statements == [[]]
    assert [complaint in problem.what for problem in problems] == [True]


# ---- figures ---------------------------------------------------------------------------------


def marked(content: str, speaker: str = "", cue: str = "", kind: str = "indirect") -> Marked:
    """A statement in TEXT by its words."""
    return Marked(
        kind,  # type: ignore[arg-type]
        (place(content),),
        (place(speaker),) if speaker else (),
        (place(cue),) if cue else (),
    )


GOLD = marked("the bridge was closed", "The mayor", "said")


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (marked("that the bridge was closed", "mayor"), True),
        (marked("the bridge was closed", "The mayor said"), False),  # takes in the cue
        (marked("the bridge was closed", "Ferrymen"), False),
        (marked("the bridge was closed"), False),
        (marked("bridge was", "The mayor"), True),  # two words of four
        (marked("bridge", "The mayor"), None),
        (marked("that the river was low", "The mayor"), None),
    ],
)
def test_a_statement_is_found_by_half_of_its_words_and_attributed_by_its_speaker(found: Marked, right: bool | None) -> None:
    pairs = pair(TEXT, [GOLD], [found], frozenset()).pairs
    assert [p.right for p in pairs] == ([] if right is None else [right])


def test_where_nobody_is_marked_nobody_must_be_found() -> None:
    gold = marked("the bridge was closed")
    assert [p.right for p in pair(TEXT, [gold], [gold], frozenset()).pairs] == [True]
    assert [p.right for p in pair(TEXT, [gold], [GOLD], frozenset()).pairs] == [False]


def test_one_is_matched_with_one_and_the_likest_first() -> None:
    longer = marked("that the bridge was closed", "The mayor", "said")
    assert [(p.gold, p.found) for p in pair(TEXT, [GOLD], [longer, GOLD], frozenset()).pairs] == [(0, 1)]


def test_where_the_gold_gives_ids_speakers_and_targets_are_measured_by_them() -> None:
    def told(actor: str | None, *about: str, words: str = "the bridge was closed") -> Marked:
        return msgspec.structs.replace(marked(words, "The mayor", "said"), actor=actor, about=frozenset(about))

    gold = [told("text:mehmet-aksoy", "syria:rebels", "any:jihadists"), told("turkey", words="the river was low")]
    found = [told("text:mehmet-aksoy", "syria:rebels", "syria"), told(None, "iran", words="the river was low")]
    figures = scores([pair(TEXT, gold, found, frozenset({"said"}))])["indirect"]
    shown = {name: (of.precision.value, of.recall.value, of.found, of.gold) for name, of in figures.items() if name in ("actor", "about")}
    assert shown == {"actor": (1.0, 0.5, 1, 2), "about": (0.3333, 0.5, 3, 2)}
    assert list(scores([pair(TEXT, [GOLD], found, frozenset())])["all"]) == ["found", "attributed", "content_words"]


def test_gold_is_read_with_the_ids_that_it_gives(tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text(OPEN_TEXT, encoding="utf-8")
    (tmp_path / "gold.jsonl").write_bytes(encode_jsonl(msgspec.structs.replace(OPEN, source="open.txt", digest="")))
    [gold] = read_gold(tmp_path / "gold.jsonl")
    assert isinstance(gold, Gold)
    assert [(one.actor, one.about) for one in gold.statements] == [(AKSOY, {JIHADISTS, FRONT}), (AKSOY, {FRONT})]


def test_figures_by_kind_count_the_kind_found_for_precision_and_the_kind_marked_for_recall() -> None:
    quoted = marked("“We will mend it soon,”", "she", "added", "direct")
    as_indirect = marked("“We will mend it soon,”", "she", "added", "indirect")
    table = scores([pair(TEXT, [quoted, GOLD], [as_indirect], frozenset({"said"}))])
    found = {kind: (of["found"].precision.value, of["found"].recall.value, of["found"].f1.value) for kind, of in table.items()}
    assert found == {
        "quoted": (None, 1.0, 0.0),
        "indirect": (1.0, 0.0, 0.0),
        "all": (1.0, 0.5, 0.6667),
        "said": (None, 0.0, 0.0),
    }
    assert Counts(5, 5, 5, 9).found == table["all"]["content_words"].found


def test_intervals_hold_the_value_and_come_out_the_same_every_time() -> None:
    documents = [pair(TEXT, [GOLD], [GOLD] if n % 3 else [], frozenset()) for n in range(12)]
    recall = scores(documents)["all"]["found"].recall
    assert recall == scores(documents)["all"]["found"].recall
    assert recall.low is not None
    assert recall.high is not None
    assert 0 < recall.low < (recall.value or 0) < recall.high <= 1
    assert recall.value == 0.6667


def test_one_document_and_none_of_a_kind_give_no_interval_and_no_value() -> None:
    table = scores([pair(TEXT, [GOLD], [GOLD], frozenset())])
    assert table["all"]["found"].f1 == Figure(1.0, None, None)
    assert table["quoted"]["found"].f1 == Figure(None, None, None)


# ---- errors by cause -------------------------------------------------------------------------


def causes(found: list[Marked], gold: list[Marked], here: Path) -> list[str]:
    """The causes of the errors of a report on TEXT, against gold."""
    for name, statements in (("gold.jsonl", gold), ("pred.jsonl", found)):
        (here / name).write_text(as_report(statements), encoding="utf-8")
    return [one.cause for one in measured(Request(Path("gold.jsonl"), report=Path("pred.jsonl"))).causes]


def as_report(statements: list[Marked]) -> str:
    """Statements as a line of a report."""

    def spans(places: tuple[tuple[int, int], ...]) -> list[dict[str, int]]:
        return [{"start": start, "end": end} for start, end in places]

    def one(s: Marked) -> dict[str, object]:
        speaker = {**spans(s.speaker)[0], "by": s.by} if s.speaker else None
        return {"kind": s.kind, "content": spans(s.content), "speaker": speaker, "cue": spans(s.cue)[0] if s.cue else None, "rule": s.rule}

    return json.dumps({"source": "gold/bridge.txt", "statements": [one(s) for s in statements]}) + "\n"


PRONOUN = Marked("indirect", GOLD.content, (place("she"),), GOLD.cue, "quote.some-rule", "pronoun")


@pytest.mark.parametrize(
    ("gold", "found", "cause"),
    [
        (GOLD, None, "missed: the cue is known, no construction took it"),
        (marked("that the river was low", "A fisherman", "coughed"), None, "missed: no rule knows the cue"),
        (marked("that the river was low", "A fisherman"), None, "missed: marked without a cue"),
        (GOLD, marked("closed", "The mayor", "said"), "missed: content cut too short"),
        (marked("the bridge", "The mayor", "said"), marked("that the bridge was closed", "The mayor", "said"), "missed: content too long"),
        (GOLD, marked("on Monday", "The mayor", "said"), "missed: other words taken for its content"),
        (GOLD, marked("the bridge was closed", "Ferrymen", "said"), "misattributed: to somebody else"),
        (GOLD, PRONOUN, "misattributed: to a pronoun"),
        (GOLD, marked("the bridge was closed", "", "said"), "misattributed: to nobody"),
        (marked("the bridge was closed", "", "said"), GOLD, "misattributed: to somebody, where nobody is marked"),
        (
            GOLD,
            marked("the bridge was closed", "The mayor said", "said"),
            "misattributed: the speaker takes in words of the cue or content",
        ),
        (None, PRONOUN, "spurious: quote.some-rule"),
        (None, GOLD, "spurious: no rule named"),
    ],
)
def test_every_error_has_one_cause(here: Path, gold: Marked | None, found: Marked | None, cause: str) -> None:
    assert causes([found] if found else [], [gold] if gold else [], here) == [cause]


def test_what_is_right_has_no_cause(here: Path) -> None:
    assert causes([GOLD], [GOLD], here) == []


def test_a_known_cue_that_no_construction_took_is_shown_with_the_nearest_rule(here: Path) -> None:
    text = "The governor warned residents on Tuesday.\n"
    put(here / "gold", "bridge", "T1\tContent 30 40\ton Tuesday\nT2\tCue 13 19\twarned\nE1\tContent:T1 Cue:T2\n", text)
    errors = measured(Request(here / "gold", errors=1)).errors
    assert [(error.cause, error.line, (error.start, error.end)) for error in errors] == [
        ("missed: the cue is known, no construction took it", 1, (13, 19))
    ]
    assert errors[0].nearest
    assert errors[0].nearest.rule.startswith("quote.")


def test_no_more_errors_of_a_cause_are_listed_than_asked_for(here: Path) -> None:
    (here / "pred.jsonl").write_text('{"source": "bridge.txt", "statements": []}\n', encoding="utf-8")
    for shown in (0, 1, 9):
        evaluation = measured(Request(Path("gold"), report=Path("pred.jsonl"), errors=shown))
        assert sum(one.count for one in evaluation.causes) == len(MARKS)
        assert len(evaluation.errors) == sum(min(shown, one.count) for one in evaluation.causes)


# ---- the command -----------------------------------------------------------------------------


def test_quoth_agrees_with_what_it_found_itself(here: Path) -> None:
    (here / "found.jsonl").write_bytes(
        encode_jsonl(report(TEXT)).replace(b'"source":"text"', b'"source":"gold/bridge.txt"').replace(b'"digest":""', b'"digest":"-"')
    )
    figures = measured(Request(Path("found.jsonl"))).figures["all"]
    assert {name: score.f1.value for name, score in figures.items() if score.f1.value is not None} == dict.fromkeys(
        ("found", "attributed", "content_words", "actor"), 1.0
    )


def test_a_table_shows_figures_causes_and_errors(here: Path) -> None:
    put(here / "gold", "other", standoff(MARKS[3:]))
    (here / "pred.jsonl").write_text(
        "".join(as_report([GOLD]).replace("bridge", name) for name in ("bridge", "other")).replace("gold/", ""), encoding="utf-8"
    )
    shown = quoth("gold", "--pred", "pred.jsonl", "--errors", "1")
    assert shown.exit_code == 0
    lines = [line.rstrip() for line in shown.stdout.splitlines()]
    assert lines[0] == "2 documents, 5 statements marked, 2 found"
    assert lines[2] == f"{'':30} precision    recall        F1   95 % interval of F1"
    assert lines[lines.index("all  every statement") + 1].split() == ["found", "0.500", "0.200", "0.286", "0.000", "to", "0.400"]
    assert lines[lines.index("errors by cause") :] == [
        "errors by cause",
        "     2  missed: no rule knows the cue",
        "     2  missed: the cue is known, no construction took it",
        "     1  spurious: no rule named",
        "",
        "missed: no rule knows the cue",
        "  gold/bridge.txt, line 2",
        "    marked  A fisherman | coughed | that the river was low",
        "",
        "missed: the cue is known, no construction took it",
        "  gold/bridge.txt, line 1",
        "    marked  she | added | “We will mend it soon,”",
        "",
        "spurious: no rule named",
        "  gold/other.txt, line 1",
        "    found   The mayor | said | the bridge was closed",
    ]


def test_json_has_the_whole_evaluation(here: Path) -> None:
    shown = json.loads(quoth("gold", "--format", "json", "--errors", "5").stdout)
    assert list(shown) == ["documents", "gold", "found", "figures", "causes", "errors"]
    assert list(shown["figures"]) == ["quoted", "indirect", "all", "said"]
    assert shown["figures"]["all"]["attributed"]["recall"] == {"value": 0.75, "low": None, "high": None}
    assert [one["cause"] for one in shown["errors"]] == ["missed: no rule knows the cue"]


def test_rules_of_ones_own_are_measured(here: Path) -> None:
    (here / "mine.yaml").write_text("verbs:\n  - id: verbs.mine\n    frames: [that]\n    verbs: [cough]\n", encoding="utf-8")
    shown = json.loads(quoth("gold", "--format", "json", "--rules", "mine.yaml").stdout)
    assert shown["figures"]["all"]["attributed"]["recall"]["value"] == 1.0


def test_bad_gold_is_named_and_the_rest_is_measured(here: Path) -> None:
    put(here / "gold", "bad", "T1\tContent 0 9000\n")
    (here / "gold" / "lost.ann").write_text("", encoding="utf-8")
    shown = quoth("gold")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("2 documents, 4 statements marked, ")
    assert shown.stderr.splitlines() == [
        f"quoth: gold/bad.ann:1: the span ends at 9000, the text at {len(TEXT)} (offsets count characters from 0)",
        "quoth: gold/lost.ann: has no text (expected gold/lost.txt; or name the folder with --texts)",
    ]


EXPECTED = "expected a folder in brat standoff, or a report in JSON"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere"], f"quoth: nowhere: cannot be read: No such file or directory ({EXPECTED})"),
        (["gold", "--pred", "nowhere"], f"quoth: nowhere: cannot be read: No such file or directory ({EXPECTED})"),
        (["gold", "--pred", "empty"], "quoth: empty: holds no reports (expected what quoth analyze --format jsonl prints)"),
        (["gold", "--pred", "other"], "quoth: other: has no report on gold/bridge.txt (analyse all texts of the gold)"),
    ],
)  # fmt: skip
def test_without_anything_to_compare_there_is_no_table(here: Path, arguments: list[str], complaint: str) -> None:
    (here / "empty").write_bytes(b"")
    (here / "other").write_bytes(encode_jsonl(DOCUMENT))
    shown = quoth(*arguments)
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert shown.stderr.splitlines()[0] == complaint
