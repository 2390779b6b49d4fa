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
    for unit, quotation in sorted(stream.quotations.items()):
        if quotation in owner or not drafts or layout.previous[quotation] >= 0:
            continue
        before = unit - 1
        while before >= 0 and tags[before] in ".·":
            before -= 1
        k = len(drafts) - 1 if before < 0 else _in_sentence(drafts, stream, before)
        if k is None:
            continue
        last = drafts[k]
        if before >= 0:
            owner[quotation] = k
            drafts[k] = _with_pieces(last, layout, [quotation])
        elif last.quotations and len(stream.first) == unit + 2 and _is_right_before(last, text, stream):
            owner[quotation] = len(drafts)
            drafts.append(_continuation(last, layout.tokens[quotation], quotation))


def _is_right_before(draft: Draft, text: Text, stream: Stream) -> bool:
    """Whether the statement stands in the sentence before the stream's paragraph."""
    sentence = bisect_left(text.sentences, (stream.begin,))
    before = text.sentences[sentence - 1][0] if sentence else 0
    return any(span is not None and span[1] > before for span in (draft.cue, *draft.content))


def _in_sentence(drafts: list[Draft], stream: Stream, unit: int) -> int | None:
    """Which is the last statement of the sentence that ends with this unit."""
    start = unit
    while start > 0 and stream.string[2 * start - 2] != ".":
        start -= 1
    first, last = stream.first[start], stream.last[unit]
    # rather one that quotes already: "…," said the envoy, who declined to be named. "…"
    for k in sorted(range(len(drafts))[:-9:-1], key=lambda k: not drafts[k].quotations):
        if any(span and first <= span[0] <= last for span in (drafts[k].cue, *drafts[k].content)):
            return k
    return None


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
