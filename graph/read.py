"""Reads subgraphs: nodes by reference with every link among them, the posts between folded into SHARED.

Keys are looked up by UNWIND and MATCH: the embedded engine answers `WHERE n.id IN $keys` by a scan.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from graph.connection import Graph
from graph.neighbourhood import AT_ONCE, Choice, Neighbourhood, ranked
from graph.posts import posts_between, posts_of
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS
from graph.search import search
from graph.sharing import FROM_OBJECT, FROM_POST
from graph.subgraph import Edge, Subgraph, Vertex
from graph.vertices import among, by_label, vertices

__all__ = ["Neighbourhood", "induced", "neighbours", "posts_between", "posts_of", "search", "vertices"]


COMMON = 50
"""Sharers from which on an object is looked at from its accounts, where these have fewer posts."""

_MANY = 500
"""Keys from which on it is asked whether their links are found sooner from the other ends."""


def induced(graph: Graph, refs: Iterable[Ref]) -> Subgraph:
    """The nodes, every stored relationship among them, and SHARED links between accounts and objects among them."""
    nodes = vertices(graph, refs)
    keys = by_label(v.ref for v in nodes)
    accounts = keys.get("Account", [])
    return Subgraph.of(nodes, [*_stored(graph, keys, keys), *_shared(graph, accounts, _objects(nodes))])


def joined(graph: Graph, refs: Iterable[Ref], there: Iterable[Ref], held: Iterable[Vertex] = ()) -> Subgraph:
    """The nodes with every link among them and to what is `there`; of that only what a link reaches.

    What links there are among what is `there` is not read again, nor are nodes of it that are `held`.
    """
    nodes = vertices(graph, refs)
    own = by_label(v.ref for v in nodes)
    old = by_label(sorted(set(there) - {v.ref for v in nodes}, key=str))
    both = {label: [*own.get(label, []), *old.get(label, [])] for label in {**own, **old}}
    edges = [
        *_stored(graph, own, both),
        *_stored(graph, old, own),
        *_of_accounts(graph, own.get("Account", []), both),
        *_shared(graph, old.get("Account", []), _objects(nodes)),
    ]
    met = {end for edge in edges for end in (edge.start, edge.end)} - {v.ref for v in nodes}
    known = {v.ref: v for v in held if v.ref in met}
    known |= {v.ref: v for v in vertices(graph, met - known.keys())}
    return Subgraph.of([*nodes, *(known[ref] for ref in sorted(known, key=str))], edges)


def neighbours(
    graph: Graph,
    ref: Ref,
    *,
    limit: int = 50,
    labels: Sequence[str] | None = None,
    exclude: Iterable[Ref] = (),
    held: Iterable[Vertex] = (),
    least: float = 0.0,
    platforms: Sequence[str] | None = None,
    other_platforms: bool = False,
    coordinated: bool = False,
) -> Neighbourhood:
    """What stands around a node, the most telling first, with every link among it, the node, and to what is `exclude`d.

    `shown` counts the new neighbours (never more than `AT_ONCE`), `total` all that there are beside the excluded.
    Where only posts join a neighbour (a mention, a repost), one of them comes with it. Objects of fewer than `least`
    bits stay away and are counted as `common`. What is chosen: see `graph.neighbourhood.Choice`. What is `held` of the
    excluded is given back as it is.
    """
    known = set(exclude)
    choice = Choice(
        None if labels is None else tuple(labels),
        None if platforms is None else tuple(platforms),
        other_platforms,
        coordinated,
    )
    found = ranked(graph, ref, limit=min(limit, AT_ONCE), choice=choice, exclude=known, least=least)
    subgraph = joined(graph, [ref, *found.refs, *found.bridges], known, held)
    return Neighbourhood(subgraph, len(found.refs), found.total, found.common)


def _stored(graph: Graph, keys: Mapping[str, list[str]], others: Mapping[str, list[str]]) -> Iterable[Edge]:
    """Stored relationships from the keys to the others, looked for from the end that has few of them.

    A post and its author are found from the post: `keys` holds the posts, `others` the accounts.
    """
    for label in keys:
        # a post has few links and one author, an account may have thousands of posts
        if label == "Post" and "Account" in others:
            yield from _joined(graph, keys, label, ["POSTED"], ["Account"], others, outward=False)
        types = [r for r in RELATIONSHIPS.values() if r.stored and label in r.starts and r.type != "POSTED"]
        found = [r.type for r in types if any(end in others for end in r.ends)]
        ends = [end for end in others if any(end in r.ends for r in types)]
        if found:
            yield from _joined(graph, keys, label, found, ends, others, outward=True)


def _joined(
    graph: Graph,
    keys: Mapping[str, list[str]],
    label: str,
    types: list[str],
    ends: list[str],
    others: Mapping[str, list[str]],
    *,
    outward: bool,
) -> Iterable[Edge]:
    """The links of these types from the keys of one label to those of others (`outward`), or the other way round."""
    back = [end for end in ends if _is_nearer(graph, end, others[end], "|".join(types), len(keys[label]), not outward)]
    for end in back:
        yield from _linked(graph, end, others[end], types, {label: keys[label]}, outward=not outward)
    if left := {end: others[end] for end in ends if end not in back}:
        yield from _linked(graph, label, keys[label], types, left, outward=outward)


def _is_nearer(graph: Graph, end: str, others: list[str], types: str, keys: int, outward: bool) -> bool:
    """Whether fewer links hang on the other ends than there are keys, so that it is shorter to look from there."""
    if keys < _MANY or len(others) >= keys:
        return False
    links = f"(b){_arrow(types, outward)}()"
    query = f"UNWIND $keys AS key MATCH (b:{end} {{{NODE_KEY}: key}}) RETURN sum(COUNT {{ {links} }}) AS n"
    return bool(len(others) + (graph.read(query, {"keys": others})[0]["n"] or 0) < keys)


def _linked(
    graph: Graph, label: str, keys: list[str], types: list[str], others: Mapping[str, list[str]], *, outward: bool
) -> Iterable[Edge]:
    query = (
        f"UNWIND $keys AS key MATCH (a:{label} {{{NODE_KEY}: key}}) MATCH (a){_arrow('|'.join(types), outward)}(b) "
        f"WHERE labels(b)[0] IN $labels AND $others[b.{NODE_KEY}] IS NOT NULL "
        f"RETURN type(r) AS type, a.{NODE_KEY} AS a, labels(b)[0] AS label, b.{NODE_KEY} AS b, properties(r) AS properties "
        "ORDER BY type, a, label, b"
    )
    wanted = {end: frozenset(listed) for end, listed in others.items()}
    parameters = {"keys": keys, "labels": list(others), "others": among(chain(*others.values()))}
    for row in graph.read(query, parameters):
        one, other = Ref(label, row["a"]), Ref(row["label"], row["b"])
        # two labels may use the same key
        if other.key not in wanted[other.label]:
            continue
        own = {n: tuple(v) if isinstance(v, list) else v for n, v in row["properties"].items() if n != DATASETS}
        start, end = (one, other) if outward else (other, one)
        yield Edge(row["type"], start, end, own, tuple(row["properties"].get(DATASETS) or ()))


def _arrow(types: str, outward: bool) -> str:
    return f"-[r:{types}]->" if outward else f"<-[r:{types}]-"


def _objects(nodes: Iterable[Vertex]) -> list[Vertex]:
    return [v for v in nodes if v.ref.label in FROM_OBJECT]


def _of_accounts(graph: Graph, accounts: list[str], keys: Mapping[str, list[str]]) -> Iterable[Edge]:
    """SHARED links of a few accounts with objects, however many these are: from the accounts' posts."""
    for label in FROM_OBJECT:
        if accounts and keys.get(label):
            yield from _folded(graph, label, keys[label], accounts, from_post=True)


def _shared(graph: Graph, accounts: list[str], objects: Sequence[Vertex]) -> Iterable[Edge]:
    """SHARED links between the accounts and the objects, each folded from the posts between."""
    if not accounts or not objects:
        return
    common = [v for v in objects if _sharers(v) >= COMMON]
    sharers = sum(map(_sharers, common))
    # to count the posts of as many accounts takes as long as to walk there from the objects
    from_account = len(accounts) < sharers and _posts(graph, accounts) < 4 * sharers
    for from_post in (False, True):
        side = [v for v in objects if (from_account and _sharers(v) >= COMMON) == from_post]
        for label, keys in by_label(v.ref for v in side).items():
            yield from _folded(graph, label, keys, accounts, from_post=from_post)


def _folded(graph: Graph, label: str, objects: list[str], accounts: list[str], *, from_post: bool) -> Iterable[Edge]:
    if from_post:
        pattern = (
            f"UNWIND $accounts AS key MATCH (a:Account {{{NODE_KEY}: key}}) MATCH (a)-[:POSTED]->(p:Post) "
            f"MATCH {FROM_POST[label]} WHERE $objects[o.{NODE_KEY}] IS NOT NULL "
        )
        given: dict[str, object] = {"accounts": accounts, "objects": among(objects)}
    else:
        pattern = (
            f"UNWIND $objects AS key MATCH (o:{label} {{{NODE_KEY}: key}}) MATCH {FROM_OBJECT[label]} "
            f"MATCH (p)<-[:POSTED]-(a:Account) WHERE $accounts[a.{NODE_KEY}] IS NOT NULL "
        )
        given = {"accounts": among(accounts), "objects": objects}
    query = pattern + (
        f"RETURN a.{NODE_KEY} AS account, o.{NODE_KEY} AS object, count(DISTINCT p.{NODE_KEY}) AS posts, "
        "min(p.created_at) AS first_at, max(p.created_at) AS last_at ORDER BY account, object"
    )
    for row in graph.read(query, given):
        told = {n: row[n] for n in ("posts", "first_at", "last_at") if row[n] is not None}
        yield Edge("SHARED", Ref("Account", row["account"]), Ref(label, row["object"]), told)


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
