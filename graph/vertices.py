"""Nodes by reference, as plain vertices."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.connection import Graph
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY
from graph.subgraph import Vertex


def vertices(graph: Graph, refs: Iterable[Ref]) -> tuple[Vertex, ...]:
    """The nodes that the graph holds of these, in their order, each once."""
    found: dict[Ref, Vertex] = {}
    asked = list(dict.fromkeys(refs))
    for label, keys in by_label(asked).items():
        query = f"UNWIND $ids AS id MATCH (n:{label} {{{NODE_KEY}: id}}) RETURN properties(n) AS properties"
        for row in graph.read(query, {"ids": keys}):
            vertex = vertex_of(label, row["properties"])
            found[vertex.ref] = vertex
    return tuple(found[ref] for ref in asked if ref in found)


def vertex_of(label: str, properties: Mapping[str, Any]) -> Vertex:
    """A node's properties, as an engine gives them, as a vertex."""
    own = {n: tuple(v) if isinstance(v, list) else v for n, v in properties.items() if n not in (NODE_KEY, DATASETS)}
    return Vertex(Ref(label, properties[NODE_KEY]), own, tuple(properties.get(DATASETS) or ()))


def among(keys: Iterable[str]) -> dict[str, bool]:
    """What `$keys[key] IS NOT NULL` asks: engines walk a list from its beginning for each `key IN $keys`."""
    return dict.fromkeys(keys, True)


def by_label(refs: Iterable[Ref]) -> dict[str, list[str]]:
    """Keys of the references, by label in the order in which these come."""
    keys: dict[str, list[str]] = {}
    for ref in refs:
        keys.setdefault(ref.label, []).append(ref.key)
    return keys
