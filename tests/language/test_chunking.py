"""phrases: noun phrases, verb groups and the other units over which patterns match."""

import pytest

from quoth.analysis.quotations import find_quotations
from quoth.language.chunking import Stream
from workbench import cut, engine


def shown(text: str, stream: Stream) -> str:
    found = cut(text)
    pairs = zip(stream.string[::2], stream.first, stream.last, strict=True)
    return " ".join(f"{letter}[{text[found.starts[first] : found.ends[last]] if first <= last else ''}]" for letter, first, last in pairs)


def units(text: str) -> str:
    """The units of the text's first stream: what stands outside its full quotations."""
    return shown(text, find_quotations(cut(text), engine().vocabulary).streams[0])


# ---- noun phrases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "phrase",
    [
        "The army",
        "Officials",
        "Senior Turkish defence officials",
        "The Syrian Democratic Forces (SDF)",
        "President Recep Tayyip Erdogan",
        "President Recep Tayyip Erdogan's spokesman Ibrahim Kalin",
        "The country's new foreign minister",
        "The Turkish-backed rebels",
        "The al-Qaeda linked alliance",
        "Thirty wounded soldiers",
        "The wounded",
        "A “serious” offer",
        "The heavily armed men",
        "Neither side",
        "The two retired generals",
        "Last year's talks",
        "Sen. Tim Kaine (D-Va.)",
    ],
)
def test_a_noun_phrase_is_one_unit(phrase: str) -> None:
    assert units(f"{phrase} said no.").startswith(f"N[{phrase}] V[said]")


def test_a_preposition_parts_noun_phrases() -> None:
    assert units("The head of the army in Idlib resigned.") == "N[The head] I[of] N[the army] I[in] N[Idlib] E[resigned] .[.]"


def test_commas_and_conjunctions_part_noun_phrases() -> None:
    assert (
        units("Ali Hassan, the minister, and his wife left.") == "N[Ali Hassan] ,[,] N[the minister] ,[,] C[and] N[his wife] E[left] .[.]"
    )


def test_pronouns_are_units_of_their_own() -> None:
    assert units("They told him nothing.") == "O[They] V[told] O[him] O[nothing] .[.]"


def test_a_quantifier_may_stand_alone() -> None:
    assert units("Many said no.") == "O[Many] V[said] D[no] .[.]"


# ---- when ------------------------------------------------------------------------------------


def test_days_and_nouns_of_time_are_adverbials() -> None:
    assert units("On Monday the army left.") == "I[On] Y[Monday] N[the army] E[left] .[.]"
    assert units("Last week the minister resigned.") == "Y[Last week] N[the minister] E[resigned] .[.]"


def test_a_name_after_an_adverbial_of_time_is_no_part_of_it() -> None:
    assert units("On Monday night Ankara said no.") == "I[On] Y[Monday] Y[night] N[Ankara] V[said] D[no] .[.]"
    assert units("The UN hours later said no.").startswith("N[The UN] Y[hours")


# ---- verb groups -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "letter"),
    [
        ("said", "V"),
        ("has repeatedly said", "V"),
        ("did not say", "V"),
        ("had been saying", "V"),
        ("denied", "E"),
        ("have denied", "V"),
        ("also denied", "E"),
        ("was accused", "A"),
        ("had been repeatedly accused", "A"),
        ("is not being accused", "A"),
        ("doesn't say", "V"),
    ],
)
def test_a_verb_with_its_auxiliaries_and_adverbs_is_one_unit(group: str, letter: str) -> None:
    assert units(f"The army {group} it.") == f"N[The army] {letter}[{group}] O[it] .[.]"


def test_an_infinitive_is_one_unit_however_long() -> None:
    assert units("He claimed to have been warned by the army.") == "O[He] E[claimed] U[to have been warned] I[by] N[the army] .[.]"
    assert units("He refused to publicly condemn it.") == "O[He] E[refused] U[to publicly condemn] O[it] .[.]"


def test_a_participle_is_a_gerund() -> None:
    assert units("He left, warning them.") == "O[He] E[left] ,[,] G[warning] O[them] .[.]"


def test_a_form_of_be_without_a_verb_is_be() -> None:
    assert units("The road was late.") == "N[The road] b[was] J[late] .[.]"


@pytest.mark.parametrize(
    ("sentence", "shown_as"),
    [
        ("The rebels called for talks.", "N[The rebels] E[called for] N[talks] .[.]"),
        ("The rebels called on Ankara to help.", "N[The rebels] E[called on] N[Ankara] U[to help] .[.]"),
        ("He pointed out that it was late.", "O[He] E[pointed out] T[that] O[it] b[was] J[late] .[.]"),
        ("He went on to say no.", "O[He] V[went on to say] D[no] .[.]"),
        ("They called him for money.", "O[They] E[called] O[him] I[for] N[money] .[.]"),
    ],
)
def test_a_particle_belongs_to_its_verb(sentence: str, shown_as: str) -> None:
    assert units(sentence) == shown_as


def test_to_before_a_verb_is_no_particle() -> None:
    assert units("The army agreed to host talks.") == "N[The army] E[agreed] U[to host] N[talks] .[.]"


# ---- quotations and sentences ----------------------------------------------------------------


def test_a_full_quotation_is_one_unit_and_its_inside_a_stream() -> None:
    text = "“We will stay. They must go,” he said. She left."
    streams = find_quotations(cut(text), engine().vocabulary).streams
    assert shown(text, streams[0]) == "Q[“We will stay. They must go,”] ,[”] O[he] V[said] .[.] O[She] E[left] .[.]"
    assert shown(text, streams[1]).startswith("O[We] ")
    assert [s.inside for s in streams] == [False, True]
    assert streams[0].quotations == {0: 0}


def test_a_partial_quotation_stays_among_the_words_around_it() -> None:
    assert units("He said the road was “closed for good” by then.") == (
        "O[He] V[said] N[the road] A[was “closed] I[for] J[good] I[by] .[.]"
    )


def test_a_sentence_without_a_full_stop_ends_with_a_unit_that_covers_nothing() -> None:
    assert units("He left") == "O[He] E[left] .[]"
    assert units("They say call") == "O[They] V[say] N[call] .[]".replace("N[call]", "V[call]")


def test_words_that_make_no_unit_are_passed_over() -> None:
    assert units("Then, however, he left.").endswith("O[he] E[left] .[.]")
