"""The built-in rules: they load, they have examples, the examples hold, and there are enough of them."""

from collections import Counter

import pytest

from quoth.analysis.pipeline import name_parties
from quoth.diagnosis.rule_examples import check
from quoth.model import Act
from quoth.rulebook.rules import ActorRule, Alliance, Claim, Construction, Content, Role, Rule, Stop, Tagging, Verb, VerbFamily
from workbench import book, engine

PATTERNED: tuple[type[Rule], ...] = (Construction, Alliance, Claim, Content, Role, Stop, Tagging, VerbFamily)
"""The kinds of which every rule must show what it finds and what it must not."""


def test_the_whole_book_loads_without_problems() -> None:
    assert len(book().rules) > 1000
    assert engine().book is book()


@pytest.mark.parametrize("kind", PATTERNED, ids=lambda kind: kind.key)
def test_every_rule_has_an_example_that_it_matches_and_a_near_miss(kind: type[Rule]) -> None:
    lacking = {
        rule.id: ("match" if not rule.examples.match else "miss")
        for rule in book().of(kind)
        # verbs that no one speaks with are named by patterns, whose examples cover them
        if not (isinstance(rule, VerbFamily) and rule.frames == ["action"]) and not (rule.examples.match and rule.examples.miss)
    }
    assert lacking == {}


def test_every_example_holds() -> None:
    assert [str(problem) for problem in check(book(), name_parties)] == []


def test_every_rule_says_why_it_is_there() -> None:
    assert [rule.id for kind in PATTERNED for rule in book().of(kind) if not rule.note] == []


def test_every_rule_has_a_place() -> None:
    ids = [rule.id for rule in book().rules]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert set(book().where) == set(ids)


def test_an_example_is_of_one_rule_alone() -> None:
    texts = [
        (rule.key, example if isinstance(example, str) else example.text, str(None if isinstance(example, str) else example.finds))
        for kind in PATTERNED
        for rule in book().of(kind)
        for example in rule.examples.match
    ]
    assert [text for (_, text, _), count in Counter(texts).items() if count > 1] == []


# ---- how many --------------------------------------------------------------------------------


def actors(*types: str) -> list[ActorRule]:
    """The actors of these types."""
    return [rule for rule in book().of(ActorRule) if rule.type in types]


def reporting_verbs() -> set[str]:
    """Every verb of every family, with its particle."""
    return {entry.verb if isinstance(entry, Verb) else entry for family in book().of(VerbFamily) for entry in family.verbs}


@pytest.mark.parametrize(
    ("what", "count", "enough"),
    [
        ("states", lambda: len(actors("state")), 60),
        ("groups and organisations", lambda: len(actors("armed-group", "igo", "alliance", "ngo", "media", "party")), 60),
        ("people", lambda: len(actors("person")), 40),
        ("reporting verbs", lambda: len(reporting_verbs()), 150),
        ("constructions", lambda: len(book().of(Construction)), 20),
        ("alliance patterns", lambda: len(book().of(Alliance)), 15),
    ],
)
def test_there_are_enough(what: str, count: object, enough: int) -> None:
    assert callable(count)
    assert count() >= enough, what


def test_relations_of_both_kinds_are_found() -> None:
    assert {rule.kind for rule in book().of(Alliance)} == {"allied", "opposed"}


def test_verbs_do_most_of_what_can_be_done_by_saying() -> None:
    acts = {family.act for family in book().of(VerbFamily)} | {
        entry.act for family in book().of(VerbFamily) for entry in family.verbs if isinstance(entry, Verb) and entry.act
    }
    assert acts <= set(Act.__args__)
    assert acts >= {"STATEMENT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}


# ---- actors ----------------------------------------------------------------------------------


def test_every_state_has_its_codes() -> None:
    today = [rule for rule in actors("state") if "iso3" in rule.codes]
    assert len(today) >= 60
    assert [rule.id for rule in today if len(rule.codes["iso3"]) != 3 or not rule.codes["iso3"].isupper()] == []


def test_every_person_s_office_is_of_an_actor_and_in_order() -> None:
    known = {rule.id for rule in book().of(ActorRule)}
    offices = [(rule.id, office) for rule in actors("person") for office in rule.roles]
    assert [(name, o.of) for name, o in offices if o.of not in known] == []
    assert [(name, o.role) for name, o in offices if o.from_ and o.to and o.from_ > o.to] == []


def test_whose_side_an_actor_is_on_is_known() -> None:
    known = {rule.id for rule in book().of(ActorRule)}
    assert [rule.id for rule in book().of(ActorRule) if {rule.side, rule.country} - known - {None}] == []
