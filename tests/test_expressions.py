"""The regular expressions, as every `re` that README allows reads them: those of 3.11.0 to 3.11.4 are wrong about possessive groups."""

import json
import sys
from pathlib import Path

from processes import clean_environment, finished

COMPILED = """
import json, pkgutil, re, sys
from re import _compiler

whole, found = _compiler.compile, set()

def compile(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].partition(".")[0] == "re":
        frame = frame.f_back
    module = frame.f_globals["__name__"]
    if module.partition(".")[0] == "quoth" and isinstance(pattern, (str, bytes)):
        text = pattern if isinstance(pattern, str) else pattern.decode()
        found.add((module, "b" if isinstance(pattern, bytes) else "", text, int(flags)))
    return whole(pattern, flags)

_compiler.compile = compile
import quoth
for module in pkgutil.walk_packages(quoth.__path__, "quoth."):
    if module.name.rpartition(".")[2] != "__main__":
        __import__(module.name)
from quoth.analysis.pipeline import make_engine
from quoth.rulebook.loading import builtin_folder, load_rules
make_engine(load_rules([builtin_folder()]))
print(json.dumps(sorted(found)))
"""
"""A program that prints every expression that quoth's modules and the built-in rules compile."""


def possessive_groups(parsed: object) -> bool:
    """Whether an expression, as `re` parses it, has an atomic group, or a possessive repeat of more than one character at a time."""
    if isinstance(parsed, tuple) and len(parsed) == 2 and str(parsed[0]) == "ATOMIC_GROUP":
        return True
    if isinstance(parsed, tuple) and len(parsed) == 2 and str(parsed[0]) == "POSSESSIVE_REPEAT":
        repeated = parsed[1][2]
        return len(repeated) != 1 or str(repeated[0][0]) not in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}
    children = parsed if isinstance(parsed, tuple | list) else getattr(parsed, "data", ())
    return any(possessive_groups(child) for child in children)


def test_the_check_knows_what_it_refuses() -> None:
    from re import _parser  # type: ignore[attr-defined]  # noqa: PLC0415

    assert [
        possessive_groups(_parser.parse(one)) for one in ("(?:ab)?+", "(a)++", "(?>a|b)", "x(?=(?:ab)*+)", r"a{2,3}(?:b|cd){1,2}+")
    ] == [True] * 5
    refused = ("(?:ab)?+", "(a)++", "(?>a|b)", "x(?=(?:ab)*+)", r"a{2,3}(?:b|cd){1,2}+")
    allowed = (r"\s*+", "[a-z]++", "(?:ab)?", ".{1,3}+", "a?+")
    assert [possessive_groups(_parser.parse(one)) for one in (*refused, *allowed)] == [True] * 5 + [False] * 5


def test_no_expression_repeats_a_group_possessively(tmp_path: Path) -> None:
    from re import _parser  # type: ignore[attr-defined]  # noqa: PLC0415

    done = finished([sys.executable, "-c", COMPILED], env=clean_environment(HOME=str(tmp_path)))  # where nothing is kept ready
    found = json.loads(done.stdout)
    assert {"quoth.language.segmentation", "quoth.reading.articles", "quoth.reading.html"} <= {module for module, *_ in found}
    wrong = [
        (module, pattern) for module, kind, pattern, flags in found
        if possessive_groups(_parser.parse(pattern.encode() if kind else pattern, flags))
    ]  # fmt: skip
    assert wrong == []
