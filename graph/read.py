"""Reads subgraphs: nodes by reference with every link among them, the posts between folded into SHARED.

Keys are looked up by UNWIND and MATCH: the embedded engine answers `WHERE n.id IN $keys` by a scan.
"""

from collections.abc import Iterable, Mapping, Sequence

from graph.connection import Graph
from graph.neighbourhood import AT_ONCE, Choice, Neighbourhood, ranked
from graph.posts import posts_between, posts_of
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS
from graph.search import search
from graph.sharing import FROM_OBJECT, FROM_POST
from graph.subgraph import Edge, Subgraph, Vertex
from graph.vertices import by_label, vertices

__all__ = ["Neighbourhood", "induced", "neighbours", "posts_between", "posts_of", "search", "vertices"]


COMMON = 50
"""Sharers from which on an object is looked at from its accounts, where these have fewer posts."""


def induced(graph: Graph, refs: Iterable[Ref]) -> Subgraph:
    """The nodes, every stored relationship among them, and SHARED links between accounts and objects among them."""
    nodes = vertices(graph, refs)
    keys = by_label(v.ref for v in nodes)
    return Subgraph.of(nodes, [*_stored(graph, keys), *_shared(graph, nodes)])


def neighbours(
    graph: Graph,
    ref: Ref,
    *,
    limit: int = 50,
    labels: Sequence[str] | None = None,
    exclude: Iterable[Ref] = (),
    least: float = 0.0,
    platforms: Sequence[str] | None = None,
    other_platforms: bool = False,
    coordinated: bool = False,
) -> Neighbourhood:
    """What stands around a node, the most telling first, with every link among it, the node and what is `exclude`d.

    `shown` counts the new neighbours (never more than `AT_ONCE`), `total` all that there are beside the excluded.
    Where only posts join a neighbour (a mention, a repost), one of them comes with it. Objects of fewer than `least`
    bits stay away and are counted as `common`. What is chosen: see `graph.neighbourhood.Choice`.
    """
    known = set(exclude)
    choice = Choice(
        None if labels is None else tuple(labels),
        None if platforms is None else tuple(platforms),
        other_platforms,
        coordinated,
    )
    found = ranked(graph, ref, limit=min(limit, AT_ONCE), choice=choice, exclude=known, least=least)
    subgraph = induced(graph, [ref, *found.refs, *found.bridges, *sorted(known, key=str)])
    return Neighbourhood(subgraph, len(found.refs), found.total, found.common)


def _stored(graph: Graph, keys: Mapping[str, list[str]]) -> Iterable[Edge]:
    """Stored relationships among the keys, looked for from the end that has few of them."""
    for label in keys:
        # a post has few links and one author, an account may have thousands of posts
        if label == "Post" and "Account" in keys:
            yield from _joined(graph, label, ["POSTED"], ["Account"], keys, arrow="<-[r:{}]-")
        types = [r for r in RELATIONSHIPS.values() if r.stored and label in r.starts and r.type != "POSTED"]
        found = [r.type for r in types if any(end in keys for end in r.ends)]
        ends = [end for end in keys if any(end in r.ends for r in types)]
        if found:
            yield from _joined(graph, label, found, ends, keys, arrow="-[r:{}]->")


def _joined(
    graph: Graph, label: str, types: list[str], others: list[str], keys: Mapping[str, list[str]], *, arrow: str
) -> Iterable[Edge]:
    query = (
        f"UNWIND $keys AS key MATCH (a:{label} {{{NODE_KEY}: key}}) MATCH (a){arrow.format('|'.join(types))}(b) "
        f"WHERE labels(b)[0] IN $labels AND b.{NODE_KEY} IN $others "
        f"RETURN type(r) AS type, a.{NODE_KEY} AS a, labels(b)[0] AS label, b.{NODE_KEY} AS b, properties(r) AS properties "
        "ORDER BY type, a, label, b"
    )
    wanted = {Ref(other, key) for other in others for key in keys[other]}
    parameters = {"keys": keys[label], "labels": others, "others": list({ref.key for ref in wanted})}
    for row in graph.read(query, parameters):
        one, other = Ref(label, row["a"]), Ref(row["label"], row["b"])
        # two labels may use the same key
        if other not in wanted:
            continue
        own = {n: tuple(v) if isinstance(v, list) else v for n, v in row["properties"].items() if n != DATASETS}
        start, end = (one, other) if arrow.endswith(">") else (other, one)
        yield Edge(row["type"], start, end, own, tuple(row["properties"].get(DATASETS) or ()))


def _shared(graph: Graph, nodes: Sequence[Vertex]) -> Iterable[Edge]:
    """SHARED links among the nodes, each folded from the posts between."""
    accounts = [v.ref.key for v in nodes if v.ref.label == "Account"]
    objects = [v for v in nodes if v.ref.label in FROM_OBJECT]
    if not accounts or not objects:
        return
    common = [v for v in objects if _sharers(v) >= COMMON]
    from_account = bool(common) and _posts(graph, accounts) < 4 * sum(map(_sharers, common))
    for from_post in (False, True):
        side = [v for v in objects if (from_account and _sharers(v) >= COMMON) == from_post]
        for label, keys in by_label(v.ref for v in side).items():
            yield from _folded(graph, label, keys, accounts, from_post=from_post)


def _folded(graph: Graph, label: str, objects: list[str], accounts: list[str], *, from_post: bool) -> Iterable[Edge]:
    if from_post:
        pattern = (
            f"UNWIND $accounts AS key MATCH (a:Account {{{NODE_KEY}: key}}) MATCH (a)-[:POSTED]->(p:Post) "
            f"MATCH {FROM_POST[label]} WHERE o.{NODE_KEY} IN $objects "
        )
    else:
        pattern = (
            f"UNWIND $objects AS key MATCH (o:{label} {{{NODE_KEY}: key}}) MATCH {FROM_OBJECT[label]} "
            f"MATCH (p)<-[:POSTED]-(a:Account) WHERE a.{NODE_KEY} IN $accounts "
        )
    query = pattern + (
        f"RETURN a.{NODE_KEY} AS account, o.{NODE_KEY} AS object, count(DISTINCT p.{NODE_KEY}) AS posts, "
        "min(p.created_at) AS first_at, max(p.created_at) AS last_at ORDER BY account, object"
    )
    for row in graph.read(query, {"accounts": accounts, "objects": objects}):
        given = {n: row[n] for n in ("posts", "first_at", "last_at") if row[n] is not None}
        yield Edge("SHARED", Ref("Account", row["account"]), Ref(label, row["object"]), given)


def _sharers(vertex: Vertex) -> int:
    # absent: one sharer or none
    return int(vertex.properties.get("sharers") or 1)  # type: ignore[arg-type]  # declared as integer


def _posts(graph: Graph, accounts: list[str]) -> int:
    query = (
        f"UNWIND $accounts AS key MATCH (a:Account {{{NODE_KEY}: key}}) RETURN sum(COUNT {{ (a)-[:POSTED]->() }}) AS n"
    )
    posts: int = graph.read(query, {"accounts": accounts})[0]["n"]
    return posts


assert FROM_OBJECT.keys() == set(RELATIONSHIPS["SHARED"].ends) <= NODES.keys()
