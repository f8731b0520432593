"""Writing rows that are known one by one, taking rows out, and what a graph holds of ours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar

import neo4j

from graph.batches import BATCH_ROWS
from graph.connection import Graph, GraphError
from graph.cypher import MARK, count_nodes, count_relationships, replace_nodes, replace_relationships
from graph.schema import DATASETS, NODE_KEY, NODES

Row: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


def write_nodes(graph: Graph, label: str, rows: Iterable[Row]) -> int:
    """Write rows {id, properties, datasets} in place of what the graph holds under their keys; says how many."""
    written = 0
    for batch in _batches(rows):
        graph.write(replace_nodes(label), {"rows": [node_row(row) for row in batch]})
        written += len(batch)
    return written


def write_relationships(graph: Graph, type_: str, start_label: str, end_label: str, rows: Iterable[Row]) -> int:
    """Write rows {start, end, properties, datasets} in place of what the graph holds between them; says how many.

    GraphError, and nothing of the batch, where an end is not in the graph.
    """
    query = replace_relationships(type_, start_label, end_label)
    written = 0
    for batch in _batches(rows):
        given = [[row["start"], row["end"], {**row["properties"], DATASETS: row["datasets"]}] for row in batch]

        def work(tx: neo4j.ManagedTransaction | neo4j.Transaction, given: list[list[Any]] = given) -> None:
            found = tx.run(query, {"rows": given}).single(strict=True)["n"]
            if found != len(given):
                raise GraphError(
                    f"{len(given) - found} of {len(given)} {type_} have an end that was not written; write the nodes first"
                )

        graph.transaction(work)
        written += len(batch)
    return written


def run_in_batches(graph: Graph, statement: str, rows: Sequence[Any]) -> None:
    """Run a statement that can be said again without harm over `$rows`, a transaction a batch."""
    for batch in _batches(rows):
        graph.write(statement, {"rows": batch})


def node_row(row: Row) -> dict[str, Any]:
    """A row {id, properties, datasets} as the properties that its node holds."""
    return {**row["properties"], NODE_KEY: row["id"], DATASETS: row["datasets"]}


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """{"nodes": {label: n}, "relationships": {type: n}}, those of which there are none left out."""
    return {
        "nodes": {row["name"]: row["n"] for row in graph.read(count_nodes(), timeout_s=120) if row["n"]},
        "relationships": {
            row["name"]: row["n"] for row in graph.read(count_relationships(), timeout_s=120) if row["n"]
        },
    }


def holds_nothing(graph: Graph) -> bool:
    """Whether no node of ours stands in the graph."""
    return not any(graph.read(f"MATCH (n:{label}) RETURN n.{NODE_KEY} AS id LIMIT 1") for label in NODES)


def clear(graph: Graph) -> None:
    """Remove every node of ours with its relationships, in batches; nodes of other labels stay."""
    for label in (*NODES, MARK):
        query = f"MATCH (n:{label}) WITH n LIMIT {BATCH_ROWS} DETACH DELETE n RETURN count(*) AS n"
        while graph.write(query)[0]["n"]:
            pass


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    given = iter(rows)
    while batch := list(islice(given, BATCH_ROWS)):
        yield batch
