"""Read folders of YAML into a RuleBook, with every problem at once as file:line:column."""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from .errors import Problem, RulesError
from .rules import KINDS, Rule, RuleBook

MAX_BYTES = 4_000_000
MAX_ALIASES = 100
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KIND_OF_KEY = {kind.key: kind for kind in KINDS}

def load(folders: Iterable[Path]) -> RuleBook:
    rules = {}
    h = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            raw = path.read_bytes(); h.update(raw)
            data = yaml.load(raw, Loader=yaml.CBaseLoader)
            for key, items in data.items():
                for item in items:
                    rule = msgspec.convert(item, KIND_OF_KEY[key], strict=False)
                    rules[rule.id] = rule
    return RuleBook("sha256:" + h.hexdigest(), tuple(rules.values()), {})
