"""Turn the entries of PETRARCH's dictionaries into rules, and tell what of them has no place there."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import structs

from quoth.analysis.sectors import OF_OFFICE
from quoth.errors import Problem
from quoth.model import ActorType
from quoth.petrarch.agents import import_agents
from quoth.petrarch.cameo_codes import Meaning, meaning
from quoth.petrarch.dictionaries import NOBODY, Code, Entry
from quoth.petrarch.known_names import Bearer, Known
from quoth.petrarch.names import Spelled, spell, titled
from quoth.rulebook.rules import ActorRule, Name, Office, Role, Rule, RuleBook
from quoth.rulebook.word_lists import words_for

TYPES: tuple[ActorType, ...] = ("armed-group", "state-force", "party", "ngo", "igo", "media", "company", "alliance", "people")
"""The types that a noun in a name may tell, the likeliest first."""


class BodyWords(msgspec.Struct, frozen=True):
    """The word list by which bodies are told from people."""

    body: frozenset[str]


class Import(msgspec.Struct, frozen=True):
    """The rules that dictionaries gave, by the path of the dictionary, and what has no place in rules."""

    rules: dict[str, list[Rule]]
    losses: list[Problem]


def import_entries(entries: Sequence[Entry], book: RuleBook, *, merge: bool = False) -> Import:
    """Rules for all entries that the book does not have; actors whose entries begin with the same name are one.

    An actor of the book is left as it is, or with ``merge`` comes once more with the names that it lacked, and so takes its own
    place. Raises nothing.
    """
    run = _Import(book, merge=merge)
    rules: dict[str, list[Rule]] = {entry.path: [] for entry in entries}
    for entry in _joined(entry for entry in entries if not entry.is_agent):
        rules[entry.path] += run.actor(entry)
    for path, rule in run.merged.values():
        rules[path].append(rule)
    agents = [entry for entry in entries if entry.is_agent]
    if agents:
        roles, losses = import_agents(agents, book)
        rules[agents[0].path] += roles
        run.losses += losses
    return Import(rules, run.losses)


def _joined(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, those that begin with the same name as one."""
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.names[0].text
        first = found.get(key)
        found[key] = Entry((*first.names, *entry.names[1:]), (*first.codes, *entry.codes)) if first else entry
    return list(found.values())


class _Import:
    """Turns entries for actors into rules, one after the other; ``merged`` are actors of the book with more names, with the
    path of the dictionary that gave the first of these."""

    def __init__(self, book: RuleBook, *, merge: bool) -> None:
        self.known = Known(book)
        self.merge = merge
        self.losses: list[Problem] = []
        self.merged: dict[str, tuple[str, ActorRule]] = {}
        self.genders = book.genders()
        bodies = (role.words for role in book.of(Role) if role.speaks == "itself")
        self.nouns = frozenset().union(*book.type_nouns().values(), *bodies, words_for(BodyWords, book).body)

    def actor(self, entry: Entry) -> Iterator[ActorRule]:
        """The rule for an entry, if there is to be one."""
        codes = [code for code in entry.codes if code.code != NOBODY]
        if not codes:
            self._lose(entry.names[0].where, f"`{entry.names[0].text}` means nobody by its code [{NOBODY}]", "leave it out")
            return
        person = self._is_person(entry)
        names, faults = spell(entry.names, self.known, person=person)
        self.losses += faults
        if person:
            names = titled(names, self.known.index.honorifics)
        mine = names and self.known.same(names[0].text)
        if mine:
            self._known(mine, names)
            return
        free = self._free(names)
        if not free:
            self._lose(entry.names[0].where, f"nothing is left of `{entry.names[0].text}`", "give it a name of its own")
            return
        id_ = self.known.new_id(free[0].text)
        for name in free:
            self.known.take(name.text, Bearer(id_, name.where))
        yield self._person(id_, free, codes) if person else self._body(id_, free, codes)

    def _lose(self, where: str, what: str, hint: str) -> None:
        self.losses.append(Problem(where, what, hint))

    # ---- names

    def _known(self, actor: str, names: Sequence[Spelled]) -> None:
        """An entry for an actor of the book: with ``merge`` its other names are added there."""
        new = []
        for name in names:
            bearer = self.known.bearer(name.text)
            if bearer is None and not self.known.is_doubtful(name.text):
                new.append(name)
            elif bearer is not None and bearer.actor != actor:
                self._taken(name, bearer)
        if self.merge and new:
            path, rule = self.merged.get(actor, (names[0].where.rpartition(":")[0], self.known.index.by_id[actor]))
            self.merged[actor] = path, structs.replace(rule, names=[*rule.names, *map(_name, new)])
            for name in new:
                self.known.take(name.text, Bearer(actor, name.where))
        else:
            lacking = f", without {', '.join(name.text for name in new)}" if new else ""
            hint = "--merge adds these names to it" if new else "nothing to do, unless the codes differ"
            self._lose(names[0].where, f"`{names[0].text}` is the book's `{actor}`{lacking}", hint)

    def _free(self, names: Sequence[Spelled]) -> list[Spelled]:
        """The names that nobody else bears; one that somebody bears beside certain words counts beside the actor's own only."""
        free: list[Spelled] = []
        for name in names:
            bearer = self.known.bearer(name.text)
            if bearer is not None:
                self._taken(name, bearer)
            elif free and not name.when and self.known.is_doubtful(name.text):
                free.append(name._replace(when=(free[0].text,)))
            else:
                free.append(name)
        return free

    def _taken(self, name: Spelled, bearer: Bearer) -> None:
        place = f"at {bearer.where}" if bearer.where else "in the book"
        self._lose(name.where, f"`{name.text}` names `{bearer.actor}` already, {place}", "keep it with one")

    # ---- people

    def _is_person(self, entry: Entry) -> bool:
        """Whether no word of the name is a body's, and the codes are a person's, or the name begins with a first name or a title."""
        words = entry.names[0].text.lower().split(" ")
        if not self.nouns.isdisjoint(words):
            return False
        if any(code.since or code.until or meaning(code.code).role == "ELI" for code in entry.codes):
            return True
        index = self.known.index
        begins = words[0].title() in self.genders or words[0].rstrip(".") in index.honorifics
        return begins and len(words) > 1 and index.lists.inside_name.isdisjoint(words)

    def _person(self, id_: str, names: Sequence[Spelled], codes: Sequence[Code]) -> ActorRule:
        last = _last(codes)
        side, _ = self.known.owner(last.code)
        dated = any(code.since or code.until for code in codes)
        return ActorRule(
            id=id_,
            name=names[0].text,
            type="person",
            names=_others(names),
            codes={"cameo": last.code},
            side=side,
            sector=meaning(last.code).sector,
            gender=self.genders.get(names[0].text.split(" ")[0]),
            roles=[office for code in codes for office in self._office(code)] if dated else [],
        )

    def _office(self, code: Code) -> Iterator[Office]:
        """What a person was by a code: CAMEO's letters for the role stand for an office's name."""
        owner, role = self.known.owner(code.code)
        role = role or meaning(code.code).sector or ""
        if owner and role:
            yield Office(role=role, of=owner, from_=code.since, to=code.until)
        else:
            why = "it says no role" if owner else "no state or body of the book has such a code"
            self._lose(code.where, f"[{code.code}] has no place: {why}", "write one such as [MLIGOV]")

    # ---- bodies

    def _body(self, id_: str, names: Sequence[Spelled], codes: Sequence[Code]) -> ActorRule:
        last = _last(codes)
        for code in codes:
            if code is not last:
                self._lose(code.where, f"[{code.code}] has no place: only people have several codes", f"[{last.code}] is kept")
            elif code.since or code.until:
                self._lose(code.where, f"the dates of [{code.code}] have no place: only people's codes have any", "the code is kept")
        means = meaning(last.code)
        owner, _ = self.known.owner(last.code)
        is_state = owner is not None and self.known.index.by_id[owner].type == "state"
        speaks = not is_state or means.sector in OF_OFFICE
        return ActorRule(
            id=id_,
            name=names[0].text,
            type=self._type(names[0], means, last.code),
            names=_others(names),
            codes={"cameo": last.code},
            country=owner if is_state else None,
            side=owner if speaks else None,
            sector=means.sector,
        )

    def _type(self, name: Spelled, means: Meaning, code: str) -> ActorType:
        """The type that the code says, or else the last noun of the name that is a type's."""
        if means.type is not None:
            return means.type
        nouns = self.known.index.nouns
        fitting = (type_ for word in reversed(name.text.lower().split(" ")) for type_ in TYPES if word in nouns.get(type_, ()))
        type_: ActorType = next(fitting, "people")
        self._lose(name.where, f"[{code}] says no type of actor: `{name.text}` is taken for `{type_}`", "mend `type:` if it is another")
        return type_


def _last(codes: Sequence[Code]) -> Code:
    """The code that holds last, where none with dates the first."""
    dated = [code for code in codes if code.since or code.until]
    return max(dated, key=lambda code: (code.until or "9999", code.since or "")) if dated else codes[0]


def _others(names: Sequence[Spelled]) -> list[str | Name]:
    """All names but the first, and that too where it counts beside certain words only."""
    return [_name(name) for name in names if name is not names[0] or name.when]


def _name(name: Spelled) -> str | Name:
    return Name(name.text, list(name.when)) if name.when else name.text
