"""What ties two accounts, directly or through a third one."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World

ENDS = {"a": "Account/x:1", "b": "Account/telegram:2"}


@pytest.fixture
def crowd(world: "World") -> "World":
    world.crowd(60)
    return world


def test_a_rare_thing_of_both_comes_before_a_path_through_a_third(crowd: "World") -> None:
    crowd.post("x:1", urls=["https://both.example/a", "https://left.example/a", "https://everybody.example/news"])
    crowd.post("telegram:2", urls=["https://both.example/a", "https://everybody.example/news"], tags=["right"])
    crowd.post("x:middle", urls=["https://left.example/a"], tags=["right"])
    # near misses: somebody who shares with one end alone, or what both share anyway
    crowd.post("x:left", urls=["https://left.example/a"])
    crowd.post("x:reader", urls=["https://both.example/a"])
    crowd.write()

    rows = crowd.ask("path-between-accounts", **ENDS).rows

    direct, through = [r for r in rows if r["steps"] == 1], [r for r in rows if r["steps"] == 2]
    assert {r["object_a"] for r in direct} == {"Url/https://both.example/a", "Domain/both.example"}
    assert rows[: len(direct)] == tuple(direct)
    (row,) = through
    assert (row["via"], row["object_b"]) == ("x:middle", "Hashtag/right")
    assert row["because"].endswith("; x:middle and telegram:2 shared #right (2 sharers)")
    assert "need not know" in row["caveat"]


def test_common_things_are_no_step_of_a_path(crowd: "World") -> None:
    crowd.post("x:1", urls=["https://everybody.example/news"], tags=["everyday"])
    crowd.post("telegram:2", urls=["https://everybody.example/news"], tags=["everyday"])
    crowd.write()

    assert not crowd.ask("path-between-accounts", **ENDS).rows


def test_a_path_starts_from_every_key_of_an_account_and_does_not_go_through_its_ends(crowd: "World") -> None:
    crowd.post("x:1", tags=["shared"])
    crowd.post("telegram:2", tags=["shared"])
    crowd.account("x:@one")
    crowd.same("x:@one", "x:1")
    crowd.write()

    (row,) = crowd.ask("path-between-accounts", a="Account/x:@one", b=ENDS["b"]).rows

    assert (row["steps"], row["object_a"], row["via"]) == (1, "Hashtag/shared", None)
