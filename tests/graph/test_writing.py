"""What is written comes back unchanged, once, on both engines."""

import threading
from typing import Any

import pytest

from graph.connection import Graph, GraphError
from graph.write import clear, counts, write_nodes, write_relationships

HOSTILE = [
    "'}) DETACH DELETE n //",
    "<img src=x onerror=alert(1)>",
    "`) MATCH (n) DETACH DELETE n //",
    '$(touch /tmp/x); DROP TABLE "n" \\\' \\u0027',
    "x" * 10_000,
    "习近平 말씀 ニュース ไทย 👩‍👩‍👧‍👦 שלום\u202etxt",
    "nul\x00inside",
    "line\nbreak\r\nand\ttab\u2028",
    "\\ud800 as the store shows a lone surrogate",
    "",
]


def nodes(*ids: str, datasets: list[str] | None = None, **properties: Any) -> list[dict[str, Any]]:
    return [{"id": id_, "properties": properties, "datasets": datasets or ["d1"]} for id_ in ids]


def link(start: str, end: str, datasets: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "properties": properties, "datasets": datasets or ["d1"]}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_comes_back_unchanged(graph: Graph, text: str) -> None:
    write_nodes(graph, "Account", nodes("x:1"))
    # keys are bounded where they are made: an index holds no more
    key = f"x:@{text[:2_000]}"
    write_nodes(graph, "Account", [{"id": key, "properties": {"name": text, "handles": [text]}, "datasets": ["d1"]}])
    write_nodes(graph, "Post", [{"id": "x:p", "properties": {"text": text}, "datasets": ["d1"]}])
    write_relationships(graph, "POSTED", "Account", "Post", [link(key, "x:p")])

    found = graph.read(
        "MATCH (a:Account {id: $id})-[:POSTED]->(p:Post {text: $text}) RETURN a.id AS id, a.name AS name, a.handles AS handles",
        {"id": key, "text": text},
    )

    assert found == [{"id": key, "name": text, "handles": [text]}]
    assert counts(graph) == {"nodes": {"Account": 2, "Post": 1}, "relationships": {"POSTED": 1}}


def test_properties_keep_their_kinds(graph: Graph) -> None:
    given: dict[str, Any] = {
        "created_at": -62_135_596_800_000,
        "followers": (1 << 63) - 1,
        "verified": False,
        "handles": ["b", "a", "b"],
        "name": "1",
    }
    write_nodes(graph, "Account", nodes("x:1", **given))
    write_nodes(graph, "Media", nodes("x:m", duration=2.5))

    assert graph.read("MATCH (a:Account) RETURN properties(a) AS p")[0]["p"] == {
        **given,
        "id": "x:1",
        "datasets": ["d1"],
    }
    assert graph.read("MATCH (m:Media) RETURN m.duration AS d") == [{"d": 2.5}]


def test_written_again_nothing_is_added(graph: Graph) -> None:
    for _ in range(2):
        write_nodes(graph, "Account", nodes("x:1", handle="one"))
        write_nodes(graph, "Post", nodes("x:p1", "x:p2"))
        write_relationships(graph, "POSTED", "Account", "Post", [link("x:1", "x:p1"), link("x:1", "x:p2")])

    assert counts(graph) == {"nodes": {"Account": 1, "Post": 2}, "relationships": {"POSTED": 2}}


def test_later_values_and_datasets_stand(graph: Graph) -> None:
    write_nodes(graph, "Account", nodes("x:1", handle="old", name="no longer said"))
    write_nodes(graph, "Account", nodes("x:1", datasets=["d1", "d2"], handle="new"))
    write_nodes(graph, "Post", nodes("x:a", "x:b"))
    write_relationships(graph, "REPOST_OF", "Post", "Post", [link("x:a", "x:b", via="no longer said")])
    write_relationships(graph, "REPOST_OF", "Post", "Post", [link("x:a", "x:b", ["d1", "d2"])])

    # a row is all that the store says of its key
    assert graph.read("MATCH (a:Account) RETURN properties(a) AS a") == [
        {"a": {"id": "x:1", "handle": "new", "datasets": ["d1", "d2"]}}
    ]
    assert graph.read("MATCH (:Post)-[r:REPOST_OF]->(:Post) RETURN properties(r) AS r") == [
        {"r": {"datasets": ["d1", "d2"]}}
    ]


def test_identity_keeps_parallel_relationships_apart(graph: Graph) -> None:
    write_nodes(graph, "Domain", nodes("a.example"))
    write_nodes(graph, "Network", nodes("p/n"))
    rows = [link("a.example", "p/n", role="asset"), link("a.example", "p/n", role="redirector", procedure="9.5.3")]
    for _ in range(2):
        write_relationships(graph, "LISTED_IN", "Domain", "Network", rows)

    found = graph.read(
        "MATCH (:Domain)-[r:LISTED_IN]->(:Network) RETURN r.role AS role, r.procedure AS p ORDER BY role"
    )
    assert found == [{"role": "asset", "p": None}, {"role": "redirector", "p": "9.5.3"}]


def test_an_end_that_was_not_written_stops_the_batch(graph: Graph) -> None:
    write_nodes(graph, "Post", nodes("x:p1", "x:p2"))
    rows = [link("x:p1", "x:p2"), link("x:p2", "x:nobody")]

    with pytest.raises(GraphError, match="1 of 2 REPLY_TO have an end that was not written; write the nodes first"):
        write_relationships(graph, "REPLY_TO", "Post", "Post", rows)
    assert counts(graph) == {"nodes": {"Post": 2}, "relationships": {}}

    assert write_relationships(graph, "REPLY_TO", "Post", "Post", rows[:1]) == 1
    assert counts(graph)["relationships"] == {"REPLY_TO": 1}


def test_more_rows_than_a_batch_holds(graph: Graph) -> None:
    assert write_nodes(graph, "Hashtag", (row for i in range(10_001) for row in nodes(f"tag{i}"))) == 10_001
    assert counts(graph)["nodes"] == {"Hashtag": 10_001}


def test_long_texts_are_cut_into_messages_that_an_engine_takes(graph: Graph) -> None:
    text = "長い" * 5_000
    write_nodes(graph, "Post", (row for i in range(1_500) for row in nodes(f"x:{i}", text=text)))

    assert graph.read("MATCH (p:Post) WHERE p.text = $text RETURN count(*) AS n", {"text": text}) == [{"n": 1_500}]


def test_two_writers_of_the_same_keys_both_succeed(graph: Graph) -> None:
    failures: list[Exception] = []

    def write(dataset: str) -> None:
        try:
            for i in range(0, 400, 40):
                write_nodes(graph, "Account", nodes(*(f"x:{i + j}" for j in range(60)), datasets=[dataset]))
                write_nodes(graph, "Post", nodes(*(f"x:p{j}" for j in range(7))))
                links = [link(f"x:{i + j}", f"x:p{j % 7}", [dataset]) for j in range(60)]
                write_relationships(graph, "POSTED", "Account", "Post", links)
        except Exception as error:  # noqa: BLE001  # shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("d1", "d2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert counts(graph)["nodes"] == {"Account": 420, "Post": 7}
    doubles = graph.read(
        "MATCH (a:Account)-[r:POSTED]->(p:Post) WITH a.id AS a, p.id AS p, count(r) AS n WHERE n > 1 RETURN a"
    )
    assert doubles == []


def test_a_failing_statement_leaves_nothing_of_its_transaction(graph: Graph) -> None:
    with pytest.raises(GraphError):
        graph.write_all([("CREATE (:Account {id: 'x:1'})", {}), ("CREATE (:Account {id: 'x:2'}) RETURN 1 / 0", {})])

    assert counts(graph) == {"nodes": {}, "relationships": {}}


def test_clear_leaves_what_is_not_ours(graph: Graph) -> None:
    write_nodes(graph, "Account", nodes("x:1"))
    graph.write("CREATE (:SomebodyElses {id: 'kept'})")

    clear(graph)

    assert graph.read("MATCH (n) RETURN n.id AS id") == [{"id": "kept"}]
