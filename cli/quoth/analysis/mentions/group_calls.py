"""How groups are called: an index of the group nouns, and of what else of the rules tells whose a group is."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from quoth.rulebook.rules import ActorRule, GroupNoun, Role, RuleBook


class Call(NamedTuple):
    """One way to call a group: its words in small letters."""

    words: tuple[str, ...]
    noun: GroupNoun


class Groups(msgspec.Struct, frozen=True):
    """What finding groups needs of the rules: how they are called by the last word, the longest first; those parties that rules
    name, by owner and noun, and which of these are called by which noun; the words for a member of a group
    ("Shiite"), and the nouns for a state itself; the nouns by which actors of each type are called; the actors; and the word lists."""

    calls: Mapping[str, tuple[Call, ...]]
    named: Mapping[tuple[str, str], str]
    called_so: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    itself: frozenset[str]
    nouns: Mapping[str, frozenset[str]]
    actors: Mapping[str, ActorRule]
    lists: Mapping[str, frozenset[str]]


def make_groups(book: RuleBook) -> Groups:
    """Index the group nouns."""
    calls: dict[str, list[Call]] = {}
    for noun in book.of(GroupNoun):
        for form in noun.forms:
            words = tuple(form.lower().replace("'s", " 's").split())
            calls.setdefault(words[-1], []).append(Call(words, noun))
    ordered = {word: tuple(sorted(found, key=lambda call: -len(call.words))) for word, found in calls.items()}
    actors = book.actors()
    named = dict(_named(actors, ordered))
    called_so = frozenset((actor, noun) for (_, noun), actor in named.items())
    kinds = frozenset(word.lower() for noun in book.of(GroupNoun) for word in noun.one)
    itself = frozenset(word for rule in book.of(Role) if rule.speaks == "itself" and not rule.apart for word in rule.forms)
    return Groups(ordered, named, called_so, kinds, itself, book.type_nouns(), actors, book.lists())


def _named(actors: Mapping[str, ActorRule], calls: Mapping[str, tuple[Call, ...]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Parties that rules name as texts compose them: "Syrian rebels"."""
    for rule in actors.values():
        words = tuple(rule.name.lower().split())
        country = actors.get(rule.country or "")
        if country is not None and len(words) > 1 and words[0].capitalize() in country.adjective:
            for call in calls.get(words[-1], ()):
                if call.words == words[1:] and call.noun.acts_for == "own":
                    yield (country.id, call.noun.noun), rule.id
