"""Put the report on a document together from what the stages found: tokens become offsets, finds get ids."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from quoth.analysis.findings import Draft, Link, Named, OwnActor, Resolved
from quoth.language.text import Quotation, Text
from quoth.model import About, Actor, Cue, Document, Kind, Known, Mention, Relation, Span, Statement
from quoth.rulebook.rules import ActorRule

FULL_STOP = 8
"""Characters of punctuation that may stand between a content and the mark that closes its quotation."""


def assemble(
    text: Text,
    rules: dict[str, ActorRule],
    named: list[Named],
    drafts: list[Draft],
    resolved: list[Resolved],
    targets: list[list[About]],
    links: list[Link],
) -> Document:
    """The document's report, in order of the text."""
    marks = _Marks(text)
    statements = [
        _statement(marks, f"s{k}", draft, parties, about)
        for k, (draft, parties, about) in enumerate(zip(drafts, resolved, targets, strict=True), 1)
    ]
    relations = _relations(text, links, statements)
    article = text.article
    return Document(
        source=article.source,
        digest=article.digest,
        title=article.title,
        date=article.date,
        characters=len(article.text),
        actors=_actors(text, rules, named, statements, relations),
        statements=statements,
        relations=relations,
        warnings=sorted([*article.warnings, *text.warnings], key=lambda w: (w.start or 0, w.what)),
    )


class _Marks:
    """The quotations, found by where they stand. Those of one depth never overlap."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.by_depth: list[tuple[list[int], list[Quotation]]] = []
        for depth in sorted({q.depth for q in text.quotations}):
            found = [q for q in text.quotations if q.depth == depth]
            self.by_depth.append(([q.end for q in found], found))

    def over(self, start: int, end: int) -> list[Quotation]:
        """The quotations that share a character with this stretch, in order of their start."""
        shared = []
        for ends, found in self.by_depth:
            k = bisect_right(ends, start)
            while k < len(found) and found[k].start < end:
                shared.append(found[k])
                k += 1
        return sorted(shared, key=lambda q: (q.start, -q.end))


def _statement(marks: _Marks, key: str, draft: Draft, parties: Resolved, about: list[About]) -> Statement:
    text = marks.text
    content = _content(marks, draft)
    cue = None
    if draft.cue is not None:
        start, end = text.starts[draft.cue[0]], text.ends[draft.cue[1] - 1]
        cue = Cue(text.article.text[start:end], start, end, draft.lemma)
    kind: Kind = "direct" if draft.is_turn else _kind(marks, content)
    return Statement(key, kind, draft.act, draft.negated, parties.speaker, parties.addressee, cue, content, about, draft.rule)


def _content(marks: _Marks, draft: Draft) -> list[Span]:
    """The pieces with their quotation marks whole, overlapping ones joined."""
    text = marks.text
    spans: list[tuple[int, int]] = []
    for first, last in draft.content:
        start, end = _whole_marks(marks, text.starts[first], text.ends[last - 1])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return [Span(text.article.text[start:end], start, end) for start, end in spans]


def _whole_marks(marks: _Marks, start: int, end: int) -> tuple[int, int]:
    """A content that cuts through a quotation takes its marks in."""
    for quotation in marks.over(start, end):
        if start <= quotation.start and quotation.inner_end <= end < quotation.end:
            end = quotation.end
        elif quotation.start < start == quotation.inner_start and quotation.end == end:
            start = quotation.start
        elif start <= quotation.start < end < quotation.end and _only_punctuation(marks.text, end, quotation.inner_end):
            end = quotation.end
    return start, end


def _only_punctuation(text: Text, start: int, end: int) -> bool:
    return end - start <= FULL_STOP and not text.article.text[start:end].strip(" .,?!…")


def _kind(marks: _Marks, content: list[Span]) -> Kind:
    inside = [[q for q in marks.over(c.start, c.end) if c.start <= q.start and q.inner_end <= c.end] for c in content]
    if not any(inside):
        return "indirect"
    covered = all(any(q.start <= c.start + 1 and c.end <= q.end + 1 for q in own) for c, own in zip(content, inside, strict=True))
    return "direct" if covered else "mixed"


def _relations(text: Text, links: list[Link], statements: list[Statement]) -> list[Relation]:
    """The relations, each with the shortest statement that says it; both lists are in order of the text."""
    lengths = [sum(len(piece.text) for piece in statement.content) for statement in statements]
    contents = sorted((c.start, c.end, lengths[k], k) for k, s in enumerate(statements) for c in s.content)
    near: list[tuple[int, int, int, int]] = []
    relations, at = [], 0
    for key, link in enumerate(links, 1):
        evidence = _evidence(text, link.evidence)
        end = bisect_left(contents, (evidence.start + 1,))
        near = [c for c in (*near, *contents[at:end]) if c[1] > evidence.start]
        at = end
        claims = [(length, k) for _, last, length, k in near if evidence.end <= last]
        claim = statements[min(claims)[1]].id if claims else None
        relations.append(Relation(f"r{key}", link.kind, link.type, link.a, link.b, evidence, claim, link.rule))
    return relations


def _actors(
    text: Text, rules: dict[str, ActorRule], named: list[Named], statements: list[Statement], relations: list[Relation]
) -> list[Actor]:
    """All that the report names: those mentioned, then those whom only statements or relations bring in ("TURKISH-backed")."""
    mentions: dict[str, list[Mention]] = {}
    for mention in named:
        if mention.how != "adjective" or mention.role or mention.compound:
            where = Mention(mention.start, mention.end, text.article.text[mention.start : mention.end])
            mentions.setdefault(mention.actor, []).append(where)
    for statement in statements:
        for party in (statement.speaker, statement.addressee):
            for actor in (party.actor, party.side, *party.others) if party else ():
                if actor in rules:
                    mentions.setdefault(actor, [])
            if party is not None and party.actor in rules:
                mentions[party.actor].append(Mention(party.start, party.end, party.text))
        for target in statement.about:
            mentions.setdefault(target.actor, []).append(Mention(target.start, target.end, target.text))
    for relation in relations:
        for actor in (relation.a, relation.b):
            mentions.setdefault(actor, [])
    return [_actor(rules[key], list(_apart(found)), rules) for key, found in mentions.items()]


def _apart(mentions: list[Mention]) -> Iterator[Mention]:
    """Each mention once, in order of the text: where a name and a phrase around it mean the actor, the name alone."""
    ordered, end = sorted(mentions, key=lambda m: (m.end, -m.start)), -1
    for mention in ordered:
        if mention.start >= end:
            end = mention.end
            yield mention


def _actor(rule: ActorRule, mentions: list[Mention], rules: dict[str, ActorRule]) -> Actor:
    codes = dict(rule.codes)
    home = rules.get(rule.country or rule.side or "")
    if "iso3" not in codes and home is not None and home.type == "state" and "iso3" in home.codes:
        codes["iso3"] = home.codes["iso3"]
    if rule.sector:
        codes["sector"] = rule.sector
    known: Known = rule.known if isinstance(rule, OwnActor) else "rules"
    return Actor(rule.id, rule.name, rule.type, codes, mentions, known, rule.side)


def _evidence(text: Text, tokens: tuple[int, int]) -> Span:
    """The text that says so."""
    start, end = text.starts[tokens[0]], text.ends[tokens[1] - 1]
    return Span(text.article.text[start:end], start, end)
