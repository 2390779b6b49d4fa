"""Find those who take part without a name of their own: noun phrases whose head is a group noun of the rules ("Syrian rebels").

Whose they are is what stands before the noun ("Syrian", "Syria's", "Kurdish-led") or right after it ("in Syria"). Who backs or arms
them is not: "Turkish-backed rebels" are nobody's here, and a relation's for those who look for relations.
"""

import msgspec

from quoth.analysis.findings import Named
from quoth.analysis.mentions.group_calls import Call, Groups
from quoth.analysis.mentions.group_phrases import APART, BODIES, FIGHTING, Phrases
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, GroupNoun

NOMINAL = frozenset("NPJnzq")
"""Tags that a group noun may bear."""
OWNING = frozenset(("state", "people", "igo", "alliance"))
"""Types of actors beside whose names any group noun is another party."""
CALLED = frozenset(("alliance", "organisation", "party"))
"""Types of groups whose noun after a group's name only says what that is ("the HTS alliance")."""


class Group(msgspec.Struct, frozen=True, gc=False):
    """A group as it is called: tokens ``first`` to before ``last``, of which the last are ``words``.

    ``owner`` is whose it is, which is named ``beside`` it or elsewhere, and may only have ``led`` it; where it is a group's own force
    ("Houthi fighters"), ``force`` is that group's name. ``known`` says that the phrase refers to who was called so before, ``others``
    that it means somebody else.
    """

    first: int
    last: int
    noun: GroupNoun
    words: tuple[str, ...]
    owner: str | None
    known: bool
    others: bool = False
    beside: bool = False
    led: bool = False
    force: Named | None = None


def find_groups(text: Text, named: list[Named], apart: list[Named], groups: Groups) -> list[Group]:
    """The groups of a text, in order, none over another. ``named`` are the mentions of known actors, ``apart`` adjectives of states
    that only say where the group beside them is from."""
    scan = _Scan(text, sorted([*named, *apart], key=lambda n: n.first), groups)
    heads = [at for at, word in enumerate(text.words) if word in groups.calls or (word[0].isupper() and word.lower() in groups.calls)]
    found: list[Group] = []
    for at in heads:
        group = scan.at(at)
        if group is not None and (not found or group.first >= found[-1].last):
            found.append(group)
    return found


class _Scan(Phrases):
    """One document's groups, and whose they are."""

    def at(self, at: int) -> Group | None:
        """The group whose noun ends at this token."""
        call = self._call(at) if self.tags[at] in NOMINAL else None
        if call is None or not self.is_head(at, call) or self.is_name(at + 1 - len(call.words), at + 1, call):
            return None
        low = self.low(at + 1 - len(call.words))
        over, beside = self.over(at), self._owner(low)
        if self.is_said_of_another(min(low, beside.first) if beside else low, at + 1, call):
            return None
        if over is not None and not (over.role and over.past and over.last == at + 1):
            return self._of(over, at, call)
        return self._beside(beside, min(low, beside.first), at, call) if beside else self._alone(low, at + 1, call)

    def _call(self, at: int) -> Call | None:
        """The longest way to call a group that ends here, if its noun makes a party."""
        for call in self.groups.calls.get(self.words[at].lower(), ()):
            first = at + 1 - len(call.words)
            if first >= 0 and all(self.words[first + k].lower() == word for k, word in enumerate(call.words[:-1])):
                return call if call.noun.acts_for == "own" else None
        return None

    # ---- whose it is

    def _alone(self, low: int, last: int, call: Call) -> Group | None:
        """The group before whose noun nobody is named."""
        first, owner = last - len(call.words), self._place(last, call)
        if owner is None and (call.noun.owned or self._is_told(last) or (call.noun.type in BODIES and not self.acts(low, last))):
            return None
        if owner is None and low == first and self.is_thing(first, last, call):
            return None
        determiner, lists = self.before(low), self.groups.lists
        known = low == first and determiner not in lists["indefinite"]
        return Group(low, last, call.noun, call.words, owner, known, others=determiner in lists["someone-else"])

    def _owner(self, low: int) -> Named | None:
        """The name right before the phrase's own words ("Syrian armed rebels", "Syria's rebels", "Kurdish-led forces")."""
        if low in self.opens:
            return None
        at = low - 1 - (self.tags[low - 1] == "'")
        over = self.over(at) if at >= 0 else None
        return over if over is not None and (not over.compound or over.compound in self.groups.lists["run-by"]) else None

    def _of(self, over: Named, at: int, call: Call) -> Group | None:
        """ "Rebels of Syria": a noun that is composed with the name after it."""
        if not over.role or over.past or over.first != at or self.groups.actors[over.actor].type not in OWNING:
            return None
        return Group(over.first, over.last, call.noun, call.words, over.actor, known=False, beside=True)

    def _beside(self, owner: Named, first: int, at: int, call: Call) -> Group | None:
        """The group of the one whose name stands before it; fighters of a group are that group itself."""
        rule = self.groups.actors[owner.actor]
        if self._is_itself(owner, rule, at, call) or (call.noun.owned and self.has_owner(first)):
            return None  # "its Kurdish allies" are the Kurds
        if self._is_bare(owner, rule):
            begins = at + 1 - len(call.words)  # "Turkey backs rebels", of which the verb looks like a noun
            return Group(begins, at + 1, call.noun, call.words, None, known=False) if call.noun.type in (FIGHTING, "party") else None
        if rule.type == "person" and (rule.side is None or not self._has(owner)):
            return None
        whose = rule.side if rule.type == "person" else rule.id
        force = rule.type not in OWNING | {"person"} and self._is_same(owner, rule, call)
        led = owner.compound != ""
        return Group(first, at + 1, call.noun, call.words, whose, known=False, beside=True, led=led, force=owner if force else None)

    def _has(self, owner: Named) -> bool:
        """Whether the name has an apostrophe."""
        return self.tags[owner.name_last : owner.name_last + 1] == "'"

    def _is_same(self, owner: Named, rule: ActorRule, call: Call) -> bool:
        """Whether a group's name and the noun are the group itself: "Houthi fighters", "the HTS alliance", "the HDP party"."""
        type_ = call.noun.type
        if type_ == rule.type or (type_ in CALLED and not self._has(owner)):
            return not call.noun.owned or type_ != FIGHTING
        return type_ in (FIGHTING, None) and not call.noun.owned

    def _is_itself(self, owner: Named, rule: ActorRule, at: int, call: Call) -> bool:
        """Whether the phrase means its owner, as the nouns of the roles have it ("Iran's state committee"), or somebody of his ("Syrian
        opposition activists")."""
        composed = owner.role in self.groups.itself and owner.itself and owner.last == at + 1
        if composed and rule.type in OWNING and call.noun.type not in APART:
            return True
        return (owner.actor, call.noun.noun) in self.groups.called_so

    def _is_bare(self, owner: Named, rule: ActorRule) -> bool:
        """Whether a state's name stands there and says not that it has the group: "turkey farmers"."""
        bare = rule.type == "state" and owner.how == "name" and not owner.compound and not self._has(owner)
        return bare and not self.words[owner.first].replace(".", "").isupper()

    def _place(self, at: int, call: Call) -> str | None:
        """Whose the group is by what stands after it: "in Syria", "in northern Syria", "of the Kurds", "an offshoot of al-Qaeda"."""
        link = self.word(at)
        if link not in self.groups.lists["whose-place"] or at in self.opens:
            return None
        at += 1
        while self.tags[at : at + 1] in ("D", "J") and self.over(at) is None:
            at += 1
        over = self.over(at)
        if over is None or over.compound or over.how not in ("name", "seat") or over.role:
            return None
        type_ = self.groups.actors[over.actor].type
        owned = link == "of" and call.noun.owned and call.noun.type == FIGHTING and type_ != "person"
        return over.actor if owned or type_ in ("state", "people") else None

    def _is_told(self, at: int) -> bool:
        """Whether a name follows by which the group itself is meant: "militants of Hamas", "fighters from Islamic State"."""
        if self.word(at) not in ("of", "from"):
            return False
        over = self.over(at + 1) or self.over(at + 2)
        return over is not None and self.groups.actors[over.actor].type not in OWNING | {"person"}
