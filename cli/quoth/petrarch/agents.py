"""Turn PETRARCH's agents, nouns that make an actor beside a name ("FARMER [~AGR]"), into roles."""

from collections.abc import Iterator, Sequence

from quoth.analysis.sectors import OF_OFFICE
from quoth.errors import Problem
from quoth.model import Sector
from quoth.petrarch.cameo_codes import meaning
from quoth.petrarch.dictionaries import Code, Entry
from quoth.rulebook.rules import Role, RuleBook

LONGEST = 2
"""Words of a noun that can be found beside a name."""


def import_agents(entries: Sequence[Entry], book: RuleBook) -> tuple[list[Role], list[Problem]]:
    """A role for each sector, without the nouns that the book has; and what has no place in roles.

    Nothing in a code tells a body from its members, so that none speaks as itself: those of a state's sectors speak for it, all
    others for nobody. Raises nothing.
    """
    known = {word: role.sector for role in book.of(Role) for word in role.forms}
    found: dict[Sector, list[str]] = {}
    losses: list[Problem] = []
    for entry in entries:
        code = next(code for code in entry.codes if code.is_agent)
        sector, problem = _sector(code)
        losses += problem
        if sector is None:
            continue
        where, words = entry.names[0].where, [name.text.lower() for name in entry.names]
        others = {told for word in words if (told := known.get(word))} - {sector}
        if all(word.count(" ") >= LONGEST for word in words):
            losses.append(Problem(where, f"`{words[0]}` has no place: a noun has {LONGEST} words at the most", "shorten it"))
        elif others:
            what = f"`{words[0]}` is of the sector {', '.join(sorted(others))} already, not {sector}"
            losses.append(Problem(where, what, "keep it with one"))
        else:
            new = [word for word in words if word not in known and word.count(" ") < LONGEST]
            known.update(dict.fromkeys(new, sector))
            found.setdefault(sector, []).extend(new)
    return list(_roles(found, book)), losses


def _sector(code: Code) -> tuple[Sector | None, list[Problem]]:
    means = meaning(code.code)
    if means.sector is None:
        return None, [Problem(code.where, f"[{code.code}] has no place: it names no sector that is known", "choose another code")]
    if not means.rest:
        return means.sector, []
    what = f"{means.rest} in [{code.code}] has no place: a noun has one sector"
    return means.sector, [Problem(code.where, what, f"{means.sector} is kept")]


def _roles(words: dict[Sector, list[str]], book: RuleBook) -> Iterator[Role]:
    for sector, nouns in words.items():
        id_, number = f"role.petrarch-{sector.lower()}", 2
        while id_ in book.where:
            id_, number = f"role.petrarch-{sector.lower()}-{number}", number + 1
        if nouns:
            yield Role(
                id=id_, note="From a dictionary of agents.", sector=sector, speaks="side" if sector in OF_OFFICE else "nobody", words=nouns
            )
