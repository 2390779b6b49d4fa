"""archives: a zip or tar in; its articles' bytes, and what is refused and why, out. Nothing is written."""

import hashlib
import io
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.errors import InputError, Problem
from quoth.reading import archives
from quoth.reading.archives import tar_members, zip_members
from quoth.reading.compression import FREE, forwards, metered
from quoth.reading.formats import DEFAULTS, InputFormat, RawArticle, ReadOptions

TEXT = b"Officials in the valley said the road was open.\n"
TWO = b"The envoy said the talks went on.\n"
UNPACK = "unpack it, and name the files"
Member = str | tuple[str, bytes] | tarfile.TarInfo
Make = Callable[[Iterable[Any]], bytes]
Read = Callable[..., list[RawArticle | Problem]]


def make_zip(members: Iterable[str | tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, with TEXT in those without a content of their own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for member in members:
            archive.writestr(*((member, TEXT) if isinstance(member, str) else member))
    return out.getvalue()


def make_tar(members: Iterable[Member]) -> bytes:
    """A tar of these members, likewise."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            name, content = (member, TEXT) if isinstance(member, str) else member if isinstance(member, tuple) else (member, b"")
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def in_zip(data: bytes, options: ReadOptions = DEFAULTS) -> list[RawArticle | Problem]:
    """What a zip gives that is called a.zip; what ends it is last."""
    return ended(zip_members(io.BytesIO(data), "a", options))


def in_tar(data: bytes, options: ReadOptions = DEFAULTS) -> list[RawArticle | Problem]:
    return ended(tar_members(io.BytesIO(data), "a", options))


def ended(found: Iterable[RawArticle | Problem]) -> list[RawArticle | Problem]:
    """All that is found, with the problem that ended it, if one did."""
    got: list[RawArticle | Problem] = []
    try:
        got.extend(found)
    except InputError as error:
        got.append(error.problem)
    return got


def told(found: list[RawArticle | Problem]) -> list[str]:
    """Names and problems, as they are shown."""
    return [str(one) if isinstance(one, Problem) else one.source for one in found]


def raw(name: str, data: bytes = TEXT, form: InputFormat = InputFormat.TEXT) -> RawArticle:
    return RawArticle(f"a!{name}", name, form, data, "sha256:" + hashlib.sha256(data).hexdigest())


# ---- both ------------------------------------------------------------------------------------

BOTH = pytest.mark.parametrize(("make", "read"), [(make_zip, in_zip), (make_tar, in_tar)], ids=["zip", "tar"])


@BOTH
def test_members_come_in_the_order_of_the_archive_with_their_own_digests(make: Make, read: Read) -> None:
    data = make(["b.txt", ("./2017//a.MD", TWO), ("page.html", b"<html>"), "caf\u00e9 1.txt"])
    assert read(data) == [
        raw("b.txt"),
        raw("2017/a.MD", TWO),
        raw("page.html", b"<html>", InputFormat.HTML),
        raw("caf\u00e9 1.txt"),
    ]


@BOTH
def test_records_in_an_archive_have_names_of_their_own(make: Make, read: Read) -> None:
    data = make([("news/2017.csv", b"id,text\n7,The road is open.\n8\n"), ("news.jsonl", b'{"text": "The road is open."}\n')])
    assert told(read(data)) == [
        "a!news/2017.csv#7",
        "a!news/2017.csv:3: 1 cells, expected 2 as in the header (a cell that holds the delimiter must stand in quotation marks)",
        "a!news.jsonl:1",
    ]


@BOTH
def test_what_is_no_article_hidden_or_excluded_is_passed_over(make: Make, read: Read) -> None:
    names = ["photo.jpg", ".hidden.txt", "2017/.git/a.txt", "__MACOSX/._a.txt", "no-ending", "dump.gz", "2017/notes.md", "folder/"]
    assert read(make(names), ReadOptions(exclude=("notes.*",))) == []


@BOTH
@pytest.mark.parametrize("name", ["../evil.txt", "x/../../evil.txt", "/etc/passwd", "..", "C:\\evil.txt", "..\\evil.txt", "c:evil.sh"])
def test_a_name_that_leads_out_of_the_archive_is_refused(make: Make, read: Read, name: str) -> None:
    problem = Problem(f"a!{name}", "its name leads out of the archive", "do not unpack what you do not trust")
    assert read(make([name, "b.txt"])) == [problem, raw("b.txt")]


@BOTH
@pytest.mark.parametrize("name", ["day.zip", "2017/day.tar.gz", "a.txt.gz", "news.jsonl.bz2"])
def test_archives_and_compressed_files_inside_are_not_opened(make: Make, read: Read, name: str) -> None:
    problem = Problem(f"a!{name}", "an archive or compressed file in an archive is not opened", UNPACK)
    assert read(make([name, "b.txt"])) == [problem, raw("b.txt")]


@BOTH
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_read_once_and_told(make: Make, read: Read) -> None:
    problem = Problem("a!a.txt", "an earlier member has this name, and was read", UNPACK)
    assert read(make([("a.txt", TWO), "./a.txt", "a.txt"])) == [raw("a.txt", TWO), problem, problem]


def test_a_member_without_a_name_costs_no_other() -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for name in ("a.txt", "", "b.txt"):
            with archive.open(zipfile.ZipInfo(name), "w") as member:
                member.write(TEXT)
    for found in (in_zip(zipped.getvalue()), in_tar(make_tar(["a.txt", "", "b.txt"]))):
        assert found == [raw("a.txt"), raw("b.txt")]


@BOTH
def test_a_name_too_long_is_refused(make: Make, read: Read) -> None:
    name = "x" * 5000 + ".txt"
    assert told(read(make([name, "b.txt"]))) == [f"a!{'x' * 100}…: its name is too long ({UNPACK})", "a!b.txt"]


@BOTH
def test_members_beyond_the_bound_are_told(make: Make, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert told(read(make(["a.txt", "b.jpg", "c.txt"]))) == ["a!a.txt", "a!c.txt"]
    assert told(read(make(["a.txt", "b.jpg", "c.txt", "d.txt"]))) == [
        "a!a.txt",
        "a!c.txt",
        "a: over 3 members: the rest was not read (split it)",
    ]


@BOTH
def test_an_article_over_the_bound_costs_no_other(make: Make, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.reading.compression.LIMIT", 1000)
    assert told(read(make([("a.txt", TEXT * 30), "b.txt"]))) == ["a!a.txt: over 100 MB (split it into one file an article)", "a!b.txt"]


@BOTH
@pytest.mark.parametrize("data", [b"", TEXT, b"PK\x05\x06", bytes(100)], ids=["empty", "text", "cut", "zeros"])
def test_what_is_no_archive_is_one_problem(make: Make, read: Read, data: bytes) -> None:
    (problem,) = read(data)
    assert isinstance(problem, Problem)
    assert problem.where == "a"
    assert problem.what.startswith("damaged: ")


# ---- zip -------------------------------------------------------------------------------------


def test_encrypted_members_are_counted_and_cost_no_other() -> None:
    data = bytearray(make_zip(["a.txt", "b.txt", "c.txt", "photo.jpg"]))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for name in (b"a.txt", b"c.txt", b"photo.jpg"):
            at = data.rfind(signature, 0, data.find(name, data.find(signature)) if flags == 6 else data.rfind(name))
            data[at + flags] |= 1
    assert in_zip(bytes(data)) == [raw("b.txt"), Problem("a", "2 encrypted, such as a.txt", "unpack it with its password first")]


def test_a_link_in_a_zip_is_not_followed() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert in_zip(out.getvalue()) == [Problem("a!link.txt", "a link, which is not followed", UNPACK)]


def test_a_member_that_is_damaged_costs_no_other() -> None:
    data = make_zip(["a.txt", "b.txt", ("c.txt", TWO)], zipfile.ZIP_STORED).replace(TEXT, TEXT.upper(), 1)
    again = "fetch it again, or pack it again"
    assert in_zip(data) == [Problem("a!a.txt", "damaged: Bad CRC-32 for file 'a.txt'", again), raw("b.txt"), raw("c.txt", TWO)]


BOMB = Problem("a", "unpacks to over 200 times its size: the rest was not read", "it may be a zip bomb; if it is not, unpack it first")


def test_a_bomb_in_a_zip_costs_no_other_member() -> None:
    data = make_zip([("bomb.txt", bytes(2 * FREE)), "b.txt"])
    assert in_zip(data) == [Problem("a!bomb.txt", BOMB.what, BOMB.hint), raw("b.txt")]


def test_a_bomb_in_many_small_pieces_ends_its_zip() -> None:
    pieces = [(f"{number}.txt", bytes(FREE // 5)) for number in range(7)]
    found = in_zip(make_zip(pieces))
    assert [len(one.data) if isinstance(one, RawArticle) else one for one in found] == [*[FREE // 5] * 5, BOMB]


def test_a_member_that_is_more_than_its_directory_says_is_cut_there_and_damaged() -> None:
    data = bytearray(make_zip([("a.txt", TEXT * 100), "b.txt"]))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = len(TEXT).to_bytes(4, "little")
    damaged, other = in_zip(bytes(data))
    assert isinstance(damaged, Problem)
    assert damaged.where == "a!a.txt"
    assert other == raw("b.txt")


def test_members_that_share_their_data_are_refused() -> None:
    """As in the bomb of D. Fifield (2019), in which thousands of names stand for the same bytes."""
    content = random.Random(7).randbytes(2000).hex().encode()
    data = make_zip([("a.txt", content)])
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = b"".join(data[start:end].replace(b"a.txt", b"%c.txt" % sign) for sign in b"abcdefghijklmnopqrst")
    tail = bytearray(data[end:])
    tail[8:12] = (20).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    got = in_zip(data[:start] + entries + bytes(tail))
    assert got[-1] == Problem("a", "its members overlap: the rest was not read", BOMB.hint)
    assert len(got) < 10


def test_a_directory_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 200)
    assert told(in_zip(make_zip(["a.txt"]))) == ["a!a.txt"]
    many = make_zip([f"{number}.txt" for number in range(10)])
    assert told(in_zip(many)) == ["a: damaged: its directory is over 200 bytes (fetch it again, or pack it again)"]


def test_a_zip_from_a_pipe_is_refused() -> None:
    found = ended(zip_members(forwards(io.BytesIO(make_zip(["a.txt"]))), "-", DEFAULTS))
    assert told(found) == ["-: a zip cannot be read from a pipe, nor from a compressed file (save it as a file of its own)"]


# ---- tar -------------------------------------------------------------------------------------


def test_links_devices_and_pipes_in_a_tar_are_named_and_not_followed() -> None:
    members: list[Member] = [
        special("link.txt", tarfile.SYMTYPE, "/etc/passwd"),
        special("hard.txt", tarfile.LNKTYPE, "b.txt"),
        special("device.txt", tarfile.CHRTYPE),
        special("pipe.txt", tarfile.FIFOTYPE),
        special("folder.txt", tarfile.DIRTYPE),
        special("null", tarfile.CHRTYPE),
        "b.txt",
    ]
    link, device = "a link, which is not followed", "a device or pipe, not a file"
    assert in_tar(make_tar(members)) == [
        Problem("a!link.txt", link, UNPACK),
        Problem("a!hard.txt", link, UNPACK),
        Problem("a!device.txt", device, UNPACK),
        Problem("a!pipe.txt", device, UNPACK),
        raw("b.txt"),
    ]


def test_a_tar_is_read_from_a_stream_that_goes_forwards_only() -> None:
    data = make_tar(["a.txt", ("photo.jpg", bytes(100_000)), ("b.txt", TWO)])
    assert ended(tar_members(forwards(io.BytesIO(data)), "a", DEFAULTS)) == [raw("a.txt"), raw("b.txt", TWO)]


def test_a_tar_that_is_cut_keeps_what_came_before() -> None:
    whole = make_tar(["a.txt", "b.txt"])
    b = whole.index(b"b.txt")
    again = "fetch it again, or pack it again"
    assert in_tar(whole[: b + 530]) == [raw("a.txt"), Problem("a", "damaged: unexpected end of data", again)]
    assert in_tar(whole[:b]) == [raw("a.txt"), Problem("a", "ends without its end mark: members may be missing", again)]


def test_garbage_behind_a_member_is_not_taken_for_the_end() -> None:
    whole = make_tar(["a.txt", "b.txt"])
    what, hint = "damaged: what follows its last member is no header", "the members before it were read; fetch it again"
    assert in_tar(whole.replace(b"b.txt", b"c.txt")) == [raw("a.txt"), Problem("a", what, hint)]


def test_a_description_without_end_is_not_read() -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 3_000_000
    data = make_tar(["a.txt"])[:1024] + info.tobuf() + b"x" * 3_000_320 + make_tar(["b.txt"])
    again = "fetch it again, or pack it again"
    assert in_tar(data) == [raw("a.txt"), Problem("a", "damaged: a member's description is too long", again)]


def test_a_description_that_says_it_is_endless_ends_a_tar() -> None:
    header = special("h", tarfile.XHDTYPE)
    first, *rest = in_tar(make_tar(["a.txt", (header, b"%d path=b.txt\n" % 10**30), "b.txt"]))
    assert first == raw("a.txt")
    assert [one.what.split(":")[0] for one in rest if isinstance(one, Problem)] == ["damaged"]


def test_a_size_below_zero_is_refused() -> None:
    info = tarfile.TarInfo("a.txt")
    header = bytearray(info.tobuf())
    header[124:136] = b"\xff" * 11 + b"\x00"
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + 256 + sum(header[156:]))
    problem = Problem("a", "damaged: a member's size is below zero", "fetch it again, or pack it again")
    assert in_tar(bytes(header) + make_tar(["b.txt"])) == [problem]


def test_a_bomb_ends_a_tar_that_is_compressed() -> None:
    data = make_tar(["a.txt", ("bomb.jpg", bytes(2 * FREE)), "b.txt"])
    found = ended(tar_members(metered(io.BytesIO(data), lambda: 20_000, "a"), "a", DEFAULTS))
    assert found == [raw("a.txt"), BOMB]


# ---- promises --------------------------------------------------------------------------------

NAMES = st.one_of(
    st.sampled_from(["a.txt", "b.csv", "../c.txt", "d.zip", "e.html", "f", ".g.txt"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20),
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 600)), max_size=4)


def changed(data: bytes, changes: Iterable[tuple[float, bytes, int]]) -> bytes:
    """Bytes with pieces replaced at some places (as shares of their length) by others."""
    out = bytearray(data)
    for place, piece, length in changes:
        at = int(place * len(out))
        out[at : at + length] = piece
    return bytes(out)


@BOTH
@settings(deadline=None)
@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(members=st.lists(st.tuples(NAMES, st.binary(max_size=200)), max_size=5), changes=CHANGES)
def test_any_archive_is_articles_and_problems_with_names_of_their_own(
    make: Make, read: Read, members: list[tuple[str, bytes]], changes: list[tuple[float, bytes, int]]
) -> None:
    data = b""
    with suppress(ValueError, UnicodeError):  # names that the format cannot hold
        data = make(members)
    found = read(changed(data, changes))
    sources = [one.source for one in found if isinstance(one, RawArticle)]
    assert len(set(sources)) == len(sources)
    assert all(source.startswith("a!") and not source.startswith(("a!/", "a!../")) and source.encode() for source in sources)
