"""Takes out of a graph what only datasets said that are no longer in the case, and nothing else."""

from collections.abc import Iterable
from typing import Any

import orjson
import pyarrow as pa

from attribution.progress import Progress
from graph.batches import cut
from graph.connection import Graph
from graph.cypher import (
    delete_nodes,
    delete_relationships,
    nodes_of,
    relationships_of,
    replace_nodes,
    replace_relationships,
)
from graph.records import Ref
from graph.schema import NODES, RELATIONSHIPS
from graph.subgraph import relationship_key
from graph.write import run_in_batches
from store.outgoing import Joins, Outgoing, Scope
from store.resolve import Reader

_TIMEOUT_S = 600.0


def take_out(graph: Graph, staying: Reader, gone: list[str], progress: Progress) -> None:
    """Delete what only `gone` (short ids) say, and write anew what `staying` datasets say as well.

    Said again it finds nothing left: nothing of the graph names the gone datasets any more.
    """
    nodes = {label: _nodes(graph, label, gone) for label in NODES if label != "Dataset"}
    links = {type_: _links(graph, type_, gone) for type_, declared in RELATIONSHIPS.items() if declared.stored}
    asked = {table: list(found) for table, found in (*nodes.items(), *links.items())}
    with Outgoing(staying, scope=Scope(keys=asked)) as rows:
        for type_, found in links.items():
            kept = rows.keys(type_, asked[type_])
            over: dict[Joins, list[list[Any]]] = {}
            for key, (joins, row) in found.items():
                if key not in kept:
                    over.setdefault(joins, []).append(row)
            for joins, given in over.items():
                run_in_batches(graph, delete_relationships(joins.type, joins.start, joins.end), given)
                progress(f"removing {type_}", len(given))
        for label, keys in nodes.items():
            kept = rows.keys(label, keys)
            lost = [key for key in keys if key not in kept]
            run_in_batches(graph, delete_nodes(label), lost)
            progress(f"removing {label}", len(lost))
        for label in rows.labels:
            _replace(graph, replace_nodes(label), rows.nodes(label))
        for joins in rows.joins:
            statement = replace_relationships(joins.type, joins.start, joins.end)
            _replace(graph, statement, rows.relationships(joins))


def _replace(graph: Graph, statement: str, rows: Iterable[tuple[bool, pa.StringArray]]) -> None:
    for _, text in cut(strings for _, strings in rows):
        graph.write(statement, {"rows": orjson.loads(b"[" + text[:-1] + b"]")})


def _nodes(graph: Graph, label: str, gone: list[str]) -> list[str]:
    return [row["key"] for row in graph.read(nodes_of(label), {"datasets": gone}, timeout_s=_TIMEOUT_S)]


def _links(graph: Graph, type_: str, gone: list[str]) -> dict[str, tuple[Joins, list[Any]]]:
    found: dict[str, tuple[Joins, list[Any]]] = {}
    for row in graph.read(relationships_of(type_), {"datasets": gone}, timeout_s=_TIMEOUT_S):
        joins = Joins(type_, row["start_label"], row["end_label"])
        start, end = Ref(joins.start, row["start"]), Ref(joins.end, row["end"])
        key = relationship_key(type_, start, end, row["properties"])
        found[key] = joins, [start.key, end.key, row["properties"]]
    return found
