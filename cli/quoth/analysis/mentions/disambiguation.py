"""What stands beside a name and makes another thing of it: "Michael Jordan", "the Paris Agreement", "Lebanon, Pa."."""

from collections import Counter
from functools import cached_property

from quoth.analysis.mentions.index import Alias, Index, begins_name
from quoth.language.text import Text

VERBS = frozenset("VZXhbBE")
"""Tags of finite verbs, of auxiliaries, and of forms that may be the past tense."""
BELONGING = frozenset("DNJMP'")
"""Tags after which a name is part of a longer phrase."""


class Beside:
    """One document's tokens, seen from its names. ``covered`` are the tokens of the names found so far."""

    def __init__(self, text: Text, index: Index) -> None:
        self.text, self.index, self.lists = text, index, index.lists
        self.words, self.tags = text.words, text.tags
        self.opens = frozenset(first for first, _ in text.sentences)
        self.covered: set[int] = set()
        self.contexts: dict[tuple[str, ...], int] = {(): 0}

    def before(self, at: int) -> str:
        """The word before a token in its sentence, or nothing."""
        return "" if at == 0 or at in self.opens else self.words[at - 1]

    def after(self, last: int) -> str:
        """The word at ``last`` if the sentence goes on so far, or nothing."""
        return "" if last >= len(self.words) or last in self.opens else self.words[last]

    # ---- another thing

    def is_other(self, first: int, last: int, alias: Alias) -> bool:
        """Whether the words beside the alias at these tokens say that it is not this actor."""
        before, after = self.before(first), self.after(last)
        if after.lower() in self.lists.thing_of_any or (before in self.lists.called and alias.how != "adjective"):
            return True
        single, type_ = last - first == 1, self.index.by_id[alias.actor].type
        if self._in_us_state(last) and (single or alias.how != "adjective"):
            return True
        if type_ in ("state", "people"):
            return self._is_other_place(first, last, alias, single)
        if single and type_ == "person":
            return self.follows_name(first) or self._begins_person(last)
        return single and before in self.index.genders and first - 1 not in self.covered

    def _is_other_place(self, first: int, last: int, alias: Alias, single: bool) -> bool:
        if self._is_region(first, last) or (single and self._is_part(first)):
            return True
        if alias.how in ("adjective", "people"):
            if alias.how == "people" and first - 1 in self.covered and self.before(first)[:1].isupper():
                return True  # "Kosovo Serbs"
            if self.index.by_id[alias.actor].type == "people" and self.after(last)[:1].isupper() and self._is_thing(last, alias):
                return True  # "Kachin State"
            return single and self.before(first) in self.index.genders and first - 1 not in self.covered
        if single and (self.follows_name(first) or (self._is_first_name(first) and self._begins_person(last))):
            return True
        return self._is_thing(last, alias) or self._is_thing_of(first)

    def _is_region(self, first: int, last: int) -> bool:
        """ "Western Galilee", "the West Bank", where "Western officials" are those of the West; and "the west" in small letters, unless
        it does something or is asked to."""
        word = self.words[last - 1]
        if word.lower() not in self.lists.region:
            return False
        if self.after(last)[:1].isupper():
            return True
        asked = self.tags[first - 2 : first - 1] in ("V", "E", "G", "B") and self.after(last) == "to"
        return word.islower() and not asked and not self.acts(first, last)

    def _is_part(self, first: int) -> bool:
        """ "South Vietnam", "Latin American"; at a sentence's start the capital of "Northern" says nothing."""
        before = self.before(first)
        if not before[:1].isupper() or before.lower() not in self.lists.part_of:
            return False
        return not (first - 1 in self.opens and before.endswith("ern"))

    def _is_thing(self, last: int, alias: Alias) -> bool:
        """ "The Paris Agreement", "the Minsk agreements", "the Helsinki Final Act", "Washington state"."""
        after = self.after(last)
        small = after.lower()
        if small == "state":
            return alias.how == "seat" or self.tags[last + 1 : last + 2] not in ("N", "J", "P", "q")
        if after[:1].isupper():
            return small in self.lists.thing or f"{small} {self.after(last + 1).lower()}" in self.lists.thing
        return small in self.lists.small_thing

    def _is_thing_of(self, first: int) -> bool:
        """ "The Treaty of Rome", "the city of Armenia"."""
        if self.before(first) != "of" or first < 2:
            return False
        head = self.words[first - 2]
        return head.lower() in self.lists.thing_of or (head[0].isupper() and head.lower() in self.lists.thing)

    def _in_us_state(self, last: int) -> bool:
        """ "Lebanon, Pa.", "London, Ontario"."""
        if self.after(last) != ",":
            return False
        word = self.after(last + 1).lower()
        return word in self.lists.us_state or f"{word} {self.after(last + 2).lower()}" in self.lists.us_state

    def follows_name(self, first: int) -> bool:
        """Whether a capitalised word which is no title and no actor stands before: "Denzel Washington", "Bilal Erdogan"."""
        before = self.before(first)
        if not before or first - 1 in self.covered:
            return False
        if before in self.index.genders:
            return True
        small = before.lower().rstrip(".")
        return self.tags[first - 1] == "P" and before[0].isupper() and not self._is_title(small) and small not in self.lists.before_place

    def _begins_person(self, last: int) -> bool:
        """Whether a capitalised word that is neither title nor actor goes on: "Chad Smith", "Erdogan Ozturk"."""
        after = self.after(last)
        if self.tags[last : last + 1] != "P" or not after[:1].isupper() or begins_name(after, self.index):
            return False
        return not self._is_title(after.lower())

    def _is_first_name(self, at: int) -> bool:
        word = self.words[at]
        return word in self.index.genders or word.lower() in self.lists.first_name_too

    def _is_title(self, word: str) -> bool:
        return word in self.index.honorifics or word in self.index.roles

    # ---- what only a state or a body has beside it

    def has_state_office(self, last: int, alias: Alias) -> bool:
        """ "Georgia's foreign minister", "the Georgian government": what only a state has."""
        if self.after(last) in ("'s", "’s"):
            last += 1
        word = self.after(last).lower()
        return word in self.lists.state_office or (alias.how in ("adjective", "seat") and word in self.lists.authority)

    def is_office_of(self, at: int) -> bool:
        """ "The parliament of Georgia"."""
        return self.before(at) == "of" and self.before(at - 1).lower() in self.lists.office_of_state

    def is_served(self, at: int, last: int, alias: Alias) -> bool:
        """ "WHO officials": an acronym, and those who serve it."""
        after = self.after(last).lower()
        return alias.text.isupper() and after in self.lists.after_acronym and not self.is_shouted(at)

    # ---- the context of a doubtful name

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in the text, the parts of hyphenated ones too."""
        counts = Counter(self.words)
        for word in [word for word in counts if "-" in word]:
            for part in word.split("-"):
                counts[part] += counts[word]
        return counts

    def context(self, alias: Alias) -> int:
        """How often the words that speak for a doubtful name stand in the document."""
        if alias.when not in self.contexts:
            self.contexts[alias.when] = sum(self._count(word) for word in alias.when)
        return self.contexts[alias.when]

    def _count(self, word: str) -> int:
        if " " not in word:
            return self.counts[word]
        return self.text.article.text.count(word) if word.partition(" ")[0] in self.counts else 0

    def acts(self, first: int, last: int) -> bool:
        """Whether a name is by itself the subject of a verb, or that of "said X", "told X", "according to X"."""
        article = self.before(first).lower() == "the"
        at = first - article
        before, tag = self.before(at), self.tags[at - 1 : at]
        if tag in BELONGING or before.lower() in self.lists.name_particles:
            return False
        if self.tags[last : last + 1] in VERBS and self.after(last + 1) != "by":
            return last not in self.opens
        if self.tags[last : last + 1] in ("P", "N", "J", "'"):
            return False
        return tag == "V" or (before == "to" and self.before(at - 1).lower() == "according")

    @cached_property
    def called_after_name(self) -> frozenset[str]:
        """Words that somewhere stand right after a capitalised one: they may be somebody's surname."""
        return frozenset(
            self.words[at]
            for at in range(1, len(self.words))
            if self.tags[at - 1] == "P" and self.words[at][0].isupper() and at not in self.covered and self.follows_name(at)
        )

    def is_shouted(self, at: int) -> bool:
        """Whether a word in capitals stands among such: "THE WAR IS OVER"."""
        return all(len(word) > 1 and word.isupper() and not begins_name(word, self.index) for word in (self.before(at), self.after(at + 1)))
