"""document: the report on one text, whole."""

import msgspec
import pytest

from quoth.analysis.pipeline import analyze
from quoth.model import About, Actor, Article, Cue, Document, Mention, Party, Relation, Span, Statement, Warning
from workbench import engine, pieces, report, statements


def span(text: str, words: str) -> Span:
    """Where the words first stand in the text."""
    start = text.index(words)
    return Span(words, start, start + len(words))


def test_the_report_on_a_sentence() -> None:
    text = "Turkey told Iran on Monday that it was late."
    turkey = Party("Turkey", 0, 6, "turkey", "Turkey", "turkey", "name")
    iran = Party("Iran", 12, 16, "iran", "Iran", "iran", "name")
    statement = Statement(
        id="s1", kind="indirect", act="STATEMENT", negated=False, speaker=turkey, addressee=iran,
        cue=Cue("told", 7, 11, "tell"), content=[span(text, "it was late")], about=[About("iran", "Iran", 12, 16)],
        rule="quote.told-that",
    )  # fmt: skip
    codes = {rule.id: rule.codes for rule in engine().index.by_id.values()}
    assert report(text, "2020-05-04") == Document(
        source="text", digest="", title=None, date="2020-05-04", characters=len(text),
        actors=[
            Actor("turkey", "Turkey", "state", codes["turkey"], [Mention(0, 6, "Turkey")]),
            Actor("iran", "Iran", "state", codes["iran"], [Mention(12, 16, "Iran")]),
        ],
        statements=[statement], relations=[], warnings=[],
    )  # fmt: skip


def test_the_report_on_nothing_is_empty() -> None:
    assert report("") == Document(
        source="text", digest="", title=None, date=None, characters=0, actors=[], statements=[], relations=[], warnings=[]
    )


def test_an_article_keeps_what_its_reader_told_of_it() -> None:
    article = Article("inbox/a.txt", "“No.\n", "sha256:1", "Title", "2020-05-04", (Warning("decoded as UTF-16"),))
    found = analyze(article, engine())
    assert (found.source, found.digest, found.title, found.date, found.characters) == ("inbox/a.txt", "sha256:1", "Title", "2020-05-04", 5)
    assert found.warnings == [Warning("a quotation mark is never closed", 0), Warning("decoded as UTF-16")]


# ---- content ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We will stay,” the mayor said.", "“We will stay,”"),
        ("The mayor said the plan was “dead”.", "the plan was “dead”"),
        ("The mayor said the plan was “dead.”", "the plan was “dead.”"),
        ("The mayor said the plan, which “died” in May, was bad.", "the plan, which “died” in May, was bad"),
        ("The mayor said that it was late, and that it rained.", "it was late, and that it rained"),
        ("The mayor said it was late in the U.S.", "it was late in the U.S."),
    ],
)
def test_a_content_has_its_marks_whole_and_no_full_stop_of_its_own(text: str, content: str) -> None:
    assert [pieces(s) for s in statements(text)] == [content]


def test_offsets_hold_whatever_the_newlines() -> None:
    for newline in ("\n", "\r\n", "\r"):
        text = f"𝔘 It rained.{newline}{newline}  “We will  stay,” the mayor said.{newline}"
        [statement] = statements(text)
        [piece] = statement.content
        assert (piece.text, text[piece.start : piece.end]) == ("“We will  stay,”", piece.text)


# ---- actors ----------------------------------------------------------------------------------


def actors(text: str) -> dict[str, list[str]]:
    """Each actor's mentions."""
    return {a.id: [m.text for m in a.mentions] for a in report(text).actors}


def test_an_actor_has_all_its_mentions_in_order() -> None:
    assert actors("Ankara spoke. Russia did not. Turkey left.") == {"turkey": ["Ankara", "Turkey"], "russia": ["Russia"]}


def test_an_adjective_alone_mentions_nobody() -> None:
    assert actors("He ate Turkish bread.") == {}
    assert actors("Turkish officials met.") == {"turkey": ["Turkish officials"]}


def test_whose_side_a_speaker_is_on_is_among_the_actors() -> None:
    assert actors("Angela Merkel said it was late.") == {"angela-merkel": ["Angela Merkel"], "germany": []}


def test_an_actor_bears_its_codes_and_its_country_s() -> None:
    found = {a.id: a.codes for a in report("Turkey and Hezbollah talked.").actors}
    assert found["turkey"]["iso3"] == "TUR"
    assert found["hezbollah"]["iso3"] == "LBN"
    assert found["hezbollah"]["sector"] == engine().index.by_id["hezbollah"].sector


# ---- relations -------------------------------------------------------------------------------


def relations(text: str) -> list[Relation]:
    """The relations."""
    return report(text).relations


def test_a_relation_has_its_evidence_and_its_rule() -> None:
    text = "Turkey backs the Free Syrian Army."
    [relation] = relations(text)
    assert (relation.kind, relation.type, relation.a, relation.b) == ("allied", "backs", "turkey", "free-syrian-army")
    assert relation.evidence.text == text[relation.evidence.start : relation.evidence.end]
    assert relation.rule.startswith("alliance.")
    assert relation.statement is None


def test_a_relation_inside_a_content_names_the_statement_that_claims_it() -> None:
    [relation] = relations("It rained, she said. The mayor said that Turkey backs the Free Syrian Army.")
    assert relation.statement == "s2"


def test_a_relation_inside_two_contents_names_the_inner_one() -> None:
    text = "“The mayor said Ankara claimed that Iran attacked Iraq,” the judge said."
    claims = {r.statement for r in relations(text)}
    shortest = min(statements(text), key=lambda s: len(pieces(s)))
    assert claims == {shortest.id}


@pytest.mark.parametrize("text", ["Turkey left.", "Turkey and Russia left.", "It rained in Turkey and in Russia."])
def test_actors_side_by_side_are_no_relation(text: str) -> None:
    assert relations(text) == []


# ---- the whole -------------------------------------------------------------------------------

LONG = """\
Turkey and Russia clashed on Monday. “We will stay,” President Recep Tayyip Erdogan said, “and they will go.”

Russia accused Turkey of breaking the truce. Hezbollah, which is backed by Iran, said it would fight.
"""


def test_ids_count_up_in_the_order_of_the_text() -> None:
    found = report(LONG)
    assert [s.id for s in found.statements] == [f"s{k}" for k in range(1, len(found.statements) + 1)]
    assert [r.id for r in found.relations] == [f"r{k}" for k in range(1, len(found.relations) + 1)]
    evidence = [r.evidence.start for r in found.relations]
    assert evidence == sorted(evidence)


def test_every_actor_of_the_report_is_listed_once() -> None:
    found = report(LONG)
    listed = [a.id for a in found.actors]
    named = {t.actor for s in found.statements for t in s.about} | {end for r in found.relations for end in (r.a, r.b)}
    assert len(listed) == len(set(listed))
    assert named <= set(listed)


def test_an_actor_that_only_a_relation_names_is_listed_without_mentions() -> None:
    document = report("TURKISH-backed%RUSSIA")
    assert [(r.a, r.b) for r in document.relations] == [("turkey", "russia")]
    assert [(a.id, [m.text for m in a.mentions]) for a in document.actors] == [("russia", ["RUSSIA"]), ("turkey", [])]


def test_a_report_is_what_its_json_says() -> None:
    found = report(LONG)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Document) == found
