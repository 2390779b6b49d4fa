"""Tell speech from scare quotes and titles, and lay out the streams in which patterns match.

A full quotation (somebody's sentence) becomes one unit of its paragraph's stream, and its inside a
stream of its own; a partial one ("a “serious” threat") stays among the words around it.
"""

from bisect import bisect_left

from quoth.language.chunking import Layout, Stream, make_stream
from quoth.language.text import Quotation, Text
from quoth.language.vocabulary import Vocabulary

Piece = tuple[int, int, int]

INNER_ENDS = tuple(",.?!…—–-")
MAX_CUE = 24
"""Tokens of a cue between two parts of a quotation that it breaks ("To date," she continued, "there was …")."""
MAX_INTRODUCTION = 120
"""Tokens of a paragraph whose last colon introduces the next one."""
MIN_SPEECH = 4
"""Words from which a capitalised quotation inside a sentence is taken for somebody's sentence."""


def find_quotations(text: Text, vocabulary: Vocabulary) -> Layout:
    """Tell full quotations from partial ones, and chunk everything into streams in the text's order."""
    tokens = {}
    sentence_starts = {first for first, _ in text.sentences}
    spoken_until = -MAX_CUE - 1
    for index, quotation in enumerate(text.quotations):
        if quotation.depth == 0:
            first, last = bisect_left(text.starts, quotation.start), bisect_left(text.starts, quotation.end)
            goes_on = first <= spoken_until + MAX_CUE and text.words[first - 1 : first] == [","]
            if goes_on or _is_speech(text, quotation, first, last, sentence_starts):
                tokens[index] = (first, last)
                spoken_until = last if text.words[last - 2] == "," else -MAX_CUE
    streams = []
    at = 0
    ordered = sorted(tokens.items(), key=lambda item: item[1])
    datelines = set(text.datelines)
    for first, last in _joined_at_colons(text):
        sentences = []
        while at < len(text.sentences) and text.sentences[at][0] < last:
            if text.sentences[at] not in datelines:
                sentences.append(text.sentences[at])
            at += 1
        inside = _between(ordered, first, last)
        streams.append(make_stream(text, [_pieces(s, inside) for s in sentences], vocabulary))
        for index, _ in inside:
            streams.append(_inner_stream(text, text.quotations[index], tokens[index], vocabulary))
    return Layout(streams, tokens, _chains(text, tokens))


def _joined_at_colons(text: Text) -> list[tuple[int, int]]:
    """The paragraphs, with one that ends in a colon and the quotation that it introduces as one."""
    joined: list[tuple[int, int]] = []
    for first, last in text.paragraphs:
        introduced = joined and text.words[joined[-1][1] - 1] == ":" and text.tags[first] == "“"
        if introduced and joined[-1][1] - joined[-1][0] < MAX_INTRODUCTION:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _between(ordered: list[tuple[int, tuple[int, int]]], first: int, last: int) -> list[tuple[int, tuple[int, int]]]:
    low = bisect_left(ordered, first, key=lambda item: item[1][0])
    high = bisect_left(ordered, last, key=lambda item: item[1][0])
    return ordered[low:high]


def _pieces(sentence: tuple[int, int], quotations: list[tuple[int, tuple[int, int]]]) -> list[Piece]:
    at, end = sentence
    pieces: list[Piece] = []
    for index, (first, last) in _between(quotations, at, end):
        if first > at:
            pieces.append((at, first, -1))
        pieces.append((first, last, index))
        at = last
    if at < end:
        pieces.append((at, end, -1))
    return pieces


def _inner_stream(text: Text, quotation: Quotation, tokens: tuple[int, int], vocabulary: Vocabulary) -> Stream:
    """The inside of a quotation, cut at its own full stops."""
    opens = quotation.inner_start > quotation.start
    first, last = tokens[0] + (1 if opens else 0), tokens[1] - (1 if quotation.closed else 0)
    sentences = []
    for at in range(first, last):
        if text.tags[at] == "." and at + 1 < last and text.words[at + 1][0].isupper():
            sentences.append([(first, at + 1, -1)])
            first = at + 1
    if first < last:
        sentences.append([(first, last, -1)])
    return make_stream(text, sentences, vocabulary, inside=True)


def _is_speech(text: Text, quotation: Quotation, first: int, last: int, sentence_starts: set[int]) -> bool:
    inner = text.article.text[quotation.inner_start : quotation.inner_end]
    words = [w for w in text.words[first + 1 : last] if w[0].isalnum()]
    if not words:
        return False
    ends = inner.rstrip().rstrip("”\"’')]").rstrip().endswith(INNER_ENDS) or text.words[last : last + 1] == [","]
    at_start = first in sentence_starts or text.words[first - 1] in (":", ",")
    if first in sentence_starts and ends:
        return True
    if inner.lstrip(" [(…“‘'\"").strip()[:1].islower():
        return False
    if not at_start and ends and _is_name(words):
        return False
    if len(words) < MIN_SPEECH:
        return ends and at_start
    return ends or at_start or not _is_name(words)


def _is_name(words: list[str]) -> bool:
    """Titles of works are capitalised throughout ("Face the Nation")."""
    return all(w[0].isupper() or w[0].isdigit() or len(w) < 4 for w in words)


def _chains(text: Text, tokens: dict[int, tuple[int, int]]) -> dict[int, int]:
    previous = {}
    open_chain = -1
    for index in sorted(tokens, key=lambda q: tokens[q]):
        quotation = text.quotations[index]
        previous[index] = open_chain
        open_chain = index if quotation.continues else -1
    return previous
