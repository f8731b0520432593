"""The posts behind a node or link, as rows for receipts."""

from typing import Any

from graph.connection import Graph
from graph.records import Ref
from graph.sharing import FROM_OBJECT, FROM_POST

# the oldest first, those without a time last; only then text and author are read, of the few that are shown
_ROWS = """
WITH DISTINCT p.id AS id, coalesce(p.created_at, 9223372036854775807) AS at ORDER BY at, id LIMIT $limit
MATCH (p:Post {id: id}) OPTIONAL MATCH (p)<-[:POSTED]-(a:Account)
RETURN p.id AS post, p.platform AS platform, a.id AS account, a.handle AS handle, p.kind AS kind,
       p.created_at AS created_at, p.ts_precision AS ts_precision, p.ts_origin AS ts_origin,
       p.text AS text, p.url AS url, p.datasets AS datasets
ORDER BY at, post, account LIMIT $limit
"""


def posts_between(graph: Graph, account: Ref, shared: Ref, *, limit: int = 200) -> list[dict[str, Any]]:
    """Posts by which the account shared the object, oldest first, those without a time last.

    Rows: post, platform, account, handle, kind, created_at (epoch ms), ts_precision, ts_origin, text, url, datasets.
    """
    if shared.label not in FROM_POST:
        return []
    query = f"MATCH (a:Account {{id: $account}})-[:POSTED]->(p:Post) MATCH {FROM_POST[shared.label]} WHERE o.id = $object {_ROWS}"
    rows = graph.read(query, {"account": account.key, "object": shared.key, "limit": limit})
    return [row for row in rows if row["account"] == account.key]


def posts_of(graph: Graph, ref: Ref, *, limit: int = 200) -> list[dict[str, Any]]:
    """Posts of an account, that share an object, or the post itself; the same rows. Other nodes have none."""
    if ref.label == "Account":
        match = "MATCH (:Account {id: $id})-[:POSTED]->(p:Post)"
    elif ref.label == "Post":
        match = "MATCH (p:Post {id: $id})"
    elif ref.label in FROM_OBJECT:
        match = f"MATCH (o:{ref.label} {{id: $id}}) MATCH {FROM_OBJECT[ref.label]}"
    elif ref.label == "Surface":
        match = "MATCH (:Surface {id: $id})<-[:ON_SURFACE]-(p:Post)"
    else:
        return []
    return graph.read(f"{match} {_ROWS}", {"id": ref.key, "limit": limit})
