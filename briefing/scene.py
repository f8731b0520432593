"""The scene: what a picture holds, the same for screen and paper. Plain values, no drawing."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from briefing.errors import BriefingError
from briefing.marking import marking_of
from briefing.naming import text_of
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


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A link between two nodes of the scene."""

    key: str
    type: str
    start: Ref
    end: Ref
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands beside the picture; everything is optional, nothing is invented."""

    title: str = ""
    question: str = ""
    caveat: str = ""
    marking: str | None = None
    """A TLP 2.0 label."""
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
class Scene:
    """Nodes, edges and caption; every end of an edge is a node."""

    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    caption: Caption = field(default_factory=Caption)

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

    def columns(self) -> dict[str, dict[str, list[object]]]:
        """Nodes and edges as columns: edges name their ends by the node's place in the columns."""
        place = {node.ref: i for i, node in enumerate(self.nodes)}
        return {
            "nodes": {
                "id": [str(n.ref) for n in self.nodes],
                "label": [n.ref.label for n in self.nodes],
                "text": [n.text for n in self.nodes],
                "x": [n.x for n in self.nodes],
                "y": [n.y for n in self.nodes],
                "radius": [n.radius for n in self.nodes],
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
    """The scene of a subgraph with a position for every vertex; BriefingError where one is missing."""
    degree = Counter(end for edge in subgraph.edges for end in (edge.start, edge.end))
    nodes = []
    for vertex in subgraph.vertices:
        point = positions.get(vertex.ref)
        if point is None:
            raise BriefingError(f"{vertex.ref}: has no position; lay the subgraph out before drawing it")
        growth = min(_MOST_GROWTH, 1 + math.log2(1 + degree[vertex.ref]) / 6)
        radius = round(NODE_STYLES[vertex.ref.label].base * growth, 2)
        nodes.append(
            SceneNode(vertex.ref, text_of(vertex), *point, radius, degree[vertex.ref], vertex.ref in highlighted)
        )
    edges = tuple(SceneEdge(e.key, e.type, e.start, e.end, _words(e), _width(e)) for e in subgraph.edges)
    return Scene(tuple(nodes), edges, caption or Caption())


def _words(edge: Edge) -> str:
    posts = edge.properties.get("posts")
    word = EDGE_STYLES[edge.type].word
    return visible(f"{word} in {posts} post{'s' if posts != 1 else ''}" if isinstance(posts, int) else word)


def _width(edge: Edge) -> float:
    posts = edge.properties.get("posts") or edge.properties.get("weight")
    return round(min(3.0, 0.7 + 0.35 * math.log2(posts)), 2) if isinstance(posts, int) and posts > 0 else 0.7
