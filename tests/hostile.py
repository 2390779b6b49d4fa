"""Texts that somebody might send to make quoth hang: a short unit, over and over.

Beside those that were thought of, one family for each tag with a word of the closed classes that bears it, one for each pair of tags
that stand next to each other, one for each word with which patterns begin, and runs of every mark, bracket, quotation mark and newline.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise

from quoth.patterns.patterns import parse
from quoth.rulebook.rules import Alliance, Construction, Content, RuleBook, Stop, Words

Family = Callable[[int], str]
"""A text of so many units."""

KNOWN = {
    "only quotation marks “": "“",
    'only quotation marks "': '"',
    "marks that pair “a” ": "“a” ",
    "marks of two kinds “‘": "“‘",
    "only apostrophes": "'",
    "apostrophes after words": "s' ",
    "only said": "said ",
    "he said": "he said ",
    "said that": "he said that ",
    "only capitals": "Ankara ",
    "unknown capitals": "Zoran ",
    "letters in capitals": "A",
    "one endless sentence": "the army which the mayor of the town saw in the north and ",
    "only commas": "a, ",
    "only bare commas": ",",
    "actors in a row": "Russia, Turkey, ",
    "actors at war": "Russia attacked Turkey and ",
    "accusations": "Russia accused Turkey of ",
    "adjectives of actors": "Turkish Syrian ",
    "people who speak": "Ali Hassan said he left. ",
    "quotations in paragraphs": "“We ran.\n\n",
    "quotations that stay open": "He said “We ran.\n\n",
    "quotations in a line": "“We ran.” ",
    "quotations over paragraphs": "“Russia attacked Turkey and they said so.\n\n",
    "only must": "must ",
    "only groups": "group ",
    "both sides": "both sides ",
    "the group and them": "The group said Iran and Iraq left both sides and the regime to them and ",
    "places in a row": "in Syria, Iraq and ",
    "turns": "Mayor: We ran.\n\n",
    "bare quotations": "“We ran away,” he said.\n\n“We hid in the hills.”\n\n",
    "datelines": "KABUL, May 3 (Reuters) — We ran.\n\n",
    "stops and spaces": ". ",
    "stops between words": "a. b? ",
    "initials": "A. ",
    "hyphens": "a-",
    "numbers": "1,",
    "brackets around names": "Zoran (",
    "acronyms": "Zoran Bad (ZB) ",
    "lines of records": "name: he said\n",
}
LEADS = {
    "one long quotation": ("The mayor said: ", "“We ran.\n\n"),
    "one quotation of many sentences": ("He said “", "Iran and Iraq left the group. "),
    "many quotations of one speaker": ("He said: “We ran.” ", "“We hid in the hills.” "),
    "many regimes in a quotation": ("The Houthis spoke. He said “", "Iran and the group and them and the regime "),
}
"""A beginning, and what follows it over and over."""
MARKS = (
    *".?!…,;:-–—/%*#_&",
    "...",
    "?!",
    ". . ",
    "--",
    "''",
    "``",
    *"“”„«»‹›‘’‚\"'",
    "“ ",
    " ”",
    "”“",
    "“‘’”",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "()",
    ") (",
    "[a] ",
    "(a ",
    "((a) ",
)
SPACES = (" ", "\t", "\u00a0", "\u200b", "\n", "\r", "\r\n", "\u2028", "\x85", " \n", "a\n", "a\n\n", "a \r\n ")


def families(book: RuleBook) -> dict[str, Family]:
    """Every family by its name."""
    units = KNOWN | {f"run of {mark!r}": mark for mark in (*MARKS, *SPACES)}
    tagged = {rule.tag: rule.words[0] for rule in reversed(book.of(Words))}
    units |= {f"tag {tag}: {word}": f"{word} " for tag, word in tagged.items()}
    units |= {f"tags {a}{b}": f"{tagged[a]} {tagged[b]} " for a, b in pairwise(sorted(tagged))}
    units |= {f"tag {tag} before a speaker": f"{word} Russia said " for tag, word in tagged.items()}
    units |= {f"begins with {word}": f"{word} Russia " for word in _beginnings(book)}
    found: dict[str, Family] = {name: lambda size, unit=unit: unit * size for name, unit in units.items()}
    found |= {name: lambda size, lead=lead, unit=unit: lead + unit * size for name, (lead, unit) in LEADS.items()}
    found["brackets inside brackets"] = lambda size: "(" * size + "a" + ")" * size
    found["brackets around clauses"] = lambda size: "(he said " * size + "a" + ")" * size
    found["one word"] = lambda size: "a" * size
    found["one word in brackets of its own"] = lambda size: "[" * size + "Iran"
    return found


def _beginnings(book: RuleBook) -> Iterable[str]:
    """The first words of patterns that begin with one."""
    rules = (*book.of(Construction), *book.of(Stop), *book.of(Alliance), *book.of(Content))
    first = [
        next((node for node in parse(rule.pattern) if not node.text.startswith(("{start", "{paragraph", "{same", "{real"))), None)
        for rule in rules
    ]
    words = [node.parts[0] if node.kind == "either" else node for node in first if node is not None]
    return sorted({node.text for node in words if node.kind == "word"})
