"""Tag tokens coarsely, one letter each, from a lexicon, closed classes and a few corrections.

The letters are explained in rules/text/words.yaml. The open classes come from the lexicon that
TextBlob ships (Brill's, from the Brown corpus and the Penn Treebank); nothing is downloaded.
"""

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

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


class Tagger(msgspec.Struct, frozen=True):
    """What tagging needs: word -> tag, exact forms and lower-cased ones, and the corrections."""

    exact: dict[str, str]
    lower: dict[str, str]
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
    """Word -> coarse tag, from lines of "word PENN-TAG"."""
    if path is None:
        return {}
    pairs = (line.partition(" ") for line in path.read_text(encoding="utf-8").split("\n"))
    return {word: PENN[tag.split("|")[0]] for word, _, tag in pairs if tag.split("|")[0] in PENN}


def make_tagger(
    words: Iterable[tuple[str, Iterable[str]]],
    suffixes: Iterable[tuple[str, str]],
    corrections: Iterable[tuple[str, str]],
    verbs: dict[str, str],
    lexicon: dict[str, str],
) -> Tagger:
    """Lay closed classes over the verb forms that the rules know, and these over the lexicon.

    ``words`` are (tag, words); ``verbs`` maps a verb's form to its tag; ``suffixes`` are (ending, tag)
    for words that nothing knows; ``corrections`` are (regular expression, tag).
    """
    exact, lower = {}, {}
    for word, tag in lexicon.items():
        (exact if word[:1].isupper() else lower)[word] = tag
    for form, tag in verbs.items():
        lower[form] = _ambiguous(form, tag, lower.get(form))
    for tag, listed in words:
        for word in listed:
            if tag == "Y":
                exact[word] = exact[word.upper()] = tag
            else:
                lower[word.lower()] = tag
    compiled = tuple((re.compile(pattern), tag) for pattern, tag in corrections)
    return Tagger(exact, lower, tuple(suffixes), compiled)


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
    exact, lower = tagger.exact, tagger.lower
    letters = [_tag_one(w, start, head, exact, lower, tagger.suffixes) for w, start, head in zip(words, opens, title, strict=True)]
    for at, letter in given.items():
        letters[at] = letter
    tags = "".join(letters)
    for pattern, letter in tagger.corrections:
        tags = pattern.sub(letter, tags)
    return tags


def _tag_one(
    word: str, opens: bool, title: bool, exact: dict[str, str], lower: dict[str, str], suffixes: tuple[tuple[str, str], ...]
) -> str:
    first = word[0]
    if first.islower():
        return lower.get(word) or _guess(word, suffixes)
    if first.isalpha():
        known = exact.get(word)
        if known == "Y":
            return known
        small = lower.get(word.lower())
        if known == "J":
            return "q"
        if opens or title:
            return small or known or "P"
        if word == "I":
            return "O"
        # "The" and "Of" inside names stay what they are; "US", "IT" and "WHO" are names
        if small in ("D", "I", "C", "O") and not word.isupper():
            return small
        return "P"
    if first.isdigit():
        return "M"
    return PUNCTUATION.get(word) or lower.get(word) or "x"


def _guess(word: str, suffixes: tuple[tuple[str, str], ...]) -> str:
    for suffix, letter in suffixes:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return letter
    return "N"
