"""Folders of YAML -> RuleBook: what layers make together, every complaint in full, and the cache."""

import os
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoth import cache
from quoth.errors import RulesError
from quoth.rulebook import cache as book_cache
from quoth.rulebook.loading import MAX_BYTES, builtin_folder, load_rules
from quoth.rulebook.rules import KINDS, ActorRule, Construction, Name, Rule, RuleBook, Words


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str | bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())


def load(*layers: str) -> RuleBook:
    return load_rules([Path(layer) for layer in layers])


def complaints(*layers: str) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load(*layers)
    return [str(problem) for problem in caught.value.problems]


def complaints_of(text: str | bytes) -> list[str]:
    write("own/a.yaml", text)
    return complaints("own")


def ids(book: RuleBook, kind: type[Rule] = Rule) -> list[str]:
    return [rule.id for rule in book.rules if isinstance(rule, kind)]


def words(*names: str) -> str:
    return "words:\n" + "".join(f"- {{id: {name}, tag: D, words: [x]}}\n" for name in names)


def quotes(*names: str) -> str:
    return "quotes:\n" + "".join(f"- {{id: {name}, pattern: x}}\n" for name in names)


def actors(*rules: str) -> str:
    return "actors:\n" + "".join(f"- {{{rule}}}\n" for rule in rules)


# ---- what a book holds -----------------------------------------------------------------------


def test_the_rules_that_quoth_brings_are_found() -> None:
    assert (builtin_folder() / "actors" / "states.yaml").is_file()


def test_a_rule_knows_its_file_line_and_column() -> None:
    write("own/deep/a.yaml", "# why\nwords:\n  - id: w.a\n    tag: D\n    words: [the, a]\n")
    book = load("own")
    assert book.rules == (Words(id="w.a", tag="D", words=["the", "a"]),)
    assert book.where == {"w.a": "own/deep/a.yaml:3:5"}
    assert book.of(Words) == book.rules


def test_what_yaml_would_take_for_other_types_stays_text() -> None:
    write("own/a.yaml", "words:\n- id: no\n  note: 1990-08-02\n  tag: on\n  words: [NO, on, 1990, null, ~, 1_000, 0x1F, true, '']\n")
    rule = Words(id="no", note="1990-08-02", tag="on", words=["NO", "on", "1990", "null", "~", "1_000", "0x1F", "true", ""])
    assert load("own").rules == (rule,)


def test_text_stands_for_true_and_false_where_these_are_meant() -> None:
    write("own/a.yaml", "quotes:\n- {id: q, pattern: x, negated: true}\n")
    assert load("own").rules == (Construction(id="q", pattern="x", negated=True),)


def test_files_come_in_the_order_of_their_paths_and_rules_in_that_of_their_places() -> None:
    write("own/b.yaml", words("w3"))
    write("own/a/z.yaml", words("w2", "w1"))
    write("own/.hidden.yaml", words("w4"))
    write("own/.git/c.yaml", words("w5"))
    write("own/notes.txt", "not: [rules")
    assert ids(load("own")) == ["w2", "w1", "w3"]


def test_a_layer_can_be_a_single_file() -> None:
    write("a.yaml", words("w1"))
    assert ids(load("a.yaml")) == ["w1"]


def test_empty_files_and_empty_lists_are_no_problem() -> None:
    write("own/a.yaml", "")
    write("own/b.yaml", "# nothing yet\n")
    write("own/c.yaml", "words:\nactors: []\ndisable:\n")
    assert load("own").rules == ()


def test_a_byte_order_mark_does_not_count() -> None:
    write("own/a.yaml", b"\xef\xbb\xbf" + words("w1").encode())
    assert load("own").where == {"w1": "own/a.yaml:2:3"}


def test_a_few_anchors_are_fine() -> None:
    write("own/a.yaml", "words:\n- {id: w1, tag: D, words: &w [a, b]}\n- {id: w2, tag: P, words: *w}\n")
    assert [rule.words for rule in load("own").of(Words)] == [["a", "b"], ["a", "b"]]


# ---- layers ----------------------------------------------------------------------------------


def test_the_same_id_in_a_later_layer_replaces_at_the_earlier_place() -> None:
    write("base/a.yaml", words("w1", "w2", "w3"))
    write("own/a.yaml", "words:\n- {id: w2, tag: P, words: [y]}\n")
    book = load("base", "own")
    assert ids(book) == ["w1", "w2", "w3"]
    assert book.rules[1] == Words(id="w2", tag="P", words=["y"])
    assert book.where["w2"] == "own/a.yaml:2:3"


def test_new_ids_come_after_the_earlier_layers() -> None:
    write("base/a.yaml", words("w1"))
    write("own/a.yaml", words("w0"))
    assert ids(load("base", "own")) == ["w1", "w0"]


def test_new_constructions_come_before_the_earlier_layers_so_that_they_win() -> None:
    write("base/a.yaml", quotes("q1", "q2"))
    write("own/a.yaml", quotes("q3", "q2", "q4"))
    write("more/a.yaml", quotes("q5"))
    assert ids(load("base", "own", "more"), Construction) == ["q5", "q3", "q4", "q1", "q2"]


def test_disable_drops_rules_of_earlier_layers() -> None:
    write("base/a.yaml", words("w1", "w2"))
    write("own/a.yaml", "disable: [w1]\n" + words("w3"))
    write("more/a.yaml", "disable: [w1]\n")
    book = load("base", "own", "more")
    assert ids(book) == ["w2", "w3"]
    assert sorted(book.where) == ["w2", "w3"]


def test_what_actors_say_of_a_disabled_actor_goes_with_it() -> None:
    gone = "id: utopia, name: Utopia, type: state"
    other = "id: nowhere, name: Nowhere, type: state"
    roles = "roles: [{role: president, of: utopia}, {role: envoy, of: nowhere}]"
    person = f"id: ann, name: Ann, type: person, country: utopia, side: utopia, {roles}"
    write("base/a.yaml", actors(gone, other, person))
    write("own/a.yaml", "disable: [utopia]\n")
    ann = load("base", "own").of(ActorRule)[1]
    assert (ann.country, ann.side, [office.of for office in ann.roles]) == (None, None, ["nowhere"])


def test_disabling_what_is_not_there_is_a_problem() -> None:
    write("base/a.yaml", words("words.pronoun"))
    write("own/a.yaml", words("words.own") + "disable: [words.pronouns, words.own, [x]]\n")
    assert complaints("base", "own") == [
        "own/a.yaml:3:38: `disable:` holds something else than an id (write ids only)",
        "own/a.yaml:3:11: disable: no earlier rule has the id `words.pronouns` (did you mean `words.pronoun`?)",
        "own/a.yaml:3:27: disable: no earlier rule has the id `words.own` (did you mean `words.pronoun`?)",
    ]


def test_an_id_cannot_change_its_kind() -> None:
    write("base/a.yaml", words("x"))
    write("own/a.yaml", quotes("x"))
    assert complaints("base", "own") == [
        "own/a.yaml:2:8: the id `x` of `quotes:` is one of `words:`, at base/a.yaml:2:8 (choose another, or disable that one first)"
    ]


def test_an_id_twice_in_a_layer_names_both_places() -> None:
    write("own/a.yaml", words("w1"))
    write("own/b.yaml", words("w2", "w1"))
    assert complaints("own") == ["own/b.yaml:3:8: the id `w1` is taken, at own/a.yaml:2:8 (choose another)"]


# ---- actors among each other -----------------------------------------------------------------


def test_an_alias_of_two_actors_names_both_places() -> None:
    first = "id: a, name: Alpha, type: state, names: [Ålpha Land], adjective: [Alphan], people: [Alphans], seats: [Apolis]"
    second = "id: b, name: Beta, type: state, names: [Bee, ALPHA LAND], adjective: [alphan], people: [Alphans], seats: [Ápolis]"
    assert complaints_of(actors(first, second)) == [
        "own/a.yaml:3:49: `ALPHA LAND` of `b` names `a` too, at own/a.yaml:2:45 (keep it with one, or give both `when`)",
        "own/a.yaml:3:74: `alphan` of `b` names `a` too, at own/a.yaml:2:70 (keep it with one, or give both `when`)",
        "own/a.yaml:3:92: `Alphans` of `b` names `a` too, at own/a.yaml:2:88 (keep it with one, or give both `when`)",
        "own/a.yaml:3:110: `Ápolis` of `b` names `a` too, at own/a.yaml:2:106 (keep it with one, or give both `when`)",
    ]


def test_a_name_of_two_actors_is_a_problem_and_one_actor_may_repeat_itself() -> None:
    first = "id: a, name: Alpha, type: party, names: [alpha], nouns: [front]"
    second = "id: b, name: Álpha, type: party, nouns: [front]"
    assert complaints_of(actors(first, second)) == [
        "own/a.yaml:3:17: `Álpha` of `b` names `a` too, at own/a.yaml:2:17 (keep it with one, or give both `when`)"
    ]


def test_names_with_when_may_be_shared() -> None:
    first = "id: a, name: Front A, type: party, names: [{name: Front, when: [east]}], adjective: [{name: Frontal, when: [east]}]"
    second = "id: b, name: Front B, type: party, names: [{name: Front, when: [west]}], adjective: [{name: Frontal, when: [west]}]"
    write("own/a.yaml", actors(first, second))
    assert load("own").of(ActorRule)[0].names == [Name("Front", ["east"])]


def test_an_actors_own_name_with_when_is_shared_as_well() -> None:
    first = "id: a, name: Front, type: party, names: [{name: Front, when: [east]}]"
    second = "id: b, name: Front, type: party"
    write("own/a.yaml", actors(first, second))
    assert ids(load("own")) == ["a", "b"]


def test_a_disabled_or_replaced_actor_has_no_aliases() -> None:
    write("base/a.yaml", actors("id: a, name: Alpha, type: party", "id: b, name: Beta, type: party"))
    write("own/a.yaml", "disable: [a]\n" + actors("id: b, name: Bee, type: party", "id: c, name: Alpha, type: party, names: [Beta]"))
    assert ids(load("base", "own")) == ["b", "c"]


def test_references_to_unknown_actors_name_the_nearest() -> None:
    state = "id: utopia, name: Utopia, type: state"
    person = "id: ann, name: Ann, type: person, country: utopai, side: w.a, roles: [{role: envoy, of: utopia}, {role: king, of: utopya}]"
    assert complaints_of(actors(state, person) + words("w.a")) == [
        "own/a.yaml:3:47: country: no actor has the id `utopai` (did you mean `utopia`?)",
        "own/a.yaml:3:61: side: no actor has the id `w.a` (known: ann, utopia)",
        "own/a.yaml:3:118: roles: no actor has the id `utopya` (did you mean `utopia`?)",
    ]


def test_a_reference_into_a_rule_or_file_with_a_problem_of_its_own_is_not_one_more() -> None:
    write("own/a.yaml", actors("id: ann, name: Ann, type: person, side: utopia"))
    write("own/b.yaml", actors("id: utopia, name: Utopia, type: stat"))
    assert complaints("own") == ["own/b.yaml:2:36: type: unknown value `stat` (did you mean `state`?)"]
    write("own/b.yaml", "actors: [")
    assert len(complaints("own")) == 1


# ---- rules as they are written ---------------------------------------------------------------


def test_every_problem_of_a_rule_is_told_at_once() -> None:
    text = """\
actors:
- id: utopia
  nmae: Utopia
  type: stat
  names:
  - Utopie
  - {name: U, whn: [x]}
  - [a, b]
  adjective: Utopian
  codes: {iso3: [UTO]}
  gender: x
  roles:
  - {role: king}
- name: Nowhere
  type: state
"""
    assert complaints_of(text) == [
        "own/a.yaml:3:3: unknown key `nmae` (did you mean `name`?)",
        "own/a.yaml:4:9: type: unknown value `stat` (did you mean `state`?)",
        "own/a.yaml:7:15: names[1]: unknown key `whn` (did you mean `when`?)",
        "own/a.yaml:9:14: adjective: expected list, got text",
        "own/a.yaml:10:10: codes[...]: expected text, got list",
        "own/a.yaml:11:11: gender: unknown value `x` (known: f, m)",
        "own/a.yaml:13:5: roles[0]: the key `of` is missing",
        "own/a.yaml:2:3: the key `name` is missing (every rule of `actors:` has it)",
        "own/a.yaml:14:3: a rule without an id (give it an `id:` of its own, which never changes)",
    ]


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("verbs: [{id: v, frames: [tht], verbs: []}]", "1:26: frames[0]: unknown value `tht` (did you mean `that`?)"),
        (
            "verbs: [{id: v, frames: [], verbs: [{verb: say, act: SUPORT}]}]",
            "1:54: verbs[0].act: unknown value `SUPORT` (did you mean `SUPPORT`?)",
        ),
        ("verbs: [{id: v, frames: [], verbs: [[say]]}]", "1:37: verbs[0]: expected text or mapping, got list"),
        ("quotes: [{id: q, pattern: x, negated: yes}]", "1:39: negated: expected true or false, got text"),
        ("words: [{id: [w], tag: D, words: []}]", "1:14: id: expected text, got list"),
        ("words: [{id: '', tag: D, words: []}]", "1:9: a rule without an id (give it an `id:` of its own, which never changes)"),
        ("words: [{id: w, tag: D, words: [], examples: {mis: [x]}}]", "1:47: examples: unknown key `mis` (did you mean `miss`?)"),
        (
            "words: [{id: w, tag: D, words: [], examples: {match: [{text: x, find: {}}]}}]",
            "1:65: examples.match[0]: unknown key `find` (did you mean `finds`?)",
        ),
        (
            "quotes: [{id: q, pattern: x, examples: {match: [x, {text: x, finds: {speeker: y}}]}}]",
            "1:70: finds: no part is called `speeker` (did you mean `speaker`?)",
        ),
        (
            "alliances: [{id: a, type: backz, kind: allied, pattern: x}, {id: b, type: backs, kind: allied, pattern: x},"
            " {id: c, type: backs, kind: allied, pattern: x}, {id: d, type: mediates, kind: allied, pattern: x}]",
            "1:27: type: unknown value `backz` (did you mean `backs`?)",
        ),
        (
            "actors: [{id: z, name: Zed, names: [the Zed Brigade, The Zeds], type: armed-group},"
            " {id: n, name: The New Paper, type: media}]",
            "1:37: `the Zed Brigade` begins with an article (write `Zed Brigade`: it is found with and without one)",
        ),
        ("words: [w]", "1:9: an item of `words:` is not a mapping (write `- id: ...`, other keys below it)"),
        ("words: {id: w}", "1:8: `words:` does not hold a list (write each item on a line after `- `)"),
        ("actor: []", "1:1: unknown key `actor` (did you mean `actors`?)"),
        (
            "xyzzy: []",
            "1:1: unknown key `xyzzy` (known: abbreviations, actors, acts, alliances, blocs, claims, classes, deeds, disable, elisions,"
            " first-names, groups, heads, honorifics, inflections, lists, nouns, quotes, roles, stops, suffixes, tagging, verbs, words)",
        ),
        ("- words", "1:1: the file is not a mapping (begin it with a key like `actors:` and a list below)"),
        ("words: [{id: w, tag: D, tag: P, words: []}]", "1:25: the key `tag` stands here again (first at own/a.yaml:1:17; keep one)"),
        ("words: []\nwords: []", "2:1: the key `words` stands here again (first at own/a.yaml:1:1; keep one)"),
    ],
)
def test_a_wrong_rule_has_its_place_and_the_nearest_right_one(rule: str, complaint: str) -> None:
    assert complaints_of(rule) == [f"own/a.yaml:{complaint}"]


def test_problems_of_all_files_are_told_at_once() -> None:
    write("own/a.yaml", "words: ]")
    write("own/b.yaml", "wrds: []")
    assert complaints("own", "gone") == [
        "gone: no such folder (name a folder that holds .yaml files)",
        "own/a.yaml:1:8: not YAML: did not find expected node content (while parsing a block node)",
        "own/b.yaml:1:1: unknown key `wrds` (did you mean `words`?)",
    ]


# ---- files that are refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"words:\n- id: w\n   tag: D\n", "3:7: not YAML: mapping values are not allowed in this context"),
        (b"words: []\n# caf\xc3\xa9 \xff\n", "2:8: not UTF-8: the byte 0xFF (save the file as UTF-8)"),
        (b"words: []\n# \x00\n", "2:3: not YAML: the character U+0000 (remove it)"),
        (b"words: []\n---\nquotes: []\n", "3:1: a second document begins here (put it into a file of its own)"),
        (b"[a]: []\n", "1:1: a list or mapping stands as a key (write a word before the colon)"),
        (b"words: *w\n", "1:8: the alias *w names nothing before it (write the values out instead of naming them with & and *)"),
        (b"words: &w [*w]\n", "1:12: the alias *w names nothing before it (write the values out instead of naming them with & and *)"),
        (b"words: " + b"[" * 60 + b"]" * 60, "1:57: nested more than 50 deep (flatten it)"),
        (b"words: " + b"[" * 100_000, "1:57: nested more than 50 deep (flatten it)"),
        (b"words: {a: " + b"[ {a: " * 2_000, "1:156: nested more than 50 deep (flatten it)"),
        (b'words: [\'[\', "[\\"[", [#\n[b' + b"[" * 2_000, "2:49: nested more than 50 deep (flatten it)"),
        (b"- " * 60 + b"a", "1:101: nested more than 50 deep (flatten it)"),
        (
            b"a: &a [x]\nb: [" + b"*a," * 1_000 + b"]\n",
            "2:3002: more than 1,000 anchors and aliases (write the values out instead of naming them with & and *)",
        ),
    ],
)
def test_a_file_of_which_nothing_can_be_used_has_its_place(data: bytes, complaint: str) -> None:
    assert complaints_of(data) == [f"own/a.yaml:{complaint}"]


def test_aliases_of_aliases_are_not_expanded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    assert complaints_of("\n".join(lines)) == [
        "own/a.yaml:6:10: aliases repeat more than 100,000 values (write the values out instead of naming them with & and *)"
    ]


def test_a_file_too_big_is_refused_and_the_others_are_still_checked() -> None:
    write("own/a.yaml", b"#" * (MAX_BYTES + 1))
    write("own/b.yaml", "wrds: []")
    assert complaints("own") == [
        "own/a.yaml: the file has more than 4,000,000 bytes (split it into smaller files)",
        "own/b.yaml:1:1: unknown key `wrds` (did you mean `words`?)",
    ]


def test_a_layer_without_rules_is_a_problem() -> None:
    write("own/a.yml", words("w1"))
    write("rules.txt", words("w1"))
    assert complaints("own", "rules.txt") == [
        "own: no rules here (a folder of rules holds at least one .yaml file)",
        "rules.txt: neither a folder nor a .yaml file (name a folder that holds .yaml files)",
    ]


def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    write("own/b.yaml", words("w1"))
    Path("own/a.yaml").symlink_to("gone.yaml")
    assert complaints("own") == ["own/a.yaml: cannot be read: No such file or directory (mend it or move it away)"]


def test_a_pipe_is_not_opened() -> None:
    Path("own").mkdir()
    os.mkfifo("own/a.yaml")
    assert complaints("own") == ["own/a.yaml: not a plain file (rules are read from plain files only)"]


def test_a_loop_of_links_does_not_matter() -> None:
    write("own/a.yaml", words("w1"))
    Path("own/again").symlink_to(Path.cwd() / "own", target_is_directory=True)
    assert ids(load("own")) == ["w1"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text("&*[]{}:,-?!'\"#| \n\tab", max_size=60).map(str.encode))
def test_any_bytes_make_a_book_or_problems(data: bytes) -> None:
    write("own/a.yaml", data)
    problems = []
    try:
        load("own")
    except RulesError as error:
        problems = error.problems
    assert [problem for problem in problems if not problem.where.startswith("own/a.yaml:")] == []


# ---- the digest and the cache ----------------------------------------------------------------


def test_the_digest_tells_contents_paths_and_layers_apart() -> None:
    write("one/a.yaml", words("w1"))
    write("one/b.yaml", words("w2"))
    write("two/a.yaml", words("w1"))
    write("three/b.yaml", words("w2"))
    write("four/a.yaml", words("w1") + "#\n")
    write("five/c.yaml", words("w1"))
    digests = [load(*layers).digest for layers in (["one"], ["two"], ["two", "three"], ["three", "two"], ["four"], ["five"])]
    assert len(set(digests)) == 6
    assert load("one").digest == digests[0]
    assert digests[0].startswith("sha256:")


def cached() -> list[Path]:
    return sorted(cache.cache_folder().glob("*"))


def mark_cached(note: str) -> None:
    """Make the stored book tell itself from what the YAML says."""
    book = load("own")
    book_cache.store(msgspec.structs.replace(book, rules=(Words(id="w1", note=note, tag="D", words=["x"]),)), [Path("own")])


def test_a_book_comes_back_from_the_cache() -> None:
    write("own/a.yaml", words("w1"))
    load("own")
    mark_cached("from the cache")
    assert load("own").rules[0].note == "from the cache"


def test_the_cached_book_of_all_kinds_equals_the_one_from_yaml() -> None:
    rules: dict[str, str] = {
        "words": "tag: D, words: [x]",
        "suffixes": "ending: x, tag: D",
        "tagging": "match: x, becomes: D",
        "abbreviations": "words: [x]",
        "elisions": "words: [x]",
        "classes": "slot: x, words: [x]",
        "lists": "name: x, words: [x]",
        "inflections": "irregular: {say: [said, said]}, doubling: [x]",
        "verbs": "frames: [that], verbs: [say, {verb: go on, frames: [quote], act: AID}]",
        "quotes": "pattern: x, act: AID, by: name, negated: true, examples: {match: [x, {text: x, finds: {cue: b}}], miss: [x], gap: [x]}",
        "stops": "pattern: x",
        "alliances": "type: backs, kind: allied, pattern: x",
        "deeds": "type: backs, kind: allied, verbs: [x], nouns: [y], compounds: [z], a: [subject], b: [to], noun-a: [bearer], noun-b: [of],"
        " named: b, mutual: true, owned: true, open: true, ended: rupture",
        "claims": "type: accuses, kind: opposed, acts: [ACCUSE], verbs: [x], meant: opening",
        "acts": "act: AID, pattern: x",
        "actors": "name: N, type: person, names: [{name: M, when: [x]}], roles: [{role: king, of: actors.x, from: 1990}], gender: f",
        "blocs": "name: N, actor: actors.x, from: 1990, to: 2000-01, members: [actors.x, {actor: actors.x, from: 1990, to: 1991}]",
        "roles": "sector: GOV, speaks: side, plural: true, words: [x]",
        "nouns": "type: state, words: [x]",
        "groups": "noun: x, acts-for: own, owned: true, type: organisation, sector: CVL, forms: [x, y], one: [z]",
        "heads": "acts-for: owner, type: igo, sector: IGO, plural: true, words: [x]",
        "first-names": "gender: f, ambiguous: true, words: [x]",
        "honorifics": "gender: m, words: [x]",
    }
    assert sorted(rules) == sorted(kind.key for kind in KINDS)
    write("own/a.yaml", "".join(f"{key}:\n- {{id: {key}.x, {rule}}}\n" for key, rule in rules.items()))
    fresh = load("own")
    assert book_cache.fetch(fresh.digest, [Path("own")]) == fresh
    assert load("own") == fresh


def test_a_changed_file_is_read_anew() -> None:
    write("own/a.yaml", words("w1"))
    load("own")
    mark_cached("from the cache")
    write("own/a.yaml", words("w1", "w2"))
    assert [(rule.id, rule.note) for rule in load("own").rules] == [("w1", ""), ("w2", "")]


def test_the_same_rules_elsewhere_tell_their_own_places() -> None:
    write("own/a.yaml", words("w1"))
    write("other/a.yaml", words("w1"))
    assert load("own").where == {"w1": "own/a.yaml:2:3"}
    assert load("other").where == {"w1": "other/a.yaml:2:3"}


@pytest.mark.parametrize("keep", [0, 1, 40, -1])
def test_a_broken_cache_falls_back_to_yaml_and_is_mended(keep: int) -> None:
    write("own/a.yaml", words("w1"))
    fresh = load("own")
    [path] = cached()
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])
    assert load("own") == fresh
    assert path.read_bytes() == whole


def test_a_cache_of_another_shape_falls_back_to_yaml() -> None:
    write("own/a.yaml", words("w1"))
    fresh = load("own")
    [path] = cached()
    others: list[object] = [
        book_cache.Stored(fresh.digest, {}, {}, [("no-such-kind", msgspec.Raw(b"\x90"))]),
        book_cache.Stored(fresh.digest, {}, {}, [("words", msgspec.Raw(b"\x91\x80"))]),
        book_cache.Stored("sha256:0", {}, {}, []),
        {"rules": []},
    ]
    for stored in others:
        data = msgspec.msgpack.encode(stored)
        path.write_bytes(zlib.crc32(data).to_bytes(cache.CHECK) + data)
        assert load("own") == fresh


def test_a_cache_that_cannot_be_written_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    write("own/a.yaml", words("w1"))
    write("file", "")
    for folder in ("file", "read-only"):
        Path("read-only").mkdir(mode=0o500, exist_ok=True)
        monkeypatch.setenv("XDG_CACHE_HOME", str(Path(folder).absolute()))
        monkeypatch.setenv("LOCALAPPDATA", str(Path(folder).absolute()))
        assert ids(load("own")) == ["w1"]
        assert ids(load("own")) == ["w1"]


def test_a_folder_in_the_place_of_the_cached_book_does_not_show() -> None:
    write("own/a.yaml", words("w1"))
    load("own")
    [path] = cached()
    path.unlink()
    path.mkdir()
    assert ids(load("own")) == ["w1"]
    assert cached() == [path]


def test_a_book_with_problems_is_not_cached() -> None:
    complaints_of("wrds: []")
    assert cached() == []


def test_only_a_few_books_are_kept() -> None:
    for number in range(cache.KEPT + 3):
        write("own/a.yaml", words(f"w{number}"))
        load("own")
    assert len(cached()) == cache.KEPT
    mark = cached()
    assert ids(load("own")) == [f"w{cache.KEPT + 2}"]
    assert cached() == mark
