"""Group nouns: what a file of them may hold, every complaint in full, and how their examples are asked of whoever finds parties."""

import re
from pathlib import Path

import pytest

from quoth.diagnosis.rule_examples import check
from quoth.errors import RulesError
from quoth.rulebook.loading import load_rules
from quoth.rulebook.rules import Example, Examples, FirstNames, GroupNoun, Head, RuleBook
from workbench import book

REBELS = """\
groups:
- id: group.rebels
  noun: rebels
  acts-for: own
  type: armed-group
  sector: REB
  forms: [rebels, rebel fighters]
  one: [rebel]
  examples:
    match:
    - text: Malian rebels took the hill.
      finds: {actor: "mali:rebels"}
    miss:
    - The rebel-held town was quiet.
"""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def load(text: str) -> RuleBook:
    Path("a.yaml").write_text(text)
    return load_rules([Path("a.yaml")])


def complaints_of(text: str) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


# ---- what a file may hold --------------------------------------------------------------------


def test_a_group_noun_is_read_with_all_that_it_says() -> None:
    examples = Examples([Example("Malian rebels took the hill.", {"actor": "mali:rebels"})], ["The rebel-held town was quiet."])
    rebels = GroupNoun(
        id="group.rebels", noun="rebels", acts_for="own", type="armed-group", sector="REB",
        forms=["rebels", "rebel fighters"], one=["rebel"], examples=examples,
    )  # fmt: skip
    assert load(REBELS).rules == (rebels,)


def test_an_organisation_may_show_itself_as_no_more_than_that() -> None:
    rules = load("groups:\n- {id: g, noun: committees, acts-for: own, type: organisation, forms: [committee]}\n").rules
    assert rules == (GroupNoun(id="g", noun="committees", acts_for="own", type="organisation", forms=["committee"]),)


def test_an_id_is_that_of_a_party_with_an_owner_before_its_noun() -> None:
    (rebels,) = load(REBELS).of(GroupNoun)
    ids = ["mali:rebels", "any:rebels", "text:rebels-of-mali", "mali:former-rebels", "rebels", ":rebels", "mali"]
    assert [id_ for id_ in ids if rebels.is_id(id_)] == ["mali:rebels", "any:rebels"]


def test_a_form_that_two_groups_have_is_refused_where_it_comes_second() -> None:
    second = "- {id: group.guerrillas, noun: guerrillas, acts-for: own, forms: [guerrillas, rebel fighters], one: [guerrillas]}\n"
    assert complaints_of(REBELS + second) == [
        "a.yaml:15:79: forms: `rebel fighters` calls `group.rebels` already, at a.yaml:7:19 (keep it with one)",
        "a.yaml:15:102: one: `guerrillas` calls `group.guerrillas` already, at a.yaml:15:67 (keep it with one)",
    ]


def test_a_noun_that_two_groups_have_is_refused_where_it_comes_second() -> None:
    assert complaints_of(REBELS + "- {id: group.others, noun: rebels, acts-for: own, forms: [others]}\n") == [
        "a.yaml:15:28: noun: `rebels` is that of `group.rebels` too, at a.yaml:3:9 (choose another, or add the forms there)"
    ]


def test_a_type_that_there_is_not_is_refused_with_its_place() -> None:
    assert complaints_of(REBELS.replace("armed-group", "armed-grop")) == [
        "a.yaml:5:9: type: unknown value `armed-grop` (did you mean `armed-group`?)"
    ]


def test_acts_for_is_one_of_three_and_never_left_out() -> None:
    assert complaints_of(REBELS.replace("acts-for: own", "acts-for: itself")) == [
        "a.yaml:4:13: acts-for: unknown value `itself` (known: nobody, own, owner)"
    ]
    assert complaints_of(REBELS.replace("  acts-for: own\n", "")) == [
        "a.yaml:2:3: the key `acts-for` is missing (every rule of `groups:` has it)"
    ]


def test_what_cannot_stand_in_an_id_is_refused() -> None:
    assert complaints_of(REBELS.replace("noun: rebels", "noun: Aid Agencies")) == [
        "a.yaml:3:9: noun: `Aid Agencies` cannot stand in an id "
        "(write small letters, words joined by hyphens: it stands in ids such as syria:rebels)",
    ]


def test_a_form_that_no_text_can_match_is_refused_and_a_group_without_any() -> None:
    text = (
        "groups:\n- {id: g, noun: g, acts-for: own, forms: [Aid agencies, aid  groups, '']}\n- {id: h, noun: h, acts-for: own, forms: []}\n"
    )
    wrong = "is not written in small letters with single spaces (capitals in a text do not matter)"
    assert complaints_of(text) == [
        f"a.yaml:2:43: forms: `Aid agencies` {wrong}",
        f"a.yaml:2:57: forms: `aid  groups` {wrong}",
        f"a.yaml:2:70: forms: `` {wrong}",
        "a.yaml:3:42: forms: no word calls the group (write at least one form)",
    ]


def test_an_example_finds_an_actor_and_nothing_else() -> None:
    assert complaints_of(REBELS.replace("{actor:", "{actors:")) == [
        "a.yaml:12:15: finds: no part is called `actors` (did you mean `actor`?)"
    ]


# ---- its examples, asked of whoever finds parties --------------------------------------------


def told(text: str, *, finds: dict[str, list[str]]) -> list[str]:
    """The problems of a file's examples if these ids were found in a text by its first word; any other holds nobody."""
    problems = check(whole_with(text), lambda text, engine: finds.get(text.split()[0], []))
    return [problem.what for problem in problems if "group.rebels" in problem.what]


def whole_with(text: str) -> RuleBook:
    """What an engine needs to be made, with the rules of a text."""
    needed = tuple(rule for rule in book().rules if rule.key in ("lists", "words", "classes", "tagging", "suffixes", "inflections"))
    return RuleBook("", needed + load(text).rules, {})


def test_examples_that_hold_are_no_problem() -> None:
    assert told(REBELS, finds={"Malian": ["mali", "mali:rebels"], "The": ["mali:others"]}) == []


def test_a_party_that_is_not_found_and_one_that_should_not_be_are_told() -> None:
    assert told(REBELS, finds={"Malian": ["mali"], "The": ["any:rebels"]}) == [
        "group.rebels misses its example: 'Malian rebels took the hill.'",
        "group.rebels matches its near miss: 'The rebel-held town was quiet.'",
    ]


def test_a_noun_whose_owner_acts_finds_the_owner() -> None:
    owner = REBELS.replace("acts-for: own", "acts-for: owner").replace('"mali:rebels"', "mali")
    assert told(owner, finds={"Malian": ["mali"]}) == []
    assert told(owner, finds={"Malian": ["mali"], "The": ["mali"]}) == [
        "group.rebels matches its near miss: 'The rebel-held town was quiet.'"
    ]


# ---- the groups that quoth brings ------------------------------------------------------------

GROUPS = book().of(GroupNoun)


def test_every_group_noun_says_why_and_shows_what_it_finds_and_what_not() -> None:
    assert [rule.id for rule in GROUPS if not rule.note or not rule.examples.miss] == []
    assert [rule.id for rule in GROUPS if bool(rule.examples.match) == (rule.acts_for == "nobody")] == []


def test_every_example_names_a_form_and_a_party_that_there_can_be() -> None:
    owners = {*book().actors(), "any"}
    for rule in GROUPS:
        form = re.compile(rf"\b(?:{'|'.join(map(re.escape, [*rule.forms, *rule.one]))})\b", re.IGNORECASE)
        for example in rule.examples.match:
            assert isinstance(example, Example)
            assert example.finds is not None
            found = example.finds["actor"] or ""
            assert form.search(example.text), example.text
            assert (found.rpartition(":")[0] if rule.acts_for == "own" else found) in owners, example.text
            assert rule.acts_for == "owner" or rule.is_id(found), example.text


# ---- bodies by their heads, what speaks, first names -----------------------------------------


def test_a_head_makes_bodies_of_one_kind() -> None:
    text = "heads:\n- {id: a, type: organisation, words: [Committee, Front]}\n- {id: b, type: party, words: [Front]}\n"
    assert complaints_of(text) == ["a.yaml:3:32: words: `Front` is one of `a` already (keep it with one)"]
    assert complaints_of("heads:\n- {id: a, type: organisations, words: [Front]}\n") == [
        "a.yaml:2:17: type: unknown value `organisations` (did you mean `organisation`?)"
    ]


def test_a_head_that_has_a_plural_is_found_in_it_too() -> None:
    text = "heads:\n- {id: a, type: armed-group, plural: true, words: [Brigade]}\n"
    rule = Head(id="a", type="armed-group", plural=True, words=["Brigade"])
    assert load(text).heads() == {"Brigade": rule, "Brigades": rule}


def test_no_head_is_a_place_or_event_too() -> None:
    assert book().heads().keys() & book().lists()["no-organisation"] == set()
    assert len(book().heads()) > 300


def test_a_list_that_has_plurals_is_looked_up_with_them() -> None:
    assert load("lists:\n- {id: a, name: mute, plural: true, words: [story]}\n").lists() == {"mute": frozenset(("story", "stories"))}


def test_what_is_mute_is_neither_a_paper_that_speaks_nor_a_group() -> None:
    mute = book().lists()["mute"]
    assert mute & book().lists()["speaking-paper"] == set()
    assert [form for rule in GROUPS for form in (*rule.forms, *rule.one) if form in mute] == []
    assert {"phone", "war", "conflict", "trip", "sign", "blast", "pictures", "evidence", "move", "decision"} <= mute


def test_first_names_that_are_words_or_places_are_kept_apart() -> None:
    names, doubtful = book().first_names(ambiguous=False), book().first_names(ambiguous=True)
    assert names.keys() & doubtful.keys() == set()
    assert {"Will", "May", "Grant", "Chad", "Israel", "Georgia", "Paris"} <= doubtful.keys()
    assert [names.get(name) for name in ("Oksana", "Recep", "Fatima", "Kwame", "Narendra", "Yolanda")] == ["f", "m", "f", "m", "m", "f"]
    assert "Will" not in book().genders()


def test_a_first_name_may_tell_no_gender() -> None:
    loaded = load(
        "first-names:\n- {id: a, words: [Alex]}\n- {id: b, gender: f, words: [Ada]}\n- {id: c, ambiguous: true, gender: m, words: [Will]}\n"
    )
    assert loaded.of(FirstNames)[0] == FirstNames(id="a", words=["Alex"])
    assert loaded.genders() == {"Ada": "f"}
    assert loaded.first_names(ambiguous=False) == {"Alex": None, "Ada": "f"}
    assert loaded.first_names(ambiguous=True) == {"Will": "m"}
