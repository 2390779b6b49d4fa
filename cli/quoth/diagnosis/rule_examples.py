"""Run the rules' own examples: what each must find, near misses it must not, and known gaps.

pytest and `quoth rules check` both call `check`. A gap that is found after all is a complaint too:
move it to the matches.
"""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from quoth.analysis.pipeline import Engine, analyze, make_engine
from quoth.analysis.relations.deed_rules import Index
from quoth.errors import Problem
from quoth.language.segmentation import segment
from quoth.model import Article, Document, Relation, Statement
from quoth.rulebook.rules import (
    RELATION_PARTS,
    STATEMENT_PARTS,
    ActorRule,
    Alliance,
    Claim,
    Construction,
    Content,
    Deed,
    Example,
    GroupNoun,
    Role,
    Rule,
    RuleBook,
    Stop,
    Tagging,
    VerbFamily,
)

JOINED = " … "
"""How the pieces of a content are joined in an example."""
Finds = list[dict[str, str | None]]
Finder = Callable[[Rule, str, Engine], Finds]
Parties = Callable[[str, Engine], Iterable[str]]
"""The ids of all who take part in a text, whether rules name them or not."""


def check(book: RuleBook, parties: Parties | None = None) -> list[Problem]:
    """Every example of every rule that does not hold, in the order of the book. Those of group nouns are asked of
    ``parties``, and passed over without it."""
    engine = make_engine(book)
    finders = dict(FINDERS)
    if parties is not None:
        finders[GroupNoun] = _by_group(parties)
    rules = (rule for rule in book.rules if parties is not None or not isinstance(rule, GroupNoun))
    return [problem for rule in rules for problem in _check_rule(rule, engine, finders)]


def _check_rule(rule: Rule, engine: Engine, finders: dict[type[Rule], Finder]) -> Iterator[Problem]:
    finder = finders.get(type(rule))
    where = engine.book.where.get(rule.id, rule.id)
    if finder is None:
        if rule.examples.match or rule.examples.miss or rule.examples.gap:
            yield Problem(where, f"{rule.id}: rules of this kind have no examples", "give the example to the rule that it is about")
        return
    for example in map(_example, rule.examples.match):
        found = finder(rule, example.text, engine)
        if not _holds(example, found):
            yield Problem(
                where, f"{rule.id} misses its example: {example.text!r}", f"it found {_shown(found)}, expected {example.finds or 'a match'}"
            )
    for text in rule.examples.miss:
        found = finder(rule, text, engine)
        if found:
            yield Problem(where, f"{rule.id} matches its near miss: {text!r}", f"it found {_shown(found)}")
    for example in map(_example, rule.examples.gap):
        if _holds(example, finder(rule, example.text, engine)):
            yield Problem(where, f"{rule.id} now finds its gap: {example.text!r}", "move it to the matches")


def _example(example: Example | str) -> Example:
    return Example(example) if isinstance(example, str) else example


def _holds(example: Example, found: Finds) -> bool:
    wanted = [(key, None if value == "null" else value) for key, value in (example.finds or {}).items()]
    return any(all(find.get(key) == value for key, value in wanted) for find in found)


def _shown(found: Finds) -> str:
    return "; ".join(str({k: v for k, v in find.items() if v}) for find in found) or "nothing"


def _report(text: str, engine: Engine) -> Document:
    return analyze(Article("example", text, ""), engine)


def _statement_parts(statement: Statement) -> dict[str, str | None]:
    speaker = statement.speaker
    values = (
        *((speaker.text, speaker.name, speaker.side, speaker.sector) if speaker else (None,) * 4),
        statement.addressee.text if statement.addressee else None,
        statement.cue.text if statement.cue else None,
        JOINED.join(piece.text for piece in statement.content),
        statement.kind,
        statement.act,
        "yes" if statement.negated else "no",
    )
    return dict(zip(STATEMENT_PARTS, values, strict=True))


def _relation_parts(relation: Relation) -> dict[str, str | None]:
    values = (relation.a, relation.b, relation.kind, relation.type, relation.evidence.text)
    return dict(zip(RELATION_PARTS, values, strict=True))


def _by_construction(rule: Rule, text: str, engine: Engine) -> Finds:
    return [_statement_parts(s) for s in _report(text, engine).statements if s.rule == rule.id]


def _by_family(rule: Rule, text: str, engine: Engine) -> Finds:
    assert isinstance(rule, VerbFamily)
    lemmas = {entry if isinstance(entry, str) else entry.verb for entry in rule.verbs}
    return [_statement_parts(s) for s in _report(text, engine).statements if s.cue and s.cue.lemma in lemmas]


def _relations(rule: Rule, text: str, engine: Engine) -> Finds:
    return [_relation_parts(r) for r in _report(text, engine).relations if r.rule == rule.id]


def _by_alliance(rule: Rule, text: str, engine: Engine) -> Finds:
    """What a pattern finds by itself: families of deeds, which may tell the same first, are left out."""
    return _relations(rule, text, _with_deeds(engine, ""))


def _with_deeds(engine: Engine, wanted: str) -> Engine:
    """The engine with the family of that id alone, or with none."""

    def only(index: Index) -> Index:
        return {word: found for word, rules in index.items() if (found := tuple(one for one in rules if one.id == wanted))}

    replace, deeds = msgspec.structs.replace, engine.deeds
    return replace(engine, deeds=replace(deeds, verbs=only(deeds.verbs), nouns=only(deeds.nouns), links=only(deeds.links)))


def _by_deed(rule: Rule, text: str, engine: Engine) -> Finds:
    """What a family of deeds finds by itself: patterns and other families, which may tell the same first, are left out."""
    replace = msgspec.structs.replace
    alone = replace(engine, relations=replace(engine.relations, shapes=(), claims=()))
    return _relations(rule, text, _with_deeds(alone, rule.id))


def _by_stop(rule: Rule, text: str, engine: Engine) -> Finds:
    """The contents that end where a rule of this kind says; a near miss is a text whose content goes on to its end."""
    contents = [_statement_parts(s) for s in _report(text, engine).statements]
    return [parts for parts in contents if not text.rstrip('.”"').endswith((parts["content"] or "").rstrip('.”"'))]


def _by_act(rule: Rule, text: str, engine: Engine) -> Finds:
    assert isinstance(rule, Content)
    return [_statement_parts(s) for s in _report(text, engine).statements if s.act == rule.act]


def _by_actor(rule: Rule, text: str, engine: Engine) -> Finds:
    found = [a for a in _report(text, engine).actors if a.id == rule.id]
    return [{"mention": m.text} for a in found for m in a.mentions] or [{"mention": None} for a in found]


def _by_role(rule: Rule, text: str, engine: Engine) -> Finds:
    """The speakers who are called by a noun of the role, and are of its sector if it has one."""
    assert isinstance(rule, Role)
    statements = [s for s in _report(text, engine).statements if s.speaker and rule.sector in (None, s.speaker.sector)]
    nouns = re.compile(rf"\b(?:{'|'.join(map(re.escape, rule.forms))})\b", re.IGNORECASE)
    return [_statement_parts(s) for s in statements if s.speaker and nouns.search(s.speaker.text)]


def _by_tagging(rule: Rule, text: str, engine: Engine) -> Finds:
    """The words that bear the tag which the rule gives."""
    assert isinstance(rule, Tagging)
    cut = segment(Article("example", text, ""), engine.segmenter)
    return [{"word": word} for word, tag in zip(cut.words, cut.tags, strict=True) if tag == rule.becomes]


def _by_group(parties: Parties) -> Finder:
    """Finds the parties that a group noun calls: its own by their ids, and for a noun that makes none whoever takes part."""

    def found(rule: Rule, text: str, engine: Engine) -> Finds:
        assert isinstance(rule, GroupNoun)
        return [{"actor": id_} for id_ in parties(text, engine) if rule.acts_for != "own" or rule.is_id(id_)]

    return found


FINDERS: dict[type[Rule], Finder] = {
    Construction: _by_construction,
    VerbFamily: _by_family,
    Alliance: _by_alliance,
    Claim: _by_alliance,
    Deed: _by_deed,
    Stop: _by_stop,
    Content: _by_act,
    ActorRule: _by_actor,
    Role: _by_role,
    Tagging: _by_tagging,
}
"""How the finds of each kind of rule are seen in a report."""
