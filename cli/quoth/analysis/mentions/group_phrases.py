"""Read the noun phrases around group nouns: where they begin, and whether a group is meant by them."""

from bisect import bisect_left

from quoth.analysis.findings import Named
from quoth.analysis.mentions.group_calls import Call, Groups
from quoth.language.text import Text

LONGEST = 6
"""Tokens before a group noun that may belong to its phrase."""
FIGHTING = "armed-group"
BODIES = frozenset(("organisation", "company", "media", "state"))
"""Types of groups whose bare noun may as well mean something that they have or are ("a member of the press")."""
APART = frozenset((FIGHTING, "party", "people", "alliance", None))
"""Types of groups that are never the state or the world body beside whose name they stand."""
VERBS = frozenset("VZXhEB")
ARTICLES = ("a", "an", "the")


class Phrases:
    """One document's noun phrases and names."""

    def __init__(self, text: Text, named: list[Named], groups: Groups) -> None:
        self.words, self.tags, self.groups = text.words, text.tags, groups
        self.named, self.starts = named, [n.first for n in named]
        self.opens = frozenset(first for first, _ in text.sentences)

    def over(self, at: int) -> Named | None:
        """The mention over a token."""
        k = bisect_left(self.starts, at + 1) - 1
        return self.named[k] if k >= 0 and self.named[k].last > at else None

    def word(self, at: int) -> str:
        """The word at a token in small letters, or nothing beyond the text."""
        return self.words[at].lower() if 0 <= at < len(self.words) else ""

    def before(self, at: int) -> str:
        """The word before a token in its sentence, or nothing."""
        return "" if at in self.opens else self.word(at - 1)

    def low(self, first: int) -> int:
        """Where the phrase begins that goes on here, without its determiner and what names it."""
        low = first
        while low > 0 and first - low < LONGEST and low not in self.opens and self._modifies(low - 1):
            low -= 1
        return low

    def _modifies(self, at: int) -> bool:
        kind = self.tags[at] == "P" and self.words[at].lower() in self.groups.kinds
        return (kind or self.tags[at] in "JNnq") and self.over(at) is None

    def is_head(self, at: int, call: Call) -> bool:
        """Whether the phrase ends here: "rebel group M23" and "opposition leaders" are somebody else."""
        if at + 1 >= len(self.words) or at + 1 in self.opens:
            return True
        tag, word = self.tags[at + 1], self.words[at + 1]
        if tag == "N":
            return call.words[-1].endswith("s") and word.islower()
        if tag == "'":
            return word in ("'", "’")
        return tag != "P" and word != "-"

    def is_name(self, first: int, last: int, call: Call) -> bool:
        """Whether it is a part of somebody's name: "Turkish Airlines", "Berlin Philharmonic musicians"."""
        if self.words[first][0].isupper() and first not in self.opens and self.tags[last : last + 1] == "'":
            return True  # "Kurdistan Workers' party"
        if call.noun.type in APART and call.noun.type != "people":
            return False
        if any(self.words[at].istitle() and at not in self.opens for at in range(first, last)):
            return call.noun.type != "people"
        return first > 0 and first not in self.opens and self.tags[first - 1] == "P" and self.over(first - 1) is None

    def is_thing(self, first: int, last: int, call: Call) -> bool:
        """Whether a bare word is rather what somebody does or where he stands: "met resistance", "on the far right"."""
        if self.before(first) == "the":
            return call.words[-1] in self.groups.lists["side-word"] and self.word(first - 2) in ("on", "to")
        follows = self.tags[last : last + 1]
        acts = follows in tuple("bhXV") or (first in self.opens and follows == "E")
        return not acts and not call.words[-1].endswith(("s", "men", "people")) and self.tags[first - 1 : first] != "D"

    def is_said_of_another(self, low: int, last: int, call: Call) -> bool:
        """Whether the phrase that begins at ``low`` only says what somebody is who is named: "Poland, a close ally of Ukraine,",
        "regards it as a terrorist group", "a coalition of Mali and Niger"."""
        if self.word(last) == "of" and call.noun.type == "alliance":
            return True
        if low > 1 and self.tags[low - 1] == "," == self.tags[last : last + 1] and self.over(low - 2) is not None:
            return True  # "Belarus, Russia's closest ally,"
        determiner = self.before(low)
        if determiner not in ARTICLES:
            return False
        if low > 2 and self.tags[low - 2] == "," and self.over(low - 3) is not None:
            return True
        if determiner == "the" or low < 2 or low - 1 in self.opens:
            return False
        predicate = self.tags[low - 2] in "bPNO'" or self.tags[max(0, low - 3) : low - 1] in ("bE", "bV")
        return predicate or self.word(low - 2) in ("as", "like") or self.word(last) in ("with", "between")

    def acts(self, low: int, last: int) -> bool:
        """Whether a group does something, has something done by it, or is asked for it: "aid agencies said", "by aid agencies"."""
        after = self.tags[last : last + 3].replace("R", "")
        if after[:1] in VERBS or (after[:1] == "b" and after[1:2] in tuple("EVG")) or self.before(low) == "by":
            return after != "" or self.before(low) == "by"
        before = low - 1 - (self.tags[low - 1 : low] == "D")
        if self.word(before) == "by":
            return True
        return before >= 0 and self.tags[before] in "VEZBG" and self.word(last) == "to"

    def has_owner(self, first: int) -> bool:
        """Whether a determiner before the phrase says that somebody else has the group."""
        low = first
        while low > 0 and first - low < LONGEST and self.tags[low - 1] in "JNPqC":
            low -= 1
        return self.word(low - 1) in self.groups.lists["owner"]
