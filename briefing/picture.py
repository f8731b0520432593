"""The picture within a figure: links, nodes, and as many names as have room."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.fonts import width
from briefing.markup import element, number, text
from briefing.scene import Scene, SceneEdge, SceneNode
from briefing.style import EDGE_STYLES, HIGHLIGHT, INK, NODE_STYLES, PAPER, SHAPES
from graph.records import Ref

_SIZE = 6.8
_LARGEST_SCALE = 1.5
_MARGIN = 26.0


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
        empty = text(box.x + box.width / 2, box.y + box.height / 2, "Nothing to draw.", 11, INK, text_anchor="middle")
        return Drawn(empty, 0)
    places, scale = _fitted(scene, box)
    parts = [_edge(edge, places, scale) for edge in scene.edges]
    radii = {node.ref: node.radius * scale for node in scene.nodes}
    parts += [_node(node, places[node.ref], radii[node.ref]) for node in scene.nodes]
    names, unnamed = _names(scene, places, radii, box)
    return Drawn("".join(parts + names), unnamed)


def _fitted(scene: Scene, box: Box) -> tuple[Mapping[Ref, tuple[float, float]], float]:
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
    return places, max(0.28, min(1.0, math.sqrt(scale)))


def _edge(edge: SceneEdge, places: Mapping[Ref, tuple[float, float]], scale: float) -> str:
    (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
    style = EDGE_STYLES[edge.type]
    thickness = edge.width * max(0.6, scale)
    line = element(
        "line",
        {
            "x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": style.colour, "stroke-width": thickness,
            "stroke-dasharray": style.dash or None, "stroke-opacity": 0.75,
        },
    )  # fmt: skip
    return line + (_arrow(x1, y1, x2, y2, style.colour, scale) if style.directed else "")


def _arrow(x1: float, y1: float, x2: float, y2: float, colour: str, scale: float) -> str:
    length = math.hypot(x2 - x1, y2 - y1)
    if length < 1:
        return ""
    ux, uy, size = (x2 - x1) / length, (y2 - y1) / length, 4.2 * scale
    # in the middle of the link: its end may be hidden by the node
    tip_x, tip_y = (x1 + x2) / 2 + ux * size / 2, (y1 + y2) / 2 + uy * size / 2
    corners = [(tip_x, tip_y), (tip_x - ux * size - uy * size / 2, tip_y - uy * size + ux * size / 2),
               (tip_x - ux * size + uy * size / 2, tip_y - uy * size - ux * size / 2)]  # fmt: skip
    return element("polygon", {"points": _points(corners), "fill": colour})


def _node(node: SceneNode, place: tuple[float, float], radius: float) -> str:
    style, (x, y) = NODE_STYLES[node.ref.label], place
    look = {
        "fill": PAPER if style.hollow else style.fill,
        "stroke": style.line,
        "stroke-width": max(0.5, radius * (0.28 if style.hollow else 0.12)),
    }
    ring = element("circle", {"cx": x, "cy": y, "r": radius * 1.5, "fill": "none", "stroke": HIGHLIGHT, "stroke-width": 1.2}) if node.highlighted else ""  # fmt: skip
    corners = SHAPES[style.shape]
    if not corners:
        return ring + element("circle", {"cx": x, "cy": y, "r": radius, **look})
    points = _points([(x + dx * radius, y + dy * radius) for dx, dy in corners])
    return ring + element("polygon", {"points": points, **look})


def _points(corners: list[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def _names(
    scene: Scene, places: Mapping[Ref, tuple[float, float]], radii: Mapping[Ref, float], box: Box
) -> tuple[list[str], int]:
    """Names beside their nodes, the most linked first, each where nothing else stands; how many had no room."""
    taken = _Grid()
    for ref, (x, y) in places.items():
        r = radii[ref]
        taken.add((x - r, y - r, x + r, y + r))
    names, unnamed = [], 0
    for node in sorted(scene.nodes, key=lambda n: (not n.highlighted, -n.degree, str(n.ref))):
        (x, y), r = places[node.ref], radii[node.ref]
        long = width(node.text, _SIZE)
        spots = (
            (x + r + 2, y + _SIZE * 0.35),
            (x - r - 2 - long, y + _SIZE * 0.35),
            (x - long / 2, y + r + _SIZE),
            (x - long / 2, y - r - 2),
        )
        for left, base in spots:
            area = (left, base - _SIZE * 0.82, left + long, base + _SIZE * 0.25)
            inside = (
                box.x <= area[0] and area[2] <= box.x + box.width and box.y <= area[1] and area[3] <= box.y + box.height
            )
            if inside and not taken.hit(area):
                taken.add(area)
                # a rim of paper keeps the name readable over links
                names.append(
                    text(left, base, node.text, _SIZE, INK, stroke=PAPER, stroke_width=1.6, paint_order="stroke")
                )
                break
        else:
            unnamed += 1
    return names, unnamed


class _Grid:
    """Rectangles that are taken, found by the cells that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def _touched(self, area: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(v // 24) for v in area)
        return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]

    def add(self, area: tuple[float, float, float, float]) -> None:
        for cell in self._touched(area):
            self._cells.setdefault(cell, []).append(area)

    def hit(self, area: tuple[float, float, float, float]) -> bool:
        return any(
            a[0] < area[2] and area[0] < a[2] and a[1] < area[3] and area[1] < a[3]
            for cell in self._touched(area)
            for a in self._cells.get(cell, ())
        )
