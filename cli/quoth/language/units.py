"""Cut a sentence into units: noun phrases, verb groups, and the small words and marks between them.

One expression runs over the tags, so this costs little. The string of units has one letter each:

    N noun phrase or pronoun   Y adverbial of time   F finite verb group   E bare form in -ed (past or participle)   G gerund
    U infinitive   Q full quotation   I preposition   o of   y by   C conjunction   S subordinator   H who, which   T that
    W how, whether   , ; : - ( ) and . sentence end

Adverbs, closing quotation marks and other rubbish make no unit; they belong to the unit after them.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from quoth.language.clause_words import ClauseWords
from quoth.language.frames import Range
from quoth.language.text import Text

CHUNK = re.compile(
    r"""
      (?P<m> [,;:().CHTW-] )                                           # most units are one of these, a preposition or a noun phrase
    | (?P<s> [ISQ] )
    | (?P<U> U R{0,2} (?:[bhX]R?){0,3} [BEGV]? )                       # to have been warned
    | (?P<F> [Xhb](?:(?:[R“]{0,2}|(?<=h)S)[Xhb]){0,3}                   # has repeatedly warned, have all fled, is
             (?:(?:[R“]{0,2}|DR{0,2}(?=E)|(?<=h)S(?=E))(?:[BEGVZK]|J(?=[IDPO.,])))?
           | [VZB] )
    | (?P<E> [EK] )
    | (?P<G> G )
    | (?P<O> O )
    | (?P<Y> M? Y (?: M (?![NJPGEM]) (?: ,M )? )? (?!') )              # February 10, 2021
    | (?P<N> (?:D?Y')? D{0,3}
        (?: R?[JM] | (?<=[DJMI'])R?E(?=[JNP“]) | (?<=[DJ'])G(?=[JNP]) | (?<=D)Y | (?<=J),(?=[JM][JNP]) | (?<=J)C(?=J) | (?<=M)I(?=M)
          | (?<=D)P(?=CJ) | (?<=DP)C(?=J) | (?<=[DJ'])“(?=[JNPEG]) ){0,10}
        (?: [NPM] | (?<=[NP])J(?=[NPJ]) | (?<=[NPJE])”(?=[NP]) | (?<=[DNPJ])“(?=[NPJ]{1,3}”)
          | '(?:R?[JM] | R?E(?=[NPJ]) | G(?=[NP]) | “(?=[JNP]) ){0,6}(?=[NP]) ){1,14}
        (?: ”?\([NPMJIDC,;'x-]{1,8}\) )?                               # (YPG)
      | D{1,3}[JEM]{1,3}                                               # the wounded
      | D{1,3}(?=[VBZXhbEIC.,;:”)] ) | D{1,3}$ )                     # many said
    | (?P<x> . )
    """,
    re.VERBOSE | re.DOTALL,
)
KINDS = {"O": "N"}
SINGULAR = ("ss", "us", "is")
"""Endings in -s that make no plural."""
PARTICIPLES = ("ed", "en")
"""Endings of adjectives that are participles after a form of be ("was wounded")."""
SMALL = {"of": "o", "by": "y"}
MISREAD = re.compile(
    r"(?<=[,NPEVIR])N(?=[MDPO])|(?<=b)N|(?<=bR)N|(?<=[PO)])N(?=[PD])|(?<=[NP])N(?=U)|(?<=[HOUXNP])I(?=[DPJO])|(?<=[PNOBVEZ])J(?=[DPO])|(?<=D)I(?=M)|(?<=U)[JN](?=[NPJ])|(?<=H)[BZ]"
)
"""Where a noun may be a verb (", killing the guards"; "Dourania bombs Keïta"; "the group plans to leave"), a preposition or an adjective
one ("those who back the army", "Dourania armed the group"), and a verb a noun ("whose support")."""
EXISTENTIAL = 5
"""Tokens before a noun in -ing in which "there" makes it what there is ("There has been fighting")."""
BOUNDARY = re.compile(r"(?P<plural>N)(?=[PN])|(?P<time>P[JDM]N)")
"""Where one noun phrase may end inside a row of nouns."""
JOINED = 3
"""The most words of a preposition ("up out of")."""


class Units(NamedTuple):
    """The units of a sentence: their kinds, and for each its first token, the one past its last, and its head."""

    kinds: str
    first: list[int]
    last: list[int]
    head: list[int]


def cut_units(text: Text, span: Range, quoted: Sequence[Range], words: ClauseWords) -> Units:
    """The units of the tokens ``span``. ``quoted`` are the full quotations in it, marks included, in order."""
    tags = _reread(text, _without(text.tags, span, quoted), span[0], words)
    cutter = _Cutter(text.words, tags, span[0], dict(quoted), words)
    cutter.cut()
    return Units("".join(cutter.kinds), cutter.first, cutter.last, cutter.head)


def _without(tags: str, span: Range, quoted: Sequence[Range]) -> str:
    """The tags of a sentence, those of full quotations taken out of sight."""
    if not quoted:
        return tags[span[0] : span[1]]
    pieces, at = [], span[0]
    for first, last in quoted:
        pieces += [tags[at:first], "Q", "x" * (last - first - 1)]
        at = last
    return "".join([*pieces, tags[at : span[1]]])


def _reread(text: Text, tags: str, base: int, words: ClauseWords) -> str:
    """The tags, with the few changed that the words around them belie."""
    pieces, end = [], 0
    for match in MISREAD.finditer(tags):
        at = match.start()
        letter = _misread(text.words, tags, at, base, words)
        if letter:
            pieces += [tags[end:at], letter]
            end = at + 1
    return "".join([*pieces, tags[end:]]) if pieces else tags


def _misread(tokens: list[str], tags: str, at: int, base: int, words: ClauseWords) -> str:
    """The tag that a word bears rather, or ""."""
    word, tag, before = tokens[base + at], tags[at], tags[at - 1]
    if tag in "BZ":
        return "N" if tokens[base + at - 1].lower() == "whose" else ""
    if tag == "I":
        return _misread_preposition(word, before, words)
    if before == "U":
        return "B" if words.lemmas.get(word) == word else ""
    if tag == "J":
        return _misread_adjective(word, before, words)
    return ("G" if _is_gerund(tokens, tags, at, base) else "") if word.endswith("ing") else _misread_plural(word, tags, at, words)


def _misread_preposition(word: str, before: str, words: ClauseWords) -> str:
    if before == "D":
        return "R" if word in words.than else ""
    return "B" if word in words.misread else ""


def _misread_adjective(word: str, before: str, words: ClauseWords) -> str:
    if word.endswith("ing"):
        return "G" if before in "BVEZ" else ""
    return "E" if before in "PNO" and word.endswith("ed") and word in words.lemmas else ""


def _misread_plural(word: str, tags: str, at: int, words: ClauseWords) -> str:
    lemma = words.lemmas.get(word, "") if word.endswith("s") else ""
    after = tags[at + 1 : at + 2]
    if after == "U":
        return "Z" if lemma in words.intend else ""
    return "Z" if lemma and after in ("P", "D") and tags[at - 1] in "PO)" else ""


def _is_gerund(tokens: list[str], tags: str, at: int, base: int) -> bool:
    """Whether a noun in -ing is a verb: before its object, or after a form of be that does not tell what there is."""
    if tags[at - 1] in "bR" and "b" in tags[max(0, at - 2) : at]:
        opening = {word.lower() for word in tokens[base + max(0, at - EXISTENTIAL) : base + at]}
        return "there" not in opening and tags[at + 1 : at + 2] in ("I", "D", "P", "O", "N")
    return tags[at + 1 : at + 2] in ("D", "P", "O", "M")


class _Cutter:
    """Collects units. ``taken`` is the place up to which tags are used up."""

    def __init__(self, tokens: list[str], tags: str, base: int, quoted: dict[int, int], words: ClauseWords) -> None:
        self.tokens, self.tags, self.base, self.quoted, self.words = tokens, tags, base, quoted, words
        self.kinds: list[str] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.head: list[int] = []
        self.taken = 0

    def cut(self) -> None:
        """All units."""
        base, tags = self.base, self.tags
        kinds, firsts, lasts, heads = self.kinds, self.first, self.last, self.head
        for match in CHUNK.finditer(tags):
            kind = match.lastgroup or "x"
            start, end = match.span()
            if kind == "x" or start < self.taken:
                continue
            if kind == "m":
                kinds.append(tags[start])
                firsts.append(base + start)
                lasts.append(base + end)
                heads.append(base + start)
            elif kind == "s":
                self._small(tags[start], base + start)
            elif kind == "N":
                self._noun(start, end)
            elif kind in "OYEK":
                self._keep(kind, base + start, base + end, base + end - 1)
            else:
                self._verb(kind, start, end)

    def _small(self, kind: str, first: int) -> None:
        """A quotation, a subordinator, or a preposition with those right after it."""
        last = first + 1
        if kind == "Q":
            last = self.quoted.get(first, last)
        else:
            word = self.tokens[first].lower()
            joined = self._joined(word, first)
            if joined:
                kind, last = "C", joined
            elif kind == "I" and word in self.words.subordinator:
                kind = "S"
            elif kind == "I":
                while self._is_joined(last) and last - first < JOINED:
                    last += 1
                kind = SMALL.get(word, "I") if last == first + 1 else "I"
        self._keep(kind, first, last, first)

    def _joined(self, word: str, first: int) -> int:
        """The token past a conjunction of several words ("as well as"), or 0."""
        for words in self.words.joining:
            if words[0] == word and tuple(w.lower() for w in self.tokens[first : first + len(words)]) == words:
                return first + len(words)
        return 0

    def _verb(self, kind: str, start: int, end: int) -> None:
        """A verb group."""
        first, last = self.base + start, self.base + end
        head = last - 1
        if kind == "G" and self.tokens[first].lower() in self.words.preposition:
            kind, head = "I", first
            last += self.tags[end : end + 1] in ("I", "U")
        elif kind == "U" and self.tags[end - 1] in "UR":
            kind, last = "I", first + 1 + self.tags[start:end].index("U")  # no verb follows
            head = last - 1
        elif kind == "F" and self.tokens[first].lower() in self.words.participle_auxiliary:
            kind = "G"
        elif kind == "F" and end - start == 1:
            kind = self._past(start, end)
        elif kind == "F":
            if self.tags[end - 1] == "J" and not self.tokens[last - 1].endswith(PARTICIPLES):
                last -= 1
                end -= 1
            head = self.base + start + len(self.tags[start:end].rstrip("R“")) - 1
        self._keep(kind, first, last, head)

    def _is_joined(self, at: int) -> bool:
        """Whether a preposition goes on here; "by" never joins one, because it tells an agent ("set up by the army")."""
        return self.tags[at - self.base : at - self.base + 1] == "I" and self.tokens[at].lower() not in SMALL

    def _split(self, start: int, end: int) -> int:
        """Where the last noun phrase in a row of nouns begins, those before it kept: a plural and a name are two ("told reporters Dourania
        would attack"), and an adverbial of time is none ("Dourania last month said")."""
        if "'" in self.tags[start:end]:
            return start
        for match in BOUNDARY.finditer(self.tags, start, end):
            at, after = match.span()
            head = self.base + after - 1
            if match.lastgroup == "time":
                near = self.tags[at + 1] == "M" or self.tokens[self.base + at + 1].lower() in self.words.near_time
                if near and self.tokens[head].lower() in self.words.time:
                    self._keep("N", self.base + start, self.base + at + 1, self.base + at)
                    self._keep("Y", self.base + at + 1, self.base + after, head)
                    start = after
            elif self._is_plural(head) and (self.tags[after] == "P" or self._is_given(start, at)):
                self._keep("N", self.base + start, self.base + after, head)
                start = after
        return start

    def _is_plural(self, token: int) -> bool:
        return self.tokens[token].endswith("s") and not self.tokens[token].endswith(SINGULAR)

    def _is_given(self, start: int, at: int) -> bool:
        """Whether these are the rebels in "gave the rebels weapons"."""
        gives = self.kinds[-1:] in (["F"], ["E"]) and self.words.lemma(self.tokens[self.head[-1]].lower()) in self.words.give
        return gives and self.tags[start] == "D" and at == start + 1

    def _keep(self, kind: str, first: int, last: int, head: int) -> None:
        self.kinds.append(KINDS.get(kind, kind))
        self.first.append(first)
        self.last.append(last)
        self.head.append(head)
        self.taken = last - self.base

    def _noun(self, start: int, end: int) -> None:
        """Noun phrases in a row, or an adverbial of time."""
        tags = self.tags
        if BOUNDARY.search(tags, start, end):
            start = self._split(start, end)
            if start == end:
                self.taken = end
                return
        at = end - 1
        if tags[at] == ")":  # a row may have been split inside its bracket: "plans (the 1995 tax records)"
            at = max(start, tags.rfind("(", start, end) - 1)
        while at > start and tags[at] == "”":
            at -= 1
        head = self.base + at
        is_time = self.tokens[head].lower() in self.words.time and tags.find("'", start, end) < 0 and tags.find("P", start, end) < 0
        self._keep("Y" if is_time else "N", self.base + start, self.base + end, head)

    def _past(self, start: int, end: int) -> str:
        """A past form that is a participle too is one before "by" ("sent by"), but not after a pronoun ("it stood by")."""
        if start and self.tags[start - 1] == "O":
            return "F"
        if self.tags[start] not in "VB":
            return "F"
        return "E" if self.tags[end : end + 1] == "I" and self.tokens[self.base + end].lower() == "by" else "F"
