"""Tag the words of known actors as the names that they are: "US" is no pronoun, "Save the Children" no command."""

import msgspec

from quoth.analysis.findings import Named
from quoth.language.text import Text

NOMINAL = frozenset("PNJDM")
"""Tags with which a noun phrase may begin."""


def tag_names(text: Text, named: list[Named]) -> Text:
    """The text with the words of each name, whose first word bears a tag with which no noun phrase begins, tagged as names."""
    misread = [mention for mention in named if text.tags[mention.first] not in NOMINAL]
    if not misread:
        return text
    tags = list(text.tags)
    for mention in misread:
        tags[mention.first : mention.name_last] = "P" * (mention.name_last - mention.first)
    return msgspec.structs.replace(text, tags="".join(tags))
