"""How fast quoth is, where the time goes, and that time grows with the length of the text and no faster.

    make bench                          everything
    python -m tests.bench linearity     one part of: speed, processes, memory, profile, linearity, batch, cluster

The text is seeds/, repeated. One core, no other load; figures vary by some percent from run to run.
"""

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from tests.benchbatch import batch
from tests.benchcluster import on_cluster
from tests.hostile import families

from quoth.analysis import acts, assembly, pipeline, quotations, targets
from quoth.analysis.attribution import constructions
from quoth.analysis.coreference import resolver
from quoth.analysis.mentions import finder as mention_finder
from quoth.analysis.pipeline import Engine, analyze
from quoth.analysis.relations import finder as relation_finder
from quoth.language import segmentation
from quoth.model import Article
from quoth.reading.sources import read_article
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.running.runner import engine_for

ROOT = Path(__file__).parents[1]
WORDS = 400_000
SIZES = (25_000, 50_000, 100_000)
"""Characters of a hostile text, about."""


def corpus() -> list[Article]:
    """The seeds over and over, as separate articles, until there are words enough."""
    seeds = [read_article(os.fspath(path)) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    words = sum(len(article.text.split()) for article in seeds)
    return seeds * -(-WORDS // words)


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long it takes."""
    start = clock()
    work()
    return clock() - start


def speed(engine: Engine) -> None:
    """Words a second over the corpus, start-up apart."""
    articles = corpus()
    words = sum(len(article.text.split()) for article in articles)
    analyze(articles[0], engine)

    def work() -> None:
        for article in articles:  # each document is let go, as in a run
            analyze(article, engine)

    took = seconds(work)
    print(f"speed: {words:,} words in {took:.1f} s: {words / took:,.0f} words a second on one core")


def processes(_: Engine) -> None:
    """Whole processes: the median of five."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        text = (ROOT / "seeds" / "1998-05-23-belfast.txt").read_text(encoding="utf-8")
        article.write_text("".join(re.findall(r"\S+\s*", text)[:500]), encoding="utf-8")
        for arguments in (["--help"], ["analyze", "--format", "jsonl", os.fspath(article)]):
            command = [sys.executable, "-m", "quoth", *arguments]
            times = [seconds(lambda command=command: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)) for _ in range(6)]
            shown = " ".join(arguments[:1]) + (" of a 500-word article" if len(arguments) > 1 else "")
            print(f"process: quoth {shown}: {statistics.median(times[1:]):.2f} s")


def memory(engine: Engine) -> None:
    """The most memory that a process took which analyzed the corpus, one article at a time."""
    for article in corpus():
        analyze(article, engine)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MB at most")


def linearity(engine: Engine) -> None:
    """Seconds for hostile inputs of doubling length, and how they grow: 2.0 at each step is linear."""
    print("linearity: seconds at each size, growth from the last but one to the last (2.0 is linear)")
    for name, family in families(engine.book).items():
        length = max(1, len(family(200)) // 100 // 2)
        _growth(name, [family(size // length) for size in SIZES], engine)


def _growth(name: str, texts: Iterable[str], engine: Engine) -> None:
    times: list[float] = []
    for text in texts:
        times.append(seconds(lambda text=text: analyze(Article("hostile", text, ""), engine), time.process_time))
        if times[-1] > 60:
            break
    growth = times[-1] / times[-2] if len(times) > 1 else float("nan")
    remark = "  MORE THAN LINEAR" if growth > 2.3 and times[-1] > 0.2 else ""
    print(f"  {name:32}" + "".join(f"{t:8.2f}" for t in times) + f"   x{growth:.1f}{remark}")


STAGES: tuple[tuple[str, ModuleType, tuple[str, ...]], ...] = (
    ("segment", segmentation, ("segment",)),
    ("actors", mention_finder, ("find_actors",)),
    ("quotes", quotations, ("find_quotations",)),
    ("attribution", constructions, ("attribute",)),
    ("coreference", resolver, ("resolve",)),
    ("acts", acts, ("settle_acts",)),
    ("about", targets, ("find_targets", "counting")),
    ("alliances", relation_finder, ("find_relations", "find_claims", "unstated", "distinct")),
    ("document", assembly, ("assemble",)),
)


def profile(engine: Engine) -> None:
    """Where the time goes, by stage: the five that take most."""
    spent = dict.fromkeys((name for name, _, _ in STAGES), 0.0)
    originals = [(module, function, getattr(module, function)) for _, module, functions in STAGES for function in functions]
    for name, module, functions in STAGES:
        for function in functions:
            setattr(module, function, _timed(getattr(module, function), name, spent))
    try:
        total = seconds(lambda: [pipeline.analyze(article, engine) for article in corpus()[: len(corpus()) // 4]])
    finally:
        for module, function, original in originals:
            setattr(module, function, original)
    print("profile: where the time goes")
    for name, took in sorted(spent.items(), key=lambda item: -item[1])[:5]:
        print(f"  {name:12}{took / total:6.0%}")


def _timed(function: Callable[..., object], name: str, spent: dict[str, float]) -> Callable[..., object]:
    def timed(*arguments: object) -> object:
        start = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            spent[name] += time.perf_counter() - start

    return timed


PARTS = {
    "speed": speed,
    "processes": processes,
    "memory": memory,
    "profile": profile,
    "linearity": linearity,
    "batch": batch,
    "cluster": on_cluster,
}


def main() -> None:
    """Run the parts that were named, or all of them."""
    start = time.perf_counter()
    book = load_rules([builtin_folder()])
    loaded = time.perf_counter()
    engine = engine_for(book)
    print(f"start-up: {loaded - start:.2f} s for {len(book.rules):,} rules, {time.perf_counter() - loaded:.2f} s for the engine")
    for name in sys.argv[1:] or PARTS:
        PARTS[name](engine)


if __name__ == "__main__":
    main()
