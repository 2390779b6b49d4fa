"""Measure quoth, or a report, on text that people marked: figures by kind of statement, and errors by cause."""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import msgspec

from quoth.analysis.pipeline import Engine
from quoth.errors import Problem
from quoth.evaluation.brat import Marked
from quoth.evaluation.error_causes import Error, Lexis, add_nearest, errors, make_lexis
from quoth.evaluation.gold import Gold, Told, marked_in, read_gold, read_reports
from quoth.evaluation.scoring import Pairing, Score, pair, scores
from quoth.running.runner import outcome

GROUPS = ("missed", "misattributed", "spurious")
"""Of causes, in the order in which they are told."""
Predict = Callable[[Gold], list[Marked] | Problem]


class Request(msgspec.Struct, frozen=True):
    """What to measure on: the gold, the folder of its texts if they lie apart, a report to score instead of what
    quoth finds, and how many errors of each cause to give."""

    gold: Path
    texts: Path | None = None
    report: Path | None = None
    errors: int = 0


class Count(msgspec.Struct, frozen=True):
    """How many errors have a cause."""

    cause: str
    count: int


class Evaluation(msgspec.Struct, frozen=True):
    """What came of it: figures are kind -> measure -> score."""

    documents: int
    gold: int
    found: int
    figures: dict[str, dict[str, Score]]
    causes: list[Count]
    errors: list[Error]


def evaluate(request: Request, engine: Engine) -> tuple[Evaluation | None, list[Problem]]:
    """The figures over all documents that could be compared (None without any), and what was wrong with the others. Raises nothing."""
    problems: list[Problem] = []
    predict = _by_engine(engine)
    if request.report:
        told = list(read_reports(request.report))
        problems += [one for one in told if isinstance(one, Problem)]
        predict = _by_report(request.report, [one for one in told if isinstance(one, Told)])
    lexis = make_lexis(engine)
    compared = []
    for gold in read_gold(request.gold, request.texts):
        if isinstance(gold, Problem):
            problems.append(gold)
        elif isinstance(found := predict(gold), Problem):
            problems.append(found)
        else:
            compared.append((gold, pair(gold.article.text, gold.statements, found, lexis.speech)))
    return (_evaluation(compared, lexis, request.errors, engine) if compared else None), problems


def _by_engine(engine: Engine) -> Predict:
    def predict(gold: Gold) -> list[Marked] | Problem:
        document = outcome(gold.article, engine)
        if isinstance(document, Problem):
            return document
        return marked_in(msgspec.convert(document, Told, from_attributes=True), gold.article, gold.article.source)

    return predict


def _by_report(path: Path, told: list[Told]) -> Predict:
    """Documents are looked up by their source, else by the last part of it where that is one document's only."""
    by_source = {one.source: one for one in told}
    names = Counter(Path(one.source).stem for one in told)
    by_name = {name: one for one in told if names[name := Path(one.source).stem] == 1}

    def predict(gold: Gold) -> list[Marked] | Problem:
        found = by_source.get(gold.source) or by_name.get(Path(gold.source).stem)
        if found is None:
            return Problem(str(path), f"has no report on {gold.source}", "analyse all texts of the gold")
        return marked_in(found, gold.article, str(path))

    return predict


def _evaluation(compared: list[tuple[Gold, Pairing]], lexis: Lexis, shown: int, engine: Engine) -> Evaluation:
    found = [error for gold, pairing in compared for error in errors(gold, pairing, lexis)]
    counts = [Count(cause, count) for cause, count in Counter(error.cause for error in found).items()]
    counts.sort(key=lambda one: (GROUPS.index(one.cause.partition(":")[0]), -one.count, one.cause))
    listed = [error for one in counts for error in islice((error for error in found if error.cause == one.cause), shown)]
    return Evaluation(
        len(compared),
        sum(len(pairing.gold) for _, pairing in compared),
        sum(len(pairing.found) for _, pairing in compared),
        scores([pairing for _, pairing in compared]),
        counts,
        list(add_nearest(listed, (gold for gold, _ in compared), engine)),
    )
