"""Every pattern of a book that does not compile, as problems with the pattern and a caret below the place."""

from collections.abc import Iterator

from quoth.errors import Problem
from quoth.language.vocabulary import Vocabulary, make_vocabulary
from quoth.patterns.patterns import PatternError, compile_pattern, literals, words_in
from quoth.patterns.slots import RELATION_SLOTS
from quoth.rulebook.rules import Alliance, Construction, Content, RuleBook, Stop

Patterned = Construction | Stop | Alliance | Content


def pattern_problems(book: RuleBook, first: PatternError | None = None) -> list[Problem]:
    """All wrong patterns, among them such as can never match, given the first that compiling met, if any. Raises nothing."""
    rules: list[Patterned] = [*book.of(Construction), *book.of(Stop), *book.of(Alliance), *book.of(Content)]
    vocabulary = make_vocabulary(book, sorted({word for rule in rules for word in _words(rule)}))
    found = [problem for rule in rules for problem in _problems(book, rule, vocabulary)]
    return found or ([Problem("rules", f"a pattern does not compile: {first.what}", first.hint)] if first else [])


def _refuse_articles(pattern: str, book: RuleBook) -> None:
    """A word matches a noun phrase by its head, so that an article never matches."""
    articles = book.lists().get("the-or-a", frozenset())
    for at, word in sorted((at, word) for word, at in words_in(pattern)):
        if word in articles:
            raise PatternError(f"the article {word!r} never matches", at, "leave it out: a noun stands for its whole phrase")


def _words(rule: Patterned) -> list[str]:
    try:
        return list(literals(rule.pattern))
    except PatternError:
        return []


def _problems(book: RuleBook, rule: Patterned, vocabulary: Vocabulary) -> Iterator[Problem]:
    try:
        compile_pattern(rule.id, rule.pattern, vocabulary, RELATION_SLOTS if isinstance(rule, Alliance) else None)
        _refuse_articles(rule.pattern, book)
    except PatternError as error:
        caret = f"\n    {rule.pattern}\n    {' ' * error.at}^"
        yield Problem(book.where.get(rule.id, rule.id), f"the pattern of `{rule.id}`: {error.what}{caret}", error.hint)
