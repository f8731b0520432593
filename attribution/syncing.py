"""Brings a graph up to what the case store holds: resumable, and the same in effect however often it is interrupted."""

from attribution.identities import REASON, same_accounts
from attribution.progress import Progress, silent
from attribution.sharing import as_rows, shared_objects
from graph.connection import Graph
from graph.ddl import prepare
from graph.records import Relationship
from graph.schema import NODES, RELATIONSHIPS
from graph.write import clear, write_nodes, write_relationships
from store.manifest import Dataset
from store.resolve import Reader

_WEIGH = {
    label: f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.sharers = row.sharers, n.information = row.information"
    for label, declared in NODES.items()
    if any(p.name == "sharers" for p in declared.properties)
}


def sync(graph: Graph, reader: Reader, progress: Progress = silent) -> bool:
    """Write what the graph lacks of the store; whether anything was written.

    A dataset counts as in the graph once its Dataset node carries the reading, which is
    written last. Until then every key that the dataset speaks of is written again.
    """
    prepare(graph)
    held = _held(graph)
    wanted = {d.sha256: d.folder for d in reader.datasets}
    if any(wanted.get(sha256) != folder for sha256, folder in held.items() if folder is not None):
        # a file was read anew in another way, or dropped: what only the old reading said must go
        clear(graph)
        held = {}
    pending = [d for d in reader.datasets if held.get(d.sha256) != d.folder]
    if not pending:
        return False
    _write_records(graph, reader, tuple(d.id for d in pending), progress)
    _write_derived(graph, reader, progress)
    write_nodes(graph, "Dataset", [_dataset_row(d) for d in pending])
    return True


def _held(graph: Graph) -> dict[str, str | None]:
    return {r["id"]: r["reading"] for r in graph.read("MATCH (d:Dataset) RETURN d.id AS id, d.reading AS reading")}


def _write_records(graph: Graph, reader: Reader, touched_by: tuple[str, ...], progress: Progress) -> None:
    # into an empty graph nothing has to be looked for; after a kill it is not empty, and everything is merged
    fresh = not graph.read("MATCH (n) RETURN n.id AS id LIMIT 1")
    for label in NODES:
        if label == "Dataset":
            continue
        for nodes in reader.nodes(label, touched_by=touched_by):
            write_nodes(graph, label, nodes, fresh=fresh)
            progress(f"writing {label}", len(nodes))
    described = reader.describes_every_end()
    for type_, declared in RELATIONSHIPS.items():
        if not declared.stored:
            continue
        for (start, end), relationships in reader.relationships(type_, touched_by=touched_by):
            write_relationships(graph, type_, start, end, relationships, described=described, fresh=fresh)
            progress(f"writing {type_}", len(relationships))


def _write_derived(graph: Graph, reader: Reader, progress: Progress) -> None:
    joined = same_accounts(reader)
    # another file may show that a handle had two owners: what was joined before must go
    graph.write("MATCH (:Account)-[r:SAME_AS {reason: $reason}]->(:Account) DELETE r", {"reason": REASON})
    write_relationships(graph, "SAME_AS", "Account", "Account", [_relationship_row(r, d) for r, d in joined])
    progress("joining accounts", len(joined))
    for label, rows in as_rows(shared_objects(reader)):
        graph.write(_WEIGH[label], {"rows": rows})
        progress("weighing shared objects", len(rows))


def _relationship_row(relationship: Relationship, datasets: tuple[str, ...]) -> dict[str, object]:
    return {
        "start": relationship.start.key,
        "end": relationship.end.key,
        "properties": dict(relationship.properties),
        "datasets": list(datasets),
    }


def _dataset_row(dataset: Dataset) -> dict[str, object]:
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
