"""quoth reads news reports about conflicts: who said what about whom, and who stands with or against whom.

>>> import quoth
>>> report = quoth.analyze("Russia accused Turkey of helping the rebels.", date="2017-10-07")
>>> report.statements[0].speaker.name
'Russia'

`Analyzer` keeps its rules for many texts, `read` gives the articles of files and folders. Names load at their first use.
All that this module does not name is private.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.api import Analyzer, analyze, load_rules, read, to_rows
    from quoth.errors import Problem, RulesError
    from quoth.model import Article, Document, Party, Relation, Statement
    from quoth.release import version

__all__ = [
    "Analyzer", "Article", "Document", "Party", "Problem", "Relation", "RulesError", "Statement",
    "analyze", "load_rules", "read", "to_rows", "version",
]  # fmt: skip

_HOME = (
    dict.fromkeys(("Analyzer", "analyze", "load_rules", "read", "to_rows"), "quoth.api")
    | dict.fromkeys(("Problem", "RulesError"), "quoth.errors")
    | dict.fromkeys(("Article", "Document", "Party", "Relation", "Statement"), "quoth.model")
    | {"version": "quoth.release"}
)
"""The module of each public name."""


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'quoth' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
