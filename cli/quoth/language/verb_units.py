"""What verb groups do to the clauses that are open: which clause takes the verb, or is opened by it, and who its subject is."""

from quoth.language.frames import How
from quoth.language.open_clauses import Open, Phrases
from quoth.language.verb_groups import read_verb_group
from quoth.language.weaving import Weaver


def take(weaver: Weaver, clause: Open, unit: int, kind: str = "") -> None:
    """The clause gets the verb group."""
    before = weaver.last[unit - 1] if unit else weaver.covered
    group = weaver.first[unit], weaver.last[unit]
    clause.unit, clause.token, clause.group, clause.waiting = unit, weaver.head[unit], group, -1
    clause.verb = read_verb_group(weaver.text, kind or weaver.kinds[unit], group, weaver.head[unit], before, weaver.words)
    if clause.relation == "relative" and not clause.subject:
        clause.take_subject(clause.antecedent, "relative")


def _opener(weaver: Weaver, unit: int) -> str:
    """The kind of the unit before, beyond adverbials of time."""
    at = unit - 1
    while at > 0 and weaver.kinds[at] == "Y" and unit - at < 3:
        at -= 1
    return weaver.kinds[at] if at >= 0 else "."


def finite(weaver: Weaver, unit: int) -> None:
    """A finite verb: of the innermost clause if it has none, of one around it that awaits its verb, or of a coordinated one."""
    clause, opener = weaver.current, _opener(weaver, unit)
    if clause.unit < 0:
        take(weaver, clause, unit, "F")
        return
    if opener == "N" and clause.slot == "object" and clause.verb.lemma in weaver.words.bare and _is_bare(weaver, unit):
        opened = weaver.open("infinitive")  # "helped the militia seize the town"
        take(weaver, opened, unit, "U")
        opened.take_subject(clause.objects, "control")
        return
    if opener == "C" and _continues_infinitive(weaver, clause, unit):
        _coordinate(weaver, clause, unit, "U")
        return
    awaiting = weaver.awaiting() or _said_of(weaver)
    if awaiting is not None and opener != "C":
        weaver.close_to(awaiting)
        take(weaver, awaiting, unit, "F")
    elif opener in "NY" and clause.latest and clause.slot != "subject" and clause.unit != unit - 1:
        _claim(weaver, clause, unit)
    else:
        _coordinate(weaver, _coordinated_with(weaver, unit), unit, "F")


def _said_of(weaver: Weaver) -> Open | None:
    """The clause whose subject is the question that it opened with ("What Dourania wants is peace")."""
    stack = weaver.stack
    opened = len(stack) == 2 and stack[1].relation == "complement" and stack[0].unit < 0 and not stack[0].subject
    return stack[0] if opened else None


def _coordinated_with(weaver: Weaver, unit: int) -> Open:
    """The clause whose subject a coordinated verb shares: of two verbs of speech the first, not one in what it tells ("said the town
    was lost and added that …")."""
    nearest, say = weaver.finite(), weaver.words.say
    if weaver.words.lemma(weaver.word(unit)) not in say or nearest.verb.lemma in say:
        return nearest
    speaking = (c for c in reversed(weaver.stack) if c.verb.lemma in say and c.verb.form == "finite" and c.relation != "parenthesis")
    return next(speaking, nearest)


def _continues_infinitive(weaver: Weaver, clause: Open, unit: int) -> bool:
    return clause.verb.form == "infinitive" and _is_bare(weaver, unit)


def _is_bare(weaver: Weaver, unit: int) -> bool:
    return weaver.last[unit] - weaver.first[unit] == 1 and weaver.text.tags[weaver.head[unit]] in "BI"


def _claim(weaver: Weaver, clause: Open, unit: int) -> None:
    """A verb whose subject was taken for something of the clause before: a clause of its own, with that as its likely subject."""
    phrases = clause.latest
    opened = weaver.open("complement")
    if clause.complement < 0:
        clause.complement = opened.index
    opened.take_subject(phrases[-1:], "nearest")
    take(weaver, opened, unit, "F")


def _coordinate(weaver: Weaver, clause: Open, unit: int, kind: str) -> None:
    """A verb that shares the clause's subject, and its auxiliaries where it is bare ("would attack and kill")."""
    weaver.close_to(clause)
    at = weaver.kinds.rfind("C", max(0, unit - 3), unit)
    opened = weaver.open("coordination", weaver.word(at) if at >= 0 else ",")
    take(weaver, opened, unit, kind)
    opened.take_subject(clause.subject, "coordination" if clause.subject else "none")
    opened.antecedent = clause.antecedent
    if at == unit - 1 and clause.unit == at - 1:
        clause.sharer = opened
    verb = opened.verb
    if clause.verb.modality and not verb.modality and _shares_auxiliaries(weaver, clause, opened):
        opened.verb = verb._replace(modality=clause.verb.modality, tense=clause.verb.tense, negated=verb.negated or clause.verb.negated)


def _shares_auxiliaries(weaver: Weaver, clause: Open, opened: Open) -> bool:
    tag = weaver.text.tags[opened.token]
    return tag == "B" or (tag == "E" and weaver.text.tags[clause.token] == "E" and clause.group[1] - clause.group[0] > 1)


def past_or_participle(weaver: Weaver, unit: int) -> None:
    """A form in -ed: the past, a participle that tells something of the noun phrase before it, or one that goes on with a passive."""
    clause, opener = weaver.current, _opener(weaver, unit)
    if clause.unit < 0:
        if _is_finite_first(weaver, clause, unit, opener):
            take(weaver, clause, unit, "F")
        elif clause.relation == "adverbial" and not clause.subject:
            take(weaver, clause, unit)
        else:
            _participle(weaver, clause, unit, opener)
    elif opener == "C":
        _coordinate_past(weaver, clause, unit)
    elif _resumes(weaver, unit, opener):
        finite(weaver, unit)
    else:
        _participle(weaver, clause, unit, opener)


def _is_finite_first(weaver: Weaver, clause: Open, unit: int, opener: str) -> bool:
    if clause.relation == "adverbial" and not clause.subject:
        return False
    if not clause.subject:
        return opener not in ".,"
    if opener in ",-" and clause.commas % 2 == 1:
        return False
    return weaver.is_past(unit) or (weaver.kinds[unit + 1] != "y" and not weaver.is_needed_later(unit))


def _resumes(weaver: Weaver, unit: int, opener: str) -> bool:
    """Whether the form goes on with a clause that awaits its verb, or with a list of verbs ("shelled the port, seized the town and …")."""
    if weaver.kinds[unit + 1] == "y":
        return False
    if weaver.awaiting() is not None:
        return weaver.is_past(unit) or not weaver.is_needed_later(unit)
    return opener == "," and weaver.kinds[unit + 1] == "N"


def _coordinate_past(weaver: Weaver, clause: Open, unit: int) -> None:
    after = weaver.kinds[unit + 1]
    if clause.verb.form == "participle" and clause.passive and after != "N":
        _coordinate(weaver, clause, unit, "E")
        return
    target = _coordinated_with(weaver, unit)
    _coordinate(weaver, target, unit, "F")
    opened = weaver.current
    if target.passive and after != "N":
        opened.verb = opened.verb._replace(voice="passive", tense=target.verb.tense, modality=target.verb.modality)


def _participle(weaver: Weaver, clause: Open, unit: int, opener: str) -> None:
    """A participle after a comma may tell something of the noun before it or of the subject; after a noun, it tells it of that."""
    subject, how = _described(weaver, clause, unit, opener)
    opened = weaver.open("participle", aside=opener in ",-")
    take(weaver, opened, unit)
    if opened.verb.form == "finite":
        opened.verb = opened.verb._replace(form="participle")
    opened.take_subject(subject, how)
    opened.slot = "described"


def _described(weaver: Weaver, clause: Open, unit: int, opener: str) -> tuple[Phrases, How]:
    if opener not in ",-":
        return (clause.latest[-1:] or clause.subject), ("participle" if clause.latest or clause.subject else "none")
    if clause.unit < 0:
        return clause.subject, "participle" if clause.subject else "none"
    subject = weaver.finite().subject or clause.subject
    if weaver.kinds[unit] == "E" and clause.slot == "object" and weaver.kinds[unit - 1] == ",":
        closed = "," in weaver.kinds[unit : unit + 8]
        return (clause.latest if closed else subject), "nearest"
    return subject, ("nearest" if weaver.kinds[unit] == "E" else "participle")


def gerund(weaver: Weaver, unit: int) -> None:
    """A form in -ing: after a preposition, after a verb ("stopped backing"), or a participle."""
    clause, opener = weaver.current, _opener(weaver, unit)
    if clause.waiting >= 0:
        _after_preposition(weaver, clause, unit)
    elif clause.unit < 0 and clause.relation == "adverbial" and not clause.subject:
        take(weaver, clause, unit)
    elif clause.unit >= 0 and (clause.unit == unit - 1):
        opened = weaver.open("gerund")
        take(weaver, opened, unit)
        clause.complement = opened.index
        raising = clause.verb.lemma in weaver.words.raising
        opened.take_subject(clause.subject, "raising" if raising else "control")
        _weaken(weaver, clause, opened)
    elif opener == "C" and clause.verb.form in ("gerund", "participle"):
        _coordinate(weaver, clause, unit, "G")
    else:
        if opener == "," and clause.unit >= 0:
            weaver.close_to(weaver.finite())
        _participle(weaver, weaver.current, unit, opener)
        weaver.current.verb = weaver.current.verb._replace(form="participle")


def _after_preposition(weaver: Weaver, clause: Open, unit: int) -> None:
    word = weaver.words_of(clause.waiting)
    of_object = word in weaver.words.object_gerund and clause.objects and not clause.passive and clause.slot == "object"
    opened = weaver.open("gerund", word)
    take(weaver, opened, unit)
    subject = clause.objects if of_object else clause.subject
    opened.take_subject(subject, "control" if subject else "none")
    if word == "without":
        opened.verb = opened.verb._replace(negated=True)


def infinitive(weaver: Weaver, unit: int) -> None:
    """An infinitive: its subject is that of the verb above it, or its object, as that verb has it."""
    clause, opener = weaver.current, _opener(weaver, unit)
    if opener == "C" and clause.verb.form == "infinitive":
        _coordinate(weaver, clause, unit, "U")
        return
    subject, how = _controller(weaver, clause, unit, opener)
    opened = weaver.open("infinitive")
    take(weaver, opened, unit)
    opened.take_subject(subject, how)
    if clause.unit < 0:
        opened.antecedent = clause.latest[-1:]  # "the decision to attack"
    if clause.unit >= 0:
        if clause.unit == unit - 1 or clause.verb.lemma in weaver.words.intend:
            clause.complement = opened.index
        _weaken(weaver, clause, opened)


def _controller(weaver: Weaver, clause: Open, unit: int, opener: str) -> tuple[Phrases, How]:
    words, lemma = weaver.words, clause.verb.lemma
    if clause.unit < 0:
        owner = weaver.owner(clause.latest[-1]) if clause.latest else ()
        return owner, "control" if owner else "none"
    if clause.slot == "preposition" and opener == "N":
        last = clause.prepositions[-1]
        if last.word == "for" or (last.word in words.called and lemma in words.object_control and not clause.objects):
            return last.phrases, "control"
    if clause.objects and not clause.passive and lemma in words.object_control and lemma not in words.own_control:
        return clause.indirect or clause.objects, "control"
    subject = clause.subject
    return subject, ("none" if not subject else "raising" if lemma in words.raising else "control")


def _weaken(weaver: Weaver, above: Open, opened: Open) -> None:
    """What a verb above says of the one below: that it is only meant, or was not done."""
    words, verb = weaver.words, opened.verb
    lemma = above.verb.lemma
    failed = lemma in words.fail and not above.verb.negated
    meant = lemma if lemma in words.intend and above.complement == opened.index else ""
    opened.verb = verb._replace(negated=verb.negated or failed, modality=verb.modality or meant or above.verb.modality)
