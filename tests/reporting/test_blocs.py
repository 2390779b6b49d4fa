"""Blocs: rules that say who belonged together when, and what summaries make of them."""

from pathlib import Path

import pytest

from quoth.errors import RulesError
from quoth.reporting.filters import Grouping
from quoth.reporting.grouping import Groups, find_blocs, make_groups
from quoth.rulebook.loading import load_rules
from quoth.rulebook.rules import Bloc, Member, RuleBook
from workbench import book

WORLD = """\
actors:
- {id: utopia, name: Utopia, type: state}
- {id: nowhere, name: Nowhere, type: state}
- {id: atlantis, name: Atlantis, type: state}
- {id: league, name: The League, type: alliance}
- {id: ann, name: Ann Bee, type: person, side: utopia}
"""
LEAGUE = """\
blocs:
- id: bloc.league
  name: League
  actor: league
  from: 1990-05
  to: "2000"
  members: [utopia, {actor: nowhere, from: "1995-06-02", to: 1998-03}, {actor: nowhere, from: "2000"}]
- {id: bloc.isles, name: The Isles, members: [utopia, {actor: atlantis, to: "1999"}]}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(text: str) -> RuleBook:
    """The book of one file."""
    Path("a.yaml").write_text(text, encoding="utf-8")
    return load_rules([Path("a.yaml")])


def groups(by: Grouping = "bloc", *blocs: str) -> Groups:
    """How that world is grouped."""
    return make_groups(load(WORLD + LEAGUE), by, blocs)


# ---- as rules --------------------------------------------------------------------------------


def test_a_bloc_is_read_with_its_members_and_dates() -> None:
    league = load(WORLD + LEAGUE).of(Bloc)[0]
    nowhere = (Member(actor="nowhere", from_="1995-06-02", to="1998-03"), Member(actor="nowhere", from_="2000"))
    members = ["utopia", *nowhere]
    assert league == Bloc(id="bloc.league", name="League", actor="league", from_="1990-05", to="2000", members=members)


def test_what_is_wrong_with_a_bloc_is_told_with_its_place() -> None:
    wrong = """\
blocs:
- {id: b1, name: One, actor: leage, members: [utopia, utopai]}
- id: b2
  name: Two
  members:
  - {actor: nowere, from: "1990"}
  - {actor: nowhere, from: "2001-05", to: "2001-04"}
- {id: b3, name: Three, from: soon, members: []}
- {id: b4, name: Four, members: [{actor: utopia, form: "1990"}]}
- {id: b5, name: Five, from: "1990", to: "1989-12", members: [utopia]}
"""
    with pytest.raises(RulesError) as caught:
        load(WORLD + wrong)
    assert [str(problem) for problem in caught.value.problems] == [
        "a.yaml:14:31: from: not a date (write a year, a month or a day: 2014, 2014-08 or 2014-08-28)",
        "a.yaml:15:50: members[0]: unknown key `form` (did you mean `from`?)",
        "a.yaml:13:43: members: the time ends with 2001-04, before it begins with 2001-05 (mend one of the dates)",
        "a.yaml:16:42: to: the time ends with 1989-12, before it begins with 1990 (mend one of the dates)",
        "a.yaml:8:30: actor: no actor has the id `leage` (did you mean `league`?)",
        "a.yaml:8:55: members: no actor has the id `utopai` (did you mean `utopia`?)",
        "a.yaml:12:13: members: no actor has the id `nowere` (did you mean `nowhere`?)",
    ]


def test_an_office_that_ends_before_it_begins_is_a_problem_too() -> None:
    with pytest.raises(RulesError, match="roles: the time ends with 1989, before it begins with 1990"):
        load(WORLD + '- {id: bo, name: Bo, type: person, roles: [{role: king, of: utopia, from: "1990", to: "1989"}]}\n')


def test_a_disabled_actor_leaves_its_blocs() -> None:
    Path("base.yaml").write_text(WORLD + LEAGUE, encoding="utf-8")
    Path("own.yaml").write_text("disable: [league, nowhere]\n", encoding="utf-8")
    league = load_rules([Path("base.yaml"), Path("own.yaml")]).of(Bloc)[0]
    assert (league.actor, league.members) == (None, ["utopia"])


# ---- who is in which, when -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "date", "blocs"),
    [
        ("utopia", "1990-04-30", ("bloc.isles",)),
        ("utopia", "1990-05-01", ("bloc.isles", "bloc.league")),
        ("utopia", "2000-12-31", ("bloc.isles", "bloc.league")),
        ("utopia", "2001-01-01", ("bloc.isles",)),
        ("nowhere", "1995-06-01", ("nowhere",)),
        ("nowhere", "1998-03-31", ("bloc.league",)),
        ("nowhere", "1999-01-01", ("nowhere",)),
        ("nowhere", "2000-01-01", ("bloc.league",)),
        ("atlantis", "1999-12-31", ("bloc.isles",)),
        ("league", "1995-01-01", ("bloc.league",)),
        ("ann", "1995-01-01", ("bloc.isles", "bloc.league")),
        ("river-league", "1995-01-01", ("river-league",)),
    ],
)
def test_an_actor_counts_in_all_its_blocs_of_the_day_and_without_one_by_its_side(actor: str, date: str, blocs: tuple[str, ...]) -> None:
    assert groups().of(actor, None, date) == blocs


def test_without_a_date_those_count_who_belong_still() -> None:
    assert groups().of("utopia", None, None) == ("bloc.isles",)
    assert groups().of("atlantis", None, None) == ("atlantis",)


def test_only_the_blocs_that_are_asked_for_count() -> None:
    assert groups("bloc", "bloc.league").of("utopia", None, "1995-01-01") == ("bloc.league",)
    assert groups("bloc", "bloc.league").of("atlantis", None, "1995-01-01") == ("atlantis",)


def test_by_side_and_by_actor() -> None:
    assert groups("side").of("ann", None, None) == groups("side").of(None, "utopia", None) == ("utopia",)
    assert groups("actor").of("ann", "utopia", None) == ("ann",)
    assert groups("actor").of(None, "utopia", None) == ("utopia",)
    assert [groups(by).of(None, None, None) for by in ("actor", "side", "bloc")] == [(), (), ()]


@pytest.mark.parametrize("name", ["bloc.league", "league", "the LEAGUE"])
def test_a_bloc_is_found_by_id_and_name(name: str) -> None:
    assert find_blocs(load(WORLD + LEAGUE), [name]) == {"bloc.league"}


def test_a_bloc_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(LookupError, match=r"no bloc is called 'leage': did you mean bloc\.league"):
        find_blocs(load(WORLD + LEAGUE), ["leage"])
    with pytest.raises(LookupError, match="quoth rules list --kind blocs shows them all"):
        find_blocs(load(WORLD + LEAGUE), ["xyz"])


# ---- the built-in ones -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "date", "bloc", "held"),
    [
        ("turkey", "1990-01-01", "nato", True),
        ("sweden", "2024-03-06", "nato", False),
        ("sweden", "2024-03-07", "nato", True),
        ("nato", "2024-03-07", "nato", True),
        ("united-kingdom", "2020-01-31", "eu", True),
        ("united-kingdom", "2020-02-01", "eu", False),
        ("syria", "2015-01-01", "arab-league", False),
        ("syria", "2024-01-01", "arab-league", True),
        ("russia", "2017-10-08", "astana-guarantors", True),
        ("russia", "2010-10-08", "astana-guarantors", False),
        ("uzbekistan", "2003-01-01", "csto", False),
        ("uzbekistan", "2008-01-01", "csto", True),
        ("mali", "2025-01-28", "ecowas", True),
        ("mali", "2025-01-29", "ecowas", False),
        ("hezbollah", "2024-01-01", "axis-of-resistance", True),
        ("iran", "2023-12-31", "brics", False),
    ],
)
def test_members_come_and_go_by_their_dates(actor: str, date: str, bloc: str, held: bool) -> None:
    assert (f"bloc.{bloc}" in make_groups(book(), "bloc").of(actor, None, date)) is held


def test_every_bloc_says_why_it_is_there_and_names_each_member_once_a_term() -> None:
    for bloc in book().of(Bloc):
        plain = [member for member in bloc.members if isinstance(member, str)]
        dated = [member.actor for member in bloc.members if not isinstance(member, str)]
        assert bloc.note.endswith("."), bloc.id
        assert bloc.id.startswith("bloc."), bloc.id
        assert len(plain) > 0 or len(dated) > 1, bloc.id
        assert len(set(plain)) == len(plain), bloc.id
        assert not set(plain) & set(dated), bloc.id
