"""An evaluation as lines for people: figures by kind, causes of errors with their counts, and errors in their words.

A line is a list of (words, style) pairs: `render` shows them, with styles on a terminal only.
"""

from collections.abc import Iterator

from quoth.diagnosis.near_misses import Near
from quoth.evaluation.error_causes import Error, Sketch
from quoth.evaluation.evaluation import Evaluation
from quoth.evaluation.scoring import RESAMPLES, Figure, Score

Line = list[tuple[str, str]]
LONGEST = 160
"""Characters of a content that are shown."""
EXPLAINED = {
    "quoted": "in quotation marks, or partly",
    "indirect": "no quotation marks",
    "all": "every statement",
    "said": "the cue is a verb of speech",
}


def lines_of(evaluation: Evaluation) -> Iterator[Line]:
    """The lines of an evaluation. Raises nothing."""
    counted = f"{_number(evaluation.documents, 'document')}, {_number(evaluation.gold, 'statement')} marked, {evaluation.found:,} found"
    yield [(counted, "bold")]
    yield []
    yield [(f"{'':30}{'precision':>10}{'recall':>10}{'F1':>10}   95 % interval of F1", "dim")]
    for kind, scores in evaluation.figures.items():
        yield [(kind, "bold cyan"), (f"  {EXPLAINED[kind]}", "dim")]
        yield from ([(f"  {measure.replace('_', ' '):28}", ""), *_score(score)] for measure, score in scores.items())
    yield []
    if evaluation.documents > 1:
        yield [(f"Intervals come from {RESAMPLES:,} draws of the documents.", "dim")]
    else:
        yield [("One document gives no intervals.", "dim")]
    if evaluation.causes:
        yield []
        yield [("errors by cause", "bold")]
        yield from ([(f"{one.count:>6}  ", "yellow"), (one.cause, "")] for one in evaluation.causes)
    yield from _errors(evaluation.errors)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _score(score: Score) -> Line:
    interval = "" if score.f1.low is None or score.f1.high is None else f"   {score.f1.low:.3f} to {score.f1.high:.3f}"
    return [(f"{_value(score.precision)}{_value(score.recall)}", ""), (_value(score.f1), "green"), (interval, "dim")]


def _value(figure: Figure) -> str:
    return f"{'-':>10}" if figure.value is None else f"{figure.value:10.3f}"


def _errors(errors: list[Error]) -> Iterator[Line]:
    cause = ""
    for error in errors:
        if error.cause != cause:
            yield []
            yield [(error.cause, "bold")]
            cause = error.cause
        yield [(f"  {error.source}, line {error.line}", "dim")]
        both = (("marked", error.gold), ("found", error.found))
        yield from ([(f"    {who:8}", "cyan"), (_sketch(sketch), "")] for who, sketch in both if sketch)
        if error.nearest:
            yield [("    nearest ", "cyan"), (_near(error.nearest), "")]


def _sketch(sketch: Sketch) -> str:
    content = sketch.content if len(sketch.content) <= LONGEST else sketch.content[: LONGEST - 1].rstrip() + "…"
    parts = (sketch.speaker or "nobody", sketch.cue or "no cue", " ".join(content.split()))
    return " | ".join(parts) + (f"  ({sketch.rule})" if sketch.rule else "")


def _near(near: Near) -> str:
    if near.failed is None:
        return f"{near.rule}: {near.why}"
    words = f" “{near.failed.at.text}”" if near.failed.at.text else ""
    return f"{near.rule}: expected {near.failed.expected}, found {near.failed.found}{words}"
