"""What names stand for already: in a book of rules, and among rules that are being added to it."""

from functools import cached_property
from typing import NamedTuple

from quoth.analysis.mentions.index import Index, make_index
from quoth.petrarch.capitals import Letters
from quoth.rulebook.checks import names_of
from quoth.rulebook.rules import ActorRule, Name, RuleBook, Words
from quoth.spelling import alias_key, match_key, slug


class Bearer(NamedTuple):
    """Whose a name is: the actor's id, and where it was given to it, or nothing for the book."""

    actor: str
    where: str = ""


class Known:
    """The names, ids and codes that are taken. ``doubtful`` are names that count only beside certain words."""

    def __init__(self, book: RuleBook) -> None:
        self.index: Index = make_index(book)
        self.ids = set(book.where)
        self.bearers: dict[str, Bearer] = {}
        self.called: dict[str, str] = {}
        self.doubtful: set[str] = set()
        self.by_code: dict[str, str] = {}
        self.common = {word.lower() for words in book.of(Words) for word in words.words}
        for actor in book.of(ActorRule):
            for name, _ in names_of(actor):
                self.take(name, Bearer(actor.id))
            self.called[_key(actor.name)] = actor.id
            self.doubtful.update(_key(name.name) for name in actor.names if isinstance(name, Name))
            self._note_codes(actor)

    def _note_codes(self, actor: ActorRule) -> None:
        if actor.type != "person" and "cameo" in actor.codes:
            self.by_code.setdefault(actor.codes["cameo"], actor.id)
        if actor.type == "state" and "iso3" in actor.codes:
            self.by_code.setdefault(actor.codes["iso3"], actor.id)

    def take(self, name: str, bearer: Bearer) -> None:
        """Note whose a name is, however it is spelled; the first to take it keeps it."""
        for key in {_key(name), alias_key(name)}:
            self.bearers.setdefault(key, bearer)

    def bearer(self, name: str) -> Bearer | None:
        """Whose a name is without any word beside it."""
        return self.bearers.get(_key(name)) or self.bearers.get(alias_key(name))

    def same(self, name: str) -> str | None:
        """The id of the actor that the book calls so, doubtful as that may be elsewhere."""
        bearer = self.bearer(name)
        return self.called.get(_key(name)) if bearer is None else bearer.actor if not bearer.where else None

    def is_doubtful(self, name: str) -> bool:
        """Whether some actor of the book bears the name only beside certain words."""
        return _key(name) in self.doubtful

    def is_common(self, name: str) -> bool:
        """Whether texts are full of it: a closed class's word or a single letter. Acronyms are told from words by their capitals."""
        return len(name) == 1 or (name.lower() in self.common and not name.isupper())

    def owner(self, code: str) -> tuple[str | None, str]:
        """The actor whose code is the longest beginning of this one, and the letters that are left."""
        for length in range(len(code) - len(code) % 3, 0, -3):
            if code[:length] in self.by_code:
                return self.by_code[code[:length]], code[length:]
        return None, code[3:]

    def new_id(self, name: str) -> str:
        """An id for a new actor: its name, with a number after it if that is taken."""
        base = slug(name, "actor")
        id_, number = base, 2
        while id_ in self.ids:
            id_, number = f"{base}-{number}", number + 1
        self.ids.add(id_)
        return id_

    @cached_property
    def letters(self) -> Letters:
        """How words in capitals are written."""
        index = self.index
        small = {word.upper() for word in index.lists.inside_name | index.lists.small_inside_name}
        titles = {word.upper() for word in index.honorifics} | {name.upper() for name in index.genders}
        acronyms = {word for word, names in index.acronyms.items() if word.isupper() and not all(name.when for name in names)}
        return Letters(acronyms - titles, small, titles)


def _key(name: str) -> str:
    """The spelling by which names are the same: as the search for them folds it."""
    return " ".join(part for word in name.split() for part in match_key(word))
