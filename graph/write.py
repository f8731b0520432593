"""Writes resolved rows: MERGE on our own keys, in explicit transactions, the same in effect however often repeated."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.connection import Graph
from graph.cypher import merge_nodes, merge_relationships
from graph.schema import NODES, RELATIONSHIPS

BATCH = 5_000

Rows = Sequence[Mapping[str, Any]]


def write_nodes(graph: Graph, label: str, rows: Rows) -> None:
    """Merge rows {id, properties, datasets}; each batch stands whole or not at all."""
    for batch in _batches(rows):
        graph.write(merge_nodes(label), {"rows": batch})


def write_relationships(graph: Graph, type_: str, start: str, end: str, rows: Rows) -> None:
    """Merge rows {start, end, properties, datasets} of a type from one label to another."""
    for batch in _batches(rows):
        graph.write(merge_relationships(type_, start, end), {"rows": batch})


def _batches(rows: Rows) -> Iterator[list[dict[str, Any]]]:
    for begin in range(0, len(rows), BATCH):
        yield [dict(row) for row in rows[begin : begin + BATCH]]


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """Nodes per label and relationships per type, those with none left out."""
    nodes = {label: graph.read(f"MATCH (n:{label}) RETURN count(*) AS n")[0]["n"] for label in NODES}
    links = {
        type_: graph.read(f"MATCH ()-[r:{type_}]->() RETURN count(*) AS n")[0]["n"]
        for type_, declared in RELATIONSHIPS.items()
        if declared.stored
    }
    return {
        "nodes": {label: n for label, n in nodes.items() if n},
        "relationships": {type_: n for type_, n in links.items() if n},
    }


def clear(graph: Graph) -> None:
    """Remove everything of ours, in batches."""
    for label in NODES:
        while graph.write(f"MATCH (n:{label}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n")[0]["n"]:
            pass
