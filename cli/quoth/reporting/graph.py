"""A summary as a graph: who speaks about whom, who is allied and who opposed. GraphML, or the dot language of Graphviz."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from quoth.errors import MissingExtra
from quoth.reporting.serialization import visible
from quoth.reporting.summary import Summary, Tone

COLOURS = {"speaks": "gray50", "allied": "forestgreen", "opposed": "firebrick"}
"""Of edges, in dot."""
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDEST = 8
"""Points of the edge that stands for most."""


class Edge(NamedTuple):
    """An edge: "speaks" from whoever speaks to whoever is spoken about, "allied" and "opposed" without a direction. ``weight``
    counts statements or relations; ``figures`` say more of these."""

    kind: str
    source: str
    target: str
    weight: int
    figures: dict[str, str | int]


def edges(summary: Summary) -> Iterator[Edge]:
    """The edges of a summary. Who is not known, and who speaks about nobody known, has none."""
    for cell in summary.matrix:
        if cell.speaker is not None and cell.about is not None:
            tone = {field: getattr(cell.tone, field) for field in Tone.__struct_fields__}
            yield Edge("speaks", cell.speaker, cell.about, cell.statements, {"documents": cell.documents, **tone})
    for tie in summary.relations:
        types = ", ".join(f"{name} {number}" for name, number in tie.types.items())
        yield Edge(tie.kind, tie.a, tie.b, tie.evidence, {"documents": tie.documents, "claimed": tie.claimed, "types": types})


def nodes(summary: Summary) -> dict[str, dict[str, str | int]]:
    """The groups by id, with what GraphML tells of them."""
    return {
        group.id: {
            "label": group.name or group.id,
            "type": group.type or "",
            "known": group.known or "",
            "side": group.side or "",
            "statements": group.statements,
            "about": group.about,
        }
        for group in summary.groups
        if group.id is not None
    }


def need_networkx() -> Any:
    """The package. Raises MissingExtra."""
    try:
        import networkx
    except ImportError:
        raise MissingExtra("GraphML", "networkx", "graph") from None
    return networkx


def encode_graphml(summary: Summary) -> bytes:
    """The graph as GraphML, in UTF-8: a directed graph with several edges between two nodes, each with an id of its own.
    Raises MissingExtra."""
    networkx = need_networkx()
    graph = networkx.MultiDiGraph()
    for node, told in nodes(summary).items():
        graph.add_node(_plain(node), **{key: _plain(value) for key, value in told.items()})
    for number, edge in enumerate(edges(summary)):
        figures = {"kind": edge.kind, "label": edge.kind, "weight": edge.weight, **edge.figures}
        figures = {key: _plain(value) for key, value in figures.items()}
        graph.add_edge(_plain(edge.source), _plain(edge.target), key=f"e{number}", **figures)
    out = BytesIO()
    networkx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def _plain(value: str | int) -> str | int:
    """Text that XML can hold: reports of other programs may name anybody anything."""
    return NOT_XML.sub("\ufffd", visible(value)) if isinstance(value, str) else value


def encode_dot(summary: Summary) -> str:
    """The graph in Graphviz's language: speaking as grey arrows, allies joined in green, opponents in red; whom no rule names in
    dashes."""
    found = list(edges(summary))
    most = max((edge.weight for edge in found), default=1)
    joined = {end for edge in found for end in (edge.source, edge.target)}
    lines = ["digraph quoth {", "  node [shape=box, style=rounded];"]
    for node, told in nodes(summary).items():
        if node in joined:
            dashed = "" if told["known"] == "rules" else ', style="rounded,dashed"'
            lines.append(f"  {_quoted(node)} [label={_quoted(str(told['label']))}{dashed}];")
    for edge in found:
        direction = "" if edge.kind == "speaks" else ", dir=none"
        width = 1 + (WIDEST - 1) * edge.weight / most
        shown = f'color={COLOURS[edge.kind]}, penwidth={width:.1f}, label="{edge.weight}"{direction}'
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [{shown}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    """A string of the dot language. Backslashes would be read as escapes in labels."""
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
