"""Bulk writing: rows as the case store resolves them become nodes and relationships, each once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import neo4j

from graph.connection import Graph, GraphError
from graph.cypher import (
    count_nodes,
    count_relationships,
    create_nodes,
    create_relationships,
    merge_ends,
    merge_nodes,
    merge_relationships,
)
from graph.schema import DATASETS, NODE_KEY, NODES

BATCH_ROWS = 5_000
"""Rows of one transaction."""

BATCH_CHARACTERS = 4_000_000
"""Text of one transaction: long posts make a message that an engine would refuse."""

Row: TypeAlias = Mapping[str, Any]


def write_nodes(graph: Graph, label: str, rows: Iterable[Row], *, fresh: bool = False) -> int:
    """Write rows {id, properties, datasets}; says how many. Written again, they change nothing.

    `fresh` says that the graph holds none of them, which is faster; GraphError if it does.
    """
    written = 0
    for batch in _batches(rows):
        if fresh:
            whole = [{**row["properties"], NODE_KEY: row["id"], DATASETS: row["datasets"]} for row in batch]
            graph.write(create_nodes(label), {"rows": whole})
        else:
            graph.write(merge_nodes(label), {"rows": batch})
        written += len(batch)
    return written


def write_relationships(
    graph: Graph,
    type_: str,
    start_label: str,
    end_label: str,
    rows: Iterable[Row],
    *,
    described: bool = False,
    fresh: bool = False,
) -> int:
    """Write rows {start, end, properties, datasets}; says how many. Written again, they change nothing.

    An end that the graph lacks is made bare: its key, and the datasets that name it. `described`
    says that every end was written as a node of its own, which spares the search for bare ones.
    `fresh` says that the graph was empty when this load began, which is faster, and then true of
    this load alone: relationships that were written already would stand twice.
    """
    query = (create_relationships if fresh else merge_relationships)(type_, start_label, end_label)
    written = 0
    for batch in _batches(rows):
        ends = [] if described else [(start_label, _named(batch, "start")), (end_label, _named(batch, "end"))]

        def work(
            tx: neo4j.ManagedTransaction | neo4j.Transaction,
            batch: list[Row] = batch,
            ends: list[tuple[str, list[Row]]] = ends,
        ) -> None:
            for label, named in ends:
                _ensure(tx, label, named)
            found = tx.run(query, {"rows": batch}).single(strict=True)["n"]
            if found != len(batch):
                raise GraphError(
                    f"{len(batch) - found} of {len(batch)} {type_} have an end that was not written; write the nodes first"
                )

        graph.transaction(work, once=fresh)
        written += len(batch)
    return written


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """{"nodes": {label: n}, "relationships": {type: n}}, those of which there are none left out."""
    return {
        "nodes": {row["name"]: row["n"] for row in graph.read(count_nodes(), timeout_s=120) if row["n"]},
        "relationships": {
            row["name"]: row["n"] for row in graph.read(count_relationships(), timeout_s=120) if row["n"]
        },
    }


def clear(graph: Graph) -> None:
    """Remove every node of ours with its relationships, in batches; nodes of other labels stay."""
    for label in NODES:
        query = f"MATCH (n:{label}) WITH n LIMIT {BATCH_ROWS} DETACH DELETE n RETURN count(*) AS n"
        while graph.write(query)[0]["n"]:
            pass


def _ensure(tx: neo4j.ManagedTransaction | neo4j.Transaction, label: str, named: list[Row]) -> None:
    """Make what is missing; a bare node names all datasets that name it, whatever came first."""
    wanted = {row["id"]: row["datasets"] for row in named}
    lacking = [
        {"id": record["id"], "properties": {}, "datasets": sorted({*record["datasets"], *wanted[record["id"]]})}
        for record in tx.run(merge_ends(label), {"rows": named})
    ]
    if lacking:
        tx.run(merge_nodes(label), {"rows": lacking}).consume()


def _named(batch: list[Row], end: str) -> list[Row]:
    """Each node that the batch names at one end, once, with the datasets that name it."""
    datasets: dict[str, set[str]] = {}
    for row in batch:
        datasets.setdefault(row[end], set()).update(row["datasets"])
    return [{"id": id_, "datasets": sorted(found)} for id_, found in datasets.items()]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    held = 0
    for row in rows:
        size = sum(len(value) for value in row["properties"].values() if isinstance(value, str))
        if batch and (len(batch) >= BATCH_ROWS or held + size > BATCH_CHARACTERS):
            yield batch
            batch, held = [], 0
        batch.append(row)
        held += size
    if batch:
        yield batch
