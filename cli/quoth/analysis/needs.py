"""Whether a book has all the word lists and classes that the program asks for by name."""

import msgspec

from quoth.analysis.acts import ActWords
from quoth.analysis.attribution.constructions import AttributionWords
from quoth.analysis.coreference.context import CoreferenceWords
from quoth.analysis.mentions.bodies import BodyWords
from quoth.analysis.mentions.group_calls import GroupWords
from quoth.analysis.mentions.index import NameWords
from quoth.analysis.mentions.persons import PersonWords
from quoth.analysis.relations.actor_stream import RelationClasses, RelationWords
from quoth.analysis.relations.deed_rules import DeedWords
from quoth.analysis.sectors import SectorWords
from quoth.analysis.speaking import SpeakingWords
from quoth.analysis.targets import TargetWords
from quoth.errors import Problem
from quoth.language.chunking import SUMMARY, TIME
from quoth.language.datelines import DatelineWords
from quoth.language.paragraphs import LineWords
from quoth.patterns.slots import classes_of_slots
from quoth.rulebook.rules import RuleBook
from quoth.rulebook.word_lists import class_names, classes_lacking, lists_lacking

LISTS: tuple[type[msgspec.Struct], ...] = (
    NameWords,
    GroupWords,
    BodyWords,
    PersonWords,
    SpeakingWords,
    LineWords,
    DatelineWords,
    AttributionWords,
    CoreferenceWords,
    SectorWords,
    ActWords,
    TargetWords,
    RelationWords,
    DeedWords,
)
"""What stages declare; the lists that other parts of the program declare are all among these."""


def lacking(book: RuleBook) -> list[Problem]:
    """A problem for each list or class that the book lacks, each once, in order of their places."""
    found = [problem for kind in LISTS for problem in lists_lacking(kind, book)]
    named = {*class_names(RelationClasses), *classes_of_slots(), SUMMARY, TIME}
    return sorted({*found, *classes_lacking(named, book)})
