"""Receipts: the posts, times and values behind a node or link, and the file and row they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.connection import Graph
from graph.read import posts_between, posts_of
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.subgraph import Edge
from store.resolve import Reader

_TIME = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a node or link rests on."""

    statement: str
    """One sentence: what this is, and what it is not."""
    posts: tuple[Mapping[str, object], ...]
    """Oldest first: post, platform, handle, kind, time, text, url, places …"""
    places: tuple[Mapping[str, str], ...]
    """Files and rows that say the node or link itself: dataset, file, loader, row."""
    limit: int
    """No more posts than this were read."""


def of_node(graph: Graph, reader: Reader, ref: Ref, *, limit: int = 200) -> Receipts:
    """The posts of, or about, a node, and the rows that name it."""
    posts = _with_places(reader, posts_of(graph, ref, limit=limit))
    places = tuple(reader.places(ref.label, [ref.key])[ref.key])
    rows = f"{len(places)} row{'s' if len(places) != 1 else ''}" if len(places) < 100 else "100 rows or more"
    return Receipts(f"{ref.label} {ref.key}: named in {rows} of the loaded files.", posts, places, limit)


def of_edge(graph: Graph, reader: Reader, edge: Edge, *, limit: int = 200) -> Receipts:
    """The posts that make a link, and the rows that say it."""
    if edge.type == "SHARED":
        posts = _with_places(reader, posts_between(graph, edge.start, edge.end, limit=limit))
        return Receipts(
            f"{edge.start.key} shared this {edge.end.label.lower()} in {len(posts)} post{'s' if len(posts) != 1 else ''}. "
            "Sharing the same thing is not yet acting together, and says nothing of who runs an account.",
            posts,
            (),
            limit,
        )
    places = tuple(reader.places(edge.type, [edge.key])[edge.key])
    refs = [r for r in (edge.start, edge.end) if r.label == "Post"]
    posts = _with_places(reader, [p for ref in refs for p in posts_of(graph, ref, limit=1)])
    origin = "computed from what was loaded" if RELATIONSHIPS[edge.type].derived else "as the loaded files say"
    return Receipts(f"{edge.start.key} {edge.type} {edge.end.key}: {origin}.", posts, places, limit)


def _with_places(reader: Reader, posts: Sequence[Mapping[str, object]]) -> tuple[Mapping[str, object], ...]:
    places = reader.places("Post", [str(p["post"]) for p in posts], limit=10)
    return tuple({**p, "time": shown_time(p), "places": places[str(p["post"])]} for p in posts)


def shown_time(post: Mapping[str, object]) -> str:
    """The time of a post as precisely as it is known, with its zone; "time unknown" without one."""
    ms = post.get("created_at")
    if not isinstance(ms, int):
        return "time unknown"
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    precision = str(post.get("ts_precision") or "second")
    text = moment.strftime(_TIME.get(precision, "%Y-%m-%d %H:%M:%S"))
    if precision == "millisecond":
        text += f".{ms % 1000:03d}"
    zone = "UTC" if post.get("ts_origin") != "local-unknown" else "local time, zone unknown"
    return f"{text} {zone}" + (f" (to the {precision})" if precision in ("day", "minute") else "")
