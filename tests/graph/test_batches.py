"""Numbered batches: the same however the rows come, each once in effect, resumed where they stopped."""

import json
from collections.abc import Callable, Iterator

import neo4j
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import batches
from graph.batches import Lanes, Plan, begin, cut, forgotten, text_of, unfinished
from graph.connection import Graph, GraphError
from graph.cypher import create_nodes, create_relationships
from graph.write import clear, counts

PLAN = Plan("a", {"f" * 64: "folder"}, ("d1",), dropped=True)


def silent(rows: int) -> None:
    """Nobody watches."""


def tags(begin: int, end: int) -> Iterator[pa.StringArray]:
    for number in range(begin, end, 7):
        rows = [json.dumps({"id": f"tag{n:05}", "datasets": ["d1"]}) + "," for n in range(number, min(number + 7, end))]
        yield pa.array(rows, pa.string())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 10)


@given(st.lists(st.lists(st.text(max_size=30), max_size=40), max_size=8))
@settings(max_examples=100)
def test_the_same_rows_make_the_same_batches(parts: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH_ROWS", 10)
        patch.setattr(batches, "BATCH_BYTES", 100)
        arrays = [pa.array(part, pa.string()) for part in parts]
        whole = pa.array([text for part in parts for text in part], pa.string())

        found = list(cut(arrays))

        assert found == list(cut([whole])) == list(cut([pa.concat_arrays([whole, whole]).slice(len(whole))]))
        assert (
            b"".join(text for _, text in found)
            == b"".join(map(text_of, arrays))
            == "".join(str(text) for text in whole.to_pylist()).encode()
        )
        assert sum(rows for rows, _ in found) == len(whole)
        assert all(rows == 1 or (rows <= 10 and len(text) <= 100) for rows, text in found)


def test_a_plan_is_noted_and_forgotten(graph: Graph) -> None:
    assert unfinished(graph) is None
    begin(graph, Plan("before", {}))
    begin(graph, PLAN)

    assert unfinished(graph) == PLAN
    assert counts(graph) == {"nodes": {}, "relationships": {}}

    graph.write_all([forgotten()])
    assert unfinished(graph) is None
    begin(graph, PLAN)
    clear(graph)
    assert unfinished(graph) is None


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stopped_by", [RuntimeError, KeyboardInterrupt])
def test_what_was_interrupted_goes_on_and_nothing_stands_twice(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, stopped_by: type[BaseException]
) -> None:
    begin(graph, PLAN)
    told: list[int] = []

    def stop(rows: int) -> None:
        told.append(rows)
        if len(told) == 3:
            raise stopped_by

    with pytest.raises(stopped_by), Lanes(graph) as lanes:
        lanes.write(create_nodes("Hashtag"), tags(0, 95), stop)
    reached = counts(graph)["nodes"]["Hashtag"]
    assert 30 <= reached < 95

    begun: list[str] = []
    plainly = Graph.transaction

    def counted(self: Graph, work: Callable[[neo4j.ManagedTransaction | neo4j.Transaction], object]) -> object:
        begun.append("batch")
        return plainly(self, work)

    monkeypatch.setattr(Graph, "transaction", counted)
    with Lanes(graph) as again:
        again.write(create_nodes("Hashtag"), tags(0, 95), silent)
        again.settle()
        assert len(begun) == 10 - -(-reached // 10)
        # numbers go on: another kind of row is not taken for what was written
        again.write(create_nodes("Domain"), tags(0, 25), silent)
    assert counts(graph)["nodes"] == {"Hashtag": 95, "Domain": 25}


@pytest.mark.usefixtures("small")
def test_a_commit_whose_answer_was_lost_counts_once(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(graph, PLAN)
    plainly = Graph.transaction

    def twice(self: Graph, work: Callable[[neo4j.ManagedTransaction | neo4j.Transaction], object]) -> object:
        plainly(self, work)
        return plainly(self, work)

    monkeypatch.setattr(Graph, "transaction", twice)
    pairs = [json.dumps(["tag00000", "tag00000", {"datasets": ["d1"]}]) + ","]
    with Lanes(graph) as lanes:
        lanes.write(create_nodes("Hashtag"), tags(0, 25), silent)
        lanes.write(create_nodes("Domain"), tags(0, 1), silent)
        lanes.write(create_relationships("IN_SET", "Domain", "Set"), [], silent)
        lanes.write(create_nodes("Set"), tags(0, 1), silent)
        lanes.settle()
        lanes.write(create_relationships("IN_SET", "Domain", "Set"), [pa.array(pairs)], silent)

    assert counts(graph) == {"nodes": {"Hashtag": 25, "Domain": 1, "Set": 1}, "relationships": {"IN_SET": 1}}


def test_a_missing_end_stops_the_batch_and_those_behind_it(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 1)
    begin(graph, PLAN)
    rows = [json.dumps([start, "tag00000", {"datasets": ["d1"]}]) + "," for start in ("nobody", *["tag00000"] * 6)]

    def write() -> None:
        with Lanes(graph) as lanes:
            lanes.write(create_nodes("Domain"), tags(0, 1), silent)
            lanes.write(create_nodes("Set"), tags(0, 1), silent)
            lanes.settle()
            lanes.write(create_relationships("IN_SET", "Domain", "Set"), [pa.array(rows)], silent)

    with pytest.raises(GraphError, match="1 of 1 rows found no node to join"):
        write()

    # another lane may have gone on by what was under way
    assert counts(graph)["relationships"].get("IN_SET", 0) < 6
