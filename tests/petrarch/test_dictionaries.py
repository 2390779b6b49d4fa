"""petrarch, cameo, capitals: what dictionaries of PETRARCH and TABARI hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.petrarch.cameo_codes import Meaning, meaning
from quoth.petrarch.capitals import Letters, initials, respell
from quoth.petrarch.dictionaries import Code, Entry, Listed, read_dictionary


def entries(text: str) -> list[Entry]:
    """The entries of a dictionary in which all can be read."""
    found, problems = read_dictionary(text, "d")
    assert problems == []
    return found


def complaints(text: str) -> list[str]:
    """What of a dictionary cannot be read."""
    return [str(problem) for problem in read_dictionary(text, "d")[1]]


# ---- entries ---------------------------------------------------------------------------------


def test_an_entry_has_its_name_synonyms_and_code_with_their_places() -> None:
    text = "# rivers\nRIVER_LEAGUE_ [MLIREB] # a comment\n+LEAGUE_OF_THE_RIVER_\n\n+LOTR ;another\n"
    assert entries(text) == [
        Entry((Listed("RIVER LEAGUE", "d:2"), Listed("LEAGUE OF THE RIVER", "d:3"), Listed("LOTR", "d:5")), (Code("MLIREB", "d:2"),))
    ]


def test_codes_hold_to_from_and_between_dates_of_six_or_eight_digits() -> None:
    text = "AMINA_KEITA\n\t[MLIMIL <20120115]\n\t[MLIGOV 120116-140831] [MLIOPP  >140901]\n\t[MLIELI]\n"
    assert entries(text)[0].codes == (
        Code("MLIMIL", "d:2", None, "2012-01-15"),
        Code("MLIGOV", "d:3", "2012-01-16", "2014-08-31"),
        Code("MLIOPP", "d:3", "2014-09-01", None),
        Code("MLIELI", "d:4"),
    )


def test_years_of_two_digits_turn_after_thirty() -> None:
    codes = entries("A [MLIGOV 310101-301231]\n")[0].codes
    assert (codes[0].since, codes[0].until) == ("1931-01-01", "2030-12-31")


def test_comments_between_tags_may_have_several_lines() -> None:
    assert entries("<!-- one\ntwo --> A_B [MLI] <!-- three -->\n") == [Entry((Listed("A B", "d:2"),), (Code("MLI", "d:2"),))]


def test_a_plus_inside_a_line_begins_another_synonym() -> None:
    assert [name.text for name in entries("A [MLI]\n+B_C+_D\n")[0].names] == ["A", "B C", "D"]


def test_line_ends_of_any_system_are_no_part_of_a_name() -> None:
    assert entries("A [MLI]\r\n+B\r\n") == entries("A [MLI]\r+B\r") == entries("A [MLI]\n+B\n")


@pytest.mark.parametrize(
    ("line", "nouns"),
    [
        ("FARMER [~AGR]", ["FARMER", "FARMERS"]),
        ("DEPUTY [~LEG]", ["DEPUTY", "DEPUTIES"]),
        ("BOSS [~BUS]", ["BOSS", "BOSSES"]),
        ("THIEF {THIEVES} [~CRM]", ["THIEF", "THIEVES"]),
        ("POLICE {} [~COP]", ["POLICE"]),
        ("COUNCIL!PERSON! [~GOV]", ["COUNCILMAN", "COUNCILWOMAN"]),
        ("AID_GROUP [NGO~]", ["AID GROUP", "AID GROUPS"]),
    ],
)
def test_an_agent_is_a_noun_in_all_its_forms(line: str, nouns: list[str]) -> None:
    (entry,) = entries(f"!PERSON! = MAN, WOMAN\n{line}\n")
    assert [name.text for name in entry.names] == nouns
    assert entry.is_agent


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("+B\n", "d:1: a synonym or a code without an entry before it (write the name first, on a line without +)"),
        ("A\nB [MLI]\n", "d:1: `A` has no code (write one in brackets, such as [MLIREB])"),
        ("A [MLI\n", "d:1: a bracket is not closed (write codes as [CODE], each in brackets of its own)"),
        ("A [MLI] x\n", "d:1: `x` stands after a code and is not read (write codes as [CODE], each in brackets of its own)"),
        ("A [MLI 99]\n", "d:1: the code [MLI 99] cannot be read (write [CODE], [CODE <date], [CODE >date] or [CODE date-date])"),
        ("A [MLI >20130229]\n", "d:1: `20130229` is no date (write YYMMDD or YYYYMMDD)"),
        ("A [MLI >2013022]\n", "d:1: `2013022` is no date (write YYMMDD or YYYYMMDD)"),
        ("A {B [~GOV]\n", "d:1: a brace is not closed (write a plural as {PLURAL}, or {} where there is none)"),
        ("A!B! [~GOV]\n", "d:1: `A!B!` has a substitution that no line before defines (write !NAME! = WORD, WORD above it)"),
        ("FARMER [~AGR]\n [~GOV]\n", "d:2: an agent's code without its noun (write both on one line, such as DEPUTY {DEPUTIES} [~LEG])"),
        ("A [MLI] <!-- b -->\n<!-- c\nD [MLI] <!--\n", "d:2: a comment is not closed: what follows is not read (end it with -->)"),
        ("!B = C\n", "d:1: a substitution that is not written as one (write !NAME! = WORD, WORD)"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, said: str) -> None:
    assert complaints(text) == [said]


def test_a_code_that_cannot_be_read_costs_only_itself() -> None:
    found, problems = read_dictionary("A [MLI >99] [MLIGOV]\n", "d")
    assert [code.code for code in found[0].codes] == ["MLIGOV"]
    assert len(problems) == 1


@given(st.text(st.sampled_from("AB_+[]{}<>!=~-#;01 \n\t\r") | st.characters()))
def test_any_text_gives_entries_and_problems_at_its_lines(text: str) -> None:
    found, problems = read_dictionary(text, "d")
    lines = len(re.split(r"\r\n?|\n", text))
    places = [name.where for entry in found for name in entry.names] + [problem.where for problem in problems]
    assert all(1 <= int(place.removeprefix("d:")) <= lines for place in places)
    assert all(entry.names and entry.codes for entry in found)


# ---- codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "means", "sector", "type_"),
    [
        ("MLIREB", Meaning("MLI", "REB", ""), "REB", "armed-group"),
        ("MLIGOVMIL", Meaning("MLI", "GOV", "MIL"), "GOV", "party"),
        ("IGOUNO", Meaning("IGO", "", "UNO"), "IGO", "igo"),
        ("IGOUNOHLH", Meaning("IGO", "HLH", "UNO"), "HLH", "igo"),
        ("MLI", Meaning("MLI", "", ""), None, None),
        ("~COP", Meaning("", "COP", ""), "COP", "state-force"),
        ("NGO~", Meaning("", "NGO", ""), "NGO", "ngo"),
        ("~XYZ", Meaning("", "", "XYZ"), None, None),
    ],
)
def test_a_code_says_whose_and_what_an_actor_is(code: str, means: Meaning, sector: str | None, type_: str | None) -> None:
    assert (meaning(code), meaning(code).sector, meaning(code).type) == (means, sector, type_)


# ---- capitals --------------------------------------------------------------------------------

LETTERS = Letters({"UN", "IRA"}, {"OF", "THE", "E", "AL", "AND"}, {"DR"})


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("LEAGUE OF THE RIVER", "League of the River"),
        ("THE RIVER", "The River"),
        ("UN BOATS PROGRAMME", "UN Boats Programme"),
        ("LASHKAR-E-RIVER", "Lashkar-e-River"),
        ("PEOPLE'S AND WORKERS' ARMY", "People's and Workers' Army"),
        ("MIGUEL D'ARC", "Miguel D'Arc"),
        ("U.N. BOATS", "U.N. Boats"),
        ("K. RIVER", "K. River"),
        ("DR. RIVER", "Dr. River"),
        ("JULY 20TH FRONT", "July 20th Front"),
        ("DHKP/C", "DHKP/C"),
        ("AL-RIVER", "Al-River"),
        ("Un Boats", "Un Boats"),
        ("CÔTE RIVER", "Côte River"),
        ("NUB", "Nub"),
    ],
)
def test_a_name_in_capitals_is_written_as_reports_write_it(name: str, written: str) -> None:
    assert respell(name, LETTERS) == written


def test_initials_of_the_names_beside_it_make_an_acronym() -> None:
    assert respell("NUB", LETTERS, initials(["NATIONAL UNION OF BOATMEN"])) == "NUB"
    assert initials(["NATIONAL UNION OF BOATMEN", "BOAT"]) == {"NUOB", "NUB"}


@given(st.text())
def test_writing_a_name_changes_capitals_only(name: str) -> None:
    assert respell(name, LETTERS).casefold() == name.casefold()
