"""attribution: who is named as the speaker of what, and by which words."""

import pytest

from quoth.model import Statement
from workbench import pieces, report, statements

Said = tuple[str | None, str | None, str]


def said(text: str) -> list[Said]:
    """Each statement's speaker, cue and content."""
    return [_said(s) for s in statements(text)]


def _said(s: Statement) -> Said:
    return s.speaker and s.speaker.text, s.cue and s.cue.text, pieces(s)


def only(text: str) -> Statement:
    """The text's one statement."""
    [statement] = statements(text)
    return statement


# ---- quotations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("“We will stay,” the minister said.", ("the minister", "said", "“We will stay,”")),
        ("“We will stay,” said the minister.", ("the minister", "said", "“We will stay,”")),
        ("“Why did they come?” asked the mayor.", ("the mayor", "asked", "“Why did they come?”")),
        ("The minister said: “We will stay.”", ("The minister", "said", "“We will stay.”")),
        ("The minister said, “We will stay.”", ("The minister", "said", "“We will stay.”")),
        ("The minister told reporters: “We will stay.”", ("The minister", "told", "“We will stay.”")),
        ("The minister said in a statement: “We will stay.”", ("The minister", "said", "“We will stay.”")),
        ("“We will stay,” said Amal Haddad, a teacher who fled in May.", ("Amal Haddad", "said", "“We will stay,”")),
        ("“We will stay,” the mayor, Amal Haddad, said on Monday.", ("the mayor", "said", "“We will stay,”")),
        ("According to the minister, “we will stay in the town.”", ("the minister", "According to", "“we will stay in the town.”")),
        ("The mayor: “We will stay.”", ("The mayor", None, "“We will stay.”")),
        ('"We will stay," the minister said.', ("the minister", "said", '"We will stay,"')),
        ("‘We will stay,’ the minister said.", ("the minister", "said", "‘We will stay,’")),
    ],
)
def test_a_quotation_belongs_to_whom_its_cue_names(text: str, statement: Said) -> None:
    assert said(text) == [statement]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("“We will stay,” the minister said, “and they will go.”", ("the minister", "said", "“We will stay,” … “and they will go.”")),
        ("“We will stay,” said the minister. “They must go.”", ("the minister", "said", "“We will stay,” … “They must go.”")),
        (
            "“The town,” the minister told reporters, “is ours.”",
            ("the minister", "told", "“The town,” … “is ours.”"),
        ),
    ],
)
def test_a_quotation_broken_by_its_cue_is_one_statement_with_two_pieces(text: str, statement: Said) -> None:
    assert said(text) == [statement]


def test_a_quotation_over_several_paragraphs_is_one_statement() -> None:
    assert said("The mayor said: “We ran.\n\n“We hid.\n\n“We came home.”") == [
        ("The mayor", "said", "“We ran. … “We hid. … “We came home.”")
    ]
    assert said("“We ran.\n\n“We hid,” the mayor said.") == [("the mayor", "said", "“We ran. … “We hid,”")]


def test_a_bare_quotation_goes_on_from_the_statement_before_it() -> None:
    found = statements("“We ran,” said the mayor.\n\n“We hid in the hills.”")
    assert [_said(s) for s in found] == [("the mayor", "said", "“We ran,”"), ("the mayor", None, "“We hid in the hills.”")]
    assert [s.speaker and s.speaker.by for s in found] == ["description", "continuation"]


def test_two_speakers_in_a_paragraph_keep_their_own() -> None:
    assert said("“We ran,” the mayor said. “We stayed,” the judge said.") == [
        ("the mayor", "said", "“We ran,”"),
        ("the judge", "said", "“We stayed,”"),
    ]


def test_speaker_turns_are_statements() -> None:
    assert said("The mayor: “Why did they come?”\n\nThe judge: “To kill us all.”") == [
        ("The mayor", None, "“Why did they come?”"),
        ("The judge", None, "“To kill us all.”"),
    ]


def test_a_statement_inside_a_quotation_is_a_statement_of_its_own() -> None:
    text = "“Ankara said the road was open, and it was not,” the mayor said."
    assert said(text) == [
        ("the mayor", "said", "“Ankara said the road was open, and it was not,”"),
        ("Ankara", "said", "the road was open, and it was not"),
    ]


# ---- clauses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The army said on Monday that the road was open.", ("The army", "said", "the road was open")),
        ("The army said the road was open.", ("The army", "said", "the road was open")),
        ("The army has repeatedly said that the road was open.", ("The army", "has repeatedly said", "the road was open")),
        ("The road was open, the army said.", ("the army", "said", "The road was open")),
        ("The road was open, said the army.", ("the army", "said", "The road was open")),
        ("The road, the army said, was open.", ("the army", "said", "The road … was open")),
        ("According to the army, the road was open.", ("the army", "According to", "the road was open")),
        ("The road was open, according to the army.", ("the army", "according to", "The road was open")),
        ("The minister told Reuters that the road was open.", ("The minister", "told", "the road was open")),
        (
            "Officials in Ankara who asked not to be named said that the road was open.",
            ("Officials in Ankara", "said", "the road was open"),
        ),
        ("A statement from the ministry said the road was open.", ("A statement from the ministry", "said", "the road was open")),
        ("The road that officials said was closed is open.", ("officials", "said", "was closed")),
        ("The army did not say whether the road was open.", ("The army", "did not say", "whether the road was open")),
        ("The minister said in a letter to the council that the road was open.", ("The minister", "said", "the road was open")),
    ],
)
def test_a_clause_belongs_to_whom_its_cue_names(text: str, statement: Said) -> None:
    assert said(text) == [statement]


def test_a_participle_speaks_for_the_speaker_of_its_sentence() -> None:
    assert said("The army warned that it would fight on, adding that the road was closed.") == [
        ("The army", "warned", "it would fight on"),
        ("The army", "adding", "the road was closed"),
    ]


def test_a_second_verb_speaks_for_the_subject_of_the_first() -> None:
    assert said("The army said the road was open and warned that it would fight on.") == [
        ("The army", "said", "the road was open"),
        ("The army", "warned", "it would fight on"),
    ]


@pytest.mark.parametrize(
    ("text", "statement", "act"),
    [
        ("Russia accused Turkey of building the bridge.", ("Russia", "accused", "Turkey of building the bridge"), "ACCUSE"),
        ("The rebels called for talks.", ("The rebels", "called for", "talks"), "REQUEST"),
        ("The minister condemned the attack.", ("The minister", "condemned", "the attack"), "ACCUSE"),
        ("The minister denied the report.", ("The minister", "denied", "the report"), "REJECT"),
        ("The minister denied that the road was closed.", ("The minister", "denied", "the road was closed"), "REJECT"),
        ("Iran rejected the claim.", ("Iran", "rejected", "the claim"), "REJECT"),
        ("The rebels vowed to fight on.", ("The rebels", "vowed", "to fight on"), "THREATEN"),
        ("The army urged the rebels to surrender.", ("The army", "urged", "the rebels to surrender"), "REQUEST"),
        ("The minister praised the army.", ("The minister", "praised", "the army"), "SUPPORT"),
    ],
)
def test_a_verb_says_what_is_done_by_saying_it(text: str, statement: Said, act: str) -> None:
    assert (_said(only(text)), only(text).act) == (statement, act)


def test_an_addressee_is_told_from_the_content() -> None:
    addressee = only("The minister told Reuters that the road was open.").addressee
    assert addressee is not None
    assert (addressee.text, addressee.actor) == ("Reuters", "reuters")


@pytest.mark.parametrize(
    "text", ["He did not say that the road was open.", "The army never said the road was open.", "He didn't say that it was open."]
)
def test_what_is_not_said_is_negated(text: str) -> None:
    assert only(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "Neither Russia nor Turkey confirmed the strike.",
        "No country has claimed responsibility.",
        "Nobody in Moscow claimed responsibility.",
        "No one in Russia said that Turkey lied.",
        "None of the allies condemned Turkey.",
        "Neither Israel nor Hezbollah agreed to the truce.",
    ],
)
def test_what_nobody_says_is_negated_and_makes_no_relation(text: str) -> None:
    assert only(text).negated
    assert report(text).relations == []


def test_what_nobody_does_is_not_stated() -> None:
    """As it is of what somebody does not do: the truce was not accepted."""
    assert statements("Neither Israel nor Hezbollah accepted the truce.") == []
    assert statements("Israel did not accept the truce.") == []


@pytest.mark.parametrize("text", ["No fewer than 20 countries said that Turkey lied.", "No 10 said that Turkey lied."])
def test_a_number_after_no_denies_nothing(text: str) -> None:
    assert not only(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "The army left the town.",
        "He said goodbye.",
        "The report was long and the claim was false.",
        "The film “Face the Nation” was shown.",
        "The “caliphate” has fallen.",
        "",
    ],
)
def test_what_says_nothing_is_no_statement(text: str) -> None:
    assert said(text) == []


# ---- what a statement bears ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We will stay,” the minister said.", "direct"),
        ("The army said the road was open.", "indirect"),
        ("He said the plan was “dead”.", "mixed"),
    ],
)
def test_a_statement_is_direct_indirect_or_mixed(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The army has repeatedly said the road was open.", "say"),
        ("The rebels called for talks.", "call for"),
        ("“We ran,” she told me.", "tell"),
        ("According to the army, the road was open.", "according to"),
    ],
)
def test_a_cue_has_its_lemma(text: str, lemma: str) -> None:
    cue = only(text).cue
    assert cue is not None
    assert cue.lemma == lemma


def test_every_statement_names_its_rule() -> None:
    assert [s.rule for s in statements("The army said that the road was open. “No,” said the mayor.")] == [
        "quote.speaker-verb-that",
        "quote.verb-speaker",
    ]


def test_statements_come_in_the_order_of_the_text() -> None:
    text = "“We ran,” said the mayor. The army said it was not so. “We hid,” the judge said."
    assert [s.id for s in statements(text)] == ["s1", "s2", "s3"]
    starts = [s.content[0].start for s in statements(text)]
    assert starts == sorted(starts)


# ---- clauses and their subjects --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The group, which holds the port, denied the raid.", ("The group", "denied", "the raid")),
        ("The president, flanked by two generals, declared victory.", ("The president", "declared", "victory")),
        ("But the minister, speaking in Doha, announced a truce.", ("the minister", "announced", "a truce")),
        ("The port is closed, which is bad, said the mayor.", ("the mayor", "said", "The port is closed, which is bad")),
    ],
)
def test_what_stands_between_a_subject_and_its_cue_is_not_said(text: str, statement: Said) -> None:
    assert said(text) == [statement]


@pytest.mark.parametrize(
    "text",
    [
        "After warning that the dam could burst, the mayor left.",
        "In addition to warning that the dam could burst, the mayor left.",
        "While warning that the dam could burst, the mayor stayed.",
        "Warning that the dam could burst, the mayor left.",
    ],
)
def test_a_participle_that_opens_the_sentence_has_the_subject_of_the_main_clause(text: str) -> None:
    [(speaker, cue, content)] = said(text)
    assert (speaker, cue and cue.lower(), content) == ("the mayor", "warning", "the dam could burst")


def test_a_second_verb_has_the_whole_subject_of_the_first() -> None:
    assert said("Officials in Ankara met the residents and urged both sides to leave.") == [
        ("Officials in Ankara", "urged", "both sides to leave")
    ]


def test_a_participle_between_a_subject_and_its_verb_ends_at_the_comma() -> None:
    assert said("The agency, citing the army, said the ship was hit.") == [
        ("The agency", "citing", "the army"),
        ("The agency", "said", "the ship was hit"),
    ]


def test_who_is_told_something_does_not_add_to_it() -> None:
    assert said("“We will stay,” the mayor told the TV hosts of a morning show, adding that his son was well.")[-1] == (
        "the mayor",
        "adding",
        "his son was well",
    )


@pytest.mark.parametrize("text", ["A film called “The Long Night” was shown.", "A band called Wildfire got the crowd to dance."])
def test_a_name_alone_is_nothing_that_somebody_called(text: str) -> None:
    assert said(text) == []


# ---- paragraphs ------------------------------------------------------------------------------


def test_a_bare_quotation_goes_on_from_the_sentence_right_before_its_paragraph() -> None:
    assert said("“We will stay,” the mayor said.\n\n“We have nowhere to go.”") == [
        ("the mayor", "said", "“We will stay,”"),
        ("the mayor", None, "“We have nowhere to go.”"),
    ]
    assert said("“We will stay,” the mayor said. A shell hit the hall.\n\n“We have nowhere to go.”") == [
        ("the mayor", "said", "“We will stay,”")
    ]


@pytest.mark.parametrize("text", ["width: 100px\n\nheight: 80px\n\nwidth: 90px", "Ayes: 46\n\nNoes: 12\n\nAyes: 47"])
def test_lists_with_colons_are_no_interview(text: str) -> None:
    assert said(text) == []


def test_an_abbreviation_begins_an_adjective() -> None:
    assert said("The U.S.-led coalition said it was late.") == [("The U.S.-led coalition", "said", "it was late")]
