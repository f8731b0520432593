"""Finds nodes by literal text: handle, name, address, tag, words; what is typed is never part of a query."""

from collections.abc import Mapping
from functools import cache

from graph.canonical import CanonicalError
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.text import normal_text
from graph.canonical.urls import locate
from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODE_KEY
from graph.subgraph import Vertex
from graph.vertices import vertex_of, vertices

_PLACES: Mapping[str, tuple[str, ...]] = {
    "Account": (NODE_KEY, "handle", "name"),
    "Domain": (NODE_KEY,),
    "Hashtag": (NODE_KEY,),
    "Url": (NODE_KEY,),
    "Media": (NODE_KEY, "title", "file_name"),
    "Fingerprint": (NODE_KEY,),
    "Network": (NODE_KEY,),
    "Set": (NODE_KEY,),
    "Surface": (NODE_KEY, "name"),
    "Text": ("text",),
}
"""Where the text is looked for, most wanted first."""

_LONGEST = 1_000


def search(graph: Graph, text: str, *, limit: int = 20) -> list[Vertex]:
    """At most `limit` nodes that hold the text, in either case: exact hits, then beginnings, then the rest.

    An address also finds the account, post and domain that it names.
    """
    wanted = text.strip()[:_LONGEST]
    found: dict[Ref, tuple[int, int, Vertex]] = {}
    for order, vertex in enumerate(vertices(graph, named(wanted))):
        found[vertex.ref] = (-1, order, vertex)
    for order, label in enumerate(_PLACES):
        needle = _needle(label, wanted)
        if not needle:
            continue
        for row in graph.read(_query(label), {"text": needle, "limit": limit}):
            vertex = vertex_of(label, row["properties"])
            found.setdefault(vertex.ref, (row["rank"], order, vertex))
    ranked = sorted(found.values(), key=lambda one: (one[0], one[1], str(one[2].ref)))
    return [vertex for _, _, vertex in ranked[:limit]]


def _needle(label: str, text: str) -> str:
    """What of the text can stand in a node of the label; empty if nothing."""
    if label == "Hashtag":
        try:
            return normal_hashtag(text)
        except CanonicalError:
            return ""
    # texts are kept without links and mentions
    return normal_text(text) if label == "Text" else text.removeprefix("@")


def named(text: str) -> list[Ref]:
    """Nodes that the text names as an address, the most particular first."""
    if "." not in text or len(text.split()) != 1:
        return []
    try:
        place = locate(text)
    except CanonicalError:
        return []
    keys = {
        "Post": place.post,
        "Account": place.account,
        "Media": place.media,
        "Url": place.url,
        "Domain": place.domain,
    }
    return [Ref(label, key) for label, key in keys.items() if key]


@cache
def _query(label: str) -> str:
    # the engine folds both sides: no two engines need agree on what a small letter is
    ranks = ", ".join(
        f"CASE WHEN toLower(n.{name}) = small THEN 0 WHEN toLower(n.{name}) STARTS WITH small THEN 1 ELSE 2 END"
        for name in _PLACES[label]
    )
    holds = " OR ".join(f"toLower(n.{name}) CONTAINS small" for name in _PLACES[label])
    return (
        f"WITH toLower($text) AS small MATCH (n:{label}) WHERE {holds} "
        f"WITH n, reduce(best = 2, r IN [{ranks}] | CASE WHEN r < best THEN r ELSE best END) AS rank "
        f"ORDER BY rank, size(n.{_PLACES[label][0]}), n.{NODE_KEY} LIMIT $limit "
        "RETURN properties(n) AS properties, rank ORDER BY rank, properties.id"
    )
