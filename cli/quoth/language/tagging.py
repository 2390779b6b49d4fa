"""Tag tokens coarsely, one letter each, from a lexicon, closed classes and a few corrections.

The letters are explained in rules/text/words.yaml. The open classes come from the lexicon that
TextBlob ships (Brill's, from the Brown corpus and the Penn Treebank); nothing is downloaded.
"""

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from quoth.spelling import ARTICLES

PENN = {
    "NN": "N", "NNS": "N", "NNP": "P", "NNPS": "P", "FW": "N", "UH": "x", "SYM": "x", "CD": "M", "JJ": "J", "JJR": "J", "JJS": "J",
    "RB": "R", "RBR": "R", "RBS": "R", "RP": "I", "IN": "I", "VB": "B", "VBP": "B", "VBZ": "Z", "VBD": "V", "VBN": "E", "VBG": "G",
    "DT": "D", "PDT": "D", "PRP": "O", "PRP$": "D", "MD": "X", "CC": "C", "TO": "U", "EX": "O", "WRB": "W", "WP": "H", "WDT": "H",
    "WP$": "D", "POS": "'", "LS": "M",
}  # fmt: skip
PUNCTUATION = {
    **dict.fromkeys(".?!…", "."), **dict.fromkeys(",", ","), **dict.fromkeys(";", ";"), **dict.fromkeys(":", ":"),
    **dict.fromkeys("([{", "("), **dict.fromkeys(")]}", ")"), **dict.fromkeys(("-", "–", "—", "―", "--", "---", "‒"), "-"),
    "...": "x", "%": "N", "$": "M", "£": "M", "€": "M",
}  # fmt: skip


CLOSED = frozenset("DICOpsrauHSW")
"""Tags of short words that a name in capitals may look like ("US", "IT", "WHO")."""


class Tagger(msgspec.Struct, frozen=True):
    """What tagging needs: word -> tag (capitalised words as they stand), what endings say, and the corrections."""

    words: dict[str, str]
    suffixes: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[re.Pattern[str], str], ...]


def lexicon_path() -> Path | None:
    """Where TextBlob's English lexicon lies, without importing TextBlob; None where it is missing."""
    spec = importlib.util.find_spec("textblob")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "en" / "en-lexicon.txt"
    return path if path.is_file() else None


def read_lexicon(path: Path | None) -> dict[str, str]:
    """Word -> coarse tag, from lines of "word PENN-TAG" (a comment starts with three semicolons).

    Names are left out, a third of it all: that is what an unknown word with a capital is taken for.
    """
    if path is None:
        return {}
    lines = path.read_text(encoding="utf-8")
    fields = lines[lines.rfind("\n;;;") + 1 :].partition("\n")[2].split()
    coarse = {tag: PENN[tag.split("|")[0]] for tag in set(fields[1::2]) if tag.split("|")[0] in PENN}
    tags = ((word, coarse.get(tag)) for word, tag in zip(fields[::2], fields[1::2], strict=True))
    return {word: tag for word, tag in tags if tag and not (tag == "P" and word[0].isupper() and "-" not in word)}


def known_words(words: Iterable[tuple[str, Iterable[str]]], verbs: dict[str, str], lexicon: dict[str, str]) -> dict[str, str]:
    """Lay closed classes over the verb forms that the rules know, and these over the lexicon.

    ``words`` are (tag, words); ``verbs`` maps a verb's form to its tag.
    """
    known = dict(lexicon)
    for form, tag in verbs.items():
        known[form] = _ambiguous(form, tag, known.get(form))
    for tag, listed in words:
        for word in listed:
            if tag == "Y":
                known[word] = known[word.upper()] = tag
            else:
                known[word.lower()] = tag
    return known


def make_tagger(words: dict[str, str], suffixes: Iterable[tuple[str, str]], corrections: Iterable[tuple[str, str]]) -> Tagger:
    """Compile the corrections. ``words`` are those that are known, with their tags; ``suffixes`` are (ending, tag) for all
    others; ``corrections`` are (regular expression, tag)."""
    compiled = tuple((re.compile(pattern), tag) for pattern, tag in corrections)
    return Tagger(words, tuple(suffixes), compiled)


def _ambiguous(form: str, verb: str, known: str | None) -> str:
    if known in ("N", "J") and verb == "B":
        return "n"
    if known == "N" and verb == "Z":
        return "z"
    if known == "V" and verb == "E" and not form.endswith("ed"):
        return "V"  # "said" is hardly ever a participle
    return verb


def tag(tagger: Tagger, words: list[str], opens: list[bool], title: list[bool], given: dict[int, str]) -> str:
    """One letter a word. ``opens`` marks the words that begin a sentence or a quotation, ``title``
    those in a headline, where a capital says nothing; ``given`` holds tags that are known."""
    known, suffixes = tagger.words, tagger.suffixes
    letters = [
        (w[0].islower() and known.get(w)) or _tag_one(w, start, head, known, suffixes)
        for w, start, head in zip(words, opens, title, strict=True)
    ]
    for at, letter in given.items():
        letters[at] = letter
    tags = "".join(letters)
    for pattern, letter in tagger.corrections:
        tags = pattern.sub(letter, tags)
    return tags


def _tag_one(word: str, opens: bool, title: bool, known: dict[str, str], suffixes: tuple[tuple[str, str], ...]) -> str:
    first = word[0]
    if first.islower():
        return known.get(word) or _arabic(word, known) or _guess(word, suffixes)
    if first.isalpha():
        return _tag_capital(word, opens, title, known)
    if first.isdigit():
        return "M"
    return PUNCTUATION.get(word) or known.get(word) or "x"


def _tag_capital(word: str, opens: bool, title: bool, known: dict[str, str]) -> str:
    exact, small = known.get(word), known.get(word.lower())
    shouted = len(word) > 1 and word.isupper()
    tag = None
    if exact in ("Y", "J") and small not in CLOSED:
        tag = "q" if exact == "J" else exact
    elif word == "I":
        tag = "p"
    elif opens and small in CLOSED and shouted:
        tag = None if exact in CLOSED else exact  # "US officials said"
    elif opens or title:
        tag = small or exact or _compound(word, known)
    elif small in CLOSED and not shouted:
        tag = small  # "The" and "Of" inside names stay what they are; "US", "IT" and "WHO" are names
    else:
        tag = _compound(word, known)
    return tag or "P"


def _compound(word: str, known: dict[str, str]) -> str | None:
    """A name and a participle make an adjective ("Turkish-backed", "US-led", "Moscow-based")."""
    name, _, part = word.rpartition("-")
    return "J" if name and part.islower() and known.get(part, "N") in "EVJK" else None


def _arabic(word: str, known: dict[str, str]) -> str | None:
    """ "al-Nasser" is a name, and "al-Qaeda-linked" made with one."""
    article, _, rest = word.partition("-")
    return (_compound(word, known) or "P") if rest[:1].isupper() and article in ARTICLES else None


def _guess(word: str, suffixes: tuple[tuple[str, str], ...]) -> str:
    for suffix, letter in suffixes:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return letter
    return "N"
