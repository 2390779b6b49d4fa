"""The slots of the pattern language: what a typed part of a pattern matches, over a stream's string."""

from collections.abc import Callable

from quoth.language.vocabulary import NO_WORD

W = "."
"""Either character of a unit, whatever it is: see compile_expression."""
NP = rf"(?:[NO]{W})"
PREPOSITIONAL = rf"(?:I{W}[NO]{W})"
MORE = rf"{PREPOSITIONAL}{{0,3}}(?:(?:,{W}N{W}{PREPOSITIONAL}{{0,2}}){{0,3}}(?:,{W})?C{W}N{W}{PREPOSITIONAL}{{0,2}})?"
BASE = NP + MORE
BRACKETED = (
    rf"(?:,{W}(?![CST])(?:[^.·;,Q“]{W}){{0,16}}(?:,{W}(?:[^.·;,Q“]{W}){{1,12}}){{0,2}},{W}"
    rf"|-{W}(?:[^.·;Q“-]{W}){{1,16}}-{W}|\({W}(?:[^.·;Q)]{W}){{1,16}}\){W})"
)
# "a report published on Monday"
REDUCED = rf"(?:[EG]{W}(?:Y{W}|I{W}[NOY]{W}){{1,3}})"
# "officials who asked not to be named"
RELATIVE = rf"(?:H{W}(?:[^.·;,Q“TW]{W}){{1,14}}?)"
IN_CLAUSE = rf"[^.·;]{W}"
SHORT = rf"(?:[^.·;,QVAXbhE-]{W}|E{W}(?![NO])){{0,30}}"


def _clause_start(codes: "Codes") -> str:
    """How a clause without "that" begins: with its subject, an adverbial before it, or "if"."""
    return (
        rf"(?!O[{codes('class object')}])(?:[NOYTMW“DJ]{W}|(?<!,{W})G{W}|S[{codes('class conditional')}]"
        rf"|(?:I{W}[NOYG]{W}){{1,3}}(?:,{W})?[NO“]{W}|I{W}N{W}(?=[VEbhXA]))"
    )


Codes = Callable[[str], str]


def _verb(tags: str) -> Callable[[str, Codes], str]:
    return lambda arg, codes: rf"[{tags}][{codes('frame ' + arg)}]"


SLOTS: dict[str, Callable[[str, Codes], str]] = {
    # who speaks: a noun phrase with what belongs to it; stretches between commas may follow it
    "speaker": lambda arg, codes: (
        rf"(?P<speaker>{NP}(?<!I[{codes('class adverbial')}]{W}{W})(?<!I{W}G{W}{W}{W})(?<!N{W}I[{codes('class recipient')}]{W}{W}){MORE})"
        rf"(?:{REDUCED}|{RELATIVE}"
        rf"|[JS][{codes('class postposed')}](?:I{W}[NOY]{W}){{1,3}})?(?:{BRACKETED}|(?:I{W})?Y{W}){{0,3}}"
    ),
    # somebody right before a participle: "voters saying", not "called voters, saying"
    "doer": lambda arg, codes: rf"(?P<speaker>{NP}(?<![IVEAGU]{W}{W}{W}){MORE})",
    # a source with what qualifies it: "a complaint filed by the prosecutor"
    "source": lambda arg, codes: rf"(?P<speaker>{BASE})(?:(?:,{W})?[EGIHT]{W}(?:[^.·;,Q]{W}){{0,14}})?",
    # a noun of speech with its owner: "his claim", "the ministry's warning"
    "owned": lambda arg, codes: rf"(?P<owned>N[{codes('class ' + arg)}])",
    # a noun of speech right before its participle: "a US statement urging …"
    "spoken": lambda arg, codes: rf"(?P<spoken>N[{codes('class ' + arg)}])",
    # by whom, before "of": "accused by Egypt and Jordan of …"
    "by-whom": lambda arg, codes: rf"(?P<speaker>{NP}(?:(?:,{W}{NP}){{0,3}}(?:,{W})?C{W}{NP})?{PREPOSITIONAL}{{0,2}}?)",
    "of-what": lambda arg, codes: rf"(?=(?P<content>I[{codes('class of')}](?:{IN_CLAUSE}){{1,60}}))",
    "short-of": lambda arg, codes: rf"(?=(?P<content>I[{codes('class of')}](?:[^.·;,Q]{W}){{1,40}}))",
    "which-object": lambda arg, codes: rf"(?P<patient>[HT]{W})",
    "summed": lambda arg, codes: rf"(?P<patient>N[{codes('class ' + arg)}]{PREPOSITIONAL}{{0,3}})",
    "plain-speaker": lambda arg, codes: rf"(?P<speaker>{BASE})",
    "who": lambda arg, codes: rf"(?P<speaker>H{W})",
    # "that" after a noun and before a verb is a relative pronoun too
    "which": lambda arg, codes: rf"(?P<speaker>H{W}|(?<=[NY]{W})T{W}(?=[VEX]))",
    "addressee": lambda arg, codes: rf"(?P<addressee>{NP}(?:C{W}{NP})?)(?:{PREPOSITIONAL}|(?:I{W})?Y{W}){{0,4}}",
    "noun-phrase": lambda arg, codes: BASE,
    # reporting verbs by what they take
    # a bare participle before "by" or "between" is no finite verb ("the zones agreed between them"), but after a pronoun
    "verb": lambda arg, codes: (
        rf"(?:X{W}(?:R{W})?)?(?:V[{codes('class catenative')}]U|V|(?<=O{W})E|E(?!{W}I[{codes('class agent')}]))"
        rf"[{codes('frame ' + arg)}]"
    ),
    # any verb or participle, also one that no rule knows, which gets no part
    "any-verb": lambda arg, codes: rf"[VE]{W}",
    "told-verb": _verb("V"),
    "gerund": _verb("G"),
    "infinitive": _verb("U"),
    "passive": _verb("A"),
    "participle": _verb("E"),
    # a verb of a class, in any form but the passive
    "does": lambda arg, codes: rf"[VEGU][{codes('class ' + arg)}]",
    # any word of a class, in any form if it is a verb's
    "word": lambda arg, codes: rf"{W}[{codes('class ' + arg)}]",
    # nouns of a class: "statement", "warning"
    "noun": lambda arg, codes: rf"N[{codes('class ' + arg)}]",
    # when and where: "on Monday", "in a statement", "late last week"
    "adjunct": lambda arg, codes: rf"(?:Y{W}|I[{codes('class when')}][NYOG]{W}(?:I{W}N{W})?|Y{W}|,{W}(?:I{W}[NY]{W}){{1,2}},{W}){{1,4}}",
    "quote": lambda arg, codes: rf"(?P<quote>Q{W}(?:Q{W}){{0,2}})",
    # a quotation with its cue, which somebody else passes on
    "report": lambda arg, codes: (
        rf"(?P<report>Q{W},{W}(?:{BASE}[VE][{codes('frame say+quote+told+wh')}]|[VE][{codes('frame say+quote')}]{BASE})"
        rf"(?:[^.·;,Q“VEbhXA]{W}){{0,8}}?)"
    ),
    # contents: looked at, not consumed
    "clause": lambda arg, codes: (
        rf"(?=(?P<content>{_clause_start(codes)}(?:{IN_CLAUSE}){{1,90}}))(?=(?:S{W})?(?:[^.·;VEbhXASW]{W}){{0,24}}[VEbhXA]{W})"
    ),
    "it-clause": lambda arg, codes: rf"(?=(?P<content>O[{codes('class group')}][VbhX]{W}(?:{IN_CLAUSE}){{1,90}}))",
    "any": lambda arg, codes: rf"(?=(?P<content>(?:{IN_CLAUSE}){{1,90}}))",
    "object": lambda arg, codes: rf"(?=(?P<content>(?:“{W})?[NOGHWDJMT]{W}(?:{IN_CLAUSE}){{0,60}}))",
    # what is done without words, up to the next comma or verb: "held talks with …", "met the king"
    "act": lambda arg, codes: rf"(?P<cue>V[{codes('class ' + arg)}]|E[{codes('class ' + arg)}](?!I[{codes('class agent')}][NO]))",
    "done": lambda arg, codes: rf"(?=(?P<content>(?:“{W})?N[{codes('class ' + arg)}]{SHORT}))",
    "somebody": lambda arg, codes: rf"(?=(?P<content>N{W}{SHORT}))",
    "place-or-time": lambda arg, codes: rf"(?=(?P<content>(?:I{W}N{W}|(?:I{W})?Y{W}){SHORT}))",
    "ahead": lambda arg, codes: rf"(?=(?:[^.·;,QVEbhXA]{W}){{1,10}}N[{codes('class ' + arg)}])",
    # contents inside a relative clause end with it
    "short-object": lambda arg, codes: rf"(?=(?P<content>(?:“{W})?[NOGHWDJM]{W}{SHORT}))",
    "short-to": lambda arg, codes: rf"(?=(?P<content>U{W}(?:[^.·;,QVA-]{W}){{0,30}}))",
    "to-clause": lambda arg, codes: rf"(?=(?P<content>(?:“{W})?U{W}(?:{IN_CLAUSE}){{0,60}}))",
    "rest": lambda arg, codes: rf"(?=(?P<rest>(?:[VEAbhXIU]{W})(?:{IN_CLAUSE}){{0,60}}))",
    # what is said of the noun before a relative pronoun: "who officials said was armed"
    "of-it": lambda arg, codes: rf"(?=(?P<rest>(?:X{W})?[VEAbh]{W}(?:[^.·;,QVbhX]{W}){{0,40}}))",
    "is-of-it": lambda arg, codes: rf"(?=(?P<rest>[bhXA]{W}(?:[^.·;,Q]{W}){{0,40}}))",
    # not where a comma closes the relative clause and the clause around it goes on
    "to-end": lambda arg, codes: rf"(?!(?:[^.·;,]{W}){{1,20}},{W}[VbhXEA]{W})",
    "own-words": lambda arg, codes: "(?![“T])",
    "short-any": lambda arg, codes: rf"(?=(?P<content>[^.·;,QU]{W}(?:[^.·;,Q]{W}){{0,60}}))",
    "reason": lambda arg, codes: rf"(?=(?P<rest>S[{codes('class reason')}](?:{IN_CLAUSE}){{1,60}}))",
    "turn": lambda arg, codes: r"(?=(?P<turn>[^Q].))",
    "paragraph": lambda arg, codes: "^",
    "opening-words": lambda arg, codes: rf"(?P<content>[^.·;,Q-]{W}(?:[^.·;Q-]{W}){{1,30}})",
    "headline": lambda arg, codes: rf"^(?=(?:[^.·;Q]{W}){{1,30}}[.·]{W}$)",
    "last": lambda arg, codes: rf"(?=[.·]{W}$)",
    # "A" is a determiner elsewhere
    "label": lambda arg, codes: r"(?P<speaker>N.(?:N.){0,2}|D.)(?:\(.(?:[^Q)].){1,8}\).){0,2}",
    # how somebody was before speaking: "was defiant", "shook his head"
    "mood": lambda arg, codes: rf"[VEbhX]{W}(?:[^.·;:Q“HT-]{W}){{0,12}}?",
    "again": lambda arg, codes: rf"[NO]{W}[VE][{codes('frame say')}{codes('frame quote')}]",
    "when": lambda arg, codes: rf"(?:[IY,-]{W}(?:[^.·;Q“VEbhXAG]{W}){{0,12}}?)",
    "short-clause": lambda arg, codes: rf"(?P<content>{_clause_start(codes)}(?:[^.·;,]{W}){{1,40}})(?=,{W}{BASE}{BRACKETED}?[VEbhXA]{W})",
    "partial": lambda arg, codes: rf"(?=(?P<content>“{W}(?:{IN_CLAUSE}){{0,60}}))",
    "infinitive-phrase": lambda arg, codes: rf"U{W}",
    "short-wh": lambda arg, codes: rf"(?=(?P<content>(?:[WH]{W}|S[{codes('class conditional')}])(?:[^.·;,Q]{W}){{1,40}}))",
    # somebody and the word that he is called by: the content ends with the quotation in it, if there is one
    "named": lambda arg, codes: rf"(?P<calls>)(?=(?P<named>(?:“{W})?[NOGHWDJMTY]{W}(?:{IN_CLAUSE}){{0,40}}))",
    "quoted": lambda arg, codes: rf"(?=(?P<named>“{W}(?:{IN_CLAUSE}){{1,40}}))",
    # the same inside a relative clause, which what is called stands before
    "short-name": lambda arg, codes: rf"(?=(?P<named>“{W}(?:{IN_CLAUSE}){{1,40}}|[NOGDJMEI]{W}(?:[^.·;,QVAXbh-]{W}){{0,30}}))",
    "tail": lambda arg, codes: rf"(?P<content>(?:[^.·;,Q]{W}){{1,10}})",
    "wh-clause": lambda arg, codes: rf"(?=(?P<content>(?:[WH]{W}|S[{codes('class conditional')}])(?:{IN_CLAUSE}){{1,60}}))",
    "object-to": lambda arg, codes: (
        rf"(?=(?P<content>(?P<addressee>{NP}){PREPOSITIONAL}{{0,3}}(?:C{W}{NP}{PREPOSITIONAL}{{0,2}})?{BRACKETED}?U{W}(?:{IN_CLAUSE}){{0,60}}))"
    ),
    "intro": lambda arg, codes: rf"[,:T-]{W}",
    "open": lambda arg, codes: rf"(?:“{W})?",
    "aside": lambda arg, codes: rf"(?:,{W}(?:[^.·;,Q]{W}){{0,8}},{W}|,{W})",
    "break": lambda arg, codes: rf"[,·-]{W}",
    # zero-width places
    "real": lambda arg, codes: rf"(?<![SW][{codes('class unreal')}])",
    "no-modal": lambda arg, codes: rf"(?<!X{W})",
    "same": lambda arg, codes: "(?P<same>)",
    "lead": lambda arg, codes: "(?P<lead>)",
    "opening": lambda arg, codes: "(?P<opening>)",
    "patient": lambda arg, codes: rf"(?P<patient>{BASE})",
    "start": lambda arg, codes: rf"(?:^|(?<=[.·:(]{W}))",
    "end": lambda arg, codes: rf"(?=[.,·;:)Q“IYSGCHR-]{W}|$)",
    "close": lambda arg, codes: rf"(?=[.,·;)Q“IYSGCHR-]{W}|$)(?!(?:[^.·;,:Q]{W}){{0,8}}:{W})",
}
VERB_SLOTS = ("verb", "told-verb", "gerund", "infinitive", "passive", "participle")
TAGS = {
    **{"verb": "VUE", "told-verb": "V", "gerund": "G", "infinitive": "U", "passive": "A", "participle": "E"},
    **{
        "quote": "Q",
        "who": "H",
        "which": "HT",
        "to-clause": "U",
        "short-to": "U",
        "object-to": "U",
        "infinitive-phrase": "U",
        "partial": "“",
    },
    **{"aside": ",", "intro": ",:T-", "break": ",·-", "wh-clause": "WHS", "short-wh": "WHS"},
}
"""The tags of which a match of the slot holds one."""
PLACES = ("{same}", "{lead}", "{opening}")
ON_A_TAG = frozenset(VERB_SLOTS[1:]) | {"speaker", "doer", "source", "owned", "spoken", "plain-speaker", "who", "which", "noun-phrase"}
ON_A_TAG |= {"any-verb", "does", "noun", "quote", "act", "patient"}
"""Slots of statements that can only begin on one of a few tags."""


def _actors(codes: Codes, tags: str = "A") -> str:
    """One actor or several: "Russia, Turkey and Iran", "Turkish and Russian forces", "Hamas and its armed wing, the Brigades"."""
    one = rf"[{tags}]{W}"
    member = rf"(?:A{W}|a{W}(?:N{W}){{0,2}})"  # "Iranian targets and Hezbollah"
    own = rf"(?:[JNP]{W}){{0,2}}N[{codes('class wing+ally')}](?:,{W})?"
    also = rf",{W}C[{codes('class together')}]{one}(?:,{W})?"
    open_list = rf"{member}(?:,{W}{member}){{1,8}}(?=(?:,{W})?C{W}[JNPM])"  # "Iraq, Iran and militias"
    first = rf"(?:{member}(?:,{W}{member}){{1,8}}(?:,{W})?|{member})C{W}(?:{own})?"
    return rf"(?:{open_list}|(?:{first})?{one}(?:{also}|C{W}(?:{own})?{one})?)"


def _parties(group: str, tags: str = "A") -> Callable[[str, Codes], str]:
    """A named group of actors; with "one" just the nearest."""
    led = rf"(?:[Aa]{W}'{W}(?:[JNP]{W}){{0,2}}(?=A))?(?:k{W})?"  # "Ukraine's National Guard", "the US-led coalition"
    return lambda arg, codes: rf"{led}(?P<{group}>[{tags}]{W})" if arg == "one" else rf"{led}(?P<{group}>{_actors(codes, tags)})"


def _subject(group: str) -> Callable[[str, Codes], str]:
    """The actors that do something or to whom it is done, and all that may stand between them and the verb:
    the rest of their name, places, an apposition, "which", auxiliaries, and another verb phrase before "and".

    Where the subject is matched by itself, the groups in _ed and _ing say that a participle must follow.
    """

    def regex(arg: str, codes: Codes) -> str:
        trying, asking = codes("class trying"), codes("class asking")
        word = r"[^AaLk]"
        whither = codes("class whither")
        auxiliaries = rf"(?:[bhX]{W}|{word}[{trying}]){{0,6}}"
        # "Russian attempts to", "Turkish strikes"
        bid = rf"(?=(?:[JNPM]{W}){{0,2}}[NZ][{trying}{codes('class attack+arms')}])"
        rest = rf"(?:[NPM]{W}|(?:,{W})?C{W}(?:[JM]{W})?[NP]{W}){{0,3}}(?:I[{codes('class places')}](?:[LNPJMa']{W}){{1,4}}){{0,2}}"
        clause = rf",{W}[TH]{W}(?:[^.;:,THSOWs-]{W}){{1,12}},{W}"
        apposition = rf",{W}(?:[^.;,THVbhXs]{W}){{1,10}}(?:s{W})?(?:,{W}|(?=[THGE])|(?P<{group}_ed>$))"
        aside = rf"(?:{clause}|{apposition}|S{W}[JN]{W}(?:[JN]{W})?(?=[TH]))?"
        relative = rf"(?:(?:,{W})?[TH]{W}(?:,{W})?(?:I{W}(?:[JNPBM]{W}){{1,3}}(?:,{W})?)?)?"
        joined = rf"(?:[^.;:(THSOWs-][^{asking}]){{1,12}}?(?:C{W}|[,S]{W}(?:(?=G)|(?P<{group}_ing>$)))"
        tried = rf"(?:I[{whither}{codes('class beside')}][AL]{W}|[^.;:ATHOWs-][^{asking}]){{1,10}}?{word}[{trying}]"
        power = rf"'{W}(?:[JNPEGak]{W}){{0,3}}N[{codes('class powers')}]"  # "Libya's UN-backed government"
        who = rf"(?<!I[{whither}])(?P<{group}>[Aa]{W}(?={bid}|'{W}{bid})|{_actors(codes)})(?:{power}|'{W}{bid}|(?!'))"
        return rf"{who}{rest}{aside}{relative}{auxiliaries}(?:(?:{joined}|{tried}){auxiliaries})?"

    return regex


def _deed(tags: str) -> Callable[[str, Codes], str]:
    return lambda arg, codes: rf"{tags}[{codes('class ' + arg)}]"


RELATION_SLOTS: dict[str, Callable[[str, Codes], str]] = {
    "a": _parties("a"),
    "b": _parties("b"),
    # whoever does it, and to whom it is done in the passive
    "doer": _subject("a"),
    "patient": _subject("b"),
    # what is whose: "Russia's new", "Turkish"; what is done to whose: "Turkish border towns", "positions of the Houthis"
    "a's": lambda arg, codes: rf"(?P<a>{_actors(codes, 'Aa')})(?:'{W}(?:[JNPMGEa]{W}){{0,3}}?|(?:[JNPMa]{W}){{0,3}}?)",
    "b's": lambda arg, codes: rf"(?:[JME]{NO_WORD}){{0,2}}(?:k{W})?(?P<b>{_actors(codes, 'Aa')})",
    "target": lambda arg, codes: (
        rf"(?:(?:[JMNPE]{W}){{1,4}}I[{codes('class of')}])?(?:[JME]{NO_WORD}){{0,2}}(?:k{W})?(?P<b>{_actors(codes, 'Aa')})"
    ),
    "'s": lambda arg, codes: rf"'{W}",
    "noun-phrase": lambda arg, codes: rf"(?:[NPJMEGa'-]{W}){{1,6}}",
    "nouns": lambda arg, codes: rf"(?:[NPJM]{W}){{1,3}}",
    "more": lambda arg, codes: rf"(?:[INPJMGEVhbUL'a-]{W}){{0,8}}?",
    "any-verb": lambda arg, codes: rf"(?:[VEBZG]{W}|N[^{NO_WORD}])",
    # the rest of a clause, whoever is named in it
    "clause": lambda arg, codes: rf"(?:[^.;:THSOWs-]{W}){{0,12}}?",
    "be": lambda arg, codes: rf"(?:[bhX]{W}){{1,3}}",
    "compound": lambda arg, codes: rf"(?P<a>k[{codes('class ' + arg)}])",
    "end": lambda arg, codes: rf"(?=[.,;:THC)-]{W}|$)",
    # verbs and nouns of a class
    "does": _deed("[^k]"),
    "done": _deed("[VEJ]"),
    "deed": _deed("[NPVBZGJ]"),
}
CLASS_SLOTS = ("summed", "noun", "word", "act", "done", "ahead", "owned", "spoken", "does", "deed", "compound")
WAYS = {
    **{
        "speaker": 8,
        "doer": 8,
        "source": 16,
        "plain-speaker": 8,
        "by-whom": 12,
        "summed": 4,
        "addressee": 5,
        "noun-phrase": 8,
        "patient": 8,
        "adjunct": 4,
        "quote": 3,
    },
    **{"report": 9, "mood": 13, "when": 13, "aside": 9, "short-clause": 40, "tail": 10, "open": 2, "label": 9, "opening-words": 30},
    **{"a": 4, "b": 4, "a's": 16, "b's": 12, "target": 16, "nouns": 3, "more": 9, "clause": 13, "be": 3},
}
"""In how many ways a slot can match at one place where the text allows each, by its repeats; slots that look ahead and such as take one
unit can in one."""


def classes_of_slots() -> set[str]:
    """The classes that slots themselves name, whatever their argument."""
    asked: set[str] = set()

    def note(wanted: str) -> str:
        kind, _, names = wanted.partition(" ")
        if kind == "class":
            asked.update(names.split("+"))
        return NO_WORD

    for slot in (*SLOTS.values(), *RELATION_SLOTS.values()):
        slot("", note)
    return asked - {""}
