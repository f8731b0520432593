"""Reads subgraphs: nodes by reference with every link among them, the posts between folded into SHARED."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.connection import Graph
from graph.neighbourhood import Neighbourhood, ranked
from graph.posts import posts_between, posts_of
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS
from graph.search import search
from graph.sharing import FROM_OBJECT
from graph.subgraph import Edge, Subgraph, Vertex

__all__ = ["Neighbourhood", "induced", "neighbours", "posts_between", "posts_of", "search", "vertices"]


def vertices(graph: Graph, refs: Iterable[Ref]) -> tuple[Vertex, ...]:
    """The nodes that the graph holds of these, in their order."""
    found: dict[Ref, Vertex] = {}
    asked = list(dict.fromkeys(refs))
    for label, keys in _by_label(asked).items():
        query = f"MATCH (n:{label}) WHERE n.{NODE_KEY} IN $ids RETURN properties(n) AS properties"
        for row in graph.read(query, {"ids": keys}):
            vertex = vertex_of(label, row["properties"])
            found[vertex.ref] = vertex
    return tuple(found[ref] for ref in asked if ref in found)


def induced(graph: Graph, refs: Iterable[Ref]) -> Subgraph:
    """The nodes, every stored relationship among them, and SHARED links between accounts and objects among them."""
    nodes = vertices(graph, refs)
    keys = _by_label(v.ref for v in nodes)
    return Subgraph.of(nodes, [*_stored(graph, keys), *_shared(graph, keys)])


def neighbours(
    graph: Graph, ref: Ref, *, limit: int = 50, labels: Sequence[str] | None = None, exclude: Iterable[Ref] = ()
) -> Neighbourhood:
    """What stands around a node, the most telling first, with every link among it, the node and what is `exclude`d.

    `shown` counts the new nodes, `total` all that there are beside the excluded.
    """
    known = set(exclude)
    found, total = ranked(graph, ref, limit=limit, labels=labels, exclude=known)
    subgraph = induced(graph, [ref, *found, *sorted(known, key=str)])
    return Neighbourhood(subgraph, len(found), total)


def _by_label(refs: Iterable[Ref]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for ref in refs:
        keys.setdefault(ref.label, []).append(ref.key)
    return keys


def vertex_of(label: str, properties: Mapping[str, Any]) -> Vertex:
    """A node's properties as a Vertex."""
    own = {n: tuple(v) if isinstance(v, list) else v for n, v in properties.items() if n not in (NODE_KEY, DATASETS)}
    return Vertex(Ref(label, properties[NODE_KEY]), own, tuple(properties.get(DATASETS) or ()))


def _stored(graph: Graph, keys: Mapping[str, list[str]]) -> Iterable[Edge]:
    for type_, declared in RELATIONSHIPS.items():
        if not declared.stored:
            continue
        for start in declared.starts:
            for end in declared.ends:
                if start in keys and end in keys:
                    yield from _between(graph, type_, Ref(start, ""), Ref(end, ""), keys)


def _between(graph: Graph, type_: str, start: Ref, end: Ref, keys: Mapping[str, list[str]]) -> Iterable[Edge]:
    # a post has few links, an account or hashtag may have thousands: look from the post
    from_end = end.label == "Post" and start.label != "Post"
    first, second = ("b", "a") if from_end else ("a", "b")
    labels = {"a": start.label, "b": end.label}
    arrow = f"<-[r:{type_}]-" if from_end else f"-[r:{type_}]->"
    query = (
        f"MATCH ({first}:{labels[first]}) WHERE {first}.{NODE_KEY} IN $first "
        f"MATCH ({first}){arrow}({second}:{labels[second]}) WHERE {second}.{NODE_KEY} IN $second "
        f"RETURN a.{NODE_KEY} AS start, b.{NODE_KEY} AS end, properties(r) AS properties ORDER BY start, end"
    )
    parameters = {"first": keys[labels[first]], "second": keys[labels[second]]}
    for row in graph.read(query, parameters):
        own = {n: tuple(v) if isinstance(v, list) else v for n, v in row["properties"].items() if n != DATASETS}
        datasets = tuple(row["properties"].get(DATASETS) or ())
        yield Edge(type_, Ref(start.label, row["start"]), Ref(end.label, row["end"]), own, datasets)


def _shared(graph: Graph, keys: Mapping[str, list[str]]) -> Iterable[Edge]:
    accounts = keys.get("Account", [])
    for label, pattern in FROM_OBJECT.items():
        objects = keys.get(label, [])
        if not accounts or not objects:
            continue
        query = (
            f"MATCH (o:{label}) WHERE o.{NODE_KEY} IN $objects MATCH {pattern} "
            "MATCH (p)<-[:POSTED]-(a:Account) WHERE a.id IN $accounts "
            "RETURN a.id AS account, o.id AS object, count(DISTINCT p.id) AS posts, "
            "min(p.created_at) AS first_at, max(p.created_at) AS last_at ORDER BY account, object"
        )
        for row in graph.read(query, {"accounts": accounts, "objects": objects}):
            given = {n: row[n] for n in ("posts", "first_at", "last_at") if row[n] is not None}
            yield Edge("SHARED", Ref("Account", row["account"]), Ref(label, row["object"]), given)


assert FROM_OBJECT.keys() == set(RELATIONSHIPS["SHARED"].ends) <= NODES.keys()
