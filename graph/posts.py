"""The posts behind a node or link, as rows for receipts."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.connection import Graph
from graph.records import Ref
from graph.sharing import FROM_OBJECT, FROM_POST

# the oldest first, those without a time last; only then text and author are read, of the few that are shown
_ROWS = """
WITH DISTINCT p.id AS id, coalesce(p.created_at, 9223372036854775807) AS at ORDER BY at, id LIMIT $limit
MATCH (p:Post {id: id}) OPTIONAL MATCH (p)<-[:POSTED]-(a:Account)
RETURN p.id AS post, p.platform AS platform, a.id AS account, a.handle AS handle, a.name AS name, p.kind AS kind,
       p.created_at AS created_at, p.ts_precision AS ts_precision, p.ts_origin AS ts_origin,
       p.text AS text, p.url AS url, p.datasets AS datasets
ORDER BY at, post, account LIMIT $limit
"""


def posts_named(graph: Graph, keys: Sequence[str], *, limit: int = 200) -> list[dict[str, Any]]:
    """The posts with these keys that the graph holds; rows as `posts_between`."""
    match = "UNWIND $keys AS key MATCH (p:Post {id: key})"
    return graph.read(f"{match} {_ROWS}", {"keys": list(keys), "limit": limit}) if keys else []


def posts_between(graph: Graph, account: Ref, shared: Ref, *, limit: int = 200) -> list[dict[str, Any]]:
    """Posts by which the account shared the object, oldest first, those without a time last.

    Rows: post, platform, account, handle, name, kind, created_at (epoch ms), ts_precision, ts_origin, text, url, datasets.
    """
    match, parameters = _between(account, shared)
    if not match:
        return []
    rows = graph.read(f"{match} {_ROWS}", {**parameters, "limit": limit})
    return [row for row in rows if row["account"] == account.key]


def posts_of(graph: Graph, ref: Ref, *, limit: int = 200) -> list[dict[str, Any]]:
    """Posts of an account, that share an object, or the post itself; the same rows. Other nodes have none."""
    match = _of(ref)
    return graph.read(f"{match} {_ROWS}", {"id": ref.key, "limit": limit}) if match else []


def keys_among(graph: Graph, things: Sequence[Ref], accounts: Sequence[str], *, most: int) -> list[str]:
    """Keys of the posts that share any of the things, oldest first, at most `most` of each kind of thing.

    With accounts only theirs, under whichever of their keys.
    """
    own = sorted({*accounts, *other_keys(graph, accounts)})
    found: dict[str, int] = {}
    for label in sorted({ref.label for ref in things} & FROM_OBJECT.keys()):
        keys = [ref.key for ref in things if ref.label == label]
        match = f"UNWIND $keys AS key MATCH (o:{label} {{id: key}}) MATCH {FROM_OBJECT[label]}"
        if own:
            match += " MATCH (p)<-[:POSTED]-(a:Account) WHERE a.id IN $own"
        for row in graph.read(f"{match} {_KEYS}", {"keys": keys, "own": own, "most": most}):
            found[row["id"]] = row["at"]
    return sorted(found, key=lambda id_: (found[id_], id_))


def keys_by(graph: Graph, accounts: Sequence[str], *, most: int) -> list[str]:
    """Keys of the posts of the accounts, oldest first, at most `most`."""
    match = "UNWIND $keys AS key MATCH (:Account {id: key})-[:POSTED]->(p:Post)"
    return [row["id"] for row in graph.read(f"{match} {_KEYS}", {"keys": list(accounts), "most": most})]


def other_keys(graph: Graph, accounts: Sequence[str]) -> list[str]:
    """The keys that SAME_AS joins to these, in order: the id of a handle, and what is stated to be the same account."""
    return [row["id"] for row in graph.read(_SAME, {"keys": list(accounts)})] if accounts else []


# a handle, its id, an id that is stated to be the same, and that one's handle
_SAME = """
UNWIND $keys AS key MATCH (:Account {id: key})-[:SAME_AS*1..3]-(b:Account) WHERE NOT b.id IN $keys
RETURN DISTINCT b.id AS id ORDER BY id
"""
_KEYS = """
WITH DISTINCT p.id AS id, coalesce(p.created_at, 9223372036854775807) AS at ORDER BY at, id LIMIT $most
RETURN id, at ORDER BY at, id
"""


def count_between(graph: Graph, account: Ref, shared: Ref) -> int:
    """How many posts `posts_between` would give without a limit."""
    match, parameters = _between(account, shared)
    return _count(graph, match, parameters)


def count_of(graph: Graph, ref: Ref) -> int:
    """How many posts `posts_of` would give without a limit."""
    return _count(graph, _of(ref), {"id": ref.key})


def posts_to(graph: Graph, ref: Ref, most: int) -> int:
    """How many links lead from the node to its posts, counted to `most`; 0 for nodes that have none."""
    match = _of(ref)
    if not match:
        return 0
    counted: int = graph.read(f"{match} WITH p LIMIT $most RETURN count(p) AS n", {"id": ref.key, "most": most})[0]["n"]
    return counted


def originals(graph: Graph, posts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What each of the posts reposts, where that is known: {post, text, account, handle, name}, by the reposting key."""
    found: dict[str, dict[str, Any]] = {}
    for row in graph.read(_ORIGINALS, {"keys": list(posts)}) if posts else []:
        found.setdefault(row.pop("key"), row)
    return found


_ORIGINALS = """
UNWIND $keys AS key MATCH (p:Post {id: key})-[:REPOST_OF]->(o:Post)
OPTIONAL MATCH (o)<-[:POSTED]-(a:Account)
RETURN key, o.id AS post, o.text AS text, a.id AS account, a.handle AS handle, a.name AS name
ORDER BY key, post, account
"""


def _between(account: Ref, shared: Ref) -> tuple[str, dict[str, object]]:
    if shared.label not in FROM_POST:
        return "", {}
    match = (
        f"MATCH (a:Account {{id: $account}})-[:POSTED]->(p:Post) MATCH {FROM_POST[shared.label]} WHERE o.id = $object"
    )
    return match, {"account": account.key, "object": shared.key}


def _of(ref: Ref) -> str:
    if ref.label == "Account":
        return "MATCH (:Account {id: $id})-[:POSTED]->(p:Post)"
    if ref.label == "Post":
        return "MATCH (p:Post {id: $id})"
    if ref.label in FROM_OBJECT:
        return f"MATCH (o:{ref.label} {{id: $id}}) MATCH {FROM_OBJECT[ref.label]}"
    return "MATCH (:Surface {id: $id})<-[:ON_SURFACE]-(p:Post)" if ref.label == "Surface" else ""


def _count(graph: Graph, match: str, parameters: Mapping[str, object]) -> int:
    if not match:
        return 0
    counted: int = graph.read(f"{match} RETURN count(DISTINCT p.id) AS n", parameters)[0]["n"]
    return counted
