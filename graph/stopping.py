"""Ends a query that runs, from another thread: on request, or when it has had its time.

The driver's own timeout does not reach the embedded engine, and no call of the driver ends what a server computes.
Both engines list what runs, with its text, and end what is named: the text carries a mark as a comment.
"""

import contextlib
import secrets
import threading
import time
from typing import Any

from neo4j.exceptions import ServiceUnavailable, SessionExpired

from graph.connection import Graph, GraphError, Parameters
from graph.engine_http import EngineTarget, queries_that_run, server_command

_LOOK_S = 0.1
_AGAIN_S = 0.5
_MARKED = (
    "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $mark RETURN transactionId AS id"
)


class Stop:
    """Asks reads to end; whoever holds it may do so from any thread, and more than once."""

    def __init__(self) -> None:
        self.mark = f"read {secrets.token_hex(8)}"
        """Comment by which the server's list tells the query."""
        self._asked = threading.Event()

    def ask(self) -> None:
        """Ask the read to end; one that has not begun does not begin."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether it was asked to end."""
        return self._asked.is_set()


def read(
    graph: Graph,
    query: str,
    parameters: Parameters | None = None,
    *,
    stop: Stop,
    timeout_s: float,
    max_rows: int | None = None,
) -> list[dict[str, Any]]:
    """Rows as `Graph.read` gives them; GraphError when it was stopped, also by its time on an engine that knows none."""
    if stop.asked:
        raise GraphError("the query was stopped on request")
    over = threading.Event()
    reasons: list[str] = []
    looking = threading.Thread(target=_look, args=(graph, stop, timeout_s, over, reasons), daemon=True)
    looking.start()
    try:
        return graph.read(query, parameters, timeout_s=timeout_s, max_rows=max_rows, mark=stop.mark)
    except GraphError as error:
        if not reasons and isinstance(error.__cause__, ServiceUnavailable | SessionExpired) and _answers(graph):
            reasons.append("the query was ended by the engine, for want of memory as it seems; narrow it")
        raise (GraphError(reasons[-1]) if reasons else error) from error
    finally:
        over.set()
        looking.join()


def _answers(graph: Graph) -> bool:
    try:
        return bool(graph.read("RETURN 1 AS one"))
    except GraphError:
        return False


def _look(graph: Graph, stop: Stop, timeout_s: float, over: threading.Event, reasons: list[str]) -> None:
    deadline = time.monotonic() + timeout_s
    while not over.wait(_LOOK_S):
        if stop.asked:
            reasons.append("the query was stopped on request")
        elif time.monotonic() > deadline:
            reasons.append(f"the query took longer than {timeout_s:g} s and was stopped; narrow it or lower its limit")
        else:
            continue
        # what is wrong with the graph is told to whoever waits for the answer; here it is tried again
        with contextlib.suppress(GraphError):
            _end(graph, stop.mark)
        over.wait(_AGAIN_S)


def _end(graph: Graph, mark: str) -> None:
    if isinstance(graph.target, EngineTarget):
        for found in queries_that_run(graph.target):
            if mark in str(found.get("text")):
                server_command(graph.target, f"terminate query {found['id']}")
        return
    ids = [row["id"] for row in graph.write(_MARKED, {"mark": mark})]
    if ids:
        graph.write("TERMINATE TRANSACTIONS $ids", {"ids": ids})
