"""Golden reports: what quoth says of each of seeds/, read and corrected by hand before it was frozen.

    python -m tests.goldens            show which reports differ from their golden ones
    python -m tests.goldens --write    freeze the reports as they are now, for all seeds or those named:
    python -m tests.goldens --write 2017-10-08-idlib

Read what changed (`git diff tests/goldens`) statement by statement before you commit it.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from quoth.analysis.pipeline import Engine, analyze, make_engine
from quoth.reading.sources import read_article
from quoth.rulebook.loading import builtin_folder, load_rules

ROOT = Path(__file__).parents[1]
GOLDENS = Path(__file__).with_name("goldens")


def seeds() -> list[Path]:
    """The articles of seeds/, in order."""
    return sorted((ROOT / "seeds").glob("*.txt"))


def golden(seed: Path) -> Path:
    """Where the golden report on a seed lies."""
    return GOLDENS / f"{seed.stem}.json"


def shown(seed: Path, engine: Engine) -> str:
    """The report on a seed as it is frozen: indented JSON, with the source as seen from the project's root."""
    article = msgspec.structs.replace(read_article(os.fspath(seed)), source=seed.relative_to(ROOT).as_posix())
    return json.dumps(msgspec.to_builtins(analyze(article, engine)), indent=1, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Compare or write; returns 1 where a report differs from its golden one."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    chosen = [seed for seed in seeds() if not names or seed.stem in names]
    engine = make_engine(load_rules([builtin_folder()]))
    differ = [seed for seed in chosen if not golden(seed).is_file() or golden(seed).read_text(encoding="utf-8") != shown(seed, engine)]
    for seed in differ:
        if "--write" in arguments:
            GOLDENS.mkdir(exist_ok=True)
            golden(seed).write_text(shown(seed, engine), encoding="utf-8", newline="\n")
        print(("wrote " if "--write" in arguments else "differs: ") + golden(seed).relative_to(ROOT).as_posix())
    return int(bool(differ) and "--write" not in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
