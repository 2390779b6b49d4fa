"""The people of one document by their full names, and who is meant by less: a surname, a first name, a title with the surname."""

from typing import Literal

import msgspec

from quoth.analysis.findings import Named, OwnActor
from quoth.language.text import Text
from quoth.spelling import slug

Gender = Literal["f", "m"] | None


class Person(msgspec.Struct, frozen=True, gc=False):
    """Somebody where he or she is named: tokens ``first`` to before ``last``; ``title`` stands right before, and ``gender`` is what
    title or first name tell."""

    first: int
    last: int
    names: tuple[str, ...]
    title: str = ""
    gender: Gender = None


class Known:
    """The people of one document by their full names, and who is meant by less: each joined by one sieve, the surest first."""

    def __init__(self, full: list[Person], titled: list[Person]) -> None:
        self.ids: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.told: dict[tuple[str, ...], Gender] = {}
        self.bearing: dict[str, list[tuple[str, ...]]] = {}
        self.by_surname: dict[str, list[Person]] = {}
        self.by_first_name: dict[str, list[Person]] = {}
        for person in sorted(full, key=lambda p: (-len(p.names), p.first)):
            if person.names not in self.ids:
                self.ids[person.names] = self._same(person)
                self.told[person.names] = person.gender
                self.bearing.setdefault(person.names[-1], []).append(person.names)
        self.genders: dict[tuple[str, ...], Gender] = {}
        for person in full:
            whole = self.ids[person.names]
            self.genders[whole] = self.genders.get(whole) or person.gender
            for key in _surnames(person.names):
                self.by_surname.setdefault(key, []).append(person)
            self.by_first_name.setdefault(person.names[0].lower(), []).append(person)
        for person in titled:
            if person.names[0].lower() not in self.by_surname:
                self.ids[person.names] = (person.title.title(), *person.names)
                self.genders[self.ids[person.names]] = person.gender
                self.by_surname[person.names[0].lower()] = [person]

    def _same(self, person: Person) -> tuple[str, ...]:
        """The fuller name of which this one leaves out words in the middle or before it: "Recep Erdogan", of Recep Tayyip Erdogan. Words
        before a first name are none of the name ("Laureate Lech Walesa")."""
        count = len(person.names)
        for whole in dict.fromkeys(self.bearing.get(person.names[-1], ())):
            if whole[-count:] == person.names and whole != person.names and person.gender and not self.told[whole]:
                self.ids.update({names: person.names for names, known in self.ids.items() if known == whole})
                return person.names
            if whole[-count:] == person.names or (whole[0] == person.names[0] and set(person.names) <= set(whole)):
                return self.ids[whole]
        return person.names

    def meant(self, run: Person) -> Person | None:
        """Whom a single word means: the one person named in full before it who bears it as a surname, or else as a first name."""
        word = run.names[0].lower()
        return self._one(self.by_surname.get(word, ()), run) or (None if run.title else self._one(self.by_first_name.get(word, ()), run))

    def _one(self, bearers: list[Person] | tuple[()], run: Person) -> Person | None:
        """The only one of the bearers who is named before, or the only one of the gender that the title tells; a title may go
        before the full name too ("Governor Pell", in a first sentence)."""
        before = {self.ids[person.names]: person for person in bearers if person.first <= run.first or run.title}
        if len(before) > 1 and run.title and run.gender:
            before = {whole: person for whole, person in before.items() if self.genders[whole] == run.gender}
        return next(iter(before.values())) if len(before) == 1 else None

    def mention(self, text: Text, person: Person, own: dict[str, OwnActor], first: int | None = None, last: int | None = None) -> Named:
        """The mention of a person, at these tokens or where the full name stands; the person is noted among ``own``."""
        whole = self.ids[person.names]
        name = " ".join(whole)
        key = "text:" + slug(name, "person")
        if key not in own:
            gender = self.genders[whole]
            own[key] = OwnActor(id=key, name=name, type="person", gender=gender, known="text")
        first, last = person.first if first is None else first, person.last if last is None else last
        return Named(key, first, last, text.starts[first], text.ends[last - 1], "name")


def _surnames(names: tuple[str, ...]) -> set[str]:
    """What somebody is called on second mention: the last word, without "al-" too, or the particles with it."""
    last = names[-1].lower()
    return {last, last.removeprefix("al-")}
