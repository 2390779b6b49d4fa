"""Golden reports: each of seeds/ gives the report that was read and frozen (see goldens.py)."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from goldens import GOLDENS, golden, seeds, shown
from quoth.model import Document
from quoth.reporting.serialization import json_schema
from workbench import engine


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.stem)
def test_a_seed_gives_its_golden_report(seed: Path) -> None:
    assert golden(seed).is_file(), "freeze it, once read: python -m tests.goldens --write"
    assert json.loads(shown(seed, engine())) == json.loads(golden(seed).read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.stem)
def test_the_report_on_a_seed_is_as_the_published_schema_says(seed: Path) -> None:
    found = json.loads(shown(seed, engine()))
    assert [error.message for error in Draft202012Validator(json_schema()).iter_errors(found)] == []
    assert msgspec.json.decode(json.dumps(found), type=Document).characters == found["characters"]


def test_there_are_eight_seeds_and_no_golden_report_without_one() -> None:
    assert len(seeds()) == 8
    assert {path.stem for path in GOLDENS.glob("*.json")} <= {seed.stem for seed in seeds()}
