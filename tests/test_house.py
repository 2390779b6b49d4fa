"""The house: which module may import which, and what each may do. The table below is the design."""

import ast
from pathlib import Path

import pytest

import quoth
from quoth import prepared, rulecache

HOME = Path(quoth.__file__).parent

NOUNS = {"model", "errors"}
TERMS = NOUNS | {"rules", "vocabulary"}
STAGES = {"segment", "actors", "quotes", "attribution", "coreference", "acts", "about", "alliances", "document"}
RULE_READERS = {"rules", "rulefiles", "rulemerge", "rulechecks", "rulecache", "yamlnodes"}

MAY_IMPORT: dict[str, set[str]] = {
    # the nouns, and what everything is told in
    "model": set(),
    "errors": set(),
    "rules": {"model"},
    # rules as files
    "yamlnodes": {"errors"},
    "rulechecks": {"errors", "rules", "yamlnodes"},
    "usercache": set(),
    "rulecache": {"rules", "usercache"},
    "rulemerge": {"errors", "rules", "rulechecks", "rulefiles", "yamlnodes"},
    "rulefiles": {"errors", "rules", "rulecache", "rulemerge"},
    "rulesview": {"errors", "report", "rules"},
    "rulewrite": {"rules", "rulefiles", "yamlnodes"},
    # the dictionaries of other programs, which become rules
    "petrarch": {"errors"},
    "cameo": {"model"},
    "capitals": set(),
    "knownnames": {"capitals", "folding", "names", "rulechecks", "rules"},
    "importednames": {"capitals", "errors", "knownnames", "petrarch"},
    "importedagents": {"cameo", "errors", "model", "petrarch", "rules", "sectors"},
    "importing": {"cameo", "errors", "importedagents", "importednames", "knownnames", "model", "petrarch", "rules", "sectors"},
    "importfiles": {"errors", "importing", "model", "output", "petrarch", "read", "rulefiles", "rules", "rulewrite"},
    # the words and the pattern language
    "vocabulary": {"model", "rules"},
    "phrases": {"model", "vocabulary"},
    "slots": {"vocabulary"},
    "patterns": {"phrases", "slots", "vocabulary"},
    "patternchecks": {"errors", "patterns", "rules", "slots", "vocabulary"},
    # articles as people have them
    "inputs": NOUNS,
    "dates": set(),
    "decoding": NOUNS,
    "unpacking": {"errors", "inputs"},
    "records": NOUNS | {"dates", "inputs", "reports", "unpacking"},
    "archives": {"errors", "inputs", "records", "unpacking"},
    "remote": {"errors", "inputs"},
    "markup": {"errors"},
    "frontmatter": {"dates", "model", "yamlnodes"},
    "articles": NOUNS | {"dates", "decoding", "frontmatter", "inputs", "markup"},
    "read": NOUNS | {"archives", "articles", "inputs", "records", "remote", "reports", "unpacking"},
    # the stages: each with its own helpers, none with another stage
    "marks": {"model"},
    "tagging": {"folding"},
    "datelines": {"rules"},
    "segment": {"datelines", "model", "rules", "marks", "tagging"},
    "folding": set(),
    "names": {"model", "rules", "folding"},
    "beside": {"model", "names"},
    "composing": {"model", "beside", "names"},
    "naming": {"model"},
    "surnames": {"model", "rules", "beside", "names"},
    "actors": {"model", "rules", "beside", "composing", "folding", "names", "surnames"},
    "quotes": {"model", "phrases", "vocabulary"},
    "turns": {"model"},
    "settling": {"model", "phrases"},
    "clauses": {"subjects"},
    "subjects": set(),
    "telling": {"model", "phrases", "rules"},
    "attribution": {"clauses", "model", "rules", "phrases", "patterns", "settling", "subjects", "telling", "vocabulary", "turns"},
    "sectors": {"model", "rules"},
    "sectorreader": {"model", "sectors"},
    "sides": {"model", "rules", "sectorreader", "sectors"},
    "cast": {"model", "rules", "sectorreader", "sectors", "sides"},
    "references": {"cast", "model"},
    "described": {"cast", "model", "sectors"},
    "coreference": {"cast", "described", "model", "references", "sectors", "sides", "turns"},
    "acts": {"model", "rules"},
    "about": {"model", "rules"},
    "actorstream": {"model", "rules", "phrases", "vocabulary", "names"},
    "relating": {"rules", "phrases", "patterns", "slots", "vocabulary", "actorstream"},
    "alliances": {"model", "rules", "phrases", "patterns", "vocabulary", "actorstream", "relating"},
    "document": {"model", "rules", "turns"},
    # all together
    "prepared": {"names", "patterns", "rules", "tagging", "usercache", "vocabulary"},
    "pipeline": STAGES | TERMS | {"datelines", "sides", "patterns", "prepared", "tagging", "telling", "names", "naming", "relating"},
    "near": {"model", "attribution", "patterns", "phrases", "pipeline", "vocabulary"},
    "explain": {"model", "attribution", "near", "pipeline", "quotes"},
    "explainview": {"model", "explain", "near", "render"},
    "examples": NOUNS | {"rules", "pipeline", "segment"},
    # quoth measured on what people marked
    "standoff": NOUNS,
    "gold": NOUNS | {"read", "reports", "standoff"},
    "scoring": {"standoff"},
    "causes": {"explain", "gold", "near", "patterns", "pipeline", "rules", "scoring"},
    "evaluate": {"errors", "causes", "gold", "pipeline", "run", "scoring", "standoff"},
    "evaluateview": {"causes", "evaluate", "near", "scoring"},
    # what becomes of reports
    "report": {"model"},
    "render": {"model"},
    "run": NOUNS
    | {"__init__", "articles", "inputs", "output", "parallel", "patternchecks", "patterns", "pipeline", "read", "render", "report"}
    | {"prepared", "rules", "rulesview"},
    # reports counted
    "reports": {"errors"},
    "gather": NOUNS | {"inputs", "partitions", "report", "reports", "rules", "rulesview", "run", "stored"},
    "grouping": {"report", "rules"},
    "summary": {"model", "grouping", "report"},
    "strangers": {"model", "report", "rules", "rulesview"},
    "roster": {"model", "report", "strangers"},
    "grids": {"render"},
    "summaryview": {"model", "grids", "render", "report", "summary"},
    "graph": {"errors", "render", "summary"},
    "rosterview": {"grids", "render", "roster"},
    "suggest": {"model", "grids", "render", "report", "roster", "rules", "yamlnodes"},
    # reports in a database
    "database": {"errors"},
    "rows": {"model", "report"},
    "twins": {"database"},
    "tasks": NOUNS | {"inputs", "parallel", "remote", "rules", "run", "twins"},
    "store": NOUNS | {"database", "rows", "tasks", "twins"},
    "intake": {"errors", "inputs", "read", "remote", "run"},
    "batch": {"__init__", "bydate", "database", "errors", "inputs", "intake", "parallel", "render", "rules", "run"}
    | {"afar", "store", "tasks"},
    # many machines
    "storage": {"errors", "inputs", "output", "remote"},
    "nested": {"errors", "model"},
    "partitions": {"errors", "model", "nested", "render", "storage"},
    "pieces": {"__init__", "errors", "inputs", "model", "partitions", "tasks"},
    "cluster": {"__init__", "errors", "rulecache", "rules", "run"},
    "afar": {"cluster", "inputs", "rules", "tasks"},
    "spread": {"batch", "cluster", "errors", "inputs", "intake", "nested", "partitions", "pieces", "remote", "render", "rules", "run"}
    | {"tasks"},
    "stored": {"database", "model", "report", "rows"},
    "bydate": {"output", "render", "stored"},
    "export": {"errors", "output"},
    "asking": {"errors", "output", "render"},
    "parallel": set(),
    "output": NOUNS | {"render"},
    "__init__": set(),
    "__main__": {"cli"},
}
"""Module -> the modules of quoth that it may import. Modules named cli* may import all."""

ONLY_IN = {
    "yaml": {"yamlnodes"},
    "nltk": {"segment", "scoring"},
    "networkx": {"graph"},
    "rich": {"render", "explainview", "grids"},
    "pyarrow": {"export", "nested"},
    "rensa": {"twins"},
    "sqlite3": {"asking", "bydate", "database", "export", "store", "stored", "twins"},
    "typer": {"cli"},
    "trafilatura": {"markup"},
    "fsspec": {"remote", "storage"},
    "dask": {"cluster"},
    "distributed": {"cluster"},
}
"""Package -> the modules that may import it."""

FORBIDDEN = {"pickle", "marshal", "shelve", "socket", "ssl", "http", "urllib", "requests", "textblob", "ctypes"}


def modules() -> list[str]:
    """All modules of quoth."""
    return sorted(path.stem for path in HOME.glob("*.py"))


def tree(module: str) -> ast.Module:
    """A module's source."""
    return ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8"))


def own_imports(module: str) -> set[str]:
    """The modules of quoth that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module.split(".")[0]} if node.module else {a.name if a.name in modules() else "__init__" for a in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "quoth":
            found.add(f"absolute: {node.module}")
    return found


def packages(module: str) -> set[str]:
    """The other packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def calls(module: str) -> set[str]:
    """The names that a module calls: "print", "sys.exit"."""
    return {ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}


def is_cli(module: str) -> bool:
    """Whether a module belongs to the commands."""
    return module.startswith("cli")


LIBRARY = [module for module in modules() if not is_cli(module)]


@pytest.mark.parametrize("module", LIBRARY)
def test_a_module_imports_only_what_the_table_allows(module: str) -> None:
    assert module in MAY_IMPORT, "a new module: give it a line in the table"
    assert own_imports(module) <= MAY_IMPORT[module]


def test_the_table_names_no_module_that_is_gone() -> None:
    assert set(MAY_IMPORT) - set(modules()) == set()


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_stages_do_not_import_each_other(stage: str) -> None:
    assert own_imports(stage) & STAGES == set()


def test_nothing_imports_in_a_circle_when_it_is_loaded() -> None:
    at_top = {m: {n for n in own_imports_at_top(m)} for m in modules()}
    done: set[str] = set()
    while ready := {m for m in at_top if m not in done and at_top[m] <= done | {"__init__"} - {m}}:
        done |= ready
    assert set(at_top) - done == set()


def own_imports_at_top(module: str) -> set[str]:
    """What a module imports before anything in it runs."""
    return {
        node.module.split(".")[0]
        for node in tree(module).body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module
    } | {a.name for node in tree(module).body if isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module
         for a in node.names if a.name in modules()}  # fmt: skip


@pytest.mark.parametrize(("module", "makers"), [("rulefiles", rulecache.MAKERS), ("prepared", prepared.MAKERS)])
def test_a_kept_value_is_made_anew_after_any_change_of_the_code_that_makes_it(module: str, makers: tuple[str, ...]) -> None:
    needed, ahead = set(), {module}
    while ahead:
        needed |= ahead
        ahead = {name for one in ahead for name in own_imports(one)} - needed
    assert sorted(needed) == list(makers)


@pytest.mark.parametrize("package", sorted(ONLY_IN))
def test_a_package_is_imported_only_where_it_belongs(package: str) -> None:
    users = {module for module in modules() if package in packages(module)}
    assert {m for m in users if not (package == "typer" and is_cli(m))} <= ONLY_IN[package]
    assert users


@pytest.mark.parametrize("module", modules())
def test_nothing_reaches_for_the_network_or_for_code_in_data(module: str) -> None:
    assert packages(module) & FORBIDDEN == set()
    assert calls(module) & {"eval", "exec", "compile", "__import__", "os.system", "yaml.load", "yaml.unsafe_load"} == set()


@pytest.mark.parametrize("module", [m for m in LIBRARY if m != "__main__"])
def test_only_the_commands_print_and_exit(module: str) -> None:
    assert calls(module) & {"print", "exit", "quit", "sys.exit", "os._exit", "input", "breakpoint"} == set()


@pytest.mark.parametrize("module", modules())
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree(module))


@pytest.mark.parametrize("module", modules())
def test_every_public_function_and_class_says_what_it_does(module: str) -> None:
    silent = [
        node.name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    inside_private = {
        inner.name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and (node.name.startswith("_") or isinstance(node, ast.FunctionDef))
        for inner in ast.walk(node)
        if isinstance(inner, ast.FunctionDef) and inner is not node
    }
    assert [name for name in silent if name not in inside_private] == []


@pytest.mark.parametrize("module", modules())
def test_no_function_is_longer_than_fifty_lines(module: str) -> None:
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef)}
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}
