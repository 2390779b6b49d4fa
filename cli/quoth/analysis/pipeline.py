"""The stages in order: what a newcomer reads first.

read -> legible -> segment -> actors -> quotes -> attribution -> coreference -> about -> alliances -> report -> render
"""

import msgspec
from msgspec import structs

from quoth.analysis import acts, assembly, quotations
from quoth.analysis import targets as about
from quoth.analysis.attribution import constructions as attribution
from quoth.analysis.attribution.act_words import Telling
from quoth.analysis.coreference import affiliation, resolver
from quoth.analysis.coreference import context as coreference_context
from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.mentions import finder, lone_names, naming, parties
from quoth.analysis.mentions import index as names
from quoth.analysis.mentions import persons as people
from quoth.analysis.prepared import Prepared, prepare
from quoth.analysis.relations import grammar as relating
from quoth.analysis.relations.deed_rules import Deeds, make_deeds
from quoth.analysis.relations.finder import distinct, find_claims, find_relations, unstated
from quoth.analysis.relations.frames_finder import find_deeds
from quoth.analysis.speaking import SpeakingWords, spoken
from quoth.language import datelines, segmentation
from quoth.language.paragraphs import LineWords
from quoth.language.tagging import lexicon_path, make_tagger, read_lexicon
from quoth.language.text import Text
from quoth.language.vocabulary import Vocabulary
from quoth.model import Article, Document
from quoth.patterns.patterns import compile_pattern, literals, make_screen
from quoth.reading.legible import Legible, make_legible
from quoth.rulebook.rules import Abbreviations, ActorRule, Construction, Content, Elisions, RuleBook, Stop, Suffix, Tagging
from quoth.rulebook.word_lists import words_for


class Engine(msgspec.Struct, frozen=True):
    """A RuleBook made ready: everything that analyzing needs, and nothing that changes."""

    book: RuleBook
    vocabulary: Vocabulary
    segmenter: segmentation.Segmenter
    index: names.Index
    parties: parties.Parties
    persons: people.Persons
    lone: lone_names.LoneNames
    mute: frozenset[str]
    grammar: attribution.Grammar
    context: coreference_context.Context
    doers: acts.Context
    targets: about.Context
    relations: relating.Grammar
    deeds: Deeds


def analyze(article: Article, engine: Engine) -> Document:
    """Who said what about whom in one article, and who stands with or against whom."""
    view = read(article, engine)
    if view.is_plain:
        return analyze_view(article, engine)
    return restore(article, view, analyze_view(shown(article, view), engine))


def read(article: Article, engine: Engine) -> Legible:
    """The article's text as it was meant to be read."""
    return make_legible(article.text, engine.segmenter.known_words)


def shown(article: Article, view: Legible) -> Article:
    """The article with the view for its text, and no warning, whose place in it would be another."""
    return structs.replace(article, text=view.text, warnings=())


def restore(article: Article, view: Legible, document: Document) -> Document:
    """The report on a view as one on the article: offsets, and what stands there, are those of its own text."""
    warnings = [*article.warnings, *view.warnings, *view.restore(document.warnings)]
    return structs.replace(
        view.restore(document), characters=len(article.text), warnings=sorted(warnings, key=lambda w: (w.start or 0, w.what))
    )


def analyze_view(article: Article, engine: Engine) -> Document:
    """The same of an article whose text is as it was meant."""
    text, mentioned, own = name_actors(article, engine)
    engine = _knowing(engine, own) if own else engine
    named, datelined = _parted(mentioned, text.datelines)
    layout = quotations.find_quotations(text, engine.vocabulary)
    drafts = spoken(text, attribution.attribute(text, layout, engine.grammar), named, engine.mute, engine.context.roles)
    quoted = sorted(layout.tokens.values())
    resolved, state = resolver.resolve(text, named, datelined, drafts, quoted, engine.context)
    drafts = acts.settle_acts(text, drafts, resolved, named, engine.doers)
    targets = about.find_targets(text, drafts, resolved, named, engine.targets)
    kept = about.counting(text, drafts, resolved, targets, engine.targets)
    drafts, resolved, targets = [drafts[k] for k in kept], [resolved[k] for k in kept], [targets[k] for k in kept]
    links = find_relations(text, named, engine.relations)
    links += find_deeds(text, named, quoted, engine.deeds, engine.index.by_id, state.actor_of)
    claims = find_claims(text, drafts, [(r.speaker, r.addressee) for r in resolved], targets, engine.relations)
    links = distinct([*links, *unstated(claims, links, engine.relations)])
    return assembly.assemble(text, engine.index.by_id, mentioned, drafts, resolved, targets, links)


def name_actors(article: Article, engine: Engine) -> tuple[Text, list[Named], dict[str, OwnActor]]:
    """The article cut up, with all who take part in it, and those of them whom no rule names; names of rules bear the tags of names."""
    text = segmentation.segment(article, engine.segmenter)
    named, apart = finder.find_names(text, engine.index)
    text = naming.tag_names(text, named)
    named, own = parties.find_parties(text, named, apart, engine.parties)
    named, strangers = people.find_persons(text, named, engine.persons)
    named, alone = lone_names.find_lone_names(text, named, engine.lone)
    strangers |= alone
    own |= strangers
    if strangers:
        context = coreference_context.knowing(engine.context, engine.index.by_id | own, own)
        own |= affiliation.tell(text, _parted(named, text.datelines)[0], strangers, context)
    return text, named, own


def name_parties(text: str, engine: Engine) -> list[str]:
    """The ids of all who take part in a text, in order of their first mention."""
    named = name_actors(Article("text", text, ""), engine)[1]
    return list(dict.fromkeys(mention.actor for mention in named))


def _knowing(engine: Engine, own: dict[str, OwnActor]) -> Engine:
    """The engine for one document, whose own actors every stage knows like those of the rules."""
    actors: dict[str, ActorRule] = engine.index.by_id | own
    replace = msgspec.structs.replace
    return replace(
        engine,
        index=replace(engine.index, by_id=actors),
        context=coreference_context.knowing(engine.context, actors, own),
        doers=replace(engine.doers, actors=actors),
        targets=replace(engine.targets, actors=actors),
        relations=replace(engine.relations, lexicon=replace(engine.relations.lexicon, actors=actors)),
    )


def _parted(mentioned: list[Named], spans: list[tuple[int, int]]) -> tuple[list[Named], list[Named]]:
    """The mentions outside the datelines, and those inside: what says where a report was written takes no part in what it tells."""
    inside = {token for span in spans for token in range(*span)}
    return [n for n in mentioned if n.first not in inside], [n for n in mentioned if n.first in inside]


def make_engine(book: RuleBook, ready: Prepared | None = None) -> Engine:
    """Compile a RuleBook. ``ready`` is what was prepared of it; without, that is done here, with TextBlob's lexicon.
    Raises PatternError for a pattern that cannot be compiled, and RulesError for a word list or class that the book lacks."""
    ready = ready or prepare(book, read_lexicon(lexicon_path()))
    constructions, stops, contents = book.of(Construction), book.of(Stop), book.of(Content)
    spoken: tuple[Construction | Stop | Content, ...] = (*constructions, *stops, *contents)
    compiled = {rule.id: compile_pattern(rule.id, rule.pattern, ready.vocabulary) for rule in spoken}
    words = words_for(attribution.AttributionWords, book)
    grammar = attribution.Grammar(
        {rule.id: (rule, compiled[rule.id]) for rule in constructions},
        {rule.id: compiled[rule.id] for rule in stops},
        {rule.id: (_telling(rule, order, words.negation), compiled[rule.id]) for order, rule in enumerate(contents)},
        make_screen(list(compiled.values())),
        words,
        ready.vocabulary,
    )
    relations = relating.make_grammar(book, ready.vocabulary)
    return Engine(
        book,
        ready.vocabulary,
        _make_segmenter(book, ready.tags),
        ready.index,
        parties.make_parties(book),
        people.make_persons(book, ready.vocabulary),
        lone_names.make_lone_names(book, ready.tags),
        words_for(SpeakingWords, book).mute,
        grammar,
        coreference_context.make_context(book),
        acts.make_context(book),
        about.make_context(book),
        relations,
        make_deeds(book, ready.tags, relations.lexicon.short),
    )


def _telling(rule: Content, order: int, negation: frozenset[str]) -> Telling:
    denies = "{word:denial}" in rule.pattern or any(word in negation for word in literals(rule.pattern))
    return Telling(rule, order, denies)


def _make_segmenter(book: RuleBook, tags: dict[str, str]) -> segmentation.Segmenter:
    suffixes = [(rule.ending, rule.tag) for rule in book.of(Suffix)]
    tagger = make_tagger(tags, suffixes, [(rule.match, rule.becomes) for rule in book.of(Tagging)])
    abbreviations = [word for rule in book.of(Abbreviations) for word in rule.words]
    return segmentation.make_segmenter(
        abbreviations,
        [word for rule in book.of(Elisions) for word in rule.words],
        words_for(LineWords, book).particle,
        tagger,
        datelines.make_known(book),
    )
