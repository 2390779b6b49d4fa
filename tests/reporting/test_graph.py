"""graph: a summary as GraphML and in the dot language."""

import shutil
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from processes import finished
from quoth.errors import MissingExtra
from quoth.reporting.graph import encode_dot, encode_graphml
from quoth.reporting.summary import Cell, Group, Summary, Tie, Tone

HOSTILE = 'the "Front" \\N <b> \x1b[31m\x00 \u202e & co'
GROUPS = [
    Group("turkey", "Turkey", "state", 3, 1, 0, Tone(2, verbal_conflict=1), {"STATEMENT": 2, "ACCUSE": 1}),
    Group("front", HOSTILE, "armed-group", 0, 0, 2, Tone(), {}),
    Group("alone", "Alone", None, 1, 1, 0, Tone(1), {"STATEMENT": 1}),
    Group("text:a-b", "A B", "person", 0, 0, 0, Tone(), {}, "text", "turkey:rebels"),
    Group(None, None, None, 4, 1, 0, Tone(4), {"STATEMENT": 4}, None),
]
MATRIX = [
    Cell(None, "turkey", 4, 1, Tone(4), {"STATEMENT": 4}),
    Cell("turkey", "front", 2, 1, Tone(1, verbal_conflict=1), {"STATEMENT": 1, "ACCUSE": 1}),
    Cell("turkey", None, 1, 1, Tone(1), {"STATEMENT": 1}),
]
RELATIONS = [
    Tie("opposed", "front", "turkey", 4, 2, 1, {"attacks": 3, "accuses": 1}),
    Tie("allied", "front", "front", 1, 1, 0, {"backs": 1}),
]
RULED = {"known": "rules", "side": ""}
SUMMARY = Summary("side", 2, None, None, 8, 0, 0, GROUPS, MATRIX, RELATIONS, [])
EMPTY = Summary("side", 0, None, None, 0, 0, 0, [], [], [], [])


# ---- GraphML ---------------------------------------------------------------------------------


def test_graphml_is_read_back_with_every_node_and_edge() -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.read_graphml(BytesIO(encode_graphml(SUMMARY)))
    assert graph.is_directed()
    assert dict(graph.nodes(data=True)) == {
        "turkey": {"label": "Turkey", "type": "state", **RULED, "statements": 3, "about": 0},
        "front": {"label": 'the "Front" \\N <b> ␛[31m␀ \\u202e & co', "type": "armed-group", **RULED, "statements": 0, "about": 2},
        "alone": {"label": "Alone", "type": "", **RULED, "statements": 1, "about": 0},
        "text:a-b": {"label": "A B", "type": "person", "known": "text", "side": "turkey:rebels", "statements": 0, "about": 0},
    }
    tone = {"neutral": 1, "verbal_cooperation": 0, "material_cooperation": 0, "verbal_conflict": 1, "material_conflict": 0}
    opposed = {"kind": "opposed", "label": "opposed", "weight": 4, "documents": 2, "claimed": 1, "types": "attacks 3, accuses 1"}
    assert list(graph.edges(data=True)) == [
        ("turkey", "front", {"id": "e0", "kind": "speaks", "label": "speaks", "weight": 2, "documents": 1, **tone}),
        ("front", "turkey", {"id": "e1", **opposed}),
        (
            "front",
            "front",
            {"id": "e2", "kind": "allied", "label": "allied", "weight": 1, "documents": 1, "claimed": 0, "types": "backs 1"},
        ),
    ]


def test_several_edges_between_two_nodes_are_kept_with_ids_of_their_own() -> None:
    networkx = pytest.importorskip("networkx")
    twice = structs.replace(SUMMARY, relations=[*RELATIONS, Tie("allied", "front", "turkey", 1, 1, 0, {"backs": 1})])
    graph = networkx.read_graphml(BytesIO(encode_graphml(twice)))
    assert sorted(graph["front"]["turkey"]) == ["e1", "e3"]


@given(st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_called_anything_graphml_is_read_back(name: str, type_: str) -> None:
    networkx = pytest.importorskip("networkx")
    group = Group(f"x{name}", name, type_, 1, 1, 0, Tone(1), {"STATEMENT": 1})
    summary = structs.replace(EMPTY, groups=[group], relations=[Tie("opposed", f"x{name}", f"x{name}", 1, 1, 0, {type_: 1})])
    graph = networkx.read_graphml(BytesIO(encode_graphml(summary)))
    assert (len(graph), graph.number_of_edges()) == (1, 1)


def test_graphml_of_nothing_is_an_empty_graph() -> None:
    networkx = pytest.importorskip("networkx")
    assert len(networkx.read_graphml(BytesIO(encode_graphml(EMPTY)))) == 0


def test_without_networkx_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)  # what Python does for a package that is not there
    with pytest.raises(MissingExtra) as caught:
        encode_graphml(SUMMARY)
    assert str(caught.value.problem) == "GraphML: needs networkx, which is not installed (pip install 'quoth[graph]')"


# ---- dot -------------------------------------------------------------------------------------


def test_dot_joins_those_who_speak_and_stand_together_and_quotes_their_names() -> None:
    assert (
        encode_dot(SUMMARY)
        == r"""digraph quoth {
  node [shape=box, style=rounded];
  "turkey" [label="Turkey"];
  "front" [label="the \"Front\" \\N <b> ␛[31m␀ \\u202e & co"];
  "turkey" -> "front" [color=gray50, penwidth=4.5, label="2"];
  "front" -> "turkey" [color=firebrick, penwidth=8.0, label="4", dir=none];
  "front" -> "front" [color=forestgreen, penwidth=2.8, label="1", dir=none];
}
"""
    )


def test_dot_shows_whom_no_rule_names_in_dashes() -> None:
    related = structs.replace(SUMMARY, matrix=[], relations=[Tie("allied", "text:a-b", "turkey", 1, 1, 0, {"backs": 1})])
    nodes = [line.strip() for line in encode_dot(related).splitlines() if "label" in line and "->" not in line]
    assert nodes == ['"turkey" [label="Turkey"];', '"text:a-b" [label="A B", style="rounded,dashed"];']


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
@pytest.mark.parametrize("summary", [SUMMARY, EMPTY], ids=["hostile", "empty"])
def test_graphviz_takes_it(summary: Summary) -> None:
    done = finished(["dot", "-Tsvg"], data=encode_dot(summary).encode())
    assert (done.returncode, done.stderr) == (0, b"")
