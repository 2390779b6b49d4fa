"""batch: a folder into a database: what is new or changed, nothing twice, nothing lost."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import quoth
from databases import contents, start, wait_until_gone
from processes import LIMIT, STALL, stalled, stalling, started
from quoth.batch.batch import Request, Tally
from quoth.batch.batch import batch as run
from quoth.commands.app import app
from quoth.model import Document
from quoth.reading.formats import InputFormat, ReadOptions, real_name
from quoth.storage.database import alone, reading
from quoth.storage.reader import Choice, documents
from samples import NEWS
from terminals import on_terminal
from workbench import book

LONG_AGO = 1_500_000_000


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with articles in inbox/, written long ago."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(quoth.__file__).parents[1]))
    for name, text in NEWS.items():
        article(name, text)
    return tmp_path


def article(name: str, text: str) -> None:
    """Write an article."""
    path = Path("inbox", f"{name}.txt")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def batch(*paths: str, **wishes: Any) -> Tally:
    """A run over inbox/, or what is named; problems are let go."""
    return run(Request(paths or ("inbox",), wishes.pop("db", "quoth.db"), **wishes), book(), lambda _: None)


def quoth_(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def rows(query: str, *values: object, db: str = "quoth.db") -> list[tuple[Any, ...]]:
    """What a query finds."""
    with closing(sqlite3.connect(db)) as opened:
        return opened.execute(query, values).fetchall()


def column(query: str) -> list[Any]:
    """The first cell of each row."""
    return [row[0] for row in rows(query)]


def figures(tally: Tally) -> dict[str, int]:
    """What came of a run, without zeros."""
    return {name: count for name, count in vars(tally).items() if count}


# ---- what is done, and what is not -----------------------------------------------------------


def test_every_article_is_done_once() -> None:
    assert figures(batch()) == {"found": 4, "done": 4}
    assert figures(batch()) == {"found": 4, "unchanged": 4}
    assert column("SELECT source FROM documents ORDER BY id") == [f"inbox/{name}.txt" for name in "abcd"]


def test_only_what_is_new_or_changed_is_done() -> None:
    batch()
    article("b", "Iran said on Friday that the road was closed.")
    article("e", "Iraq said on Friday that it was open.")
    assert figures(batch()) == {"found": 5, "done": 2, "unchanged": 3}
    assert rows(
        "SELECT source, text FROM contents JOIN statements s ON s.id = statement JOIN documents d ON d.id = document WHERE run = 2"
    ) == [
        ("inbox/b.txt", "the road was closed"),
        ("inbox/e.txt", "it was open"),
    ]


def test_a_changed_article_keeps_its_number_and_leaves_no_rows_behind() -> None:
    batch()
    before = rows("SELECT id FROM documents WHERE source = 'inbox/a.txt'")
    article("a", "Nothing was said.")
    batch()
    assert rows("SELECT id FROM documents WHERE source = 'inbox/a.txt'") == before
    assert rows("SELECT count(*) FROM statements WHERE document = ?", *before[0]) == [(0,)]
    contents(Path("quoth.db"))


def test_a_change_that_keeps_size_and_time_is_noticed() -> None:
    path = Path("inbox/a.txt")
    os.utime(path, (LONG_AGO, LONG_AGO))
    time.sleep(2.1)  # else the file would be too young to be known by its times alone
    batch()
    assert column("SELECT count(*) FROM fingerprints WHERE stamp IS NOT NULL") == [4]
    path.write_text(NEWS["a"].replace("closed", "opened"), encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert figures(batch()) == {"found": 4, "done": 1, "unchanged": 3}


def test_other_rules_do_everything_again() -> None:
    batch()
    Path("rules").mkdir()
    Path("rules/own.yaml").write_text("disable: [quote.told-that]\n", encoding="utf-8")
    result = quoth_("batch", "inbox", "--rules", "rules")
    assert result.stderr.startswith("quoth: quoth.db: 4 articles: 4 done, 0 unchanged, in ")


def test_another_version_does_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    batch()
    monkeypatch.setattr("quoth.batch.batch.version", lambda: "99")
    assert figures(batch()) == {"found": 4, "done": 4}


RECORDS = """\
{"text": "Mali said it was ready.", "body": "Iraq said it was late.", "day": "2017-10-08"}
{"text": "", "body": "Iran said it was early.", "day": "2017-10-09"}
"""


@pytest.mark.parametrize(
    ("other", "shaping"),
    [
        (ReadOptions(text_field="body"), {"text_field": "body"}),
        (ReadOptions(title_field="day"), {"title_field": "day"}),
        (ReadOptions(date_field="day"), {"date_field": "day"}),
    ],
)
def test_records_that_are_read_otherwise_are_done_again(other: ReadOptions, shaping: dict[str, str]) -> None:
    Path("news.jsonl").write_text(RECORDS, encoding="utf-8")
    batch("news.jsonl", reading=ReadOptions(text_field="text"))
    assert batch("news.jsonl", reading=other).done > 0
    assert batch("news.jsonl", reading=other).done == 0
    assert [json.loads(reading) for reading in column("SELECT reading FROM runs")] == [{}, shaping, shaping]


def test_rows_below_another_header_are_done_again() -> None:
    Path("news.csv").write_text("id,headline,text\n1,Ready,Mali said it was ready.\n", encoding="utf-8")
    batch("news.csv")
    Path("news.csv").write_text("id,title,text\n1,Ready,Mali said it was ready.\n", encoding="utf-8")
    assert figures(batch("news.csv")) == {"found": 1, "done": 1}
    assert column("SELECT title FROM documents") == ["Ready"]


def test_files_that_are_read_as_something_else_are_done_again() -> None:
    assert figures(batch("inbox/a.txt")) == {"found": 1, "done": 1}
    assert figures(batch("inbox/a.txt", reading=ReadOptions(form=InputFormat.TEXT))) == {"found": 1, "done": 1}
    assert column("SELECT reading FROM runs WHERE id = 2") == ['{"form": "text"}']


def test_options_that_shape_no_report_do_nothing_again() -> None:
    batch()
    assert figures(batch(reading=ReadOptions(exclude=("d*",), allow_http=True))) == {"found": 3, "unchanged": 3, "gone": 1}


def test_files_by_date_are_written_again_where_records_were_read_otherwise() -> None:
    Path("news.jsonl").write_text('{"date": "2017-10-07", "text": "Mali said so.", "body": "Iraq said so."}\n', encoding="utf-8")
    batch("news.jsonl", out="by-date")
    batch("news.jsonl", out="by-date", reading=ReadOptions(text_field="body"))
    assert '"iraq"' in Path("by-date/2017-10-07.jsonl").read_text(encoding="utf-8")


def test_articles_that_go_are_kept_and_marked_until_they_come_back() -> None:
    batch()
    Path("inbox/b.txt").rename("b.txt")
    assert figures(batch()) == {"found": 3, "unchanged": 3, "gone": 1}
    assert column("SELECT source FROM documents WHERE gone = 2") == ["inbox/b.txt"]
    assert figures(batch()) == {"found": 3, "unchanged": 3}
    Path("b.txt").rename("inbox/b.txt")
    assert figures(batch()) == {"found": 4, "unchanged": 4}
    assert column("SELECT count(*) FROM documents WHERE gone IS NOT NULL") == [0]


@pytest.mark.parametrize("path", ["./inbox", "inbox/", "inbox//", ".//./inbox/.", "."])
def test_an_article_is_the_same_by_whatever_name_its_folder_is_given(path: str) -> None:
    archive("inbox/day.zip", e="Mali said it was ready.")
    batch()
    Path("inbox/b.txt").rename("b.md.away")
    assert figures(batch(path)) == {"found": 4, "unchanged": 4, "gone": 1}
    assert column("SELECT source FROM documents WHERE gone IS NOT NULL") == ["inbox/b.txt"]


def test_what_another_path_holds_is_not_gone() -> None:
    Path("other").mkdir()
    Path("other/z.txt").write_text("Mali said it was ready.", encoding="utf-8")
    batch()
    assert figures(batch("other")) == {"found": 1, "done": 1}
    assert figures(batch("inbox/a.txt")) == {"found": 1, "unchanged": 1}


def test_a_folder_that_cannot_be_found_loses_nothing_but_an_empty_one_does() -> None:
    batch()
    Path("inbox").rename("away")
    assert figures(batch()) == {"failed": 1, "told": 1}
    Path("inbox").mkdir()
    assert figures(batch()) == {"failed": 1, "told": 1, "gone": 4}


# ---- archives and records --------------------------------------------------------------------


def archive(name: str, **members: str) -> None:
    """Write a zip archive of articles."""
    with zipfile.ZipFile(name, "w") as zipped:
        for member, text in members.items():
            zipped.writestr(f"{member}.txt", text)


def test_articles_in_archives_are_known_again_one_by_one() -> None:
    archive("inbox/day.zip", a=NEWS["a"], b=NEWS["b"])
    assert figures(batch()) == {"found": 6, "done": 6, "copies": 2}
    assert figures(batch()) == {"found": 6, "unchanged": 6, "copies": 2}
    archive("inbox/day.zip", a=NEWS["a"], b=NEWS["b"] + " It denied it.", e="Mali said it was ready.")
    assert figures(batch()) == {"found": 7, "done": 2, "unchanged": 5, "copies": 2}
    archive("inbox/day.zip", e="Mali said it was ready.")
    assert figures(batch()) == {"found": 5, "unchanged": 5, "gone": 2, "copies": 2}
    assert column("SELECT source FROM documents WHERE gone = 4") == ["inbox/day.zip!a.txt", "inbox/day.zip!b.txt"]


def test_records_are_known_again_by_their_ids() -> None:
    lines = [json.dumps({"id": name, "date": "2017-10-07", "text": text}) for name, text in NEWS.items()]
    Path("news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert figures(batch("news.jsonl")) == {"found": 4, "done": 4}
    Path("news.jsonl").write_text("\n".join(reversed(lines)), encoding="utf-8")
    assert figures(batch("news.jsonl", jobs=2)) == {"found": 4, "unchanged": 4}
    assert rows("SELECT source, date FROM documents")[0] == ("news.jsonl#a", "2017-10-07")


def test_an_archive_that_breaks_off_is_told_and_what_it_held_is_not_gone() -> None:
    archive("day.zip", a=NEWS["a"], b=NEWS["b"])
    batch("day.zip")
    whole = Path("day.zip").read_bytes()
    Path("day.zip").write_bytes(whole[: len(whole) // 2])
    assert figures(batch("day.zip")) == {"failed": 1, "told": 1}
    assert figures(batch("day.zip")) == {"failed": 1, "told": 1}
    assert rows("SELECT * FROM problems") == []
    Path("day.zip").write_bytes(whole)
    assert figures(batch("day.zip")) == {"found": 2, "unchanged": 2}


def test_a_bad_article_in_an_archive_is_recorded_by_its_name() -> None:
    archive("day.zip", a=NEWS["a"], b="")
    assert figures(batch("day.zip")) == {"found": 2, "done": 1, "failed": 1, "told": 1}
    assert figures(batch("day.zip")) == {"found": 2, "unchanged": 1, "failed": 1}
    assert column("SELECT source FROM problems") == ["day.zip!b.txt"]
    archive("day.zip", a=NEWS["a"])
    assert figures(batch("day.zip")) == {"found": 1, "unchanged": 1, "gone": 1}
    assert rows("SELECT * FROM problems") == []


def test_what_is_left_of_an_archive_after_a_limit_is_not_gone() -> None:
    archive("day.zip", **NEWS)
    batch("day.zip")
    archive("day.zip", **{name: text + " It was late." for name, text in NEWS.items()})
    assert figures(batch("day.zip", limit=2))["done"] == 2
    assert column("SELECT count(*) FROM documents WHERE gone IS NOT NULL") == [0]


def test_an_article_that_is_named_twice_is_done_once() -> None:
    archive("day.zip", a=NEWS["a"], b=NEWS["b"])
    assert figures(batch("day.zip", "day.zip!b.txt")) == {"found": 2, "done": 2}


# ---- copies ----------------------------------------------------------------------------------


def test_copies_are_linked_and_counted_once() -> None:
    article("copy", "The Gazette, Tuesday\n\n" + NEWS["a"] * 3)
    article("a", NEWS["a"] * 3)
    assert figures(batch()) == {"found": 5, "done": 5, "copies": 1}
    assert column("SELECT o.source FROM documents d JOIN documents o ON o.id = d.copy_of") == ["inbox/a.txt"]
    counted = column("SELECT sum(statements) FROM dyads_by_day WHERE side_id = 'russia'")
    assert counted == column("SELECT count(*) FROM statements WHERE speaker_actor = 'russia' AND document = 1")
    with reading("quoth.db") as db:
        assert [document.source for document in documents(db, Choice(once=True))] == [f"inbox/{name}.txt" for name in "abcd"]


# ---- what fails ------------------------------------------------------------------------------


def test_a_bad_article_is_named_recorded_and_told_in_brief_until_it_changes() -> None:
    article("bad", "")
    first, second = quoth_("batch", "inbox"), quoth_("batch", "inbox")
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert first.stderr.startswith("quoth: inbox/bad.txt: empty (expected the text of an article)\nquoth: quoth.db: 5 articles: 4 done, ")
    assert second.stderr.startswith(
        "quoth: 1 article still cannot be done, as in an earlier run: quoth query --sql 'SELECT * FROM problems'"
    )
    assert rows("SELECT source, error, hint FROM problems") == [("inbox/bad.txt", "empty", "expected the text of an article")]
    article("bad", "Iraq said it was mended.")
    assert quoth_("batch", "inbox", "--quiet").stderr == ""
    assert rows("SELECT * FROM problems") == []


def test_an_article_that_failed_with_these_bytes_is_not_tried_again_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Document:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:  # no article is known that quoth fails on, but there may be one
        patch.setattr("quoth.running.runner.analyze", broken)
        assert figures(batch("inbox/a.txt")) == {"found": 1, "failed": 1, "told": 1}
    assert figures(batch("inbox/a.txt")) == {"found": 1, "failed": 1}
    assert column("SELECT error FROM problems") == ["could not be analysed: ZeroDivisionError: "]
    assert figures(batch("inbox/a.txt", retry=True)) == {"found": 1, "done": 1}


def test_an_article_that_can_no_longer_be_read_keeps_its_report() -> None:
    batch()
    article("a", "")
    assert figures(batch()) == {"found": 4, "unchanged": 3, "failed": 1, "told": 1}
    assert column("SELECT count(*) FROM statements WHERE document = 1") == [2]
    article("a", NEWS["a"])
    assert figures(batch()) == {"found": 4, "unchanged": 4}
    assert rows("SELECT * FROM problems") == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_an_article_that_takes_too_long_is_named_recorded_and_costs_nothing_else() -> None:
    Path("z.txt").write_text(STALL, encoding="utf-8")
    command = ["batch", "inbox", "z.txt", "--jobs", "2", "--quiet", "--timeout", "3"]
    with start(command, stderr=subprocess.PIPE, env=stalling(Path("stalling"))) as process:
        _, stderr = process.communicate(timeout=LIMIT)
    late = "took longer than 3 seconds, and was given up (give it longer with --timeout, or 0 for no end)"
    assert (process.returncode, stderr.decode()) == (1, f"quoth: z.txt: {late}\n")
    assert column("SELECT source FROM documents WHERE error IS NULL ORDER BY source") == [f"inbox/{name}.txt" for name in "abcd"]
    assert column("SELECT source FROM problems") == ["z.txt"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_an_article_that_kills_its_process_costs_nothing_else() -> None:
    Path("z.txt").write_text(STALL, encoding="utf-8")
    command = ["batch", "inbox", "z.txt", "--jobs", "2", "--quiet"]
    with start(command, stderr=subprocess.PIPE, env=stalling(Path("stalling"))) as process:
        os.kill(stalled(Path("stalling")), signal.SIGKILL)
        _, stderr = process.communicate(timeout=LIMIT)
    assert (process.returncode, stderr.decode()) == (
        1,
        "quoth: z.txt: the process that analysed it died (it may need more memory than there is: try it alone, with quoth analyze)\n",
    )
    assert column("SELECT source FROM documents WHERE error IS NULL ORDER BY source") == [f"inbox/{name}.txt" for name in "abcd"]


def test_rules_that_are_wrong_leave_the_database_as_it_was() -> None:
    batch()
    before = contents(Path("quoth.db"))
    Path("rules").mkdir()
    Path("rules/bad.yaml").write_text("actors: [", encoding="utf-8")
    assert quoth_("batch", "inbox", "--rules", "rules").exit_code == 3
    assert contents(Path("quoth.db")) == before


# ---- wishes ----------------------------------------------------------------------------------


def test_a_limit_does_so_many_and_the_next_run_goes_on() -> None:
    assert figures(batch(limit=3)) == {"found": 4, "done": 3}
    assert figures(batch(limit=3)) == {"found": 4, "done": 1, "unchanged": 3}


def test_articles_before_a_date_are_passed_over_and_those_without_one_are_done() -> None:
    article("2017-10-07-idlib", "Iraq said it was early.")
    article("2017-10-09-idlib", "Iraq said it was late.")
    assert figures(batch(since="2017-10-08")) == {"found": 6, "done": 5, "passed": 1}
    assert figures(batch()) == {"found": 6, "done": 1, "unchanged": 5}


def test_fail_fast_stops_at_the_first_failure_and_keeps_what_was_done() -> None:
    article("b", "")
    assert figures(batch(fail_fast=True)) == {"found": 4, "done": 1, "failed": 1, "told": 1}
    assert column("SELECT source FROM documents") == ["inbox/a.txt", "inbox/b.txt"]
    assert figures(batch("nowhere", "inbox", fail_fast=True)) == {"found": 4, "failed": 1, "told": 1}


def test_the_number_of_processes_makes_no_difference() -> None:
    for number in range(30):
        article(f"e{number:02}", NEWS["abcd"[number % 4]] * (1 + number % 3))
    article("bad", "")
    batch(jobs=1)
    one = contents(Path("quoth.db"))
    Path("quoth.db").unlink()
    batch(jobs=3)
    assert contents(Path("quoth.db")) == one


@pytest.mark.parametrize(("value", "code"), [("2017-10-07", 0), ("7d", 0), ("yesterday", 2), ("2017-13-01", 2)])
def test_dates_are_days_or_days_ago(value: str, code: int) -> None:
    assert quoth_("batch", "inbox", "--since", value).exit_code == code


@pytest.mark.parametrize("db", ["", ":memory:"])
def test_a_database_that_would_be_lost_at_the_end_is_refused(db: str) -> None:
    result = quoth_("batch", "inbox", "--db", db)
    assert result.exit_code == 2
    assert "expected the name of a file" in result.stderr


def test_a_folder_that_cannot_be_written_is_told_when_all_is_in_the_database() -> None:
    Path("out").touch()
    result = quoth_("batch", "inbox", "--out", "out")
    hint = "name another folder, or check its owner and mode with ls -ld"
    assert (result.exit_code, result.stderr) == (2, f"quoth: out: cannot be written: File exists ({hint})\n")
    assert column("SELECT count(*) FROM documents") == [4]


def test_standard_input_is_refused() -> None:
    result = quoth_("batch", "-")
    assert result.exit_code == 2
    assert "has no name to be known by" in result.stderr


# ---- manners ---------------------------------------------------------------------------------


def test_quiet_says_nothing_and_otherwise_one_line_is_said() -> None:
    loud = quoth_("batch", "inbox")
    assert loud.stdout == ""
    assert loud.stderr.startswith("quoth: quoth.db: 4 articles: 4 done, 0 unchanged, in ")
    assert loud.stderr.count("\n") == 1
    quiet = quoth_("batch", "inbox", "-q")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")


def test_a_terminal_gets_a_bar_with_rate_and_time_left_unless_it_is_to_be_quiet() -> None:
    for number in range(60):
        article(f"e{number}", NEWS["a"])
    shown, code = on_terminal(["batch", "inbox"], COLUMNS="100")
    assert code == 0
    assert re.search(r"\d+/64.*\d+/s.*\d:\d\d:\d\d", shown)
    assert on_terminal(["batch", "inbox", "--quiet"]) == ("", 0)


def test_a_log_in_json_has_a_line_for_each_event() -> None:
    article("bad", "")
    result = quoth_("batch", "inbox", "nowhere", "--log-json")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [event["event"] for event in events] == ["problem", "problem", "summary"]
    assert {key: events[1][key] for key in ("where", "what")} == {"where": "inbox/bad.txt", "what": "empty"}
    wanted = {"found": 5, "done": 4, "unchanged": 0, "failed": 2, "gone": 0, "too_old": 0, "copies": 0, "db": "quoth.db"}
    assert {key: events[2][key] for key in wanted} == wanted
    assert all(event["time"].endswith("+00:00") for event in events)


def test_what_ends_a_run_is_told_in_the_log_too() -> None:
    Path("quoth.db").write_text("This is no database.\n" * 100, encoding="utf-8")
    result = quoth_("batch", "inbox", "--log-json")
    assert (result.exit_code, json.loads(result.stderr)["what"]) == (2, "not a database")


def test_runs_are_recorded() -> None:
    batch()
    batch()
    assert rows("SELECT paths, found, done, unchanged, failed, gone, finished >= started FROM runs") == [
        ('["inbox"]', 4, 4, 0, 0, 0, 1),
        ('["inbox"]', 4, 0, 4, 0, 0, 1),
    ]


def test_names_that_are_not_utf8_are_known_again() -> None:
    os.rename(b"inbox/a.txt", b"inbox/\xff.txt")
    time.sleep(2.1)
    assert figures(batch()) == {"found": 4, "done": 4}
    assert figures(batch()) == {"found": 4, "unchanged": 4}
    assert column("SELECT source FROM documents ORDER BY source")[-1] == "inbox/d.txt"
    assert "inbox/\\xff.txt" in column("SELECT source FROM documents")


def test_a_pipe_is_named_and_not_waited_for() -> None:
    os.mkfifo("z.txt")
    result = quoth_("batch", "inbox", "z.txt", "--quiet")
    assert (result.exit_code, result.stderr) == (
        1,
        "quoth: z.txt: is a pipe or device, expected a file (save it as a file, or let quoth analyze read it)\n",
    )
    assert column("SELECT count(*) FROM documents") == [4]


def test_names_that_differ_only_in_bytes_that_are_not_utf8_are_two() -> None:
    os.rename(b"inbox/a.txt", b"inbox/a\xff.txt")
    os.rename("inbox/b.txt", "inbox/a\\xff.txt")
    assert figures(batch()) == {"found": 4, "done": 4}
    assert figures(batch()) == {"found": 4, "unchanged": 4}
    names = column("SELECT source FROM documents ORDER BY source")
    assert names == ["inbox/a\\x5cxff.txt", "inbox/a\\xff.txt", "inbox/c.txt", "inbox/d.txt"]
    for name in names:  # each is found by the name that reports give; one that the file of another name has is that file's
        assert json.loads(quoth_("analyze", name).stdout)["source"] == name
        os.unlink(os.fsencode(real_name(name)))


def test_an_article_that_the_database_refuses_fails_and_ends_nothing() -> None:
    batch("inbox/c.txt")
    with closing(sqlite3.connect("quoth.db")) as db:
        db.execute(
            "CREATE TRIGGER strict BEFORE UPDATE ON documents WHEN new.source LIKE '%b.txt' AND new.digest IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'no b here'); END"
        )
        db.commit()
    assert figures(batch()) == {"found": 4, "done": 2, "unchanged": 1, "failed": 1, "told": 1}
    assert rows("SELECT source, error FROM problems") == [("inbox/b.txt", "its report was refused by the database: no b here")]


# ---- several runs, and the end of one ---------------------------------------------------------


def test_a_second_run_leaves_with_75_while_the_first_is_at_work() -> None:
    with alone("quoth.db"):
        result = quoth_("batch", "inbox")
    assert (result.exit_code, result.stderr) == (
        75,
        "quoth: quoth.db: another run is writing to it (wait for it with --wait, or try again later)\n",
    )


def test_a_second_run_can_wait() -> None:
    with ExitStack() as first:
        first.enter_context(alone("quoth.db"))
        with start(["batch", "inbox", "--wait", "--quiet"], stderr=subprocess.PIPE) as process:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(4)
            first.close()
            assert (process.communicate(timeout=LIMIT)[1], process.returncode) == (b"", 0)
    assert column("SELECT count(*) FROM documents") == [4]


SMALL_PIECES = """
import quoth.batch.batch
quoth.batch.batch.TOGETHER = 3
from quoth.commands.app import main
main()
"""
"""quoth, but with a transaction for every three articles."""


def kill_at(name: str, written: int) -> None:
    """Start a run on disturbed.db that comes as far as this name and no further, and kill -9 it there."""
    article(name, STALL)
    command = [sys.executable, "-c", SMALL_PIECES, "batch", "inbox", "--db", "disturbed.db", "--jobs", "2"]
    count = "SELECT count(*) FROM documents WHERE run = (SELECT max(id) FROM runs)"
    with started(command, stderr=subprocess.DEVNULL, env=stalling(Path(f"stalling-{name}"))) as process:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(sqlite3.OperationalError):
                if rows(count, db="disturbed.db")[0][0] >= written:
                    break
            time.sleep(0.05)
        assert process.poll() is None
        process.kill()
        process.wait()
        Path(f"inbox/{name}.txt").unlink()
        assert wait_until_gone(["disturbed.db"]) == [], "processes that nobody needs are left"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_run_that_is_killed_and_taken_up_again_gives_what_an_undisturbed_one_gives() -> None:
    for number in range(20):
        article(f"e{number:02}", f"Report {number}. " + NEWS["abcd"[number % 4]] * (1 + number % 3))
    batch()
    kill_at("e05pipe", 9)
    kill_at("e15pipe", 9)
    batch(db="disturbed.db")
    assert contents(Path("disturbed.db")) == contents(Path("quoth.db"))

    article("a", "Nothing was said.")
    article("e02", "")
    article("e04", NEWS["c"])
    article("f", NEWS["d"])
    Path("inbox/e10.txt").unlink()
    batch()
    kill_at("e03pipe", 1)
    batch(db="disturbed.db")
    assert contents(Path("disturbed.db")) == contents(Path("quoth.db"))
    assert column("SELECT count(*) FROM documents WHERE gone IS NOT NULL") == [1]
