"""inputs: what names tell, and how they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.reading.formats import InputFormat, ReadOptions, Sort, is_excluded, real_name, sort_of, visible_name


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("a.txt", Sort(InputFormat.TEXT)),
        ("in/2017.10/A.MD", Sort(InputFormat.TEXT)),
        ("a.b.html", Sort(InputFormat.HTML)),
        ("a.htm.gz", Sort(InputFormat.HTML, ".gz")),
        ("news.ndjson.XZ", Sort(InputFormat.JSONL, ".xz")),
        ("table.tsv", Sort(InputFormat.CSV)),
        ("day.zip", Sort(InputFormat.ZIP)),
        ("day.tar", Sort(InputFormat.TAR)),
        ("day.tar.bz2", Sort(InputFormat.TAR, ".bz2")),
        ("day.TGZ", Sort(InputFormat.TAR, ".gz")),
        ("s3://bucket/day.txz", Sort(InputFormat.TAR, ".xz")),
        ("dump.gz", Sort(None, ".gz")),
        ("report.pdf", Sort(None)),
        ("2017.10.07", Sort(None)),
        (".txt", Sort(None)),
        ("in.txt/a", Sort(None)),
        ("-", Sort(None)),
    ],
)
def test_endings_tell_the_format_and_the_compression(name: str, sort: Sort) -> None:
    assert sort_of(name) == sort


def test_a_format_that_is_given_overrules_the_ending_but_not_the_compression() -> None:
    assert sort_of("dump.gz", InputFormat.JSONL) == Sort(InputFormat.JSONL, ".gz")
    assert sort_of("a.txt", InputFormat.CSV) == Sort(InputFormat.CSV)


@pytest.mark.parametrize(
    ("pattern", "name", "excluded"),
    [
        ("*.csv", "in/deep/a.csv", True),
        ("a.csv", "in/a.csv", True),
        ("in/*", "in/deep/a.csv", True),
        ("*.CSV", "in/a.csv", False),
        ("in", "in/a.csv", False),
    ],
)
def test_a_pattern_fits_the_whole_name_or_its_last_part(pattern: str, name: str, excluded: bool) -> None:
    assert is_excluded(name, ReadOptions(exclude=(pattern,))) is excluded


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("in/a b.txt", "in/a b.txt"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("\ud800", "\\ud800"),
        ("caf\\xe9.txt", "caf\\x5cxe9.txt"),
        ("caf\\x5cxe9.txt", "caf\\x5cx5cxe9.txt"),
        ("a\\b\\x41\\xE9\\ud7ff\\", "a\\b\\x41\\xE9\\ud7ff\\"),
        ("sftp://ann:secret@host/a.txt", "sftp://ann:***@host/a.txt"),
        ("sftp://ann@host/a:b@c.txt", "sftp://ann@host/a:b@c.txt"),
        ("http://host:80/a@b", "http://host:80/a@b"),
    ],
)
def test_a_name_is_shown_as_valid_text_and_without_a_password(name: str, shown: str) -> None:
    assert visible_name(name) == shown


@given(st.text(st.sampled_from("\\\\\\xud5c8e9af\udcff\udce9\ud800\udfff!é"), max_size=12))
def test_no_two_names_are_shown_alike_and_each_leads_back(name: str) -> None:
    assert real_name(visible_name(name)) == name
    visible_name(name).encode()
