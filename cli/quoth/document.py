"""Put the report on a document together from what the stages found: tokens become offsets, finds get ids."""

from .alliances import Link, evidence_span
from .coreference import Resolved
from .model import About, Actor, Cue, Document, Draft, Kind, Mention, Named, Relation, Span, Statement, Text
from .rules import ActorRule

OPENING = ("“", '"', "„", "«", "»", "‘", "'", "‹", "``", "''", "”")


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
    statements = [
        _statement(text, f"s{k}", draft, parties, about)
        for k, (draft, parties, about) in enumerate(zip(drafts, resolved, targets, strict=True), 1)
    ]
    relations = [_relation(text, f"r{k}", link, statements) for k, link in enumerate(links, 1)]
    article = text.article
    return Document(
        source=article.source,
        digest=article.digest,
        title=article.title,
        date=article.date,
        characters=len(article.text),
        actors=_actors(text, rules, named, statements),
        statements=statements,
        relations=relations,
        warnings=sorted([*article.warnings, *text.warnings], key=lambda w: (w.start or 0, w.what)),
    )


def _statement(text: Text, key: str, draft: Draft, parties: Resolved, about: list[About]) -> Statement:
    content = _content(text, draft)
    cue = None
    if draft.cue is not None:
        start, end = text.starts[draft.cue[0]], text.ends[draft.cue[1] - 1]
        cue = Cue(text.article.text[start:end], start, end, draft.lemma)
    return Statement(
        key, _kind(text, content), draft.act, draft.negated, parties.speaker, parties.addressee, cue, content, about, draft.rule
    )


def _content(text: Text, draft: Draft) -> list[Span]:
    """The pieces with their quotation marks whole, overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for first, last in draft.content:
        start, end = _whole_marks(text, text.starts[first], text.ends[last - 1])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return [Span(text.article.text[start:end], start, end) for start, end in spans]


def _whole_marks(text: Text, start: int, end: int) -> tuple[int, int]:
    """A content that cuts through a quotation takes its marks in."""
    for quotation in text.quotations:
        if quotation.start >= end:
            break
        if start <= quotation.start and quotation.inner_end <= end < quotation.end:
            end = quotation.end
        elif quotation.start < start == quotation.inner_start and quotation.end == end:
            start = quotation.start
        elif start <= quotation.start < end < quotation.end and text.article.text[end : quotation.inner_end].strip(" .,?!…") == "":
            end = quotation.end
    return start, end


def _kind(text: Text, content: list[Span]) -> Kind:
    marks = [q for q in text.quotations if any(c.start < q.inner_end and q.start < c.end for c in content)]
    outer = [q for q in marks if any(c.start <= q.start and q.inner_end <= c.end for c in content)]
    if not outer:
        return "indirect"
    covered = all(any(q.start <= c.start + 1 and c.end <= q.end + 1 for q in outer) for c in content)
    return "direct" if covered else "mixed"


def _relation(text: Text, key: str, link: Link, statements: list[Statement]) -> Relation:
    evidence = evidence_span(text, link.evidence)
    claims = [
        (sum(len(c.text) for c in s.content), s.id)
        for s in statements
        if any(c.start <= evidence.start and evidence.end <= c.end for c in s.content)
    ]
    return Relation(key, link.kind, link.type, link.a, link.b, evidence, min(claims)[1] if claims else None, link.rule)


def _actors(text: Text, rules: dict[str, ActorRule], named: list[Named], statements: list[Statement]) -> list[Actor]:
    mentions: dict[str, list[Mention]] = {}
    for mention in named:
        if mention.how != "adjective" or mention.role or mention.compound:
            where = Mention(mention.start, mention.end, text.article.text[mention.start : mention.end])
            mentions.setdefault(mention.actor, []).append(where)
    for statement in statements:
        for party in (statement.speaker, statement.addressee):
            for actor in (party.actor, party.side) if party else ():
                if actor in rules:
                    mentions.setdefault(actor, [])
        for target in statement.about:
            mentions.setdefault(target.actor, [])
    return [_actor(rules[key], found, rules) for key, found in mentions.items()]


def _actor(rule: ActorRule, mentions: list[Mention], rules: dict[str, ActorRule]) -> Actor:
    codes = dict(rule.codes)
    home = rules.get(rule.country or rule.side or "")
    if "iso3" not in codes and home is not None and home.type == "state" and "iso3" in home.codes:
        codes["iso3"] = home.codes["iso3"]
    if rule.sector:
        codes["sector"] = rule.sector
    return Actor(rule.id, rule.name, rule.type, codes, mentions)
