"""cli: the commands as people run them: arguments and bytes in; stdout, stderr and exit code out."""

import gzip
import json
import os
import shlex
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import quoth
from processes import LIMIT, QUOTH, clean_environment, finished, started
from quoth.commands.app import app
from quoth.model import Act
from terminals import on_terminal

ARTICLE = (
    "Turkey said on Monday that the bridge was closed. “We will open it soon,” President Recep Tayyip Erdogan said.\n\n"
    "Russia accused Turkey of building the bridge without a permit.\n"
)
OTHER = "Iran said on Tuesday that the road was open.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh working folder with two articles; subprocesses find this very quoth."""
    monkeypatch.setenv("PYTHONPATH", str(Path(quoth.__file__).parents[1]))
    monkeypatch.delenv("COLUMNS", raising=False)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    return folder


def quoth_(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process. Without stdin it reads what ends at once."""
    return CliRunner().invoke(app, list(arguments), input=stdin)


def sources(result: Result) -> list[str]:
    """The sources in a run's JSON lines."""
    return [json.loads(line)["source"] for line in result.stdout.splitlines()]


def said(result: Result) -> list[tuple[str, str]]:
    """Who said what, in a run's JSON lines."""
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    return [
        (s["speaker"]["name"] if s["speaker"] else "", " ".join(span["text"] for span in s["content"]))
        for document in documents
        for s in document["statements"]
    ]


# ---- analyze ---------------------------------------------------------------------------------


def test_piped_output_is_json_lines_without_a_flag() -> None:
    result = quoth_("analyze", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert said(result)[0] == ("Turkey", "the bridge was closed")
    assert sources(result) == ["a.txt"]


def test_json_is_one_object_with_version_and_rules() -> None:
    report = json.loads(quoth_("analyze", "--format", "json", ".").stdout)
    assert list(report) == ["quoth", "schema", "rules", "documents"]
    assert report["quoth"] == quoth.version()
    assert [document["source"] for document in report["documents"]] == ["./a.txt", "./b.txt"]


def test_a_path_that_is_not_there_is_named_and_the_rest_is_done() -> None:
    result = quoth_("analyze", "a.txt", "nowhere.txt", "b.txt")
    assert result.exit_code == 1
    assert result.stderr == "quoth: nowhere.txt: no such file or folder (check the spelling)\n"
    assert sources(result) == ["a.txt", "b.txt"]


def test_several_processes_give_the_same_bytes_and_complaints() -> None:
    Path("aa.txt").write_bytes(b"")
    for number in range(12):
        Path(f"c{number}.txt").write_text(ARTICLE * (12 - number), encoding="utf-8")
    one, two = (quoth_("analyze", ".", "gone", "--format", "json", "--jobs", jobs) for jobs in "12")
    assert two.stdout_bytes == one.stdout_bytes
    assert two.stderr == one.stderr
    assert one.stderr.splitlines()[0].startswith("quoth: ./aa.txt: ")
    assert (one.exit_code, two.exit_code) == (1, 1)


@pytest.mark.parametrize("arguments", [["-"], [], ["-", "--jobs", "2"]])
def test_standard_input_gives_what_a_file_gives(arguments: list[str]) -> None:
    from_file = quoth_("analyze", "a.txt").stdout
    from_stdin = quoth_("analyze", *arguments, stdin=ARTICLE.encode()).stdout
    assert from_stdin == from_file.replace('"source":"a.txt"', '"source":"-"')


def test_standard_input_that_ends_at_once_is_a_problem() -> None:
    result = quoth_("analyze", stdin="")
    assert result.exit_code == 1
    assert result.stderr.startswith("quoth: -: ")


def test_without_a_path_a_terminal_gets_a_usage_error() -> None:
    shown, code = on_terminal(["analyze"], stdin_too=True)
    assert code == 2
    assert "name files or folders, or pipe an article in" in shown


def test_a_table_is_wide_enough_where_there_is_no_terminal() -> None:
    lines = quoth_("analyze", "--format", "table", "a.txt").stdout.splitlines()
    assert lines[0].rstrip() == "a.txt"
    assert {len(line) for line in lines if line.startswith("─")} == {120}
    assert any(line.startswith("Turkey") and "the bridge was closed" in line for line in lines)


def test_a_terminal_gets_a_table() -> None:
    shown, code = on_terminal(["analyze", "a.txt"], COLUMNS="100")
    assert code == 0
    assert "speaker (side)" in shown
    assert "\x1b[" in shown


def test_no_color_is_honoured() -> None:
    shown, _ = on_terminal(["analyze", "a.txt"], NO_COLOR="1")
    assert "\x1b[3" not in shown


@pytest.mark.parametrize("form", ["table", "csv", "jsonl", "json"])
def test_text_from_articles_does_not_steer_the_terminal(form: str) -> None:
    hostile = "“[bold]The bridge \x1b[2J\x1b]0;owned\x07 is [/bold] closed \x9b31m, \u202e believe me,” Turkey said.\n"
    Path("a.txt").write_text(hostile, encoding="utf-8")
    shown, code = on_terminal(["analyze", "--format", form, "a.txt"], NO_COLOR="1")
    assert code == 0
    assert "[bold]The" in shown
    assert not [sign for sign in ("\x1b[2J", "\x1b]", "\x07") if sign in shown]
    if form in {"table", "csv"}:
        assert not [sign for sign in "\x9b\u202e" if sign in shown]


def test_names_of_files_do_not_steer_the_terminal() -> None:
    result = quoth_("analyze", "no\nsuch\x1b[31mfile.txt")
    assert result.stderr == "quoth: no␊such␛[31mfile.txt: no such file or folder (check the spelling)\n"


def test_a_reader_that_stops_ends_the_run_quietly() -> None:
    for number in range(40):
        Path(f"c{number}.txt").write_text(ARTICLE * 20, encoding="utf-8")
    done = finished(["bash", "-c", f"{shlex.join(QUOTH)} analyze --jobs 1 . | head -1; exit ${{PIPESTATUS[0]}}"])
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["source"] == "./a.txt"


def test_a_reader_that_stops_ends_an_explanation_quietly() -> None:
    Path("long.txt").write_text(ARTICLE * 400, encoding="utf-8")
    done = finished(["bash", "-c", f"{shlex.join(QUOTH)} explain long.txt | head -1; exit ${{PIPESTATUS[0]}}"])
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["--help", "analyze --help", "rules list", "schema", "analyze a.txt -o /dev/stdout"])
def test_a_reader_that_is_gone_ends_any_command_quietly(command: str) -> None:
    done = finished(["bash", "-c", f"(sleep 0.2; {shlex.join(QUOTH)} {command}) | true; exit ${{PIPESTATUS[0]}}"])
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130_and_a_short_message(jobs: str) -> None:
    os.mkfifo("z.txt")  # an article that never comes
    command = [*QUOTH, "analyze", "--jobs", jobs, "a.txt", "z.txt"]
    with started(command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["source"] == "a.txt"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to every process of the run
        _, stderr = process.communicate(timeout=LIMIT)
    assert (process.returncode, stderr) == (130, b"quoth: interrupted\n")


# ---- input as people have it -----------------------------------------------------------------


@pytest.fixture
def mixed() -> list[str]:
    """A folder with archives, records, a page and what is wrong with some of them; the names of its articles in order."""
    Path("mixed").mkdir()
    Path("mixed/a.txt").write_text(ARTICLE, encoding="utf-8")
    with zipfile.ZipFile("mixed/day.zip", "w") as archive:
        archive.writestr("2017/2017-10-07.txt", ARTICLE)
        archive.writestr("../evil.txt", ARTICLE)
        archive.writestr("table.csv", f"id,text\n7,{OTHER}")
    records = [{"id": "x", "date": "2017-10-08", "text": ARTICLE}, {"id": "y"}, {"text": OTHER}]
    Path("mixed/news.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    Path("mixed/z.txt.gz").write_bytes(gzip.compress(OTHER.encode()))
    names = ["a.txt", "day.zip!2017/2017-10-07.txt", "day.zip!table.csv#7", "news.jsonl#x", "news.jsonl:3", "z.txt.gz"]
    return [f"mixed/{name}" for name in names]


def test_a_folder_of_mixed_things_gives_every_article_and_says_what_is_wrong(mixed: list[str]) -> None:
    result = quoth_("analyze", "mixed")
    assert (result.exit_code, sources(result)) == (1, mixed)
    assert result.stderr == (
        "quoth: mixed/day.zip!../evil.txt: its name leads out of the archive (do not unpack what you do not trust)\n"
        "quoth: mixed/news.jsonl:2: has no “text” (it has id; name the field with --text-field)\n"
    )
    dates = [json.loads(line)["date"] for line in result.stdout.splitlines()]
    assert dates == [None, "2017-10-07", None, "2017-10-08", None, None]


def test_archives_give_the_same_bytes_and_complaints_for_any_number_of_processes(mixed: list[str]) -> None:
    one, two = (quoth_("analyze", "mixed", "--jobs", jobs) for jobs in "12")
    assert (two.stdout_bytes, two.stderr, two.exit_code) == (one.stdout_bytes, one.stderr, one.exit_code)


def test_what_is_left_out_is_not_spoken_of(mixed: list[str]) -> None:
    result = quoth_("analyze", "mixed", "--exclude", "*.jsonl", "--exclude", "day.zip")
    assert (result.exit_code, result.stderr, sources(result)) == (0, "", [mixed[0], mixed[-1]])


def test_a_run_into_its_own_folder_does_not_read_its_report_the_next_time() -> None:
    runs = [quoth_("analyze", ".", "--output", name) for name in ("reports.jsonl", "reports.jsonl", "reports.csv", "reports.csv")]
    assert [(run.exit_code, run.stderr) for run in runs] == [(0, "")] * 4
    assert sources(quoth_("analyze", ".")) == ["./a.txt", "./b.txt"]


def test_an_output_never_replaces_an_archive_of_articles(mixed: list[str]) -> None:
    for given in ("mixed", "mixed/news.jsonl", "mixed/news.jsonl#x"):
        result = quoth_("analyze", given, "--output", "mixed/news.jsonl")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "it is one of the articles" in result.stderr


def test_records_are_read_from_standard_input_with_fields_as_they_are_called() -> None:
    data = json.dumps({"guid": 7, "day": "Oct. 7, 2017", "head": "Bridge", "body": ARTICLE})
    fields = ["--text-field", "body", "--id-field", "guid", "--date-field", "day", "--title-field", "head"]
    (line,) = quoth_("analyze", "-", "--input-format", "jsonl", *fields, stdin=data).stdout.splitlines()
    document = json.loads(line)
    assert [document[key] for key in ("source", "date", "title", "characters")] == ["-#7", "2017-10-07", "Bridge", len(ARTICLE)]


def test_with_text_the_report_holds_the_text_that_its_offsets_count_in(mixed: list[str]) -> None:
    plain, full = (quoth_("analyze", "mixed/news.jsonl", *options).stdout.splitlines() for options in ([], ["--with-text"]))
    for without, line in zip(plain, full, strict=True):
        document = json.loads(line)
        text = document.pop("text")
        assert document == json.loads(without)
        spans = [span for statement in document["statements"] for span in statement["content"]]
        assert spans
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_explain_takes_a_part_of_an_archive_and_says_how_to_name_one(mixed: list[str]) -> None:
    assert quoth_("explain", mixed[1]).stdout.startswith(f"{mixed[1]}  2017-10-07\n")
    result = quoth_("explain", "mixed/day.zip")
    expected = "quoth: mixed/day.zip: holds many articles, expected one (name one of them: mixed/day.zip!NAME)\n"
    assert (result.exit_code, result.stderr) == (1, expected)


def test_the_web_is_refused_before_anything_is_reached() -> None:
    result = quoth_("analyze", "https://news.invalid/a.html", "a.txt")
    assert (result.exit_code, sources(result)) == (1, ["a.txt"])
    assert result.stderr == "quoth: https://news.invalid/a.html: https:// is not read unless it is asked for (add --allow-http)\n"


# ---- where it goes ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "start"), [("out.json", '{"quoth"'), ("out.csv", "source,"), ("out", '{"schema"')])
def test_the_ending_of_the_output_gives_the_format(name: str, start: str) -> None:
    result = quoth_("analyze", "a.txt", "--output", name)
    assert (result.exit_code, result.output) == (0, "")
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_an_output_that_fails_leaves_the_old_one_and_no_draft() -> None:
    Path("rules").mkdir()
    Path("rules/bad.yaml").write_text("actors: [", encoding="utf-8")
    Path("out.jsonl").write_text("old", encoding="utf-8")
    assert quoth_("analyze", "a.txt", "-o", "out.jsonl", "--rules", "rules").exit_code == 3
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir()) == ["a.txt", "b.txt", "out.jsonl", "rules"]


def test_an_output_keeps_its_mode_and_its_link() -> None:
    Path("real.jsonl").write_text("old", encoding="utf-8")
    Path("real.jsonl").chmod(0o640)
    Path("link.jsonl").symlink_to("real.jsonl")
    assert quoth_("analyze", "a.txt", "-o", "link.jsonl").exit_code == 0
    assert Path("link.jsonl").is_symlink()
    assert Path("real.jsonl").stat().st_mode & 0o777 == 0o640
    assert json.loads(Path("real.jsonl").read_text(encoding="utf-8"))["source"] == "a.txt"


def test_an_output_never_replaces_an_article() -> None:
    before = Path("a.txt").read_text(encoding="utf-8")
    result = quoth_("analyze", ".", "--format", "jsonl", "--output", "a.txt")
    assert result.exit_code == 2
    assert result.stderr == "quoth: a.txt: cannot be written: it is one of the articles (name another file with --output)\n"
    assert Path("a.txt").read_text(encoding="utf-8") == before


def test_an_output_that_cannot_be_written_is_a_usage_error() -> None:
    result = quoth_("analyze", "a.txt", "-o", "no/folder/out.json")
    assert result.exit_code == 2
    assert result.stderr == "quoth: no/folder/out.json: cannot be written: No such file or directory (name another file with --output)\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "command",
    ["analyze a.txt", "analyze --format table a.txt", "explain a.txt", "actors a.txt", "rules list", "schema", "--help", "analyze --help"],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_told(command: str, unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = finished([*QUOTH, *command.split()], stdout=full, env=clean_environment(PYTHONUNBUFFERED=unbuffered))
    assert done.returncode == 2
    assert done.stderr == b"quoth: standard output: cannot be written: No space left on device (name another file with --output)\n"


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs the name of what is open")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_an_output_that_is_open_already_is_written_where_it_is(name: str) -> None:
    plain = finished([*QUOTH, "analyze", "a.txt"]).stdout
    done = finished([*QUOTH, "analyze", "a.txt", "-o", name])
    assert (done.stdout, done.stderr, done.returncode) == (plain, b"", 0)
    Path("log.jsonl").write_bytes(b"before\n")
    with open("log.jsonl", "ab") as log:
        finished([*QUOTH, "analyze", "a.txt", "-o", name], stdout=log)
    assert Path("log.jsonl").read_bytes() == b"before\n" + plain


def test_an_output_that_is_a_pipe_is_written_as_it_is() -> None:
    os.mkfifo("pipe")
    with started(["cat", "pipe"], stdout=subprocess.PIPE) as reader:
        assert finished([*QUOTH, "analyze", "a.txt", "-o", "pipe"]).returncode == 0
        assert json.loads(reader.communicate(timeout=LIMIT)[0])["source"] == "a.txt"
    assert not Path("pipe").is_file()


def test_an_article_may_come_from_a_process() -> None:
    done = finished(["bash", "-c", f"{shlex.join(QUOTH)} analyze <(cat a.txt)"])
    assert (done.stderr, done.returncode) == (b"", 0)
    assert json.loads(done.stdout)["statements"] == json.loads(quoth_("analyze", "a.txt").stdout)["statements"]


UNKNOWN_USER = """
import pwd, sys

def unknown(number):
    raise KeyError(number)

pwd.getpwuid = unknown
from quoth.commands.app import main
main()
"""
"""quoth, where the system does not know the user, as in a container that runs under a number."""


@pytest.mark.skipif(sys.platform == "win32", reason="there a user always has a home")
def test_a_user_whom_nobody_knows_and_without_a_home_gets_a_report() -> None:
    environment = clean_environment()
    del environment["HOME"]
    done = finished([sys.executable, "-c", UNKNOWN_USER, "analyze", "a.txt"], env=environment)
    assert (done.stderr, done.returncode) == (b"", 0)
    assert json.loads(done.stdout)["source"] == "a.txt"


# ---- filters ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["turkey", "the Turkey", "TÜRKEY", "Ankara"], ids=["id", "article", "diacritics", "alias"])
def test_speakers_are_found_by_id_name_and_alias(name: str) -> None:
    assert said(quoth_("analyze", "a.txt", "--speaker", name)) == [("Turkey", "the bridge was closed")]


def test_a_surname_finds_its_person() -> None:
    assert [who for who, _ in said(quoth_("analyze", "a.txt", "--speaker", "erdogan"))] == ["Recep Tayyip Erdogan"]


def test_filters_narrow_each_other() -> None:
    assert [who for who, _ in said(quoth_("analyze", ".", "--about", "turkey", "--act", "accuse"))] == ["Russia"]
    assert said(quoth_("analyze", ".", "--about", "turkey", "--act", "accuse", "--side", "iran")) == []


def test_a_filter_that_nothing_matches_is_told() -> None:
    result = quoth_("analyze", ".", "--speaker", "nobody", "--format", "table", "--only", "statements")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "quoth: nothing matches the filters\n")


def test_a_name_that_no_rule_has_is_told_with_the_nearest() -> None:
    result = quoth_("analyze", ".", "--speaker", "Assadd", "--side", "Rusia", "--format", "table", "--only", "statements")
    told = "quoth: nothing matches the filters (did you mean assad for Assadd, russia for Rusia?)\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", told)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["summary", "a.txt", "-o", "s.png"],
            "--output: no format has this ending: there are .json, .csv, .graphml, .dot, .gv (or give --format)",
        ),
        (["actors", "a.txt", "-o", "s.gv"], "--output: no format has this ending: there are .json, .csv (or give --format)"),
        (["analyze", "a.txt", "--only", "statement"], "'--only': 'statement' is not one of 'statements', 'relations', 'actors'."),
        (["rules", "list", "--format", "x"], "'--format': 'x' is not one of 'table', 'json'."),
    ],
)
def test_what_is_not_known_is_refused_with_what_there_is(arguments: list[str], complaint: str) -> None:
    result = quoth_(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: Invalid value for {complaint}"
    assert sorted(os.listdir()) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["out", "out.log", "out.jsonl", "out.ndjson"])
def test_reports_in_a_file_are_json_lines_unless_its_ending_names_another_format(name: str) -> None:
    assert quoth_("analyze", "a.txt", "-o", name).exit_code == 0
    assert Path(name).read_bytes() == quoth_("analyze", "a.txt").stdout_bytes


def test_an_act_that_does_not_exist_is_a_usage_error_that_lists_those_that_do() -> None:
    result = quoth_("analyze", "a.txt", "--act", "shout")
    assert result.exit_code == 2
    assert ", ".join(Act.__args__) in result.stderr  # type: ignore[attr-defined]


def test_only_keeps_one_part() -> None:
    document = json.loads(quoth_("analyze", "a.txt", "--only", "actors").stdout)
    assert (document["statements"], document["relations"]) == ([], [])
    assert "turkey" in [actor["id"] for actor in document["actors"]]
    assert quoth_("analyze", "a.txt", "--only", "actors", "--format", "csv").exit_code == 2


# ---- explain ---------------------------------------------------------------------------------


def test_explain_names_the_rule_of_each_statement() -> None:
    rules = [s["rule"] for s in json.loads(quoth_("analyze", "a.txt").stdout)["statements"]]
    result = quoth_("explain", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [rule for rule in rules if rule not in result.stdout] == []


def test_explain_gives_json_with_the_text_and_its_spans() -> None:
    explained = json.loads(quoth_("explain", "-", "--format", "json", stdin=ARTICLE.encode()).stdout)
    assert explained["text"] == ARTICLE
    assert explained["spans"]
    assert all(ARTICLE[span["start"] : span["end"]] == span["text"] for span in explained["spans"])


def test_explain_needs_an_article_that_can_be_read() -> None:
    result = quoth_("explain", "nowhere.txt")
    assert (result.exit_code, result.stderr) == (1, "quoth: nowhere.txt: no such file or folder (check the spelling)\n")


def test_explain_is_coloured_on_a_terminal_and_does_not_let_the_text_steer_it() -> None:
    Path("a.txt").write_text("Turkey said [bold]that \x1b]0;owned\x07 the bridge was closed.\n", encoding="utf-8")
    shown, code = on_terminal(["explain", "a.txt"])
    assert code == 0
    assert "\x1b[" in shown
    assert not [sign for sign in ("\x1b]", "\x07") if sign in shown]
    assert "bold]" in shown


# ---- rules -----------------------------------------------------------------------------------


def test_wrong_rules_end_the_run_with_every_problem() -> None:
    Path("mine").mkdir()
    Path("mine/a.yaml").write_text("actors:\n- id: x-land\n  nam: X\n", encoding="utf-8")
    Path("mine/b.yaml").write_text("quotes: [\n", encoding="utf-8")
    result = quoth_("analyze", "a.txt", "--rules", "mine")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "quoth: mine/a.yaml:3:" in result.stderr
    assert "quoth: mine/b.yaml:" in result.stderr


def test_a_pattern_that_does_not_compile_ends_the_run() -> None:
    Path("mine").mkdir()
    Path("mine/a.yaml").write_text(
        'quotes:\n- id: my.rule\n  note: A test.\n  pattern: "{speaker} (said"\n'
        '- id: my.other\n  note: A test.\n  pattern: "{spekaer} said"\n',
        encoding="utf-8",
    )
    result = quoth_("analyze", "a.txt", "--rules", "mine")
    assert (result.exit_code, result.stdout) == (3, "")
    assert quoth_("rules", "check", "mine").stderr == result.stderr
    assert result.stderr.startswith("""\
quoth: mine/a.yaml:2:3: the pattern of `my.rule`: a bracket is never closed
    {speaker} (said
              ^
quoth: mine/a.yaml:5:3: the pattern of `my.other`: there is no slot {spekaer}
    {spekaer} said
    ^ (slots are act, addressee, """)


def test_problems_of_all_kinds_are_told_at_once() -> None:
    Path("mine").mkdir()
    Path("mine/a.yaml").write_text(
        'quotes:\n- id: my.rule\n  pattern: "{speaker} {verb:say+foo}"\n- id: my.other\n  pattern: "{speaker} said over the wire|a phone"\n'
        "alliances:\n- {id: my.third, type: cooperatez, kind: allied, pattern: '{a} met {b}'}\n"
        "actors:\n- {id: zed, name: The Zed Brigade, type: armed-group}\n- {id: ved, name: Ved, type: armed-gruop}\n",
        encoding="utf-8",
    )
    result = quoth_("rules", "check", "mine")
    lines = [line for line in result.stderr.splitlines() if line.startswith("quoth: ")]
    assert (result.exit_code, result.stdout, lines) == (
        3,
        "",
        [
            "quoth: mine/a.yaml:10:30: type: unknown value `armed-gruop` (did you mean `armed-group`?)",
            "quoth: mine/a.yaml:9:19: `The Zed Brigade` begins with an article (write `Zed Brigade`: it is found with and without one)",
            "quoth: mine/a.yaml:7:24: type: unknown value `cooperatez` (did you mean `cooperates`?)",
            "quoth: mine/a.yaml:2:3: the pattern of `my.rule`: no frame is called 'foo'",
            "quoth: mine/a.yaml:4:3: the pattern of `my.other`: the article 'the' never matches",
        ],
    )


def test_a_folder_of_rules_that_is_not_there_is_a_problem_of_the_rules() -> None:
    result = quoth_("analyze", "a.txt", "--rules", "nowhere")
    assert result.exit_code == 3
    assert result.stderr.startswith("quoth: nowhere: no such folder")


def test_rules_are_listed_by_kind() -> None:
    stops = json.loads(quoth_("rules", "list", "--kind", "stops", "--format", "json").stdout)
    assert {row["kind"] for row in stops} == {"stops"}
    assert list(stops[0]) == ["id", "kind", "where", "note"]
    lines = quoth_("rules", "list", "--kind", "stops").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [row["id"] for row in stops]
    assert quoth_("rules", "list", "--kind", "stop").exit_code == 2


def test_a_rule_is_shown_as_it_is_written() -> None:
    shown = quoth_("rules", "show", "quote.according-to-first").stdout.splitlines()
    assert shown[0].startswith("# ")
    assert shown[0].split(":")[0].endswith("according-to.yaml")
    assert shown[1].strip() == "- id: quote.according-to-first"
    assert not any(line.strip().startswith("- id:") for line in shown[2:])


def test_an_id_that_is_near_is_named() -> None:
    result = quoth_("rules", "show", "quote.acording-to-first")
    assert result.exit_code == 2
    assert "did you mean quote.according-to-first" in result.stderr


def test_the_built_in_rules_hold() -> None:
    result = quoth_("rules", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("\n") == 1
    assert "rules, " in result.stdout


def test_new_rules_pass_the_check_and_are_not_overwritten() -> None:
    result = quoth_("rules", "new", "mine/river-war")
    assert (result.exit_code, result.stdout) == (0, "wrote mine/river-war.yaml\n")
    assert "mine/" not in quoth_("rules", "check", "mine").stderr
    again = quoth_("rules", "new", "mine/river-war.yaml")
    assert (again.exit_code, again.stderr) == (2, "quoth: mine/river-war.yaml: is there already (choose another name)\n")
    listed = quoth_("rules", "show", "river-war-brigade", "--rules", "mine")
    assert "name: River War Brigade" in listed.stdout


def test_an_example_that_fails_is_a_problem_of_the_rules() -> None:
    quoth_("rules", "new", "mine/river-war")
    file = Path("mine/river-war.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("the road is closed}", "the road is open}"), encoding="utf-8")
    result = quoth_("rules", "check", "mine")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "quoth: mine/river-war.yaml:" in result.stderr


def test_a_name_that_cannot_be_an_id_is_refused() -> None:
    assert quoth_("rules", "new", "My Rules!").exit_code == 2
    assert sorted(os.listdir()) == ["a.txt", "b.txt"]


# ---- the rest --------------------------------------------------------------------------------


def test_the_schema_is_json_schema() -> None:
    published = json.loads(quoth_("schema").stdout)
    assert published["$ref"] == "#/$defs/Document"
    assert set(published["$defs"]) > {"Document", "Report", "Statement"}


def test_the_version_is_shown() -> None:
    assert quoth_("--version").stdout == f"quoth {quoth.version()}\n"


def test_help_does_not_wait_for_what_is_slow() -> None:
    code = "import sys, quoth.commands.app; print(sorted({'rich', 'nltk', 'yaml', 'quoth.analysis.pipeline'} & set(sys.modules)))"
    assert finished([sys.executable, "-c", code]).stdout == b"[]\n"


def test_shells_get_completions() -> None:
    done = finished([*QUOTH, "--show-completion", "bash"])
    assert b"complete" in done.stdout + done.stderr
