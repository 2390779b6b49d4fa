"""What a verb group says of itself: base form, voice, tense, form, negation, modality."""

from typing import NamedTuple

from quoth.language.clause_words import ClauseWords
from quoth.language.frames import Form, Range, Tense, Voice
from quoth.language.text import Text

FORMS: dict[str, Form] = {"F": "finite", "E": "participle", "G": "gerund", "U": "infinitive"}
"""What the kinds of units are (see `units`)."""
FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
VERBAL = frozenset("XhbBEGVZKJ")
"""Tags of verbs, and of adjectives that are participles."""
EMPTY = frozenset({"do", "does", "did", "'d", "’d"})
"""Auxiliaries that say nothing of modality."""
PAST = frozenset({"was", "were", "had", "did"})
WHOLE = {"ca": "can", "wo": "will", "'ll": "will", "’ll": "will"}
"""Auxiliaries that are written short."""


class VerbGroup(NamedTuple):
    """What a group says, before its clause says more."""

    lemma: str
    form: Form
    voice: Voice
    tense: Tense
    negated: bool
    modality: str


def read_verb_group(text: Text, kind: str, group: Range, head: int, before: int, words: ClauseWords) -> VerbGroup:
    """The verb group of the tokens ``group``; ``kind`` is its unit's, and the adverbs from ``before`` on belong to it."""
    tags = text.tags
    tokens = [word.lower() for word in text.words[before : group[1]]]
    word, tag = tokens[head - before], tags[head]
    if tag not in VERBAL:  # a lexicon may take the head for a noun ("were fighting")
        tag = "G" if word.endswith("ing") else "B"
    if len(tokens) == 1:
        return VerbGroup(
            words.lemma(word),
            FORMS[kind],
            "passive" if kind == "E" else "active",
            _alone(kind, tag, word, words),
            False,
            _modality(kind, tag, word),
        )
    verbs = [(tags[at], tokens[at - before]) for at in range(group[0], head) if tags[at] in VERBAL]
    auxiliaries = verbs[:]
    verbs.append((tag, word))
    passive = (tag in "EKJVB" and auxiliaries[-1:] and auxiliaries[-1][0] == "b") or kind == "E"
    modals = [token for tag, token in auxiliaries or verbs if tag == "X" and token not in EMPTY]
    negated = not words.negation.isdisjoint(tokens)
    form = FORMS[kind]
    return VerbGroup(
        words.lemma(word),
        form,
        "passive" if passive else "active",
        _tense(verbs, modals, word in words.unchanged) if form == "finite" else "none",
        negated,
        WHOLE.get(modals[0], modals[0]) if modals else "",
    )


def _alone(kind: str, tag: str, word: str, words: ClauseWords) -> Tense:
    return _tense([(tag, word)], [word] if _modality(kind, tag, word) else [], word in words.unchanged) if kind == "F" else "none"


def _modality(kind: str, tag: str, word: str) -> str:
    return WHOLE.get(word, word) if kind == "F" and tag == "X" and word not in EMPTY else ""


def _tense(verbs: list[tuple[str, str]], modals: list[str], unchanged: bool) -> Tense:
    tag, word = verbs[0] if verbs else ("B", "")
    if modals:
        return "future" if modals[0] in FUTURE else "present"
    past = word in PAST or tag in "VEK" or (unchanged and len(verbs) == 1)
    return "past" if past else "present"
