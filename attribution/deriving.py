"""What derives from all files together: accounts that are one, and how telling each shared object is."""

from dataclasses import dataclass

import pyarrow as pa

from attribution.identities import REASONS, same_accounts
from attribution.progress import Progress
from attribution.sharing import as_rows, shared_objects
from graph.connection import Graph
from graph.cypher import delete_relationships
from graph.schema import NODES
from graph.write import run_in_batches, write_relationships
from store.outgoing import WEIGHTS
from store.resolve import Reader

_WEIGHED = tuple(label for label, declared in NODES.items() if any(p.name in WEIGHTS for p in declared.properties))
# what is right already is not written again
_WEIGH = {
    label: f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) WHERE n.sharers IS NULL OR n.sharers <> row.sharers "
    "OR n.information IS NULL OR n.information <> row.information SET n.sharers = row.sharers, n.information = row.information"
    for label in _WEIGHED
}


@dataclass(frozen=True, slots=True)
class Derived:
    """What one state of the store comes to."""

    weights: pa.Table
    """Columns type, object, sharers, information."""
    same: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    """(start, end, reason, datasets) of each SAME_AS between accounts."""


_WEIGHTS: dict[str, pa.DataType] = {
    "type": pa.string(),
    "object": pa.string(),
    "sharers": pa.int64(),
    "information": pa.float64(),
}
NOTHING = Derived(pa.schema(_WEIGHTS).empty_table(), ())
"""What derives where nothing was asked."""


def derived(reader: Reader) -> Derived:
    """All that derives from the committed datasets."""
    same = tuple(
        (r.start.key, r.end.key, str(r.properties["reason"]), datasets) for r, datasets in same_accounts(reader)
    )
    return Derived(shared_objects(reader), same)


def correct(graph: Graph, wanted: Derived, progress: Progress) -> None:
    """Make a graph say this and nothing else of its kind; what it says already is left alone."""
    joined = {tuple(link): datasets for *link, datasets in wanted.same}
    query = (
        "MATCH (s:Account)-[r:SAME_AS]->(e:Account) WHERE r.reason IN $reasons "
        "RETURN s.id AS start, e.id AS end, r.reason AS reason, r.datasets AS datasets"
    )
    rows = graph.read(query, {"reasons": list(REASONS)}, timeout_s=600)
    found = {(r["start"], r["end"], r["reason"]): tuple(r["datasets"]) for r in rows}
    # another file may show that a handle had two owners: what was joined before must go
    over = [[start, end, {"reason": reason}] for start, end, reason in found if (start, end, reason) not in joined]
    run_in_batches(graph, delete_relationships("SAME_AS", "Account", "Account"), over)
    lacking = [
        {"start": start, "end": end, "properties": {"reason": reason}, "datasets": list(datasets)}
        for (start, end, reason), datasets in joined.items()
        if found.get((start, end, reason)) != datasets
    ]
    write_relationships(graph, "SAME_AS", "Account", "Account", lacking)
    progress("joining accounts", len(joined))
    weighed: dict[str, set[object]] = {label: set() for label in _WEIGHED}
    for label, rows in as_rows(wanted.weights):
        run_in_batches(graph, _WEIGH[label], rows)
        weighed[label].update(row["id"] for row in rows)
        progress("weighing shared objects", len(rows))
    for label, keys in weighed.items():
        _unweigh(graph, label, keys)


def _unweigh(graph: Graph, label: str, keys: set[object]) -> None:
    """Remove the weights of what nobody shares any more."""
    query = f"MATCH (n:{label}) WHERE n.sharers IS NOT NULL RETURN n.id AS id"
    over = [row["id"] for row in graph.read(query, timeout_s=600) if row["id"] not in keys]
    run_in_batches(graph, f"UNWIND $rows AS row MATCH (n:{label} {{id: row}}) REMOVE n.sharers, n.information", over)
