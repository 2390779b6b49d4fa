"""actors: who is named, and who is not although a name of theirs stands there."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.analysis.findings import Named
from quoth.analysis.mentions.finder import find_actors
from quoth.language.segmentation import segment
from quoth.model import Article
from quoth.rulebook.rules import ActorRule, Name
from workbench import book, cut, engine


def named(text: str) -> list[Named]:
    """The mentions in a text."""
    return find_actors(cut(text), engine().index)


def found(text: str, date: str | None = None) -> list[tuple[str, str]]:
    """The actors in a text, each with the words that name it."""
    article = Article("text", text, "", date=date)
    mentions = find_actors(segment(article, engine().segmenter), engine().index)
    return [(mention.actor, text[mention.start : mention.end]) for mention in mentions]


# ---- spelling --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Jaish al-Islam left.", [("jaysh-al-islam", "Jaish al-Islam")]),
        ("Jeish el-Islam left.", [("jaysh-al-islam", "Jeish el-Islam")]),
        ("Jaysh Al Islam left.", [("jaysh-al-islam", "Jaysh Al Islam")]),
        ("Jamaat-ur-Ahrar left.", [("jamaat-ul-ahrar", "Jamaat-ur-Ahrar")]),
        (
            "The Organization for Security and Cooperation in Europe left.",
            [("osce", "Organization for Security and Cooperation in Europe")],
        ),
        ("The People’s Protection Units left.", [("peoples-protection-units", "People’s Protection Units")]),
        ("The Peoples Protection Units left.", [("peoples-protection-units", "Peoples Protection Units")]),
        ("F. W. de Klerk left.", [("fw-de-klerk", "F. W. de Klerk")]),
        ("The United Nations Mission in South Sudan left.", [("unmiss", "United Nations Mission in South Sudan")]),
        ("Lord's Resistance Army", [("lords-resistance-army", "Lord's Resistance Army")]),
    ],
)
def test_spellings_of_a_name_are_folded(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


def test_acronyms_are_not_folded() -> None:
    assert found("The EU and the E.U. left, and so did Unmiss.") == [
        ("european-union", "EU"), ("european-union", "E.U."), ("unmiss", "Unmiss")
    ]  # fmt: skip
    assert found("Let the eu go.") == []


def test_a_name_whose_noun_is_written_small_is_the_same_name() -> None:
    assert found("The Wagner group and the Wagner Group left.") == [("wagner-group", "Wagner group"), ("wagner-group", "Wagner Group")]
    assert found("The new people's army of clerks left.") == []
    assert found("Ban Ki-Moon left.") == [("ban-ki-moon", "Ban Ki-Moon")]
    name = "Jamaat Nusrat al-Islam wal Muslimin"
    assert found(f"{name} left.") == [("jamaat-nusrat-al-islam-wal-muslimin", name)]


def test_words_that_only_fold_like_a_state_or_seat_are_not_it() -> None:
    assert found("They fled Douma. The Duma sat.") == [("russia", "Duma")]
    assert found("Cameron left for Bath. Finish it. They did.") == []


def test_a_name_goes_on_to_its_longest_form() -> None:
    assert found("The Democratic People's Republic of Korea spoke.") == [("north-korea", "Democratic People's Republic of Korea")]
    assert found("Northern Ireland voted, and Ireland watched.") == [("northern-ireland", "Northern Ireland"), ("ireland", "Ireland")]


# ---- what stands beside a name ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Chad Bexley, a plumber, left.",
        "The plumber was Orson Washington.",
        "South Vietnam's Jordan River",
        "The Budapest Memorandum was signed.",
        "They signed the Minsk agreements.",
        "The Helsinki Final Act was signed.",
        "She wore a Panama hat.",
        "Firefighters in Washington state left.",
        "The Gulf of Oman was rough.",
        "The Colombian city of Armenia was dark.",
        "The band Interpol played.",
        "They live in London, Ontario, and in Lebanon, Pa.",
        "South American players and African Americans came.",
        "Air France and Radio Paris left.",
        "Washington state police left.",
        "They fled Kachin State.",
        "Karen Marsh left.",
    ],
)
def test_a_word_beside_a_name_makes_another_thing_of_it(text: str) -> None:
    assert [actor for actor, _ in found(text) if actor not in ("south-vietnam", "colombia")] == []


def test_a_capital_that_opens_a_sentence_says_nothing() -> None:
    assert found("Northern Syria was calm.") == [("syria", "Syria")]
    assert found("The calm of Western Macedonia lasted.") == []


def test_titles_and_descriptions_before_a_name_leave_it_what_it_is() -> None:
    assert found("Then Communist Poland fell.") == [("poland", "Poland")]
    assert found("On Monday President Erdogan left.") == [("recep-tayyip-erdogan", "Erdogan")]


# ---- doubtful names --------------------------------------------------------------------------


def test_a_shared_name_is_settled_by_the_other_words_of_the_document() -> None:
    assert ("syrian-democratic-forces", "SDF") in found("The SDF left Raqqa.")
    assert ("japan-self-defence-forces", "SDF") in found("The SDF flew to Okinawa.")
    assert ("reporters-without-borders", "RSF") in found("RSF spoke of press freedom.")


def test_a_shared_name_without_such_words_is_left_alone() -> None:
    assert found("The RSF left.") == []
    assert found("The Congolese navy left.") == []
    assert found("The RSF of Sudan spoke of press freedom.") == [("sudan", "Sudan")]


def test_a_doubtful_name_of_nobody_else_counts_where_it_acts_by_itself() -> None:
    assert found("The MNLF said it would stay.") == [("moro-national-liberation-front", "MNLF")]
    assert found("The talks were over, said the MNLF.") == [("moro-national-liberation-front", "MNLF")]
    assert found("An MNLF valve broke.") == []
    assert found("According to Wellington, it was late.") == [("new-zealand", "Wellington")]
    assert found("The Duke of Wellington won.") == []


def test_a_doubtful_state_counts_with_what_only_a_state_has() -> None:
    assert found("Georgia's foreign minister left.") == [("georgia", "Georgia's foreign minister")]
    assert found("Georgia's peaches were sweet.") == []
    assert found("The parliament of Georgia met.") == [("georgia", "parliament of Georgia")]
    assert found("The peaches of Georgia were sweet.") == []


def test_a_doubtful_acronym_counts_with_those_who_serve_it() -> None:
    assert found("WHO officials left.") == [("world-health-organization", "WHO officials")]
    assert found("WHO LEFT THE LIGHT ON?") == []


def test_a_people_in_another_state_is_not_its_own() -> None:
    assert found("Kosovo Serbs left.") == [("kosovo-serbs", "Kosovo Serbs")]
    assert found("Hungary Serbs left.") == [("hungary", "Hungary")]


# ---- composed names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Turkish defence ministry officials left.", ("turkey", "Turkish defence ministry officials", "officials", False)),
        ("Russia's Defence Ministry left.", ("russia", "Russia's Defence Ministry", "ministry", True)),
        ("Uganda's permanent representative to them left.", ("uganda", "Uganda's permanent representative", "representative", False)),
        ("The government of Syria left.", ("syria", "government of Syria", "government", True)),
        ("Kurdish fighters left.", ("kurds", "Kurdish fighters", "fighters", True)),
        ("The Reuters news agency left.", ("reuters", "Reuters news agency", "", True)),
        ("The Ukrinform news agency left.", ("ukrinform", "Ukrinform news agency", "agency", True)),
        ("Egypt's state news agency left.", ("mena-news-agency", "Egypt's state news agency", "", True)),
    ],
)
def test_a_noun_beside_a_name_composes_an_actor(text: str, mention: tuple[str, str, str, bool]) -> None:
    assert [(n.actor, text[n.start : n.end], n.role, n.itself) for n in named(text)] == [mention]


def test_rebels_of_a_state_that_few_recognise_are_its_own() -> None:
    assert found("South Ossetian fighters left.") == [("south-ossetia", "South Ossetian fighters")]


@pytest.mark.parametrize("text", ["Iraqi militias left.", "The Turkish opposition party left.", "Nigerien jihadists left."])
def test_rebels_and_parties_of_a_state_are_not_the_state(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("US-led jets", ("united-states", "US", "led")),
        ("U.S.-led jets", ("united-states", "U.S.", "led")),
        ("al-Qaeda-linked men", ("al-qaeda", "al-Qaeda", "linked")),
        ("Islamic State-held towns", ("islamic-state", "Islamic State", "held")),
    ],
)
def test_a_compound_is_its_actor_and_the_rest(text: str, mention: tuple[str, str, str]) -> None:
    assert [(n.actor, text[n.start : n.end], n.compound) for n in named(text)] == [mention]


# ---- acronyms that the document introduces ---------------------------------------------------


def test_an_acronym_in_brackets_stands_for_the_name_before_it() -> None:
    assert found("The Syrian Negotiation Commission (SNC) met. The SNC left Syria.") == [
        ("high-negotiations-committee", "Syrian Negotiation Commission"),
        ("high-negotiations-committee", "SNC"),
        ("high-negotiations-committee", "SNC"),
        ("syria", "Syria"),
    ]


def test_an_acronym_that_no_rule_knows_is_learnt_from_the_document() -> None:
    assert found("Hamas (HMZ) met. Later the HMZ left.") == [("hamas", "Hamas"), ("hamas", "HMZ"), ("hamas", "HMZ")]


def test_an_acronym_of_an_unknown_name_is_nobody_elses() -> None:
    assert found("The Sindh Roads Authority (SRA) met in Karachi. The SRA left.") == []
    assert found("The Free Syria Army (FSA) met. The FSA left.")[1:] == [("free-syrian-army", "FSA"), ("free-syrian-army", "FSA")]


def test_a_person_does_not_get_the_acronym_of_his_party() -> None:
    assert found("Recep Tayyip Erdogan (XQP) left. The XQP stayed.") == [("recep-tayyip-erdogan", "Recep Tayyip Erdogan")]


# ---- surnames --------------------------------------------------------------------------------


def test_a_surname_alone_is_whoever_was_named_in_full() -> None:
    assert found("Hulusi Akar left. Akar was tired.") == [("hulusi-akar", "Hulusi Akar"), ("hulusi-akar", "Akar")]
    assert found("Akar was tired.") == []


def test_a_surname_after_a_title_is_its_only_bearer() -> None:
    assert found("Defence Minister Akar was tired.") == [("hulusi-akar", "Akar")]


def test_another_first_name_makes_another_person() -> None:
    assert found("Hulusi Akar left. Later Orson Akar came.") == [("hulusi-akar", "Hulusi Akar")]
    assert found("Then Bilal Erdogan came.") == []


def test_a_shared_surname_is_that_of_the_person_named_in_full_more_often() -> None:
    text = "Hillary Clinton met Bill Clinton. Hillary Clinton left. Clinton was tired."
    assert found(text)[-1] == ("hillary-clinton", "Clinton")
    assert found("Hillary Clinton met Bill Clinton. Clinton was tired.")[-1] == ("bill-clinton", "Bill Clinton")


def test_a_shared_surname_after_an_office_is_its_holder_at_the_articles_date() -> None:
    assert found("President Bush left.", "1990-05-01") == [("george-hw-bush", "Bush")]
    assert found("President Bush left.", "2005-05-01") == [("george-w-bush", "Bush")]
    assert found("President Bush left.") == []


def test_a_leaders_surname_is_known_by_those_around_him() -> None:
    assert found("Merkel's spokesman left.", "2019-05-01") == [("angela-merkel", "Merkel")]
    assert found("Merkel's spokesman left.") == []
    assert found("Merkel's barber left.", "2019-05-01") == []


# ---- promises --------------------------------------------------------------------------------

CARRIERS = {"adjective": "{} officials said it would respond.", "other": "It was late when {} said it would respond."}


def carried(rule: ActorRule) -> Iterator[tuple[str, str]]:
    """Each name of an actor in a sentence, with the words that the rule asks for."""
    own = [] if any(isinstance(name, Name) and name.name == rule.name for name in rule.names) else [rule.name]
    for how, names in (("other", [*own, *rule.names, *rule.people, *rule.seats]), ("adjective", rule.adjective)):
        for name in names:
            text, when = (name.name, name.when) if isinstance(name, Name) else (name, [])
            bare = text.removeprefix("The ")
            spoken = "the " + bare if bare != text else text
            yield bare, CARRIERS[how].format(spoken) + " ".join(f" They spoke of {word}." for word in when)


def is_found(rule: ActorRule, name: str, text: str) -> bool:
    start = text.index(name)
    end = start + len(name.rstrip("+"))
    return any(n.actor == rule.id and n.start <= start + len(name) - len(name.lstrip("+")) and n.end >= end for n in named(text))


def test_every_name_of_every_actor_is_found() -> None:
    assert [
        (rule.id, name) for rule in book().of(ActorRule) for name, text in carried(rule) if not is_found(rule, name, text)
    ] == []  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from([
    "Turkey", "Turkish", "the", "The", "SDF", "(", ")", "army", "of", "Syrian", "Free", "Army", "'s", "said", ".", ",", "Bilal", "Erdogan",
    "President", "U.S.", "-", "led", "al-Qaeda-linked", "Agreement", "Jordan", "É", "ﷺ", "National", "Liberation", "+", "’", "\n",
])))  # fmt: skip
def test_mentions_are_in_order_and_never_over_each_other(words: list[str]) -> None:
    text = cut(" ".join(words))
    mentions = find_actors(text, engine().index)
    for one, next_one in pairwise(mentions):
        assert one.last <= next_one.first
    for mention in mentions:
        assert text.starts[mention.first] <= mention.start < mention.end <= text.ends[mention.last - 1]
