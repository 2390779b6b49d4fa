"""Compose a name with the noun that makes an actor with it: "Turkish defence officials", "Russia's army"."""

import msgspec

from quoth.analysis.findings import Named
from quoth.analysis.mentions.disambiguation import Beside
from quoth.analysis.mentions.index import RoleWord

MAX_MODIFIERS = 4
"""Words between a name and its noun ("Turkish defence ministry officials")."""


def compose(named: Named, beside: Beside) -> Named | None:
    """The mention with its noun, or as it is; a state with a noun for its media is that medium, if it has only one.

    None for a state's adjective before rebels or parties: "Iraqi militias" are not Iraq.
    """
    named = _of_role(named, beside)
    if named.compound or beside.index.by_id[named.actor].type == "person":
        return _power(named, beside)
    words, tags = beside.words, beside.tags
    first = named.last + (tags[named.last : named.last + 1] == "'")
    for end in range(first, min(first + MAX_MODIFIERS + 1, len(words))):
        if tags[end] not in "NPJMG" or end in beside.covered or end in beside.opens:
            return named
        role = _role(end, first, beside)
        if role is not None and not _goes_on(end + 1, first, beside):
            if role.apart and named.how in ("adjective", "name", "seat") and _is_recognised(named, beside):
                return None if named.how == "adjective" else named
            return _composed(named, first, end, role, beside)
    return named


def _is_recognised(named: Named, beside: Beside) -> bool:
    """Whether it is a state of which rebels are none; those of Abkhazia are its own."""
    rule = beside.index.by_id[named.actor]
    return rule.type == "state" and "iso3" in rule.codes


def _composed(named: Named, first: int, end: int, role: RoleWord, beside: Beside) -> Named:
    """The mention up to its noun at token ``end``. An actor's own noun changes nothing ("Ukrinform news agency")."""
    organ = _organ(named.actor, first, end, beside)
    own = beside.words[end].lower() in beside.index.nouns.get(beside.index.by_id[named.actor].type or "", ()) and named.how == "name"
    return msgspec.structs.replace(
        named,
        actor=organ or named.actor,
        how="name" if organ else named.how,
        last=end + 1,
        past=named.last,
        end=beside.text.ends[end],
        role="" if organ else beside.words[end].lower(),
        itself=role.itself or own or organ is not None,
    )


def _power(named: Named, beside: Beside) -> Named:
    """ "The Assad regime", "Haftar fighters": the side of the ruler before it, if he still rules."""
    side, at = beside.index.by_id[named.actor].side, named.last
    word = beside.after(at).lower()
    if named.compound or side is None or at in beside.covered or word not in beside.lists["power"]:
        return named
    if any(before.lower() in beside.lists["ousted"] for before in beside.words[max(0, named.first - 3) : named.first]):
        return named
    return msgspec.structs.replace(named, actor=side, how="name", last=at + 1, end=beside.text.ends[at], role=word)


def _goes_on(end: int, first: int, beside: Beside) -> bool:
    """Whether a better noun follows ("Turkish army officials", "Egypt's state news agency")."""
    for at in (end, end + 1):
        if beside.tags[at : at + 1] not in ("N", "J"):
            return False
        if _role(at, first, beside) is not None:
            return True
    return False


def _of_role(named: Named, beside: Beside) -> Named:
    """ "Fighters of Tahrir al-Sham", "the government of Syria"."""
    at = named.first - 1
    if at >= 0 and beside.tags[at] == "D":
        at -= 1
    if at < 1 or beside.words[at] != "of" or at - 1 in beside.covered:
        return named
    role = _role(at - 1, at - 1, beside)
    if role is None or not role.itself:
        return named
    return msgspec.structs.replace(named, first=at - 1, start=beside.text.starts[at - 1], role=beside.words[at - 1].lower())


def _role(end: int, first: int, beside: Beside) -> RoleWord | None:
    """The noun that ends at this token, of two words if there is such a one."""
    roles, word = beside.index.roles, beside.words[end].lower()
    pair = roles.get(f"{beside.words[end - 1].lower()} {word}") if end > first else None
    return pair or roles.get(word)


def _organ(actor: str, first: int, end: int, beside: Beside) -> str | None:
    """The state's only news agency, broadcaster … that "Egypt's state news agency" can be."""
    if beside.words[first].lower() not in beside.lists["state-run"]:
        return None
    for start in range(first + 1, end + 1):
        found = beside.index.organs.get((actor, " ".join(beside.words[start : end + 1]).lower()), ())
        if len(found) == 1:
            return found[0]
    return None
