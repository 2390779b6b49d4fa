"""The names of a dictionary's entry as a rule has them: spelled as reports spell them, without what stands in brackets."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from quoth.errors import Problem
from quoth.petrarch.capitals import initials, respell
from quoth.petrarch.dictionaries import Listed
from quoth.petrarch.known_names import Known

BRACKETED = re.compile(r"\s*\(([^()]*)\)")
LONGEST_ACRONYM = 7
SHORT_ACRONYM = 3
"""Letters up to which an acronym is too easily another's, or a word."""
SHORT_NAME = 4
"""Letters up to which a group's name of one word is an acronym."""


class Spelled(NamedTuple):
    """A name, the place as path:line, and the words beside which alone it counts, if any."""

    text: str
    where: str
    when: tuple[str, ...] = ()


class _Bare(NamedTuple):
    """A name in capitals without its brackets; ``country`` or the like is what stood in them."""

    text: str
    where: str
    country: str = ""


def spell(listed: Sequence[Listed], known: Known, *, person: bool) -> tuple[list[Spelled], list[Problem]]:
    """The names, each once, and what cannot be one."""
    bare: list[_Bare] = []
    unusable: list[Problem] = []
    for given in listed:
        try:
            bare += _unbracketed(given)
        except ValueError as error:
            unusable.append(Problem(given.where, f"`{given.text}` {error.args[0]}", "mend it in the dictionary"))
    long = [name.text for name in bare if " " in name.text]
    acronyms = set() if person else initials(long) | {name.text for name in bare if long and _is_acronym(name.text)}
    found: dict[str, Spelled] = {}
    for name in bare:
        text = _without_article(respell(name.text, known.letters, acronyms))
        when = _places(name.country, known) if name.country else ()
        if known.is_common(text) and not when:
            unusable.append(Problem(name.where, f"`{text}` is a word that any text has", "leave it out, or write more of the name"))
        else:
            found.setdefault(text, Spelled(text, name.where, when))
    return _guarded(list(found.values()), person=person), unusable


def _unbracketed(name: Listed) -> Iterator[_Bare]:
    """The name, and the acronym that stands in brackets in it. Raises ValueError with what is wrong."""
    text = " ".join(BRACKETED.sub(" ", name.text).split()).strip(" ,-")
    if "(" in text or ")" in text:
        raise ValueError("has a bracket that is not closed")
    if not any(c.isalpha() for c in text):
        raise ValueError("has no letter")
    if text.endswith(", THE"):
        text = f"THE {text.removesuffix(', THE')}"
    inside = [found.strip() for found in BRACKETED.findall(name.text)]
    acronyms = [word for word in inside if _stands_for(word, text)]
    yield _Bare(text, name.where, next((word for word in inside if word and word not in acronyms), ""))
    yield from (_Bare(acronym, name.where) for acronym in acronyms)


def _stands_for(word: str, name: str) -> bool:
    """Whether a word's letters stand in the name, in this order, the first at its beginning or a word's."""
    if not word.isalpha() or len(word) > LONGEST_ACRONYM:
        return False
    letters = iter(name)
    return any(part.startswith(word[0]) for part in re.split("[ -]", name)) and all(letter in letters for letter in word)


def _is_acronym(text: str) -> bool:
    return text.isalpha() and len(text) <= SHORT_NAME


def _without_article(text: str) -> str:
    """A leading "The" stays only before a single word, which without it would be found everywhere."""
    rest = text[4:]
    return rest if text.startswith("The ") and (" " in rest or rest.isupper()) else text


def _places(country: str, known: Known) -> tuple[str, ...]:
    """The place in brackets, and its adjectives if it is a state."""
    place = respell(country, known.letters)
    actor = known.index.by_id.get(known.same(place) or "")
    adjectives = [name for name in actor.adjective if isinstance(name, str)] if actor else []
    return (place, *adjectives)


def _guarded(names: list[Spelled], *, person: bool) -> list[Spelled]:
    """Short acronyms count only in documents that hold the actor's full name too."""
    full = next((name.text for name in names if not name.text.isupper()), None)
    if full is None or person:
        return names
    return [name._replace(when=(full,)) if name.text.isupper() and len(name.text) <= SHORT_ACRONYM else name for name in names]


def titled(names: Sequence[Spelled], honorifics: Collection[str]) -> list[Spelled]:
    """A person's names without titles. A surname after a title is left out: it is found as such."""
    found: dict[str, Spelled] = {}
    for name in names:
        bare = _without_titles(name.text, honorifics)
        if bare == name.text or " " in bare or name is names[0]:
            text = bare if " " in bare else name.text
            found.setdefault(text, name._replace(text=text))
    return list(found.values())


def _without_titles(text: str, honorifics: Collection[str]) -> str:
    words = text.split(" ")
    while len(words) > 1:
        many = next((n for n in (3, 2, 1) if n < len(words) and " ".join(words[:n]).lower().rstrip(".") in honorifics), 0)
        if not many:
            break
        words = words[many:]
    return " ".join(words)
