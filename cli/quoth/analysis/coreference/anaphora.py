"""Say whom a content means by "the regime", "both sides" or "they": actors that it does not name there."""

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.entities import Entities, Entity, backwards
from quoth.analysis.coreference.phrases import Phrases
from quoth.analysis.findings import Draft, OwnActor
from quoth.model import About, Party

NEAR = 2
"""Sentences before a quotation in which its pronouns are looked for."""
LONGEST = 5
"""Words between an article and its noun."""
WITHIN = 60
"""Tokens before a pronoun within which somebody named is rather meant."""
CALLED = 5
"""How many mentions of a country it weighs that the document calls it by the very noun ("the Syrian regime")."""
GENDERS = {"he": "m", "she": "f", "they-alone": None}
"""The lists of pronouns by the gender that they tell."""


class References:
    """The nouns and pronouns of one document that refer to somebody."""

    def __init__(self, phrases: Phrases, affiliation: Affiliation, entities: Entities) -> None:
        self.phrases, self.affiliation, self.entities = phrases, affiliation, entities
        self.words, self.tags = phrases.words, phrases.tags
        self.lists, self.rules, self.referring = phrases.lists, phrases.context.actors, phrases.context.referring
        self.ruling: dict[tuple[str, str | None], str | None] = {}

    def of(self, draft: Draft, speaker: Party | None) -> tuple[About, ...]:
        """Whom the content of the draft means, with the words that do so, each actor once."""
        own = (speaker.actor, speaker.side) if speaker else ()
        found: dict[str, About] = {}
        for start, end in draft.content:
            for at in [at for at, word in enumerate(self.words[start:end], start) if word in self.referring]:
                first, actors = self._refer(at, self.referring[self.words[at]], draft, speaker)
                for actor in actors:
                    if actor not in found and actor not in own:
                        found[actor] = self._target(actor, first, at + 1)
        first, last = draft.content[0]
        if self.words[first] == "it" and last - first > 1 and self._is_object(first, draft):
            meant = self._meant(first, None, first, speaker, thing=True)
            if meant is not None:
                found.setdefault(meant, self._target(meant, first, first + 1))
        return tuple(found.values())

    def _target(self, actor: str, first: int, last: int) -> About:
        text = self.phrases.text
        start, end = text.starts[first], text.ends[last - 1]
        return About(actor, text.article.text[start:end], start, end)

    def _refer(self, at: int, kind: str, draft: Draft, speaker: Party | None) -> tuple[int, list[str]]:
        """The first token of the phrase that ends with a word of this kind, and whom it means."""
        if kind == "several":
            first, actors = self.entities.counted(at)
            if actors or self.tags[at] != "O":
                return first, actors
            kind = "they-alone"  # "them"
        if kind == "noun":
            actor = self._described(at, self.words[at].lower(), speaker)
        elif len(draft.quotations) == len(draft.content):
            actor = self._meant(at, GENDERS[kind], draft.content[0][0], speaker)
        elif self._is_object(at, draft):
            actor = self._meant(at, GENDERS[kind], at, speaker)
        else:
            actor = None  # outside quotations a pronoun is the speaker, as a rule
        return at, [actor] if actor is not None else []

    # ---- "the regime", "the group"

    def _described(self, at: int, noun: str, speaker: Party | None) -> str | None:
        if not self._is_definite(at) or self.phrases.is_named(at):
            return None
        group = None if noun in self.lists["reigning"] else self.entities.last_group(at, noun, f"{self.words[at - 1]} {noun}".lower())
        if group is not None and group.actor is not None and self._is_called(group.actor, noun):
            return group.actor
        return self._ruler(noun, speaker.side if speaker else None) if noun in self.lists["rulers"] else None

    def _is_called(self, actor: str, noun: str) -> bool:
        """Whether the actor can be called so: an alliance only by a noun of its name, or one that stands beside it in the document."""
        if noun not in self.lists["named-so"]:
            return True
        rule = self.rules[actor]
        names = (rule.name, *(name for name in rule.names if isinstance(name, str)), *rule.nouns)
        return any(noun in name.lower() for name in names) or (actor, noun) in self.roles

    @cached_property
    def roles(self) -> frozenset[tuple[str, str]]:
        """The actors with the nouns beside them."""
        return frozenset((named.actor, named.role) for named in self.phrases.named if named.role)

    def _is_definite(self, at: int) -> bool:
        """ "The group", "the ruling party", "the government troops", but not "the group of seven", "the government building"."""
        follows = self.words[at + 1].lower() if at + 1 < len(self.words) else ""
        if follows == "of" or (self.tags[at + 1 : at + 2] in ("N", "P") and follows not in self.lists["power"]):
            return False
        first = at
        while first > 0 and at - first < LONGEST and self.tags[first - 1] in "JN":
            first -= 1
        if any(word.lower() in self.lists["not-now"] for word in self.words[first:at]):
            return False
        return first > 0 and self.words[first - 1].lower() in self.lists["definite"]

    def _ruler(self, noun: str, side: str | None) -> str | None:
        """The country whose regime, government or army somebody of that side means: his own government is his own side, and
        else it is the country of which the document speaks most."""
        if side in self.affiliation.countries and noun not in self.lists["disowned"]:
            return None
        if (noun, side) not in self.ruling:
            weights = Counter({actor: self._weight(actor, noun) for actor in self.affiliation.countries if actor != side})
            ranked = [*weights.most_common(2), ("", 0), ("", 0)]
            self.ruling[noun, side] = ranked[0][0] if ranked[0][1] > ranked[1][1] else None
        return self.ruling[noun, side]

    def _weight(self, actor: str, noun: str) -> int:
        return self.affiliation.countries[actor] + CALLED * self.called[actor, noun]

    @cached_property
    def called(self) -> Counter[tuple[str, str]]:
        """How often each country is called by each noun."""
        return Counter((named.actor, named.role) for named in self.phrases.named if named.role and self.affiliation.is_country(named.actor))

    # ---- "they", "he"

    def _meant(self, at: int, gender: str | None, start: int, speaker: Party | None, *, thing: bool = False) -> str | None:
        """Whom a pronoun means in what begins at ``start``: the nearest before it who is not the speaker. A ``thing`` is
        anybody but a person."""
        if self._is_told(start, at, gender):
            return None
        places = self.entities.people if gender else self.entities.groups
        for _, who in backwards(places, start, self.entities.sentence_before(start, NEAR)):
            own = speaker is not None and (who.name == speaker.name or (who.actor or who.side) in (speaker.actor, speaker.side))
            if not own and (who.gender == gender if gender else self._can_be(who, thing=thing)):
                return who.actor
        return None

    def _can_be(self, who: Entity, *, thing: bool) -> bool:
        """Whether "it" can mean it, or "they". A group called by a noun is one or several as that noun is."""
        rule = self.rules.get(who.actor or "")
        if isinstance(rule, OwnActor) and rule.known == "composed":
            return who.plural != thing
        return thing or who.plural or self._is_band(who)

    def _is_object(self, at: int, draft: Draft) -> bool:
        """ "Accused it of …", "called him a liar": a pronoun that begins the content and has no verb of its own."""
        if at != draft.content[0][0] or self.tags[at] != "O":
            return False
        alone = at + 1 == draft.content[0][1]  # "criticised him"
        somebody = self.words[at].lower() in self.lists["he"] | self.lists["she"]  # "them" may be things: "blamed them on …"
        after = self.tags[at + 1 : at + 2]
        if alone or after in tuple("DJNPU") or (somebody and after in ("I", "Y")):
            return True
        return self.words[at + 1 : at + 2] in (["of"], ["for"], ["as"])

    def _is_told(self, first: int, at: int, gender: str | None) -> bool:
        """Whether the quotation itself says before the pronoun whom it means, or how many of them ("some of them")."""
        first = max(first, at - WITHIN)
        if self.tags[at - 1] == "I" or (not gender and any(self.tags[k] == "N" and self.words[k].endswith("s") for k in range(first, at))):
            return True
        low, high = bisect_left(self.phrases.starts, first), bisect_left(self.phrases.starts, at)
        return any((gender is not None) == (self.rules[named.actor].type == "person") for named in self.phrases.named[low:high])

    def _is_band(self, who: Entity) -> bool:
        """Whether it is rather called "they" than "it"."""
        return who.actor is not None and self.rules[who.actor].type not in ("state", "igo", "media")
