"""What noun phrases, prepositions and adverbials of time do to the clauses that are open."""

from quoth.language import lookahead
from quoth.language.frames import Prepositional
from quoth.language.open_clauses import Open, Phrases
from quoth.language.weaving import VERBS, Weaver

REFLEXIVE = ("self", "selves")


def noun(weaver: Weaver, unit: int) -> None:
    """A noun phrase and those coordinated with it: they are given to a clause, which may begin with them."""
    end = _group_end(weaver, unit)
    weaver.taken = weaver.group_ends[unit] = end
    phrases = weaver.phrases(unit, end)
    clause = weaver.current
    if clause.waiting >= 0:
        _after_preposition(weaver, clause, phrases)
    elif clause.unit < 0:
        _before_verb(weaver, clause, unit, end, phrases)
    else:
        _after_verb(weaver, clause, unit, end, phrases)


def _group_end(weaver: Weaver, unit: int) -> int:
    """The unit past the coordinated noun phrases, without the last where it is the subject of a verb of its own."""
    single = lookahead.MEMBER.match(weaver.kinds, unit)
    group = lookahead.GROUP.match(weaver.kinds, unit)
    if single is None or group is None:
        return unit + 1
    end, alone = group.end(), single.end()
    if end == alone or weaver.word(_conjunction(weaver.kinds, unit, end)) in weaver.words.contrast:
        return alone
    return _part_of_group(weaver, unit, alone, end)


def _part_of_group(weaver: Weaver, unit: int, alone: int, end: int) -> int:
    """How much of a group of noun phrases belongs together: ``alone`` is past its first, ``end`` past its last."""
    clause, kinds = weaver.current, weaver.kinds
    waits = clause.waiting >= 0
    says = weaver.before(unit) in VERBS and clause.verb.lemma in weaver.words.say
    if waits and _is_mixed(weaver, unit, end) and (clause.awaits or (clause.objects and _repeats(weaver, clause.waiting, end))):
        return alone  # "Troops in Goma and fighters from Bukavu attacked", "the army in Idlib and the police in Hama"
    whole = clause.awaits or weaver.awaiting() is not None or (not waits and (clause.unit < 0 or says))
    if whole or not weaver.has_verb(end):
        return end
    if clause.unit < 0 and not clause.subject and kinds[alone] == ",":
        return alone  # "In Idlib, rebels and soldiers clashed"
    at = _conjunction(kinds, unit, end)
    return at - (kinds[at - 1] == ",")


def _is_mixed(weaver: Weaver, unit: int, end: int) -> bool:
    """Whether a name is coordinated with what is none, two of them only."""
    kinds = weaver.kinds[unit:end]
    return kinds == "NCN" and (weaver.text.tags[weaver.head[unit]] == "P") != (weaver.text.tags[weaver.head[unit + 2]] == "P")


def _repeats(weaver: Weaver, preposition: int, unit: int) -> bool:
    """Whether a preposition follows that is the same."""
    return weaver.kinds[unit] == weaver.kinds[preposition] and weaver.words_of(unit) == weaver.words_of(preposition)


def _conjunction(kinds: str, unit: int, end: int) -> int:
    return kinds.rindex("C", unit, end)


def _after_preposition(weaver: Weaver, clause: Open, phrases: Phrases) -> None:
    at = clause.waiting
    word = weaver.words_of(at)
    clause.take_prepositional(Prepositional(word, weaver.first[at], phrases, _followed(weaver, clause, at)))


def _followed(weaver: Weaver, clause: Open, preposition: int) -> int:
    """The token of the verb or noun that a preposition stands behind, beyond its small words."""
    if weaver.before(preposition) in VERBS and clause.token >= 0:
        return clause.token
    if clause.latest:
        return clause.latest[-1].head
    return clause.token


def _before_verb(weaver: Weaver, clause: Open, unit: int, end: int, phrases: Phrases) -> None:
    before = weaver.before(unit)
    if not clause.subject:
        clause.take_subject(phrases, "own")
    elif before in ",-(":
        if weaver.has_verb(end) and _is_reporting(weaver, end):
            _report(weaver, phrases)
        else:
            weaver.aside(phrases)
    elif before == "C":
        _extend(weaver, clause, phrases, "subject")
    elif before == "N" and weaver.word(unit).endswith(REFLEXIVE):
        return
    elif weaver.has_verb(end) and lookahead.NEXT_VERB.match(weaver.kinds, _verb_at(weaver, end) + 1):
        contact = weaver.open("relative")
        contact.antecedent = clause.latest
        contact.take_subject(phrases, "own")
    else:
        clause.take_subject(phrases, "own")


def _extend(weaver: Weaver, clause: Open, phrases: Phrases, slot: str) -> None:
    """What is coordinated beyond a preposition's noun phrase belongs before the preposition, unless it is like that noun phrase."""
    tags = weaver.text.tags
    unlike = (tags[clause.latest[-1].head] == "P") != (tags[phrases[-1].head] == "P") if clause.latest else True
    if clause.slot == "preposition" and unlike and (clause.objects or slot == "subject"):
        clause.slot = slot
    clause.extend_latest(phrases)


def _verb_at(weaver: Weaver, unit: int) -> int:
    found = lookahead.VERB.match(weaver.kinds, unit)
    return found.end() - 1 if found else unit


def _is_reporting(weaver: Weaver, end: int) -> bool:
    """Whether the verb after a noun phrase says what the sentence around it tells (", officials said,")."""
    at = _verb_at(weaver, end)
    return weaver.words.lemma(weaver.word(at)) in weaver.words.say and weaver.kinds[at + 1] not in "NTQUWE"


def _report(weaver: Weaver, phrases: Phrases) -> None:
    said = weaver.stack[0]
    weaver.close_to(weaver.finite())
    clause = weaver.open("parenthesis", aside=True)
    clause.complement = said.index
    clause.take_subject(phrases, "own")


def _after_verb(weaver: Weaver, clause: Open, unit: int, end: int, phrases: Phrases) -> None:
    before = weaver.before(unit)
    says = clause.verb.lemma in weaver.words.say
    if before in ",-)":
        _after_comma(weaver, clause, end, phrases)
    elif before == "C":
        _after_conjunction(weaver, clause, unit, end, phrases)
    elif _opens_complement(weaver, clause, unit, end, says):
        complement = weaver.open("complement")
        clause.complement = complement.index
        complement.take_subject(phrases, "own")
    elif _is_inverted(weaver, clause, says):
        clause.take_subject(phrases, "inverted")
    elif before == "N":
        _second_noun(weaver, clause, unit, end, phrases)
    else:
        clause.take_object(phrases)


def _opens_complement(weaver: Weaver, clause: Open, unit: int, end: int, says: bool) -> bool:
    pronoun = weaver.word(unit) in weaver.words.object_pronoun
    told = weaver.before(unit) != "N" or bool(clause.objects)
    return says and told and not pronoun and clause.complement < 0 and (weaver.has_verb(end) or _beyond_aside(weaver, end))


def _beyond_aside(weaver: Weaver, end: int) -> bool:
    return lookahead.ASIDE_VERB.match(weaver.kinds, end) is not None


def _is_inverted(weaver: Weaver, clause: Open, says: bool) -> bool:
    if clause.subject and clause.subject_by in ("own", "relative", "inverted", "control", "raising"):
        return False
    spoken = says and (bool(clause.quotations) or clause.complement >= 0)
    return not clause.objects and (spoken or (clause.verb.lemma in weaver.words.inverting and bool(clause.prepositions)))


def _second_noun(weaver: Weaver, clause: Open, unit: int, end: int, phrases: Phrases) -> None:
    if weaver.word(unit).endswith(REFLEXIVE):
        return
    if weaver.has_verb(end):
        contact = weaver.open("relative")  # "a town rebels held"
        contact.antecedent = clause.latest
        contact.take_subject(phrases, "own")
    elif clause.objects and not clause.indirect and clause.slot == "object" and clause.verb.lemma in weaver.words.give:
        clause.indirect, clause.objects = clause.objects, ()
        clause.take_object(phrases)
    elif not clause.objects:
        clause.take_object(phrases)


def _after_comma(weaver: Weaver, clause: Open, end: int, phrases: Phrases) -> None:
    if not weaver.has_verb(end) and not _beyond_aside(weaver, end):
        weaver.aside(phrases)
    elif weaver.has_verb(end) and _is_reporting(weaver, end):
        _report(weaver, phrases)
    else:
        _coordinate(weaver, ",", phrases)


def _after_conjunction(weaver: Weaver, clause: Open, unit: int, end: int, phrases: Phrases) -> None:
    if weaver.has_verb(end) or (_beyond_aside(weaver, end) and clause.slot != "subject"):
        _coordinate(weaver, weaver.word(unit - 1), phrases)
    else:
        _extend(weaver, clause, phrases, "object")


def _coordinate(weaver: Weaver, marker: str, phrases: Phrases) -> None:
    weaver.close_to(weaver.finite())
    weaver.open("coordination", marker).take_subject(phrases, "own")


def preposition(weaver: Weaver, unit: int) -> None:
    """A preposition waits for its noun phrase, but the particle of a verb goes with it."""
    clause = weaver.current
    word = weaver.words_of(unit)
    if clause.unit == unit - 1 and unit and word in weaver.words.particle:
        clause.particle = word
    elif word in weaver.words.also_subordinator and lookahead.SUBJECT.match(weaver.kinds, unit + 1):
        weaver.open("adverbial", word, aside=weaver.before(unit) in ",-")
    else:
        clause.waiting = unit


def time(weaver: Weaver, unit: int) -> None:
    """An adverbial of time: a preposition before it has what it waits for."""
    weaver.current.waiting = -1


def conjunction(weaver: Weaver, unit: int) -> None:
    """A conjunction: a preposition before it waits for nothing any more."""
    weaver.current.waiting = -1
