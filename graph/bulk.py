"""First load of the embedded engine: one body of JSON lines into its running server, write-ahead log on."""

from collections.abc import Iterable

from graph.connection import Graph, GraphError
from graph.embedded import make_anew
from graph.engine_http import EngineTarget, post, sql_command


def takes_bulk(graph: Graph) -> bool:
    """Whether the graph has a way in for bulk loads."""
    return isinstance(graph.target, EngineTarget)


def bulk_load(graph: Graph, types: Iterable[str], body: Iterable[bytes]) -> None:
    """Write vertices and edges that are not there yet; GraphError leaves a part of them, to be dropped.

    `body`: JSON lines, vertices first, edges that name their ends by the position of their line.
    """
    target = _target(graph)
    for type_ in types:
        sql_command(target, f"CREATE EDGE TYPE {type_} IF NOT EXISTS")
    post(target, f"batch/{target.database}?wal=true&refMode=ordinal", body, "application/x-ndjson")


def drop_everything(graph: Graph) -> None:
    """Make the engine's database anew, empty: what a crash left of a bulk load cannot be trusted."""
    make_anew(_target(graph))


def _target(graph: Graph) -> EngineTarget:
    if not isinstance(graph.target, EngineTarget):
        raise GraphError(f"{graph.target.uri}: only the embedded engine takes bulk loads; write in batches")
    return graph.target
