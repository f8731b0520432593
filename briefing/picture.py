"""The picture within a figure: links, nodes, and as many names as have room."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.lines import wrapped
from briefing.markup import element, polygon, text
from briefing.naming import LONGEST_WITH_PLATFORM
from briefing.room import Area, Room
from briefing.scene import Scene, SceneEdge, SceneNode
from briefing.style import EDGE_STYLES, FAINT, HIGHLIGHT, INK, NODE_STYLES, PAPER, SHAPES
from briefing.words import cut, visible
from graph.records import Ref

_LARGEST_SCALE = 2.2
_MARGIN = 30.0
_SIZES = (8.4, 6.2)
_MOST_WORDED_LINKS = 30
_RING = 1.55
_CROWD = 60
_FIRST = 24
_SHORT = 24
_MAY_COVER = 2
"""In a crowd the names of the first nodes may cover this many marks each."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture's markup, and how many names had no room."""

    markup: str
    unnamed: int


def picture(scene: Scene, box: Box) -> Drawn:
    """The scene fitted into the box with its proportions kept."""
    if not scene.nodes:
        return Drawn(_instead(scene, box), 0)
    places, marks = _fitted(scene, box)
    radii = {node.ref: node.radius * marks for node in scene.nodes}
    parts = _links(scene, places, radii, marks)
    # small ones on top, so that none is hidden
    for node in sorted(scene.nodes, key=lambda n: -n.radius):
        parts.append(_node(node, places[node.ref], radii[node.ref]))
    names, unnamed = _names(scene, places, radii, box)
    return Drawn("".join(parts + names), unnamed)


def findings(scene: Scene) -> tuple[str, ...]:
    """What stands where no node is drawn."""
    return scene.caption.findings or ("Nothing is drawn.",)


def _instead(scene: Scene, box: Box) -> str:
    room = min(box.width - 2 * _MARGIN, 460.0)
    lines = [line for said in findings(scene) for line in (*wrapped(visible(said), 11, room, 12), "")][:-1]
    middle, top = box.x + box.width / 2, box.y + box.height / 2 - 16.0 * (len(lines) - 1) / 2
    return "".join(text(middle, top + 16.0 * i, line, 11, INK, text_anchor="middle") for i, line in enumerate(lines))


def rings(groups: Sequence[int], place: Place, radius: float) -> str:
    """A ring for each set that a node is in: solid for the first, dashed for the second."""
    parts = []
    for number, group in enumerate(groups):
        ring = {"cx": place[0], "cy": place[1], "r": radius * (_RING + 0.4 * number), "fill": "none", "stroke": INK}
        dashes = f"{radius * 0.5:.2f} {radius * 0.36:.2f}" if group else None
        parts.append(element("circle", {**ring, "stroke-width": max(0.7, radius * 0.17), "stroke-dasharray": dashes}))
    return "".join(parts)


def node_mark(label: str, place: Place, radius: float) -> str:
    """The mark of a label, as the picture and its legend draw it."""
    style, (x, y) = NODE_STYLES[label], place
    look = {
        "fill": PAPER if style.hollow else style.fill,
        "stroke": style.line,
        "stroke-width": max(0.45, radius * (0.3 if style.hollow else 0.12)),
        "stroke-linejoin": "round",
    }
    corners = SHAPES[style.shape]
    if not corners:
        return element("circle", {"cx": x, "cy": y, "r": radius, **look})
    return polygon([(x + dx * radius, y + dy * radius) for dx, dy in corners], look)


def _fitted(scene: Scene, box: Box) -> tuple[Mapping[Ref, Place], float]:
    """Where each node stands on the page, and how much larger or smaller marks are drawn."""
    xs, ys = [n.x for n in scene.nodes], [n.y for n in scene.nodes]
    across, high = max(xs) - min(xs), max(ys) - min(ys)
    room_x, room_y = box.width - 2 * _MARGIN, box.height - 2 * _MARGIN
    scale = min(
        room_x / across if across else _LARGEST_SCALE, room_y / high if high else _LARGEST_SCALE, _LARGEST_SCALE
    )
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    centre_x, centre_y = box.x + box.width / 2, box.y + box.height / 2
    places = {n.ref: (centre_x + (n.x - middle_x) * scale, centre_y - (n.y - middle_y) * scale) for n in scene.nodes}
    # marks shrink more slowly than distances, or a large picture would show none
    return places, max(0.24, min(0.95, 0.9 * scale**0.75))


def _links(scene: Scene, places: Mapping[Ref, Place], radii: Mapping[Ref, float], marks: float) -> list[str]:
    between = Counter(frozenset((e.start, e.end)) for e in scene.edges)
    met: Counter[frozenset[Ref]] = Counter()
    # in a crowd lines are paler, so that nodes stay readable
    opacity = round(max(0.32, min(0.85, 1.1 - 0.1 * math.log2(1 + len(scene.edges) / 8))), 2)
    parts = []
    for edge in sorted(scene.edges, key=lambda e: (e.width, e.key)):
        pair = frozenset((edge.start, edge.end))
        bend = (met[pair] - (between[pair] - 1) / 2) * 9 * marks
        met[pair] += 1
        # two links in opposite directions bend to different sides
        if str(edge.start) > str(edge.end):
            bend = -bend
        parts.append(_link(edge, places, radii, bend, marks, opacity))
    return parts


def _link(
    edge: SceneEdge, places: Mapping[Ref, Place], radii: Mapping[Ref, float], bend: float, marks: float, opacity: float
) -> str:
    style = EDGE_STYLES[edge.type]
    (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
    length = math.hypot(x2 - x1, y2 - y1)
    look = {
        "fill": "none",
        "stroke": style.colour,
        "stroke-width": edge.width * max(0.55, marks),
        "stroke-opacity": opacity,
        "stroke-dasharray": style.dash or None,
    }
    if edge.start == edge.end:
        r = radii[edge.start]
        return element("circle", {"cx": x1 + r, "cy": y1 - r, "r": r, **look})
    if length < 0.5:
        return ""
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    if not style.directed:
        if not bend:
            return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **look})
        return element("path", {"d": _curve((x1, y1), (x2, y2), bend), **look})
    head = min(5.2 * max(0.6, marks), length / 2)
    # the tip touches the node that is meant
    back = min(radii[edge.end] + 1.2 * marks, length - head)
    tip = (x2 - ux * back, y2 - uy * back)
    base = (tip[0] - ux * head, tip[1] - uy * head)
    side = (-uy * head * 0.42, ux * head * 0.42)
    corners = [tip, (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
    line = element("path", {"d": _curve((x1, y1), base, bend), **look})
    return line + polygon(corners, {"fill": style.colour, "fill-opacity": opacity})


def _curve(start: Place, end: Place, bend: float) -> str:
    (x1, y1), (x2, y2) = start, end
    if not bend:
        return f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}"
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    x = (x1 + x2) / 2 - (y2 - y1) / length * bend * 2
    y = (y1 + y2) / 2 + (x2 - x1) / length * bend * 2
    return f"M{x1:.2f} {y1:.2f}Q{x:.2f} {y:.2f} {x2:.2f} {y2:.2f}"


def _node(node: SceneNode, place: Place, radius: float) -> str:
    mark = rings(node.groups, place, radius) + node_mark(node.ref.label, place, radius)
    if not node.highlighted:
        return mark
    ring = {"cx": place[0], "cy": place[1], "r": radius * _RING, "fill": "none", "stroke": HIGHLIGHT}
    return element("circle", {**ring, "stroke-width": 1.3}) + mark


def _names(scene: Scene, places: Mapping[Ref, Place], radii: Mapping[Ref, float], box: Box) -> tuple[list[str], int]:
    """Names beside their nodes, the most linked first, each where nothing else stands; how many had no room."""
    room = Room(Area(box.x, box.y, box.x + box.width, box.y + box.height))
    for ref, (x, y) in places.items():
        r = radii[ref]
        room.mark(Area(x - r, y - r, x + r, y + r))
    size = max(_SIZES[1], min(_SIZES[0], _SIZES[0] + 1.2 - 0.38 * math.log2(1 + len(scene.nodes) / 8)))
    ranked = sorted(scene.nodes, key=telling)
    first = ranked[:_FIRST] if len(ranked) > _CROWD else []
    parts: list[str] = []
    named: set[Ref] = set()
    # at the end smaller and shorter names go where there is room left
    for nodes, of, may_cover, limit in (
        (first, size, 0, LONGEST_WITH_PLATFORM),
        (first, size, _MAY_COVER, _SHORT),
        (ranked, size, 0, LONGEST_WITH_PLATFORM),
        (ranked, size * 0.86, 0, _SHORT),
    ):
        for node in (n for n in nodes if n.ref not in named):
            words, bold = cut(node.text, limit), node.highlighted
            reach = radii[node.ref] * (_RING if bold or node.groups else 1.0)
            spot = room.beside(words, of, *places[node.ref], reach, bold=bold, may_cover=may_cover)
            if spot is not None:
                named.add(node.ref)
                parts.append(_name(*spot, words, of, INK, bold=bold))
    if len(scene.edges) <= _MOST_WORDED_LINKS:
        parts += _link_words(scene, places, room, size * 0.78)
    return parts, len(scene.nodes) - len(named)


def telling(node: SceneNode) -> tuple[bool, int, str]:
    """The order in which nodes are named: what is highlighted, then the most linked."""
    return (not node.highlighted, -node.degree, str(node.ref))


def _link_words(scene: Scene, places: Mapping[Ref, Place], room: Room, size: float) -> list[str]:
    """What a link says beyond its type, where there is room on it."""
    parts = []
    for edge in scene.edges:
        if not edge.note:
            continue
        (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
        spot = room.on(edge.note, size, (x1 + x2) / 2, (y1 + y2) / 2)
        if spot is not None:
            parts.append(_name(*spot, edge.note, size, FAINT, bold=False))
    return parts


def _name(x: float, y: float, words: str, size: float, colour: str, *, bold: bool) -> str:
    # a rim of paper keeps the name readable over links
    rim = {"stroke": PAPER, "stroke_width": 2.4, "stroke_linejoin": "round", "paint_order": "stroke"}
    return text(x, y, words, size, colour, font_weight="bold" if bold else None, **rim)
