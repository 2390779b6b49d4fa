"""importing: dictionaries of PETRARCH become rules, and what has no place in rules is told."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from quoth.analysis.pipeline import analyze, make_engine
from quoth.commands.app import app
from quoth.model import Article
from quoth.petrarch.conversion import Import, import_entries
from quoth.petrarch.dictionaries import read_dictionary
from quoth.petrarch.files import in_order
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import ActorRule, Name, Office, Role, Rule, RuleBook
from quoth.rulebook.writing import write_rules
from workbench import book

ACTORS = """\
# The river, invented
RIVER_LEAGUE_(RL)_ [MLIREB]
+LEAGUE_OF_THE_RIVER_
+BOATMEN'S_UNION_
MINISTRY_OF_BOATS_ [MLIGOV]
OUMOU_BOATWRIGHT_
+PRESIDENT_BOATWRIGHT_
+GENERAL_OUMOU_BOATWRIGHT_
	[MLIMIL <20120115]
	[MLIGOV 120116-140831]
	[MLIELI]
UN_BOATS_PROGRAMME_ [IGOUNOHLH]
+UNBOP_
MALI_ [MLI]
+BOATLAND_
"""
AGENTS = """\
!PERSON! = MAN, WOMAN
FERRYMAN {FERRYMEN} [~LAB]
TOLL!PERSON! [~GOV]
LOCK_KEEPER [~GOVLAB]
"""
NAMED = ("mali", "palestine", "hamas", "united-nations", "international-criminal-court")
FEW = RuleBook("few", tuple(rule for rule in book().rules if not isinstance(rule, ActorRule) or rule.id in NAMED), dict.fromkeys(NAMED, ""))
"""The book with a few actors only: to look through all of them takes long."""


def imported(text: str, *, merge: bool = False) -> Import:
    """What comes of a dictionary in which all can be read."""
    entries, problems = read_dictionary(text, "d")
    assert problems == []
    return import_entries(entries, FEW, merge=merge)


def rules(text: str, *, merge: bool = False) -> list[Rule]:
    """The rules that it gives."""
    return [rule for found in imported(text, merge=merge).rules.values() for rule in found]


def actor(text: str) -> ActorRule:
    """The one actor that it gives."""
    (rule,) = rules(text)
    assert isinstance(rule, ActorRule)
    return rule


def losses(text: str, *, merge: bool = False) -> list[str]:
    """What of it has no place."""
    return [str(loss) for loss in in_order(imported(text, merge=merge).losses)]


# ---- actors ----------------------------------------------------------------------------------


def test_a_group_is_an_actor_of_its_state_with_all_its_names() -> None:
    assert actor("RIVER_LEAGUE_(RL)_ [MLIREB]\n+LEAGUE_OF_THE_RIVER_\n+THE_BOATMEN'S_UNION\n") == ActorRule(
        id="river-league",
        name="River League",
        type="armed-group",
        names=[Name("RL", ["River League"]), "League of the River", "Boatmen's Union"],
        codes={"cameo": "MLIREB"},
        country="mali",
        sector="REB",
    )


def test_a_body_of_the_state_speaks_for_it() -> None:
    rule = actor("RIVER_GUARDS [MLIMIL]\n")
    assert (rule.type, rule.country, rule.side, rule.sector) == ("state-force", "mali", "mali", "MIL")


def test_a_body_of_an_organisation_speaks_for_the_one_with_the_longest_code() -> None:
    rule = actor("UN_BOATS_PROGRAMME_ [IGOUNOHLH]\n")
    assert (rule.type, rule.country, rule.side, rule.sector) == ("igo", None, "united-nations", "HLH")


def test_dated_codes_of_a_person_are_offices_named_by_their_letters() -> None:
    text = (
        "OUMOU_BOATWRIGHT_\n+PRESIDENT_BOATWRIGHT\n+GENERAL_OUMOU_BOATWRIGHT\n\t[MLIMIL <20120115]\n\t[MLIGOV 120116-140831]\n\t[MLIELI]\n"
    )
    assert actor(text) == ActorRule(
        id="oumou-boatwright",
        name="Oumou Boatwright",
        type="person",
        codes={"cameo": "MLIGOV"},
        side="mali",
        sector="GOV",
        gender="f",
        roles=[
            Office(role="MIL", of="mali", from_=None, to="2012-01-15"),
            Office(role="GOV", of="mali", from_="2012-01-16", to="2014-08-31"),
            Office(role="ELI", of="mali"),
        ],
    )


def test_a_first_name_makes_a_person_and_a_bodys_noun_none() -> None:
    assert (actor("MARY_BOATWRIGHT [MLIREB]\n").type, actor("MARY_BOATWRIGHT [MLIREB]\n").gender) == ("person", "f")
    assert actor("MARY_BOATWRIGHT_FOUNDATION [MLIREB]\n").type == "armed-group"
    assert actor("JUSTICE_FOR_THE_RIVER [MLIREB]\n").type == "armed-group"


def test_entries_with_the_same_name_are_one_actor() -> None:
    rule = actor("MARY_BOATWRIGHT [MLIGOV 990101-991231]\nMARY_BOATWRIGHT [MLIOPP >20000101]\n+M._BOATWRIGHT\n")
    assert rule.names == ["M. Boatwright"]
    assert [office.role for office in rule.roles] == ["GOV", "OPP"]


def test_a_place_in_brackets_must_be_named_too() -> None:
    assert actor("ARMY_OF_THE_RIVER_(MALI) [MLIREB]\n").names == [Name("Army of the River", ["Mali", "Malian"])]


def test_a_name_that_the_book_knows_as_doubtful_counts_beside_the_actors_own() -> None:
    assert actor("RIVER_LEAGUE [MLIREB]\n+ICC\n").names == [Name("ICC", ["River League"])]


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert [rule.id for rule in rules("RIVER_LEAGUE [MLIREB]\nRIVER_:_LEAGUE [MLIREB]\n")] == ["river-league", "river-league-2"]


# ---- losses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MALI [MLI]\n", "d:1: `Mali` is the book's `mali` (nothing to do, unless the codes differ)"),
        ("MALI [MLI]\n+BOATLAND\n", "d:1: `Mali` is the book's `mali`, without Boatland (--merge adds these names to it)"),
        ("RIVER_LEAGUE [MLIREB]\n+HAMAS\n", "d:2: `Hamas` names `hamas` already, in the book (keep it with one)"),
        ("A_B_FRONT [MLIREB]\n+C_D\nE_F_FRONT [MLIREB]\n+C_D\n", "d:4: `C D` names `a-b-front` already, at d:2 (keep it with one)"),
        ("OLD_BOATS [---]\n", "d:1: `OLD BOATS` means nobody by its code [---] (leave it out)"),
        ("RIVER_LEAGUE [MLIREB]\n+39649\n", "d:2: `39649` has no letter (mend it in the dictionary)"),
        ("RIVER_LEAGUE [MLIREB]\n+SEVERAL\n", "d:2: `Several` is a word that any text has (leave it out, or write more of the name)"),
        ("RIVER_LEAGUE [MLIREB]\n+R\n", "d:2: `R` is a word that any text has (leave it out, or write more of the name)"),
        ("RIVER_LEAGUE [MLIREB]\n+BOATS_(X\n", "d:2: `BOATS (X` has a bracket that is not closed (mend it in the dictionary)"),
        (
            "MARY_BOAT [QQQGOV >20010101]\n",
            "d:1: [QQQGOV] has no place: no state or body of the book has such a code (write one such as [MLIGOV])",
        ),
        ("RIVER_LEAGUE [MLIREB]\n\t[MLIGOV]\n", "d:2: [MLIGOV] has no place: only people have several codes ([MLIREB] is kept)"),
        (
            "RIVER_LEAGUE [MLIREB >20010101]\n",
            "d:1: the dates of [MLIREB] have no place: only people's codes have any (the code is kept)",
        ),
        ("OLD_RIVER [MLI]\n", "d:1: [MLI] says no type of actor: `Old River` is taken for `people` (mend `type:` if it is another)"),
        ("LOCK_KEEPER [~GOVLAB]\n", "d:1: LAB in [~GOVLAB] has no place: a noun has one sector (GOV is kept)"),
        ("KEEPER_OF_LOCKS {} [~GOV]\n", "d:1: `keeper of locks` has no place: a noun has 2 words at the most (shorten it)"),
        ("MINISTER [~REB]\n", "d:1: `minister` is of the sector GOV already, not REB (keep it with one)"),
        ("FERRYMAN [~XYZ]\n", "d:1: [~XYZ] has no place: it names no sector that is known (choose another code)"),
    ],
)  # fmt: skip
def test_what_has_no_place_is_told(text: str, said: str) -> None:
    assert losses(text) == [said]


def test_merging_gives_an_actor_of_the_book_the_names_that_it_lacked() -> None:
    (rule,) = rules("MALI [MLI]\n+BOATLAND\n", merge=True)
    assert isinstance(rule, ActorRule)
    assert (rule.id, rule.names) == ("mali", [*FEW.actors()["mali"].names, "Boatland"])
    assert losses("MALI [MLI]\n+BOATLAND\n", merge=True) == []


# ---- agents ----------------------------------------------------------------------------------


def test_agents_are_roles_by_sector_without_those_that_the_book_has() -> None:
    assert rules("MINISTER [~GOV]\nFERRYMAN {FERRYMEN} [~LAB]\n") == [
        Role(id="role.petrarch-lab", note="From a dictionary of agents.", sector="LAB", speaks="nobody", words=["ferryman", "ferrymen"])
    ]


# ---- and back --------------------------------------------------------------------------------


def layered(texts: list[str], folder: Path) -> list[Path]:
    """The built-in rules with these files over them."""
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return [builtin_folder(), folder]


def test_every_name_that_was_imported_is_found(tmp_path: Path) -> None:
    found = rules(ACTORS, merge=True) + rules(AGENTS)
    engine = make_engine(load_rules(layered(write_rules(found, "d"), tmp_path)))
    for said, who, side in [
        ("The League of the River said the bridge was closed.", "river-league", "river-league"),
        ("The RL said the bridge was closed. The River League left.", "river-league", "river-league"),
        ("The Boatmen's Union said the bridge was closed.", "river-league", "river-league"),
        ("The Ministry of Boats said the bridge was closed.", "ministry-of-boats", "mali"),
        ("Oumou Boatwright said the bridge was closed.", "oumou-boatwright", "mali"),
        ("General Boatwright said the bridge was closed.", "oumou-boatwright", "mali"),
        ("The UNBOP said the bridge was closed.", "un-boats-programme", "united-nations"),
        ("Boatland said the bridge was closed.", "mali", "mali"),
        ("Malian ferrymen said the bridge was closed.", None, None),
        ("A Malian tollwoman said the bridge was closed.", None, "mali"),
    ]:
        speaker = analyze(Article("text", said, ""), engine).statements[0].speaker
        assert speaker is not None
        assert (said, speaker.actor, speaker.side) == (said, who, side)


def test_rules_are_written_as_people_write_them() -> None:
    assert write_rules(rules("RIVER_LEAGUE_(RL)_ [MLIREB]\n+LEAGUE_OF_THE_RIVER_\n"), "A comment.") == [
        "# A comment.\nactors:\n- id: river-league\n  name: River League\n  type: armed-group\n  names:\n"
        "  - name: RL\n    when: [River League]\n  - League of the River\n  codes: {cameo: MLIREB}\n  country: mali\n  sector: REB\n"
    ]


def test_rules_come_back_from_yaml_as_they_were(tmp_path: Path) -> None:
    found = book().rules
    for number, text in enumerate(write_rules(found, "d")):
        (tmp_path / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    again = {rule.id: rule for rule in load_rules([tmp_path]).rules}
    assert [rule.id for rule in found if again[rule.id] != rule] == []


def test_a_file_that_grows_too_large_goes_on_in_another() -> None:
    found = rules(ACTORS)
    whole = write_rules(found, "d")[0]
    parts = write_rules(found, "d", limit=400)
    assert len(parts) > 1
    assert all(len(part.encode()) <= 400 for part in parts)
    assert "".join(part.removeprefix("# d\nactors:\n") for part in parts) == whole.removeprefix("# d\nactors:\n")


WORDS = st.sampled_from(
    ["RIVER", "MALI", "HAMAS", "ARMY", "OF", "THE", "(RL)", "MARY", "UN", "AL-QUDS", "NO", "1990", "'X'", ":", "-", "ß"]
)
LINES = st.tuples(
    st.lists(WORDS, min_size=1, max_size=4).map("_".join), st.sampled_from(["+{}", "{} [MLIREB]", "{} [~GOV]", "{} [MLIGOV >20010101]"])
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=8), merge=st.booleans())
def test_whatever_is_imported_loads_over_the_book(lines: list[tuple[str, str]], merge: bool, tmp_path: Path) -> None:
    entries, _ = read_dictionary("\n".join(form.format(name) for name, form in lines), "d")
    found = [rule for some in import_entries(entries, FEW, merge=merge).rules.values() for rule in some]
    layers = [tmp_path / "few.yaml", tmp_path / "more.yaml"]
    for layer, rules_there in zip(layers, (FEW.of(ActorRule), found), strict=True):
        layer.write_text("".join(write_rules(rules_there, "d")), encoding="utf-8")
    assert {rule.id for rule in found} <= set(load_rules(layers).where)


# ---- the command -----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two dictionaries."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "River.actors.txt").write_text(ACTORS, encoding="utf-8")
    (folder / "river.agents.txt").write_text(AGENTS, encoding="utf-8")
    return folder


def quoth(*arguments: str) -> Result:
    """Run `quoth rules import petrarch`."""
    return CliRunner().invoke(app, ["rules", "import", "petrarch", *arguments])


def test_rules_go_to_stdout_and_losses_to_stderr() -> None:
    done = quoth("River.actors.txt")
    assert done.exit_code == 0
    assert done.stdout.startswith("# Imported from River.actors.txt by quoth rules import petrarch.\n")
    assert "- id: river-league\n" in done.stdout
    assert done.stderr == (
        "quoth: River.actors.txt:14: `Mali` is the book's `mali`, without Boatland (--merge adds these names to it)\n"
        "quoth: 5 entries, 4 rules; 1 loss\n"
    )


def test_a_folder_gets_a_file_for_each_dictionary_that_checks(here: Path) -> None:
    done = quoth("River.actors.txt", "river.agents.txt", "--output", "rules")
    assert (done.exit_code, done.stdout) == (0, "")
    assert sorted(path.name for path in (here / "rules").iterdir()) == ["river-actors.yaml", "river-agents.yaml"]
    assert CliRunner().invoke(app, ["rules", "check", "rules"]).exit_code == 0


def test_a_yaml_file_gets_all() -> None:
    assert quoth("River.actors.txt", "river.agents.txt", "--output", "all.yaml").exit_code == 0
    text = Path("all.yaml").read_text(encoding="utf-8")
    assert "actors:\n" in text
    assert "roles:\n" in text


def test_a_file_that_would_not_be_found_among_rules_is_refused() -> None:
    done = quoth("River.actors.txt", "--output", "all.yml")
    assert (done.exit_code, done.stderr) == (2, "quoth: all.yml: files of rules end in .yaml (name it so, or name a folder)\n")
    assert not Path("all.yml").exists()


def test_what_cannot_be_read_costs_the_rest_nothing(here: Path) -> None:
    (here / "bad.txt").write_text("+ORPHAN\nBOAT_FRONT [MLIREB]\n", encoding="utf-8")
    done = quoth("bad.txt", "nowhere.txt")
    assert done.exit_code == 1
    assert "- id: boat-front\n" in done.stdout
    assert done.stderr == (
        "quoth: bad.txt:1: a synonym or a code without an entry before it (write the name first, on a line without +)\n"
        "quoth: nowhere.txt: no such file or folder (check the spelling)\n"
        "quoth: 1 entry, 1 rule; no losses; 2 complaints of what cannot be read\n"
    )


def test_bytes_that_are_lost_are_told_with_their_line(here: Path) -> None:
    (here / "bad.txt").write_bytes("RIVER_ÉCOLE [MLIEDU]\rÎLE_FRONT [MLIREB]\r+ÎLE_".encode() + b"L\xc9AGUE\r")
    done = quoth("bad.txt")
    assert done.exit_code == 1
    assert done.stderr.startswith("quoth: bad.txt:3: 1 invalid sequence of bytes became U+FFFD (save it as UTF-8)\n")


def test_a_folder_that_cannot_be_made_is_a_wrong_use() -> None:
    done = quoth("River.actors.txt", "--output", "River.actors.txt/rules")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
