"""Rows a second into the graph: our writer against one UNWIND … MERGE per batch, both warm, in one run.

python -m bench.loading [--posts 20000] [--uri bolt://…]
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
from graph.write import BATCH_ROWS, clear, write_nodes, write_relationships

Row = dict[str, Any]

_BASELINE = (
    "UNWIND $rows AS row MERGE (a:Account {id: row.account}) MERGE (p:Post {id: row.post}) SET p.text = row.text "
    "MERGE (a)-[:POSTED]->(p) MERGE (u:Url {id: row.url}) MERGE (p)-[:LINKS_TO]->(u)"
)


def rows(posts: int, seed: int) -> list[Row]:
    """One row per post: account and URL by a power law, as in real data."""
    chance = random.Random(seed)
    return [
        {
            "account": f"x:{int(posts / 8 * chance.random() ** 2)}",
            "post": f"x:{seed}-{number}",
            "url": f"https://site{int(300 * chance.random() ** 3)}.example/{int(posts / 5 * chance.random() ** 3)}",
            "text": "words " * 12,
        }
        for number in range(posts)
    ]


def baseline(graph: Graph, given: list[Row]) -> None:
    """The text that a tutorial would give: everything in one statement per batch."""
    for begin in range(0, len(given), BATCH_ROWS):
        graph.write(_BASELINE, {"rows": given[begin : begin + BATCH_ROWS]})


def ours(graph: Graph, given: list[Row]) -> None:
    """Our writer: keys made unique first, nodes before relationships, from the side of low degree."""
    nodes = {"Account": "account", "Url": "url"}
    for label, column in nodes.items():
        write_nodes(graph, label, [_node(key) for key in dict.fromkeys(r[column] for r in given)])
    write_nodes(graph, "Post", [{"id": r["post"], "properties": {"text": r["text"]}, "datasets": ["b"]} for r in given])
    posted = [_link(r["account"], r["post"]) for r in given]
    write_relationships(graph, "POSTED", "Account", "Post", posted, described=True)
    linked = [_link(r["post"], r["url"]) for r in given]
    write_relationships(graph, "LINKS_TO", "Post", "Url", linked, described=True)


def _node(key: str) -> Row:
    return {"id": key, "properties": {}, "datasets": ["b"]}


def _link(start: str, end: str) -> Row:
    return {"start": start, "end": end, "properties": {}, "datasets": ["b"]}


def measure(graph: Graph, posts: int) -> None:
    """Print rows a second of both, and the ratio."""
    ways: dict[str, Callable[[Graph, list[Row]], None]] = {"one UNWIND … MERGE": baseline, "our writer": ours}
    speed = {}
    for number, (name, way) in enumerate(ways.items()):
        clear(graph)
        way(graph, rows(posts // 4, 100 + number))  # warm
        given = rows(posts, number)
        began = time.perf_counter()
        way(graph, given)
        speed[name] = posts / (time.perf_counter() - began)
        sys.stdout.write(f"{graph.engine.title:32} {name:20} {speed[name]:>9,.0f} posts/s\n")
    sys.stdout.write(f"{graph.engine.title:32} ratio {speed['our writer'] / speed['one UNWIND … MERGE']:.2f}\n")
    clear(graph)


def main() -> None:
    """Measure the embedded engine in a folder of its own, and the server that NEO4J_URI names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
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
