"""What the browser is given to draw: columns of a view's scene, and the styles that they point at."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType

from briefing.scene import SceneNode, membership
from briefing.style import EDGE_STYLES, NODE_STYLES, SHAPES, platform_name
from graph.subgraph import Vertex
from ui.chosen import Chosen
from ui.highlight import Highlight
from ui.measures import Span, link_precision, link_span, platform_of, precision_of, q_of, span_of, weight_of
from ui.view import View
from ui.words import plural

_LABELS = {label: i for i, label in enumerate(NODE_STYLES)}
_TYPES = {type_: i for i, type_ in enumerate(EDGE_STYLES)}

NODE_LOOKS = [
    {
        "label": label,
        "plural": style.plural,
        "shape": [list(corner) for corner in SHAPES[style.shape]],
        "fill": style.fill,
        "line": style.line,
        "hollow": style.hollow,
    }
    for label, style in NODE_STYLES.items()
]
EDGE_LOOKS = [
    {
        "type": type_,
        "word": style.word,
        "colour": style.colour,
        "dash": [float(part) for part in style.dash.split()],
        "directed": style.directed,
    }
    for type_, style in EDGE_STYLES.items()
]

_MEASURES = ("from", "to", "precision", "note")
_OF_NODES = ("id", "text", "detail", "x", "y", "size", "style", "rings", "platform", *_MEASURES)
_OF_EDGES = ("id", "source", "target", "width", "style", "detail", "weight", "q", *_MEASURES)
_NO_NOTES: Mapping[str, str] = MappingProxyType({})
_LONGEST_NOTE = 300


def packed(data: Mapping[str, object]) -> bytes:
    """The data as they are sent: their digest, by which the browser knows what it has read, and JSON."""
    body = json.dumps(data, allow_nan=False).encode()
    return hashlib.blake2b(body, digest_size=8).hexdigest().encode() + body


def nothing(height: int) -> dict[str, object]:
    """Data of the component before a picture is open: it is made ready for one of this height, and takes no room."""
    return {
        "view": "",
        "revision": 0,
        "answered": 0,
        "height": height,
        "nodes": {name: [] for name in _OF_NODES},
        "edges": {name: [] for name in _OF_EDGES},
        "platforms": [],
        "groups": [],
        "nodeStyles": NODE_LOOKS,
        "edgeStyles": EDGE_LOOKS,
        "arrivals": None,
        "told": "",
        "screen": None,
        "chosen": None,
        "highlight": None,
        "fallback": None,
    }


def payload(
    view: View,
    *,
    chosen: tuple[int, Chosen],
    height: int,
    fallback: str | None,
    notes: Mapping[str, str] = _NO_NOTES,
    highlight: Highlight | None = None,
) -> dict[str, object]:
    """The data of the component (`Payload` in frontend/src/payload.ts).

    The same bytes as long as only the picture is clicked, so that Streamlit sends them once. `chosen`: what was last
    selected beside the picture, and a number that tells one such choice from the next. `notes`: what was noted of a
    node or link, by its id.
    """
    serial, selection = chosen
    columns = view.scene.columns()
    nodes, edges = columns["nodes"], columns["edges"]
    vertices = {vertex.ref: vertex for vertex in view.subgraph.vertices}
    links = {edge.key: edge for edge in view.subgraph.edges}
    drawn = [vertices[node.ref] for node in view.scene.nodes]
    drawn_links = [links[edge.key] for edge in view.scene.edges]
    places = [view.homes[node.ref] for node in view.scene.nodes]
    on = [platform_of(vertex) for vertex in drawn]
    platforms = {one: i for i, one in enumerate(sorted({platform for platform in on if platform is not None}))}
    spans = [span_of(vertex) for vertex in drawn]
    link_spans = [link_span(edge, vertices) for edge in drawn_links]
    return {
        "view": view.id,
        "revision": view.revision,
        "answered": view.answered_ms,
        "height": height,
        "nodes": {
            "id": nodes["id"],
            "text": nodes["text"],
            "detail": [_detail(vertices[node.ref], _member(view, node)) for node in view.scene.nodes],
            "x": [_point(x) for x, _ in places],
            "y": [_point(y) for _, y in places],
            "size": nodes["radius"],
            "style": [_LABELS[node.ref.label] for node in view.scene.nodes],
            "rings": [sum(1 << group for group in node.groups) for node in view.scene.nodes],
            "platform": [platforms.get(platform or "", -1) for platform in on],
            **_times(spans),
            "precision": [precision_of(vertex) for vertex in drawn],
            "note": _notes(nodes["id"], notes),
        },
        "edges": {
            "id": edges["id"],
            "source": edges["source"],
            "target": edges["target"],
            "width": edges["width"],
            "style": [_TYPES[edge.type] for edge in view.scene.edges],
            "detail": edges["text"],
            "weight": [weight_of(edge) for edge in drawn_links],
            "q": [q_of(edge) for edge in drawn_links],
            **_times(link_spans),
            "precision": [link_precision(edge, vertices) for edge in drawn_links],
            "note": _notes(edges["id"], notes),
        },
        "platforms": [{"key": platform, "word": platform_name(platform)} for platform in platforms],
        "groups": [
            {"key": str(_LABELS[entry.name]), "rings": sum(1 << group for group in entry.groups), "word": entry.words}
            for entry in view.scene.legend
            if entry.kind == "node" and view.scene.groups and (entry.groups or entry.name == "Account")
        ],
        "nodeStyles": NODE_LOOKS,
        "edgeStyles": EDGE_LOOKS,
        "arrivals": {"origin": view.origin, "ids": list(view.arrived)} if view.revision else None,
        "told": view.told,
        "screen": view.screen.as_json(),
        "chosen": {"serial": serial, "nodes": list(selection.nodes), "edges": list(selection.edges)},
        "highlight": asdict(highlight) if highlight is not None else None,
        "fallback": fallback,
    }


def _point(value: float) -> float:
    return round(value, 2) if math.isfinite(value) else 0.0


def _times(spans: Sequence[Span | None]) -> dict[str, list[int | None]]:
    return {"from": [span[0] if span else None for span in spans], "to": [span[1] if span else None for span in spans]}


def _notes(ids: Sequence[object], notes: Mapping[str, str]) -> list[str]:
    return [notes.get(str(id_), "")[:_LONGEST_NOTE] for id_ in ids]


def _member(view: View, node: SceneNode) -> str:
    groups = view.scene.groups
    return membership(groups, node.groups) if node.groups or (groups and node.ref.label == "Account") else ""


def _detail(vertex: Vertex, member: str) -> str:
    parts = [NODE_STYLES[vertex.ref.label].word]
    platform, sharers = vertex.properties.get("platform"), vertex.properties.get("sharers")
    if platform:
        parts.append(platform_name(str(platform)))
    if isinstance(sharers, int):
        parts.append(f"shared by {plural(sharers, 'account')} here")
    return " · ".join([*parts, *([member] if member else [])])
