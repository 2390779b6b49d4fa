"""Say who a speaker is: names, composed names, pronouns, "the group", surnames, and for whom they speak.

Everything is decided from what stands before in the document, nearest first; what cannot be decided
keeps its own words as its name. `by` says how.
"""

from collections.abc import Callable

import msgspec

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.anaphora import References
from quoth.analysis.coreference.context import Context
from quoth.analysis.coreference.descriptions import Descriptions
from quoth.analysis.coreference.entities import Entities, Entity, Range, backwards
from quoth.analysis.coreference.names import Found, Names
from quoth.analysis.coreference.phrases import Phrase, Phrases
from quoth.analysis.coreference.setting import Setting
from quoth.analysis.findings import Draft, Named, Resolved
from quoth.analysis.sector_reader import SectorReader
from quoth.language.text import Text
from quoth.model import By, Party


def resolve(
    text: Text, named: list[Named], datelined: list[Named], drafts: list[Draft], quoted: list[Range], context: Context
) -> tuple[list[Resolved], "Resolver"]:
    """Resolve the speaker and the addressee of every draft, and return what resolved them, for other phrases.

    ``datelined`` are the mentions in datelines: whom they name nobody means, but they too say whether the document is of one country alone.

    ``quoted`` are the (first, past the last) tokens of full quotations, in order: people named inside
    them are not those whom a pronoun outside means.
    """
    state = Resolver(text, named, datelined, quoted, context)
    state.entities.register(
        {token for d in drafts if d.speaker for token in range(*d.speaker)}, {d.speaker[0] for d in drafts if d.speaker}
    )
    references = References(state.phrases, state.affiliation, state.entities)
    setting = Setting(state.phrases, state.affiliation, drafts)
    out: list[Resolved] = []
    parties: dict[Range, tuple[Entity, By]] = {}
    for draft in drafts:
        enclosing = _enclosing(draft, drafts, out)
        speaker = state.party(draft.speaker, enclosing, parties)
        if speaker is not None and draft.by == "continuation":
            speaker = msgspec.structs.replace(speaker, by="continuation")
        if speaker is not None:
            served = setting.serves(speaker, draft.content)
            speaker = msgspec.structs.replace(speaker, side=served) if served is not None else speaker
        if speaker is not None and speaker.side is None and any(tell.act == "AGREE" for tell in draft.tells):
            speaker = msgspec.structs.replace(speaker, side=state.promising(draft))
        addressee = state.other_than(speaker, state.party(draft.addressee, enclosing, parties), draft.addressee)
        out.append(Resolved(speaker, addressee, references.of(draft, speaker)))
    return out, state


def _enclosing(draft: Draft, drafts: list[Draft], done: list[Resolved]) -> Party | None:
    """The speaker of the quotation in which the draft's own speaker stands."""
    if draft.speaker is None:
        return None
    for k in range(len(done) - 1, max(-1, len(done) - 12), -1):
        outer = drafts[k]
        if (outer.quotations or outer.is_turn) and any(a <= draft.speaker[0] < b for a, b in outer.content) and outer is not draft:
            return done[k].speaker
    return None


class Resolver:
    """Resolves the phrases of one document, in order, and adds to its entities whom they name. Each part can stand by itself."""

    def __init__(self, text: Text, named: list[Named], datelined: list[Named], quoted: list[Range], context: Context) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.context, self.lists = context, context.lists
        self.phrases = Phrases(text, named, context)  # heads, parts, gender: asks nobody
        self.affiliation = Affiliation(self.phrases, datelined, context)  # the side that words beside a name give
        sectors = SectorReader(text, named, context.sectors)
        self.entities = Entities(self.phrases, self.affiliation, sectors, quoted, context)  # who was named so far, nearest first
        parts = (self.phrases, self.affiliation, self.entities, sectors, context)
        self.names, self.descriptions = Names(*parts), Descriptions(*parts)

    # ---- who a phrase is

    def resolve_phrase(self, phrase: Phrase) -> tuple[Entity, By]:
        """Whom a noun phrase means: the first of these that answers, the surest first. The order is the rule."""
        ways: tuple[Callable[[Phrase], Found], ...] = (
            self.names.person,  # "President Erdogan"; "its envoy, Gareth Bayley,"
            self.names.author,  # "a UN report"
            self.names.ruled,  # "Assad's forces"
            self.descriptions.joined,  # "the army and Britain"
            self.names.band,  # "the Kurdish militia", which was named before
            self.names.group,  # "Turkish officials"
            self.names.surname,  # "Merkel"
            self.names.stranger,  # "Zoran Petrovic", of whom no rule knows
        )
        for way in ways:
            found = way(phrase)
            if found is not None:
                return found
        return self.descriptions.resolve(phrase)  # "the group", "a spokesman"

    def party(self, span: Range | None, enclosing: Party | None, known: dict[Range, tuple[Entity, By]]) -> Party | None:
        """Resolve the phrase; a phrase that several statements share is resolved once."""
        if span is None:
            return None
        if span not in known:
            known[span] = self._resolve(span, enclosing)
            who = known[span][0]
            by = known[span][1]
            unlisted = who.person and who.actor is None and (by == "name" or (by == "role" and self._is_one(span, who)))
            if unlisted or (known[span][1] in ("pronoun", "description") and who.name != self.phrases.span(*span)):
                self.entities.note(self.entities.people if who.person else self.entities.groups, span[0], who)
        who, by = known[span]
        first, last = span
        start, end = self.text.starts[first], self.text.ends[last - 1]
        return Party(self.phrases.span(first, last), start, end, who.actor, who.name, who.side, by, list(who.others), who.sector)

    def actor_of(self, span: Range) -> str | None:
        """The id of the actor whom a pronoun or a description means, once all drafts are resolved."""
        who = self._resolve(span, None)[0]
        return who.actor if who.actor in self.context.actors else None

    def _is_one(self, span: Range, who: Entity) -> bool:
        """Whether a phrase is of one person in an office ("the Serbian president")."""
        return not who.plural and self.phrases.head(self.phrases.phrase(*span)) in self.context.offices_held

    def promising(self, draft: Draft) -> str | None:
        """The country whose readiness opens the content, where whoever tells it has an office and names none of his own:
        "France is ready to help, Defence Minister Pierre Martin said"."""
        if draft.speaker is None or not self.phrases.has(*draft.speaker, self.context.roles):
            return None
        first = draft.content[0][0]
        named = next((n for n in self.phrases.inside(first, first + 2) if n.first >= first and self.affiliation.is_country(n.actor)), None)
        return named.actor if named is not None and self.tags[named.last : named.last + 1] in tuple("bhXVZ") else None

    def other_than(self, speaker: Party | None, addressee: Party | None, span: Range | None) -> Party | None:
        """The addressee, who is not the speaker: "Turkey, which backs the council, urged it to attend"."""
        if speaker is None or addressee is None or span is None:
            return addressee
        if addressee.others and {addressee.side, *addressee.others} <= {speaker.side, *speaker.others}:
            return msgspec.structs.replace(addressee, side=None, others=[])  # "Egypt and Qatar urged both sides"
        if addressee.by != "pronoun" or addressee.name != speaker.name:
            return addressee
        for _, who in backwards(self.entities.groups, span[0], self.entities.sentence_before(span[0], 1)):
            if who.actor not in (speaker.actor, speaker.side):
                return msgspec.structs.replace(addressee, actor=who.actor, name=who.name, side=who.side)
        return msgspec.structs.replace(addressee, actor=None, name=addressee.text, side=None)

    def _resolve(self, span: Range, enclosing: Party | None) -> tuple[Entity, By]:
        first, last = span
        if last - first == 1 and self.tags[first] in "OHD":
            return self._pronoun(first, enclosing), "pronoun"
        return self.resolve_phrase(self.phrases.phrase(first, last))

    def _pronoun(self, at: int, enclosing: Party | None) -> Entity:
        word = self.words[at].lower()
        if word in self.lists.first_person:
            if enclosing is None:
                return Entity(self.words[at], None, None, True)
            return Entity(enclosing.name, enclosing.actor, enclosing.side, True, sector=enclosing.sector)
        if self.tags[at] == "H":
            first, last = self.phrases.antecedent(at)
            known = self.resolve_phrase(self.phrases.phrase(first, last))[0] if first < last else None
            return known or Entity(self.words[at], None, None, True)
        gender = "m" if word in self.lists.he else "f" if word in self.lists.she else None
        if gender:
            found = self.entities.person_before(at, gender) or self.entities.person_after(at, gender)
        else:
            found = self.entities.group_before(at, word in self.lists.they)
        return found or Entity(self.words[at], None, None, gender is not None)
