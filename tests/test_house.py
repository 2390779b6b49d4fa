"""The house: what each module may do. Which package may import which is told in pyproject.toml, and import-linter holds it."""

import ast
from pathlib import Path

import pytest

import quoth
from quoth.analysis import prepared
from quoth.rulebook import cache as rulebook_cache

HOME = Path(quoth.__file__).parent

ONLY_IN = {
    "yaml": {"yaml_nodes"},
    "nltk": {"language.segmentation", "evaluation.scoring"},
    "networkx": {"reporting.graph"},
    "rich": {"reporting.serialization", "diagnosis.explanation_view", "reporting.tables"},
    "pyarrow": {"storage.table_export", "storage.parquet"},
    "rensa": {"batch.near_duplicates"},
    "sqlite3": {
        "batch.near_duplicates", "batch.writer",
        "storage.daily_files", "storage.database", "storage.reader", "storage.sql", "storage.table_export",
    },
    "typer": {"commands"},
    "trafilatura": {"reading.html"},
    "fsspec": {"reading.urls", "storage.object_store"},
    "dask": {"cluster.client"},
    "distributed": {"cluster.client"},
}  # fmt: skip
"""Package -> the modules that may import it."""

FORBIDDEN = {"pickle", "marshal", "shelve", "socket", "ssl", "http", "urllib", "requests", "textblob", "ctypes"}


def modules() -> list[str]:
    """All modules of quoth, as in imports without "quoth."; a package by its own name."""
    found = (path.relative_to(HOME).with_suffix("").parts for path in HOME.rglob("*.py"))
    return sorted(".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts) for parts in found)


def file_of(module: str) -> Path:
    """The file of a module, or of a package."""
    path = HOME.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def is_package(module: str) -> bool:
    """Whether it is a package below quoth."""
    return HOME.joinpath(*module.split(".")).is_dir()


def tree(module: str) -> ast.Module:
    """A module's source."""
    return ast.parse(file_of(module).read_text(encoding="utf-8"))


def own_imports(module: str, *, top: bool = False) -> set[str]:
    """The modules of quoth that a module imports, anywhere in it or only where it is loaded."""
    known, found = set(modules()), set()
    for node in tree(module).body if top else ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "quoth":
            base = (node.module or "").removeprefix("quoth").removeprefix(".")
            inner = {f"{base}.{alias.name}".removeprefix(".") for alias in node.names}
            found |= inner & known or {base or "__init__"}
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add(f"relative: {node.module}")
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


def is_command(module: str) -> bool:
    """Whether a module belongs to the commands."""
    return module.split(".", maxsplit=1)[0] == "commands"


LIBRARY = [module for module in modules() if not is_command(module)]


@pytest.mark.parametrize("module", [module for module in modules() if is_package(module)])
def test_a_package_says_where_to_start_and_imports_nothing(module: str) -> None:
    [only] = tree(module).body
    assert isinstance(only, ast.Expr)
    assert "tart with `" in (ast.get_docstring(tree(module)) or "")


@pytest.mark.parametrize("module", modules())
def test_imports_name_the_whole_path(module: str) -> None:
    assert {name for name in own_imports(module) if name.startswith("relative")} == set()


def test_nothing_imports_in_a_circle_when_it_is_loaded() -> None:
    at_top = {module: own_imports(module, top=True) for module in modules()}
    done: set[str] = set()
    while ready := {m for m in at_top if m not in done and at_top[m] <= done | {"__init__"} - {m}}:
        done |= ready
    assert set(at_top) - done == set()


@pytest.mark.parametrize(("module", "makers"), [("rulebook.loading", rulebook_cache.MAKERS), ("analysis.prepared", prepared.MAKERS)])
def test_a_kept_value_is_made_anew_after_any_change_of_the_code_that_makes_it(module: str, makers: tuple[str, ...]) -> None:
    needed, ahead = set(), {module}
    while ahead:
        needed |= ahead
        ahead = {name for one in ahead for name in own_imports(one)} - needed
    assert {name for name in needed if not any(name == maker or name.startswith(f"{maker}.") for maker in makers)} == set()
    assert {maker for maker in makers if not any(name == maker or name.startswith(f"{maker}.") for name in needed)} == set()


@pytest.mark.parametrize("package", sorted(ONLY_IN))
def test_a_package_is_imported_only_where_it_belongs(package: str) -> None:
    users = {module for module in modules() if package in packages(module)}
    assert {m for m in users if not any(m == place or m.startswith(f"{place}.") for place in ONLY_IN[package])} == set()
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
