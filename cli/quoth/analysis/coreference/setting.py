"""Tell in which state a text plays: its towns, courts and offices are told of, apart from all that is said, by whom and to whom.

Police, judges, officials and soldiers whose state no word beside them tells, and somebody called a minister, serve it; but never the
state of which they themselves speak, since that may as well be the one that they accuse.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.phrases import Phrases
from quoth.analysis.findings import Draft, Named
from quoth.model import Party, Sector

WHERE_THEY_ARE: frozenset[Sector] = frozenset(("COP", "JUD", "GOV", "MIL", "SPY"))
"""Sectors of those who serve the state in which they act. On 693 articles of one outlet, 0.025 of the sides told are wrong with all five,
0.019 with the first two alone; 0.851 are right instead of 0.838."""
OFFICE = 3
"""Tokens before a name in which its office stands."""
DATELINED = 2
"""How many mentions one in a dateline weighs."""
LEAST = 2
"""Mentions that a state needs at least."""
AHEAD = 3
"""How many times those of the next it must have."""
LEAST_TOLD = 3
AHEAD_TOLD = 4
"""The same where no scene tells, of all mentions outside what is said: a text that tells of hardly another state plays there."""


class Setting:
    """Where one document plays. ``drafts`` are its statements."""

    def __init__(self, phrases: Phrases, affiliation: Affiliation, drafts: list[Draft]) -> None:
        self.phrases, self.affiliation, self.lists = phrases, affiliation, phrases.lists
        self.about: dict[str, set[str]] = {}
        spans = [span for draft in drafts for span in (*draft.content, draft.addressee) if span]
        self.spoken = _merged(spans)
        self.starts = [first for first, _ in self.spoken]

    @cached_property
    def state(self) -> str | None:
        """The state in which the document plays, if one alone stands out."""
        told = [named for named in self.phrases.named if self.affiliation.is_country(named.actor) and not self._is_spoken(named.first)]
        scenes = Counter(named.actor for named in told if self._is_scene(named))
        for named in self.affiliation.datelined:
            if self.affiliation.is_country(named.actor):
                scenes[named.actor] += DATELINED
        return _outstanding(scenes, LEAST, AHEAD) or _outstanding(Counter(named.actor for named in told) + scenes, LEAST_TOLD, AHEAD_TOLD)

    def serves(self, speaker: Party, content: Iterable[tuple[int, int]]) -> str | None:
        """The state that a speaker of no known side serves, who has an office: that of the text, if no content of the speaker's
        statements so far names it."""
        about = self.about.setdefault(speaker.actor or speaker.name, set())
        for first, last in content:
            about.update(side for n in self.phrases.inside(first, last) if (side := self._country(n)) is not None)
        native = speaker.side is None and not speaker.others and (self._is_native(speaker) or speaker.actor in self.ministers)
        return self.state if native and self.state not in about else None

    @cached_property
    def ministers(self) -> frozenset[str]:
        """The people whom the text calls a minister, and no word with it says of what state."""
        return frozenset(
            named.actor
            for named in self.phrases.named
            if self.phrases.is_person(named) and self.phrases.has(max(0, named.first - OFFICE), named.first, self.lists.of_state)
        )

    def _country(self, named: Named) -> str | None:
        return named.actor if self.affiliation.is_country(named.actor) else self.affiliation.of(named)

    def _is_native(self, speaker: Party) -> bool:
        """Whether they serve where they are, and no word calls them of somewhere else: "foreign judges", "police in Crimea"."""
        words = speaker.text.lower().split()
        return speaker.sector in WHERE_THEY_ARE and "in" not in words and self.lists.foreigner.isdisjoint(words)

    def _is_scene(self, named: Named) -> bool:
        """ "In Yemen", "Yemen's parliament", "Yemeni courts": a place, or what a state has at home."""
        before = self.phrases.words[named.first - 1].lower() if named.first else ""
        placed = not named.role and named.how in ("name", "seat") and before in self.lists.scene
        return placed or named.role in self.lists.at_home

    def _is_spoken(self, at: int) -> bool:
        k = bisect_right(self.starts, at) - 1
        return k >= 0 and at < self.spoken[k][1]


def _outstanding(counts: Counter[str], least: int, ahead: int) -> str | None:
    (state, most), (_, following) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return state if most >= max(least, ahead * following) else None


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of tokens in order, none over another."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
