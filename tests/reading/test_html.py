"""markup: a page in; its article, title and date out."""

import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.errors import InputError, Problem
from quoth.reading.html import Page, is_page, read_page

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bridge closed | The River Post</title>
<meta property="og:title" content="Bridge closed"><meta property="article:published_time" content="2017-10-07T10:00:00Z"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><p>Turkey said on Monday that the bridge was closed. “We will open it soon,” President Recep Tayyip Erdogan said.</p>
<p>Russia accused Turkey of building the bridge without a permit &amp; without <b>asking</b>.</p></article>
<footer>Copyright 2019 The River Post. All rights reserved.</footer></body></html>"""
TEXT = (
    "Turkey said on Monday that the bridge was closed. “We will open it soon,” President Recep Tayyip Erdogan said.\n\n"
    "Russia accused Turkey of building the bridge without a permit & without asking.\n"
)

PIECES = st.sampled_from(["<p>", "</p>", "<div>", "<html>", "&#xD800;", "&#0;", "\0", "<br>", "]]>", "<script>", "<title>", TEXT])


def refusal(markup: str) -> Problem:
    """Why a page is refused."""
    with pytest.raises(InputError) as caught:
        read_page(markup, "a.html")
    return caught.value.problem


@pytest.mark.parametrize(
    ("start", "page"),
    [
        ("<!DOCTYPE html><p>", True),
        ("\n<HTML lang=en>", True),
        ('<?xml version="1.0"?>\n<!-- saved --> <!-- twice --><html>', True),
        ("<p>The mayor said so.</p>", False),
        ("The page began with <html> and said no more.", False),
        ("<!--" + "-" * 100_000, False),
    ],
)
def test_a_page_is_known_by_its_beginning(start: str, page: bool) -> None:
    assert is_page(start) is page


def test_without_trafilatura_a_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert refusal(PAGE) == Problem("a.html", "needs trafilatura, which is not installed", "pip install 'quoth[html]'")


def test_a_page_of_over_5_million_characters_is_refused() -> None:
    assert refusal("<html>" + " " * 5_000_000).what == "over 5 million characters of HTML"


class TestWithTrafilatura:
    """What the extra gives."""

    @pytest.fixture(autouse=True)
    def _needed(self) -> None:
        pytest.importorskip("trafilatura")

    def test_the_article_is_taken_out_of_its_page(self) -> None:
        assert read_page(PAGE, "a.html") == Page(TEXT, "Bridge closed", "2017-10-07")

    def test_old_markup_without_an_end_is_read(self) -> None:
        old = "<html><title>Old</title><p>Turkey said on Monday that the bridge was closed.<p>Russia said nothing."
        assert read_page(old, "a.html") == Page("Turkey said on Monday that the bridge was closed.\n\nRussia said nothing.\n", "Old", None)

    def test_a_date_is_what_the_page_says_of_itself_not_one_that_stands_in_it(self) -> None:
        page = PAGE.replace('<meta property="article:published_time" content="2017-10-07T10:00:00Z">', "")
        assert read_page(page.replace("Monday", "7 October 2017"), "a.html").date is None

    def test_a_page_dated_after_today_keeps_its_date(self) -> None:
        assert read_page(PAGE.replace("2017-10-07", "2090-10-07"), "a.html").date == "2090-10-07"

    @pytest.mark.parametrize("markup", ["<html></html>", "<html><body><script>said()</script></body></html>", "<!doctype html>"])
    def test_a_page_without_an_article_is_refused_in_silence(self, markup: str, capfd: pytest.CaptureFixture[str]) -> None:
        assert refusal(markup) == Problem("a.html", "no article found in this page", "save the article as text")
        assert capfd.readouterr() == ("", "")

    def test_no_file_is_read_that_a_page_names(self) -> None:
        page = PAGE.replace("<!doctype html>", f'<!DOCTYPE html [<!ENTITY file SYSTEM "file://{__file__}">]>').replace("Russia", "&file;")
        assert "hypothesis" not in read_page(page, "a.html").text

    @pytest.mark.parametrize("sign", ["<div>", "<b>", "<", "&", "<a href=x>y</a>", "<table><tr><td>", "<!--"])
    def test_thousands_of_tags_are_an_article_or_refused(self, sign: str) -> None:
        with suppress(InputError):
            assert read_page("<html><body><article>" + sign * 5_000 + TEXT, "a.html").text

    @given(
        parts=st.lists(
            st.sampled_from(["<p>", "</p>", "<div>", "<html>", "&#xD800;", "&#0;", "\0", "<br>", "]]>", "<script>", "<title>", TEXT])
            | st.text(),
            max_size=12,
        )
    )
    def test_any_markup_is_valid_text_or_refused(self, parts: list[str]) -> None:
        try:
            page = read_page("<html>" + "".join(part.encode(errors="replace").decode() for part in parts), "a.html")
        except InputError:
            return
        assert page.text.strip()
        assert "".join((page.text, page.title or "", page.date or "")).encode()
