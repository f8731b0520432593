"""What the hits of an answer rest on, on each engine."""

from typing import TYPE_CHECKING

import pytest

import queries.evidence
from queries.catalogue import query_of
from queries.evidence import evidence
from store.check_records import Evidence

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_a_thing_rests_on_the_posts_that_share_it(world: "World") -> None:
    urls = ["https://small.example/a"]
    posts = [world.post(f"x:{n}", urls=urls).key for n in range(3)]
    world.post("x:9", urls=["https://other.example/"])
    world.write()
    query = query_of("rare-domain")
    rows = [{"domain": "small.example", "accounts": ["x:0"]}, {"domain": "nowhere.example", "accounts": []}]

    found, nothing = evidence(world.graph, query, ("domain",), rows)
    assert found == Evidence(dict.fromkeys(sorted(posts), ("d",)), ("d",), whole=True)
    assert nothing == Evidence()


def test_an_account_rests_on_its_posts_that_share_what_the_row_names(world: "World") -> None:
    shared = world.post("x:1", urls=["https://small.example/a"]).key
    by_handle = world.post("x:@one", urls=["https://small.example/b"]).key
    world.post("x:1", urls=["https://other.example/"])
    world.post("x:2", urls=["https://small.example/a"])
    world.same("x:@one", "x:1")
    world.write()
    row = {"account": "x:1", "top_objects": ["Domain/small.example"], "some_members": ["x:2"]}

    (found,) = evidence(world.graph, query_of("near-a-set"), ("account",), [row])
    assert set(found.posts) == {shared, by_handle}


def test_a_post_rests_on_itself_and_what_repeats_it(world: "World") -> None:
    first = world.post("x:1")
    again = world.post("x:2", repost_of=first)
    world.write()
    (found,) = evidence(world.graph, query_of("bursts"), ("object",), [{"object": str(first), "accounts": []}])
    assert set(found.posts) == {first.key, again.key}


def test_what_stands_in_no_post_rests_on_the_files_that_say_it(world: "World") -> None:
    world.fingerprint("analytics", "UA-1", 0, ["a.example", "b.example"])
    world.write()
    row = {"fingerprint": "analytics:UA-1", "domains": ["a.example", "b.example"]}
    assert evidence(world.graph, query_of("shared-fingerprint"), ("fingerprint",), [row]) == [Evidence({}, ("d",))]


def test_posts_are_bounded_and_say_so(world: "World", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.evidence, "MOST_OF_A_HIT", 2)
    monkeypatch.setattr(queries.evidence, "MOST", 2)
    monkeypatch.setattr(queries.evidence, "_CHUNK", 1)
    posts = sorted(world.post(f"x:{n}", urls=["https://small.example/a"]).key for n in range(3))
    world.write()
    row = {"domain": "small.example", "accounts": []}
    first, second = evidence(world.graph, query_of("rare-domain"), ("domain",), [row, row])
    assert (list(first.posts), first.whole) == (posts[:2], False)
    assert second == Evidence(whole=False)
