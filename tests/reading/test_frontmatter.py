"""frontmatter: a text in; its title and date, and the text with spaces where they stood, out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.model import Warning
from quoth.reading.frontmatter import FrontMatter, split_off

BODY = "Officials in the valley said the road was open.\n"


def blank(text: str) -> str:
    """Spaces for all but the newlines."""
    return "".join(sign if sign in "\r\n" else " " for sign in text)


@pytest.mark.parametrize(
    ("above", "title", "date"),
    [
        ("---\ntitle: Road open\ndate: 2017-10-07\n---\n", "Road open", "2017-10-07"),
        ("---\r\ntitle: Road open\r\ndate: 2017-10-07\r\n---\r\n", "Road open", "2017-10-07"),
        ("--- \nTitle: 'Road: open'\nDate: 2017-10-07 10:00:00 +0200\n...\n", "Road: open", "2017-10-07"),
        ("---\n# ours\n\ntitle: >\n  Road\n  open\ntags: [a, b]\n---\n", "Road open", None),
        ("---\ntitle: NO\ndate:\nlayout: post\n---\n", "NO", None),
        ("---\ntitle: [Road, open]\n---\n", None, None),
    ],
)
def test_front_matter_gives_title_and_date_and_leaves_offsets_as_they_are(above: str, title: str | None, date: str | None) -> None:
    assert split_off(above + BODY) == FrontMatter(blank(above) + BODY, title, date)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BODY, id="none"),
        pytest.param("", id="nothing"),
        pytest.param("---\n" + BODY + "---\n" + BODY, id="an article between rules"),
        pytest.param("---\ntitle: Road open\n" + BODY, id="never closed"),
        pytest.param("\n---\ntitle: Road open\n---\n" + BODY, id="not at the start"),
        pytest.param("----\ntitle: Road open\n----\n" + BODY, id="four hyphens"),
        pytest.param("---\n- title: Road open\n---\n" + BODY, id="a list"),
        pytest.param("---\n---\n" + BODY, id="empty"),
        pytest.param("---\ntitle: x\n" + "line\n" * 2000 + "---\n" + BODY, id="over a thousand lines"),
        pytest.param("---\ntitle: " + "x" * 200_000 + "\n---\n" + BODY, id="over 100,000 characters"),
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert split_off(text) == FrontMatter(text)


def test_front_matter_that_is_no_yaml_is_left_out_and_told() -> None:
    above = "---\ntitle: Road: open\n---\n"
    warning = Warning("its front matter cannot be read: not YAML: mapping values are not allowed in this context", 0)
    assert split_off(above + BODY) == FrontMatter(blank(above) + BODY, warnings=(warning,))


def test_a_date_that_is_none_is_told() -> None:
    above = "---\ndate: next week\n---\n"
    warning = Warning("the date in its front matter is not understood: next week", 0)
    assert split_off(above + BODY) == FrontMatter(blank(above) + BODY, warnings=(warning,))


def test_aliases_that_multiply_are_refused() -> None:
    doubling = "".join(f"k{n}: &k{n} [{f'*k{n - 1}, ' * 9}]\n" if n else "k0: &k0 [x]\n" for n in range(12))
    got = split_off(f"---\n{doubling}---\n{BODY}")
    assert [warning.what for warning in got.warnings] == ["its front matter cannot be read: aliases repeat more than 100,000 values"]


LINES = st.lists(
    st.sampled_from(["---", "...", "title: x", "date: 2017-10-07", "a: &a", "b: *a", "- x", "  y", "“z”", "\t", "\r"]), max_size=12
)


@given(text=LINES.map("\n".join) | st.text())
def test_offsets_never_move(text: str) -> None:
    got = split_off(text).text
    assert len(got) == len(text)
    assert all(new in (old, " ") for new, old in zip(got, text, strict=True))
