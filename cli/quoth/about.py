"""Say whom a statement is about: the actors in its content, but not the speaker or its own side."""

from bisect import bisect_left

from .model import About, Draft, Named, Party, Text


def find_about(text: Text, draft: Draft, speaker: Party | None, named: list[Named], starts: list[int]) -> list[About]:
    """The mentions of actors in the draft's content, in order of the text.

    ``starts`` are the first tokens of ``named``. The speaker's own actor and side are left out.
    """
    own = {speaker.actor, speaker.side} if speaker else set()
    out = []
    for first, last in draft.content:
        for mention in named[bisect_left(starts, first) : bisect_left(starts, last)]:
            if mention.actor not in own:
                span = text.article.text[mention.start : mention.end]
                out.append(About(mention.actor, span, mention.start, mention.end))
    return out
