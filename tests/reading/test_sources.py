"""read: sources -> Articles. Bytes in, the whole article or the whole problem out."""

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import finished
from quoth.errors import InputError, Problem
from quoth.model import Article, Warning
from quoth.reading.formats import InputFormat, RawArticle, ReadOptions
from quoth.reading.sources import find_sources, load, parts, read_article
from quoth.reporting.serialization import encode_csv, encode_jsonl
from samples import DOCUMENT
from users import an_ordinary_user

BODY = "Officials in the valley said the road was open.\n"
NO_ARTICLES = "no articles here: expected .txt, .md, .html, .jsonl, .json, .csv, .zip or .tar files"
NAME_A_FILE = "name a file itself to read it whatever its ending"
EXPECTED_TEXT = "expected the text of an article"
CONVERT = "convert it to plain text first"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder that is also the working folder, so that sources are short names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plant(*names: str) -> None:
    """Make files with an article in them, and the folders above them."""
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(BODY, encoding="utf-8")


def read(data: bytes, name: str = "a.txt") -> Article:
    Path(name).write_bytes(data)
    return read_article(name)


def refusal(source: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read_article(source)
    return caught.value.problem


def refusal_of(data: bytes) -> Problem:
    Path("a.txt").write_bytes(data)
    return refusal("a.txt")


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def article(data: bytes, text: str, *warnings: Warning) -> Article:
    return Article(source="a.txt", text=text, digest=sha256(data), warnings=warnings)


# ---- which files ----------------------------------------------------------------------------


def test_a_folder_gives_its_articles_at_any_depth_in_the_order_of_their_names(here: Path) -> None:
    plant("in/b.md", "in/b/z.txt", "in/b/a/deep.text", "in/B.TXT", "in/b-1.txt", "in/a.txt")
    plant("in/page.pdf", "in/a.txt~", "in/txt", "in/.hidden.txt", "in/.git/a.txt", "in/dump.gz", "in/data.json")
    expected = ["in/B.TXT", "in/a.txt", "in/b-1.txt", "in/b.md", "in/b/a/deep.text", "in/b/z.txt"]
    assert list(find_sources(["in"])) == expected


def test_a_folder_gives_pages_archives_and_records(here: Path) -> None:
    names = [
        "in/a.htm",
        "in/a.txt.gz",
        "in/b.html.xz",
        "in/c.jsonl",
        "in/c.ndjson.bz2",
        "in/d.csv",
        "in/d.tsv",
        "in/e.zip",
        "in/f.tar",
        "in/f.tgz",
    ]
    plant(*names)
    assert list(find_sources(["in"])) == names


def test_patterns_of_names_are_left_out_of_folders_but_not_what_is_named(here: Path) -> None:
    plant("in/a.txt", "in/b.csv", "in/old/c.txt", "d.csv")
    options = ReadOptions(exclude=("*.csv", "in/old/*"))
    assert list(find_sources(["in", "d.csv"], options)) == ["d.csv", "in/a.txt"]


def test_reports_of_quoths_own_are_no_articles_of_a_folder(here: Path) -> None:
    plant("in/a.txt")
    reports = {"in/b.jsonl": encode_jsonl(DOCUMENT) * 50, "in/c.csv": encode_csv([DOCUMENT]).encode()}
    for name, report in reports.items():
        Path(name).write_bytes(report)
        Path(f"{name}.gz").write_bytes(gzip.compress(report))
    Path("in/d.jsonl").write_text('{"text": "The envoy said so."}\n', encoding="utf-8")
    Path("in/e.jsonl.gz").write_bytes(b"no gzip")
    assert list(find_sources(["in"])) == ["in/a.txt", "in/d.jsonl", "in/e.jsonl.gz"]
    assert list(find_sources(["in/b.jsonl"])) == ["in/b.jsonl"]


def test_sources_of_several_paths_come_in_one_order(here: Path) -> None:
    plant("c.txt", "in/b.txt", "a.txt")
    assert list(find_sources(["in", "c.txt", "gone", "-", "a.txt"])) == [
        "-",
        "a.txt",
        "c.txt",
        Problem("gone", "no such file or folder", "check the spelling"),
        "in/b.txt",
    ]


def test_a_file_named_directly_is_taken_whatever_its_ending_or_dot(here: Path) -> None:
    plant("report.log", ".notes", ".hidden/a.txt")
    assert list(find_sources(["report.log", ".notes", ".hidden"])) == [".hidden/a.txt", ".notes", "report.log"]


def test_the_same_file_named_twice_is_given_once_by_its_first_name(here: Path) -> None:
    plant("in/a.txt")
    os.symlink("in/a.txt", "link.txt")
    assert list(find_sources(["./in/a.txt", "in/a.txt", "in", "link.txt", "-", "-", "gone", "gone"])) == [
        "-",
        "./in/a.txt",
        Problem("gone", "no such file or folder", "check the spelling"),
    ]


def test_a_folder_named_after_its_only_file_is_not_called_empty(here: Path) -> None:
    plant("in/a.txt")
    assert list(find_sources(["in/a.txt", "in"])) == ["in/a.txt"]


@pytest.mark.parametrize("path", ["gone", "a.txt/below", "", "a\0b", "\ud800"])
def test_what_is_not_there_is_one_problem(here: Path, path: str) -> None:
    plant("a.txt")
    (problem,) = find_sources([path])
    assert isinstance(problem, Problem)
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem


def test_a_folder_without_articles_is_a_problem(here: Path) -> None:
    plant("in/page.pdf", "in/.hidden.txt")
    Path("bare/below").mkdir(parents=True)
    assert list(find_sources(["in", "bare"])) == [Problem("bare", NO_ARTICLES, NAME_A_FILE), Problem("in", NO_ARTICLES, NAME_A_FILE)]


def test_links_in_a_loop_end_and_no_folder_is_read_twice(here: Path) -> None:
    plant("in/a.txt", "in/year/b.txt")
    os.symlink("..", "in/year/up")
    os.symlink(".", "in/self")
    os.symlink("year", "in/a-link")
    os.symlink("nowhere-else", "in/nowhere-else")
    assert list(find_sources(["in"])) == ["in/a.txt", "in/year/b.txt"]


def test_links_that_would_multiply_paths_are_read_in_linear_time(here: Path) -> None:
    for one in range(12):
        plant(f"in/{one:02}/a.txt")
        for other in range(12):
            os.symlink(f"../{other:02}", f"in/{one:02}/to{other:02}")
    assert list(find_sources(["in"])) == [f"in/{one:02}/a.txt" for one in range(12)]


def test_a_link_out_of_the_folder_is_followed(here: Path) -> None:
    plant("else/b.txt", "in/a.txt", "single.txt")
    os.symlink("../else", "in/link")
    os.symlink("../single.txt", "in/one.txt")
    assert list(find_sources(["in"])) == ["in/a.txt", "in/link/b.txt", "in/one.txt"]


def test_a_broken_link_is_given_so_that_reading_it_says_so(here: Path) -> None:
    Path("in").mkdir()
    os.symlink("nowhere", "in/a.txt")
    assert list(find_sources(["in"])) == ["in/a.txt"]
    assert refusal("in/a.txt") == Problem("in/a.txt", "no such file or folder", "check the spelling")


def test_a_pipe_in_a_folder_is_not_waited_for(here: Path) -> None:
    plant("in/a.txt")
    os.mkfifo("in/pipe.txt")
    assert list(find_sources(["in"])) == ["in/a.txt"]


def test_folders_nested_deeper_than_the_stack_are_walked(here: Path) -> None:
    folders = ["in" + "/d" * depth for depth in range(1500)]
    for folder in folders:
        os.mkdir(folder)
    article = f"{folders[-1]}/a.txt"
    Path(article).write_text(BODY, encoding="utf-8")
    assert list(find_sources(["in"])) == [article]
    os.remove(article)
    for folder in reversed(folders):  # pytest's own tidying would recurse too deeply
        os.rmdir(folder)


def test_a_name_that_is_not_utf8_is_opened_and_shown_with_visible_escapes(here: Path) -> None:
    os.mkdir("in")
    name = os.fsdecode(b"in/caf\xe9\n2017-10-07.txt")
    plant(name)
    assert list(find_sources(["in"])) == [name]
    got = read_article(name)
    assert got == Article("in/caf\\xe9\n2017-10-07.txt", BODY, sha256(BODY.encode()), date="2017-10-07")
    assert msgspec.json.decode(msgspec.json.encode(got), type=Article) == got


# ---- what cannot be read --------------------------------------------------------------------


def test_an_unreadable_file_is_refused() -> None:
    with an_ordinary_user() as folder:
        path = folder / "a.txt"
        path.write_text(BODY)
        path.chmod(0)
        assert list(find_sources([str(folder)])) == [str(path)]
        assert refusal(str(path)) == Problem(str(path), "cannot be read: permission denied", "check its owner and mode with ls -l")


def test_an_unreadable_folder_does_not_hide_its_neighbours() -> None:
    with an_ordinary_user() as folder:
        plant(f"{folder}/a/a.txt", f"{folder}/b/b.txt", f"{folder}/c/c.txt")
        (folder / "b").chmod(0)
        assert list(find_sources([str(folder)])) == [
            f"{folder}/a/a.txt",
            Problem(f"{folder}/b", "cannot be read: permission denied", "check its owner and mode with ls -l"),
            f"{folder}/c/c.txt",
        ]
        (folder / "b").chmod(0o700)


def test_what_the_shell_sends_output_to_is_no_article(here: Path) -> None:
    plant("in/a.txt")
    command = [sys.executable, "-c", "from quoth.reading.sources import find_sources; print(*find_sources(['in']))"]
    with open("in/out.txt", "wb") as out, open("in/log.md", "wb") as log:
        assert finished(command, stdout=out, stderr=log).returncode == 0
    assert Path("in/out.txt").read_text() == "in/a.txt\n"
    assert list(find_sources(["in"])) == ["in/a.txt", "in/log.md", "in/out.txt"]


def test_a_folder_that_may_be_listed_but_not_entered_is_refused_whole() -> None:
    with an_ordinary_user() as folder:
        plant(f"{folder}/a/a.txt", f"{folder}/b/b.txt", f"{folder}/b/deeper/c.txt")
        (folder / "b").chmod(0o600)
        assert list(find_sources([str(folder)])) == [
            f"{folder}/a/a.txt",
            Problem(f"{folder}/b", "cannot be read: permission denied", "check its owner and mode with ls -l"),
        ]
        (folder / "b").chmod(0o700)


def test_a_folder_or_a_vanished_file_is_refused(here: Path) -> None:
    Path("in").mkdir()
    assert refusal("in") == Problem("in", "is a folder, expected a file", "name a file in it")
    assert refusal("gone.txt") == Problem("gone.txt", "no such file or folder", "check the spelling")
    assert refusal("a\0b") == Problem("a\0b", "cannot be the name of a file", "check the spelling")
    assert refusal("\ud800") == Problem("\\ud800", "cannot be the name of a file", "check the spelling")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_an_empty_file_is_refused_with_or_without_a_byte_order_mark(here: Path, data: bytes) -> None:
    assert refusal_of(data) == Problem("a.txt", "empty", EXPECTED_TEXT)


@pytest.mark.parametrize("text", [" ", "\r\n\r\n", "\t\n\u00a0\u2003\u2028\n"])
def test_a_file_of_only_white_space_is_refused(here: Path, text: str) -> None:
    assert refusal_of(text.encode()) == Problem("a.txt", "only white space", EXPECTED_TEXT)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00", id="an executable"),
        pytest.param(bytes(range(256)) * 8, id="every byte"),
        pytest.param(BODY.encode() * 50 + bytes(512), id="text padded with NULs"),
        pytest.param(b"a\x01b\x02c\x03" * 20, id="control characters"),
        pytest.param(b"so\0it\0is\0" * 20, id="NULs between words"),
        pytest.param(bytes([1, 0, 2, 0, 3, 0, 4, 0]) * 20, id="small numbers of 16 bits"),
    ],
)
def test_binary_is_refused(here: Path, data: bytes) -> None:
    assert refusal_of(data) == Problem("a.txt", "binary, not text", CONVERT)


def test_a_file_over_100_mb_is_refused(here: Path) -> None:
    with open("a.txt", "wb") as file:
        file.truncate(100_000_001)
    assert refusal("a.txt") == Problem("a.txt", "over 100 MB", "split it into one file an article")


def test_a_file_of_50_mb_is_read(here: Path) -> None:
    data = b"The envoy said the talks went on.\r\n" * 1_430_000
    got = read(data)
    assert (len(got.text), got.digest, got.warnings) == (50_050_000, sha256(data), ())


# ---- decoding -------------------------------------------------------------------------------


def test_newlines_stay_as_they_are(here: Path) -> None:
    data = b"one\r\ntwo\rthree\n\rfour\x0b\x0c\r\r\n"
    assert read(data) == article(data, "one\r\ntwo\rthree\n\rfour\x0b\x0c\r\r\n")


def test_utf8_is_read_without_a_word(here: Path) -> None:
    text = "Señor Ibáñez said: “no” \U0001f600 \ufffd\n"
    assert read(text.encode()) == article(text.encode(), text)


def test_a_utf8_byte_order_mark_is_no_part_of_the_text_but_of_the_digest(here: Path) -> None:
    data = b"\xef\xbb\xbf" + BODY.encode()
    assert read(data) == article(data, BODY, Warning("read as UTF-8 with a byte order mark"))


@pytest.mark.parametrize(
    ("mark", "encoding", "name"),
    [(b"\xff\xfe", "utf-16-le", "UTF-16 (little-endian)"), (b"\xfe\xff", "utf-16-be", "UTF-16 (big-endian)")],
)
def test_utf16_is_read_with_and_without_a_byte_order_mark(here: Path, mark: bytes, encoding: str, name: str) -> None:
    text = "The señora said “no” \U0001f600.\r\n"
    bare = text.encode(encoding)
    assert read(mark + bare) == article(mark + bare, text, Warning(f"read as {name} with a byte order mark"))
    assert read(bare) == article(bare, text, Warning(f"read as {name}: about every second byte is NUL"))


def test_half_a_character_at_the_end_of_utf16_is_replaced_and_counted(here: Path) -> None:
    data = b"\xff\xfe" + "so \ud83d".encode("utf-16-le", "surrogatepass") + "it".encode("utf-16-le") + b"!"
    assert read(data) == article(
        data,
        "so \ufffdit\ufffd",
        Warning("read as UTF-16 (little-endian) with a byte order mark"),
        Warning("2 invalid sequences of bytes became U+FFFD", 3),
    )


def test_mostly_valid_utf8_is_mended_and_the_losses_counted_without_those_it_had(here: Path) -> None:
    data = "“é\ufffd” ".encode() + b"\xe9 it \xe2\x82 is\n"
    assert read(data) == article(data, "“é\ufffd” \ufffd it \ufffd is\n", Warning("2 invalid sequences of bytes became U+FFFD", 5))


def test_one_loss_is_counted_in_the_singular(here: Path) -> None:
    data = "“so” ".encode() + b"\xff\n"
    assert read(data) == article(data, "“so” \ufffd\n", Warning("1 invalid sequence of bytes became U+FFFD", 5))


def test_invalid_bytes_behind_a_utf8_byte_order_mark_are_still_utf8(here: Path) -> None:
    data = b"\xef\xbb\xbfcaf\xe9 is"
    warnings = Warning("read as UTF-8 with a byte order mark"), Warning("1 invalid sequence of bytes became U+FFFD", 3)
    assert read(data) == article(data, "caf\ufffd is", *warnings)


def test_windows_1252_is_recognised(here: Path) -> None:
    text = "“So it is,” said Señor Ibáñez \u2013 for €5.\r\n"
    data = text.encode("cp1252")
    assert read(data) == article(data, text, Warning("not valid UTF-8; read as Windows-1252"))


def test_a_byte_that_windows_1252_does_not_have_is_replaced_and_counted(here: Path) -> None:
    data = b"caf\xe9 \x81 so"
    warnings = Warning("not valid UTF-8; read as Windows-1252"), Warning("1 invalid sequence of bytes became U+FFFD", 5)
    assert read(data) == article(data, "café \ufffd so", *warnings)


def test_a_few_nuls_stay_and_are_told(here: Path) -> None:
    one, two = BODY + "\0", BODY + "\0" + BODY + "\0"
    assert read(one.encode()) == article(one.encode(), one, Warning("1 NUL character in the text", len(BODY)))
    assert read(two.encode()) == article(two.encode(), two, Warning("2 NUL characters in the text", len(BODY)))


def test_coloured_output_is_text(here: Path) -> None:
    text = "\x1b[1mHe\x1b[0m \x1b[31msaid\x1b[0m so.\n"
    assert read(text.encode()) == article(text.encode(), text)


# ---- title and date -------------------------------------------------------------------------


def title_of(text: str) -> str | None:
    return read(text.encode()).title


LONG = " ".join(["word"] * 25)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks resume in the capital\n\nThe envoy said so.\n", "Talks resume in the capital"),
        ("Talks resume\r\n\r\nThe envoy said so.", "Talks resume"),
        ("Talks resume\r\rThe envoy said so.", "Talks resume"),
        ("\n \n  Talks resume \n \t\nThe envoy said so.", "Talks resume"),
        ("“Enough”\n\nThe envoy said so.", "“Enough”"),
        (f"{LONG}\n\nThe envoy said so.", LONG),
    ],
)
def test_a_line_alone_above_the_text_is_the_title(here: Path, text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Talks resume\nThe envoy said so.\n\nMore.", id="no blank line"),
        pytest.param("Talks resume\r\nThe envoy said so.\r\n\r\nMore.", id="one CRLF is not two newlines"),
        pytest.param("Talks resume", id="the only line"),
        pytest.param("Talks resume\n\n \n", id="the only paragraph"),
        pytest.param(f"{LONG} more\n\nThe envoy said so.", id="too long"),
        pytest.param("Talks resume.\n\nThe envoy said so.", id="a sentence"),
        pytest.param("Will talks resume?\n\nThe envoy said so.", id="a question"),
        pytest.param("Stop!\n\nThe envoy said so.", id="a call"),
        pytest.param("He said:\n\nNo.", id="a colon"),
        pytest.param("“Talks resume.”\n\nThe envoy said so.", id="a quoted sentence"),
        pytest.param("'He said \"no.\"'\n\nThe envoy said so.", id="two closing quotes"),
    ],
)
def test_a_first_line_that_is_no_title(here: Path, text: str) -> None:
    assert title_of(text) is None


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2017-10-07-idlib.txt", "2017-10-07"),
        ("20171007_x.txt", "2017-10-07"),
        ("2017_10_07", "2017-10-07"),
        ("idlib 2016-02-29.txt", "2016-02-29"),
        ("2017-13-07 2017-10-07.txt", "2017-10-07"),
        ("2017-02-29.txt", None),
        ("2017-10_07.txt", None),
        ("120171007.txt", None),
        ("20171007123000.txt", None),
        ("10480512.txt", None),
        ("\u0662\u0660\u0661\u0667-\u0661\u0660-\u0660\u0667.txt", None),
        ("2017-10.txt", None),
    ],
)
def test_a_real_date_in_the_name_is_the_date(here: Path, name: str, date: str | None) -> None:
    assert read(BODY.encode(), name) == Article(name, BODY, sha256(BODY.encode()), date=date)


def test_a_date_in_the_name_of_the_folder_is_not_the_date(here: Path) -> None:
    plant("2017-10-07/a.txt")
    assert read_article("2017-10-07/a.txt").date is None


# ---- front matter and pages -----------------------------------------------------------------


def test_front_matter_gives_title_and_date_and_offsets_stay_those_of_the_file(here: Path) -> None:
    above, below = "---\ntitle: Talks resume\ndate: 2017-10-07\n---\n", "A line\n\n" + BODY
    data = (above + below).encode()
    blank = "   \n                   \n                \n   \n"
    assert read(data, "2016-01-01.md") == Article("2016-01-01.md", blank + below, sha256(data), "Talks resume", "2017-10-07")


def test_an_article_of_front_matter_alone_is_refused(here: Path) -> None:
    assert refusal_of(b"---\ntitle: x\n---\n") == Problem("a.txt", "only front matter", "expected the text of an article below it")


def test_a_page_is_read_by_its_ending_or_its_beginning(here: Path) -> None:
    pytest.importorskip("trafilatura")
    data = f"<!doctype html><title>Talks</title><meta name=date content=2017-10-07><p>{BODY}".encode("utf-16")
    warning = Warning("read as UTF-16 (little-endian) with a byte order mark")
    for name in ("page.html", "page", "page.html.gz"):
        Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        assert read_article(name) == Article(name, BODY, sha256(data), "Talks", "2017-10-07", (warning,))
    assert read(data, "page.txt").text.startswith("<!doctype html>")


# ---- compressed files, archives and records -------------------------------------------------


def test_a_compressed_article_has_the_digest_of_its_text(here: Path) -> None:
    data = gzip.compress(BODY.encode())
    assert read(data, "2017-10-07.txt.gz") == Article("2017-10-07.txt.gz", BODY, sha256(BODY.encode()), date="2017-10-07")
    Path("a.gz").write_bytes(data[:-9])
    assert refusal("a.gz") == Problem("a.gz", "ends too early", "fetch it again, or pack it again")
    Path("a.gz").write_bytes(b"so")
    assert refusal("a.gz") == Problem("a.gz", "damaged: Not a gzipped file (b'so')", "fetch it again, or pack it again")


def pack(*names: str) -> None:
    """A zip and a compressed tar with an article in each member, and a file of records."""
    with zipfile.ZipFile("day.zip", "w") as archive:
        for name in names:
            archive.writestr(name, BODY)
    with tarfile.open("day.tar.gz", "w:gz") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(BODY)
            archive.addfile(info, io.BytesIO(BODY.encode()))
    Path("news.jsonl").write_text("".join(json.dumps({"id": name, "text": BODY}) + "\n" for name in names), encoding="utf-8")


@pytest.mark.parametrize("container", ["day.zip!", "day.tar.gz!", "news.jsonl#"])
def test_a_part_is_an_article_by_the_name_that_a_run_gives_it(here: Path, container: str) -> None:
    pack("b/2017-10-07.txt", "a.txt")
    sources = [f"{container}b/2017-10-07.txt", f"{container}a.txt"]
    found = list(parts(container[:-1]))
    assert [one.source for one in found if isinstance(one, RawArticle)] == sources
    assert [load(source) for source in sources] == found
    assert list(find_sources(sources)) == sorted(sources)
    assert list(parts(sources[0])) == [sources[0]]
    article = read_article(sources[0])
    assert (article.source, article.text) == (sources[0], BODY)
    assert article.date == (None if container.endswith("#") else "2017-10-07")


@pytest.mark.parametrize("name", ["day.zip!gone.txt", "news.jsonl#gone", "news.jsonl:7"])
def test_a_part_that_is_not_there_is_refused(here: Path, name: str) -> None:
    pack("a.txt")
    container = name[: -len("!gone.txt")] if "!" in name else "news.jsonl"
    assert refusal(name) == Problem(name, f"no such article in {container}", "quoth analyze gives their names")


def test_a_part_with_something_wrong_says_what(here: Path) -> None:
    Path("news.jsonl").write_text('{"text": 1}\n', encoding="utf-8")
    hint = "it has text; name the field with --text-field"
    assert refusal("news.jsonl:1") == Problem("news.jsonl:1", "“text” is empty, or no text", hint)
    Path("day.zip").write_bytes(b"no zip")
    again = "fetch it again, or pack it again"
    assert refusal("day.zip!a.txt") == Problem("day.zip", "damaged: File is not a zip file", again)


def test_a_file_with_the_name_of_a_part_is_that_file(here: Path) -> None:
    pack("a.txt")
    plant("day.zip!a.txt")
    Path("day.zip!a.txt").write_text("Another text.", encoding="utf-8")
    assert read_article("day.zip!a.txt").text == "Another text."


def test_what_holds_many_articles_is_no_article(here: Path) -> None:
    pack("a.txt")
    what = "holds many articles, expected one"
    assert refusal("day.tar.gz") == Problem("day.tar.gz", what, "name one of them: day.tar.gz!NAME")
    assert refusal("news.jsonl") == Problem("news.jsonl", what, "name one of them: news.jsonl#ID")


def test_a_format_that_is_given_overrules_the_ending(here: Path) -> None:
    pack("a.txt")
    os.rename("news.jsonl", "news.dump")
    (one,) = parts("news.dump", ReadOptions(form=InputFormat.JSONL))
    assert isinstance(one, RawArticle)
    assert one.source == "news.dump#a.txt"
    assert [str(one) for one in parts("day.zip", ReadOptions(form=InputFormat.TEXT))] == ["day.zip"]


def test_an_archive_without_articles_is_a_problem(here: Path) -> None:
    pack("photo.jpg")
    what = "no articles in it: expected .txt, .md, .html, .jsonl, .json, .csv, .zip or .tar files"
    assert list(parts("day.zip")) == [Problem("day.zip", what)]


def test_of_many_problems_in_a_file_the_first_are_told_and_the_rest_counted(here: Path) -> None:
    Path("news.jsonl").write_text("no\n" * 1000 + '{"text": "The envoy said so."}\n' + "no\n" * 234, encoding="utf-8")
    found = list(parts("news.jsonl"))
    assert [one.source for one in found if isinstance(one, RawArticle)] == ["news.jsonl:1001"]
    problems = [one for one in found if isinstance(one, Problem)]
    assert [problem.where for problem in problems[:-1]] == [f"news.jsonl:{number}" for number in range(1, 21)]
    assert problems[-1] == Problem("news.jsonl", "1,214 more problems of this kind")


def test_a_file_that_is_cut_gives_what_came_before(here: Path) -> None:
    record = json.dumps({"text": BODY}) + "\n"
    data = gzip.compress(record.encode() * 3 + os.urandom(50_000), 0)
    Path("news.jsonl.gz").write_bytes(data[: len(record) * 2 + 40])
    found = list(parts("news.jsonl.gz"))
    assert [one.source for one in found if isinstance(one, RawArticle)] == ["news.jsonl.gz:1", "news.jsonl.gz:2"]
    assert found[-1] == Problem("news.jsonl.gz", "ends too early", "fetch it again, or pack it again")


def test_an_archive_that_is_gone_is_a_problem(here: Path) -> None:
    assert list(parts("gone.zip")) == [Problem("gone.zip", "no such file or folder", "check the spelling")]


def test_a_zip_in_a_compressed_file_is_a_problem(here: Path) -> None:
    pack("a.txt")
    Path("day.zip.gz").write_bytes(gzip.compress(Path("day.zip").read_bytes()))
    (problem,) = parts("day.zip.gz")
    assert isinstance(problem, Problem)
    assert problem.what == "a zip cannot be read from a pipe, nor from a compressed file"


# ---- standard input -------------------------------------------------------------------------

CHILD = """
import msgspec, sys
from quoth.errors import InputError
from quoth.reading.sources import read_article
try:
    answer = read_article("-")
except InputError as error:
    answer = error.problem
sys.__stdout__.buffer.write(msgspec.json.encode(answer))
"""


def from_stdin(data: bytes, before: str = "") -> bytes:
    return finished([sys.executable, "-c", before + CHILD], data=data).stdout


def test_standard_input_is_read_like_a_file(here: Path) -> None:
    data = b"\xef\xbb\xbfTalks resume\r\n\r\nThe envoy said \xe2\x80\x9cno\xe2\x80\x9d.\r\n"
    expected = msgspec.structs.replace(read(data), source="-")
    assert msgspec.json.decode(from_stdin(data), type=Article) == expected


@pytest.mark.parametrize("before", ["", "import sys; sys.stdin = None"])
def test_standard_input_that_ends_at_once_or_is_closed_is_refused_as_empty(before: str) -> None:
    assert msgspec.json.decode(from_stdin(b"", before), type=Problem) == Problem("-", "empty", EXPECTED_TEXT)


# ---- promises -------------------------------------------------------------------------------

ENCODED = st.builds(
    lambda text, encoding: text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace"),
    st.text(st.characters()),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
)
MARKS = st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"so ", BODY.encode()])
ANY_BYTES = st.lists(st.one_of(MARKS, ENCODED, st.binary()), max_size=5).map(b"".join)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "a.txt"


@given(data=ANY_BYTES)
def test_any_bytes_are_an_article_or_an_input_error(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        got = read_article(str(file))
    except InputError:
        return
    assert got.text.encode().decode() == got.text  # a lone surrogate would raise
    assert got.text.strip()
    assert got.digest == sha256(data)
    assert all(0 <= w.start < len(got.text) for w in got.warnings if w.start is not None)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: BODY + text))
def test_any_valid_utf8_without_controls_is_read_as_it_is(file: Path, text: str) -> None:
    data = text.encode()
    file.write_bytes(data)
    got = read_article(str(file))
    assert (got.text, got.digest, got.warnings) == (text, sha256(data), ())
