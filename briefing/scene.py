"""The scene: what a picture holds, the same for screen and paper. Plain values, no drawing."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from briefing.errors import BriefingError
from briefing.marking import marking_of
from briefing.naming import day_of, names_of, text_of
from briefing.style import EDGE_STYLES, NODE_STYLES
from briefing.words import visible
from graph.rarity import is_common
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex

Point = tuple[float, float]

_MOST_GROWTH = 2.4

CAVEAT = "That these accounts act together, or who runs them: shown is what they shared in the loaded data."
"""What no picture shows; it stands wherever nothing more particular is said."""


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
    groups: tuple[int, ...] = ()
    """Places in the scene's `groups` of the sets that it is a member of."""
    common: bool = field(default=False, compare=False)
    """So many shared it that it tells of nobody."""

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
    """What stands beside the picture; nothing is invented, and all but the caveat is optional."""

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
    analyst: tuple[str, ...] = ()
    """What an analyst noted on what is drawn, a line for each note; it is no finding, and stands apart from what is."""
    findings: tuple[str, ...] = ()
    """What stands in the picture's place where no node is drawn."""

    def __post_init__(self) -> None:
        if not self.caveat.strip():
            object.__setattr__(self, "caveat", CAVEAT)
        if self.marking is not None:
            object.__setattr__(self, "marking", marking_of(self.marking).label)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: `kind` is node or edge, `name` the label or type, `words` what readers are told."""

    kind: str
    name: str
    words: str
    count: int
    groups: tuple[int, ...] = ()
    """Rings of a node's mark: places in the scene's `groups`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Nodes, edges and caption; every end of an edge is a node."""

    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    caption: Caption = field(default_factory=Caption)
    groups: tuple[str, ...] = ()
    """Titles of the sets whose members are ringed."""
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
        nodes = (entry for label, n in self.labels.items() for entry in self._rows(label, n))
        edges = (LegendEntry("edge", type_, self._words(type_), n) for type_, n in self.types.items())
        return (*nodes, *edges)

    def _rows(self, label: str, count: int) -> list[LegendEntry]:
        """The row of a label; where members of sets are ringed, one for those within and one for those outside."""
        style = NODE_STYLES[label]
        counted = Counter(node.groups for node in self.nodes if node.ref.label == label)
        if not self.groups or (label != "Account" and set(counted) == {()}):
            return [LegendEntry("node", label, style.word if count == 1 else style.plural, count)]
        return [
            LegendEntry("node", label, f"{style.word if n == 1 else style.plural} {membership(self.groups, of)}", n, of)
            for of, n in sorted(counted.items(), key=lambda one: (not one[0], one[0]))
        ]

    def _words(self, type_: str) -> str:
        if type_ != "SHARED":
            return EDGE_STYLES[type_].word
        # which things: the line alone does not say
        ends = {edge.end.label for edge in self.edges if edge.type == type_}
        things = [NODE_STYLES[label].word for label in NODE_STYLES if label in ends]
        return f"account shared this {' or '.join((', '.join(things[:-1]), things[-1]) if things[1:] else things)}"

    def columns(
        self, nodes: Sequence[SceneNode] | None = None, edges: Sequence[SceneEdge] | None = None
    ) -> dict[str, dict[str, list[object]]]:
        """Nodes and edges, all or these, as lists of equal length; edges name their ends by the place in all nodes."""
        place = {node.ref: i for i, node in enumerate(self.nodes)}
        nodes, edges = self.nodes if nodes is None else nodes, self.edges if edges is None else edges
        return {
            "nodes": {
                "id": [str(n.ref) for n in nodes],
                "label": [n.ref.label for n in nodes],
                "text": [n.text for n in nodes],
                "x": [n.x for n in nodes],
                "y": [n.y for n in nodes],
                "radius": [n.radius for n in nodes],
                "highlighted": [n.highlighted for n in nodes],
            },
            "edges": {
                "id": [e.key for e in edges],
                "type": [e.type for e in edges],
                "source": [place[e.start] for e in edges],
                "target": [place[e.end] for e in edges],
                "text": [e.text for e in edges],
                "width": [e.width for e in edges],
            },
        }


def membership(groups: Sequence[str], of: Sequence[int]) -> str:
    """Words for being a member of some of the groups: "in Set A", "outside Set A and Set B"."""
    titles = [visible(groups[i], 40) for i in of] or [visible(title, 40) for title in groups]
    return f"{'in' if of else 'outside'} {' and '.join(titles)}"


def scene(
    subgraph: Subgraph,
    positions: Mapping[Ref, Point],
    caption: Caption | None = None,
    *,
    highlighted: frozenset[Ref] = frozenset(),
    members: Mapping[str, Set[Ref]] | None = None,
    before: tuple[Subgraph, Scene] | None = None,
) -> Scene:
    """The scene of a subgraph with a position for every vertex; BriefingError where one is missing.

    `members`: who is in each set that was asked about, by its title; they are ringed.
    Where the caption gives no time span, it is that of the posts and links drawn.
    `before`: a subgraph with its scene; what is drawn here as it is there is the same object.
    """
    sets = members or {}
    earlier = _Before(before)
    degree = Counter(end for edge in subgraph.edges for end in (edge.start, edge.end))
    nodes = []
    for vertex in subgraph.vertices:
        point = positions.get(vertex.ref)
        if point is None:
            raise BriefingError(f"{vertex.ref}: has no position; lay the subgraph out before drawing it")
        groups = tuple(i for i, refs in enumerate(sets.values()) if vertex.ref in refs)
        kept = earlier.node(vertex, point, degree[vertex.ref], vertex.ref in highlighted, groups)
        if kept is not None:
            nodes.append(kept)
            continue
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
                groups,
                is_common(vertex.properties.get("information")),
            )
        )
    edges = tuple(earlier.edge(edge) or _edge(edge) for edge in subgraph.edges)
    said = caption or Caption()
    spanned = said if said.time_span else replace(said, time_span=_span(subgraph))
    return Scene(tuple(nodes), edges, spanned, tuple(sets))


class _Before:
    """What was drawn, found by node and link."""

    def __init__(self, before: tuple[Subgraph, Scene] | None) -> None:
        self._subgraph, self._scene = before or (Subgraph(), Scene((), ()))
        # places and no pairs: tens of thousands of new objects would set off a collection of all that there is
        self._nodes = {v.ref: i for i, v in enumerate(self._subgraph.vertices)}
        self._edges = {e.key: i for i, e in enumerate(self._subgraph.edges)}

    def node(
        self, vertex: Vertex, point: Point, degree: int, highlighted: bool, groups: tuple[int, ...]
    ) -> SceneNode | None:
        """The mark of the same vertex, if nothing of it is another now."""
        i = self._nodes.get(vertex.ref)
        if i is None or not _same(self._subgraph.vertices[i], vertex):
            return None
        found = self._scene.nodes[i]
        drawn = ((found.x, found.y), found.degree, found.highlighted, found.groups)
        return found if drawn == (point, degree, highlighted, groups) else None

    def edge(self, edge: Edge) -> SceneEdge | None:
        """The line of the same edge, if nothing of it is another now."""
        i = self._edges.get(edge.key)
        return self._scene.edges[i] if i is not None and _same(self._subgraph.edges[i], edge) else None


def _same(one: object, other: object) -> bool:
    # most are the same object, and to compare tens of thousands field by field is felt
    return one is other or one == other


def _edge(edge: Edge) -> SceneEdge:
    return SceneEdge(edge.key, edge.type, edge.start, edge.end, _words(edge), _width(edge), _note(edge))


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
