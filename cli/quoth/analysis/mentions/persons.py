"""Find people whom only the text names: full names, then the surname alone, the first name alone, and a title with the surname.

What shows that capitals are a person's name is a first name of the rules, a title or an office before it, what people do (they say
something), or an apposition, an age or a relative clause after it. A word alone is somebody only after a full name that ends, or begins,
with it; where two people bear it, the title before it must tell which, or it is nobody.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

import msgspec

from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.mentions.known_persons import Gender, Known, Person
from quoth.language.text import Text
from quoth.language.vocabulary import Vocabulary
from quoth.rulebook.rules import GroupNoun, Role, RuleBook
from quoth.rulebook.word_lists import words_for

LONGEST = 5
"""Words of a name, its titles left out."""
SHORTEST = 2
"""Letters that a surname has at least."""
ACRONYM = 3
"""Letters in capitals above which a word is no initials."""
APPOSITION = 10
"""Tokens after a name in which an apposition has its noun."""
SHOUTED = 0.6
"""Share of a sentence's longer words that begin with a capital from which it is taken for a headline."""
LONGER = 4
"""Letters from which a word is a longer one, and how many of them a headline has at least."""
NAMES = re.compile(r"[PY](?:[PYN]{0,2}[PY]){0,6}")
"""Tags of capitals in a row, with small particles between: "Ursula von der Leyen"."""


class PersonWords(msgspec.Struct, frozen=True):
    """The word lists by which names of people are found."""

    body: frozenset[str]
    name_particles: frozenset[str]
    namesake: frozenset[str]
    no_organisation: frozenset[str]
    placed: frozenset[str]
    thing: frozenset[str]


class Persons(msgspec.Struct, frozen=True):
    """What finding people needs: first names with the gender that they tell, those ``doubtful`` that are other words too, titles with
    their gender, the nouns for people in an office or a trade, words that end no person's name, forms of the verbs of speech, and
    the word lists."""

    first_names: Mapping[str, Gender]
    doubtful: Mapping[str, Gender]
    titles: Mapping[str, Gender]
    nouns: frozenset[str]
    bodies: frozenset[str]
    speech: frozenset[str]
    lists: PersonWords


def make_persons(book: RuleBook, vocabulary: Vocabulary) -> Persons:
    """Gather the words."""
    roles = {word for rule in book.of(Role) for word in rule.forms if not word.endswith("s")}
    nouns = frozenset(roles | {word for rule in book.of(GroupNoun) if rule.type in ("people", None) for word in rule.one})
    lists = words_for(PersonWords, book)
    codes = set(vocabulary.frames.get("say", "") + vocabulary.frames.get("that", ""))
    speech = frozenset(form for form, code in vocabulary.verbs.items() if code in codes and vocabulary.tags.get(form) in ("V", "Z", "E"))
    bodies = frozenset(word.lower() for word in (*book.heads(), *lists.thing, *lists.no_organisation, *lists.body))
    return Persons(
        book.first_names(ambiguous=False), book.first_names(ambiguous=True), book.honorifics(), nouns, bodies - set(nouns), speech, lists
    )


def find_persons(text: Text, named: list[Named], persons: Persons) -> tuple[list[Named], dict[str, OwnActor]]:
    """All mentions in order of the text, those of people whom no rule names among them, and these people by their ids."""
    scan = _Scan(text, named, persons)
    runs = list(scan.runs())
    full = scan.full(runs)
    titled = [run for run in runs if scan.is_titled(run)]
    if not full and not titled:
        return named, {}
    known = Known(full, titled)
    own: dict[str, OwnActor] = {}
    mentions = [known.mention(text, person, own) for person in full]
    for run in (*runs, *scan.opening()):
        meant = known.meant(run) if len(run.names) == 1 else None
        if meant is not None:
            mentions.append(known.mention(text, meant, own, run.first, run.last))
    return sorted([*named, *mentions], key=lambda n: n.first), own


class _Scan:
    """One document's capitals in a row that are nobody's whom the rules or the heads of bodies know."""

    def __init__(self, text: Text, named: list[Named], persons: Persons) -> None:
        self.text, self.words, self.persons = text, text.words, persons
        self.covered = {token for n in named for token in range(n.first, n.last)}
        self.sentences = [first for first, _ in text.sentences]
        self.opens = frozenset(self.sentences)
        self.shouted: dict[int, bool] = {}
        self.offices = persons.nouns | persons.titles.keys()
        self.tags = self._marked()

    def runs(self) -> Iterator[Person]:
        """The names in order, titles before them left out: of one word or several."""
        for match in NAMES.finditer(self.tags):
            for first, last in self._pieces(*match.span()):
                person = self._person(first, last)
                if person is not None:
                    yield person

    def _marked(self) -> str:
        """The tags, in which a first name before another capital is a name whatever else the word may be ("William Kanda")."""
        firsts = self.persons.first_names
        found = [at for at, word in enumerate(self.words[:-1]) if word in firsts and self.text.tags[at] not in "PY"]
        tags = list(self.text.tags) if found else []
        for at in found:
            tags[at] = "P" if self.words[at + 1][0].isupper() and at + 1 not in self.opens else tags[at]
        return "".join(tags) or self.text.tags

    def opening(self) -> Iterator[Person]:
        """Words that open a sentence and speak, of whatever tag: they may be a surname ("Hill said …")."""
        for first in self.sentences:
            spoken = first + 1 < len(self.words) and self.words[first + 1] in self.persons.speech
            if spoken and self.tags[first] not in "PYODHC" and self.words[first][0].isupper() and first not in self.covered:
                yield Person(first, first + 1, (self.words[first],))

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """A row cut where a mention, a sentence or a small word that is no particle parts it."""
        start = first
        for at in range(first, last + 1):
            ends = at == last or at in self.covered or at in self.opens or not self._is_part(at)
            if ends or (at > start and at in self.opens):
                end = at
                while end > start and not self.words[end - 1][0].isupper() and "-" not in self.words[end - 1]:
                    end -= 1
                if start < end:
                    yield start, end
                start = at if at < last and at in self.opens and at not in self.covered and self._is_part(at) else at + 1

    def _is_part(self, at: int) -> bool:
        word = self.words[at]
        if self.tags[at] == "Y" and word not in self.persons.first_names and word not in self.persons.doubtful:
            return False  # "September"
        if word[0].isupper():
            return self.tags[at] != "N" or word.lower() in self.persons.titles or word.lower() in self.persons.nouns
        return (word in self.persons.lists.name_particles and word != "of") or word.startswith("al-")

    def _person(self, first: int, last: int) -> Person | None:
        """The name without its titles, offices and the particles before it."""
        start, title = first, ""
        gender: Gender = None
        for at in range(first, last):
            word = self.words[at].lower().rstrip(".")
            if word in self.persons.titles or (word in self.persons.nouns and (at > first or self.words[at].isupper())):
                start, title = at + 1, word
                gender = gender or self.persons.titles.get(word)
        if start == first and first and first not in self.opens:
            before = self.words[first - 1].lower().rstrip(".")
            if before in self.persons.titles or before in self.persons.nouns:
                title, gender = before, self.persons.titles.get(before)
            start = self._after_office(first, last)
        names = tuple(self.words[start:last])
        if not names or len(names) > LONGEST or not (names[0][0].isupper() or "-" in names[0]):
            return None
        return Person(start, last, names, title, gender or self._gender(names[0]))

    def _after_office(self, first: int, last: int) -> int:
        """Where a name begins that follows an office with a preposition: "Undersecretary of State William Kanda"."""
        office = first > 1 and self.words[first - 1] in ("of", "for") and self.words[first - 2].lower() in self.offices
        begins = (at for at in range(first + 1, last - 1) if self.words[at] in self.persons.first_names)
        return next(begins, first) if office else first

    def _gender(self, word: str) -> Gender:
        return self.persons.first_names.get(word) or self.persons.doubtful.get(word)

    def is_titled(self, run: Person) -> bool:
        """Whether it is a surname alone with a title in capitals: "Colonel Idris"."""
        word = run.names[-1]
        if len(run.names) > 1 or run.title not in self.persons.titles or not self.words[run.first - 1][0].isupper() or self._is_thing(run):
            return False
        return len(word) > 1 and not word.isupper() and word.lower() not in self.persons.bodies and word.lower() not in self.persons.nouns

    # ---- full names

    def full(self, runs: list[Person]) -> list[Person]:
        """Those who are named in full, and are people."""
        alone = {run.names[-1] for run in runs if len(run.names) == 1 and (run.title or self._speaks(run))}
        return [run for run in runs if len(run.names) > 1 and self._is_person(run, alone)]

    def _is_person(self, run: Person, alone: set[str]) -> bool:
        """Whether something shows that a name of several words is a person's, and nothing that it is another's."""
        if self._is_other(run):
            return False
        titled = run.title and self.words[run.first - 1].lower() != "former"
        placed = not run.title and run.first not in self.opens and self.words[run.first - 1] in self.persons.lists.placed
        named = run.names[0] in self.persons.first_names or run.names[0] in self.persons.doubtful
        if titled or (named and not placed):  # "in Mae Sot" is a town
            return True
        return run.names[-1] in alone or self._speaks(run) or self._is_introduced(run.last) or self._is_apposed(run)

    def _is_other(self, run: Person) -> bool:
        """Whether it is a surname, an office, a headline, an acronym, a thing or a place ("Mary River", but "said Hugh Hill, a doctor")."""
        last = run.names[-1].lower()
        if run.names[0].lower() in self.persons.lists.name_particles:
            return True  # "De Cock" is a surname
        if last in self.persons.nouns or last in self.persons.titles or self._is_headline(run.first) or len(last) < SHORTEST:
            return True
        if last in self.persons.bodies and not (run.title or self._speaks(run) or self._is_introduced(run.last)):
            return True
        return self._is_thing(run) or any(word.isupper() and len(word) > ACRONYM for word in run.names)

    def _is_thing(self, run: Person) -> bool:
        """ "The Georgia Bulldogs", "the Sultan Suleiman mosque": a name with an article, that has no title or says whose a thing is."""
        at = run.first - 1
        while at > 0 and self.words[at][0].isupper() and self.tags[at] in "NPJ":
            at -= 1
        if " ".join(self.words[max(0, at - 1) : at + 1]).lower() in self.persons.lists.namesake:
            return True
        if at < 0 or run.first in self.opens or self.tags[at] != "D" or (self.words[at][0].isupper() and at not in self.opens):
            return False
        return not run.title or self.tags[run.last : run.last + 1] == "N"

    def _is_apposed(self, run: Person) -> bool:
        """ "Its envoy to the region, Gareth Bayley, said": the office first, then the name between commas."""
        if run.first < 2 or self.tags[run.first - 1] != "," or self.tags[run.last : run.last + 1] != ",":
            return False
        at = run.first - 1
        while at > 0 and run.first - at < APPOSITION and self.tags[at - 1] in "DNPJM'I":
            at -= 1
        return any(word.lower() in self.persons.nouns for word in self.words[at : run.first - 1])

    def _speaks(self, run: Person) -> bool:
        """Whether the name stands right beside a verb of speech: "Zoran Petrovic said", "said Zoran Petrovic"."""
        after, before = self.words[run.last : run.last + 1], self.words[run.first - 1 : run.first]
        if after and run.last not in self.opens and after[0] in self.persons.speech:
            return run.first == 0 or self.tags[run.first - 1] not in "DJN'I" or run.first in self.opens
        return (
            bool(before)
            and run.first not in self.opens
            and before[0] in self.persons.speech
            and self.tags[run.last : run.last + 1] in tuple('.,”"')
        )

    def _is_introduced(self, last: int) -> bool:
        """An age, a relative clause or an apposition with a noun for people: "Amina Yusuf, 34,", "…, who", "…, a lawyer in Jos"."""
        if self.tags[last : last + 2] == ",M" and self.words[last + 1].isdigit() and len(self.words[last + 1]) == 2:
            return self.tags[last + 2 : last + 3] in tuple(",.C")
        if self.words[last : last + 2] == [",", "who"]:
            return True
        if self.tags[last : last + 1] != ",":
            return False
        end = last + 1
        while end < min(last + APPOSITION, len(self.tags)) and self.tags[end] in "DNPJM'n-" and end not in self.opens:
            end += 1
        own = self.tags[last + 1 : last + 2] == "D" or self.tags[end : end + 1] in tuple(",.")  # else it may be a list of names
        return own and any(word.lower() in self.persons.nouns for word in self.words[last + 2 : end])

    def _is_headline(self, at: int) -> bool:
        """Whether nearly all words of the sentence begin with a capital, and no full stop ends it."""
        k = bisect_right(self.sentences, at) - 1
        if k not in self.shouted:
            first, last = self.text.sentences[k] if k >= 0 else (0, 0)
            longer = [word for word in self.words[first:last] if word.isalpha() and len(word) >= LONGER]
            self.shouted[k] = (
                len(longer) > LONGER
                and self.words[last - 1] not in ".!?"
                and sum(word[0].isupper() for word in longer) > SHOUTED * len(longer)
            )
        return self.shouted[k]
