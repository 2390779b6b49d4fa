"""Marks that are not words: Markdown, footnotes, and words cut in two at a line end. A heading and an item become paragraphs."""

import re
from collections.abc import Collection, Iterator

Edit = tuple[int, int, str]

# ---- lines -------------------------------------------------------------------------------------

HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]{1,8}(?=\S)", re.MULTILINE)
RULE = re.compile(r"^[ \t]{0,8}(?:[-=_*~][ \t]?){3,200}\r?$", re.MULTILINE)
CITED = re.compile(r"^[ ]{0,3}>(?:[ \t]?>){0,9}[ \t]?", re.MULTILINE)
ITEM = re.compile(r"^[ \t]{0,12}[-*+•‣◦▪][ \t]{1,8}(?=\S)", re.MULTILINE)
DEFINED = re.compile(r"^[ ]{0,3}\[[^\[\]\n]{1,80}\]:[ \t]{1,8}(?:<|https?://|mailto:|www\.|/|#)[^\n]{0,1000}$", re.MULTILINE)
NOTE = re.compile(r"^[ ]{0,3}\[\^?[\w-]{1,20}\]:?[ \t]{1,8}(?=\S)", re.MULTILINE)
ENDED = frozenset('.:;!?"”’)\n')
LOOK_BACK = 80
"""Characters in which the end of the line before stands, whatever white space follows it."""


def headings(text: str) -> Iterator[Edit]:
    """The marks of headings, each of which gets blank lines around it."""
    if "#" in text:
        for found in HEADING.finditer(text):
            yield *found.span(), "\n" if found.start() else ""
            if (end := text.find("\n", found.end())) >= 0:
                yield end, end + 1, "\n\n"


def rules(text: str) -> Iterator[Edit]:
    """Lines that are nothing but a stroke, above or below which a paragraph ends."""
    yield from ((*found.span(), "") for found in RULE.finditer(text))


def cited(text: str) -> Iterator[Edit]:
    """What stands before each line that is cited."""
    if ">" in text:
        yield from ((*found.span(), "") for found in CITED.finditer(text))


def items(text: str) -> Iterator[Edit]:
    """The marks of a list's items. A dash is one only where a line before it has ended: else it may open an aside."""
    item = -1
    for found in ITEM.finditer(text):
        start, end = found.span()
        before = text[max(0, start - LOOK_BACK) : max(0, start - 1)].rstrip(" \t\r")[-1:]
        if not before or before in ENDED or found[0].strip() != "-" or (item >= 0 and text.find("\n", item, start - 1) < 0):
            yield start, end, "\n" if start else ""
            item = end


def definitions(text: str) -> Iterator[Edit]:
    """Where Markdown says what a link leads to, and the marks before a footnote's text."""
    if "[" in text:
        spans = {found.start(): found.span() for pattern in (NOTE, DEFINED) for found in pattern.finditer(text)}
        yield from ((*span, "") for span in spans.values())


# ---- within lines ------------------------------------------------------------------------------

# each begins with the mark itself, so that the search runs quickly over all others
FOOTNOTE = re.compile(
    r"""
    \[ (?: (?: (?<=\S\[) | (?<=[.,;!?”"’][ ]\[) ) (?: \^?\d{1,3} | \^[\w-]{1,40} | (?:nb|note|n|fn)\.?[ ]?\d{1,3} )
        | (?<=[.,;:!?”"’]\[) [a-z] ) \]
    """,
    re.VERBOSE,
)
WANTED = re.compile(r"\[(?:[a-z]{2,20}(?: [a-z]{2,20}){0,3} needed|(?:who|when|where|which|why|how|by whom|according to whom)\?|sic!?)\]")
RAISED = re.compile(
    "[\u00b9\u00b2\u00b3\u2070\u2074-\u2079](?:(?<=[^\\W\\d_].)|(?<=[.,;:!?”\"'’)»].))[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{0,3}"
)
IN_BRACKETS = re.compile(r"\((?:(?<=[a-z.,;!?”\"’]\()\d{1,2}\)|(?<=[a-z.,;!?”\"’] \()\d{1,2}\)(?=[\s.,;]|$))")
TARGET = r"<[^<>\n]{0,1000}>|[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?"
LINK = re.compile(rf"(!?\[)[^\[\]]{{1,500}}(\]\((?:{TARGET})(?:\s\"[^\"\n]{{0,300}}\")?\))")
BY_KEY = re.compile(r"(\[)[^\[\]\n]{1,300}(\]\[[^\[\]\n]{0,80}\])")
ADDRESS = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*\n]{0,300}(?:\n[^*\n]{1,300})?(?<=[^\s*])(\1)(?![\w*])")
STROKES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])[^_\n]{0,300}(?:\n[^_\n]{1,300})?(?<=[^\s_])(\1)(?!\w)")
DAGGER = re.compile(r"[*†‡](?<=[\w.,;!?”\"’].)[*†‡]{0,2}(?=[\s.,;]|$)")
ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>~|-])")


def footnotes(text: str) -> Iterator[Edit]:
    """The marks that lead to notes ("[1]", "¹", "(1)"), and what editors want of one another ("[citation needed]")."""
    if "[" in text:
        yield from ((*found.span(), "") for found in FOOTNOTE.finditer(text))
        for found in WANTED.finditer(text):
            yield found.start() - text.startswith(" ", max(0, found.start() - 1)), found.end(), ""
    yield from ((*found.span(), "") for found in RAISED.finditer(text))
    yield from ((*found.span(), "") for found in IN_BRACKETS.finditer(text) if not _tells_age(text, found.start()))


def _tells_age(text: str, at: int) -> bool:
    """Whether a number in brackets stands behind a name: "Ali Hassan (34)"."""
    before = text[max(0, at - 40) : at]
    return before.endswith(" ") and before[-2:-1].isalpha() and before.split()[-1][0].isupper()


def links(text: str) -> Iterator[Edit]:
    """What a link has beside its words."""
    if "[" in text:
        yield from _around(LINK, text)


def keyed_links(text: str) -> Iterator[Edit]:
    """The same of links that are defined elsewhere, and addresses that stand for themselves."""
    if "[" in text:
        yield from _around(BY_KEY, text)
    if "<" in text:
        yield from ((*found.span(), "") for found in ADDRESS.finditer(text))


def stars(text: str) -> Iterator[Edit]:
    """The marks around words that are stressed."""
    if "*" in text:
        yield from _around(STARS, text)


def strokes(text: str) -> Iterator[Edit]:
    """The same, of the other kind."""
    if "_" in text:
        yield from _around(STROKES, text)


def leftovers(text: str) -> Iterator[Edit]:
    """Daggers that lead to notes, and what keeps a mark from being one."""
    yield from ((*found.span(), "") for pattern in (DAGGER, ESCAPE) for found in pattern.finditer(text))


def _around(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        yield *found.span(1), ""
        yield *found.span(2), ""


STEPS = (headings, rules, cited, items, definitions, footnotes, links, keyed_links, stars, strokes, stars, leftovers)
"""In this order: what stands inside the words of a link is stressed, and a star before a line is no stress."""

# ---- words cut in two --------------------------------------------------------------------------

CUT = re.compile(r"-[ \t]{0,4}(?:\r\n?|\n)[ \t]{0,40}([^\W\d_]{1,40})(?![\w-])")
BEGUN = re.compile(r"(?<![\w-])[^\W\d_]{1,40}\Z")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
JOINING = frozenset(("and", "or", "to", "nor"))
"""After these a hyphen holds a place: "two-\\nand three-day"."""


def cut_words(text: str, known: Collection[str]) -> Iterator[Edit]:
    """Hyphens at line ends: gone where the whole is a word that is known, or that the text has elsewhere; else it is a compound's, and
    only the line end goes."""
    found = [one for one in CUT.finditer(text) if one[1].islower() and one[1] not in JOINING]
    words = {word.lower() for word in WORD.findall(text)} if found else set()
    for one in found:
        start = one.start()
        begun = BEGUN.search(text[max(0, start - 42) : start])
        if begun:
            whole, compound = (begun[0] + one[1]).lower(), f"{begun[0]}-{one[1]}".lower()
            is_one = not {compound} & words and compound not in known and (whole in known or whole in words)
            yield start + (not is_one), one.start(1), ""
