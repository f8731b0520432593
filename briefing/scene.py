"""The scene: what a picture holds, the same for screen and paper. Plain values, no drawing."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from briefing.errors import BriefingError
from briefing.marking import marking_of
from briefing.naming import day_of, names_of, text_of
from briefing.style import EDGE_STYLES, NODE_STYLES
from briefing.words import visible
from graph.records import Ref
from graph.subgraph import Edge, Subgraph

Point = tuple[float, float]

_MOST_GROWTH = 2.4


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A node where it stands; coordinates and radius in points, y upwards."""

    ref: Ref
    text: str
    x: float
    y: float
    radius: float
    degree: int = 0
    highlighted: bool = False
    names: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """Every word that would tell in a text which node this is; never drawn, read when names are replaced."""

    @property
    def kind(self) -> str:
        """The label, by which `NODE_STYLES` gives the look."""
        return self.ref.label


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A link between two nodes of the scene."""

    key: str
    type: str
    start: Ref
    end: Ref
    text: str
    width: float
    note: str = ""
    """What it says beyond its type, short: posts, a role, a reason."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands beside the picture; everything is optional, nothing is invented."""

    title: str = ""
    question: str = ""
    caveat: str = ""
    marking: str | None = None
    """A TLP 2.0 label; BriefingError lists the known ones where it is another."""
    time_span: str | None = None
    query: str | None = None
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    data_date: str | None = None
    coverage: str = ""
    made_with: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.marking is not None:
            object.__setattr__(self, "marking", marking_of(self.marking).label)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: `kind` is node or edge, `name` the label or type, `words` what readers are told."""

    kind: str
    name: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Nodes, edges and caption; every end of an edge is a node."""

    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    caption: Caption = field(default_factory=Caption)
    redacted: bool = False
    """Names are pseudonyms."""

    @property
    def labels(self) -> Mapping[str, int]:
        """How many nodes of each label are drawn, in the order of the styles."""
        counted = Counter(node.ref.label for node in self.nodes)
        return {label: counted[label] for label in NODE_STYLES if counted[label]}

    @property
    def types(self) -> Mapping[str, int]:
        """How many links of each type are drawn, in the order of the styles."""
        counted = Counter(edge.type for edge in self.edges)
        return {type_: counted[type_] for type_ in EDGE_STYLES if counted[type_]}

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """What is drawn: labels, then relationship types, each with its words and count."""
        nodes = (
            LegendEntry("node", label, NODE_STYLES[label].word if n == 1 else NODE_STYLES[label].plural, n)
            for label, n in self.labels.items()
        )
        edges = (LegendEntry("edge", type_, self._words(type_), n) for type_, n in self.types.items())
        return (*nodes, *edges)

    def _words(self, type_: str) -> str:
        if type_ != "SHARED":
            return EDGE_STYLES[type_].word
        # which things: the line alone does not say
        ends = {edge.end.label for edge in self.edges if edge.type == type_}
        things = [NODE_STYLES[label].word for label in NODE_STYLES if label in ends]
        return f"account shared this {' or '.join((', '.join(things[:-1]), things[-1]) if things[1:] else things)}"

    def columns(self) -> dict[str, dict[str, list[object]]]:
        """Nodes and edges as lists of equal length; edges name their ends by the node's place in its lists."""
        place = {node.ref: i for i, node in enumerate(self.nodes)}
        return {
            "nodes": {
                "id": [str(n.ref) for n in self.nodes],
                "label": [n.ref.label for n in self.nodes],
                "text": [n.text for n in self.nodes],
                "x": [n.x for n in self.nodes],
                "y": [n.y for n in self.nodes],
                "radius": [n.radius for n in self.nodes],
                "highlighted": [n.highlighted for n in self.nodes],
            },
            "edges": {
                "id": [e.key for e in self.edges],
                "type": [e.type for e in self.edges],
                "source": [place[e.start] for e in self.edges],
                "target": [place[e.end] for e in self.edges],
                "text": [e.text for e in self.edges],
                "width": [e.width for e in self.edges],
            },
        }


def scene(
    subgraph: Subgraph,
    positions: Mapping[Ref, Point],
    caption: Caption | None = None,
    *,
    highlighted: frozenset[Ref] = frozenset(),
) -> Scene:
    """The scene of a subgraph with a position for every vertex; BriefingError where one is missing.

    Where the caption gives no time span, it is that of the posts and links drawn.
    """
    degree = Counter(end for edge in subgraph.edges for end in (edge.start, edge.end))
    nodes = []
    for vertex in subgraph.vertices:
        point = positions.get(vertex.ref)
        if point is None:
            raise BriefingError(f"{vertex.ref}: has no position; lay the subgraph out before drawing it")
        growth = min(_MOST_GROWTH, 1 + math.log2(1 + degree[vertex.ref]) / 6)
        radius = round(NODE_STYLES[vertex.ref.label].base * growth, 2)
        nodes.append(
            SceneNode(
                vertex.ref,
                text_of(vertex),
                *point,
                radius,
                degree[vertex.ref],
                vertex.ref in highlighted,
                names_of(vertex),
            )
        )
    edges = tuple(SceneEdge(e.key, e.type, e.start, e.end, _words(e), _width(e), _note(e)) for e in subgraph.edges)
    said = caption or Caption()
    return Scene(tuple(nodes), edges, said if said.time_span else replace(said, time_span=_span(subgraph)))


def _span(subgraph: Subgraph) -> str | None:
    """First to last day of what is drawn, None where nothing has a time."""
    holders = [e.properties for e in subgraph.edges]
    holders += [v.properties for v in subgraph.vertices if v.ref.label == "Post"]
    times = [values.get(name) for values in holders for name in ("first_at", "last_at", "created_at")]
    known = [t for t in times if isinstance(t, int)]
    days = [day for day in (day_of(min(known)), day_of(max(known))) if day] if known else []
    return " to ".join(dict.fromkeys(days)) or None


def _words(edge: Edge) -> str:
    word, note = EDGE_STYLES[edge.type].word, _note(edge)
    return f"{word} ({note})" if note else word


def _note(edge: Edge) -> str:
    posts = edge.properties.get("posts")
    if isinstance(posts, int):
        return f"{posts:,} post{'' if posts == 1 else 's'}"
    for name in ("role", "reason", "algorithm"):
        found = edge.properties.get(name)
        if isinstance(found, str) and found.strip():
            return visible(found, 40)
    return ""


def _width(edge: Edge) -> float:
    posts = edge.properties.get("posts") or edge.properties.get("weight")
    return round(min(3.0, 0.7 + 0.35 * math.log2(posts)), 2) if isinstance(posts, int) and posts > 0 else 0.7
