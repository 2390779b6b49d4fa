"""What relative pronouns, subordinators, marks and quotations do to the clauses that are open."""

from quoth.language import lookahead
from quoth.language.open_clauses import Open
from quoth.language.weaving import VERBS, Weaver

SUBORDINATE = frozenset({"relative", "adverbial", "participle", "parenthesis", "infinitive", "gerund"})


def relative(weaver: Weaver, unit: int) -> None:
    """who, which, whose, whom, what."""
    word, before, clause = weaver.word(unit), weaver.before(unit), weaver.current
    if word in weaver.words.free_relative or (before in VERBS and word in weaver.words.question):
        _complement(weaver, word)
        return
    if before == "C":
        _again(weaver, word)
        return
    at = clause.waiting
    if not clause.latest and clause.unit < 0 and at < 0:
        clause.take_subject(weaver.phrase(unit), "own")  # "Who attacked the convoy?"
        return
    antecedent = clause.latest if before in ",-Ioy" or word != "who" else clause.latest[-1:]
    opened = weaver.open("relative", f"{weaver.words_of(at)} {word}" if at >= 0 else word, aside=before in ",-" or at >= 0)
    opened.antecedent = antecedent
    if at >= 0:
        _with_preposition(weaver, clause, opened, at)


def _with_preposition(weaver: Weaver, clause: Open, opened: Open, at: int) -> None:
    """ "both of which": some of what came before is the subject; "with which": it goes to the verb."""
    counted = weaver.before(at) == "N" and clause.latest and weaver.word(at - 1) in weaver.words.count
    if weaver.kinds[at] == "o" and counted and clause.slot == "aside":
        before = clause.prepositions[-1].phrases if clause.prepositions else clause.objects or clause.subject
        opened.antecedent = before


def _again(weaver: Weaver, word: str) -> None:
    """ "… and who": another clause of the same."""
    first = next((c for c in reversed(weaver.stack) if c.relation == "relative"), None)
    if first is not None and first is not weaver.stack[0]:
        weaver.close_to(weaver.stack[weaver.stack.index(first) - 1])
    antecedent = first.antecedent if first else weaver.current.latest
    weaver.open("relative", word).antecedent = antecedent


def _complement(weaver: Weaver, word: str) -> Open:
    clause = weaver.current
    opened = weaver.open("complement", word)
    if clause.complement < 0:
        clause.complement = opened.index
    return opened


def that(weaver: Weaver, unit: int) -> None:
    """A complement, or a relative clause after a noun."""
    clause, before = weaver.current, weaver.before(unit)
    if before == "C":
        first = next((c for c in reversed(weaver.stack[1:]) if c.relation in ("complement", "relative") and c.marker == "that"), None)
        if first is not None:
            weaver.close_to(weaver.stack[weaver.stack.index(first) - 1])
            if first.relation == "relative":
                weaver.open("relative", "that").antecedent = first.antecedent
            else:
                weaver.open("complement", "that")
            return
    if clause.relation == "adverbial" and clause.unit < 0 and not clause.subject:
        return  # "so that", "now that"
    if before in "NY" and clause.latest and _is_relative(weaver, clause, unit):
        weaver.open("relative", "that").antecedent = clause.latest[-1:]
    else:
        _complement(weaver, "that")


def _is_relative(weaver: Weaver, clause: Open, unit: int) -> bool:
    if clause.latest and weaver.text.words[clause.latest[-1].head].lower() in weaver.words.fact:
        return False
    starts = weaver.kinds[unit + 1]
    if starts in "FE":
        return True
    return clause.unit < 0 or clause.verb.lemma not in weaver.words.say


def subordinator(weaver: Weaver, unit: int) -> None:
    """because, after, while: an adverbial clause, or a preposition where no verb follows."""
    clause, word = weaver.current, weaver.word(unit)
    if clause.relation == "adverbial" and clause.unit < 0 and not clause.subject:
        clause.marker = f"{clause.marker} {word}"  # "as if"
    elif lookahead.CLAUSE.match(weaver.kinds, unit + 1):
        weaver.open("adverbial", word, aside=weaver.before(unit) in ",-")
    elif weaver.kinds[unit + 1] in "TSW":
        weaver.open("adverbial", word)
    else:
        clause.waiting = unit


def question(weaver: Weaver, unit: int) -> None:
    """how, whether: a complement; when, where: an adverbial, unless it is asked."""
    word, clause = weaver.word(unit), weaver.current
    if word in weaver.words.adverbial and not (weaver.before(unit) in VERBS and clause.verb.lemma in weaver.words.say):
        weaver.open("adverbial", word, aside=weaver.before(unit) in ",-")
    else:
        _complement(weaver, word)


# ---- marks -----------------------------------------------------------------------------------


def comma(weaver: Weaver, unit: int) -> None:
    """A comma or dash closes what one has opened, or what stands before the main clause."""
    after = weaver.kinds[unit + 1]
    target = _resumed(weaver, after) or _fronted_from(weaver, after) or _around_aside(weaver, after)
    if target is not None:
        weaver.close_to(target)
    weaver.current.commas += 1
    weaver.current.waiting = -1


def _resumed(weaver: Weaver, after: str) -> Open | None:
    """The clause that awaits its verb, where what stands in between has its own."""
    awaiting = weaver.awaiting()
    if awaiting is None or weaver.current.unit < 0 or after == "C":
        return None
    between = weaver.stack[weaver.stack.index(awaiting) + 1 :]
    return awaiting if after in "FE" or any(clause.aside for clause in between) else None


def _fronted_from(weaver: Weaver, after: str) -> Open | None:
    """The clause that has nothing yet, where the one before it has its verb ("After the town fell, …")."""
    if weaver.current.unit < 0 or after in "GHC":
        return None
    stack = weaver.stack
    for at in range(len(stack) - 1, 0, -1):
        if stack[at].relation not in SUBORDINATE and stack[at].relation != "coordination" and stack[at].relation != "complement":
            return None
        if stack[at - 1].unit < 0 and not stack[at - 1].subject:
            return stack[at - 1]
    return None


def _around_aside(weaver: Weaver, after: str) -> Open | None:
    if after in "CT":
        return None
    stack = weaver.stack
    for at in range(len(stack) - 1, 0, -1):
        if stack[at].aside and stack[at].unit >= 0:
            return stack[at - 1]
        if stack[at].relation == "complement":
            return None
    return None


def stop(weaver: Weaver, unit: int) -> None:
    """A semicolon, or a full stop inside: a clause beside the first begins."""
    if unit + 2 < len(weaver.kinds):
        weaver.close_to(weaver.stack[0])
        weaver.open("coordination", weaver.word(unit))


def colon(weaver: Weaver, unit: int) -> None:
    """A colon: what follows is said, or another clause."""
    if weaver.kinds[unit + 1] == "Q" or unit + 2 >= len(weaver.kinds):
        return
    clause = weaver.finite()
    if clause.verb.lemma in weaver.words.say and clause.complement < 0:
        weaver.close_to(clause)
        _complement(weaver, ":")
    else:
        stop(weaver, unit)


def bracket(weaver: Weaver, unit: int) -> None:
    """An opening bracket."""
    latest = weaver.current.latest
    weaver.open("parenthesis", weaver.word(unit)).latest = latest


def closing_bracket(weaver: Weaver, unit: int) -> None:
    """A closing bracket; it belongs to what it closes."""
    opened = next((c for c in reversed(weaver.stack[1:]) if c.relation == "parenthesis" and c.marker in ("(", "[", "{")), None)
    if opened is not None:
        weaver.close_to(opened)
        opened.cover(weaver.covered, weaver.last[unit])
        weaver.covered = weaver.last[unit]
        weaver.stack.pop()
