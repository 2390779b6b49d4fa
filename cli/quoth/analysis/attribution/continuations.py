"""Give the quotations that no construction took to statements that it found: the one before them, or the one that they carry on."""

from bisect import bisect_left

import msgspec

from quoth.analysis.findings import Draft
from quoth.language.chunking import Layout, Stream
from quoth.language.text import Text

Range = tuple[int, int]


def settle_bare(text: Text, stream: Stream, layout: Layout, drafts: list[Draft], owner: dict[int, int]) -> None:
    """Let quotations that no construction took go on from the statement before them. ``owner`` maps a quotation to
    the place of its statement in ``drafts``; both grow."""
    tags = stream.string[::2]
    sentence_ends = [unit for unit, tag in enumerate(tags) if tag == "."]
    more: dict[int, list[int]] = {}
    got: dict[int, int] = {}
    for unit, quotation in sorted(stream.quotations.items()):
        if quotation in owner or not drafts or layout.previous[quotation] >= 0:
            continue
        before = unit - 1
        while before >= 0 and tags[before] in ".·":
            before -= 1
        if before >= 0:
            start = sentence_ends[bisect_left(sentence_ends, before) - 1] + 1 if sentence_ends and sentence_ends[0] < before else 0
            k = _in_sentence(drafts, got, (stream.first[start], stream.last[before]))
            if k is not None:
                owner[quotation] = k
                more.setdefault(k, []).append(quotation)
                got[k] = layout.tokens[quotation][0]
        elif _speaks_on(drafts[-1]) and len(stream.first) == unit + 2 and _is_right_before(drafts[-1], text, stream):
            owner[quotation] = len(drafts)
            drafts.append(_continuation(drafts[-1], layout.tokens[quotation], quotation))
    for k, quotations in more.items():  # at once, because one statement may get all the quotations of a long text
        drafts[k] = _with_pieces(drafts[k], layout, quotations)


def _speaks_on(draft: Draft) -> bool:
    """Whether a quotation in the next paragraph is that speaker's too: after another one, and after words that are told."""
    return bool(draft.quotations) or (draft.cue is not None and draft.speaker is not None and draft.act != "CONSULT" and not draft.negated)


def _is_right_before(draft: Draft, text: Text, stream: Stream) -> bool:
    """Whether the statement stands in the sentence before the stream's paragraph."""
    sentence = bisect_left(text.sentences, (stream.begin,))
    before = text.sentences[sentence - 1][0] if sentence else 0
    return any(span is not None and span[1] > before for span in (draft.cue, draft.content[-1]))


def _in_sentence(drafts: list[Draft], got: dict[int, int], sentence: Range) -> int | None:
    """Which is the last statement of a sentence, given as its first and last token. ``got`` holds for statements that have been given
    quotations the first token of the last of these, which stands before the sentence's end."""
    # rather one that quotes already: "…," said the envoy, who declined to be named. "…"
    for k in sorted(range(len(drafts))[:-9:-1], key=lambda k: not (drafts[k].quotations or k in got)):
        if got.get(k, -1) >= sentence[0] or _begins_in(drafts[k], sentence):
            return k
    return None


def _begins_in(draft: Draft, sentence: Range) -> bool:
    """Whether the statement's cue or a piece of its content begins in the sentence, given as its first and last token."""
    first, last = sentence
    piece = bisect_left(draft.content, (first,))
    return (piece < len(draft.content) and draft.content[piece][0] <= last) or (draft.cue is not None and first <= draft.cue[0] <= last)


def _with_pieces(draft: Draft, layout: Layout, quotations: list[int]) -> Draft:
    content = sorted((*draft.content, *(layout.tokens[quotation] for quotation in quotations)))
    return msgspec.structs.replace(draft, content=tuple(content), quotations=(*draft.quotations, *quotations))


def _continuation(draft: Draft, tokens: Range, quotation: int) -> Draft:
    return Draft("quote.goes-on", "STATEMENT", "", False, draft.speaker, None, None, (tokens,), (quotation,), "continuation")


def settle_chains(layout: Layout, drafts: list[Draft], owner: dict[int, int]) -> None:
    """A quotation that runs over paragraphs is one statement, wherever in it the cue stands."""
    order = sorted(layout.previous, key=lambda q: layout.tokens[q])
    pieces: dict[int, list[int]] = {}
    for quotation in order:
        before = layout.previous[quotation]
        if before >= 0 and before in owner and quotation not in owner:
            owner[quotation] = owner[before]
            pieces.setdefault(owner[before], []).append(quotation)
    for quotation in reversed(order):
        before = layout.previous[quotation]
        if before >= 0 and before not in owner and quotation in owner:
            owner[before] = owner[quotation]
            pieces.setdefault(owner[quotation], []).append(before)
    for k, quotations in pieces.items():
        drafts[k] = _with_pieces(drafts[k], layout, quotations)
