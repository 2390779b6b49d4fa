"""Find statements: match the constructions over the streams, and settle who gets what.

Constructions are tried in the order of the book; a cue and a quotation belong to the first that
takes them. What a construction leaves open (the speaker of "adding that …", quotations without a
cue) is settled afterwards, in the order of the text.
"""

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from quoth.analysis.attribution.act_words import Contents, Telling, Told, with_tells
from quoth.analysis.attribution.continuations import settle_bare, settle_chains
from quoth.analysis.attribution.interviews import settle_turns
from quoth.analysis.findings import Draft
from quoth.language.chunking import Layout, Stream
from quoth.language.clause_ends import before_aside, before_main_clause, before_own_verb, is_only_name, is_only_subject, subject_after
from quoth.language.subjects import Said, sentence_start, subject_before
from quoth.language.text import Text
from quoth.language.vocabulary import Vocabulary
from quoth.model import Act
from quoth.patterns.patterns import Found, Pattern, Screen, find, possible
from quoth.rulebook.rules import Construction

Range = tuple[int, int]

OBJECT = "{object}"
"""The slot of contents that are somebody or something, and no clause."""


class AttributionWords(msgspec.Struct, frozen=True):
    """The word lists by which statements are told."""

    after_content: frozenset[str]
    after_name: frozenset[str]
    before_content: frozenset[str]
    negation: frozenset[str]
    no_speaker: frozenset[str]
    nobody: frozenset[str]
    not_nobody: frozenset[str]
    owner: frozenset[str]
    question_label: frozenset[str]


class Grammar(msgspec.Struct, frozen=True):
    """The compiled constructions, the patterns at which a content stops, and the rules of what its words tell, by their ids.

    ``screen`` tells which of them may match; it holds them in the order of the book."""

    constructions: dict[str, tuple[Construction, Pattern]]
    stops: dict[str, Pattern]
    acts: dict[str, tuple[Telling, Pattern]]
    screen: Screen
    lists: AttributionWords
    vocabulary: Vocabulary


class Refusal(StrEnum):
    """Why a construction's match becomes no statement."""

    CUE_TAKEN = "an earlier rule had taken its verb"
    QUOTE_TAKEN = "an earlier rule had taken its quotation"
    NO_CLAUSE = "what stands before it is no clause"
    NOTHING_SAID = "nothing is left of its content, because other reporting words begin there"
    NOTHING_CALLED = "what it names is called nothing"
    NOT_DONE = "it is said not to have been done"
    NOBODY_NAMED = "inside a quotation only somebody named makes a statement"


class Refused(msgspec.Struct, frozen=True):
    """A construction's match that becomes no statement."""

    rule: str
    found: Found
    why: Refusal


class _Claim:
    """A construction's find, in units of its stream, until it is settled."""

    __slots__ = (
        "act",
        "addressee",
        "content",
        "cue",
        "lemma",
        "names",
        "negated",
        "owned",
        "quotes",
        "rule",
        "same",
        "speaker",
        "spoken",
        "takes_quotes",
    )

    def __init__(self, rule: Construction, found: Found) -> None:
        self.rule = rule
        self.cue = found.parts.get("cue") or found.parts.get("spoken")
        self.speaker = found.parts.get("speaker")
        self.addressee = found.parts.get("addressee")
        self.same = "same" in found.parts
        self.owned = found.parts.get("owned")
        self.spoken = found.parts.get("spoken")
        self.names = "named" in found.parts
        self.takes_quotes = True
        self.content: list[Range] = []
        self.quotes: list[int] = []
        self.lemma = ""
        self.act: Act = "STATEMENT"
        self.negated = rule.negated

    @property
    def is_noun(self) -> bool:
        """Whether the cue is a noun of speech with its owner."""
        return self.cue is not None and self.cue in (self.owned, self.spoken)

    @property
    def place(self) -> int:
        return self.cue[0] if self.cue else self.content[0][0]


def attribute(text: Text, layout: Layout, grammar: Grammar) -> list[Draft]:
    """The statements of a document, in the order of their first token."""
    drafts: list[Draft] = []
    owner: dict[int, int] = {}
    works = [_Paragraph(text, layout, grammar, stream) for stream in layout.streams]
    for work in works:
        for claim in work.claims():
            for quotation in claim.quotes:
                owner[quotation] = len(drafts)
            drafts.append(work.draft(claim))
        settle_bare(text, work.stream, layout, drafts, owner)
    settle_chains(layout, drafts, owner)
    drafts = settle_turns(text, drafts, grammar.lists.question_label)
    lemmas, inside = {draft.lemma for draft in drafts}, Contents(drafts)
    told = [told for work in works if work.stream.first and inside.hold(work.stream) for told in work.told(lemmas)]
    drafts = with_tells(text, drafts, told, grammar.lists.negation)
    return sorted(drafts, key=lambda d: (d.content[0], d.cue or (0, 0)))


def refusals(text: Text, layout: Layout, grammar: Grammar) -> list[list[Refused]]:
    """For each stream of the layout, the matches that become no statement, and why."""
    found = []
    for stream in layout.streams:
        work = _Paragraph(text, layout, grammar, stream)
        work.claims()
        found.append(work.refused)
    return found


class _Paragraph:
    """Attribution inside one stream."""

    def __init__(self, text: Text, layout: Layout, grammar: Grammar, stream: Stream) -> None:
        self.text, self.layout, self.grammar, self.stream = text, layout, grammar, stream
        self.tags = stream.string[::2]
        self.able = possible(grammar.screen, stream)
        self.taken_cues: set[int] = set()
        self.taken_quotes: set[int] = set()
        self.refused: list[Refused] = []
        stops = [grammar.stops[name] for name in self.able if name in grammar.stops]
        self.stop_at = sorted({found.start for pattern in stops for found in find(pattern, stream)})

    def told(self, lemmas: set[str]) -> Iterator[Told]:
        """The places where the stream's words tell an act, in a document with these cues."""
        first, last = self.stream.first, self.stream.last
        for telling, pattern in [self.grammar.acts[name] for name in self.able if name in self.grammar.acts]:
            if not telling.rule.verbs or not lemmas.isdisjoint(telling.rule.verbs):
                for found in find(pattern, self.stream):
                    yield Told(first[found.start], last[found.end - 1] + 1, telling)

    def claims(self) -> list[_Claim]:
        """What the constructions find, each cue and quotation given to the first that takes it."""
        found = []
        for rule, pattern in [self.grammar.constructions[name] for name in self.able if name in self.grammar.constructions]:
            for match in find(pattern, self.stream):
                claim = self._claim(rule, match, pattern.frames)
                if isinstance(claim, Refusal):
                    self.refused.append(Refused(rule.id, match, claim))
                else:
                    self._take(claim)
                    found.append(claim)
        found.sort(key=lambda c: c.place)
        for k, claim in enumerate(found):
            if claim.spoken and self._names_somebody(claim.spoken):
                claim.speaker = claim.spoken
            elif claim.same or claim.spoken:
                claim.speaker = subject_after(self.tags, claim.place) or self._same_speaker(claim, found, k)
        return found

    def _claim(self, rule: Construction, match: Found, frames: tuple[str, ...]) -> _Claim | Refusal:
        claim = _Claim(rule, match)
        if claim.cue and not self.taken_cues.isdisjoint(range(*claim.cue)):
            return Refusal.CUE_TAKEN
        content = self._content_of(match)
        if isinstance(content, Refusal):
            return content
        if "calls" in match.parts and self._is_only_name(match.parts["named"][0]):
            return Refusal.NOTHING_CALLED
        nobody = claim.owned and self._owner(claim.owned) is None
        nobody = nobody or (claim.spoken and claim.is_noun and not self._is_named_statement(claim.spoken))
        if nobody or (self.stream.inside and not self._names_somebody(claim.speaker)):
            return Refusal.NOBODY_NAMED
        if claim.cue:
            content = [before_main_clause(self.tags, span, claim.cue[0]) for span in content]
        if OBJECT in rule.pattern:
            content = [before_aside(self.tags, span) for span in content]
        if noun := claim.owned or claim.spoken:
            content = [before_own_verb(self.tags, span, noun[0]) for span in content]
        claim.content = sorted(content)
        claim.takes_quotes = "turn" not in match.parts and "report" not in match.parts
        claim.lemma = self._lemma(claim)
        claim.act = self._act(claim, frames)
        claim.negated = claim.negated or self._negated(claim.cue) or self._is_nobody(claim.speaker)
        return Refusal.NOT_DONE if claim.negated and rule.needs else claim

    def _content_of(self, match: Found) -> list[Range] | Refusal:
        """What the match gives as said, in units."""
        parts = match.parts
        content: list[Range] = []
        if "quote" in parts:
            if not self.taken_quotes.isdisjoint(range(*parts["quote"])):
                return Refusal.QUOTE_TAKEN
            content.append(parts["quote"])
        for name in ("lead", "opening"):
            if name in parts:
                lead = self._lead(parts[name][0], match.end, needs_verb=name == "lead")
                if lead is None:
                    return Refusal.NO_CLAUSE
                content.append(lead)
        content += [self._stopped(parts[name]) for name in ("patient", "content", "named", "rest") if name in parts]
        if "report" in parts:
            content.append(parts["report"])
        if "turn" in parts:
            content.append((parts["turn"][0], len(self.stream.first)))
        content = [(start, end) for start, end in content if self.tags[start:end] != "T"]
        if not content or any(start >= end and not self._opens_with_adverbs(start) for start, end in content):
            return Refusal.NOTHING_SAID
        return content

    def _is_only_name(self, unit: int) -> bool:
        """Whether a name, a pronoun or a quotation stands alone where somebody or something should be called by a word."""
        first, last = self.stream.first[unit], self.stream.last[unit] + 1
        own = self.text.tags[first:last].strip("'J")
        described = self.text.words[last : last + 1] == ["as"]
        return (not own.strip("P") or own in "O“") and not described and is_only_name(self.tags, unit)

    def _names_somebody(self, speaker: Range | None) -> bool:
        """Inside a quotation only a named speaker makes a statement: "I say" and "you said" are the quotation's own."""
        span = self._phrase(speaker)
        return span is not None and "P" in self.text.tags[span[0] : span[1]]

    def _is_named_statement(self, spoken: Range) -> bool:
        """Whether a noun of speech has its owner before it like an adjective: "a US statement", not "US demand"."""
        return self.text.tags[self.stream.first[spoken[0]]] == "D" and self._names_somebody(spoken)

    def _take(self, claim: _Claim) -> None:
        if claim.cue:
            self.taken_cues.update(range(*claim.cue))
        for start, end in claim.content if claim.takes_quotes else ():
            units = [i for i in range(start, end) if i in self.stream.quotations]
            self.taken_quotes.update(units)
            claim.quotes += [self.stream.quotations[i] for i in units]

    def _lead(self, end: int, after: int, needs_verb: bool) -> Range | None:
        """The clause before ``end``, from the start of its sentence; None where that is no clause. A clause with
        a cue of its own is led on only by a cue that ends the sentence, or has but a participle after it; ``after`` is
        the unit past that cue."""
        ends = self.tags[after : after + 1] in (".", "·", "") or self.tags[after : after + 2] == ",G"
        start = end
        while start > 0 and self.tags[start - 1] not in ".·;Q":
            start -= 1
            if end - start > 90 or (start in self.taken_cues and not ends):
                return None
        if self.tags[start:end].startswith("("):
            start += 1
        clause = self.tags[start:end]
        if start > 0 and self.tags[start - 1] == "Q":
            return None
        if start == end:  # adverbs make no unit: "Now, she said, the roads are closed"
            return None if needs_verb or not self._opens_with_adverbs(start) else (start, end)
        if needs_verb and (not any(t in "VEbhXAU" for t in clause) or is_only_subject(clause)):
            return None
        return start, end

    def _opens_with_adverbs(self, unit: int) -> bool:
        """Whether the unit's sentence opens with tokens that make no unit, right before it."""
        if unit >= len(self.tags) or (unit and self.tags[unit - 1] not in ".·;"):
            return False
        return (self.stream.last[unit - 1] + 1 if unit else self.stream.begin) < self.stream.first[unit]

    def _stopped(self, span: Range) -> Range:
        """Cut a content where the reporter's own words begin again."""
        start, end = span
        k = bisect_right(self.stop_at, start)
        if k < len(self.stop_at):
            end = min(end, self.stop_at[k])
        # a quotation that has a cue of its own is no part of it
        return start, next((unit for unit in range(start + 1, end) if unit in self.taken_quotes), end)

    def _lemma(self, claim: _Claim) -> str:
        if claim.cue is None:
            return ""
        lemma = self.grammar.vocabulary.lemmas.get(self.stream.string[claim.cue[1] * 2 - 1], "")
        if not lemma.startswith("="):
            return lemma
        last = self.stream.last[claim.cue[1] - 1]
        first = last if claim.is_noun else self.stream.first[claim.cue[0]]
        return " ".join(self.text.words[first : last + 1]).lower()  # "according to"

    def _negated(self, cue: Range | None) -> bool:
        if cue is None:
            return False
        words = self.text.words[self.stream.first[cue[0]] : self.stream.last[cue[1] - 1] + 1]
        return any(word.lower() in self.grammar.lists.negation for word in words)

    def _is_nobody(self, speaker: Range | None) -> bool:
        """ "Neither Israel nor Hamas", "no country", "nobody in Moscow": of whom it is denied, but not "no fewer than 20", "No 10"."""
        if speaker is None:
            return False
        first = self.stream.first[speaker[0]]
        word, after = (*self.text.words[first : first + 2], "")[:2]
        lists = self.grammar.lists
        return word.lower() in lists.nobody and after.lower() not in lists.not_nobody and not after.isdigit()

    def _same_speaker(self, claim: _Claim, found: list[_Claim], k: int) -> Range | None:
        """Who speaks in the sentence already, or else its subject. The claims found stand in order of their places,
        and this one is the kth."""
        start = sentence_start(self.tags, claim.place)
        earlier = {}
        while k > 0 and found[k - 1].place >= start:
            k -= 1
            if (speaker := found[k].speaker) is not None:
                told = found[k].addressee
                earlier[found[k].place] = Said(speaker, [*found[k].content, *([told] if told is not None else ())])
        return subject_before(self.tags, claim.place, earlier, self._is_mute, nearest=claim.spoken is not None)

    def _is_mute(self, unit: int) -> bool:
        return self.text.words[self.stream.first[unit]].lower() in self.grammar.lists.no_speaker

    # ---- from units to tokens

    def draft(self, claim: _Claim) -> Draft:
        """The claim as a statement, in tokens."""
        act = claim.rule.act or claim.act
        return Draft(
            claim.rule.id, act, claim.lemma, claim.negated, self._speaker(claim), self._phrase(claim.addressee), self._cue(claim),
            tuple(self._content(span, claim.names) for span in claim.content), tuple(claim.quotes), claim.rule.by,
        )  # fmt: skip

    def _act(self, claim: _Claim, frames: tuple[str, ...]) -> Act:
        """What is done by saying it: the verb's act, for what it takes here."""
        if claim.cue is None:
            return "STATEMENT"
        code = self.stream.string[claim.cue[1] * 2 - 1]
        acts = self.grammar.vocabulary.acts
        return next((acts[code, frame] for frame in frames if (code, frame) in acts), "STATEMENT")

    def _speaker(self, claim: _Claim) -> Range | None:
        span = self._owner(claim.owned) if claim.owned else self._phrase(claim.speaker)
        if span and claim.spoken and claim.is_noun:
            return span[0] + 1, span[1] - 1  # "US" in "a US claim"
        return span

    def _cue(self, claim: _Claim) -> Range | None:
        span = self._phrase(claim.cue)
        return (span[1] - 1, span[1]) if span and claim.is_noun else span

    def _owner(self, unit: Range) -> Range | None:
        """Whose the noun is: "his" in "his claim", "the ministry" in "the ministry's claim"."""
        first, last = self.stream.first[unit[0]], self.stream.last[unit[0]] + 1
        possessive = self.text.tags.rfind("'", first, last)
        if possessive > first:
            return first, possessive
        owns = self.text.tags[first] == "D" and self.text.words[first].lower() in self.grammar.lists.owner
        return (first, first + 1) if owns else None

    def _phrase(self, span: Range | None) -> Range | None:
        if span is None or span[0] >= span[1]:
            return None
        return self.stream.first[span[0]], self.stream.last[span[1] - 1] + 1

    def _content(self, span: Range, to_mark: bool) -> Range:
        """A content's tokens: with the adverbs and marks at its edges, without the punctuation; ``to_mark``
        says that it ends with the quotation that it holds."""
        start, end = span
        stream, words = self.stream, self.text.words
        if start in stream.quotations or end - 1 in stream.quotations:
            return stream.first[start], stream.last[end - 1] + 1
        first = stream.last[start - 1] + 1 if start else stream.begin
        last = stream.first[end] if end < len(stream.first) else min(stream.last[-1] + 1, len(words))
        opens, closes = self.grammar.lists.before_content, self.grammar.lists.after_content
        while first < last - 1 and words[first] in opens:
            first += 1
        while last - 1 > first and words[last - 1] in closes:
            last -= 1
        closing = self.text.tags.find("”", first, last) if to_mark else -1
        # "called it “a step” to peace"
        goes_on = self.text.tags[closing + 1 : closing + 2] == "I" and words[closing + 1] in self.grammar.lists.after_name
        return first, closing + 1 if closing > 0 and not goes_on else last
