"""First load of the embedded engine: one body of JSON lines into its running server, write-ahead log on."""

import base64
import http.client
import json
from collections.abc import Iterable

from graph.connection import Graph, GraphError
from graph.embedded import EngineTarget

_TIMEOUT_S = 3_600.0


def takes_bulk(graph: Graph) -> bool:
    """Whether the graph has a way in for bulk loads."""
    return isinstance(graph.target, EngineTarget)


def bulk_load(graph: Graph, types: Iterable[str], body: Iterable[bytes]) -> None:
    """Write vertices and edges that are not there yet; GraphError leaves a part of them, to be dropped.

    `body`: JSON lines, vertices first, edges that name their ends by the position of their line.
    """
    for type_ in types:
        _post(graph, "command", {"language": "sql", "command": f"CREATE EDGE TYPE {type_} IF NOT EXISTS"})
    _request(graph, f"batch/{_target(graph).database}?wal=true&refMode=ordinal", body, "application/x-ndjson")


def drop_everything(graph: Graph) -> None:
    """Make the engine's database anew, empty: what a crash left of a bulk load cannot be trusted."""
    name = _target(graph).database
    for command in (f"drop database {name}", f"create database {name}"):
        _request(graph, "server", [json.dumps({"command": command}).encode()], "application/json")


def _post(graph: Graph, verb: str, content: dict[str, str]) -> None:
    _request(graph, f"{verb}/{_target(graph).database}", [json.dumps(content).encode()], "application/json")


def _request(graph: Graph, path: str, body: Iterable[bytes], kind: str) -> None:
    target = _target(graph)
    entry = base64.b64encode(f"{target.user}:{target.password}".encode()).decode("ascii")
    connection = http.client.HTTPConnection("127.0.0.1", target.http_port, timeout=_TIMEOUT_S)
    try:
        connection.request("POST", f"/api/v1/{path}", body, {"Authorization": f"Basic {entry}", "Content-Type": kind})
        answer = connection.getresponse()
        said = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise GraphError(f"{target.uri}: the engine broke off a bulk load ({error}); try again") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise GraphError(f"{target.uri}: the engine refused a bulk load ({' '.join(said.split())[:300]}); try again")


def _target(graph: Graph) -> EngineTarget:
    if not isinstance(graph.target, EngineTarget):
        raise GraphError(f"{graph.target.uri}: only the embedded engine takes bulk loads; write in batches")
    return graph.target
