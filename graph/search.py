"""Finds nodes by literal text: handle, name, address, tag, words; what is typed is never part of a query."""

from collections.abc import Mapping

from graph.canonical import CanonicalError
from graph.canonical.hashtags import normal_hashtag
from graph.connection import Graph
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY
from graph.subgraph import Vertex

_PLACES: Mapping[str, tuple[str, ...]] = {
    "Account": ("id", "handle", "name"),
    "Domain": ("id",),
    "Hashtag": ("id",),
    "Url": ("id",),
    "Media": ("id", "title", "file_name"),
    "Fingerprint": ("id",),
    "Network": ("id",),
    "Set": ("id",),
    "Surface": ("id", "name"),
    "Text": ("text",),
}
"""Where the text is looked for, most wanted first."""


def search(graph: Graph, text: str, *, limit: int = 20) -> list[Vertex]:
    """At most `limit` nodes that hold the text, case-insensitively: exact hits, then beginnings, then the rest."""
    wanted = text.strip().removeprefix("@").casefold()
    if not wanted:
        return []
    found: dict[Ref, tuple[int, int, Vertex]] = {}
    for order, (label, names) in enumerate(_PLACES.items()):
        needle = wanted
        if label == "Hashtag":
            try:
                needle = normal_hashtag(text)
            except CanonicalError:
                continue
        for name in names:
            query = (
                f"MATCH (n:{label}) WHERE toLower(n.{name}) CONTAINS $text "
                f"RETURN properties(n) AS properties, toLower(n.{name}) AS hit "
                f"ORDER BY CASE WHEN hit = $text THEN 0 WHEN hit STARTS WITH $text THEN 1 ELSE 2 END, size(hit), n.{NODE_KEY} "
                "LIMIT $limit"
            )
            for row in graph.read(query, {"text": needle, "limit": limit}):
                properties = row["properties"]
                ref = Ref(label, properties[NODE_KEY])
                rank = 0 if row["hit"] == needle else 1 if row["hit"].startswith(needle) else 2
                own = {
                    n: tuple(v) if isinstance(v, list) else v
                    for n, v in properties.items()
                    if n not in (NODE_KEY, DATASETS)
                }
                vertex = Vertex(ref, own, tuple(properties.get(DATASETS) or ()))
                found.setdefault(ref, (rank, order, vertex))
    ranked = sorted(found.values(), key=lambda one: (one[0], one[1], str(one[2].ref)))
    return [vertex for _, _, vertex in ranked[:limit]]
