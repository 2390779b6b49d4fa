"""As whom an actor takes part in a relation: a person mostly stands for a side."""

from collections.abc import Mapping

from quoth.rulebook.rules import ActorRule

PERSONAL = frozenset(("member-of", "led-by", "linked-to"))
"""Types in which a person stands for nobody else."""


def side_of(actor: str, rules: Mapping[str, ActorRule]) -> str:
    """The side of a person; all others are their own."""
    rule = rules.get(actor)
    return rule.side or actor if rule is not None and rule.type == "person" else actor


def standing_for(a: str, b: str, rules: Mapping[str, ActorRule]) -> str:
    """Whoever does something for a side does it as that side, but not to people of the same."""
    side = side_of(a, rules)
    return a if side == side_of(b, rules) else side


def is_no_group(a: str, b: str, rules: Mapping[str, ActorRule]) -> bool:
    """Nobody is a member of a person, and who leads a state is no alliance."""
    return rules[b].type == "person" or (rules[a].type == "person" and rules[b].type == "state")
