"""What the browser is given to draw: columns of a view's scene, and the styles that they point at."""

from briefing.style import EDGE_STYLES, NODE_STYLES, SHAPES, platform_name
from graph.subgraph import Edge, Vertex
from ui.screen import Selected
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


def payload(view: View, *, selected: Selected | None, height: int, fallback: str | None) -> dict[str, object]:
    """The data of the component (`Payload` in frontend/src/payload.ts)."""
    nodes, edges = view.scene.nodes, view.scene.edges
    index = {node.ref: i for i, node in enumerate(nodes)}
    vertices = {vertex.ref: vertex for vertex in view.subgraph.vertices}
    links = {edge.key: edge for edge in view.subgraph.edges}
    places = [view.homes[node.ref] for node in nodes]
    return {
        "view": view.id,
        "revision": view.revision,
        "height": height,
        "nodes": {
            "id": [str(node.ref) for node in nodes],
            "text": [node.text for node in nodes],
            "detail": [_detail(vertices[node.ref]) for node in nodes],
            "x": [round(x, 2) for x, _ in places],
            "y": [round(y, 2) for _, y in places],
            "size": [round(node.radius, 2) for node in nodes],
            "style": [_LABELS[node.ref.label] for node in nodes],
        },
        "edges": {
            "id": [edge.key for edge in edges],
            "source": [index[edge.start] for edge in edges],
            "target": [index[edge.end] for edge in edges],
            "width": [round(edge.width, 2) for edge in edges],
            "style": [_TYPES[edge.type] for edge in edges],
            "detail": [_link(links[edge.key]) for edge in edges],
        },
        "nodeStyles": NODE_LOOKS,
        "edgeStyles": EDGE_LOOKS,
        "arrivals": {"origin": view.origin, "ids": list(view.arrived)} if view.revision else None,
        "told": view.told,
        "screen": view.screen.as_json(),
        "selected": {"kind": selected.kind, "id": selected.id} if selected else None,
        "fallback": fallback,
    }


def _detail(vertex: Vertex) -> str:
    parts = [NODE_STYLES[vertex.ref.label].word]
    platform, sharers = vertex.properties.get("platform"), vertex.properties.get("sharers")
    if platform:
        parts.append(platform_name(str(platform)))
    if isinstance(sharers, int):
        parts.append(f"shared by {plural(sharers, 'account')} here")
    return " · ".join(parts)


def _link(edge: Edge) -> str:
    word = EDGE_STYLES[edge.type].word
    posts = edge.properties.get("posts")
    return f"{word} in {plural(posts, 'post')}" if isinstance(posts, int) else word
