"""What takes long to make of a RuleBook and can be kept: the vocabulary, the index of names, and the words that the tagger knows."""

import hashlib
from pathlib import Path

import msgspec

from quoth import cache
from quoth.analysis.mentions import index as names
from quoth.language.tagging import known_words, lexicon_path, read_lexicon
from quoth.language.vocabulary import Vocabulary, make_vocabulary
from quoth.patterns.patterns import literals
from quoth.rulebook.rules import Alliance, Construction, Content, RuleBook, Stop, Words

MAKERS = (
    "analysis.mentions",
    "analysis.prepared",
    "cache",
    "errors",
    "language",
    "model",
    "patterns",
    "plain_files",
    "rulebook",
    "spelling",
)


class Prepared(msgspec.Struct, frozen=True):
    """The vocabulary, the index, and the tags of the words that are known."""

    vocabulary: Vocabulary
    index: names.Index
    tags: dict[str, str]


def prepare(book: RuleBook, lexicon: dict[str, str]) -> Prepared:
    """Make it of a book. ``lexicon`` maps words to tags. Raises PatternError for a pattern that cannot be read."""
    patterned: tuple[Construction | Stop | Alliance | Content, ...]
    patterned = (*book.of(Construction), *book.of(Stop), *book.of(Alliance), *book.of(Content))
    vocabulary = make_vocabulary(book, sorted({word for rule in patterned for word in literals(rule.pattern)}))
    closed = [(rule.tag, rule.words) for rule in book.of(Words)]
    return Prepared(vocabulary, names.make_index(book), known_words(closed, vocabulary.tags, lexicon))


def fetch_or_prepare(book: RuleBook) -> Prepared:
    """What was prepared of the book before, with TextBlob's lexicon, or now. Raises PatternError as `prepare` does."""
    path = lexicon_path()
    key = cache.Key("prepared", (book.digest.encode(), _digest(path)), MAKERS)
    kept = cache.fetch(key, Prepared)
    if kept is not None:
        # the rules themselves are in the book
        return msgspec.structs.replace(kept, index=msgspec.structs.replace(kept.index, by_id=book.actors()))
    made = prepare(book, read_lexicon(path))
    cache.store(key, msgspec.structs.replace(made, index=msgspec.structs.replace(made.index, by_id={}, folded={})))
    return made


def _digest(path: Path | None) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path else b""
