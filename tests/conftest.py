"""Engines for tests: the embedded one and a real Neo4j, each started once, emptied before every test."""

import os
import time
from collections.abc import Iterator

import pytest

from graph.connection import Graph, GraphError, Target, connect
from graph.ddl import prepare
from graph.embedded import Embedded, embedded_available
from tests.services.neo4j_server import Neo4jServer, missing

CI = os.environ.get("CI") == "true"
_NAMED = "ATTRIBUTION_TEST_NEO4J_URI"
_MUST_RUN = ("embedded", "neo4j", "browser")
_BOTH = [
    pytest.param("embedded", marks=pytest.mark.embedded),
    pytest.param("neo4j", marks=pytest.mark.neo4j),
]

# no test may reach the server of whoever runs it, unless that server is named for tests
_OUTSIDE = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("NEO4J_")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in ("embedded", "neo4j"):
            if f"{name}_graph" in getattr(item, "fixturenames", ()):
                item.add_marker(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]  # what pluggy sends back
    if CI and report.skipped and not hasattr(report, "wasxfail") and any(map(item.get_closest_marker, _MUST_RUN)):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: in CI this may not be skipped ({reason})"
    return report  # type: ignore[return-value]  # so does this hook's caller


@pytest.fixture(scope="session")
def embedded_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The embedded engine, for the whole run; use `embedded_graph`."""
    reason = embedded_available()
    if reason is not None:
        pytest.skip(reason)
    with Embedded.open(tmp_path_factory.mktemp("embedded")) as engine, connect(engine.target) as graph:
        prepare(graph)
        yield graph


@pytest.fixture(scope="session")
def neo4j_target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A Neo4j server of this run, or the empty one that ATTRIBUTION_TEST_NEO4J_URI names."""
    named = os.environ.get(_NAMED)
    if named:
        user = _OUTSIDE.get("NEO4J_USERNAME") or _OUTSIDE.get("NEO4J_USER") or "neo4j"
        yield Target(named, user, _OUTSIDE.get("NEO4J_PASSWORD", ""), _OUTSIDE.get("NEO4J_DATABASE"))
        return
    reason = missing()
    if reason is not None:
        pytest.skip(f"{reason}; or name an empty server by {_NAMED}")
    server = Neo4jServer.start(tmp_path_factory.mktemp("neo4j") / "home")
    try:
        yield Target(server.uri, server.user, server.password)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def neo4j_session(neo4j_target: Target) -> Iterator[Graph]:
    """Neo4j, for the whole run; use `neo4j_graph`."""
    with _connect_patiently(neo4j_target) as graph:
        if graph.read("MATCH (n) RETURN count(n) AS n")[0]["n"]:
            pytest.fail(f"{_NAMED} {neo4j_target.uri}: holds data, which tests would delete; name an empty server")
        prepare(graph)
        yield graph


@pytest.fixture
def embedded_graph(embedded_session: Graph) -> Graph:
    """An empty graph on the embedded engine."""
    emptied(embedded_session)
    return embedded_session


@pytest.fixture
def neo4j_graph(neo4j_session: Graph) -> Graph:
    """An empty graph on a real Neo4j."""
    emptied(neo4j_session)
    return neo4j_session


@pytest.fixture(params=_BOTH)
def graph(request: pytest.FixtureRequest) -> Graph:
    """An empty graph, on each engine in turn."""
    found: Graph = request.getfixturevalue(f"{request.param}_graph")
    return found


@pytest.fixture(scope="module", params=_BOTH)
def module_graph(request: pytest.FixtureRequest) -> Graph:
    """The same, emptied only before the module: for tests that read what a module's fixture planted."""
    found: Graph = request.getfixturevalue(f"{request.param}_session")
    emptied(found)
    return found


def _connect_patiently(target: Target) -> Graph:
    # a server that has just started takes long over its first query
    deadline = time.monotonic() + 60
    while True:
        try:
            return connect(target)
        except GraphError:
            if time.monotonic() > deadline:
                raise


def emptied(graph: Graph) -> None:
    """Take everything out of a graph."""
    while graph.write("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS n")[0]["n"]:
        pass
