"""Cut an article into paragraphs, sentences and tokens with offsets and coarse tags.

NLTK's Punkt finds the sentence ends, with the abbreviations of rules/text; a sentence is never
cut inside a quotation that goes on. Nothing is downloaded: Punkt runs on our own parameters.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

import msgspec

from quoth.language.datelines import Known, find_datelines
from quoth.language.nltk_home import a_home
from quoth.language.paragraphs import find_paragraphs
from quoth.language.quotation_marks import pair_marks
from quoth.language.tagging import Tagger, tag
from quoth.language.text import Quotation, Text
from quoth.model import Article

Span = tuple[int, int]
TagWords = Callable[[list[str], list[bool], list[bool], dict[int, str]], str]
"""What `tagging.tag` does, its tagger given."""

ENDS_INSIDE = re.compile(r"[.?!][^\w\s.?!]*\s+\S|[a-z]{3}[.?!][\"”]?(?:[A-Z][a-z ]|[\"“][A-Z])")
"""Where a sentence might end before the text does; a paragraph without such a place need not be cut. In a run of stops the last one tells:
what follows it holds none, or the search would run to the end of the run from each."""
GLUED_END = r"(?<=[a-z]{3})[.?!][\"”]?(?=[A-Z][a-z ]|[\"“][A-Z])"
"""Where a page's text lost the blank between two sentences ("began.The army")."""
PLAIN_END = re.compile(rf"[.?!][\"”’]? {{1,3}}(?=[\"“‘]?[A-Za-z])|{GLUED_END}")
"""Where Punkt always ends a sentence after a word of several letters that is no abbreviation."""
DOUBTFUL = re.compile(r"[.?!](?![\"”’)]{1,3}\s*\Z)(?:[^\w\s]|\s+\S)")
"""Where Punkt must be asked. It sees ends before quotation marks and brackets too, and gives those that close to what they close."""
STARTERS = frozenset("DOHSWICtpsr")
"""Tags of the small words that, with a capital, begin a sentence even after an abbreviation ("in the U.S. The army")."""
SURE_ENDS = frozenset(".?!")
SMALL_NAME = re.compile(r"(?:al|el)[ -][A-Z]")
"""A name with the Arabic article in small letters, which may begin a sentence."""
SIGNS = re.compile(r"[a-z]{1,5}(?:/[a-z]{1,5}){1,3},? \(")
"""What German agencies put below a report: the writers' signs and the sources."""
UNFINISHED = frozenset("DCITUHSXr")
"""Tags of the small words after which a line is not over: articles, prepositions, conjunctions, modals."""
BEFORE_NUMBER = " #"
"""Ends an abbreviation which is one only before a number ("No. 242", but "He said no.")."""
MAX_SENTENCE = 20_000
"""Characters that Punkt gets at once: its time must not depend on a line of megabytes."""


class Segmenter(msgspec.Struct, frozen=True):
    """What segmentation needs, made once from the rules."""

    token: re.Pattern[str]
    span_sentences: Callable[[str], Iterable[Span]]
    abbreviations: frozenset[str]
    elisions: frozenset[str]
    tag: TagWords
    datelines: Known
    unfinished: frozenset[str]
    known_words: Collection[str]


def make_segmenter(
    abbreviations: Iterable[str], elisions: Iterable[str], particles: Collection[str], tagger: Tagger, datelines: Known
) -> Segmenter:
    """Compile the tokenizer and Punkt's parameters from the rules' word lists. ``particles`` may end a headline."""
    with a_home():
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    words = sorted(abbreviations, key=lambda w: (-len(w), w))
    parameters = PunktParameters()
    parameters.abbrev_types = {w.lower().rstrip(".") for w in words if not w.endswith(BEFORE_NUMBER)}
    parameters.sent_starters = {word for word, tag in tagger.words.items() if tag in STARTERS and len(word) > 1 and word.islower()}
    punkt = PunktSentenceTokenizer(parameters)
    known = frozenset(parameters.abbrev_types)
    unfinished = frozenset(word for word, tag in tagger.words.items() if tag in UNFINISHED and word.islower()) - set(particles)
    return Segmenter(
        _token_pattern(words),
        punkt.span_tokenize,
        known,
        frozenset(elisions),
        partial(tag, tagger),
        datelines,
        unfinished,
        tagger.words.keys(),
    )


def _token_pattern(abbreviations: list[str]) -> re.Pattern[str]:
    known = "|".join(re.escape(w) for w in abbreviations if not w.endswith(BEFORE_NUMBER))
    counted = "|".join(re.escape(w.removesuffix(BEFORE_NUMBER)) for w in abbreviations if w.endswith(BEFORE_NUMBER)) or r"[^\W\w]"
    longest = max(map(len, abbreviations), default=1)
    return re.compile(
        rf"""
        (?=\S)(?:                                           # nothing else need be tried at a blank
        [A-Za-z]++(?=[ ,])                                  # most words are plain
        | [,;:()]                                           # and these are always alone
        | (?:[A-Za-z]\.){{2,20}}                            # U.S. a.m.
        | (?=[\w.'’-]{{1,{longest}}}\.)(?<![\w.])(?:{known})\.(?=[\s,;)’'-]|$)  # Gen. Va.
        | (?<![\w.])(?i:{counted})\.(?=\s?\d)               # No. 242
        | [A-Z]\.(?=\s?[A-Z])                               # an initial
        | \d+(?:[.,:/]\d+)*(?:[-‐‑][^\W\d_]+){{1,4}}\b  # 30,000-strong 71-year-old
        | \d+(?:[.,:/]\d+)*(?:[a-z]{{1,8}})?\b  # 30,000 7:30 1990s
        | (?:did|does|do|is|was|were|are|has|have|had|would|could|should|wo|ca|must|need|ai)(?=n['’]t\b)
        | n['’]t\b
        | [^\W_]+(?:(?!(?<=[a-z]{{3}})\.[A-Z][a-z\s])[-‐‑/&@_.]+[^\W_]+|['’](?!s\b|S\b|re\b|ve\b|ll\b|d\b|m\b)[^\W\d_]+)*
        | ['’](?:s|S|re|ve|ll|d|m)\b
        | ''|``|-{{2,3}}|\.\.\.+|[^\w\s]|_+
        )
        """,
        re.VERBOSE,
    )


def segment(article: Article, segmenter: Segmenter) -> Text:
    """Cut the article up. Every token, sentence and quotation lies inside one paragraph; a dateline is a sentence of its own."""
    text = article.text
    paragraphs = list(find_paragraphs(text, segmenter.unfinished))
    quotations, warnings = pair_marks(text, paragraphs, segmenter.elisions)
    starts, ends, words = _tokens(text, segmenter.token)
    limits = [_token_range(starts, span) for span in paragraphs]
    sentences: list[Span] = []
    for span, limit in zip(paragraphs, limits, strict=True):
        sentences += _sentences(text, span, limit, starts, segmenter)
    sentences = _join_inside(sentences, {first for first, _ in limits}, quotations, starts, words)
    spaced = [a > b for a, b in zip(starts, [-1, *ends], strict=False)]
    datelines = find_datelines(words, limits, spaced, segmenter.datelines)
    sentences = _cut_after(datelines, sentences)
    titled = [(after, last) for (_, last), after in zip(limits, _after(datelines, limits), strict=True)]
    tags = _tag(text, segmenter.tag, starts, words, titled, sentences, quotations)
    return Text(article, starts, ends, words, tags, limits, sentences, quotations, warnings, datelines)


def _after(datelines: list[Span], paragraphs: list[Span]) -> list[int]:
    """Each paragraph's first token that belongs to no dateline."""
    ends = dict(datelines)
    return [ends.get(first, first) for first, _ in paragraphs]


def _cut_after(datelines: list[Span], sentences: list[Span]) -> list[Span]:
    """The sentences, with each dateline as one of its own."""
    if not datelines:
        return sentences
    ends, end = dict(datelines), 0
    cut: list[Span] = []
    for first, last in sentences:
        if first in ends:
            end = ends[first]
            cut.append((first, end))
        if last > end:
            cut.append((max(first, end), last))
    return cut


def _tokens(text: str, pattern: re.Pattern[str]) -> tuple[list[int], list[int], list[str]]:
    starts, ends, words = [], [], []
    for match in pattern.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        words.append(match.group())
    return starts, ends, words


def _token_range(starts: list[int], span: Span) -> Span:
    return bisect_right(starts, span[0] - 1), bisect_right(starts, span[1] - 1)


def _sentences(text: str, span: Span, limit: Span, starts: list[int], segmenter: Segmenter) -> Iterator[Span]:
    first, last = limit
    for piece_start, piece_end in _pieces(text, span):
        for end in sentence_ends(text[piece_start:piece_end], segmenter):
            after = bisect_right(starts, piece_start + end - 1, first, last)
            if after > first:
                yield first, after
                first = after
    if first < last:
        yield first, last


def sentence_ends(piece: str, segmenter: Segmenter) -> Iterator[int]:
    """Where Punkt ends sentences; it is only asked where that is not plain, because it takes long."""
    if not ENDS_INSIDE.search(piece):
        yield len(piece)
        return
    start = 0
    for match in PLAIN_END.finditer(piece):
        word = piece[max(start, piece.rfind(" ", start, match.start()) + 1) : match.start()]
        if len(word) > 1 and word.isalpha() and word.lower() not in segmenter.abbreviations:
            yield from _doubtful_ends(piece, start, match.start(), match.end(), segmenter)
            start = match.end()
    yield from _doubtful_ends(piece, start, len(piece), len(piece), segmenter)


def _doubtful_ends(piece: str, start: int, until: int, end: int, segmenter: Segmenter) -> Iterator[int]:
    """Sentence ends before ``until``, and then ``end``."""
    if DOUBTFUL.search(piece, start, until):
        yield from (start + last for _, last in segmenter.span_sentences(piece[start:end]))
    else:
        yield end


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE) + 1 or start + MAX_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _join_inside(
    sentences: list[Span], paragraphs: set[int], quotations: list[Quotation], starts: list[int], words: list[str]
) -> list[Span]:
    """Undo the cuts inside outermost quotations, before a lower-case word and between an abbreviation and
    its number, but not at a paragraph's start."""
    outer = [q for q in quotations if q.depth == 0]
    joined: list[Span] = []
    k = 0
    for first, last in sentences:
        while k < len(outer) and outer[k].end <= starts[first]:
            k += 1
        if joined and k < len(outer) and first > joined[-1][0] + 1 and outer[k].start == starts[first - 1]:
            joined[-1] = (joined[-1][0], first - 1)  # the mark opens what follows, although a blank stands between
            joined.append((first - 1, last))
            continue
        inside = k < len(outer) and outer[k].start < starts[first]
        if joined and first not in paragraphs and (inside or _goes_on(words, first, last)):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _goes_on(words: list[str], first: int, last: int) -> bool:
    """Whether a sentence goes on with what begins here: not with a name in small letters ("al Qaeda", "al-Shabab"), nor with the
    signs of those who wrote the report ("mg/ng (dpa, AP)")."""
    word, before = words[first], words[first - 1]
    if before in SURE_ENDS and word[0].islower():
        after = words[first + 1] if first + 1 < last else ""
        if SMALL_NAME.match(f"{word} {after}") or SIGNS.match(f"{word} {after}"):
            return False
    return word[0].islower() or word in ",;)”" or (word[0].isdigit() and before[0].isalpha() and before.endswith("."))


def _tag(
    text: str,
    tag_words: TagWords,
    starts: list[int],
    words: list[str],
    paragraphs: list[Span],
    sentences: list[Span],
    quotations: list[Quotation],
) -> str:
    opens = [False] * len(words)
    title = [False] * len(words)
    for first, _ in sentences:
        opens[first] = True
        if first + 1 < len(words) and not words[first][0].isalnum():
            opens[first + 1] = True
    for first, last in paragraphs:
        if last - first < 40 and _is_title(words[first:last]):
            title[first:last] = [True] * (last - first)
    index = {start: i for i, start in enumerate(starts)}
    marks: dict[int, str] = {}
    for q in quotations:
        at = index.get(q.start)
        if at is not None and q.inner_start > q.start:
            marks[at] = "“"
            if at + 1 < len(words):
                opens[at + 1] = True
        if q.closed and (at := index.get(q.inner_end)) is not None:
            marks[at] = "”"
    for at in _hyphens(words, starts):
        marks[at], marks[at + 1] = "P", "J"
    return tag_words(words, opens, title, marks)


def _hyphens(words: list[str], starts: list[int]) -> list[int]:
    """The hyphens of adjectives that begin with an abbreviation, which are cut into three tokens ("U.S.-led")."""
    if "-" not in words:
        return []
    between = [at for at in range(1, len(words) - 1) if words[at] == "-" and words[at - 1][-1] == "." and words[at + 1].islower()]
    return [at for at in between if starts[at + 1] - starts[at - 1] == len(words[at - 1]) + 1]


def _is_title(words: list[str]) -> bool:
    letters = [w for w in words if w[0].isalpha()]
    return len(letters) > 3 and sum(w[0].isupper() for w in letters) * 10 >= len(letters) * 7
