"""What a query that only reads may be made to do: nothing to the graph, to files, to the network or to an engine's life."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import connection
from graph.connection import Graph, GraphError
from graph.stopping import Stop, read
from tests.graph.attempts import EXHAUSTING, PARAMETERS, RANGES, REFUSED

SECRET = "the secret of a file that nobody may read"
EVERYTHING = (
    "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS l, properties(n) AS p, type(r) AS t ORDER BY n.id, t"
)


class Listener:
    """Somebody who waits on the network, and counts who comes."""

    def __init__(self) -> None:
        self.came = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                came, _ = self._socket.accept()
            except OSError:
                return
            self.came += 1
            came.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def planted(graph: Graph) -> Graph:
    graph.write(
        "UNWIND range(1, 30) AS i "
        "CREATE (:Account {id: 'x:' + toString(i), handle: 'one'})-[:POSTED]->(:Post {id: 'x:p' + toString(i)})"
    )
    return graph


def attempted(graph: Graph, query: str, parameters: dict[str, Any], within_s: float = 10.0) -> list[dict[str, Any]]:
    """What an attempt gets: nothing where it is refused."""
    try:
        return read(graph, query, parameters, stop=Stop(), timeout_s=within_s, max_rows=100)
    except GraphError:
        return []


def tried(
    graph: Graph, listener: Listener, folder: Path, attempts: list[str] = REFUSED
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every attempt that got something."""
    file = folder / "secret.csv"
    file.write_text(SECRET, "utf-8")
    got = []
    for attempt in attempts:
        query = attempt.replace("{url}", listener.url).replace("{file}", str(file))
        got.append((query, attempted(graph, query, {"source": file.as_uri(), "many": 2_000_000_000})))
    assert file.read_text("utf-8") == SECRET
    return [(query, rows) for query, rows in got if rows]


@pytest.mark.slow
def test_no_attempt_gets_anything_or_changes_anything(planted: Graph, listener: Listener, tmp_path: Path) -> None:
    before = planted.read(EVERYTHING)

    assert tried(planted, listener, tmp_path) == []

    assert planted.read(EVERYTHING) == before
    assert listener.came == 0


@pytest.mark.slow
def test_nor_where_the_text_fools_the_parse(
    planted: Graph, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planted.read(EVERYTHING)
    monkeypatch.setattr(connection, "refusal", lambda *_: None)

    got = tried(planted, listener, tmp_path, [one for one in REFUSED if one not in RANGES])

    monkeypatch.undo()
    assert planted.read(EVERYTHING) == before
    assert listener.came == 0
    assert SECRET not in str(got)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("query", EXHAUSTING, ids=range(len(EXHAUSTING)))
def test_what_would_exhaust_an_engine_is_ended(planted: Graph, query: str) -> None:
    assert len(str(attempted(planted, query, {}, 2.0))) < 1 << 20

    deadline = time.monotonic() + 30
    while not attempted(planted, "RETURN 1 AS one", {}):
        assert time.monotonic() < deadline, "the engine answers nothing any more"


@pytest.mark.parametrize("parameters", PARAMETERS, ids=range(len(PARAMETERS)))
def test_a_value_is_data(planted: Graph, parameters: dict[str, Any]) -> None:
    before = planted.read(EVERYTHING)

    assert attempted(planted, "MATCH (n:Account {id: $id}) SET n.handle = $id", parameters) == []
    assert attempted(planted, "MATCH (n:Account {id: $id}) RETURN n.id AS id", parameters) == []

    assert planted.read(EVERYTHING) == before
