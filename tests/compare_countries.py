"""Compare the states in rules/actors with pycountry (ISO 3166) and Babel (CLDR), which are no dependencies: install them beside quoth.

    python -m tests.compare_countries      what of ISO's countries and of CLDR's names for them the rules do not know

What it prints is for reading: the rules leave out names that are ambiguous, and the islands where nobody speaks.
"""

import pycountry  # type: ignore[import-not-found, unused-ignore]
from babel import Locale  # type: ignore[import-not-found, import-untyped, unused-ignore]

from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import ActorRule, Name
from quoth.spelling import match_key


def key(name: str) -> tuple[str, ...]:
    """A name as the search for names folds it."""
    return tuple(part for word in name.replace("’", "'").replace("&", "and").split() for part in match_key(word))


def names(actor: ActorRule) -> set[tuple[str, ...]]:
    """All that a state is called."""
    listed = [actor.name, *actor.names, *actor.adjective, *actor.people, *actor.seats]
    return {key(name.name if isinstance(name, Name) else name) for name in listed}


def main() -> None:
    """Print a line for each country without an actor, and for each name that its actor lacks."""
    actors = [rule for rule in load_rules([builtin_folder()]).of(ActorRule) if rule.type == "state"]
    territories = Locale("en").territories
    for country in pycountry.countries:
        known = [names(actor) for actor in actors if actor.codes.get("iso3") == country.alpha_3]
        called = {country.name, getattr(country, "official_name", country.name), territories[country.alpha_2]}
        lacking = sorted(name for name in called if "," not in name and all(key(name) not in own for own in known))
        if not known:
            print(f"{country.alpha_3}  {country.name}: no actor")
        elif lacking:
            print(f"{country.alpha_3}  {country.name}: lacks {'; '.join(lacking)}")


if __name__ == "__main__":
    main()
