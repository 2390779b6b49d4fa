"""Every pattern of a book that does not compile, as problems with the pattern and a caret below the place."""

from collections.abc import Iterator

from .errors import Problem
from .patterns import PatternError, compile_pattern, literals
from .rules import Alliance, Construction, Content, RuleBook, Stop
from .slots import RELATION_SLOTS
from .vocabulary import Vocabulary, make_vocabulary

Patterned = Construction | Stop | Alliance | Content


def pattern_problems(book: RuleBook, first: PatternError) -> list[Problem]:
    """All wrong patterns, given the first that compiling met. Raises nothing."""
    rules: list[Patterned] = [*book.of(Construction), *book.of(Stop), *book.of(Alliance), *book.of(Content)]
    vocabulary = make_vocabulary(book, sorted({word for rule in rules for word in _words(rule)}))
    found = [problem for rule in rules for problem in _problems(book, rule, vocabulary)]
    return found or [Problem("rules", f"a pattern does not compile: {first.what}", first.hint)]


def _words(rule: Patterned) -> list[str]:
    try:
        return list(literals(rule.pattern))
    except PatternError:
        return []


def _problems(book: RuleBook, rule: Patterned, vocabulary: Vocabulary) -> Iterator[Problem]:
    try:
        compile_pattern(rule.id, rule.pattern, vocabulary, RELATION_SLOTS if isinstance(rule, Alliance) else None)
    except PatternError as error:
        caret = f"\n    {rule.pattern}\n    {' ' * error.at}^"
        yield Problem(book.where.get(rule.id, rule.id), f"the pattern of `{rule.id}`: {error.what}{caret}", error.hint)
