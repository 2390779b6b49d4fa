"""quoth reads news reports about conflicts: who said what about whom, and who stands with or against whom."""

from quoth.version import version

__all__ = ["version"]
