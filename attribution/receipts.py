"""Receipts: the posts, times and values behind a node or link, and the file and row they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from attribution.words import count
from briefing.naming import text_of
from briefing.style import EDGE_STYLES, NODE_STYLES
from graph.connection import Graph
from graph.posts import count_between, count_of, originals, posts_between, posts_of
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.subgraph import Edge
from graph.vertices import vertices
from store.resolve import Reader
from store.tables import ROWS

_MOST_PLACES = 100
_NAMED = "What a network is called and its country were taken from the name of the file or a mark in its rows, or said by whoever loaded it."
_TIME = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a node or link rests on."""

    statement: str
    """One sentence: what this is, and what it is not."""
    posts: tuple[Mapping[str, object], ...]
    """Oldest first: post, platform, handle, kind, time, text, url, places, and of a repost its original …"""
    places: tuple[Mapping[str, str], ...]
    """Files and rows that say the node or link itself: dataset, file, loader, row."""
    total: int
    """How many posts there are; `posts` may be only the oldest of them."""


def of_node(graph: Graph, reader: Reader, ref: Ref, *, limit: int = 200) -> Receipts:
    """The posts of, or about, a node, and the rows that name it."""
    posts = shown(graph, reader, posts_of(graph, ref, limit=limit))
    total = len(posts) if len(posts) < limit else count_of(graph, ref)
    places = tuple(reader.places(ref.label, [ref.key], limit=_MOST_PLACES)[ref.key])
    rows = len(places) if len(places) < _MOST_PLACES else _rows(reader, ref)
    word, name = NODE_STYLES[ref.label].word, names(graph, ref)[ref]
    # what bears no name is called "account 123…"
    called = name if name.startswith(f"{word} ") else f"{word} {name}"
    statement = f"{called[:1].upper()}{called[1:]}: named in {count(rows, 'row')} of the loaded files."
    return Receipts(statement + (f" {_NAMED}" if ref.label == "Network" else ""), posts, places, total)


def of_edge(graph: Graph, reader: Reader, edge: Edge, *, limit: int = 200) -> Receipts:
    """The posts that make a link, and the rows that say it."""
    called = names(graph, edge.start, edge.end)
    if edge.type == "SHARED":
        posts = shown(graph, reader, posts_between(graph, edge.start, edge.end, limit=limit))
        total = len(posts) if len(posts) < limit else count_between(graph, edge.start, edge.end)
        return Receipts(
            f"{called[edge.start]} shared this {NODE_STYLES[edge.end.label].word} in {count(total, 'post')}. "
            "Sharing the same thing is not yet acting together, and says nothing of who runs an account.",
            posts,
            (),
            total,
        )
    places = tuple(reader.places(edge.type, [edge.key])[edge.key])
    refs = [r for r in (edge.start, edge.end) if r.label == "Post"]
    posts = shown(graph, reader, [p for ref in refs for p in posts_of(graph, ref, limit=1)])
    words = f"{called[edge.start]} — {EDGE_STYLES[edge.type].word} — {called[edge.end]}: {_origin(edge)}."
    return Receipts(words, posts, places, len(posts))


def _origin(edge: Edge) -> str:
    if edge.type == "SAME_AS":
        return f"{edge.properties['reason']}"
    if edge.type == "LISTED_IN":
        return f"as the loaded files say. {_NAMED[:-1]}"
    return "computed from what was loaded" if RELATIONSHIPS[edge.type].derived else "as the loaded files say"


def names(graph: Graph, *refs: Ref) -> dict[Ref, str]:
    """What the nodes are called in a picture; the key of one that is not in the graph."""
    return {ref: ref.key for ref in refs} | {v.ref: text_of(v) for v in vertices(graph, refs)}


def _rows(reader: Reader, ref: Ref) -> int:
    query = 'SELECT count(*) FROM "rows" WHERE "table" = $table AND key = $key'
    return int(reader.sql(query, (ROWS,), {"table": ref.label, "key": ref.key})[0][0])


def shown(graph: Graph, reader: Reader, posts: Sequence[Mapping[str, object]]) -> tuple[Mapping[str, object], ...]:
    """The posts with their times in words, the rows they stand in, and what the reposts among them repeat."""
    places = reader.places("Post", [str(p["post"]) for p in posts], limit=10)
    repeated = originals(graph, [str(p["post"]) for p in posts if p.get("kind") == "repost"])
    return tuple(
        {
            **p,
            "time": shown_time(p),
            "places": places[str(p["post"])],
            "original": repeated.get(str(p["post"])),
        }
        for p in posts
    )


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
