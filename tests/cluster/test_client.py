"""The cluster: a real scheduler and two real workers on this machine do what one process does, whoever dies."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

import quoth
from clusters import ONCE, POISON, cluster, scheduler_process
from databases import contents, start
from processes import LIMIT
from quoth.cluster import client as clusters
from quoth.cluster import coordinator
from quoth.cluster.client import connected
from quoth.commands.app import app
from quoth.model import Document
from quoth.reading.reports import read_reports
from quoth.storage.object_store import Storage
from quoth.storage.parquet import decode
from samples import NEWS
from workbench import book

DIED = "the process that analysed it died (it may need more memory than there is: try it alone, with quoth analyze)"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster's."""
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in NEWS.items():
        article(f"2017-10-0{1 + ord(name) % 3}-{name}.txt", text)
    lines = [json.dumps({"id": k, "text": NEWS["abcd"[k % 4]], "date": f"2017-10-{1 + k % 3:02}"}) for k in range(40)]
    article("news.jsonl", "\n".join(lines))


def article(name: str, text: str) -> None:
    """Write an article to inbox/."""
    Path("inbox").mkdir(exist_ok=True)
    Path("inbox", name).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    """A command in this process."""
    return CliRunner().invoke(app, list(arguments))


def batch(address: str, *arguments: str) -> Result:
    """A batch run on the cluster."""
    return run("batch", "inbox", "--engine", "dask", "--scheduler", address, *arguments)


def without_time(text: str) -> str:
    """What was said, without how long it took."""
    return re.sub(r", in \d+\.\d s", "", text)


def analysed() -> dict[str, Document]:
    """The reports that analyze gives on inbox/, by source."""
    assert run("analyze", "inbox", "--output", "analysed.jsonl").exit_code in (0, 1)
    return lines_of(Path("analysed.jsonl"))


def lines_of(path: Path) -> dict[str, Document]:
    """The reports in a file of JSON lines."""
    with path.open("rb") as file:
        return {report.source: report for report in read_reports(file, str(path), Document) if isinstance(report, Document)}


def partitioned(folder: str) -> dict[str, Document]:
    """All reports in a folder by date, each in the partition of its date and only once."""
    found: list[tuple[str, Document]] = []
    for path in sorted(Path(folder).glob("date=*/part-*")):
        day = path.parent.name.removeprefix("date=")
        dated = None if day == "__HIVE_DEFAULT_PARTITION__" else day
        documents = lines_of(path).values() if path.suffix == ".jsonl" else decode(path.read_bytes(), dated)
        assert {document.date for document in documents} == {dated}
        found += [(document.source, document) for document in documents]
    assert len(found) == len(dict(found))
    return dict(found)


# ---- the same as here ------------------------------------------------------------------------


def test_a_cluster_fills_a_database_as_this_machine_does(address: str) -> None:
    result = batch(address, "--db", "afar.db")
    assert (result.exit_code, without_time(result.stderr)) == (0, "quoth: afar.db: 44 articles: 44 done, 0 unchanged\n")
    run("batch", "inbox", "--db", "here.db")
    assert contents(Path("afar.db")) == contents(Path("here.db"))


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_what_workers_write_by_date_is_what_analyze_gives(address: str, form: str) -> None:
    result = batch(address, "--out", "out", "--out-format", form)
    assert (result.exit_code, without_time(result.stderr)) == (0, "quoth: out: 44 articles: 44 done, 0 unchanged\n")
    assert partitioned("out") == analysed()


def test_a_folder_of_parquet_is_read_as_one_table_with_the_date_as_a_column(address: str) -> None:
    batch(address, "--out", "out", "--out-format", "parquet", "--quiet")
    rows = parquet.read_table("out").to_pylist()
    assert {(row["source"], row["date"]) for row in rows} == {(source, found.date) for source, found in analysed().items()}


def test_rules_of_ones_own_travel_to_the_workers(address: str) -> None:
    Path("rules").mkdir()
    Path("rules/league.yaml").write_text("actors: [{id: river-league, name: River League, type: armed-group}]", encoding="utf-8")
    article("league.txt", "The River League said on Monday that the bridge was closed.")
    batch(address, "--out", "out", "--rules", "rules")
    (statement,) = partitioned("out")["inbox/league.txt"].statements
    assert statement.speaker is not None
    assert statement.speaker.actor == "river-league"


# ---- again -----------------------------------------------------------------------------------


def test_only_what_is_new_or_changed_is_done_and_what_is_gone_stays(address: str) -> None:
    batch(address, "--out", "out")
    before = partitioned("out")
    article("2017-10-02-a.txt", "Turkey said on Monday that the road was open.")
    article("2017-10-09-e.txt", NEWS["c"])
    article("2017-10-10-f.txt", "")
    gone = Path("inbox/2017-10-01-c.txt")
    gone.unlink()
    result = batch(address, "--out", "out")
    assert (result.exit_code, without_time(result.stderr).splitlines()[-1]) == (
        1,
        "quoth: out: 45 articles: 2 done, 42 unchanged, 1 failed",
    )
    after = partitioned("out")
    assert after == {**before, **analysed()}
    assert after.keys() - analysed().keys() == {str(gone)}

    again = batch(address, "--out", "out")
    assert (again.exit_code, without_time(again.stderr).splitlines()) == (
        1,
        [
            "quoth: 1 article still cannot be done, as in an earlier run: the notes in out/_quoth tell which",
            "quoth: out: 45 articles: 0 done, 44 unchanged, 1 failed",
        ],
    )


def test_where_too_many_articles_wait_for_their_pieces_the_run_goes_in_rounds(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coordinator, "TOGETHER", 10)
    monkeypatch.setattr(coordinator, "HELD", 500)
    batch(address, "--out", "out")
    before = partitioned("out")
    records = Path("inbox/news.jsonl").read_text(encoding="utf-8").splitlines()
    article("news.jsonl", "\n".join(records[1::2] + records[:20:4]))  # no piece is whole any more
    result = batch(address, "--out", "out", "--date-field", "date")
    assert (result.exit_code, without_time(result.stderr)) == (0, "quoth: out: 29 articles: 29 done, 0 unchanged\n")
    assert partitioned("out") == before


def test_a_part_that_somebody_took_away_is_made_again(address: str) -> None:
    batch(address, "--out", "out")
    before = partitioned("out")
    next(Path("out/date=2017-10-02").glob("part-*")).unlink()
    batch(address, "--out", "out")
    assert partitioned("out") == before


def test_parts_that_a_run_left_behind_when_it_was_killed_are_swept_away(address: str) -> None:
    article_of_ours = Path("out/date=2017-10-01/part-notes.jsonl")
    batch(address, "--out", "out")
    before = partitioned("out")
    Path("out/date=2017-10-01", f"part-{'0' * 32}.jsonl").write_bytes(b"{}\n")
    article_of_ours.write_bytes(b"")
    batch(address, "--out", "out")
    assert article_of_ours.exists()
    article_of_ours.unlink()
    assert partitioned("out") == before


def test_a_folder_in_one_format_is_not_mixed_with_another(address: str) -> None:
    batch(address, "--out", "out")
    result = batch(address, "--out", "out", "--out-format", "parquet")
    assert (result.exit_code, result.stderr) == (
        2,
        "quoth: out: holds reports as jsonl (say --out-format jsonl, or name another folder)\n",
    )


def test_a_run_that_is_killed_is_taken_up_again(address: str) -> None:
    for number in range(600):
        article(f"2018-01-{1 + number % 28:02}-{number}.txt", f"Report {number}. " + NEWS["abcd"[number % 4]])
    arguments = ["batch", "inbox", "--engine", "dask", "--scheduler", address, "--out", "out", "--quiet", "--wait"]
    with start(arguments, stderr=subprocess.DEVNULL) as process:
        wait_for_a_note()
        process.kill()
        process.wait()
    with start(arguments) as process:
        assert process.wait(LIMIT) == 0
    assert partitioned("out") == analysed()


# ---- whoever dies ----------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["--db", "--out"])
def test_a_worker_that_is_lost_costs_nothing(tmp_path_factory: pytest.TempPathFactory, target: str) -> None:
    article("2017-10-02-z.txt", f"{ONCE}. {NEWS['a']}")
    with cluster(tmp_path_factory.mktemp("perilous")) as address:
        result = batch(address, target, "result")
    assert (result.exit_code, without_time(result.stderr)) == (0, "quoth: result: 45 articles: 45 done, 0 unchanged\n")
    if target == "--db":
        run("batch", "inbox", "--db", "here.db")
        assert contents(Path("result")) == contents(Path("here.db"))
    else:
        assert partitioned("result") == analysed()


@pytest.mark.parametrize("target", ["--db", "--out"])
def test_an_article_that_kills_workers_is_named_and_costs_nothing_else(address: str, target: str) -> None:
    article("2017-10-02-z.txt", f"{POISON}. {NEWS['a']}")
    result = batch(address, target, "result")
    assert (result.exit_code, without_time(result.stderr).splitlines()) == (
        1,
        [f"quoth: inbox/2017-10-02-z.txt: {DIED}", "quoth: result: 45 articles: 44 done, 0 unchanged, 1 failed"],
    )
    again = batch(address, target, "result", "--quiet")
    assert again.stderr.startswith("quoth: 1 article still cannot be done, as in an earlier run: ")
    if target == "--out":
        Path("inbox/2017-10-02-z.txt").unlink()
        assert partitioned("result") == analysed()


def test_a_scheduler_that_goes_ends_the_run_and_the_next_one_goes_on(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    for number in range(600):
        article(f"2018-01-{1 + number % 28:02}-{number}.txt", f"Report {number}.\n\n" + "\n\n".join(NEWS.values()))
    with cluster(tmp_path_factory.mktemp("going")) as going:
        arguments = ["batch", "inbox", "--engine", "dask", "--scheduler", going, "--out", "out"]
        scheduler = scheduler_process(going)
        with start(arguments, stderr=subprocess.PIPE) as process:
            wait_for_a_note()
            os.kill(scheduler, signal.SIGKILL)
            _, stderr = process.communicate(timeout=LIMIT)
    assert (process.returncode, stderr.decode()) == (
        2,
        f"quoth: {going}: the scheduler is gone (run again: what was done so far is kept)\n",
    )
    assert batch(address, "--out", "out", "--quiet").exit_code == 0
    assert partitioned("out") == analysed()


def wait_for_a_note() -> None:
    """Until the first reports are written."""
    end = time.monotonic() + 60
    while not list(Path("out").glob("date=*/part-*")) and time.monotonic() < end:
        time.sleep(0.05)


# ---- what cannot be --------------------------------------------------------------------------


def test_a_second_run_to_the_same_folder_leaves_with_75(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "DEAD", 0.5)
    with connected(address, book()) as first, first.alone(Storage("out").address, wait=False):
        result = batch(address, "--out", "out")
    assert (result.exit_code, result.stderr) == (
        75,
        f"quoth: {Storage('out').address}: another run is writing to it (wait for it with --wait, or try again later)\n",
    )
    assert batch(address, "--out", "out", "--quiet").exit_code == 0


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT", 0.5)
    result = batch("tcp://127.0.0.1:9", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("quoth: tcp://127.0.0.1:9: no scheduler answers: ")
    assert result.stderr.endswith(" (is it running there? dask scheduler starts one)\n")
    assert not Path("out").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1", "4", "foo://x:1", "tcp://h:1/x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    result = batch(address, "--out", "out")
    assert (result.exit_code, result.stderr) == (
        2,
        f"quoth: {address}: not the address of a scheduler (expected one such as tcp://10.0.0.5:8786)\n",
    )


def test_a_large_article_is_sent_in_silence(address: str) -> None:
    article("2017-10-03-large.txt", "\n" * 12_000_000 + NEWS["a"])
    result = batch(address, "--out", "out", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_scheduler_without_workers_is_told(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT", 1.0)
    with cluster(tmp_path_factory.mktemp("empty"), workers=0) as address:
        result = batch(address, "--out", "out")
    assert (result.exit_code, result.stderr) == (
        2,
        f"quoth: {address}: the scheduler has no workers (start some: dask worker SCHEDULER --nworkers auto --nthreads 1)\n",
    )


def test_workers_with_another_quoth_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "version", lambda: "9.9")
    result = batch(address, "--out", "out")
    assert result.exit_code == 2
    assert f"has quoth {quoth.version()}, expected 9.9" in result.stderr


def test_a_folder_that_cannot_be_written_is_named(address: str) -> None:
    Path("out").write_bytes(b"")
    result = batch(address, "--out", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("quoth: out: cannot be read or written: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--engine", "dask"], "say where the cluster's scheduler is: --scheduler tcp://host:8786"),
        (["--scheduler", "tcp://h:1"], "only with --engine dask"),
        (["--out-format", "parquet", "--out", "out"], "only with --engine dask"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--out", "out", "--limit", "3"], "not where a cluster writes to --out"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--out", "out", "--jobs", "3"], "--jobs: the cluster has as many workers"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--out", "out", "--db", "d.db"], "its workers keep no database"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--out-format", "parquet"], "it is about --out, which is not given"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--jobs", "3"], "the cluster has as many workers as were started"),
        (["--engine", "dask", "--scheduler", "tcp://h:1", "--timeout", "3"], "a cluster's workers give no article up"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], complaint: str) -> None:
    result = run("batch", "inbox", *arguments)
    assert result.exit_code == 2
    assert complaint in " ".join(re.sub("[│╭╮╰╯─]", " ", result.stderr).split())
