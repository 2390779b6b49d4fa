"""The clauses of an article as lines for people: a line for each verb group, indented below the one that it is embedded in, and
one for each noun of a deed or tie.

A line is a list of (words, style) pairs, as in `explainview`.
"""

from collections.abc import Iterable, Iterator

import msgspec

from quoth.analysis import quotations
from quoth.analysis.pipeline import Engine, name_actors
from quoth.language.clause_words import ClauseWords, compound_links, make_clause_words, noun_families
from quoth.language.clauses import read_text
from quoth.language.frames import Clause, CompoundFrame, NounFrame, Phrase, Prepositional, Sentence
from quoth.language.tagging import lexicon_path, read_lexicon
from quoth.model import Article
from quoth.reporting.serialization import visible

Line = list[tuple[str, str]]
QUIET = frozenset({"own", "relative", "none"})
"""Ways of coming by a subject that the rest of the line shows."""


def clause_words(engine: Engine) -> ClauseWords:
    """The words by which sentences are taken apart, with the nouns and compounds of the rules of relations."""
    return make_clause_words(engine.book, read_lexicon(lexicon_path()), noun_families(engine.book), compound_links(engine.book))


class Analysis(msgspec.Struct, frozen=True):
    """An article's text, its tokens as (start, end) in code points, and its sentences, which speak of these tokens by number."""

    text: str
    tokens: list[tuple[int, int]]
    sentences: list[Sentence]


def read_clauses(article: Article, engine: Engine) -> Analysis:
    """The clauses of an article's sentences, but for datelines. Raises nothing."""
    text, *_ = name_actors(article, engine)
    layout = quotations.find_quotations(text, engine.vocabulary)
    sentences = read_text(text, sorted(layout.tokens.values()), clause_words(engine))
    return Analysis(article.text, list(zip(text.starts, text.ends, strict=True)), sentences)


def clause_lines(analysis: Analysis) -> Iterator[Line]:
    """Each sentence in a block: its text, and below it its clauses and frames. Text of the article is made harmless."""
    for sentence in analysis.sentences:
        first, last = sentence.span
        yield [(visible(_words(analysis, first, last)), "bold")]
        for line in sentence_lines(analysis, sentence):
            name, colon, rest = line.partition(": ")
            yield [("  " + visible(name + colon), "cyan"), (visible(rest), "")]
        yield []


def sentence_lines(analysis: Analysis, sentence: Sentence) -> Iterator[str]:
    """A sentence's clauses and frames, a line each."""
    depths: list[int] = []
    for clause in sentence.clauses:
        depths.append(depths[clause.parent] + 1 if clause.parent >= 0 else 0)
        yield "  " * depths[-1] + _clause(analysis, clause)
    for noun in sentence.nouns:
        yield _noun(analysis, noun, sentence)
    for compound in sentence.compounds:
        yield _compound(analysis, compound)


def _clause(analysis: Analysis, clause: Clause) -> str:
    parts = [_verb(clause)]
    how = "" if clause.subject_by in QUIET else f" ({clause.subject_by})"
    parts += _named("subject", _phrases(analysis, clause.subject) + how, clause.subject)
    parts += _named("indirect", _phrases(analysis, clause.indirect), clause.indirect)
    parts += _named("object", _phrases(analysis, clause.objects), clause.objects)
    parts += _named("agent", _phrases(analysis, clause.agent), clause.agent)
    parts += _prepositional(analysis, (p for p in clause.prepositions if p.phrases != clause.agent))
    title = f"{clause.relation} {clause.marker}".strip()
    return f"{title}: {'; '.join(parts)}"


def _verb(clause: Clause) -> str:
    if clause.verb < 0:
        return "no verb"
    told = [clause.lemma + (f" {clause.particle}" if clause.particle else "")]
    told += ["passive"] if clause.voice == "passive" else []
    told += ["not"] if clause.negated else []
    told += [clause.modality] if clause.modality else []
    told.append(clause.tense if clause.form == "finite" else clause.form)
    return ", ".join(told)


def _named(name: str, what: str, phrases: tuple[Phrase, ...]) -> list[str]:
    return [f"{name} {what}"] if phrases else []


def _phrases(analysis: Analysis, phrases: Iterable[Phrase]) -> str:
    return " + ".join(_words(analysis, phrase.first, phrase.last) for phrase in phrases)


def _words(analysis: Analysis, first: int, last: int) -> str:
    return " ".join(analysis.text[analysis.tokens[first][0] : analysis.tokens[last - 1][1]].split())


def _prepositional(analysis: Analysis, found: Iterable[Prepositional]) -> list[str]:
    return [f"{phrase.word} {_phrases(analysis, phrase.phrases)}" for phrase in found]


def _noun(analysis: Analysis, noun: NounFrame, sentence: Sentence) -> str:
    parts = _named("owner", _phrases(analysis, noun.owner), noun.owner)
    parts += _named("of whom", _phrases(analysis, noun.bearer), noun.bearer)
    parts += _prepositional(analysis, noun.prepositions)
    if noun.carrier >= 0:
        parts.append(f"{'suffered' if noun.suffered else 'done'} by the subject of {sentence.clauses[noun.carrier].lemma}")
    return f"noun {noun.word} ({noun.family}): {'; '.join(parts) or 'alone'}"


def _compound(analysis: Analysis, compound: CompoundFrame) -> str:
    names = " + ".join(_words(analysis, first, last) for first, last in compound.names)
    return f"compound {compound.link}: {names}; of {_words(analysis, compound.of.first, compound.of.last)}"
