"""Find datelines and bylines: what a report puts before its first sentence ("KYIV, Ukraine (AP) — ", "By Ann Lee in Kyiv").

Each of the first words becomes one letter, and one expression over these letters tells what is a dateline:

    A word in capitals   C capitalised word   o small word inside names   m month   w day of the week   d number   x any other
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from quoth.rulebook.rules import ActorRule, RuleBook
from quoth.rulebook.word_lists import words_for

Range = tuple[int, int]
LONGEST = 24
"""Tokens in which a dateline's dash stands, or a byline's end."""
FARTHEST = 60
"""Tokens after a dash over which a second one is looked for: two enclose an aside ("Ankara – Turkey's capital – said")."""
DASHES = frozenset(("-", "–", "—", "―", "--", "---"))
SHORTEST = 4
"""Letters from which a word in capitals may be a place's name by itself; shorter ones are acronyms."""

PLACE = r"[AC](?:o{0,2}[AC]){0,4}"
DATE = r"(?:w,?)?(?:m\.?d|d{1,2}m\.?|m\.?|(?<=w)|(?<=w,))(?:,?d)?"
DATELINE = re.compile(
    rf"""
    (?: (?P<place>{PLACE}) (?:[,/](?P<land>{PLACE})){{0,3}} (?: (?P<comma>,) | (?=[mwd(]) | $ ) )?
    (?P<date>{DATE}(?:,|(?=\()|$))?
    (?: \( (?P<agency>[ACo/.]{{1,12}}) \) ,? )?
    (?P<after>{DATE})?
    """,
    re.VERBOSE,
)
BYLINE = re.compile(rf"[AC]{PLACE}(?:(?:,|o){PLACE}){{0,4}}")


class DatelineWords(msgspec.Struct, frozen=True):
    """The word lists by which datelines are told."""

    agency: frozenset[str]
    byline: frozenset[str]
    inside_name: frozenset[str]
    month: frozenset[str]
    place_article: frozenset[str]
    weekday: frozenset[str]


class Known(msgspec.Struct, frozen=True):
    """The words that datelines are told by, in small letters, and the acronyms of actors, which are no places."""

    agencies: frozenset[str]
    states: frozenset[str]
    seats: frozenset[str]
    acronyms: frozenset[str]
    letters: dict[str, str]
    articles: frozenset[str]
    by: frozenset[str]


def make_known(book: RuleBook) -> Known:
    """Gather them from the word lists and the actors: an agency is any medium, a seat any state's. Raises RulesError
    for a list that the book lacks."""
    lists = words_for(DatelineWords, book)
    actors = book.of(ActorRule)
    names = {rule.id: {name if isinstance(name, str) else name.name for name in (rule.name, *rule.names)} for rule in actors}
    letters = {"o": lists.inside_name, "m": lists.month, "w": lists.weekday}
    return Known(
        lists.agency | _lower(name for rule in actors if rule.type == "media" for name in names[rule.id]),
        _lower(name for rule in actors if rule.type == "state" for name in names[rule.id]),
        _lower(seat if isinstance(seat, str) else seat.name for rule in actors if rule.type == "state" for seat in rule.seats),
        frozenset(name for rule in actors for name in names[rule.id] if name.isupper()),
        {word: letter for letter, words in letters.items() for word in words},
        lists.place_article,
        lists.byline,
    )


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def find_datelines(words: list[str], paragraphs: Iterable[Range], spaced: Sequence[bool], known: Known) -> list[Range]:
    """The (first, past the last) tokens of the paragraphs' datelines, with their dashes, and of bylines.

    ``spaced`` says of each token whether a space stands before it."""
    found = []
    for first, last in paragraphs:
        end = _dateline_end(words, first, last, spaced, known) or _byline_end(words, first, last, known)
        if end:
            found.append((first, end))
    return found


def _dateline_end(words: list[str], first: int, last: int, spaced: Sequence[bool], known: Known) -> int | None:
    at = next((at for at in range(first, min(last - 1, first + LONGEST)) if _is_dash(words, at, spaced)), None)
    if at is None:
        return None
    head = words[first:at]
    match = DATELINE.fullmatch("".join(_letter(word, known) for word in head))
    if match is None:
        return None
    following = words[at + 1 : min(last, at + FARTHEST)]
    if match["agency"] and " ".join(head[slice(*match.span("agency"))]).lower().replace(" / ", "/") in known.agencies:
        return at + 1
    if not match["place"] or following[0].islower():
        return None
    place, land = head[slice(*match.span("place"))], head[slice(*match.span("land"))] if match["land"] else []
    dated = match["after"] or (match["date"] and (match["comma"] or place[0].isupper()))  # not "Since Monday – Israel …"
    if dated or (match["agency"] is None and match["date"] is None and _is_place(place, land, following, known)):
        return at + 1
    return None


def _is_dash(words: list[str], at: int, spaced: Sequence[bool]) -> bool:
    """A hyphen is a dash only with a space before it; a dash needs none ("PARIS—Israel")."""
    return words[at] in DASHES and (words[at] != "-" or spaced[at])


def _is_place(place: list[str], land: list[str], following: list[str], known: Known) -> bool:
    """Whether the words before a dash name a place alone, without a date or an agency: "KHARTOUM", "Beirut, Lebanon", "Beirut"."""
    name = " ".join(place)
    if name.isupper() and name not in known.acronyms and max(map(len, place)) >= SHORTEST:
        return not all(word.isupper() for word in following[:3])  # else a line in capitals
    if not DASHES.isdisjoint(following) or name.lower() in known.states:
        return False
    return " ".join(land).lower() in known.states if land else name.lower() in known.seats


def _byline_end(words: list[str], first: int, last: int, known: Known) -> int | None:
    """Past a paragraph that is a byline and nothing else."""
    if not 1 < last - first <= LONGEST or words[first].lower() not in known.by:
        return None
    return last if BYLINE.fullmatch("".join(_letter(word, known) for word in words[first:last])) else None


def _letter(word: str, known: Known) -> str:
    bare = word.rstrip(".").lower()
    if word in ",()/.":
        return word
    if bare in known.letters and not (word[0].isupper() and bare in known.articles):
        return known.letters[bare]
    if word.isdigit():
        return "d"
    if not word[0].isupper():
        return "x"
    return "A" if word.isupper() else "C"
