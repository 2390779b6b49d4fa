"""Find the actors that the rules know, by name, adjective, people, seat or surname, longest first.

Spelling is folded by rule, not by list: capitals and small letters, diacritics, apostrophes, hyphens,
the Arabic article in all its forms, doubled letters, q and k, ou and u.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from .model import Named, Text
from .rules import ActorRule, FirstNames, Honorifics, Name, Role, RuleBook, WordList

How = Literal["name", "adjective", "people", "seat", "surname"]
ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar|at|az|ad|ul|ut|us|il)[-‐‑](?=\w)", re.IGNORECASE)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´."))
MAX_MODIFIERS = 4
"""Words between an adjective and the noun that makes an actor with it ("Turkish defence ministry officials")."""


class Alias(msgspec.Struct, frozen=True, gc=False):
    """One name of an actor: folded parts, which of them must be capitalised, and where it counts."""

    parts: tuple[str, ...]
    capitals: tuple[bool, ...]
    actor: str
    how: How
    acronym: bool
    when: tuple[str, ...]


class RoleWord(msgspec.Struct, frozen=True, gc=False):
    """A noun that makes an actor with a name beside it."""

    itself: bool
    rule: str


class Index(msgspec.Struct, frozen=True):
    """All names by their first part, surnames, roles, and the words that decide doubtful cases."""

    aliases: dict[str, tuple[Alias, ...]]
    surnames: dict[tuple[str, ...], tuple[str, ...]]
    by_id: dict[str, ActorRule]
    roles: dict[str, RoleWord]
    honorifics: frozenset[str]
    genders: dict[str, str]
    lists: dict[str, frozenset[str]]
    folded: dict[str, tuple[str, ...]]


def fold(word: str) -> tuple[str, ...]:
    """A token's parts in the spelling that names are compared by: "Ḥay'at" and "Hayat" are one."""
    plain = unicodedata.normalize("NFKD", word.translate(APOSTROPHES))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = ARTICLE.sub("al-", plain).lower().replace("q", "k").replace("ou", "u")
    plain = re.sub(r"([a-z])\1+", r"\1", plain)
    return tuple(part for part in re.split(r"[-‐‑–/\s]+", plain) if part)


def make_index(book: RuleBook) -> Index:
    """Index every name of every actor."""
    aliases: dict[str, list[Alias]] = {}
    surnames: dict[tuple[str, ...], list[str]] = {}
    by_id = {rule.id: rule for rule in book.of(ActorRule)}
    for rule in by_id.values():
        for alias in _aliases(rule):
            if alias.parts:
                aliases.setdefault(alias.parts[0], []).append(alias)
        if rule.type == "person":
            surname = rule.surname or rule.name.split()[-1]
            surnames.setdefault(_fold_all(surname), []).append(rule.id)
    return Index(
        {first: tuple(sorted(found, key=lambda a: (-len(a.parts), a.actor))) for first, found in aliases.items()},
        {surname: tuple(ids) for surname, ids in surnames.items()},
        by_id,
        {word: RoleWord(rule.speaks == "itself", rule.id) for rule in book.of(Role) for word in rule.words},
        frozenset(word.lower().rstrip(".") for rule in book.of(Honorifics) for word in rule.words),
        {word: rule.gender for rule in book.of(FirstNames) for word in rule.words},
        {rule.name: frozenset(rule.words) for rule in book.of(WordList)},
        {},
    )


def _fold_all(name: str) -> tuple[str, ...]:
    return tuple(part for word in name.split() for part in fold(word))


def _aliases(rule: ActorRule) -> Iterator[Alias]:
    conditional = {n.name for n in rule.names if isinstance(n, Name)}
    if rule.name not in conditional:
        yield _alias(rule.name, rule.id, "name")
    named: Iterable[tuple[How, list[str | Name]]] = (
        ("name", rule.names), ("seat", rule.seats), ("adjective", rule.adjective), ("people", rule.people)
    )  # fmt: skip
    for how, names in named:
        for name in names:
            if not (how == "people" and name in rule.adjective):
                yield _alias(name, rule.id, how)


def _alias(name: str | Name, actor: str, how: How) -> Alias:
    text, when = (name.name, tuple(name.when)) if isinstance(name, Name) else (name, ())
    parts, capitals = [], []
    for word in text.split():
        folded = fold(word)
        parts += folded
        capitals += [word[0].isupper() and part != "al" for part in folded]
    letters = re.sub(r"[^A-Za-z]", "", text)
    return Alias(tuple(parts), tuple(capitals), actor, how, letters.isupper() and len(letters) <= 6 and " " not in text, when)


def find_actors(text: Text, index: Index) -> list[Named]:
    """The mentions of known actors, in order of the text, none over another."""
    scan = _Scan(text, index)
    scan.names()
    scan.surnames()
    return [scan.composed(named) for named in sorted(scan.found.values(), key=lambda n: n.first)]


class _Scan:
    """One document's search. ``found`` maps a mention's first token to it."""

    def __init__(self, text: Text, index: Index) -> None:
        self.text, self.index = text, index
        self.words, self.tags = text.words, text.tags
        self.found: dict[int, Named] = {}
        self.covered: set[int] = set()
        self.applies: dict[tuple[str, ...], bool] = {}

    def names(self) -> None:
        at, count = 0, len(self.words)
        while at < count:
            word = self.words[at]
            if not word[0].isalpha():
                at += 1
                continue
            parts = self.parts(word)
            candidates = self.index.aliases.get(parts[0]) if parts else None
            named = self._longest(at, candidates) if candidates else None
            if named is None:
                at += 1
            else:
                self._keep(named)
                at = named.last

    def parts(self, word: str) -> tuple[str, ...]:
        known = self.index.folded.get(word)
        if known is None:
            known = fold(word)
            if len(self.index.folded) < 200_000:
                self.index.folded[word] = known
        return known

    def _keep(self, named: Named) -> None:
        self.found[named.first] = named
        self.covered.update(range(named.first, named.last))

    def _longest(self, at: int, candidates: tuple[Alias, ...]) -> Named | None:
        """The longest alias at this token; among equals the one that its context words choose."""
        best: list[tuple[Alias, int, str]] = []
        for alias in candidates:
            if best and len(alias.parts) < len(best[0][0].parts):
                break
            reached = self._match(at, alias)
            if reached is not None and self._applies(alias) and self._is_actor(at, reached[0], alias):
                best.append((alias, *reached))
        if not best or len({alias.actor for alias, _, _ in best}) > 1:
            best = self._decide(best)
        if not best:
            return None
        alias, last, compound = best[0]
        start, end = self.text.starts[at], self.text.ends[last - 1]
        if compound:
            end -= len(compound) + 1
        return Named(alias.actor, at, last, start, end, alias.how, compound)

    def _decide(self, best: list[tuple[Alias, int, str]]) -> list[tuple[Alias, int, str]]:
        scores = [sum(self.text.article.text.count(word) for word in alias.when) for alias, _, _ in best]
        if not scores or scores.count(max(scores)) > 1:
            return []
        return [best[scores.index(max(scores))]]

    def _match(self, at: int, alias: Alias) -> tuple[int, str] | None:
        """Past the last token of the alias here, and the rest of that token ("linked"), if it matches."""
        token, k, parts = at, 0, alias.parts
        count = len(self.words)
        while k < len(parts):
            if token >= count or (token > at and self.words[token] in ("-", "–", "’", "'") and token + 1 >= count):
                return None
            word = self.words[token]
            own = self.parts(word)
            if not own:
                return None
            for n, part in enumerate(own):
                if k == len(parts):
                    rest = word.rsplit("-", len(own) - n)
                    compound = word[len(rest[0]) + 1 :]
                    return (token + 1, compound) if "-" in word and compound.islower() else None
                if part != parts[k] or (alias.capitals[k] and not word[0].isupper() and not _inner_capital(word, part)):
                    return None
                k += 1
            if alias.acronym and not _is_acronym(word):
                return None
            token += 1
        return token, ""

    def _applies(self, alias: Alias) -> bool:
        if not alias.when:
            return True
        if alias.when not in self.applies:
            self.applies[alias.when] = any(word in self.text.article.text for word in alias.when)
        return self.applies[alias.when]

    def _is_actor(self, at: int, last: int, alias: Alias) -> bool:
        """Not a person's name ("Michael Jordan"), a thing ("the Paris Agreement") or another town ("Lebanon, Pa.")."""
        if alias.how in ("adjective", "people") or self.index.by_id[alias.actor].type not in ("state", "people"):
            return not (len(alias.parts) == 1 and self._beside_first_name(at))
        words, lists = self.words, self.index.lists
        before = words[at - 1] if at else ""
        after = words[last] if last < len(words) else ""
        if len(alias.parts) == 1 and (self._beside_first_name(at) or (before[:1].isupper() and before.lower() in lists["part-of"])):
            return False
        if after[:1].isupper() and after.lower() in lists["thing"]:
            return False
        if before == "of" and at > 1 and words[at - 2].lower() in lists["thing"] and words[at - 2][0].isupper():
            return False
        return not (after == "," and last + 1 < len(words) and words[last + 1].lower() in lists["us-state"])

    def _beside_first_name(self, at: int) -> bool:
        if at == 0 or self.tags[at - 1] != "P" or at - 1 in self.covered:
            return False
        return self.words[at - 1] in self.index.genders

    def surnames(self) -> None:
        """Surnames of those named in full, and surnames after a title."""
        known: dict[tuple[str, ...], str] = {}
        for named in self.found.values():
            rule = self.index.by_id[named.actor]
            if rule.type == "person":
                known[_fold_all(rule.surname or rule.name.split()[-1])] = rule.id
        for at, letter in enumerate(self.tags):
            if letter != "P" or at in self.covered:
                continue
            parts = self.parts(self.words[at])
            before = self.words[at - 1] if at else ""
            titled = before.lower().rstrip(".") in self.index.honorifics
            if not titled and at and self.tags[at - 1] == "P" and at - 1 not in self.covered:
                continue
            actor = known.get(parts)
            if actor is None and titled:
                candidates = self.index.surnames.get(parts, ())
                actor = candidates[0] if len(candidates) == 1 else None
                if actor is not None:
                    known[parts] = actor
            if actor is not None and not (at + 1 < len(self.tags) and self.tags[at + 1] == "P" and at + 1 not in self.covered):
                self._keep(Named(actor, at, at + 1, self.text.starts[at], self.text.ends[at], "surname"))

    def composed(self, named: Named) -> Named:
        """The name with the noun that makes an actor with it: "Turkish defence officials", "Russia's army"."""
        at = named.last
        named = self._of_role(named)
        if named.compound or self.index.by_id[named.actor].type == "person":
            return named
        if at < len(self.words) and self.tags[at] == "'":
            at += 1
        for end in range(at, min(at + MAX_MODIFIERS + 1, len(self.words))):
            if self.tags[end] not in "NPJMG" or (end in self.covered and end not in (named.first,)):
                return named
            role = self._role(end, at)
            if role is not None and (end + 1 >= len(self.tags) or self.tags[end + 1] not in "NJ" or self._role(end + 1, at) is None):
                return msgspec.structs.replace(
                    named, last=end + 1, end=self.text.ends[end], role=self.words[end].lower(), itself=role.itself
                )
        return named

    def _of_role(self, named: Named) -> Named:
        """ "Fighters of Tahrir al-Sham", "the government of Syria"."""
        at = named.first - 1
        if at >= 0 and self.tags[at] == "D":
            at -= 1
        if at < 1 or self.words[at] != "of" or at - 1 in self.covered:
            return named
        role = self._role(at - 1, at - 1)
        if role is None or not role.itself:
            return named
        return msgspec.structs.replace(named, first=at - 1, start=self.text.starts[at - 1], role=self.words[at - 1].lower())

    def _role(self, end: int, first: int) -> RoleWord | None:
        words = self.words
        if end > first:
            pair = self.index.roles.get(f"{words[end - 1].lower()} {words[end].lower()}")
            if pair is not None:
                return pair
        return self.index.roles.get(words[end].lower())


def _inner_capital(word: str, part: str) -> bool:
    """ "al-Sham": the capital stands after the article."""
    return any(c.isupper() for c in word[1:])


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "")
    return letters.isupper() or (len(letters) >= 4 and letters[0].isupper())
