"""What the browser is given to draw: columns of a view's scene, and the styles that they point at."""

from briefing.scene import SceneNode, membership
from briefing.style import EDGE_STYLES, NODE_STYLES, SHAPES, platform_name
from graph.subgraph import Vertex
from ui.chosen import Chosen
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

_NO_NODES: dict[str, list[object]] = {k: [] for k in ("id", "text", "detail", "x", "y", "size", "style", "rings")}
_NO_EDGES: dict[str, list[object]] = {k: [] for k in ("id", "source", "target", "width", "style", "detail")}


def nothing(height: int) -> dict[str, object]:
    """Data of the component before a picture is open: it is made ready for one of this height, and takes no room."""
    return {
        "view": "",
        "revision": 0,
        "answered": 0,
        "height": height,
        "nodes": _NO_NODES,
        "edges": _NO_EDGES,
        "groups": [],
        "nodeStyles": NODE_LOOKS,
        "edgeStyles": EDGE_LOOKS,
        "arrivals": None,
        "told": "",
        "screen": None,
        "chosen": None,
        "fallback": None,
    }


def payload(view: View, *, chosen: tuple[int, Chosen], height: int, fallback: str | None) -> dict[str, object]:
    """The data of the component (`Payload` in frontend/src/payload.ts).

    The same bytes as long as only the picture is clicked, so that Streamlit sends them once. `chosen`: what was last
    selected beside the picture, and a number that tells one such choice from the next.
    """
    serial, selection = chosen
    columns = view.scene.columns()
    nodes, edges = columns["nodes"], columns["edges"]
    vertices = {vertex.ref: vertex for vertex in view.subgraph.vertices}
    places = [view.homes[node.ref] for node in view.scene.nodes]
    return {
        "view": view.id,
        "revision": view.revision,
        "answered": view.answered_ms,
        "height": height,
        "nodes": {
            "id": nodes["id"],
            "text": nodes["text"],
            "detail": [_detail(vertices[node.ref], _member(view, node)) for node in view.scene.nodes],
            "x": [round(x, 2) for x, _ in places],
            "y": [round(y, 2) for _, y in places],
            "size": nodes["radius"],
            "style": [_LABELS[node.ref.label] for node in view.scene.nodes],
            "rings": [sum(1 << group for group in node.groups) for node in view.scene.nodes],
        },
        "edges": {
            "id": edges["id"],
            "source": edges["source"],
            "target": edges["target"],
            "width": edges["width"],
            "style": [_TYPES[edge.type] for edge in view.scene.edges],
            "detail": edges["text"],
        },
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
        "fallback": fallback,
    }


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
