"""Rows a second into the graph: our writer against one UNWIND … MERGE per batch, both warm, in one run.

python -m bench.loading [--posts 10000] [--uri bolt://…]
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.connection import Graph, connect, target_from_environment
from graph.ddl import prepare
from graph.embedded import Embedded
from graph.write import BATCH_ROWS, clear, counts, write_nodes, write_relationships

Row = dict[str, Any]

_ROUNDS = 3

_BASELINE = (
    "UNWIND $rows AS row MERGE (a:Account {id: row.account}) SET a.datasets = row.datasets "
    "MERGE (p:Post {id: row.post}) SET p.text = row.text, p.datasets = row.datasets "
    "MERGE (a)-[r:POSTED]->(p) SET r.datasets = row.datasets "
    "MERGE (u:Url {id: row.url}) SET u.datasets = row.datasets "
    "MERGE (p)-[l:LINKS_TO]->(u) SET l.datasets = row.datasets"
)


def rows(posts: int, seed: int) -> list[Row]:
    """One row per post: account and URL by a power law, as in real data."""
    chance = random.Random(seed)
    return [
        {
            "account": f"x:{int(posts / 8 * chance.random() ** 3)}",
            "post": f"x:{seed}-{number}",
            "url": f"https://site{int(300 * chance.random() ** 3)}.example/{int(posts / 5 * chance.random() ** 3)}",
            "text": "words " * 12,
            "datasets": ["b"],
        }
        for number in range(posts)
    ]


def baseline(graph: Graph, given: list[Row]) -> None:
    """The text that a tutorial would give: everything in one statement per batch."""
    for begin in range(0, len(given), BATCH_ROWS):
        graph.write(_BASELINE, {"rows": given[begin : begin + BATCH_ROWS]})


def ours(graph: Graph, given: list[Row], *, fresh: bool = False) -> None:
    """Our writer: keys made unique first, nodes before relationships, from the side of low degree."""
    nodes = {"Account": "account", "Url": "url"}
    for label, column in nodes.items():
        write_nodes(graph, label, [_node(key) for key in dict.fromkeys(r[column] for r in given)], fresh=fresh)
    posts = [{"id": r["post"], "properties": {"text": r["text"]}, "datasets": ["b"]} for r in given]
    write_nodes(graph, "Post", posts, fresh=fresh)
    posted = [_link(r["account"], r["post"]) for r in given]
    write_relationships(graph, "POSTED", "Account", "Post", posted, described=True, fresh=fresh)
    linked = [_link(r["post"], r["url"]) for r in given]
    write_relationships(graph, "LINKS_TO", "Post", "Url", linked, described=True, fresh=fresh)


def ours_fresh(graph: Graph, given: list[Row]) -> None:
    """The same into an empty graph, as the first load of a case is."""
    ours(graph, given, fresh=True)


def _node(key: str) -> Row:
    return {"id": key, "properties": {}, "datasets": ["b"]}


def _link(start: str, end: str) -> Row:
    return {"start": start, "end": end, "properties": {}, "datasets": ["b"]}


def measure(graph: Graph, posts: int) -> None:
    """Print posts a second of each way, and its ratio to the first: the best of three rounds, taken in turn."""
    ways: dict[str, Callable[[Graph, list[Row]], None]] = {
        "one UNWIND … MERGE": baseline,
        "our writer": ours,
        "our writer, first load": ours_fresh,
    }
    speed = dict.fromkeys(ways, 0.0)
    given = rows(posts, 1)
    for way in ways.values():
        clear(graph)
        way(graph, given[: posts // 4])  # warm
    for _ in range(_ROUNDS):
        written: set[str] = set()
        for name, way in ways.items():
            clear(graph)
            began = time.perf_counter()
            way(graph, given)
            speed[name] = max(speed[name], posts / (time.perf_counter() - began))
            written.add(str(counts(graph)))
        if len(written) != 1:
            sys.exit(f"bench.loading: the ways wrote different graphs: {written}")
    clear(graph)
    first = next(iter(speed.values()))
    for name, found in speed.items():
        sys.stdout.write(f"{graph.engine.title:28} {name:24} {found:>9,.0f} posts/s  ratio {found / first:.2f}\n")


def main() -> None:
    """Measure the embedded engine in a folder of its own, and the server that NEO4J_URI names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--uri", help="an EMPTY Neo4j; what it holds of our labels is removed")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Embedded.open(Path(folder)) as engine,
        connect(engine.target) as graph,
    ):
        prepare(graph)
        measure(graph, given.posts)
    target = target_from_environment(given.uri) if given.uri else None
    if target is not None:
        with connect(target) as graph:
            if graph.read("MATCH (n) RETURN n.id AS id LIMIT 1"):
                parser.error(f"{given.uri} holds data, which a measurement would remove; name an empty server")
            prepare(graph)
            measure(graph, given.posts)


if __name__ == "__main__":
    main()
