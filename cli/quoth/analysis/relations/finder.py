"""Find who stands with or against whom: patterns over the actors of a sentence, and statements that set
their speaker against somebody.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from quoth.analysis.findings import Draft, Link, Named
from quoth.analysis.relations.actor_stream import Lexicon, make_actor_stream
from quoth.analysis.relations.grammar import Grammar, matches
from quoth.analysis.relations.standing import PERSONAL, is_no_group, side_of, standing_for
from quoth.language.spans import Spans
from quoth.language.text import Text
from quoth.model import About, Party, Stance
from quoth.patterns.patterns import Found
from quoth.rulebook.rules import Alliance, Claim

LOOK_BACK = 6
"""Tokens before a match in which an "if" makes it unreal."""
OPENING = 4
"""Tokens at the beginning of a content in which the one stands who is accused or rejected."""


BETWEEN = frozenset("IVEZCTS")
"""Tags that stand for no part of a noun phrase before the name in it."""
VERBAL = frozenset("VEZXbh")
Parties = tuple[Party | None, Party | None]


# ---- patterns --------------------------------------------------------------------------------


def find_relations(text: Text, named: list[Named], grammar: Grammar) -> list[Link]:
    """The relations that sentences state, in order of the text."""
    starts = [n.first for n in named]
    compounds = [at for at, word in enumerate(text.words) if "-" in word and grammar.lexicon.compound(word)]
    links: list[Link] = []
    for first, last in text.sentences:
        inside = named[bisect_left(starts, first) : bisect_left(starts, last)]
        extra = bisect_left(compounds, last) - bisect_left(compounds, first) if compounds else 0
        if inside and len({n.actor for n in inside}) + extra > 1:
            links += _in_sentence(text, inside, (first, last), grammar)
    return links


def _in_sentence(text: Text, inside: list[Named], span: tuple[int, int], grammar: Grammar) -> Iterator[Link]:
    stream, actors = make_actor_stream(text, inside, span, grammar.lexicon)
    for shape, match in matches(stream, grammar):
        rule = shape.rule
        pairs = list(_pairs(match, actors, rule, grammar.lexicon))
        evidence = (stream.first[match.start], stream.last[match.end - 1] + 1)
        if pairs and (shape.denies or not _is_unreal(text, evidence, rule.kind, grammar.lexicon)):
            for a, b in pairs:
                yield Link(rule.kind, rule.type, a, b, evidence, rule.id)


def _pairs(match: Found, actors: dict[int, str], rule: Alliance, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    left, right = _actors_in(match, "a", actors), _actors_in(match, "b", actors)
    rules = lexicon.actors
    for one, other in product(left, right) if right else combinations(left, 2):
        if rule.type in PERSONAL:
            a, b = one, other
        else:
            a, b = standing_for(one, other, rules), other if right else standing_for(other, one, rules)
        if a != b and a != side_of(b, rules) and not (rule.type in PERSONAL and is_no_group(a, b, rules)):
            yield a, b


def _actors_in(match: Found, part: str, actors: dict[int, str]) -> list[str]:
    if part not in match.parts:
        return []
    return list(dict.fromkeys(actors[i] for i in range(*match.parts[part]) if i in actors))


def _is_unreal(text: Text, evidence: tuple[int, int], kind: Stance, lexicon: Lexicon) -> bool:
    """Whether the match or the words before it deny it or make it a condition ("never backed", "if they sign")."""
    first = evidence[0]
    while first > 0 and evidence[0] - first < LOOK_BACK and text.tags[first - 1] not in ".,;:“”":
        first -= 1
    words = [text.words[at].lower() for at in range(first, evidence[1])]
    return any(
        lexicon.is_in(word, lexicon.classes.unreal) or (kind == "allied" and lexicon.is_in(word, lexicon.classes.strained))
        for word in words
    )


# ---- statements ------------------------------------------------------------------------------


def find_claims(text: Text, drafts: list[Draft], parties: list[Parties], targets: list[list[About]], grammar: Grammar) -> list[Link]:
    """The relations that statements make by being said: whoever accuses, rejects or threatens is opposed.

    ``parties`` are the speaker and the addressee of each draft, ``targets`` the actors in its content.
    """
    links = []
    for draft, (speaker, addressee), about in zip(drafts, parties, targets, strict=True):
        side = (speaker.side or speaker.actor) if speaker else None
        if speaker is None or side is None or draft.speaker is None or draft.negated:
            continue
        for rule in grammar.claims:
            if draft.act in rule.acts and (not rule.verbs or draft.lemma in rule.verbs):
                for actor, first, last in _meant(text, draft, rule, addressee, about):
                    source = side if side != side_of(actor, grammar.lexicon.actors) else speaker.actor
                    if source and source != actor:
                        span = (min(draft.speaker[0], first), max(draft.speaker[1], last))
                        links.append(Link(rule.kind, rule.type, source, actor, span, rule.id))
    return links


def _meant(text: Text, draft: Draft, rule: Claim, addressee: Party | None, about: list[About]) -> Iterator[tuple[str, int, int]]:
    """Those against whom a statement is, each with the tokens that name it."""
    if rule.meant == "addressee":
        if addressee is not None and addressee.actor and draft.addressee:
            yield (addressee.actor, *draft.addressee)
        return
    start = draft.content[0][0]
    for target in about:
        first, last = bisect_left(text.starts, target.start), bisect_left(text.starts, target.end)
        if text.ends[last - 1] != target.end or text.tags[last - 1] == "O":
            continue  # "Pakistan-based" is not Pakistan, and a pronoun is no evidence
        if rule.meant == "opening":
            meant = 0 <= first - start < OPENING and BETWEEN.isdisjoint(text.tags[start:first])
        else:
            meant = text.tags[last : last + 2].lstrip("R")[:1] in VERBAL
        if meant:
            yield target.actor, first, last


def unstated(claims: Iterable[Link], links: Iterable[Link], grammar: Grammar) -> list[Link]:
    """The claims but those that patterns have found of a side's own part: that Sudan accuses whom "Sudan's army" does."""
    rules = grammar.lexicon.actors
    told: dict[tuple[Stance, str, str, str], list[tuple[int, int]]] = {}
    for link in links:
        for source in {link.a, rules[link.a].speaks_for}:
            told.setdefault((link.kind, link.type, source, link.b), []).append(link.evidence)
    spans = {key: Spans(evidence) for key, evidence in told.items()}

    def is_told(claim: Link) -> bool:
        found = spans.get((claim.kind, claim.type, claim.a, claim.b))
        return found is not None and found.overlap(claim.evidence)

    return [claim for claim in claims if not is_told(claim)]


def distinct(links: Iterable[Link]) -> list[Link]:
    """Each pair and kind once, with its first evidence, in order of the text."""
    seen: dict[tuple[frozenset[str], Stance], Link] = {}
    for link in sorted(links, key=lambda link: link.evidence):
        seen.setdefault((frozenset((link.a, link.b)), link.kind), link)
    return sorted(seen.values(), key=lambda link: link.evidence)
