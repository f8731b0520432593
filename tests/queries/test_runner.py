"""The runner: values in, bounded rows and notes out, every mistake in one line."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from graph.connection import GraphError
from queries.catalogue import catalogue
from queries.errors import QueryError
from queries.runner import Context, parse, run

if TYPE_CHECKING:
    from tests.queries.conftest import World


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("same-files", {}, "query 'same-files': is unknown; did you mean 'same-file'?"),
    (
        "same-file",
        {"min_account": 2},
        "parameter min_account: is not one of query same-file; did you mean 'min_accounts'?",
    ),
    ("same-file", {"limit": 0}, "parameter limit: 0 is out of bounds; give a whole number, 1 to 10000"),
    ("same-file", {"limit": "100000"}, "parameter limit: '100000' is out of bounds"),
    ("same-file", {"limit": ""}, "parameter limit: is empty"),
    ("near-a-set", {}, "parameter set: is missing for query near-a-set (the set, or network:PUBLISHER/NAME)"),
    ("near-a-set", {"set": "B"}, "set 'B': is not in this case; use one of Set A, network:Pub/Net"),
    ("near-a-set", {"set": "set a"}, "set 'set a': is not in this case; did you mean 'Set A'?"),
    (
        "near-a-set",
        {"set": "network:Pub/Nets"},
        "network 'Pub/Nets': is not in this case; did you mean 'network:Pub/Net'?",
    ),
    ("near-a-set", {"set": "'}) DETACH DELETE n //"}, "is not in this case"),
    ("first-appearance", {"object": "Nothing/x"}, "is not a node reference"),
    ("engagement", {"set": "Set A", "kinds": "posts"}, "parameter kinds: 'posts' is unknown; did you mean 'post'?"),
    ("engagement", {"set": "Set A", "kinds": []}, "parameter kinds: [] is out of bounds"),
]


def test_a_wrong_question_is_told_in_one_line(world: "World") -> None:
    world.set("Set A", [world.account("x:1")])
    world.network("Pub", "Net", {})
    world.write()

    for query, values, message in WRONG:
        with pytest.raises(QueryError) as error:
            world.ask(query, **values)
        assert message in str(error.value)
        assert "\n" not in str(error.value)


def test_without_any_set_the_mend_says_how_to_make_one(world: "World") -> None:
    with pytest.raises(QueryError, match="make it with `attribution set create`"):
        world.ask("near-a-set", set="A")
    with pytest.raises(QueryError, match="load a published list"):
        world.ask("near-a-set", set="network:Pub/Net")


def test_values_arrive_as_people_write_them_and_are_kept_so(world: "World") -> None:
    result = world.ask("same-link-across-platforms", window="120s", max_sharers="20")

    assert result.parameters == {
        "window": "2min",
        "max_sharers": 20,
        "min_information": 3.0,
        "max_posts": 500,
        "limit": 200,
    }
    assert result.rows == ()
    assert result.columns[0] == "object"
    assert parse(result.query, {"window": 5})["window"] == 5


def test_rows_are_cut_at_the_limit_and_that_is_said(world: "World") -> None:
    for number in range(6):
        world.post(f"x:{number}", files=[f"pic {number % 3}"])
    world.write()

    every = world.ask("same-file", min_information=0)
    two = world.ask("same-file", min_information=0, limit=2)

    assert len(every.rows) == 3
    assert two.rows == every.rows[:2]
    assert (every.notes, two.notes) == ((), ("the answer ends at limit = 2; there may be more rows",))


def test_a_frame_has_times_numbers_and_lists(world: "World") -> None:
    world.post("x:1", "2024-09-01T12:00:00", files=["pic"])
    world.post("x:2", "2024-09-01T12:00:01.500", files=["pic"])
    world.write()

    frame = world.ask("same-file", min_information=0).frame()

    assert frame.loc[0, "first_at"] == pd.Timestamp("2024-09-01T12:00:00Z")
    assert frame.loc[0, "last_at"] == pd.Timestamp("2024-09-01T12:00:01.500Z")
    assert str(frame["posts"].dtype) == "Int64"
    assert frame.loc[0, "accounts"] == ["x:1", "x:2"]
    assert list(world.ask("rare-domain").frame().columns) == list(world.ask("rare-domain").columns)


def test_a_query_that_writes_is_refused_and_one_that_fails_is_told(world: "World") -> None:
    query = catalogue()["same-file"]
    context = Context("planted")
    writing = replace(query, cypher="CREATE (n:Account {id: 'x:new'}) RETURN n.id AS file LIMIT $limit")
    failing = replace(query, cypher="MATCH (n:Account RETURN n ORDER BY n LIMIT $limit")

    for wrong in (writing, failing):
        with pytest.raises(GraphError, match="query refused"):
            run(world.graph, wrong, {}, context)
    assert world.graph.read("MATCH (a:Account) RETURN count(a) AS n") == [{"n": 0}]
