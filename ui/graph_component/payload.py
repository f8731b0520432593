"""What the browser is given to draw: columns of a view's scene, and the styles that they point at."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType

from attribution.noting import Noted
from briefing.scene import SceneEdge, SceneNode, membership
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
_OF_NODES = ("id", "text", "detail", "x", "y", "size", "style", "rings", "platform", "datasets", *_MEASURES)
_OF_EDGES = ("id", "source", "target", "width", "style", "detail", "weight", "q", "datasets", *_MEASURES)
_NO_NOTES: Mapping[str, Noted] = MappingProxyType({})
_NO_FILES: Mapping[str, str] = MappingProxyType({})
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
        "base": None,
        "answered": 0,
        "height": height,
        "nodes": {name: [] for name in _OF_NODES},
        "edges": {name: [] for name in _OF_EDGES},
        "platforms": [],
        "datasets": [],
        "groups": [],
        "noted": [],
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
    notes: Mapping[str, Noted] = _NO_NOTES,
    highlight: Highlight | None = None,
    files: Mapping[str, str] = _NO_FILES,
    held: View | None = None,
) -> dict[str, object]:
    """The data of the component (`Message` in frontend/src/payload.ts).

    The same bytes as long as only the picture is clicked, so that Streamlit sends them once. `chosen`: what was last
    selected beside the picture, and a number that tells one such choice from the next. `notes`: what was noted of a
    node or link, by its id. `files`: names of loaded files, by id. `held`: what the browser has of the same view, as `can_follow` allows; then only the nodes
    and links that came or changed are sent.
    """
    serial, selection = chosen
    drawn, vertices = view.scene, {vertex.ref: vertex for vertex in view.subgraph.vertices}
    links = {edge.key: edge for edge in view.subgraph.edges}
    platforms = _platforms(view)
    at = {platform: i for i, platform in enumerate(platforms)}
    nodes, edges = (drawn.nodes, drawn.edges) if held is None else _changed(view, held)
    shown = [vertices[node.ref] for node in nodes]
    shown_links = [links[edge.key] for edge in edges]
    places = [view.homes[node.ref] for node in nodes]
    columns = drawn.columns(nodes, edges)
    of_nodes, of_edges = columns["nodes"], columns["edges"]
    return {
        "view": view.id,
        "revision": view.revision,
        "base": None if held is None else held.revision,
        "answered": view.answered_ms,
        "height": height,
        "nodes": {
            "id": of_nodes["id"],
            "text": of_nodes["text"],
            "detail": [_detail(vertex, _member(view, node)) for vertex, node in zip(shown, nodes, strict=True)],
            "x": [_point(x) for x, _ in places],
            "y": [_point(y) for _, y in places],
            "size": of_nodes["radius"],
            "style": [_LABELS[node.ref.label] for node in nodes],
            "rings": [sum(1 << group for group in node.groups) for node in nodes],
            "platform": [at.get(platform_of(vertex) or "", -1) for vertex in shown],
            "datasets": [list(vertex.datasets) for vertex in shown],
            **_times([span_of(vertex) for vertex in shown]),
            "precision": [precision_of(vertex) for vertex in shown],
            "note": _notes(of_nodes["id"], notes),
        },
        "edges": {
            "id": of_edges["id"],
            "source": of_edges["source"],
            "target": of_edges["target"],
            "width": of_edges["width"],
            "style": [_TYPES[edge.type] for edge in edges],
            "detail": of_edges["text"],
            "weight": [weight_of(edge) for edge in shown_links],
            "q": [q_of(edge) for edge in shown_links],
            "datasets": [list(edge.datasets) for edge in shown_links],
            **_times([link_span(edge, vertices) for edge in shown_links]),
            "precision": [link_precision(edge, vertices) for edge in shown_links],
            "note": _notes(of_edges["id"], notes),
        },
        "platforms": [{"key": platform, "word": platform_name(platform)} for platform in platforms],
        "datasets": [{"key": dataset, "word": files.get(dataset, dataset)} for dataset in _datasets(view)],
        "groups": [
            {"key": str(_LABELS[entry.name]), "rings": sum(1 << group for group in entry.groups), "word": entry.words}
            for entry in drawn.legend
            if entry.kind == "node" and drawn.groups and (entry.groups or entry.name == "Account")
        ],
        "noted": _noted(view, notes) if notes else [],
        "nodeStyles": NODE_LOOKS,
        "edgeStyles": EDGE_LOOKS,
        "arrivals": {"origin": view.origin, "ids": list(view.arrived)} if view.revision else None,
        "told": view.told,
        "screen": view.screen.as_json() if held is None else None,
        "chosen": {"serial": serial, "nodes": list(selection.nodes), "edges": list(selection.edges)},
        "highlight": asdict(highlight) if highlight is not None else None,
        "fallback": fallback,
    }


def can_follow(view: View, held: View) -> bool:
    """Whether a picture can be sent as what differs from what the browser has: an earlier revision of the same view."""
    # nodes name their platform by its place among all
    return held.id == view.id and (
        held is view or (held.revision < view.revision and _platforms(held) == _platforms(view))
    )


def _platforms(view: View) -> list[str]:
    return sorted({platform for vertex in view.subgraph.vertices if (platform := platform_of(vertex)) is not None})


def _datasets(view: View) -> list[str]:
    found = {dataset for vertex in view.subgraph.vertices for dataset in vertex.datasets}
    return sorted(found.union(*(edge.datasets for edge in view.subgraph.edges)))


def _changed(view: View, held: View) -> tuple[list[SceneNode], list[SceneEdge]]:
    """What came since or is drawn otherwise; a scene keeps what stays as the same object."""
    if view is held:
        return [], []
    nodes = {node.ref: node for node in held.scene.nodes}
    before = {vertex.ref: vertex for vertex in held.subgraph.vertices}
    links = {edge.key: edge for edge in held.scene.edges}
    # a link has its time from its posts
    other = {v.ref for v in view.subgraph.vertices if v is not before.get(v.ref) and v != before.get(v.ref)}
    return (
        [node for node in view.scene.nodes if node is not nodes.get(node.ref)],
        [e for e in view.scene.edges if e is not links.get(e.key) or e.start in other or e.end in other],
    )


def _point(value: float) -> float:
    return round(value, 2) if math.isfinite(value) else 0.0


def _times(spans: Sequence[Span | None]) -> dict[str, list[int | None]]:
    return {"from": [span[0] if span else None for span in spans], "to": [span[1] if span else None for span in spans]}


def _notes(ids: Sequence[object], notes: Mapping[str, Noted]) -> list[str]:
    return [notes[str(id_)].text[:_LONGEST_NOTE] if str(id_) in notes else "" for id_ in ids]


def _noted(view: View, notes: Mapping[str, Noted]) -> list[dict[str, object]]:
    """What can be selected by its notes: all that has one, and what has each mark."""
    here = {str(node.ref) for node in view.scene.nodes}.union(edge.key for edge in view.scene.edges)
    found: dict[str, list[str]] = {}
    for id_, noted in notes.items():
        if id_ in here:
            for word in ("with a note", *(f"marked “{mark}”" for mark in noted.marks)):
                found.setdefault(word, []).append(id_)
    return [{"word": word, "ids": ids} for word, ids in found.items()]


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
