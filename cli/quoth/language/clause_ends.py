"""Where clauses begin and end, told from the tags of a stream's units (one letter a unit, see phrases)."""

import re

from quoth.language.subjects import REACH, sentence_start

Range = tuple[int, int]

MAIN_CLAUSE = re.compile(r",(?=([NO](?:I[NOY]){0,2})[VbhXAE])")
"""Where a clause that opened the sentence ends; its group is the subject of the main clause."""
FRONTED = re.compile(r"[CR]?(?:[ISW]|IN?I)?$")
"""What may stand before a participle that opens the sentence ("Citing …", "After warning …", "In addition to denying …")."""
MAIN_VERB = re.compile(r",(?=[VbhXAE])")
"""Where what stood between commas after the subject ends, and the subject's verb follows."""
ONLY_SUBJECT = re.compile(r"[CS]?[NO](?:I[NOY]){0,3},(?:[HEG]|VI)[^,]*$")
"""A subject and what is told of it after a comma ("The group, which controls the port"), with no verb of its own."""
ONLY_NAME = re.compile(r"“?[NO](?:I[NOY]){0,2}(?:[VbhXA.;·:S]|C(?!N)|,(?![^,.]*,[NOJME“])|$)")
"""Somebody or something, and no word that it is called by ("a play called Dust was shown")."""
AFTER_SUBJECT = re.compile(r"[CSIYJ,]{0,3}[NO](?:I[NOY]){0,2},$")
"""A subject and a comma, after which something is told of it ("The agency, citing …, said")."""
AFTER_OBJECT = re.compile(r",(?=[GS](?![,C])|C?[VbhXA]|C[NO](?:I[NOY]){0,2}[VbhXA])|C(?=[bhXA]|[NO](?:I[NOY]){0,2}[bhXA])")
"""Where what was condemned or announced ends, and the reporter goes on: "…, as part of a row", "…, leaving the town", "… and fled"."""
OPENS_CLAUSE = re.compile(r"[HTWSVbhXAE]")
FINITE = "VbhXA"
PARTS = ",;:CSTHW“-"
"""Tags of what may begin another clause."""


def before_main_clause(tags: str, span: Range, cue: int) -> Range:
    """The content without the main clause, where the cue stands in a clause or participle before it: one that opens the sentence
    ("After warning the rebels, the army …") or one between the subject and its verb ("The agency, citing the army, said …")."""
    opening = tags[sentence_start(tags, cue) : cue].removeprefix("C")
    found = None
    if "," not in opening and (opening[:1] in ("S", "W") or (opening[:1] in ("I", "") and tags[cue] == "G")):
        found = MAIN_CLAUSE.search(tags, *span)
    elif tags[cue] == "G" and AFTER_SUBJECT.match(opening):
        found = MAIN_VERB.search(tags, *span)
    return (span[0], found.start()) if found else span


def before_aside(tags: str, span: Range) -> Range:
    """The content without what the reporter tells after it, where it is somebody or something ("condemned the raid | , as part of a row").
    What is told in a clause of its own ("the raid that killed nine and burned the town") is left whole."""
    found = AFTER_OBJECT.search(tags, *span)
    if found is None or found.start() == span[0] or OPENS_CLAUSE.search(tags, span[0], found.start()):
        return span
    return span[0], found.start()


def subject_after(tags: str, cue: int) -> Range | None:
    """The subject of the main clause after a participle that opens the sentence ("After warning the rebels, **the army** left")."""
    if tags[cue] != "G" or not FRONTED.match(tags[sentence_start(tags, cue) : cue]):
        return None
    end = tags.find(".", cue, cue + REACH)
    found = MAIN_CLAUSE.search(tags, cue, end if end > 0 else cue + REACH)
    return found.span(1) if found else None


def before_own_verb(tags: str, span: Range, noun: int) -> Range:
    """The content without the verb of which its noun is the subject ("the claim that the bridge fell | was never proved")."""
    start = noun  # the noun is no subject where a verb stands before it
    while start > 0 and noun - start < 12 and tags[start - 1] not in ",.·;:CSWHT":
        start -= 1
        if tags[start] in FINITE + "E":
            return span
    verbs, plain = 0, True
    for at in range(*span):
        finite = tags[at] in FINITE or (tags[at] == "E" and verbs > 0 and tags[at - 1] in FINITE)
        if finite and verbs and (plain or tags[at - 1] == ","):
            return span[0], at - (tags[at - 1] == ",")
        verbs += finite and tags[at] not in "Xh"
        plain = plain and tags[at] not in PARTS
    return span


def is_only_subject(clause: str) -> bool:
    """Whether the tags of a clause hold a subject and a relative clause or participle after a comma, and no main verb."""
    return ONLY_SUBJECT.match(clause) is not None


def is_only_name(tags: str, unit: int) -> bool:
    """Whether the units from here are somebody or something that is not called anything."""
    return ONLY_NAME.match(tags, unit) is not None
