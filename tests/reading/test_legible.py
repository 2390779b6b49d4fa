"""legible: what typists and programs leave in a text is read as it was meant, and spans are those of the text as it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoth.model import Document, Statement, Warning
from quoth.reading.articles import make_article
from quoth.reading.formats import InputFormat, RawArticle
from quoth.reading.legible import make_legible
from workbench import engine, pieces, report, statements


def meant(text: str) -> str:
    """The view of a text."""
    return make_legible(text, engine().segmenter.known_words).text


def told(found: list[Statement]) -> list[tuple[str | None, str, str]]:
    """Who says it, by name, the act, and the content as it stands."""
    return [(s.speaker.name if s.speaker else None, s.act, pieces(s)) for s in found]


# ---- what is meant ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "view"),
    [
        # entities
        ("&quot;No,&quot; he said.", '"No," he said.'),
        ("Turkey&rsquo;s army &mdash; &#8217; &#x2019; &amp; &#039;", "Turkey’s army — ’ ’ & '"),
        ("&amp;quot;No&amp;amp;quot;", '"No"'),
        ("a&nbsp;b&#10;c", "a b c"),
        ("AT&T; R&D; &nosuchname; &#0;", "AT&T; R&D; &nosuchname; &#0;"),
        # garbled
        ("â€œNo,â€\x9d said JosÃ©. Turkeyâ€™s â€“ â€¦", "“No,” said José. Turkey’s – …"),
        ("â€œNo,â€ he said.", "“No,” he said."),
        ("â\x80\x9cNo,â\x80\x9d he said.", "“No,” he said."),
        ("Ã¢â‚¬Å“No,Ã¢â‚¬Â\x9d he said.", "“No,” he said."),
        ("Â£5m for MÃ¼nchen and the Ä°stanbul office", "£5m for München and the İstanbul office"),
        ("\x93No,\x94 he said\x85", "“No,” he said…"),
        ("“CAFÉ”—he said. «IRMÃ» “café”—so", "“CAFÉ”—he said. «IRMÃ» “café”—so"),
        ("São Paulo, Ångström, Ísafjörður, Đà Nẵng", "São Paulo, Ångström, Ísafjörður, Đà Nẵng"),
        # invisible, and of another width
        ("Tur\u00adkey, Rus\u200bsia\ufeff, Ir\u2060an, \u202aIsrael\u202c", "Turkey, Russia, Iran, Israel"),
        ("Rus\u00ad\nsia", "Russia"),
        ("Rus\u200csia \u200dx می\u200cخواهم", "Russia x می\u200cخواهم"),
        ("The oﬃce of ﬁnance, Ｔｕｒｋｅｙ, Jose\u0301", "The office of finance, Turkey, José"),
        ("a\u00a0b\u202fc\u2009d\u3000e", "a b c d e"),
        # line ends
        ("a\u2028b\x85c\x0bd\u2029e\rf\r\ng", "a\nb\nc\nd\n\ne\nf\r\ng"),
        ("a\n\x0cb\x0c\nc\x0cd", "a\nb\nc\nd"),
        # words that a line end cuts
        ("the gov-\nernment of the Turkish-\nbacked two-\nand three-day", "the government of the Turkish-backed two-\nand three-day"),
        ("Netan-\nyahu met Netanyahu.", "Netanyahu met Netanyahu."),
        # footnotes
        ("He said.[1][2] She said[note 3] no. [4] They¹ left.² a[b]", "He said. She said no.  They left. a[b]"),
        ("He said [citation needed] that [by whom?] Turke[y] left [the town].", "He said that Turke[y] left [the town]."),
        ("He said(1) that (2) it was (a) 5(1) of Ali Hassan (34).", "He said that  it was (a) 5(1) of Ali Hassan (34)."),
        ("He left.* She† came.", "He left. She came."),
        ("[1] Reuters, 3 May", "Reuters, 3 May"),
        # Markdown
        ("# Army leaves\nIt rained.", "Army leaves\n\nIt rained."),
        ("It rained.\n## Army leaves\nIt rained.", "It rained.\n\nArmy leaves\n\nIt rained."),
        ("Army leaves\n===========\nIt rained.\n\n* * *\n", "Army leaves\n\nIt rained.\n\n\n"),
        ("> It\n> rained.\n> > It froze.", "It\nrained.\nIt froze."),
        ("* Iran\n- Iraq\n+ Oman", "Iran\n\nIraq\n\nOman"),
        ("the capital\n- a town - fell", "the capital\n- a town - fell"),
        ("**Turkey** and *Iran\nand* __Iraq__ _met_ 5 * 3 * 2 snake_case_word", "Turkey and Iran\nand Iraq met 5 * 3 * 2 snake_case_word"),
        ("[Turkey](http://a.org/b_(c) \"d\") ![Iran](x.png) [Iraq][i] <https://a.org/x>", "Turkey Iran Iraq "),
        ("It rained.\n\n[i]: https://a.org/x \"d\"\n", "It rained.\n\n\n"),
        ("It rained \\[today\\]\\.", "It rained [today]."),
    ],
)  # fmt: skip
def test_a_text_is_read_as_it_was_meant(text: str, view: str) -> None:
    assert meant(text) == view


@pytest.mark.parametrize(
    "text", ["", "It rained.\r\n\r\n“No,” he said — [the town] (Reuters) of the 30,000-strong U.S.-led army.", "الجيش قال نعم"]
)
def test_an_ordinary_text_is_its_own_view(text: str) -> None:
    assert make_legible(text).is_plain


# ---- what is found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "&quot;We will hold the line,&quot; said Colonel Brian O&#039;Connor. Turkey&rsquo;s army said it had left.",
            [("Brian O'Connor", "STATEMENT", "&quot;We will hold the line,&quot;"), ("Turkey", "STATEMENT", "it had left")],
        ),
        ("â€œWe will stay,â€\x9d said JosÃ© Mora.", [("José Mora", "STATEMENT", "â€œWe will stay,â€\x9d")]),
        ("Tur\u00adkey ac\u200bcused Rus\u00ad\nsia of lying.", [("Turkey", "ACCUSE", "Rus\u00ad\nsia of lying")]),
        ("**Turkey**[1] accused [Russia](http://a.org/iran) of lying.[2]", [("Turkey", "ACCUSE", "Russia](http://a.org/iran) of lying")]),
        (
            "Iran said on Monday\u2028that it would wait.\x85Israel said “the door\u2028is open”.",
            [("Iran", "STATEMENT", "it would wait"), ("Israel", "STATEMENT", "“the door\u2028is open”")],
        ),
        (
            "# Army leaves the town\nIran denied it.\n* Iraq said that it would wait.",
            [("Iran", "REJECT", "it"), ("Iraq", "STATEMENT", "it would wait")],
        ),
    ],
)  # fmt: skip
def test_statements_are_found_in_what_was_meant_and_given_as_it_stands(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(statements(text)) == found


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("It rained &amp; froze.", [Warning("1 entity of HTML in the text; read as meant", 10)]),
        ("&lt; It &gt;", [Warning("2 entities of HTML in the text; read as meant", 0)]),
        ("itÃ¢â‚¬â„¢s", [Warning("3 characters garbled: UTF-8 that was read as Windows-1252; read as meant", 2)]),
        ("It \x92rained.", [Warning("1 character garbled: UTF-8 that was read as Windows-1252; read as meant", 3)]),
        (
            "**It** &amp; “rained.",
            [Warning("1 entity of HTML in the text; read as meant", 7), Warning("a quotation mark is never closed", 13)],
        ),
    ],
)  # fmt: skip
def test_a_warning_tells_what_was_read_otherwise_and_where_the_first_stands(text: str, warnings: list[Warning]) -> None:
    assert report(text).warnings == warnings


# ---- what holds for any of it ----------------------------------------------------------------

ARTICLE = (
    "Russia accused Turkey of helping the rebels in Syria. “We will stay,” said Ali Hassan, a spokesman for the army.\n\n"
    "Iran denied the report. Officials in Ankara warned that the talks had failed, and Israel said it would wait."
)
MARKS = ("\u00ad", "\u200b", "\u2060", "\ufeff", "\u200e", "\u202a", "\u200d")
PLACES = [at for at in range(1, len(ARTICLE)) if ARTICLE[at - 1].isalpha() and ARTICLE[at].isalpha()]
FOOTNOTES = [at + 1 for at in range(len(ARTICLE)) if ARTICLE[at] == "."]


def gist(document: Document) -> list[tuple[object, ...]]:
    """Speakers, sides, acts and negations."""
    return [(s.speaker and (s.speaker.name, s.speaker.actor, s.speaker.side), s.act, s.negated, s.rule) for s in document.statements]


def is_exact(text: str, document: Document) -> bool:
    """Whether each span holds what stands there."""
    spans = [span for s in document.statements for span in (s.speaker, s.addressee, s.cue, *s.content, *s.about) if span]
    spans += [r.evidence for r in document.relations]
    mentions = [(m.start, m.end, m.text) for a in document.actors for m in a.mentions]
    return all(text[start:end] == held for start, end, held in [*mentions, *((s.start, s.end, s.text) for s in spans)])


def with_inserted(inserted: dict[int, str]) -> str:
    """The article with something at some places."""
    return "".join(inserted.get(at, "") + character for at, character in enumerate(ARTICLE)) + inserted.get(len(ARTICLE), "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(PLACES), st.sampled_from(MARKS), max_size=30),
    st.dictionaries(st.sampled_from(FOOTNOTES), st.sampled_from(("[1]", "²", "[12][13]", " [citation needed]")), max_size=4),
    st.sampled_from(("“”", "&ldquo; &rdquo;", "â€œ â€\x9d", "&quot; &quot;")),
    st.sampled_from((" ", "\u00a0", "\u202f", "&nbsp;")),
)
def test_what_is_no_word_changes_no_statement(marks: dict[int, str], notes: dict[int, str], quotes: str, space: str) -> None:
    opening, _, closing = quotes.partition(" ") if " " in quotes else (quotes[0], "", quotes[1])
    text = with_inserted({**marks, **notes}).replace("“", opening).replace("”", closing).replace("Ali ", f"Ali{space}")
    document = report(text)
    assert gist(document) == gist(report(ARTICLE))
    assert is_exact(text, document)
    assert document.characters == len(text)


PIECES = st.sampled_from(
    (
        *(
            "&amp;",
            "&",
            "#",
            "# ",
            "*",
            "**a*",
            "_",
            "[",
            "](",
            "[a](b)",
            "[1]",
            ">",
            "\n",
            "\r",
            "\r\n",
            "- ",
            "-\n",
            "\\",
            "¹",
            "(1)",
            "<http://a>",
        ),
        *("â€œ", "Ã", "\x93", "\u00ad", "\u2029", "\x0c", "ﬁ", "a", "Turkey", " said ", "“", "”", "\u200d", "e\u0301"),
    )
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_each_character_of_a_view_has_its_place_and_they_are_in_order(text: str) -> None:
    view = make_legible(text)
    places = [view.place(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    assert [held for (start, end), held in zip(places, view.text, strict=True) if end - start == 1 and held.isascii() and held.isalnum()
            and text[start] != held and text[start] not in "ﬁ"] == []  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_are_exact_in_any_mixture(text: str) -> None:
    assert is_exact(text, report(text))


@pytest.mark.parametrize("line", ["# Turkey’s army leaves", "Turkey&rsquo;s **army** leaves[1]", "Turkeyâ€™s ar\u00admy leaves"])
def test_a_title_is_read_as_it_was_meant(line: str) -> None:
    raw = RawArticle("a.md", "a.md", InputFormat.TEXT, f"{line}\n\nIt rained.\n".encode(), "")
    assert make_article(raw).title == "Turkey’s army leaves"
