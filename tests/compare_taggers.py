"""Compare three ways to tag words, none of which downloads anything: what the boards say, and what each costs.

    python -m tests.compare_taggers GOLD

GOLD is what `quoth evaluate` takes. The ways are today's lexicon from TextBlob; NLTK's perceptron with the weights that the package
textblob-aptagger ships (``pip install --no-deps textblob-aptagger``; left out where it is missing); and the rules' own closed
classes, verb forms and endings without any lexicon. The table is kept in rules/README.md.
"""

import importlib.util
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from msgspec import structs

from quoth.analysis.pipeline import Engine, analyze, make_engine
from quoth.analysis.prepared import prepare
from quoth.evaluation.evaluation import Evaluation, Request, evaluate
from quoth.evaluation.gold import Gold, read_gold
from quoth.language.segmentation import TagWords
from quoth.language.tagging import PENN, lexicon_path
from quoth.model import Article
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import RuleBook, Words

if TYPE_CHECKING:
    from nltk.tag import PerceptronTagger

REPEATS = 5
SENTENCE = "The mayor said on Monday that the bridge was closed."


class Way(NamedTuple):
    """A way to tag: its engine, and the files it needs beside the rules (None where they are not there)."""

    name: str
    make: Callable[[RuleBook], Engine]
    needs: list[Path | None]


class PlainData(pickle.Unpickler):
    """Reads the weights, which are dicts, strings, numbers and one set, and nothing that could run."""

    def find_class(self, module: str, name: str) -> type[set[Any]]:
        """Only a set is let through."""
        if (module, name) not in (("__builtin__", "set"), ("builtins", "set")):
            raise pickle.UnpicklingError(f"{module}.{name} is no plain data")
        return set


def weights_path() -> Path | None:
    """The weights in textblob-aptagger, which is not imported: it was written for an old TextBlob."""
    spec = importlib.util.find_spec("textblob_aptagger")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("*.pickle")) if spec and spec.submodule_search_locations else []
    return found[0] if found else None


def read_perceptron(file: IO[bytes]) -> "PerceptronTagger":
    """NLTK's tagger, which is a port of the one that these weights were trained for, with them."""
    from nltk.tag import PerceptronTagger  # noqa: PLC0415 - only this way shall pay for it

    tagger = PerceptronTagger(load=False)
    tagger.model.weights, tagger.tagdict, tagger.classes = PlainData(file, encoding="utf-8").load()
    tagger.model.classes = tagger.classes
    return tagger


def sentences(words: list[str], opens: list[bool]) -> Iterator[tuple[int, int]]:
    """Where a sentence or a quotation begins, and where the next does."""
    starts = [n for n, first in enumerate(opens) if first]
    yield from zip([0, *starts], [*starts, len(words)], strict=True)


def tag_by_perceptron(
    perceptron: "PerceptronTagger",
    closed: frozenset[str],
    rest: TagWords,
    words: list[str],
    opens: list[bool],
    title: list[bool],
    given: dict[int, str],
) -> str:
    """The perceptron's tags for words of open classes; the closed classes, marks and corrections stay those of the rules."""
    known = {}
    for first, last in sentences(words, opens):
        for n, (word, tag) in enumerate(perceptron.tag(words[first:last]), first):
            letter = PENN.get(tag)
            if letter and word[0].isalpha() and word.lower() not in closed and word not in closed and not title[n]:
                known[n] = "q" if letter == "J" and word[0].isupper() and not opens[n] else letter
    return rest(words, opens, title, known | given)


def without_lexicon(book: RuleBook) -> Engine:
    """Today's engine with the rules' own words only."""
    return make_engine(book, prepare(book, {}))


def with_perceptron(book: RuleBook) -> Engine:
    """Today's engine with the perceptron in place of the lexicon."""
    path = weights_path()
    assert path
    with path.open("rb") as file:
        perceptron = read_perceptron(file)
    engine = without_lexicon(book)
    closed = frozenset(word for rule in book.of(Words) for word in rule.words)
    tag = partial(tag_by_perceptron, perceptron, closed, engine.segmenter.tag)
    return structs.replace(engine, segmenter=structs.replace(engine.segmenter, tag=tag))


def ways() -> list[Way]:
    """All three, today's first."""
    return [
        Way("TextBlob's lexicon", make_engine, [lexicon_path()]),
        Way("NLTK's perceptron", with_perceptron, [weights_path()]),
        Way("no lexicon", without_lexicon, []),
    ]


# ---- measuring -------------------------------------------------------------------------------


def board(gold: Path, engine: Engine) -> Evaluation:
    """How well quoth does with an engine."""
    evaluation, problems = evaluate(Request(gold), engine)
    if problems or not evaluation:
        sys.exit(str(problems[0]))
    return evaluation


def speed(articles: list[Article], engine: Engine) -> float:
    """Words a second, the best of a few runs."""
    words = sum(len(article.text.split()) for article in articles)
    best = float("inf")
    for _ in range(REPEATS):
        begun = time.perf_counter()
        for article in articles:
            analyze(article, engine)
        best = min(best, time.perf_counter() - begun)
    return words / best


def start_up(number: int) -> float:
    """Seconds that a new process needs for one sentence, the best of a few."""
    best = float("inf")
    for _ in range(REPEATS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tests.compare_taggers", "--start", str(number)], check=True)
        best = min(best, time.perf_counter() - begun)
    return best


def analyze_one(number: int) -> None:
    """What a new process does to be measured."""
    analyze(Article("sentence", SENTENCE, ""), ways()[number].make(load_rules([builtin_folder()])))


def rows(gold: Path) -> Iterator[tuple[str, ...]]:
    """The table, its head first."""
    yield "tags from", "quoted, attributed F1", "said, attributed recall", "all, attributed F1", "words a second", "start-up", "on disk"
    book = load_rules([builtin_folder()])
    articles = [one.article for one in read_gold(gold) if isinstance(one, Gold)]
    for number, way in enumerate(ways()):
        if None in way.needs:
            yield way.name, *["not installed"] * 6
            continue
        engine = way.make(book)
        figures = board(gold, engine).figures
        size = sum(os.path.getsize(path) for path in way.needs if path)
        yield (
            way.name,
            f"{figures['quoted']['attributed'].f1.value:.3f}",
            f"{figures['said']['attributed'].recall.value:.3f}",
            f"{figures['all']['attributed'].f1.value:.3f}",
            f"{speed(articles, engine):,.0f}",
            f"{start_up(number):.2f} s",
            f"{size / 1e6:.1f} MB",
        )


def main(arguments: list[str]) -> None:
    """Print the table as Markdown."""
    if arguments[:1] == ["--start"]:
        analyze_one(int(arguments[1]))
        return
    if len(arguments) != 1:
        sys.exit(f"usage: {__doc__}")
    for number, row in enumerate(rows(Path(arguments[0]))):
        print(f"| {' | '.join(row)} |", flush=True)
        if not number:
            print("|---" * len(row) + "|")


if __name__ == "__main__":
    main(sys.argv[1:])
