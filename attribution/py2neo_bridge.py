"""For notebooks that use py2neo, which is no longer developed: its subgraphs in and out, and queries through its Graph.

Needs the extra: pip install "attribution-explorer[py2neo]". Nothing else here stands on it.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from attribution.errors import CaseError
from attribution.subgraphs import listed
from graph.connection import GraphError, Parameters, refused
from graph.read_only import plan_refusal, refusal
from graph.records import Ref, Value
from graph.schema import NODES, RELATIONSHIPS
from graph.subgraph import Edge, Subgraph, Vertex

_OURS = ("_datasets", "datasets", "id")


def _py2neo() -> Any:
    try:
        import py2neo  # noqa: PLC0415  # optional
    except ImportError as error:
        raise CaseError('py2neo: is not installed; pip install "attribution-explorer[py2neo]"') from error
    return py2neo


def to_py2neo(subgraph: Subgraph) -> Any:
    """A py2neo Subgraph: each node with its label, its key as `id` and what is known of it, and each link.

    Nodes carry label and `id` as their primary ones, so that `Graph.merge` finds them again. CaseError without py2neo.
    """
    py2neo = _py2neo()
    nodes = {}
    for vertex in subgraph.vertices:
        node = py2neo.Node(vertex.ref.label, **listed(vertex.properties) | {"id": vertex.ref.key})
        node.__primarylabel__, node.__primarykey__ = vertex.ref.label, "id"
        nodes[vertex.ref] = node
    links = [py2neo.Relationship(nodes[e.start], e.type, nodes[e.end], **listed(e.properties)) for e in subgraph.edges]
    return py2neo.Subgraph(list(nodes.values()), links)


def from_py2neo(given: Any) -> Subgraph:
    """The subgraph that a py2neo Subgraph, Node or Relationship holds; CaseError for what the schema does not know."""
    vertices = {node: _vertex(node) for node in given.nodes}
    edges = []
    for link in given.relationships:
        type_ = type(link).__name__
        if type_ not in RELATIONSHIPS:
            raise CaseError(f"py2neo relationship {type_[:60]!r}: is no type of the schema; leave it out")
        start, end = (vertices.get(node) or _vertex(node) for node in (link.start_node, link.end_node))
        vertices |= {link.start_node: start, link.end_node: end}
        edges.append(Edge(type_, start.ref, end.ref, _properties(link)))
    return Subgraph.of(vertices.values(), edges)


class Py2neoReads:
    """Reads through a py2neo Graph, held to reading as ours are; only the server ends what takes too long."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def read(
        self, query: str, parameters: Parameters | None = None, *, timeout_s: float = 30.0, max_rows: int | None = None
    ) -> list[dict[str, Any]]:
        """Rows of a query that only reads; GraphError if it could do more, or fails. `timeout_s` is not used."""
        del timeout_s
        py2neo = _py2neo()
        reason = refusal(query, parameters)
        try:
            transaction = self._graph.begin(readonly=True)
            try:
                if reason is None and "Neo4j" in str(self._graph.service.product):
                    explained = transaction.run(f"EXPLAIN {query}")
                    explained.forward(1)
                    summary = explained.summary()
                    reason = plan_refusal(summary.get("type"), summary.get("plan"))
                if reason is not None:
                    raise refused(reason)
                found = transaction.run(query, dict(parameters or {}))
                return [{key: _value(row[key]) for key in row.keys()} for row in islice(found, max_rows)]  # noqa: SIM118
            finally:
                self._graph.rollback(transaction)
        except py2neo.errors.Neo4jError as error:
            raise GraphError(f"py2neo: {' '.join(str(error).split())[:300]}") from error


def _value(value: Any) -> Any:
    py2neo = _py2neo()
    if isinstance(value, py2neo.Path):
        return [dict(node) for node in value.nodes]
    if isinstance(value, py2neo.Node | py2neo.Relationship):
        return dict(value)
    return [_value(one) for one in value] if isinstance(value, list | tuple) else value


def _vertex(node: Any) -> Vertex:
    labels = [label for label in node.labels if label in NODES]
    if len(labels) != 1 or not isinstance(node.get("id"), str):
        told = ":".join(sorted(map(str, node.labels)))[:60]
        raise CaseError(f"py2neo node {told!r}: needs one label of the schema and its key as text in `id`")
    return Vertex(Ref(labels[0], node["id"]), _properties(node))


def _properties(given: Mapping[str, Any]) -> dict[str, Value]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in dict(given).items()
        if name not in _OURS and value is not None
    }
