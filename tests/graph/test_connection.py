"""Every failure is one clear line, soon; secrets stay secret; a read never writes."""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.connection import Graph, GraphError, Target, connect, server_version, target_from_environment

SECRET = "hunter2-very-secret"


@contextlib.contextmanager
def server(answer: bytes | None) -> Iterator[int]:
    """A listener that is no database: it gives `answer` and hangs up, or (None) says nothing at all."""
    listener = socket.create_server(("127.0.0.1", 0))
    ending = threading.Event()

    def serve() -> None:
        held = []
        while not ending.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if answer is None:
                held.append(connection)
                continue
            with connection, contextlib.suppress(OSError):
                connection.recv(1024)
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ending.set()
        listener.close()


def failure(target: Target, within_s: float = 9.0) -> str:
    began = time.monotonic()
    with pytest.raises(GraphError) as raised:
        connect(target)
    assert time.monotonic() - began < within_s
    message = str(raised.value)
    assert "\n" not in message
    assert target.password not in message
    return message


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+s"])
def test_nobody_listens(scheme: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    uri = f"{scheme}://127.0.0.1:{port}"

    message = failure(Target(uri, "neo4j", SECRET))

    assert message.startswith(f"{uri}: no graph database answers Bolt there")
    assert message.endswith("; start it, or check NEO4J_URI and the port")
    if scheme.startswith("bolt"):
        # the reason, and not the half of a sentence about addresses
        assert message.startswith(f"{uri}: no graph database answers Bolt there ([Errno ")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"SSH-2.0-OpenSSH_9.2p1\r\n", b"\x00\x00\x00\x00", None],
    ids=["http", "hangs up", "ssh", "refuses", "silent"],
)
def test_another_kind_of_server(scheme: str, answer: bytes | None) -> None:
    with server(answer) as port:
        message = failure(Target(f"{scheme}://127.0.0.1:{port}", "neo4j", SECRET))

    assert "no graph database answers Bolt there" in message


def test_a_host_that_does_not_exist() -> None:
    assert "no graph database answers Bolt there" in failure(Target("bolt://nowhere.invalid:7687", "neo4j", SECRET))


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        (
            "http://localhost:7474",
            r"http://localhost:7474: scheme 'http' is not one of bolt, .*; write it like bolt://",
        ),
        ("localhost:7687", r"scheme 'localhost' is not one of"),
        ("bolt://", r"bolt://: names no host"),
        ("bolt://localhost:port", r"bolt://localhost:port: the graph's address is not a URI; write it like bolt://"),
        ("bolt://localhost:99999", r"bolt://localhost:99999: the graph's address is not a URI"),
        ("bolt://[::1", r"bolt://\[::1: the graph's address is not a URI"),
        (f"bolt://neo4j:{SECRET}@[::1", r"^\[::1: the graph's address is not a URI"),
        (f"bolt://neo4j:{SECRET}/@localhost", r"^localhost: the graph's address is not a URI"),
        ("", r"scheme '' is not one of"),
        (f"bolt://neo4j:{SECRET}@localhost", r"bolt://localhost: the address holds a user or password"),
    ],
)
def test_an_address_that_is_none(uri: str, message: str) -> None:
    with pytest.raises(GraphError, match=message) as raised:
        Target(uri, "neo4j", SECRET)
    assert SECRET not in str(raised.value)


def test_wrong_password(graph: Graph) -> None:
    message = failure(Target(graph.target.uri, graph.target.user, SECRET))

    assert message == (
        f"{graph.target.uri}: the server refuses user {graph.target.user!r} or the password; "
        "check NEO4J_USERNAME and NEO4J_PASSWORD"
    )


def test_no_such_database(graph: Graph) -> None:
    message = failure(Target(graph.target.uri, graph.target.user, graph.target.password, "nosuch"))

    assert message == f"{graph.target.uri}: has no database 'nosuch'; check NEO4J_DATABASE or leave it out"


@pytest.mark.parametrize("query", ["RETURN (", "MATCH (n) RETRUN n", "RETURN nothing_of_this_name", "RETURN $absent"])
def test_a_wrong_query_is_one_line(graph: Graph, query: str) -> None:
    with pytest.raises(GraphError) as raised:
        graph.read(query)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_a_query_that_takes_too_long_is_stopped(neo4j_graph: Graph) -> None:
    began = time.monotonic()
    with pytest.raises(GraphError, match="took too long and was stopped; narrow it or lower its limit"):
        neo4j_graph.read(
            "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n", timeout_s=1
        )
    assert time.monotonic() - began < 15


def test_at_most_max_rows_are_held(graph: Graph) -> None:
    rows = graph.read("UNWIND range(1, 1000000) AS n RETURN n", max_rows=3)

    assert rows == [{"n": 1}, {"n": 2}, {"n": 3}]
    # the connection is as good as new
    assert graph.read("RETURN 1 AS one") == [{"one": 1}]


def test_times_are_epoch_milliseconds(graph: Graph) -> None:
    found = graph.read(
        "RETURN datetime('2024-05-01T12:00:00.250+02:00') AS aware, localdatetime('2024-05-01T10:00:00') AS naive, "
        "date('2024-05-01') AS day, [datetime('1970-01-01T00:00:01Z')] AS listed"
    )

    assert found == [
        {"aware": 1714557600250, "naive": 1714557600000, "day": 1714521600000, "listed": [1000]},
    ]


def test_nodes_come_back_as_their_properties(graph: Graph) -> None:
    graph.write("CREATE (:Account {id: 'x:1'})-[:POSTED {datasets: ['d']}]->(:Post {id: 'x:p'})")

    assert graph.read("MATCH (a)-[r:POSTED]->(p) RETURN a, r, [p] AS ps, {of: a.id} AS m") == [
        {"a": {"id": "x:1"}, "r": {"datasets": ["d"]}, "ps": [{"id": "x:p"}], "m": {"of": "x:1"}}
    ]


def test_it_says_what_the_server_is(graph: Graph) -> None:
    assert graph.engine.title in server_version(graph)
    assert any(character.isdigit() for character in server_version(graph))


def test_the_password_is_nowhere(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), connect(graph.target) as other:
        other.read("RETURN 1 AS one")
        with pytest.raises(GraphError) as raised:
            other.read("RETURN (")

    seen = caplog.text + repr(other) + repr(graph.target) + str(graph.target) + repr(raised.value)
    assert graph.target.password not in seen


def test_the_environment_names_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert target_from_environment() is None

    monkeypatch.setenv("NEO4J_URI", "neo4j+s://graph.example")
    assert target_from_environment() == Target("neo4j+s://graph.example", "neo4j", "")

    monkeypatch.setenv("NEO4J_USER", "ana")
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n", "utf-8")
    monkeypatch.setenv("NEO4J_PASSWORD_FILE", str(secret))
    monkeypatch.setenv("NEO4J_DATABASE", "case7")
    assert target_from_environment() == Target("neo4j+s://graph.example", "ana", SECRET, "case7")

    monkeypatch.setenv("NEO4J_USERNAME", "bo")
    monkeypatch.setenv("NEO4J_PASSWORD", "direct")
    assert target_from_environment("bolt://other.example") == Target("bolt://other.example", "bo", "direct", "case7")


def test_a_password_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://localhost")
    monkeypatch.setenv("NEO4J_PASSWORD_FILE", str(tmp_path / "missing"))

    with pytest.raises(GraphError, match=r"NEO4J_PASSWORD_FILE .*missing: cannot be read; name a readable UTF-8 file"):
        target_from_environment()
