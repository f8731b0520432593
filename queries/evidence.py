"""What the hits of an answer rest on: the posts that touch what a row names, with the files that say them, bounded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.connection import Graph
from graph.records import Ref
from graph.sharing import FROM_OBJECT, FROM_POST
from graph.vertices import vertices
from queries.frontmatter import Query
from queries.result import Row, refs_in
from store.check_records import Evidence

MOST_OF_A_HIT = 500
"""Posts that are kept of one hit."""
MOST = 20_000
"""Posts that are kept of one run."""
_CHUNK = 50

_KEPT = (
    "WITH DISTINCT n, p.id AS post, p.datasets AS datasets ORDER BY n, post "
    "WITH n, collect({post: post, datasets: datasets}) AS posts RETURN n, posts[..$most] AS posts"
)
_OF_ACCOUNT = "UNWIND $asked AS one MATCH (:Account {id: one.key})-[:POSTED]->(p:Post) WITH one.n AS n, p"
_ITSELF = "UNWIND $asked AS one MATCH (p:Post {id: one.key}) WITH one.n AS n, p"


def evidence(graph: Graph, query: Query, key: Sequence[str], rows: Sequence[Row]) -> list[Evidence]:
    """What each row rests on, in their order.

    The posts that share the object which makes the row a hit; where that is an account, those of its posts that share
    what the row names beside it; where no post touches it, the files that say the node.
    """
    wanted = [_aim(query, key, row) for row in rows]
    found: list[Evidence] = []
    left = MOST
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        if left <= 0:
            found += [Evidence(whole=False) for _ in chunk]
            continue
        own = _of_chunk(graph, chunk)
        left -= sum(len(one.posts) for one in own)
        found += own
    return found


@dataclass(frozen=True, slots=True)
class _Aim:
    """What one row is about."""

    objects: tuple[Ref, ...]
    accounts: tuple[Ref, ...]
    beside: tuple[Ref, ...]
    """Objects that the row names beside the accounts of its key."""
    nodes: tuple[Ref, ...]


def _aim(query: Query, key: Sequence[str], row: Row) -> _Aim:
    by_column = {column: refs_in(query, row, column) for column in query.nodes}
    everything = [ref for refs in by_column.values() for ref in refs]
    nodes = [ref for column in key if column in by_column for ref in by_column[column]] or everything
    objects = tuple(ref for ref in nodes if ref.label in FROM_OBJECT)
    accounts = tuple(ref for ref in nodes if ref.label == "Account")
    beside = tuple(ref for ref in everything if ref.label in FROM_OBJECT and ref not in nodes)
    return _Aim(objects, () if objects else accounts, beside, tuple(nodes[:_CHUNK]))


def _of_chunk(graph: Graph, aims: Sequence[_Aim]) -> list[Evidence]:
    posts: list[dict[str, tuple[str, ...]]] = [{} for _ in aims]
    for statement, asked in _statements(aims):
        for row in graph.read(statement, {"asked": asked, "most": MOST_OF_A_HIT + 1}):
            posts[row["n"]].update({p["post"]: tuple(p["datasets"] or ()) for p in row["posts"]})
    bare = [ref for aim, own in zip(aims, posts, strict=True) if not own for ref in aim.nodes]
    said = {vertex.ref: vertex.datasets for vertex in vertices(graph, bare)}
    return [_evidence(aim, own, said) for aim, own in zip(aims, posts, strict=True)]


def _evidence(aim: _Aim, posts: dict[str, tuple[str, ...]], said: dict[Ref, tuple[str, ...]]) -> Evidence:
    kept = dict(sorted(posts.items())[:MOST_OF_A_HIT])
    listed = posts.values() if posts else [said.get(ref, ()) for ref in aim.nodes]
    return Evidence(kept, tuple(sorted({id_ for ids in listed for id_ in ids})), len(kept) == len(posts))


def _statements(aims: Sequence[_Aim]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Query texts with what each is asked; `n` is the place of a row in the chunk."""
    numbered = list(enumerate(aims))
    for label, pattern in FROM_OBJECT.items():
        asked = [{"n": n, "key": ref.key} for n, aim in numbered for ref in aim.objects if ref.label == label]
        if asked:
            match = f"UNWIND $asked AS one MATCH (o:{label} {{id: one.key}}) MATCH {pattern}"
            yield f"{match} WITH one.n AS n, p {_KEPT}", list(asked)
            if label == "Post":
                yield f"{_ITSELF} {_KEPT}", list(asked)
        pairs = [
            {"n": n, "key": account.key, "object": ref.key}
            for n, aim in numbered
            for account in aim.accounts[:_CHUNK]
            for ref in aim.beside[:_CHUNK]
            if ref.label == label
        ]
        if pairs:
            match = (
                "UNWIND $asked AS one MATCH (:Account {id: one.key})-[:SAME_AS*0..3]-(:Account)-[:POSTED]->(p:Post) "
                f"MATCH {FROM_POST[label]} WHERE o.id = one.object"
            )
            yield f"{match} WITH one.n AS n, p {_KEPT}", list(pairs)
    alone = [{"n": n, "key": ref.key} for n, aim in numbered if not aim.beside for ref in aim.accounts[:_CHUNK]]
    if alone:
        yield f"{_OF_ACCOUNT} {_KEPT}", list(alone)
