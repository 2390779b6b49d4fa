"""Write rules as YAML in the style of the files in rules/: short lists and mappings on one line, and nothing that is a default."""

from collections.abc import Iterable
from typing import Any

import msgspec

from quoth.rulebook.loading import MAX_BYTES
from quoth.rulebook.rules import Rule
from quoth.yaml_nodes import write_yaml

HEAD = ("id", "name", "note", "type")
TAIL = ("examples",)


def write_rules(rules: Iterable[Rule], comment: str, limit: int = MAX_BYTES) -> list[str]:
    """The rules as the text of a file, or of several where one would have more than ``limit`` bytes in UTF-8.

    ``comment`` opens each. Rules of a kind stand below one key, in their order. Raises nothing.
    """
    head = "".join(f"# {line}\n" for line in comment.split("\n"))
    files: list[list[str]] = []
    size, key = limit, ""
    for rule in sorted(rules, key=lambda rule: rule.key):
        block = write_yaml([_shown(rule)], compact=True)
        if size + len(block.encode()) + len(rule.key) + 2 > limit:
            files.append([head])
            size, key = len(head.encode()), ""
        block = block if rule.key == key else f"{rule.key}:\n{block}"
        size, key = size + len(block.encode()), rule.key
        files[-1].append(block)
    return ["".join(file) for file in files]


def _shown(rule: Rule) -> dict[str, Any]:
    """What of a rule is written, in the order in which people read it."""
    given = {
        field.encode_name: _without_nulls(msgspec.to_builtins(value))
        for field in msgspec.structs.fields(rule)
        if (value := getattr(rule, field.name)) != field.default and (field.required or value)
    }
    between = [key for key in given if key not in HEAD + TAIL]
    return {key: given[key] for key in (*HEAD, *between, *TAIL) if key in given}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return {key: _without_nulls(item) for key, item in value.items() if item is not None} if isinstance(value, dict) else value
