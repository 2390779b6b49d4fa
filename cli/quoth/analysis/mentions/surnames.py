"""Find people by their surname alone: after the full name, or after a title that only one of them can bear."""

from collections import Counter
from collections.abc import Iterator

from quoth.analysis.findings import Named
from quoth.analysis.mentions.disambiguation import Beside
from quoth.analysis.mentions.index import parts_of
from quoth.rulebook.rules import Office

OFFICE = 6
"""Tokens before a name in which its office stands."""


def find_surnames(beside: Beside, named: list[Named]) -> Iterator[Named]:
    """Mentions by surname, in order of the text. ``named`` are the mentions by name.

    A surname that two people named in the document share belongs to the one who is named in full more often; else to
    the one named before; else to nobody.
    """
    search = _Search(beside, named)
    for at, word in enumerate(beside.words):
        if word in search.bearers and at not in beside.covered:
            found = search.at(at, word)
            if found is not None:
                yield found


class _Search:
    """``bearers`` maps each token of the document that is a surname, or begins one, to its bearers and the surname's
    parts; ``places`` holds where each person is first named in full, ``times`` how often."""

    def __init__(self, beside: Beside, named: list[Named]) -> None:
        self.beside, self.index = beside, beside.index
        surnames = beside.index.surnames
        self.bearers: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for word in set(beside.words):
            if word[0].isalpha() and (word[0].isupper() or "-" in word or word in beside.index.small):
                found = surnames.get(parts_of(word, beside.index)[0])
                if found:
                    self.bearers[word] = found
        people = [mention for mention in named if beside.index.by_id[mention.actor].type == "person"]
        self.places = {mention.actor: mention.first for mention in sorted(people, key=lambda n: -n.first)}
        self.states = {mention.last - 1: mention.actor for mention in named if beside.index.by_id[mention.actor].type == "state"}
        self.times = Counter(mention.actor for mention in people if mention.last - mention.first > 1)

    def at(self, at: int, word: str) -> Named | None:
        """The person whose surname begins at this token."""
        matching = [(self._past(at, parts), actor) for parts, actor in self.bearers[word]]
        last = max(end for end, _ in matching)
        people = [actor for end, actor in matching if end == last]
        if self._is_title(at, last):
            return None
        if last <= at or not any(w[0].isupper() or "-" in w for w in self.beside.words[at:last]) or self._goes_on(last):
            return None
        first, actor = self._with_first_name(at, people)
        if actor is None and not self.beside.follows_name(at):
            actor = self._named_person(at, people) or self._titled(at, people) or self._ruling(last, people) or self._leading(last, people)
        if actor is None or self._is_of_another(first, actor):
            return None
        self.places.setdefault(actor, first)
        text = self.beside.text
        return Named(actor, first, last, text.starts[first], text.ends[last - 1], "surname")

    def _is_title(self, at: int, last: int) -> bool:
        """Whether the surname is or begins with a word that is rather a title here, as a name follows it or another title stands
        before it: "Prime Minister Sheikh Mohammed", "Sheikh Mohamed bin Zayed"."""
        if last <= at or self.beside.words[at].lower() not in self.index.honorifics:
            return False
        follows = last < len(self.beside.words) and self.beside.tags[last] == "P" and self.beside.words[last][0].isupper()
        return follows or self.beside.before(at).lower() in self.index.honorifics

    def _is_of_another(self, first: int, actor: str) -> bool:
        """Whether an office right before the name is of a state that the bearer has nothing to do with."""
        low = first
        while low > 0 and first - low < OFFICE and low not in self.beside.opens and self.beside.tags[low - 1] in "PNJ'":
            low -= 1
            state = self.states.get(low)
            if state is not None:
                words = [word.lower() for word in self.beside.words[low + 1 : first]]
                return any(word in self.index.honorifics for word in words) and state not in self._of(actor)
        return False

    def _of(self, actor: str) -> set[str | None]:
        """The states and bodies with which somebody has to do, and theirs."""
        rule = self.index.by_id[actor]
        own = {rule.side, rule.country, *(office.of for office in rule.roles)}
        sides = [self.index.by_id[side] for side in own if side in self.index.by_id]
        return {*own, *(side.side for side in sides), *(side.country for side in sides)}

    def _past(self, at: int, parts: tuple[str, ...]) -> int:
        """Past the last token of a surname that begins here, or ``at`` if it does not."""
        k, token, words = 0, at, self.beside.words
        while k < len(parts):
            if token >= len(words) or token in self.beside.covered:
                return at
            own = parts_of(words[token], self.index)
            if own != parts[k : k + len(own)]:
                return at
            k, token = k + len(own), token + 1
        return token

    def _goes_on(self, last: int) -> bool:
        """Whether the next word belongs to the name too."""
        after = self.beside.after(last)
        if self.beside.tags[last : last + 1] != "P" or last in self.beside.covered:
            return False
        return after.lower() not in self.index.roles and after.lower() not in self.index.honorifics

    def _with_first_name(self, at: int, people: list[str]) -> tuple[int, str | None]:
        """The bearer among whose names the word before is ("Tayyip Erdogan")."""
        before = self.beside.before(at)
        if not before[:1].isupper() or at - 1 in self.beside.covered:
            return at, None
        given = parts_of(before, self.index)[0]
        if f"{given} {parts_of(self.beside.words[at], self.index)[0]}" in self.index.names:
            return at, None  # a full name of the rules, which the search for names has judged
        found = [actor for actor in people if self._is_given(given, actor)]
        return (at - 1, found[0]) if len(found) == 1 else (at, None)

    def _is_given(self, given: str, actor: str) -> bool:
        rule = self.index.by_id[actor]
        return len(given) > 2 and any(given in parts_of(word, self.index) for word in rule.name.removesuffix(rule.last_name).split())

    def _named_person(self, at: int, people: list[str]) -> str | None:
        present = [actor for actor in people if actor in self.places]
        if len(present) > 1:
            most = max(self.times[actor] for actor in present)
            present = [actor for actor in present if self.times[actor] == most]
        if len(present) > 1:
            present = [actor for actor in present if self.places[actor] < at]
        return present[0] if len(present) == 1 else None

    def _titled(self, at: int, people: list[str]) -> str | None:
        """The only bearer, or the only one who held the office named before at the article's date."""
        title = self.beside.before(at).lower().rstrip(".")
        if title not in self.index.honorifics:
            return None
        if len(people) > 1:
            date = self.beside.text.article.date or ""
            people = [actor for actor in people if any(_holds(office, title, date) for office in self.index.by_id[actor].roles)]
        return people[0] if len(people) == 1 else None

    def _ruling(self, last: int, people: list[str]) -> str | None:
        """Any of the bearers who led, where all of these stand for one country: "the Bush administration"."""
        if (
            self.beside.after(last).lower() not in self.beside.lists.rule
            or self.beside.before(last - 1).lower() in self.beside.lists.ousted
        ):
            return None
        offices = self.index.lists.leading_office
        leaders = [actor for actor in people if any(office.role in offices for office in self.index.by_id[actor].roles)]
        return leaders[0] if len({self.index.by_id[actor].side for actor in leaders}) == 1 else None

    def _leading(self, last: int, people: list[str]) -> str | None:
        """The only bearer who led a state or a group at the article's date ("Putin's spokesman")."""
        lists, date = self.index.lists, self.beside.text.article.date
        owned = date is not None and self.beside.after(last) in ("'s", "’s")
        if not owned or self.beside.after(last + 1).lower() not in lists.around_leader:
            return None
        leaders = [actor for actor in people if self._leads(actor, date or "")]
        return leaders[0] if len(leaders) == 1 else None

    def _leads(self, actor: str, date: str) -> bool:
        roles = self.index.by_id[actor].roles
        return any(office.role in self.index.lists.leading_office and office.held(date) for office in roles)


def _holds(office: Office, title: str, date: str) -> bool:
    return bool(date) and office.role.lower().split()[-1] == title and office.held(date)
