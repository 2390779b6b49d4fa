"""Interviews: statements that are turns, each after a label ("Kavira: As an army, yes.")."""

from bisect import bisect_left
from collections import Counter

import msgspec

from quoth.analysis.findings import Draft
from quoth.language.text import Text

"""The construction that finds a label and what follows it in its paragraph."""


def settle_turns(text: Text, drafts: list[Draft], question_labels: frozenset[str]) -> list[Draft]:
    """Keep turns only where they go back and forth, and let each run to the next label.

    ``question_labels`` are the labels ("Q", "Question") that name nobody.
    """
    turns = [draft for draft in drafts if draft.is_turn and _is_spoken(text, draft)]
    labels = Counter(_label(text, turn) for turn in turns)
    others = [draft for draft in drafts if not draft.is_turn]
    if len(turns) < 2 or not (max(labels.values()) > 1 or question_labels & labels.keys() or _is_record(text, turns)):
        return others
    labelled = {turn.speaker for turn in turns}
    others = [draft for draft in others if draft.cue is not None or draft.speaker not in labelled]  # found as a headline too
    return others + [_whole(text, turn, nxt, question_labels) for turn, nxt in zip(turns, [*turns[1:], None], strict=True)]


def _is_record(text: Text, turns: list[Draft]) -> bool:
    """Whether all labels have a name in capitals, as in the records of parliaments ("Senator OKAFOR: …")."""
    return all(any(len(word) > 2 and word.isupper() for word in text.words[slice(*turn.speaker)]) for turn in turns if turn.speaker)


def _is_spoken(text: Text, turn: Draft) -> bool:
    """Whether the label has a capital and words follow it: "width: 100px" and "Ayes: 46" are no turns."""
    assert turn.speaker is not None
    words = text.words[slice(*turn.content[0])]
    return text.words[turn.speaker[0]][0].isupper() and any(word[0].isalpha() for word in words)


def _label(text: Text, turn: Draft) -> str:
    assert turn.speaker is not None
    return " ".join(text.words[slice(*turn.speaker)]).lower()


def _whole(text: Text, turn: Draft, following: Draft | None, question_labels: frozenset[str]) -> Draft:
    """The turn with the paragraphs up to the next label."""
    assert turn.speaker is not None
    end = following.speaker[0] if following is not None and following.speaker else len(text.words)
    after, before = bisect_left(text.paragraphs, (turn.content[-1][1],)), bisect_left(text.paragraphs, (end,))
    more = tuple(text.paragraphs[after:before])
    speaker = None if _label(text, turn) in question_labels else turn.speaker
    return msgspec.structs.replace(turn, speaker=speaker, content=turn.content + more)
