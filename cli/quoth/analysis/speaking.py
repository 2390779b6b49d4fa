"""Say who can have said what attribution gives him: people, groups, bodies, media and documents can speak, a war or a call cannot.

Where what cannot speak stands nearest to the verb, the one who can is meant if that is certain ("Wang held phone calls and expressed
sadness"); where it is the verb's own subject, nobody has said anything ("the blast underscored the danger").
"""

from bisect import bisect_left, bisect_right

import msgspec

from quoth.analysis.findings import Draft, Named
from quoth.language.text import Text

HEAD_ENDS = frozenset("I,(C-H")
"""Tags before which a noun phrase's head stands."""
NOUNS = frozenset("NnzB")
"""Tags of a head that is no name."""
VERBS = frozenset("VZXhbBE")
BETWEEN = frozenset("RXbh,")
"""Tags that may stand between a subject and its verb."""


def spoken(text: Text, drafts: list[Draft], named: list[Named], mute: frozenset[str], roles: frozenset[str]) -> list[Draft]:
    """The drafts that somebody can have said, each with who can have done so. ``mute`` are nouns for what cannot speak, unless they
    stand at the end of one of ``roles`` ("chief justice")."""
    voices = _Voices(text, named, mute, roles)
    kept: list[Draft] = []
    for draft in drafts:
        if draft.speaker is None or not voices.is_mute(draft.speaker):
            kept.append(draft)
            continue
        speaker = voices.instead(draft, kept)
        if speaker is not None:
            kept.append(msgspec.structs.replace(draft, speaker=speaker))
    return kept


class _Voices:
    """One document's noun phrases, and whether they can speak."""

    def __init__(self, text: Text, named: list[Named], mute: frozenset[str], roles: frozenset[str]) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.named, self.starts = named, [n.first for n in named]
        self.mute, self.roles = mute, roles
        self.sentences = [first for first, _ in text.sentences]

    def is_mute(self, span: tuple[int, int]) -> bool:
        """Whether the head of a phrase is a noun for what never speaks, and no name."""
        head = self._head(span)
        if self.tags[head] not in NOUNS or self.words[head].lower() not in self.mute or self._over(head) is not None:
            return False
        return head == span[0] or f"{self.words[head - 1]} {self.words[head]}".lower() not in self.roles

    def instead(self, draft: Draft, before: list[Draft]) -> tuple[int, int] | None:
        """Who is meant: whoever is joined to the phrase last, or the one before it whose verb is joined to the other's."""
        assert draft.speaker is not None
        joined = self._joined(draft.speaker) or self._shown(draft)
        if joined is not None or draft.cue is None:
            return joined
        between = self.tags[draft.speaker[1] : draft.cue[0]]
        if draft.cue[0] < draft.speaker[1] or BETWEEN.issuperset(between):
            return None  # it is the subject itself
        first = self.sentences[bisect_right(self.sentences, draft.speaker[0]) - 1]
        for other in before[-3:]:
            if other.speaker is not None and first <= other.speaker[0] and other.speaker[1] <= draft.speaker[0]:
                return other.speaker
        return self._opening(first, draft.speaker[0])

    def _joined(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """ "No contact with the group, but police": the last that is joined to it after a comma."""
        cut = self.tags.rfind(",C", *span)
        rest = (cut + 2, span[1])
        return rest if cut >= 0 and rest[0] < rest[1] and not self.is_mute(rest) else None

    def _shown(self, draft: Draft) -> tuple[int, int] | None:
        """ "Footage of the minister saying": whom it shows."""
        assert draft.speaker is not None
        over = self._over(draft.speaker[1] - 1)
        gerund = draft.cue is not None and self.tags[draft.cue[0]] == "G"
        return (over.first, over.last) if gerund and over is not None and self.words[over.first - 1].lower() == "of" else None

    def _opening(self, first: int, last: int) -> tuple[int, int] | None:
        """The name or pronoun that opens the sentence as the subject of a verb."""
        end = first + 1 if self.tags[first] in "Osp" else first
        k = bisect_left(self.starts, first)
        if end == first and k < len(self.named) and self.named[k].first == first:
            end = self.named[k].last
        return (first, end) if first < end < last and self.tags[end] in VERBS else None

    def _head(self, span: tuple[int, int]) -> int:
        first, last = span
        return next((at - 1 for at in range(first + 1, last) if self.tags[at] in HEAD_ENDS), last - 1)

    def _over(self, at: int) -> Named | None:
        k = bisect_left(self.starts, at + 1) - 1
        return self.named[k] if k >= 0 and self.named[k].last > at else None
