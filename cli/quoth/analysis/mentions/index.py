"""Index every name of every actor, folded so that its spellings compare; acronyms are not: the EEU is not the EU."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from quoth.rulebook.rules import ActorRule, Name, Role, RuleBook
from quoth.rulebook.word_lists import words_for
from quoth.spelling import match_key

How = Literal["name", "adjective", "people", "seat", "surname"]

PLAIN = re.compile(r"[A-Za-z0-9 -]+")
TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Z]\.|['’][sS]\b|[^\W_]+(?:[-‐‑/&.]+[^\W_]+|['’](?!s\b)[^\W\d_]+)*|[^\w\s.]")
"""A name's tokens as the text's are cut: "People" and "'s"."""
LONGEST_ACRONYM = 6
MEMO = 200_000
"""Words whose folding is remembered."""


class Alias(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One name of an actor as the rules spell it. ``article`` says that "the" must stand before it."""

    text: str
    actor: str
    how: How
    when: tuple[str, ...] = ()
    article: bool = False


class RoleWord(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A noun that makes an actor with a name beside it; those ``apart`` are none of a state's."""

    itself: bool
    apart: bool


class NameWords(msgspec.Struct, frozen=True):
    """The word lists by which names are told."""

    after_acronym: frozenset[str]
    around_leader: frozenset[str]
    authority: frozenset[str]
    before_place: frozenset[str]
    called: frozenset[str]
    first_name_too: frozenset[str]
    inside_name: frozenset[str]
    leading_office: frozenset[str]
    name_particles: frozenset[str]
    never_alone: frozenset[str]
    office_of_state: frozenset[str]
    ousted: frozenset[str]
    part_of: frozenset[str]
    power: frozenset[str]
    region: frozenset[str]
    rule: frozenset[str]
    small_inside_name: frozenset[str]
    small_thing: frozenset[str]
    state_office: frozenset[str]
    state_run: frozenset[str]
    thing: frozenset[str]
    thing_of: frozenset[str]
    thing_of_any: frozenset[str]
    us_state: frozenset[str]


class Index(msgspec.Struct, frozen=True):
    """All names, surnames and roles, and the words that decide doubtful cases.

    ``names`` holds each beginning of a name, folded parts joined by blanks, with the names that end there (none for
    a mere beginning); ``acronyms`` are by exact spelling without stops; ``small`` are the words in small letters that
    begin a name; ``shared`` are the first parts with which names of several actors begin; ``surnames`` are by
    their first part; ``organs`` are the media of a state by the noun they are called by ("news agency"); ``nouns`` are
    those by which actors of a type are called.
    ``folded`` and ``begins`` only remember what was computed.
    """

    names: dict[str, tuple[Alias, ...]]
    acronyms: dict[str, tuple[Alias, ...]]
    small: frozenset[str]
    shared: frozenset[str]
    surnames: dict[str, list[tuple[tuple[str, ...], str]]]
    by_id: dict[str, ActorRule]
    roles: dict[str, RoleWord]
    generic: frozenset[str]
    organs: dict[tuple[str, str], list[str]]
    nouns: dict[str, frozenset[str]]
    honorifics: frozenset[str]
    genders: Mapping[str, str]
    lists: NameWords
    folded: dict[str, tuple[str, ...]]
    begins: dict[str, bool]


def parts_of(word: str, index: Index) -> tuple[str, ...]:
    """`fold`, remembered."""
    known = index.folded.get(word)
    if known is None:
        known = index.folded[word] = match_key(word)
    return known


def begins_name(word: str, index: Index) -> bool:
    """Whether any name, acronym or surname begins with this token, remembered."""
    known = index.begins.get(word)
    if known is None:
        known = index.begins[word] = _begins_name(word, index)
    return known


def _begins_name(word: str, index: Index) -> bool:
    first = word[0]
    if not first.isalnum() or (first.islower() and "-" not in word and word not in index.small):
        return False
    if bare_acronym(word) in index.acronyms or word.partition("-")[0] in index.acronyms:
        return True
    return parts_of(word, index)[0] in index.names


def bare_acronym(word: str) -> str:
    """ "U.N." is "UN"."""
    return word.replace(".", "") if "." in word else word


# ---- the index -------------------------------------------------------------------------------


def make_index(book: RuleBook) -> Index:
    """Index every name of every actor. Raises RulesError for a word list that the book lacks."""
    by_id, type_nouns = book.actors(), book.type_nouns()
    names: dict[str, tuple[Alias, ...]] = {}
    acronyms: dict[str, tuple[Alias, ...]] = {}
    known: dict[str, tuple[str, ...]] = {}
    begun: dict[str, set[str]] = {}
    shorts = _short_forms(by_id.values(), known)
    small: set[str] = set()
    for rule in by_id.values():
        for alias in _aliases(rule):
            keys = _acronym_keys(alias)
            for key in keys:
                acronyms[key] = (*acronyms.get(key, ()), alias)
            if not alias.text[0].isupper():
                small.add(alias.text.split(" ", 1)[0])
            if keys:
                continue
            first = _insert(alias, names, known, shorts)
            begun.setdefault(first, set()).add(alias.actor)
    roles = {
        word: RoleWord(rule.speaks == "itself", rule.apart) for rule in book.of(Role) if rule.speaks != "nobody" for word in rule.forms
    }
    return Index(
        names,
        acronyms,
        frozenset(small),
        frozenset(first for first, actors in begun.items() if len(actors) > 2),
        _surnames(by_id.values(), known),
        by_id,
        roles,
        frozenset(roles).union(*type_nouns.values()),
        _organs(by_id.values()),
        type_nouns,
        frozenset(book.honorifics()),
        book.genders(),
        words_for(NameWords, book),
        known,
        {},
    )


def _aliases(rule: ActorRule) -> Iterator[Alias]:
    """Every name once; the actor's own name stands among ``names`` too where it is ambiguous."""
    if not any(isinstance(name, Name) and name.name == rule.name for name in rule.names):
        yield _alias(rule.name, rule.id, "name")
    for name in rule.names:
        yield _alias(name, rule.id, "name")
    for seat in rule.seats:
        yield _alias(seat, rule.id, "seat")
    for adjective in rule.adjective:
        yield _alias(adjective, rule.id, "adjective")
    for people in rule.people:
        if people not in rule.adjective:
            yield _alias(people, rule.id, "people")


def _alias(name: str | Name, actor: str, how: How) -> Alias:
    text, when = (name.name, tuple(name.when)) if isinstance(name, Name) else (name, ())
    if text.startswith("The "):
        return Alias(text[4:], actor, how, when, True)
    return Alias(text, actor, how, when)


def _acronym_keys(alias: Alias) -> tuple[str, ...]:
    """The exact spellings of an acronym ("UNMISS", and "Unmiss" as the British write it); none for other names."""
    text = bare_acronym(alias.text)
    if len(text) > LONGEST_ACRONYM + 1 or not text.isalnum():
        return ()
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if capitals < len(letters) and not (capitals > 1 and len(letters) < LONGEST_ACRONYM):
        return ()
    if capitals == len(letters) >= 4 and not alias.when:
        return text, text.capitalize()
    return (text,)


def _insert(alias: Alias, names: dict[str, tuple[Alias, ...]], known: dict[str, tuple[str, ...]], shorts: dict[str, list[str]]) -> str:
    """Note the name under its parts, also without its apostrophes and with "UN" for "United Nations" and the reverse.

    Returns its first part.
    """
    parts = _name_parts(alias.text, known)
    _insert_parts(parts, alias, names)
    if "'" in parts or "'s" in parts:
        _insert_parts(_without_apostrophes(parts), alias, names)
    short = shorts.get(" ".join(parts[:2])) or shorts.get(parts[0])
    if short and len(parts) > (1 if parts[0] in shorts else 2):
        rest = parts[1:] if parts[0] in shorts else parts[2:]
        _insert_parts([*short, *rest], alias, names)
    return parts[0]


def _insert_parts(parts: list[str], alias: Alias, names: dict[str, tuple[Alias, ...]]) -> None:
    key = parts[0]
    for part in parts[1:]:
        names.setdefault(key, ())
        key = f"{key} {part}"
    names[key] = (*names.get(key, ()), alias)


def _without_apostrophes(parts: list[str]) -> list[str]:
    """ "People's" without its apostrophe is "Peoples", "Workers'" is "Workers"."""
    joined: list[str] = []
    for part in parts:
        if part == "'s" and joined:
            joined[-1] += "" if joined[-1].endswith("s") else "s"
        elif part != "'":
            joined.append(part)
    return joined


def _short_forms(rules: Iterable[ActorRule], known: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The parts of "United Nations" for "un", and of "UN" for "united nations", for all that have a name of two words."""
    forms: dict[str, list[str]] = {}
    for rule in rules:
        initials = "".join(word[0] for word in rule.name.split())
        texts = [name if isinstance(name, str) else name.name for name in rule.names]
        if rule.type in ("state", "igo") and rule.name.count(" ") == 1 and initials in texts:
            parts = _name_parts(rule.name, known)
            forms[" ".join(parts)], forms[initials.lower()] = [initials.lower()], parts
    return forms


def _name_parts(text: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    parts: list[str] = []
    for word in text.split(" ") if PLAIN.fullmatch(text) else TOKEN.findall(text):
        folded = known.get(word)
        if folded is None:
            folded = known[word] = match_key(word)
        if folded not in (("-",), ("+",)):
            parts += folded
    return parts


def _surnames(rules: Iterable[ActorRule], known: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for rule in rules:
        if rule.type == "person":
            parts = tuple(_name_parts(rule.last_name, known))
            found.setdefault(parts[0], []).append((parts, rule.id))
    return found


def _organs(rules: Iterable[ActorRule]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        if rule.type == "media" and rule.side:
            for noun in rule.nouns:
                found.setdefault((rule.side, noun), []).append(rule.id)
    return found
