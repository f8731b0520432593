"""Brings a graph up to what the case store holds: exactly once in effect, however often it is interrupted.

A dataset counts as in the graph once its Dataset node carries the reading, which is written
last. Until then a note in the graph says what was begun (`graph/batches.py`), and the same
command goes on from there.
"""

import copy
import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from neo4j.exceptions import ConstraintError

from attribution.deriving import NOTHING, Derived, correct, derived
from attribution.dropping import take_out
from attribution.progress import Progress, silent
from attribution.share_records import is_run
from graph.batches import BATCH_BYTES, BATCH_ROWS, Lanes, Plan, begin, forgotten, text_of, unfinished
from graph.bulk import bulk_load, drop_everything, takes_bulk
from graph.connection import Graph, GraphError
from graph.cypher import create_nodes, create_relationships, replace_nodes, replace_relationships
from graph.ddl import prepare
from graph.schema import NODES, RELATIONSHIPS
from graph.write import holds_nothing, node_row
from store.manifest import Dataset
from store.outgoing import Outgoing, Scope
from store.resolve import Reader

_BULK = "bulk"
# raised when rows come in another form or order: a plan of an older version is then not gone on with
_VERSION = 1


def sync(graph: Graph, reader: Reader, progress: Progress = silent) -> bool:
    """Write what the graph lacks of the store and take out what the store no longer says; whether anything was done.

    Ctrl-C ends it after the batches that are under way; called again it goes on from there.
    """
    left = unfinished(graph)
    if left is not None and left.name == _BULK:
        # a bulk load is many transactions without a mark: begin again
        drop_everything(graph)
        left = None
    prepare(graph)
    held = _held(graph)
    wanted = {d.sha256: d.folder for d in reader.datasets}
    known = {*held.items(), *(left.begun.items() if left else ())}
    gone = sorted((sha256, folder) for sha256, folder in known if wanted.get(sha256) != folder)
    if gone:
        staying = [d for d in reader.datasets if held.get(d.sha256) == d.folder]
        _drop(graph, _only(reader, staying), left, dict(gone), progress)
        left = unfinished(graph)
    pending = [d for d in reader.datasets if held.get(d.sha256) != d.folder]
    if not pending and left is None:
        return False
    # a run of the detector says nothing of who shared what
    derives = left is not None or not held or any(not is_run(d) for d in pending)
    with_all = derived(reader) if derives else NOTHING
    fresh = False
    if pending:
        fresh = _write(graph, reader, pending, left, with_all, progress)
    if not fresh and derives:
        correct(graph, with_all, progress)
    ended = forgotten()
    rows = [node_row(dataset_row(d)) for d in pending]
    graph.write_all([(replace_nodes("Dataset"), {"rows": rows}), ended] if rows else [ended])
    return True


def dataset_row(dataset: Dataset) -> dict[str, Any]:
    """The Dataset node of a committed file, as {id, properties, datasets}."""
    properties = {
        "name": dataset.name,
        "format": dataset.format,
        "loader_version": dataset.loader_version,
        "loaded_by": dataset.loaded_by,
        "loaded_at": dataset.loaded_at,
        "rows": dataset.counts.rows,
        "reading": dataset.folder,
    }
    return {"id": dataset.sha256, "properties": properties, "datasets": [dataset.id]}


def _held(graph: Graph) -> dict[str, str]:
    rows = graph.read("MATCH (d:Dataset) WHERE d.reading IS NOT NULL RETURN d.id AS id, d.reading AS reading")
    return {str(row["id"]): str(row["reading"]) for row in rows}


def _only(reader: Reader, datasets: Collection[Dataset]) -> Reader:
    narrowed = copy.copy(reader)
    narrowed.datasets = tuple(datasets)
    return narrowed


def _drop(graph: Graph, staying: Reader, left: Plan | None, gone: dict[str, str], progress: Progress) -> None:
    """Take out what only gone readings said, and note that what derives from all of them must be looked at."""
    begun = {**(dict(left.begun) if left else {}), **gone}
    begin(graph, Plan("drop", begun, dropped=True))
    take_out(graph, staying, sorted(sha256[:12] for sha256 in gone), progress)
    rest = {sha256: folder for sha256, folder in (left.begun if left else {}).items() if sha256 not in gone}
    graph.write("UNWIND $rows AS row MATCH (d:Dataset {id: row}) DETACH DELETE d", {"rows": sorted(gone)})
    begin(graph, Plan("dropped", rest, dropped=True))


def _write(
    graph: Graph, reader: Reader, pending: list[Dataset], left: Plan | None, with_all: Derived, progress: Progress
) -> bool:
    """Write the records of pending datasets; whether the graph was empty, so that all that derives is right as well."""
    held = {d.id for d in reader.datasets} - {d.id for d in pending}
    plan = _resumed(graph, reader, pending, left)
    if plan is None:
        empty = holds_nothing(graph)
        begun = {**(dict(left.begun) if left else {}), **{d.sha256: d.folder for d in pending}}
        if empty and takes_bulk(graph):
            begin(graph, Plan(_BULK, begun))
            _in_bulk(graph, reader, with_all, progress)
            return True
        before = () if empty else tuple(sorted({*held, *(sha256[:12] for sha256 in (left.begun if left else ()))}))
        dropped = left is not None and left.dropped and not empty
        plan = Plan(_name(graph, reader, pending, before), begun, before, dropped)
        begin(graph, plan)
    try:
        _in_batches(graph, reader, pending, plan, with_all, progress)
    except GraphError as error:
        everything = tuple(sorted(d.id for d in reader.datasets))
        if not isinstance(error.__cause__, ConstraintError) or plan.earlier == everything:
            raise
        # somebody else wrote nodes of these keys: take nothing for new
        plan = Plan(_name(graph, reader, pending, everything), plan.begun, everything, plan.dropped)
        begin(graph, plan)
        _in_batches(graph, reader, pending, plan, with_all, progress)
    return not plan.earlier and not plan.dropped


def _resumed(graph: Graph, reader: Reader, pending: list[Dataset], left: Plan | None) -> Plan | None:
    return left if left is not None and left.name == _name(graph, reader, pending, left.earlier) else None


def _name(graph: Graph, reader: Reader, pending: list[Dataset], earlier: tuple[str, ...]) -> str:
    """The same for the same batches: of everything that decides what they hold."""
    declared = [p.name for node in NODES.values() for p in node.properties]
    declared += [p.name for joins in RELATIONSHIPS.values() for p in joins.properties]
    datasets = [sorted(d.folder for d in given) for given in (reader.datasets, pending)]
    said = [_VERSION, BATCH_ROWS, BATCH_BYTES, declared, datasets, earlier, graph.engine.writers]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def _in_batches(
    graph: Graph, reader: Reader, pending: list[Dataset], plan: Plan, with_all: Derived, progress: Progress
) -> None:
    scope = Scope(tuple(d.id for d in pending), plan.earlier) if plan.earlier else None
    with Outgoing(reader, weights=with_all.weights, same=with_all.same, scope=scope) as rows, Lanes(graph) as lanes:
        for label in rows.labels:
            told = _telling(progress, label)
            for known, some in groupby(rows.nodes(label), key=itemgetter(0)):
                statement = replace_nodes(label) if known else create_nodes(label)
                lanes.write(statement, (strings for _, strings in some), told)
        for joins in rows.joins:
            told = _telling(progress, joins.type)
            for known, some in groupby(rows.relationships(joins), key=itemgetter(0)):
                # the store has made the first of these meanwhile; two types at once would wait for each other's nodes
                lanes.settle()
                write = replace_relationships if known else create_relationships
                statement = write(joins.type, joins.start, joins.end)
                lanes.write(statement, (strings for _, strings in some), told)


def _telling(progress: Progress, what: str) -> Callable[[int], None]:
    return lambda rows: progress(f"writing {what}", rows)


def _in_bulk(graph: Graph, reader: Reader, with_all: Derived, progress: Progress) -> None:
    with Outgoing(reader, weights=with_all.weights, same=with_all.same) as rows:

        def body() -> Iterator[bytes]:
            for lines in rows.lines():
                progress("writing in bulk", len(lines))
                yield text_of(lines)

        bulk_load(graph, dict.fromkeys(j.type for j in rows.joins), body())
