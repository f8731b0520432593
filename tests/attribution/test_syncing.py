"""A graph follows its case: the same graph by every route and in every order, through crashes, drops and new readings."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution import syncing
from attribution.importing import write_import
from attribution.syncing import sync
from graph import batches, bulk
from graph.batches import Lanes, unfinished
from graph.connection import Graph, Target, connect
from graph.facts import Facts
from graph.records import Record
from graph.schema import RELATIONSHIPS
from graph.write import clear
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import read_manifest, write_manifest
from store.resolve import Reader
from tests.services.neo4j_server import Neo4jServer, missing

Rows = list[Facts]

HOSTILE = 'quote " comma, back\\slash \u2028 line\nbreak\r\n习近平 \x1f unit; semi {"json": 1} \x00nul'


def content(graph: Graph) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Everything in the graph but when and by whom files were loaded; lists of equal content are equal."""
    nodes = graph.read("MATCH (n) RETURN labels(n) AS labels, n.id AS id, properties(n) AS p ORDER BY labels, id")
    links = graph.read("MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p")
    for node in nodes:
        if node["labels"] == ["Dataset"]:
            node["p"] = {k: v for k, v in node["p"].items() if k not in ("loaded_at", "reading", "name")}
    return nodes, sorted(links, key=lambda r: (r["t"], r["a"], r["b"], str(sorted(r["p"].items()))))


class Made:
    """A case folder that files are put into and taken from without a loader."""

    def __init__(self, root: Path) -> None:
        self.folder = CaseFolder(root)
        self.folder.create()
        self._clock = 0

    @property
    def reader(self) -> Reader:
        """What is committed."""
        return Reader(self.folder)

    def put(self, name: str, rows: Rows, options: str = "{}") -> None:
        """Load a file; loaded under a known name it is a new reading."""
        self._clock += 1
        reading = Reading(name.ljust(64, "0"), f"{name}.csv", "test", "1", options, "ana", self._clock)
        with Transaction(self.folder, reading) as transaction:
            for number, facts in enumerate(rows, 1):
                records: tuple[Record, ...] = facts.records()
                transaction.row(str(number), records)
            transaction.commit()

    def take(self, name: str) -> None:
        """Drop a file."""
        kept = tuple(d for d in read_manifest(self.folder) if d.sha256 != name.ljust(64, "0"))
        write_manifest(self.folder, kept)


def facts_of(
    author: int,
    *,
    by_handle: bool,
    post: int,
    at: int | None,
    url: int | None,
    tag: int | None,
    reply: int | None,
    listed: bool,
) -> Facts:
    """One row: a post with what it shares, whom it answers, and whether a network lists its author."""
    facts = Facts(at)
    handle = f"user{author % 3}"
    account = facts.account("x", handle=handle) if by_handle else facts.account("x", id=str(author), handle=handle)
    made = facts.post("x", f"p{post}", {"text": f"text {post % 2}", "likes": at}, author=account)
    facts.text(made, f"text {post % 2}")
    if url is not None:
        facts.link_url(made, f"https://site{url}.example/story?n={url}&utm_source={author}")
    if tag is not None:
        facts.tag(made, f"#Tag{tag}")
    if reply is not None:
        # nobody has to describe the post that is answered
        facts.link("REPLY_TO", made, facts_ref(reply))
    if listed:
        network = facts.node("Network", "p/n", {"publisher": "p", "name": "n"})
        for role in ("asset", "amplifier"):
            facts.link("LISTED_IN", account, network, {"role": role, "procedure": role if url else None})
    return facts


def facts_ref(number: int) -> Any:
    return Facts().post("x", f"p{number}")


ROWS = st.lists(
    st.builds(
        facts_of,
        author=st.integers(0, 5), by_handle=st.booleans(), post=st.integers(0, 6), at=st.none() | st.integers(1, 4),
        url=st.none() | st.integers(0, 2), tag=st.none() | st.integers(0, 2), reply=st.none() | st.integers(0, 9),
        listed=st.booleans(),
    ),
    max_size=5,
)  # fmt: skip
A, B = "a" * 12, "b" * 12
BOTH = "c" * 12


@pytest.fixture
def made(tmp_path: Path) -> Callable[[], Made]:
    """New cases, one after the other."""
    numbers = iter(range(10_000))
    return lambda: Made(tmp_path / f"case{next(numbers)}")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that a few rows make many of them."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 3)


@pytest.fixture
def without_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded engine written to in batches, as it is when it holds something."""
    monkeypatch.setattr(syncing, "takes_bulk", lambda _graph: False)


def loaded(graph: Graph, case: Made) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a fresh graph of the case holds."""
    clear(graph)
    sync(graph, case.reader)
    return content(graph)


def campaign(shift: int = 0) -> Rows:
    rows = [
        facts_of(
            n % 4, by_handle=n % 5 == 0, post=n, at=n % 3 or None, url=n % 3, tag=n % 2, reply=n + 3, listed=n % 2 == 0
        )
        for n in range(shift, shift + 12)
    ]
    hostile = Facts(7)
    account = hostile.account("x", id="9", handle="nine", properties={"name": HOSTILE, "bio": "", "verified": False})
    hostile.post(
        "x", "hostile", {"text": HOSTILE, "created_at": -62_135_596_800_000, "likes": (1 << 63) - 1}, author=account
    )
    hostile.media(platform="x", id="m", properties={"duration": 2.0, "kind": "video"})
    hostile.tag(hostile.post("x", "hostile"), "#a;b")
    return [*rows, hostile]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("order", [(A, B, BOTH), (BOTH, B, A), (B, A, BOTH)])
def test_in_any_order_and_by_any_route_the_graph_is_the_same(
    graph: Graph, made: Callable[[], Made], order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {A: campaign(), B: campaign(5), BOTH: [*campaign(), *campaign(5)]}
    one_by_one, at_once = made(), made()
    for name in order:
        one_by_one.put(name, files[name])
        assert sync(graph, one_by_one.reader)
    assert not sync(graph, one_by_one.reader)
    by_steps = content(graph)

    for name in sorted(files):
        at_once.put(name, files[name])
    whole = loaded(graph, at_once)
    monkeypatch.setattr(syncing, "takes_bulk", lambda _graph: False)

    assert by_steps == whole
    assert loaded(graph, at_once) == whole
    assert any("sharers" in node["p"] for node in whole[0])
    assert any(link["t"] == "SAME_AS" for link in whole[1])
    assert any(node["p"].get("text") == HOSTILE for node in whole[0])
    assert unfinished(graph) is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=ROWS, b=ROWS, order=st.permutations([A, B, BOTH]), together=st.booleans())
def test_dropping_leaves_what_loading_the_rest_makes(
    embedded_graph: Graph, made: Callable[[], Made], a: Rows, b: Rows, order: list[str], together: bool
) -> None:
    graph = embedded_graph
    clear(graph)
    case, only_a = made(), made()
    for name in order:
        case.put(name, {A: a, B: b, BOTH: [*a, *b]}[name])
        if not together:
            sync(graph, case.reader)
    sync(graph, case.reader)
    # dropped one after the other, or both before the graph is asked
    case.take(BOTH)
    if not together:
        sync(graph, case.reader)
    case.take(B)
    assert sync(graph, case.reader)
    rest = content(graph)
    assert not sync(graph, case.reader)

    only_a.put(A, a)
    assert rest == loaded(graph, only_a)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=ROWS, b=ROWS, again=ROWS)
def test_a_new_reading_takes_the_place_of_the_old(
    embedded_graph: Graph, made: Callable[[], Made], a: Rows, b: Rows, again: Rows
) -> None:
    graph = embedded_graph
    clear(graph)
    case, fresh = made(), made()
    case.put(A, a)
    case.put(B, b)
    sync(graph, case.reader)
    case.put(B, again, '{"network": "n"}')
    sync(graph, case.reader)
    found = content(graph)

    fresh.put(A, a)
    fresh.put(B, again, '{"network": "n"}')
    assert found == loaded(graph, fresh)


def test_all_dropped_leaves_nothing(graph: Graph, made: Callable[[], Made]) -> None:
    case = made()
    case.put(A, campaign())
    sync(graph, case.reader)
    case.take(A)
    sync(graph, case.reader)

    assert content(graph) == ([], [])


class Killed(BaseException):
    """What stops a process in the middle."""


def killed_at(monkeypatch: pytest.MonkeyPatch, moment: int) -> Callable[[], int]:
    """Fail at the given transaction: before it for even moments, just after its commit for odd ones."""
    seen = 0
    plainly = Graph.transaction

    def transaction(self: Graph, work: Any, *, once: bool = False) -> Any:
        nonlocal seen
        seen += 1
        if seen == moment // 2 and moment % 2 == 0:
            raise Killed
        done = plainly(self, work, once=once)
        if seen == moment // 2 and moment % 2 == 1:
            raise Killed
        return done

    monkeypatch.setattr(Graph, "transaction", transaction)
    return lambda: seen


def changes(case: Made) -> Iterator[Callable[[], None]]:
    yield lambda: case.put(A, campaign())
    yield lambda: case.put(B, campaign(5))
    yield lambda: case.put(A, campaign(2), '{"handle": "other"}')
    yield lambda: case.take(B)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_stopped_anywhere_the_same_command_ends_with_the_same_graph(
    graph: Graph, made: Callable[[], Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 11)
    monkeypatch.setattr(syncing, "takes_bulk", lambda _graph: False)
    case, reference = made(), made()
    for change, same in zip(changes(case), changes(reference), strict=True):
        change()
        same()
        with monkeypatch.context() as patch:
            count = killed_at(patch, 0)
            sync(graph, reference.reader)
            whole = count()
        wanted = content(graph)
        # back to where the change found the graph, again and again, and stopped somewhere else each time
        for moment in range(40, 2 * whole + 2, max(1, whole // 3)):
            clear(graph)
            _replay(graph, case, monkeypatch, moment)
            assert content(graph) == wanted
            assert unfinished(graph) is None
        clear(graph)
        sync(graph, reference.reader)


def _replay(graph: Graph, case: Made, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    manifest = read_manifest(case.folder)
    write_manifest(case.folder, manifest[:1])
    sync(graph, case.reader)
    write_manifest(case.folder, manifest)
    for again in (moment, moment + 5):
        with monkeypatch.context() as patch:
            killed_at(patch, again)
            try:
                sync(graph, case.reader)
            except Killed:
                continue
    sync(graph, case.reader)


def test_what_was_begun_and_then_changed_leaves_no_trace(
    graph: Graph, made: Callable[[], Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 5)
    case, fresh = made(), made()
    case.put(A, campaign())
    sync(graph, case.reader)
    case.put(B, campaign(5))
    with monkeypatch.context() as patch:
        killed_at(patch, 56)
        with pytest.raises(Killed):
            sync(graph, case.reader)
    assert unfinished(graph) is not None

    # the file that was being written is dropped, and another one loaded, before anybody goes on
    case.take(B)
    case.put(BOTH, campaign(9))
    sync(graph, case.reader)
    found = content(graph)

    fresh.put(A, campaign())
    fresh.put(BOTH, campaign(9))
    assert found == loaded(graph, fresh)


def test_a_bulk_load_that_broke_off_is_begun_again(
    embedded_graph: Graph, made: Callable[[], Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made()
    case.put(A, campaign())
    wanted = loaded(embedded_graph, case)
    clear(embedded_graph)

    def breaks(graph: Graph, types: Any, body: Iterator[bytes]) -> None:
        plainly(graph, types, [next(body)])
        raise Killed

    plainly = bulk.bulk_load
    with monkeypatch.context() as patch:
        patch.setattr(syncing, "bulk_load", breaks)
        with pytest.raises(Killed):
            sync(embedded_graph, case.reader)
    assert embedded_graph.read("MATCH (n:Account) RETURN count(n) AS n") != [{"n": 0}]

    sync(embedded_graph, case.reader)
    assert content(embedded_graph) == wanted
    # constraints are there, and what came in bulk is found by what comes after
    case.put(B, campaign(5))
    sync(embedded_graph, case.reader)
    doubles = embedded_graph.read("MATCH (n) WITH labels(n) AS l, n.id AS id, count(*) AS n WHERE n > 1 RETURN id")
    assert doubles == []


def test_what_somebody_else_wrote_under_our_keys_is_taken_over(graph: Graph, made: Callable[[], Made]) -> None:
    case = made()
    case.put(A, campaign())
    wanted = loaded(graph, case)
    clear(graph)
    graph.write("CREATE (:Account {id: 'x:@user1', handle: 'somebody'}) CREATE (:Post {id: 'x:p3', text: 'else'})")

    sync(graph, case.reader)
    assert content(graph) == wanted


@pytest.mark.usefixtures("without_bulk")
def test_ctrl_c_ends_after_the_batch_and_nothing_is_lost(
    graph: Graph, made: Callable[[], Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 5)
    case = made()
    case.put(A, campaign())
    wanted = loaded(graph, case)
    clear(graph)
    told: list[int] = []

    def stop(what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
        told.append(rows)
        if len(told) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(graph, case.reader, stop)
    with Lanes(graph) as lanes:
        assert sum(lanes._done.values()) >= 0

    sync(graph, case.reader)
    assert content(graph) == wanted


@pytest.mark.neo4j
@pytest.mark.slow
def test_imported_files_make_the_same_graph(neo4j_graph: Graph, made: Callable[[], Made], tmp_path: Path) -> None:
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    case = made()
    case.put(A, campaign())
    case.put(B, campaign(5))
    wanted = loaded(neo4j_graph, case)
    ready = write_import(case.reader, tmp_path / "files")
    said: list[str] = []

    def bring_in(admin: list[str], environment: dict[str, str]) -> None:
        said.append(ready.run(admin, environment))

    server = Neo4jServer.start(tmp_path / "home", bring_in)
    try:
        with connect(Target(server.uri, server.user, server.password)) as graph:
            assert not sync(graph, case.reader)
            assert content(graph) == wanted
            assert graph.read("MATCH (n) RETURN count(n) AS n") == [{"n": ready.nodes}]
            assert graph.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": ready.relationships}]
            constraints = graph.write("SHOW CONSTRAINTS YIELD name RETURN count(*) AS n")
            assert constraints[0]["n"] >= 16
    finally:
        server.stop()
    assert "IMPORT DONE" in said[0]
    assert ready.command.startswith("neo4j-admin database import full neo4j ")
    assert {j for j in RELATIONSHIPS if f"--relationships={j}=" in ready.command} >= {"POSTED", "SAME_AS", "REPLY_TO"}
