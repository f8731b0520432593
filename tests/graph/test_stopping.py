"""A read that is ended from outside, on both engines."""

import threading
import time

import pytest

from graph.connection import Graph, GraphError
from graph.stopping import Stop, read

LONG = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n"


def test_a_read_that_nobody_stops_gives_its_rows(graph: Graph) -> None:
    assert read(graph, "UNWIND [1, 2, 3] AS n RETURN n", stop=Stop(), timeout_s=30, max_rows=2) == [{"n": 1}, {"n": 2}]


def test_a_read_is_stopped_on_request(graph: Graph) -> None:
    stop = Stop()
    threading.Timer(1.0, stop.ask).start()
    began = time.monotonic()

    with pytest.raises(GraphError, match="the query was stopped on request"):
        read(graph, LONG, stop=stop, timeout_s=60)

    assert time.monotonic() - began < 15
    # the connection is as good as new
    assert graph.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_read_has_its_time_on_an_engine_that_knows_none(graph: Graph) -> None:
    began = time.monotonic()

    with pytest.raises(GraphError, match=r"took (longer than 1 s|too long) and was stopped"):
        read(graph, LONG, stop=Stop(), timeout_s=1)

    assert time.monotonic() - began < 15


def test_what_was_stopped_before_does_not_begin(graph: Graph) -> None:
    stop = Stop()
    stop.ask()

    with pytest.raises(GraphError, match="stopped on request"):
        read(graph, "RETURN 1 AS one", stop=stop, timeout_s=60)
