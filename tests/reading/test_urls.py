"""remote: URLs as sources. Nothing here leaves this machine: memory://, file:// and a server on loopback."""

import functools
import http.server
import json
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.errors import InputError, Problem
from quoth.reading.formats import DEFAULTS, RawArticle, ReadOptions
from quoth.reading.sources import find_sources, parts, read_article
from quoth.reading.urls import is_url
from quoth.reporting.serialization import encode_jsonl
from samples import DOCUMENT

BODY = "Officials in the valley said the road was open.\n"
SPELLING = "check the spelling"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article, an archive, records, a report and what is no article."""
    (tmp_path / "deep").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("2017-10-07.txt", "deep/b.md", ".git/c.txt", "d.pdf"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr("e.txt", BODY)
    (tmp_path / "news.jsonl").write_text(json.dumps({"text": BODY}) + "\n", encoding="utf-8")
    (tmp_path / "reports.jsonl").write_bytes(encode_jsonl(DOCUMENT))
    return tmp_path


def refusal(source: str, options: ReadOptions = DEFAULTS) -> Problem:
    """Why a URL cannot be read."""
    with pytest.raises(InputError) as caught:
        read_article(source, options)
    return caught.value.problem


def names(sources: list[str | Problem], options: ReadOptions = DEFAULTS) -> list[str]:
    """What all the articles of some sources are called; problems as they are shown."""
    found = [part for source in sources for part in ([source] if isinstance(source, Problem) else parts(source, options))]
    return [part.source if isinstance(part, RawArticle) else str(part) for part in found]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("s3://bucket/a.txt", True),
        ("S3://x", True),
        ("a.txt", False),
        ("c://x", False),
        ("in/http://x", False),
        ("s3:/x", False),
        ("-", False),
    ],
)
def test_a_url_has_a_scheme_and_two_slashes(path: str, url: bool) -> None:
    assert is_url(path) is url


@pytest.mark.parametrize("scheme", ["http", "HTTPS"])
def test_the_web_is_not_read_unless_it_is_asked_for(scheme: str) -> None:
    problem = Problem(f"{scheme}://127.0.0.1/a.txt", f"{scheme.lower()}:// is not read unless it is asked for", "add --allow-http")
    assert list(find_sources([problem.where])) == [problem]
    assert refusal(problem.where) == problem
    assert list(parts(f"{scheme}://127.0.0.1/a.zip")) == [Problem(f"{scheme}://127.0.0.1/a.zip", problem.what, problem.hint)]


def test_the_web_is_not_reached_through_another_url() -> None:
    assert refusal("memory://a::https://127.0.0.1/") == Problem(
        "memory://a::https://127.0.0.1/", "a chain of URLs is not read", "name the file itself"
    )


def test_without_fsspec_a_url_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    problem = Problem("s3://bucket/a.txt", "needs fsspec, which is not installed", "pip install 'quoth[remote]'")
    assert list(find_sources(["s3://bucket/a.txt"])) == [problem]


class TestWithFsspec:
    """What the extra gives."""

    @pytest.fixture(autouse=True)
    def _needed(self) -> None:
        pytest.importorskip("fsspec")

    def test_a_file_url_is_read_like_the_file(self, folder: Path) -> None:
        url = f"file://{folder}/2017-10-07.txt"
        article = read_article(url)
        assert (article.source, article.text, article.date) == (url, BODY, "2017-10-07")
        assert article.digest == read_article(f"{folder}/2017-10-07.txt").digest

    def test_a_folder_gives_what_it_gives_as_a_path(self, folder: Path) -> None:
        as_path = names(list(find_sources([str(folder)])))
        assert len(as_path) == 4
        assert names(list(find_sources([f"file://{folder}"]))) == [f"file://{name}" for name in as_path]

    def test_what_a_url_does_not_name_is_a_problem(self, folder: Path) -> None:
        os.mkdir(folder / "bare")
        url = f"file://{folder}"
        assert refusal(f"{url}/gone.txt") == Problem(f"{url}/gone.txt", "not there, or not to be reached", "check the URL")
        (problem,) = find_sources([f"{url}/bare"])
        assert str(problem).startswith(f"{url}/bare: no articles here: ")
        assert refusal("nowhere://a/b.txt").what == "cannot be read: ValueError: Protocol not known: nowhere"

    def test_memory_is_a_store_like_any_other(self) -> None:
        memory = pytest.importorskip("fsspec").filesystem("memory")
        memory.pipe({"/news/a.txt": BODY.encode(), "/news/old/b.txt": BODY.encode()})
        try:
            assert list(find_sources(["memory://news"], ReadOptions(exclude=("old/*",)))) == ["memory:///news/a.txt"]
            assert read_article("memory:///news/a.txt").text == BODY
        finally:
            memory.rm("/news", recursive=True)

    def test_a_store_without_its_package_says_what_to_install(self) -> None:
        class Finder:
            """Nothing that is called s3fs can be found."""

            def find_spec(self, name: str, *_: object) -> None:
                if name == "s3fs":
                    raise ImportError(name)

        sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]
        try:
            assert refusal("s3://bucket/a.txt") == Problem(
                "s3://bucket/a.txt", "cannot be read: Install s3fs to access S3", "pip install what it names"
            )
        finally:
            sys.meta_path.pop(0)

    @pytest.fixture
    def server(self, folder: Path) -> Iterator[str]:
        """The folder on the web, as far as this machine."""
        pytest.importorskip("aiohttp")

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as web:
            threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
            yield f"http://127.0.0.1:{web.server_port}"
            web.shutdown()

    def test_the_web_is_read_when_it_is_asked_for(self, server: str) -> None:
        allowed = ReadOptions(allow_http=True)
        assert read_article(f"{server}/2017-10-07.txt", allowed).text == BODY
        sources = list(find_sources([f"{server}/news.jsonl", f"{server}/gone.txt"], allowed))
        assert names(sources, allowed) == [f"{server}/gone.txt", f"{server}/news.jsonl:1"]
        assert refusal(f"{server}/gone.txt", allowed) == Problem(f"{server}/gone.txt", "not there, or not to be reached", "check the URL")

    def test_what_fails_while_a_store_is_read_is_a_problem(self, server: str) -> None:
        (problem,) = names([f"{server}/day.zip"], ReadOptions(allow_http=True))
        assert problem.startswith(
            f"{server}/day.zip: cannot be read: ValueError: The HTTP server doesn't appear to support range requests."
        )
