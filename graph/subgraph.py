"""Subgraphs as plain nodes and edges: what the engine answers, screens draw and figures print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.records import Ref, Value
from graph.schema import RELATIONSHIPS


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node as it stands in the graph."""

    ref: Ref
    properties: Mapping[str, Value] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship as it stands in the graph; `key` tells parallel ones apart."""

    type: str
    start: Ref
    end: Ref
    properties: Mapping[str, Value] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    key: str = field(init=False, compare=False)
    """Stable name of this relationship within the graph."""

    def __post_init__(self) -> None:
        # asked for again and again: by what folds doubles, draws, sends, hides and notes
        object.__setattr__(self, "key", relationship_key(self.type, self.start, self.end, self.properties))


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Vertices and edges, each once; every end of an edge is among the vertices."""

    vertices: tuple[Vertex, ...] = ()
    edges: tuple[Edge, ...] = ()

    @classmethod
    def of(cls, vertices: Iterable[Vertex], edges: Iterable[Edge]) -> "Subgraph":
        """The subgraph with doubles folded; edges without both ends are a ValueError."""
        by_ref = {v.ref: v for v in vertices}
        by_key = {e.key: e for e in edges}
        for edge in by_key.values():
            if edge.start not in by_ref or edge.end not in by_ref:
                raise ValueError(f"{edge.key}: an end is not among the vertices")
        return cls(tuple(by_ref.values()), tuple(by_key.values()))

    def __or__(self, other: "Subgraph") -> "Subgraph":
        """Both together; where both have a vertex, the other's values stand."""
        return Subgraph.of((*self.vertices, *other.vertices), (*self.edges, *other.edges))


def relationship_key(type_: str, start: Ref, end: Ref, properties: Mapping[str, Value]) -> str:
    """Key of a relationship: type, ends and the properties that the schema declares as identity."""
    key = f"{type_}|{start.label}/{start.key}|{end.label}/{end.key}"
    identity = RELATIONSHIPS[type_].identity
    return key + "".join(f"|{properties.get(name, '')}" for name in identity) if identity else key
