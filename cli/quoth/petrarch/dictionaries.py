"""Read the dictionaries of PETRARCH and of its forerunner TABARI: text in, entries and problems out.

An entry is a name with its code, or with codes that hold between dates, and with synonyms after ``+``. Words of a name are
joined by ``_``. What follows ``#``, ``;`` or stands in ``<!-- -->`` is a comment.

    RIVER_LEAGUE_ [MLIREB]
    +LEAGUE_OF_THE_RIVER_
    AMINA_KEITA_
        [MLIREB <20120115]
        [MLIGOV 120116-140831]
        [MLIELI]

In files of agents a code has ``~`` where the code of an actor's state goes, and ``{…}`` is a noun's plural, none if empty;
``!…!`` stands for several words:

    !PERSON! = MAN, WOMAN
    HEAD_OF_STATE {HEADS_OF_STATE} [~GOV]
    COUNCIL!PERSON! [~GOV]
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from quoth.errors import Problem

NEWLINE = re.compile(r"\r\n?")
BRACKET = re.compile(r"\[([^\[\]]*)\]")
CODE = re.compile(r"(?P<code>[^\s<>\[\]]+)(?:\s*(?P<side>[<>])\s*(?P<bound>\d+)|\s+(?P<since>\d+)\s*-\s*(?P<until>\d+))?", re.ASCII)
MARKER = re.compile(r"!(\w+)!")
PLURAL = re.compile(r"\{([^{}]*)\}")
NOBODY = "---"
"""The code of a name that means nobody any more."""
THIS_CENTURY = 30
"""Years of two digits up to this one are of the 21st century (PETRARCH's `dstr_to_ordate`)."""


class Code(msgspec.Struct, frozen=True):
    """A code as a dictionary gives it, the place as path:line, and the ISO dates from and to which it holds."""

    code: str
    where: str
    since: str | None = None
    until: str | None = None

    @property
    def is_agent(self) -> bool:
        """Whether it is added to the code of an actor."""
        return "~" in self.code


class Listed(msgspec.Struct, frozen=True):
    """A name or noun as a dictionary writes it, its words parted by blanks, and the place as path:line."""

    text: str
    where: str


class Entry(msgspec.Struct, frozen=True):
    """A name with its synonyms and codes; for an agent the noun in all its forms."""

    names: tuple[Listed, ...]
    codes: tuple[Code, ...]

    @property
    def path(self) -> str:
        """The dictionary that it is from."""
        return self.names[0].where.rpartition(":")[0]

    @property
    def is_agent(self) -> bool:
        """Whether it is a noun that makes an actor together with a name."""
        return any(code.is_agent for code in self.codes)


class _Faulty(Exception):
    """A part of a line that cannot be read: what is wrong, and a hint."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def read_dictionary(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of a dictionary of actors or agents, in order, and a Problem at ``path:line`` for all that cannot be read.

    As in PETRARCH a synonym, or a code on a line of its own, belongs to the last entry, blank lines or not. Raises nothing.
    """
    reader = _Reader(path)
    text = NEWLINE.sub("\n", text)
    for number, line in _lines(text):
        reader.take(line, number)
    return reader.finish(), [*reader.problems, *_unclosed(text, path)]


def _unclosed(text: str, path: str) -> Iterator[Problem]:
    """A comment that has no end, and so takes all that follows with it."""
    closed = text.rfind("-->")
    start = text.find("<!--", closed + 1)
    if start >= 0:
        number = text.count("\n", 0, start) + 1
        yield Problem(f"{path}:{number}", "a comment is not closed: what follows is not read", "end it with -->")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, without comments."""
    for number, line in enumerate(_without_tags(text).split("\n"), 1):
        bare = re.split("[#;]", line, maxsplit=1)[0].strip()
        if bare:
            yield number, bare


def _without_tags(text: str) -> str:
    """The text with the newlines only of what stands between ``<!--`` and ``-->``."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*kept, text[at:]])


class _Reader:
    """Takes the lines of one file. ``spoilt`` says that a code of the entry at hand cannot be read; ``markers`` are the words that
    ``!…!`` stands for."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.names: list[Listed] = []
        self.codes: list[Code] = []
        self.spoilt = False
        self.markers: dict[str, list[str]] = {}

    def take(self, line: str, number: int) -> None:
        """One line without its comment."""
        where = f"{self.path}:{number}"
        try:
            if line.startswith("!") and "=" in line:
                self._marker(line)
            else:
                self._entry(line, where)
        except _Faulty as fault:
            self.problems.append(Problem(where, fault.what, fault.hint))

    def finish(self) -> list[Entry]:
        """The entries, the last one among them."""
        if self.codes:
            self.entries.append(Entry(tuple(self.names), tuple(self.codes)))
        elif self.names and not self.spoilt:
            what, hint = f"`{self.names[0].text}` has no code", "write one in brackets, such as [MLIREB]"
            self.problems.append(Problem(self.names[0].where, what, hint))
        self.names, self.codes, self.spoilt = [], [], False
        return self.entries

    def _marker(self, line: str) -> None:
        name, _, words = line.partition("=")
        marker = MARKER.fullmatch(name.strip())
        if marker is None:
            raise _Faulty("a substitution that is not written as one", "write !NAME! = WORD, WORD")
        self.markers[marker[1]] = [word.strip() for word in words.split(",") if word.strip()]

    def _entry(self, line: str, where: str) -> None:
        """A name, synonyms after plus signs, codes, or a name with its codes."""
        before, bracket, _ = line.partition("[")
        codes, faults = self._codes(line[len(before) :], where)
        names = [Listed(words, where) for text in self._forms(before, codes) if (words := " ".join(text.replace("_", " ").split()))]
        if names and not before.startswith("+"):
            self.finish()
        elif not self.names:
            raise _Faulty("a synonym or a code without an entry before it", "write the name first, on a line without +")
        self.names += names
        self.codes += codes
        self.spoilt |= bool(bracket) and not codes
        self.problems += faults

    def _codes(self, text: str, where: str) -> tuple[list[Code], list[Problem]]:
        codes, faults = [], []
        rest = BRACKET.sub("", text).strip()
        if rest:
            what = "a bracket is not closed" if set(rest) & set("[]") else f"`{rest}` stands after a code and is not read"
            faults.append(Problem(where, what, "write codes as [CODE], each in brackets of its own"))
        for inside in BRACKET.findall(text):
            try:
                codes.append(_code(inside.strip(), where))
            except _Faulty as fault:
                faults.append(Problem(where, fault.what, fault.hint))
        return codes, faults

    def _forms(self, text: str, codes: Sequence[Code]) -> Iterator[str]:
        """All that a line names: several names after plus signs, or the forms of an agent."""
        if not any(code.is_agent for code in codes):
            yield from text.split("+")
            return
        noun = PLURAL.sub("", text).strip(" _")
        given = PLURAL.search(text)
        if not noun:
            raise _Faulty("an agent's code without its noun", "write both on one line, such as DEPUTY {DEPUTIES} [~LEG]")
        if set(noun) & set("{}"):
            raise _Faulty("a brace is not closed", "write a plural as {PLURAL}, or {} where there is none")
        if "!" in noun:
            yield from self._substituted(noun)
            return
        yield noun
        yield given[1] if given else _plural(noun)

    def _substituted(self, noun: str) -> Iterator[str]:
        marker = MARKER.search(noun)
        if marker is None or marker[1] not in self.markers:
            raise _Faulty(f"`{noun}` has a substitution that no line before defines", "write !NAME! = WORD, WORD above it")
        for word in self.markers[marker[1]]:
            yield noun.replace(marker[0], word, 1)


def _plural(noun: str) -> str:
    """The plural that PETRARCH makes."""
    if noun.endswith("Y"):
        return noun[:-1] + "IES"
    return noun + ("ES" if noun.endswith("S") else "S")


def _code(inside: str, where: str) -> Code:
    found = CODE.fullmatch(inside)
    if found is None:
        raise _Faulty(f"the code [{inside}] cannot be read", "write [CODE], [CODE <date], [CODE >date] or [CODE date-date]")
    return Code(found["code"].upper(), where, *_bounds(found))


def _bounds(found: re.Match[str]) -> tuple[str | None, str | None]:
    if found["side"]:
        bound = _iso(found["bound"])
        return (bound, None) if found["side"] == ">" else (None, bound)
    return (_iso(found["since"]), _iso(found["until"])) if found["since"] else (None, None)


def _iso(digits: str) -> str:
    """YYYYMMDD or YYMMDD as an ISO date."""
    year = digits[:-4]
    if len(digits) == 6:
        year = ("20" if int(year) <= THIS_CENTURY else "19") + year
    written = f"{year}-{digits[-4:-2]}-{digits[-2:]}"
    try:
        date.fromisoformat(written)
    except ValueError:
        raise _Faulty(f"`{digits}` is no date", "write YYMMDD or YYYYMMDD") from None
    return written
