"""Finds nodes as somebody types: by handle, name, id, address, domain, tag or words of a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from attribution.find_index import folded, names
from attribution.progress import Progress, silent
from graph.connection import Graph
from graph.records import Ref
from graph.search import named
from graph.subgraph import Vertex
from graph.vertices import vertices
from store.resolve import Reader

How = Literal["address", "exact", "beginning", "word", "inside"]

MOST = 200
_LONGEST = 1_000
_SEPARATORS = "./_-:@#?=&,;!()[]'\""
_RANKS: tuple[How, ...] = ("exact", "beginning", "word", "inside")
_NAMES_OF_ONE = 8
"""Rows that are read for each node that is wanted: several names of one node may hold the text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found, and how its name holds the text; `address`: the text is an address that names it."""

    vertex: Vertex
    how: How


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, the best first, and whether there are more of them."""

    hits: tuple[Hit, ...]
    more: bool


def find(
    graph: Graph,
    reader: Reader,
    text: str,
    *,
    limit: int = 20,
    labels: Iterable[str] | None = None,
    platform: str | None = None,
    progress: Progress = silent,
) -> Found:
    """At most `limit` nodes whose name holds the text: whole, at its beginning, at a word's, or anywhere; then the shortest.

    Case, accents and width do not matter. One letter of the Latin script finds only beginnings. `labels` and
    `platform`: only such nodes.
    """
    wanted = max(0, min(limit, MOST))
    needle = _needle(text)
    allowed = None if labels is None else frozenset(labels)
    if not needle or not wanted or allowed == frozenset():
        return Found((), more=False)
    hits: dict[Ref, How] = {}
    # an address names its node whatever else holds its letters
    for ref in named(text.strip()[:_LONGEST]):
        if (allowed is None or ref.label in allowed) and (platform is None or ref.key.startswith(f"{platform}:")):
            hits[ref] = "address"
    most = (wanted + 1) * _NAMES_OF_ONE
    for label, key, rank in _rows(reader, needle, allowed, platform, most, progress):
        hits.setdefault(Ref(label, key), _RANKS[rank])
    # what is not in the graph yet, or no longer, is not found
    held = vertices(graph, list(hits)[: wanted + 1 + len(_RANKS)])
    return Found(tuple(Hit(vertex, hits[vertex.ref]) for vertex in held[:wanted]), more=len(held) > wanted)


def _needle(text: str) -> str:
    plain = text.strip()[:_LONGEST].encode("utf-8", "ignore").decode()
    return " ".join(folded(plain.removeprefix("@").removeprefix("#")).replace("\x00", " ").split())


def _rows(
    reader: Reader, needle: str, labels: frozenset[str] | None, platform: str | None, most: int, progress: Progress
) -> list[tuple[str, str, int]]:
    holds = "starts_with" if len(needle) == 1 and needle.isascii() else "contains"
    conditions = [f"{holds}(folded, $needle)"]
    given: dict[str, object] = {
        "needle": needle, "most": most, "separators": _SEPARATORS, "spaces": " " * len(_SEPARATORS),
        "word": " " + needle.translate(str.maketrans(_SEPARATORS, " " * len(_SEPARATORS))),
    }  # fmt: skip
    if labels is not None:
        conditions.append("label IN (SELECT unnest($labels))")
        given["labels"] = sorted(labels)
    if platform is not None:
        conditions.append("platform = $platform")
        given["platform"] = platform
    query = (
        "SELECT label, key, CASE WHEN folded = $needle THEN 0 WHEN starts_with(folded, $needle) THEN 1 "
        "WHEN contains(translate(folded, $separators, $spaces), $word) THEN 2 ELSE 3 END AS rank "
        f"FROM names WHERE {' AND '.join(conditions)} ORDER BY rank, length(folded), place, key LIMIT $most"
    )
    with names(reader, progress) as connection:
        return connection.execute(query, given).fetchall()
