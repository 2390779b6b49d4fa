"""Group tokens into phrases: the units over which patterns match.

A stream is the text outside full quotations of one paragraph, or the inside of one full quotation.
A unit is a noun phrase, a verb group, a quotation, or one other token; in the stream's string each
takes two characters: its tag and the code of its head word (see vocabulary).

    N noun phrase   O pronoun   V finite verb group   A passive   G gerund   U infinitive   E bare participle
    b be   h have   X modal   Q full quotation   “ partial quotation opens   H who, which   T that   I preposition
    C conjunction   S subordinator   W how, whether   Y day or month   D lone determiner   , : ; - ( ) and . sentence end
"""

import re
from itertools import takewhile

import msgspec

from quoth.language.text import Text
from quoth.language.vocabulary import NO_WORD, Vocabulary

CHUNK = re.compile(
    r"""
      (?P<U> R? U R{0,2} (?:[bhX]R?){0,3} [BEGV]? )                # not to have been warned
    | (?P<V> R{0,3} (?:[Xhb][R“]{0,2}){1,4} [BEGVZ]?               # has repeatedly warned, is
           | R{0,3} [VBZEG] )                                      # warned
    | (?P<O> O )
    | (?P<Y> M? Y (?: M (?![NJPGEM]) (?: ,M )? )? (?!') )                       # February 10, 2021; 10 February
    | (?P<N> (?:D?Y')? D{0,3}
        (?: R?[JM] | (?<=[DJMI'])R?E(?=[JNP“]) | (?<=[DJ'])G(?=[JNP]) | (?<=D)Y | (?<=J),(?=[JM][JNP]) | (?<=J)C(?=J) | (?<=M)I(?=M)
          | (?<=[DJ'])“(?=[JNPEG]) ){0,10}
        (?: [NPM] | (?<=[NP])J(?=[NPJ]) | (?<=[NPJE])”(?=[NP]) | (?<=[DNPJ])“(?=[NPJ]{1,3}”)
          | '(?:R?[JM] | R?E(?=[NPJ]) | G(?=[NP]) | “(?=[JNP]) ){0,6}(?=[NP]) ){1,14}
        (?: ”(?![NPJ]) )?
        (?: ”?\([NPMJIDC,;'x-]{1,8}\) )?                          # (YPG) (R-Wis.)
      | D{1,3}[JEM]{1,3}                                           # the wounded
      | D{1,2}(?=[VBZXhbEIC]) )                                    # many said
    | (?P<x> . )
    """,
    re.VERBOSE | re.DOTALL,
)
TIME = "time"
"""The class of nouns of time, which make adverbials ("last week")."""
SUMMARY = "summary"
"""The class of nouns that sum up what was said ("a charge", "a claim")."""
SUMMED = re.compile(r"DJ?NP+$")
DROPPED = frozenset("R”x'")
"""Tags that make no unit: patterns need not provide for an adverb at every place. Spans run over them."""


class Stream(msgspec.Struct, frozen=True):
    """One run of units. ``string`` holds two characters a unit; unit i covers the tokens ``first[i]``
    to ``last[i]`` inclusive; ``quotations`` maps a unit to the full quotation that it stands for;
    ``begin`` is the first token of all, ``inside`` says that this is the inside of a quotation."""

    string: str
    first: list[int]
    last: list[int]
    quotations: dict[int, int]
    begin: int = 0
    inside: bool = False


class Layout(msgspec.Struct, frozen=True):
    """The streams of a document, and for each full quotation its tokens and the one it goes on from.

    ``tokens[q]`` are the (first, past the last) token of quotation q, marks included;
    ``previous[q]`` is the quotation that q carries on over a paragraph's end, or -1.
    """

    streams: list[Stream]
    tokens: dict[int, tuple[int, int]]
    previous: dict[int, int]


def make_stream(text: Text, sentences: list[list[tuple[int, int, int]]], vocabulary: Vocabulary, inside: bool = False) -> Stream:
    """Chunk sentences, each given as pieces: (first, past the last, -1) for tokens, and
    (first, past the last, q) for a whole quotation q."""
    units = _Units(text.words, _flatten(text, sentences), vocabulary)
    tags = units.tags
    for match in CHUNK.finditer(tags):
        start, end = match.span()
        if start < units.taken:
            continue
        kind = match.lastgroup or "V"
        if kind == "x":
            units.single(tags[start], start)
        elif kind == "Y":
            units.date(start, end)
        elif kind in "NO":
            units.noun(kind, match.group(), start, end)
        else:
            units.verb(kind, match.group(), start, end)
    return Stream("".join(units.string), units.first, units.last, units.quotations, units.origin[0] if units.origin else 0, inside)


class _Flat(msgspec.Struct, frozen=True):
    """The tags with one sentence end a sentence, the token of each, the quotations by position, and the
    positions of sentence ends that no token marks: these stand before their token and cover nothing."""

    tags: str
    origin: list[int]
    quoted: dict[int, tuple[int, int]]
    unmarked: set[int]


def _flatten(text: Text, sentences: list[list[tuple[int, int, int]]]) -> _Flat:
    out: list[str] = []
    origin: list[int] = []
    quoted: dict[int, tuple[int, int]] = {}
    unmarked: set[int] = set()
    words = text.words
    for pieces in sentences:
        for first, last, quotation in pieces:
            if quotation < 0:
                out.append(text.tags[first:last].replace(".", "x"))
                origin.extend(range(first, last))
                continue
            quoted[len(origin)] = (quotation, last - 1)
            out.append("Q")
            origin.append(first)
            if words[last - 2] == "," and words[last : last + 1] != [","]:
                out.append(",")  # “…,” he said: the comma belongs to the sentence around the quotation
                origin.append(last - 1)
        if words[pieces[-1][1] - 1] == ":" and pieces is not sentences[-1]:
            continue  # "He said:", and the quotation in a paragraph of its own
        # a sentence that ends with "?”" may go on with its cue
        out.append("·" if pieces[-1][2] >= 0 and words[pieces[-1][1] - 2] != "." else ".")
        last_token = pieces[-1][1] - 1
        if text.tags[last_token] not in ".”)x,:;-":
            unmarked.add(len(origin))
            last_token += 1
        origin.append(last_token)
    return _Flat("".join(out), origin, quoted, unmarked)


class _Units:
    """Collects a stream's units. ``taken`` is the position up to which tags are used up."""

    def __init__(self, words: list[str], flat: _Flat, vocabulary: Vocabulary) -> None:
        self.words, self.vocabulary = words, vocabulary
        self.tags, self.origin, self.quoted, self.unmarked = flat.tags, flat.origin, flat.quoted, flat.unmarked
        self.string: list[str] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.quotations: dict[int, int] = {}
        self.taken = 0

    def _add(self, unit: str, first: int, last: int) -> None:
        self.string.append(unit)
        self.first.append(first)
        self.last.append(last)

    def single(self, tag: str, at: int) -> None:
        token = self.origin[at]
        if tag == "Q":
            quotation, last = self.quoted[at]
            self.quotations[len(self.first)] = quotation
            self._add("Q" + NO_WORD, token, last)
        elif tag in ".·":
            self._add(tag + NO_WORD, token, token - (at in self.unmarked))
        else:
            code = self.vocabulary.words.get(self.words[token].lower(), NO_WORD)
            if tag not in DROPPED or code != NO_WORD:
                self._add(tag + code, token, token)

    def date(self, start: int, end: int) -> None:
        self._add("Y" + NO_WORD, self.origin[start], self.origin[end - 1])

    def noun(self, kind: str, tags: str, start: int, end: int) -> None:
        named = tags.find("NP")
        if named >= 0 and self._is_time(self.origin[start + named]):
            # "earlier in the day Ankara said": the adverbial ends where the name begins
            self._add("Y" + NO_WORD, self.origin[start], self.origin[start + named])
            start, tags = start + named + 1, tags[named + 1 :]
        summed = self._summed(tags, start)
        if summed:
            # "a charge Beijing denies": a noun that sums up, and who says something of it
            self._add("N" + self._code(start + summed - 1), self.origin[start], self.origin[start + summed - 1])
            start, tags = start + summed, tags[summed:]
        if not tags.strip("D"):
            kind = "O"  # "both say", "many fled": it stands by itself
        at = end - 1
        if tags[-1] == ")":
            at = start + tags.rindex("(") - 1
        token = self.origin[at]
        word = self.words[token].lower()
        code = self.vocabulary.words.get(word, NO_WORD)
        if kind == "N" and code in self.vocabulary.classes[TIME] and "'" not in tags:
            # "last week", "Monday night" are adverbials; "the UN hours later" is a name and one
            named = tags.rfind("P", 0, at - start)
            if named >= 0:
                self._add("N" + NO_WORD, self.origin[start], self.origin[start + named])
                start += named + 1
            kind = "Y"
        self._add(kind + code, self.origin[start], self.origin[end - 1])

    def _summed(self, tags: str, start: int) -> int:
        """Past the noun after a determiner that sums up what was said, where a name follows it before a verb; else 0."""
        if not SUMMED.match(tags) or self.tags[start + len(tags) : start + len(tags) + 1] not in ("V", "Z"):
            return 0
        named = tags.index("NP") + 1
        return named if self._code(start + named - 1) in self.vocabulary.classes[SUMMARY] else 0

    def _code(self, at: int) -> str:
        return self.vocabulary.words.get(self.words[self.origin[at]].lower(), NO_WORD)

    def _is_time(self, token: int) -> bool:
        return self.vocabulary.words.get(self.words[token].lower(), NO_WORD) in self.vocabulary.classes[TIME]

    def verb(self, kind: str, tags: str, start: int, end: int) -> None:
        if kind == "V" and tags[0] == "X" and len(tags) > 1:
            start, tags = self._modal(tags, start)
            if not tags.strip("R“"):
                return
        word = self.words[self.origin[end - 1]].lower()
        code = self.vocabulary.verbs.get(word) or self.vocabulary.words.get(word, NO_WORD)
        particles = self.vocabulary.phrasal.get(code)
        if particles:
            code, end = self._particle(particles, code, end)
        self._add((_voice(tags) if kind == "V" else kind) + code, self.origin[start], self.origin[end - 1])

    def _modal(self, tags: str, start: int) -> tuple[int, str]:
        """A modal that patterns name stands by itself, and so does "not" after it."""
        for tag in ("X", "R"):
            token = self.origin[start]
            code = self.vocabulary.words.get(self.words[token].lower(), NO_WORD)
            if tags[0] != tag or code == NO_WORD or len(tags) == 1:
                break
            self._add(tag + code, token, token)
            start, tags = start + 1, tags[1:]
        return start, tags

    def _particle(self, particles: dict[str, str], code: str, end: int) -> tuple[str, int]:
        """The verb with the particle that follows it ("called" + "for"), longest first."""
        ahead = zip(self.tags[end : end + 3], self.origin[end : end + 3], strict=True)
        following = [self.words[i].lower() for tag, i in takewhile(lambda pair: pair[0] not in ".·Q", ahead)]
        if self.tags[end : end + 1] == "U" or self.tags[end + 1 : end + 2] == "Y":
            return code, end  # "agreed to host" is no "agree to", "called on Monday" no "call on"
        for length in (3, 2, 1):
            joined = particles.get(" ".join(following[:length]))
            if joined is not None and len(following) >= length:
                self.taken = end + length
                return joined, end + length
        return code, end


def _voice(tags: str) -> str:
    tags = tags.replace("R", "").replace("“", "")
    main, auxiliaries = tags[-1], tags[:-1]
    if main in "EV" and auxiliaries[-1:] == "b":
        return "A"
    if main == "G":
        return "V" if "b" in auxiliaries else "G"
    if main == "E" and not auxiliaries:
        return "E"
    return "V" if main in "BEVZ" else main
