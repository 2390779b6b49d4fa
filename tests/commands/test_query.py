"""query: what a database holds, as analyze would print it, and by a SELECT of one's own."""

import csv
import io
import json
import shlex
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from databases import start
from processes import LIMIT, QUOTH, finished
from quoth.commands.app import app
from quoth.storage.reader import search_terms
from samples import NEWS

LATER = "Iran said on Friday that the de-escalation zone near the old bridge was safe."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles, and a database of them."""
    home = tmp_path_factory.mktemp("query")
    (home / "inbox").mkdir()
    for name, text in {**NEWS, "2017-10-07": LATER, "copy": NEWS["a"]}.items():
        (home / "inbox" / f"{name}.txt").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["batch", str(home / "inbox"), "--db", str(home / "quoth.db")])
    assert result.exit_code == 0
    return home


@pytest.fixture(autouse=True)
def _there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def quoth_(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def sources(*arguments: str) -> list[str]:
    """The names of the articles that a query gives."""
    result = quoth_("query", *arguments)
    assert result.exit_code == 0, result.stderr
    return [Path(json.loads(line)["source"]).stem for line in result.stdout.splitlines()]


def said(*arguments: str) -> list[str]:
    """What was said, of all statements that a query gives."""
    lines = quoth_("query", *arguments).stdout.splitlines()
    return [" ".join(piece["text"] for piece in s["content"]) for line in lines for s in json.loads(line)["statements"]]


# ---- reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
@pytest.mark.parametrize(
    "filters", [(), ("--speaker", "Ankara"), ("--about", "turkey", "--act", "accuse"), ("--kind", "direct", "--only", "statements")]
)
def test_a_query_prints_what_analyze_prints(folder: Path, form: str, filters: tuple[str, ...]) -> None:
    made = quoth_("analyze", str(folder / "inbox"), "--format", form, *filters)
    read = quoth_("query", "--format", form, *filters)
    assert read.stdout_bytes == made.stdout_bytes
    assert (read.exit_code, read.stderr) == (0, "")


def test_a_filter_that_nothing_matches_is_told() -> None:
    assert quoth_("query", "--speaker", "nobody", "--only", "statements").stderr == "quoth: nothing matches the filters\n"
    assert quoth_("query", "--search", "nothing of the kind").stderr == "quoth: nothing matches the filters\n"


def test_dates_and_copies_choose_articles(folder: Path) -> None:
    assert sources() == ["2017-10-07", "a", "b", "c", "copy", "d"]
    assert sources("--since", "2017-10-07") == sources("--until", "2017-10-07") == ["2017-10-07"]
    assert sources("--since", "2017-10-08") == []
    assert sources("--once") == ["2017-10-07", "a", "b", "c", "d"]


def test_articles_that_are_gone_are_shown_unless_they_are_not_wanted(folder: Path) -> None:
    with closing(sqlite3.connect("quoth.db")) as db, db:
        db.execute("UPDATE documents SET gone = 1 WHERE source LIKE '%d.txt'")
    assert sources() == ["2017-10-07", "a", "b", "c", "copy", "d"]
    assert sources("--present") == ["2017-10-07", "a", "b", "c", "copy"]


def test_of_copies_the_first_that_is_there_stands_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        Path(f"{name}.txt").write_text(NEWS["a"], encoding="utf-8")
    Path("other.txt").write_text(NEWS["b"], encoding="utf-8")
    quoth_("batch", ".")
    assert sources("--once", "--present") == ["a", "other"]
    Path("a.txt").unlink()
    quoth_("batch", ".")
    assert sources("--once") == ["a", "other"]
    assert sources("--once", "--present") == ["b", "other"]
    Path("b.txt").unlink()
    quoth_("batch", ".")
    assert sources("--once", "--present") == ["c", "other"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bridges closed", ["the bridge was closed"] * 2),
        ("old bridge", ["the de-escalation zone near the old bridge was safe"]),
        ('"bridge old"', []),
        ("de-escalation", ["the de-escalation zone near the old bridge was safe"]),
        ("perm*", ["Turkey of building the bridge without a permit"] * 2),
        ("NOT bridge", []),
        ("-", []),
    ],
)
def test_words_are_looked_for_in_what_was_said(words: str, found: list[str]) -> None:
    assert said("--search", words) == found


def test_search_terms_hold_no_operators() -> None:
    assert search_terms('a OR "b c"* d* NEAR(e) "f') == '"a" "OR" "b c"* "d"* "NEAR(e)" "f"'


def test_an_output_never_replaces_the_database() -> None:
    result = quoth_("query", "--format", "jsonl", "--output", "quoth.db")
    assert (result.exit_code, result.stderr.split(" (")[0]) == (2, "quoth: quoth.db: cannot be written: it is one of the files to be read")


def test_a_database_that_is_not_there_is_told() -> None:
    result = quoth_("query", "--db", "none.db")
    assert (result.exit_code, result.stderr) == (2, "quoth: none.db: no such database (make it with quoth batch PATH --db FILE)\n")


def test_the_database_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_DB", "none.db")
    assert "none.db: no such database" in quoth_("query").stderr


# ---- SQL -------------------------------------------------------------------------------------

QUERY = "SELECT speaker, act, NULL AS empty, 1.5 AS n FROM statements_with_names WHERE source LIKE '%/a.txt' ORDER BY id"


def test_rows_come_as_json_lines() -> None:
    lines = [json.loads(line) for line in quoth_("query", "--sql", QUERY).stdout.splitlines()]
    assert lines == [{"speaker": who, "act": act, "empty": None, "n": 1.5} for who, act in (("Turkey", "STATEMENT"), ("Russia", "ACCUSE"))]


def test_columns_of_the_same_name_are_all_there() -> None:
    assert json.loads(quoth_("query", "--sql", "SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a").stdout) == {"a": 1, "a:1": 2, "b": 3, "a:2": 4}


def test_rows_come_as_one_list_of_json() -> None:
    assert [row["act"] for row in json.loads(quoth_("query", "--sql", QUERY, "--format", "json").stdout)] == ["STATEMENT", "ACCUSE"]
    assert json.loads(quoth_("query", "--sql", QUERY + " LIMIT 0", "--format", "json").stdout) == []


def test_rows_come_as_csv_that_a_spreadsheet_may_open() -> None:
    shown = quoth_("query", "--sql", "SELECT 'a,b' AS x, '=1+1' AS y, NULL AS z, x'00ff' AS w", "--format", "csv").stdout
    assert list(csv.reader(io.StringIO(shown))) == [["x", "y", "z", "w"], ["a,b", "'=1+1", "", "AP8="]]


def test_rows_come_as_a_table_that_does_not_steer_the_terminal() -> None:
    shown = quoth_("query", "--sql", "SELECT 'a' || char(27) || '[2J' AS x, 12 AS number", "--format", "table").stdout
    assert shown == "x      number\na␛[2J  12\n"


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM runs",
        "DROP TABLE runs",
        "CREATE TEMP TABLE t (x)",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "BEGIN",
        "SELECT load_extension('x')",
        "WITH t AS (SELECT 1) INSERT INTO runs SELECT * FROM t",
        "SELECT 1; DELETE FROM runs",
        "SELECT nothing",
        "nonsense",
        "",
        "SELECT '\0'",
    ],
)
def test_what_is_no_select_is_refused(query: str) -> None:
    before = Path("quoth.db").read_bytes()
    result = quoth_("query", "--sql", query)
    assert result.exit_code == 2
    assert result.stderr.startswith("quoth: --sql: ")
    assert Path("quoth.db").read_bytes() == before
    assert not Path("other.db").exists()


def test_the_tables_can_be_asked_for() -> None:
    shown = quoth_("query", "--sql", "PRAGMA table_info(contents)").stdout
    assert [json.loads(line)["name"] for line in shown.splitlines()] == ["id", "statement", "text", "start", "end"]


def test_a_select_may_search() -> None:
    query = "SELECT text FROM contents WHERE id IN (SELECT rowid FROM contents_fts WHERE contents_fts MATCH 'zone')"
    assert quoth_("query", "--sql", query).stdout == '{"text":"the de-escalation zone near the old bridge was safe"}\n'


def test_filters_and_a_select_do_not_go_together() -> None:
    assert quoth_("query", "--sql", QUERY, "--speaker", "turkey").exit_code == 2
    assert quoth_("query", "--sql", QUERY, "--search", "turkey").exit_code == 2


def test_ctrl_c_ends_a_select_without_end() -> None:
    endless = (
        "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT count(*) FROM t"
    )
    with start(["query", "--sql", endless], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b'{"n":1}\n'
        process.send_signal(signal.SIGINT)
        assert (process.communicate(timeout=LIMIT)[1], process.returncode) == (b"quoth: interrupted\n", 130)


def test_a_reader_that_stops_ends_a_query_quietly() -> None:
    many = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 1000000) SELECT n FROM t"
    done = finished(["bash", "-c", f'{shlex.join(QUOTH)} query --sql "{many}" | head -1; exit ${{PIPESTATUS[0]}}'])
    assert (done.returncode, done.stdout, done.stderr) == (0, b'{"n":1}\n', b"")


# ---- what cannot be read ---------------------------------------------------------------------


def test_words_that_are_not_utf_8_are_refused() -> None:
    result = quoth_("query", "--search", "caf\udce9 zone")
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "quoth: --search: holds a byte that is not UTF-8 (type the words in UTF-8, as articles are kept)\n",
    )


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE document_actors SET codes = '{\"iso3\": '",
        "UPDATE document_actors SET codes = '[]'",
        "UPDATE document_actors SET codes = 7",
        "UPDATE document_actors SET codes = x'ff'",
        "UPDATE statements SET speaker_others = '{}' WHERE speaker_name IS NOT NULL",
        "UPDATE statements SET speaker_others = 'Iran' WHERE speaker_name IS NOT NULL",
        "UPDATE statements SET speaker_name = CAST(x'ff' AS TEXT) WHERE speaker_name IS NOT NULL",
    ],
)
@pytest.mark.parametrize("command", ["query", "summary", "actors", "export --jsonl out", "export --parquet out"])
def test_a_cell_that_was_spoilt_is_told(tmp_path: Path, command: str, spoil: str) -> None:
    spoilt = str(shutil.copy("quoth.db", tmp_path / "spoilt.db"))
    with closing(sqlite3.connect(spoilt)) as db:
        db.execute(spoil)
        db.commit()
    result = quoth_(*command.replace("out", str(tmp_path / "out")).split(), "--db", spoilt)
    if result.exit_code == 0:
        assert "parquet" in command  # where such columns are text, whatever it says
        return
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"quoth: {spoilt}: ")
    assert isinstance(result.exception, SystemExit)
