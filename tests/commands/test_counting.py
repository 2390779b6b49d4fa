"""cliviews: summary and actors as people run them: arguments and bytes in; stdout, stderr and exit code out."""

import csv
import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import quoth
from processes import QUOTH, finished
from quoth.batch.tasks import Result as Made
from quoth.batch.writer import Store
from quoth.commands.app import app
from quoth.model import Document
from quoth.reading.reports import read_reports
from quoth.reporting.serialization import encode_jsonl
from quoth.storage.database import writing
from quoth.storage.object_store import Storage
from quoth.storage.parquet import encode
from samples import OPEN, OPEN_TEXT
from terminals import on_terminal

ARTICLE = (
    "Turkey said on Monday that the bridge was closed. “We will open it soon,” President Recep Tayyip Erdogan said.\n\n"
    "Russia accused Turkey of building the bridge without a permit.\n"
)
OTHER = "Solange Kavira, a teacher, said that Iran had opened the road. Kavira said that Russia had not.\n"


KAVIRA = "text:solange-kavira"
"""The teacher of the second article, whom no rule names."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh working folder with two articles; subprocesses find this very quoth."""
    monkeypatch.setenv("PYTHONPATH", str(Path(quoth.__file__).parents[1]))
    monkeypatch.delenv("COLUMNS", raising=False)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "2017-10-08-a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "2018-02-03-b.txt").write_text(OTHER, encoding="utf-8")
    return folder


def quoth_(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process. Without stdin it reads what ends at once."""
    return CliRunner().invoke(app, list(arguments), input=stdin)


def reports() -> str:
    """The name of a file with the reports on both articles."""
    assert quoth_("analyze", ".", "--output", "reports.jsonl").exit_code == 0
    return "reports.jsonl"


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a pipeline in which `quoth` is this very quoth; the exit code is the first command's."""
    command = command.replace("quoth", shlex.join(QUOTH))
    return finished(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"])


def cells(result: Result) -> list[tuple[str | None, str | None, int]]:
    """Who speaks about whom, in how many statements."""
    return [(cell["speaker"], cell["about"], cell["statements"]) for cell in json.loads(result.stdout)["matrix"]]


# ---- summary ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["summary", "actors"])
def test_records_are_counted_like_files(command: str) -> None:
    Path("mine").mkdir()
    records = [{"day": "2017-10-08", "body": ARTICLE}, {"day": "2018-02-03", "body": OTHER}]
    Path("mine/news.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    fields = ["--text-field", "body", "--date-field", "day"]
    counted = quoth_(command, "mine", *fields).stdout
    counted = counted.replace("mine/news.jsonl:1", "2017-10-08-a.txt").replace("mine/news.jsonl:2", "2018-02-03-b.txt")
    assert counted == quoth_(command, "2017-10-08-a.txt", "2018-02-03-b.txt").stdout
    assert quoth_(command, "mine").exit_code == 1


def test_a_piped_summary_is_one_json_object() -> None:
    result = quoth_("summary", ".")
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    summary = json.loads(result.stdout)
    assert list(summary)[:3] == ["quoth", "rules", "by"]
    counts = {key: summary[key] for key in ("by", "documents", "first", "last", "statements")}
    assert counts == {"by": "side", "documents": 2, "first": "2017-10-08", "last": "2018-02-03", "statements": 5}
    assert cells(result) == [("turkey", None, 2), ("russia", "turkey", 1), (KAVIRA, "iran", 1), (KAVIRA, "russia", 1)]
    assert [(tie["kind"], tie["a"], tie["b"], tie["types"]) for tie in summary["relations"]] == [
        ("opposed", "russia", "turkey", {"accuses": 1})
    ]


def test_reports_give_what_their_articles_give() -> None:
    from_articles = quoth_("summary", ".").stdout
    assert quoth_("summary", "--reports", reports()).stdout == from_articles
    assert quoth_("summary", "--reports", "-", stdin=Path("reports.jsonl").read_bytes()).stdout == from_articles
    assert (
        quoth_("summary", "2017-10-08-a.txt", "--reports", "-", stdin=quoth_("analyze", "2018-02-03-b.txt").stdout).stdout == from_articles
    )


def test_folders_of_reports_by_date_and_the_files_of_a_glob_give_what_their_articles_give() -> None:
    from_articles = quoth_("summary", ".").stdout
    quoth_("batch", ".", "--out", "by-date", "--db", "some.db")
    assert quoth_("summary", "--reports", "by-date").stdout == from_articles
    files = [str(path) for path in sorted(Path("by-date").glob("*.jsonl"))]
    assert len(files) == 2
    assert quoth_("summary", "--reports", *files).stdout == from_articles


def test_parts_of_parquet_give_what_their_articles_give() -> None:
    from_articles = quoth_("summary", ".").stdout
    with open(reports(), "rb") as file:
        for document in read_reports(file, "reports.jsonl", Document):
            assert isinstance(document, Document)
            Storage("out").put(f"date={document.date}/part-0.parquet", encode([document]))
    Path("reports.jsonl").unlink()
    assert quoth_("summary", "--reports", "out").stdout == from_articles
    Path("out/date=2017-10-08/part-0.parquet").write_bytes(b"PAR1")
    broken = quoth_("summary", "--reports", "out")
    assert (broken.exit_code, broken.stderr.startswith("quoth: out/date=2017-10-08/part-0.parquet: not reports: ")) == (1, True)


def test_a_folder_without_reports_is_named() -> None:
    Path("empty").mkdir()
    result = quoth_("summary", "--reports", "empty")
    hint = "name what quoth analyze wrote as JSON or JSON lines, or quoth batch with --out"
    assert (result.exit_code, result.stderr) == (1, f"quoth: empty: holds no reports ({hint})\n")


def test_reports_on_the_same_text_count_once() -> None:
    once = quoth_("summary", "--reports", reports(), "--format", "json")
    twice = quoth_("summary", "--reports", "reports.jsonl", "--reports", "reports.jsonl", "--format", "json")
    assert (twice.exit_code, twice.stdout) == (0, once.stdout)
    assert twice.stderr == "quoth: 2 reports are on a text that was counted already, and left out\n"


@pytest.mark.parametrize("command", ["summary", "actors"])
def test_a_database_gives_what_its_articles_give_and_counts_copies_once(command: str) -> None:
    made = quoth_(command, "2017-10-08-a.txt", "2018-02-03-b.txt")
    Path("copy.txt").write_text(ARTICLE, encoding="utf-8")
    assert quoth_("batch", ".", "--quiet").exit_code == 0
    read = quoth_(command, "--db", "quoth.db")
    assert (read.exit_code, read.stdout) == (0, made.stdout)
    assert quoth_(command, "--db", "none.db").stderr == "quoth: none.db: no such database (make it with quoth batch PATH --db FILE)\n"
    assert quoth_(command, "--db", "quoth.db", "--output", "quoth.db").exit_code == 2


def test_reports_are_summarised_without_making_the_rules_ready() -> None:
    reports()
    code = (
        "import sys; from quoth.commands.app import app\n"
        "try: app(['summary', '--reports', 'reports.jsonl'], standalone_mode=False)\n"
        "finally: print(sorted({'nltk', 'networkx', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    assert finished([sys.executable, "-c", code]).stderr == b"[]\n"


def test_by_actor_and_by_bloc() -> None:
    reports()
    assert cells(quoth_("summary", "--reports", "reports.jsonl", "--by", "actor"))[:2] == [
        ("recep-tayyip-erdogan", None, 1),
        ("russia", "turkey", 1),
    ]
    blocs = quoth_("summary", "--reports", "reports.jsonl", "--by", "bloc", "--bloc", "NATO", "--bloc", "astana-guarantors")
    assert cells(blocs) == [
        ("bloc.astana-guarantors", None, 2),
        ("bloc.nato", None, 2),
        (KAVIRA, "bloc.astana-guarantors", 2),
        ("bloc.astana-guarantors", "bloc.astana-guarantors", 1),
        ("bloc.astana-guarantors", "bloc.nato", 1),
    ]


def test_filters_narrow_a_summary() -> None:
    assert cells(quoth_("summary", ".", "--act", "accuse")) == [("russia", "turkey", 1)]
    assert cells(quoth_("summary", ".", "--side", "Ankara")) == [("turkey", None, 2)]
    nothing = quoth_("summary", "2018-02-03-b.txt", "--speaker", "nobody")
    assert (nothing.exit_code, cells(nothing), nothing.stderr) == (0, [], "quoth: nothing matches the filters\n")


def test_a_table_shows_the_four_parts_and_one_part_only_that() -> None:
    whole = quoth_("summary", ".", "--format", "table").stdout.splitlines()
    assert whole[0].rstrip() == "2 documents, 2017-10-08 to 2018-02-03: 5 statements"
    titles = ["who speaks, by side", "who speaks about whom", "who is opposed", "top speakers"]
    assert [line.rstrip() for line in whole if line.rstrip() in titles] == titles
    assert max(map(len, whole)) <= 120
    assert any(line.split() == ["Russia", "Turkey", "1", "1", "0", "accuses", "1"] for line in whole)
    part = quoth_("summary", ".", "--format", "table", "--only", "relations").stdout
    assert [title for title in titles if title in part] == ["who is opposed"]


def test_a_table_says_how_much_more_there_is_and_keeps_those_not_known() -> None:
    shown = quoth_("summary", ".", "--format", "table", "--only", "matrix", "--top", "1").stdout
    assert "and 2 more (--top)" in shown
    assert "Russia" not in [line.split(" ")[0] for line in shown.splitlines()]


def test_csv_has_one_row_a_cell_a_relation_or_a_speaker() -> None:
    def rows(*arguments: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(quoth_("summary", ".", "--format", "csv", *arguments).stdout)))

    [_, accusation, *_] = rows()
    assert {key: value for key, value in accusation.items() if value not in ("", "0")} == {
        "speaker": "russia", "speaker_name": "Russia", "about": "turkey", "about_name": "Turkey", "statements": "1", "documents": "1",
        "verbal_conflict": "1", "ACCUSE": "1", "speaker_known": "rules", "about_known": "rules",
    }  # fmt: skip
    assert [row["types"] for row in rows("--only", "relations")] == ["accuses 1"]
    assert [row["name"] for row in rows("--only", "speakers")] == ["Solange Kavira", "Recep Tayyip Erdogan", "Russia", "Turkey"]


@pytest.mark.parametrize(
    ("name", "start"), [("s.json", '{"quoth"'), ("s.csv", "speaker,"), ("s.dot", "digraph"), ("s.gv", "digraph"), ("s", "{")]
)
def test_the_ending_of_the_output_gives_the_format(name: str, start: str) -> None:
    result = quoth_("summary", ".", "--output", name)
    assert (result.exit_code, result.output) == (0, "")
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_graphml_is_written_and_read_back() -> None:
    networkx = pytest.importorskip("networkx")
    assert quoth_("summary", ".", "--output", "s.graphml").exit_code == 0
    graph = networkx.read_graphml("s.graphml")
    assert sorted((a, b, told["kind"]) for a, b, told in graph.edges(data=True)) == [
        ("russia", "turkey", "opposed"),
        ("russia", "turkey", "speaks"),
        (KAVIRA, "iran", "speaks"),
        (KAVIRA, "russia", "speaks"),
    ]


def test_without_networkx_graphml_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    result = quoth_("summary", "nowhere.txt", "--output", "s.graphml")
    assert (result.exit_code, result.stderr) == (2, "quoth: GraphML: needs networkx, which is not installed (pip install 'quoth[graph]')\n")
    assert not Path("s.graphml").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("summary . --bloc nato", "give --by bloc too"),
        ("summary . --by bloc --bloc natoo", "no bloc is called 'natoo': did you mean bloc.nato?"),
        ("summary . --format dot --only speakers", "a graph has the matrix and the relations"),
        ("summary - --reports -", "standard input holds either articles or reports"),
        ("actors . --suggest --format csv", "suggestions are YAML"),
    ],
)
def test_options_that_do_not_fit_are_a_usage_error(arguments: str, complaint: str) -> None:
    result = quoth_(*arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


# ---- what goes wrong -------------------------------------------------------------------------


def test_what_cannot_be_read_is_named_and_the_rest_is_counted() -> None:
    reports()
    Path("bad.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    result = quoth_("summary", "nowhere.txt", "--reports", "bad.jsonl", "--reports", "gone.jsonl", "--reports", "reports.jsonl")
    assert (result.exit_code, json.loads(result.stdout)["documents"]) == (1, 2)
    assert result.stderr.splitlines() == [
        "quoth: nowhere.txt: no such file or folder (check the spelling)",
        "quoth: bad.jsonl:1: not a report: Object missing required field `source` (see quoth schema)",
        "quoth: gone.jsonl: cannot be read: No such file or directory "
        "(name what quoth analyze wrote as JSON or JSON lines, or quoth batch with --out)",
    ]


@pytest.mark.parametrize("command", ["summary", "actors"])
def test_reports_named_as_articles_are_told_apart(command: str) -> None:
    result = quoth_(command, reports())
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"reports.jsonl holds reports: say quoth {command} --reports reports.jsonl" in " ".join(result.stderr.split())
    piped = shell(f"cat reports.jsonl | quoth {command} - | cat")
    assert b"standard input holds reports" in piped.stderr


def test_an_output_never_replaces_what_is_read() -> None:
    before = Path(reports()).read_bytes()
    result = quoth_("summary", "--reports", "reports.jsonl", "--format", "json", "--output", "reports.jsonl")
    assert (result.exit_code, Path("reports.jsonl").read_bytes()) == (2, before)
    assert result.stderr == "quoth: reports.jsonl: cannot be written: it is one of the files to be read (name another file with --output)\n"


def test_wrong_rules_end_a_summary() -> None:
    Path("mine.yaml").write_text("blocs:\n- {id: b, name: B, members: [turkeyy]}\n", encoding="utf-8")
    result = quoth_("summary", "--reports", reports(), "--rules", "mine.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "quoth: mine.yaml:2:30: members: no actor has the id `turkeyy` (did you mean `turkey`?)\n"


@pytest.mark.parametrize("command", ["summary --format csv", "summary --format table", "actors --format csv"])
def test_a_reader_that_stops_ends_it_quietly(command: str) -> None:
    reports()
    done = shell(f"quoth {command} --reports reports.jsonl | head -1")
    assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (0, b"", 1)


def test_names_from_reports_do_not_steer_the_terminal() -> None:
    hostile = Path(reports()).read_text(encoding="utf-8")
    for name in ("Solange Kavira", "Russia"):
        hostile = hostile.replace(f'"name":"{name}"', '"name":"\\u001b[2J[bold]\\u202e"')
    Path("reports.jsonl").write_text(hostile, encoding="utf-8")
    for command in (["summary"], ["actors", "--min", "1"]):
        shown, code = on_terminal([*command, "--reports", "reports.jsonl"])
        assert code == 0
        assert "␛[2J[bold]\\u202e" in shown
        assert not [sign for sign in ("\x1b[2J", "\u202e") if sign in shown]


# ---- actors ----------------------------------------------------------------------------------


def test_actors_lists_who_occurs_and_what_no_rule_knows() -> None:
    found = json.loads(quoth_("actors", ".").stdout)
    assert list(found) == ["quoth", "rules", "documents", "actors", "unknown"]
    assert {actor["id"]: (actor["mentions"], actor["statements"], actor["about"], actor["documents"]) for actor in found["actors"]} == {
        "russia": (2, 1, 1, 2),
        "turkey": (2, 1, 1, 1),
        "recep-tayyip-erdogan": (1, 1, 0, 1),
        "iran": (1, 0, 1, 1),
        KAVIRA: (2, 2, 0, 1),
    }
    assert found["unknown"] == []


def test_actors_as_a_table_and_as_csv() -> None:
    table = quoth_("actors", ".", "--format", "table").stdout.splitlines()
    assert table[0].rstrip() == "2 documents: 5 actors (1 that no rule names), and 0 frequent names that no rule knows"
    assert any(line.split() == ["Russia", "russia", "state", "rules", "2", "1", "1", "2"] for line in table)
    rows = quoth_("actors", ".", "--format", "csv").stdout.splitlines()
    assert rows[0] == "id,name,type,side,mentions,statements,about,documents,source,known,relations,names"
    assert [row for row in rows if row.startswith(KAVIRA)] == [f"{KAVIRA},Solange Kavira,person,,2,2,0,1,./2018-02-03-b.txt,text,0,Kavira"]


def test_suggestions_can_be_pasted_and_checked() -> None:
    Path("mine").mkdir()
    assert quoth_("actors", ".", "--suggest", "--output", "mine/new.yaml").exit_code == 0
    assert "- id: solange-kavira\n" in Path("mine/new.yaml").read_text(encoding="utf-8")
    checked = quoth_("rules", "check", "mine")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert json.loads(quoth_("actors", ".", "--rules", "mine").stdout)["unknown"] == []


def test_names_that_occur_seldom_are_left_out_unless_asked_for() -> None:
    Path("2018-02-03-b.txt").write_text("Turkey said that the Bashan Reservoir was dry.\n", encoding="utf-8")
    assert json.loads(quoth_("actors", ".").stdout)["unknown"] == []
    assert [one["name"] for one in json.loads(quoth_("actors", ".", "--min", "1").stdout)["unknown"]] == ["Bashan Reservoir"]


# ---- blocs as rules --------------------------------------------------------------------------


def test_blocs_are_listed_and_shown() -> None:
    listed = json.loads(quoth_("rules", "list", "--kind", "blocs", "--format", "json").stdout)
    assert {"bloc.nato", "bloc.eu", "bloc.arab-league", "bloc.astana-guarantors", "bloc.csto"} <= {row["id"] for row in listed}
    shown = quoth_("rules", "show", "bloc.aukus").stdout
    assert "members: [australia, united-kingdom, united-states]" in shown


# ---- actors that no rule names ---------------------------------------------------------------


@pytest.fixture
def open_reports(here: Path) -> str:
    """A file with a report that has such actors."""
    (here / "open.jsonl").write_bytes(encode_jsonl(OPEN))
    return "open.jsonl"


def test_known_by_rules_leaves_the_others_out_of_every_count(open_reports: str) -> None:
    assert cells(quoth_("summary", "--reports", open_reports, "--by", "actor", "--known", "RULES")) == [(None, None, 2)]
    assert cells(quoth_("summary", "--reports", open_reports, "--by", "side")) == [
        ("syria", "text:northern-river-front", 2),
        ("syria", "any:jihadists", 1),
    ]
    listed = json.loads(quoth_("actors", "--reports", open_reports, "--known", "rules", "--known", "composed").stdout)["actors"]
    assert [(one["id"], one["known"]) for one in listed] == [
        ("any:jihadists", "composed"),
        ("syria", "rules"),
        ("syria:rebels", "composed"),
    ]


def test_what_nobody_is_known_by_is_a_usage_error(open_reports: str) -> None:
    result = quoth_("summary", "--reports", open_reports, "--known", "nobody")
    assert (result.exit_code, "'nobody' is none of rules, composed, text" in result.stderr) == (2, True)


def test_a_misspelt_name_is_told_with_the_nearest_of_the_reports(open_reports: str) -> None:
    result = quoth_("summary", "--reports", open_reports, "--about", "northern river frond")
    assert result.stderr == "quoth: nothing matches the filters (did you mean northern river front for northern river frond?)\n"
    assert quoth_("summary", "--reports", open_reports, "--about", "northern river front").stderr == ""


def test_the_table_of_actors_says_what_they_are_known_by(open_reports: str) -> None:
    lines = quoth_("actors", "--reports", open_reports, "--format", "table").stdout.splitlines()
    assert lines[0] == "1 document: 5 actors (4 that no rule names), and 0 frequent names that no rule knows"
    assert [line.split()[-6:-4] for line in lines if "Aksoy" in line] == [["person", "text"]]
    rows = list(csv.DictReader(io.StringIO(quoth_("actors", "--reports", open_reports, "--format", "csv").stdout)))
    assert [(row["id"], row["side"], row["known"], row["relations"], row["names"], row["source"]) for row in rows[:2]] == [
        ("text:mehmet-aksoy", "syria:rebels", "text", "0", "Aksoy", "inbox/open.txt"),
        ("text:northern-river-front", "", "text", "1", "NRVF", "inbox/open.txt"),
    ]


def test_suggested_rules_give_actors_of_the_text_an_id_of_the_rules(open_reports: str, here: Path) -> None:
    assert quoth_("actors", "--reports", open_reports, "--suggest", "--min", "4").stdout.endswith("actors: []\n")
    (here / "mine").mkdir()
    assert quoth_("actors", "--reports", open_reports, "--suggest", "--output", "mine/new.yaml").exit_code == 0
    (here / "open.txt").write_text(OPEN_TEXT, encoding="utf-8")
    [line] = quoth_("analyze", "open.txt", "--rules", "mine", "--speaker", "Aksoy").stdout.splitlines()
    document = json.loads(line)
    assert {statement["speaker"]["actor"] for statement in document["statements"]} == {"mehmet-aksoy"}
    assert {actor["id"]: actor["known"] for actor in document["actors"]}["mehmet-aksoy"] == "rules"


def test_a_database_is_asked_like_reports(open_reports: str) -> None:
    with writing("quoth.db") as db:
        Store(db, "0", "sha256:0", [], {}).write([Made("done", OPEN.source, OPEN.digest, None, OPEN)])
    [line] = quoth_("query", "--known", "rules", "--about", "northern river front").stdout.splitlines() or ["none"]
    assert json.loads(line)["statements"] == []
    [line] = quoth_("query", "--known", "rules").stdout.splitlines()
    assert [actor["id"] for actor in json.loads(line)["actors"]] == ["syria"]
    assert quoth_("query", "--known", "rules", "--sql", "SELECT 1").exit_code == 2
    assert cells(quoth_("summary", "--db", "quoth.db", "--known", "rules")) == [(None, None, 2)]
