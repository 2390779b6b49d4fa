"""Find those who take part without a name of their own: noun phrases whose head is a group noun of the rules ("Syrian rebels").

Whose they are is what stands before the noun ("Syrian", "Syria's", "Kurdish-led") or right after it ("in Syria"). Who backs or arms
them is not: "Turkish-backed rebels" are nobody's here, and a relation's for those who look for relations.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from quoth.analysis.findings import Named
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, GroupNoun, Role, RuleBook

NOMINAL = frozenset("NPJnzq")
"""Tags that a group noun may bear."""
MODIFIERS = frozenset("NPJMnq'")
"""Tags of words that may stand before it in its phrase."""
LONGEST = 6
"""Tokens before a group noun that may belong to its phrase."""
FIGHTING = "armed-group"
OWNING = frozenset(("state", "people", "igo", "alliance"))
"""Types of actors beside whose names any group noun is another party."""


BODIES = frozenset(("organisation", "company", "media", "state"))
"""Types of groups whose bare noun may as well mean something that they have or are ("a member of the press")."""
APART = frozenset((FIGHTING, "party", "people", "alliance", None))
"""Types of groups that are never the state or the world body beside whose name they stand."""
VERBS = frozenset("VZXhEB")


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


class Group(msgspec.Struct, frozen=True, gc=False):
    """A group as it is called: tokens ``first`` to before ``last``, of which the last are ``words``. ``owner`` is whose it is, which
    is named ``beside`` it or elsewhere; where it is a group's own force ("Houthi fighters"), ``force`` is that group's name.
    ``known`` says that the phrase refers to who was called so before, ``others`` that it means somebody else."""

    first: int
    last: int
    noun: GroupNoun
    words: tuple[str, ...]
    owner: str | None
    known: bool
    others: bool = False
    beside: bool = False
    force: Named | None = None


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


def find_groups(text: Text, named: list[Named], apart: list[Named], groups: Groups) -> list[Group]:
    """The groups of a text, in order. ``named`` are the mentions of known actors, ``apart`` adjectives of states that only say
    where the group beside them is from."""
    scan = _Scan(text, sorted([*named, *apart], key=lambda n: n.first), groups)
    heads = [at for at, word in enumerate(text.words) if word in groups.calls or (word[0].isupper() and word.lower() in groups.calls)]
    return [group for at in heads if (group := scan.at(at)) is not None]


class _Scan:
    """One document's names, and the groups beside them."""

    def __init__(self, text: Text, named: list[Named], groups: Groups) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.named, self.starts, self.groups = named, [n.first for n in named], groups
        self.opens = frozenset(first for first, _ in text.sentences)

    def at(self, at: int) -> Group | None:
        """The group whose noun ends at this token."""
        call = self._call(at) if self.tags[at] in NOMINAL else None
        first = at + 1 - len(call.words) if call is not None else at
        if call is None or not self._is_head(at, call) or self._is_name(first, at + 1, call):
            return None
        over = self._over(at)
        if self._is_said_of_another(first, at + 1, call):
            return None
        if over is not None and not (over.role and over.past and over.last == at + 1):
            return self._of(over, at, call)
        low = self._low(first)
        beside = self._owner(low, first)
        if beside is not None:
            return self._beside(beside, min(low, beside.first), at, call)
        owner = self._place(at + 1, call)
        if owner is None and low == first and self._is_thing(first, at + 1, call):
            return None
        if owner is None and (call.noun.owned or self._is_told(at + 1) or (call.noun.type in BODIES and not self._acts(low, at + 1))):
            return None
        determiner = self.words[low - 1].lower() if low and low not in self.opens else ""
        known = low == first and determiner not in self.groups.lists["indefinite"]
        return Group(low, at + 1, call.noun, call.words, owner, known, others=determiner in self.groups.lists["someone-else"])

    def _call(self, at: int) -> Call | None:
        for call in self.groups.calls.get(self.words[at].lower(), ()):
            first = at + 1 - len(call.words)
            if first >= 0 and all(self.words[first + k].lower() == word for k, word in enumerate(call.words[:-1])):
                return call if call.noun.acts_for == "own" else None
        return None

    def _is_head(self, at: int, call: Call) -> bool:
        """Whether the phrase ends here: "rebel group M23" and "opposition leaders" are somebody else."""
        if at + 1 >= len(self.words) or at + 1 in self.opens:
            return True
        tag, word = self.tags[at + 1], self.words[at + 1]
        if tag == "N":
            return call.words[-1].endswith("s") and word.islower()
        return not (tag in "P'" and not (tag == "'" and word in ("'", "’"))) and not (tag == "-" and word == "-")

    def _over(self, at: int) -> Named | None:
        """The mention over a token."""
        k = bisect_left(self.starts, at + 1) - 1
        return self.named[k] if k >= 0 and self.named[k].last > at else None

    def _low(self, first: int) -> int:
        """Where the phrase begins, without its determiner and what names it."""
        low = first
        while low > 0 and first - low < LONGEST and low not in self.opens and self._modifies(low - 1):
            low -= 1
        return low

    def _modifies(self, at: int) -> bool:
        kind = self.tags[at] == "P" and self.words[at].lower() in self.groups.kinds
        return (kind or self.tags[at] in "JNnq") and self._over(at) is None

    def _owner(self, low: int, first: int) -> Named | None:
        """The name right before the phrase's own words ("Syrian armed rebels", "Syria's rebels", "Kurdish-led forces")."""
        at = low - 1
        if at > 0 and self.tags[at] == "'" and low not in self.opens:
            at -= 1
        if at < 0 or (low in self.opens and low == first):
            return None
        over = self._over(at)
        if over is None or over.first > at:
            return None
        if over.compound:
            return over if over.compound in self.groups.lists["run-by"] else None
        return over

    def _of(self, over: Named, at: int, call: Call) -> Group | None:
        """ "Fighters of Hamas", "rebels of Syria": a noun that is composed with the name after it."""
        if not over.role or over.past or over.first != at or self.groups.actors[over.actor].type not in OWNING:
            return None
        return Group(over.first, over.last, call.noun, call.words, over.actor, known=False, beside=True)

    def _beside(self, owner: Named, first: int, at: int, call: Call) -> Group | None:
        """The group of the one whose name stands before it; fighters of a group are that group itself."""
        rule = self.groups.actors[owner.actor]
        if self._is_itself(owner, rule, at, call):
            return None
        if self._is_bare(owner, rule):
            begins = at + 1 - len(call.words)  # "Turkey backs rebels", of which the verb looks like a noun
            return Group(begins, at + 1, call.noun, call.words, None, known=False) if call.noun.type in (FIGHTING, "party") else None
        if rule.type == "person":
            if self.tags[owner.name_last : owner.name_last + 1] != "'" or rule.side is None:
                return None
            return Group(first, at + 1, call.noun, call.words, rule.side, known=False, beside=True)
        same = call.noun.type in (FIGHTING, None, rule.type) and (not call.noun.owned or call.noun.type == rule.type)
        force = rule.type not in OWNING and same
        if first > 1 and self.tags[first - 1] == "," and self._over(first - 2) is not None and self.tags[at + 1 : at + 2] == ",":
            return None  # "Belarus, Russia's closest ally,"
        if call.noun.owned and self._has_owner(first):
            return None  # "its Kurdish allies" are the Kurds
        return Group(first, at + 1, call.noun, call.words, owner.actor, known=False, beside=True, force=owner if force else None)

    def _is_itself(self, owner: Named, rule: ActorRule, at: int, call: Call) -> bool:
        """Whether the phrase means its owner, as the nouns of the roles have it ("Iran's state committee"), or somebody of his ("Syrian
        opposition activists")."""
        composed = owner.role in self.groups.itself and owner.itself and owner.last == at + 1
        if composed and rule.type in OWNING and call.noun.type not in APART:
            return True
        return (owner.actor, call.noun.noun) in self.groups.called_so

    def _is_bare(self, owner: Named, rule: ActorRule) -> bool:
        """Whether a state's name stands there and says not that it has the group: "turkey farmers"."""
        bare = rule.type == "state" and owner.how == "name" and not owner.compound
        return bare and self.tags[owner.name_last] != "'" and not self.words[owner.first].replace(".", "").isupper()

    def _is_name(self, first: int, last: int, call: Call) -> bool:
        """Whether it is a part of somebody's name: "Turkish Airlines", "Berlin Philharmonic musicians"."""
        if self.words[first][0].isupper() and first not in self.opens and self.tags[last : last + 1] == "'":
            return True  # "Kurdistan Workers' party"
        if call.noun.type in APART and call.noun.type != "people":
            return False
        if any(self.words[at][0].isupper() and self.words[at][1:].islower() and at not in self.opens for at in range(first, last)):
            return call.noun.type != "people"
        before = first - 1
        return before >= 0 and first not in self.opens and self.tags[before] == "P" and self._over(before) is None

    def _has_owner(self, first: int) -> bool:
        """Whether a determiner before the phrase says that somebody else has the group."""
        low = first
        while low > 0 and first - low < LONGEST and self.tags[low - 1] in "JNPqC":
            low -= 1
        return low > 0 and self.words[low - 1].lower() in self.groups.lists["owner"]

    def _is_thing(self, first: int, last: int, call: Call) -> bool:
        """Whether a bare word is rather what somebody does or where he stands: "met resistance", "on the far right"."""
        before = self.words[first - 1].lower() if first and first not in self.opens else ""
        if before == "the":
            return call.words[-1] in self.groups.lists["side-word"] and self.words[first - 2].lower() in ("on", "to")
        several = call.words[-1].endswith(("s", "men", "people")) or self.tags[last : last + 1] in tuple("bhXV")
        several = several or (first in self.opens and self.tags[last : last + 1] == "E")
        return not several and self.tags[first - 1 : first] != "D"

    def _is_said_of_another(self, first: int, last: int, call: Call) -> bool:
        """Whether the phrase only says what somebody is who is named: "Poland, a close ally of Ukraine,", "regards it as a terrorist group",
        "a coalition of Mali and Niger"."""
        low = self._low(first)
        if self.words[last : last + 1] == ["of"] and call.noun.type == "alliance":
            return True
        if low == 0 or low in self.opens or self.tags[low - 1] != "D":
            return False
        before, determiner = low - 2, self.words[low - 1].lower()
        if determiner not in ("a", "an", "the"):
            return False
        if before >= 0 and self.tags[before] == "," and self._over(before - 1) is not None:
            return True
        if determiner == "the" or before < 0 or low - 1 in self.opens:
            return False
        after = self.words[last].lower() if last < len(self.words) else ""
        said = (
            self.words[before].lower() in ("as", "like")
            or self.tags[before] in "bPNO'"
            or self.tags[before - 1 : before + 1] in ("bE", "bV")
        )
        return said or after in ("with", "between")

    def _place(self, at: int, call: Call) -> str | None:
        """Whose the group is by what stands after it: "in Syria", "in northern Syria", "of the Kurds", "an offshoot of al-Qaeda"."""
        if self.words[at : at + 1] == [] or self.words[at].lower() not in self.groups.lists["whose-place"] or at in self.opens:
            return None
        at += 1
        while self.tags[at : at + 1] and self.tags[at] in "DJ" and self._over(at) is None:
            at += 1
        over = self._over(at) if at < len(self.words) else None
        if over is None or over.compound or over.how not in ("name", "seat") or over.role:
            return None
        owned = (
            call.noun.owned
            and call.noun.type == FIGHTING
            and self.words[at - 1].lower() == "of"
            and self.groups.actors[over.actor].type != "person"
        )
        return over.actor if owned or self.groups.actors[over.actor].type in ("state", "people") else None

    def _acts(self, low: int, at: int) -> bool:
        """Whether a group does something, has something done by it, or is asked for it: "aid agencies said", "by aid agencies"."""
        after = self.tags[at : at + 3].replace("R", "")
        doing = after[:1] in VERBS if after[:1] != "b" else after[1:2] in tuple("EVG")
        before = low - 1 - (low > 0 and self.tags[low - 1] == "D")
        if (after and doing) or (before >= 0 and self.words[before].lower() == "by"):
            return True
        return before >= 0 and self.tags[before] in "VEZBG" and self.words[at : at + 1] == ["to"]

    def _is_told(self, at: int) -> bool:
        """Whether a name follows by which the group itself is meant: "militants of Hamas", "fighters from Islamic State"."""
        if self.words[at : at + 1] == [] or self.words[at].lower() not in ("of", "from"):
            return False
        over = self._over(at + 1) or self._over(min(at + 2, len(self.words) - 1))
        return over is not None and self.groups.actors[over.actor].type not in OWNING | {"person"}
