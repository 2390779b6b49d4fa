"""Who speaks where a cue has no subject of its own: "…, adding that the bridge was gone", "… and warned the rebels"."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

Range = tuple[int, int]

SUBJECT = re.compile(r"[NO](?:I[NOY]){0,3}(?=[VbhXAE])")
"""Over the tags of a stream's units: a noun phrase and the verb after it."""
REACH = 90
"""Units that a sentence is gone back over: whoever stands farther away is not looked for, so that time stays linear."""


class Said(NamedTuple):
    """A statement earlier in the sentence, in units of the stream: who speaks, and what is said."""

    speaker: Range
    content: Sequence[Range]


def subject_before(
    tags: str, place: int, earlier: Mapping[int, Said], mute: Callable[[int], bool], *, nearest: bool = False
) -> Range | None:
    """The subject of the cue at ``place``: the main clause's before it, or who spoke last in it.

    ``tags`` has one letter a unit (see `phrases`), ``earlier`` the statements of the sentence by the unit of their cue,
    and ``mute`` tells units that are no subject of speech. Subjects of clauses inside others stand back behind
    the main clause's, unless the ``nearest`` is asked for.
    """
    start = sentence_start(tags, place)
    within = None
    for at in range(place - 1, start - 1, -1):
        if at in earlier and (nearest or tags[earlier[at].speaker[0]] not in "HT"):
            return earlier[at].speaker
        end = _subject_end(tags, at, start)
        if end and end < place and not mute(at):
            # "the president and the chancellor met and demanded": both do
            subject = (at - 2 if at - 2 >= start and tags[at - 2 : at] in ("NC", "OC") else at), end
            if nearest or not _is_subordinate(tags, at, earlier.values()):
                return subject
            within = within or subject
    if within:
        return within
    if earlier:
        return earlier[max(earlier)].speaker
    return next(((at, at + 1) for at in range(start, place) if tags[at] in "NO"), None)


def sentence_start(tags: str, unit: int) -> int:
    """The first unit of the unit's sentence, or one REACH before it."""
    farthest = max(0, unit - REACH)
    return max(farthest, tags.rfind(".", farthest, unit) + 1, tags.rfind(";", farthest, unit) + 1)


def _subject_end(tags: str, unit: int, start: int) -> int:
    """Past the noun phrase that begins here, its "of" and "in" with it, if a finite verb follows and no preposition stands
    before; else 0."""
    if tags[unit] not in "NO" or (unit > start and tags[unit - 1] == "I"):
        return 0
    phrase = SUBJECT.match(tags, unit)
    return phrase.end() if phrase else 0


def _is_subordinate(tags: str, unit: int, earlier: Iterable[Said]) -> bool:
    """Whether this is the subject of a clause inside another: after "who", "that" or "when", or in what somebody says."""
    return (unit > 0 and tags[unit - 1] in "SHTW") or any(first <= unit < last for said in earlier for first, last in said.content)
