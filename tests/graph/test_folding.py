"""How reading folds, bounds and ranks, on graphs that each test plants for itself."""

import pytest

from graph import neighbourhood
from graph.connection import Graph
from graph.facts import Facts
from graph.read import induced, neighbours, posts_of, search
from graph.records import Ref
from graph.subgraph import Subgraph
from graph.write import write_nodes, write_relationships
from tests.graph.planted import ANA, BO, CY, DOMAIN, NEWS, TAG, campaign, write


def test_both_ways_of_folding_give_the_same(graph: Graph) -> None:
    write(graph, campaign())
    asked = [ANA, BO, CY, NEWS, TAG, DOMAIN, Ref("Media", "youtube:abcdefghijk"), Ref("Post", "x:p1")]
    from_objects = induced(graph, asked)
    for label, key in ((r.label, r.key) for r in asked if r.label not in ("Account", "Post")):
        # many sharers: looked at from the accounts
        graph.write(f"MATCH (n:{label} {{id: $id}}) SET n.sharers = 5000", {"id": key})

    from_accounts = induced(graph, asked)

    assert {e.key: dict(e.properties) for e in from_accounts.edges} == {
        e.key: dict(e.properties) for e in from_objects.edges
    }


def test_parallel_relationships_and_equal_keys_stay_apart(graph: Graph) -> None:
    facts = Facts()
    domain, network = facts.node("Domain", "same"), facts.node("Network", "p/n")
    tag = facts.node("Hashtag", "same")
    for role in ("asset", "redirector"):
        facts.link("LISTED_IN", domain, network, {"role": role})
    facts.link("LISTED_IN", tag, network, {"role": "hashtag"})
    write(graph, facts)

    found = induced(graph, [domain, network])

    assert sorted(str(e.properties["role"]) for e in found.edges) == ["asset", "redirector"]
    assert {(e.start, e.end, e.datasets) for e in found.edges} == {(domain, network, ("d1",))}


def test_nothing_and_nobody(graph: Graph) -> None:
    assert induced(graph, []) == Subgraph()
    assert induced(graph, [ANA]) == Subgraph()
    assert neighbours(graph, ANA).total == 0
    assert search(graph, "anything") == []
    assert posts_of(graph, ANA) == []


def test_a_hub_is_looked_at_in_part(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = [{"start": f"x:{n}", "end": f"x:p{n}", "properties": {}, "datasets": ["d1"]} for n in range(500)]
    tags = [{"start": f"x:p{n}", "end": "hub", "properties": {}, "datasets": ["d1"]} for n in range(500)]
    for label, keys in (
        ("Account", {str(row["start"]) for row in accounts}),
        ("Post", {str(row["start"]) for row in tags}),
        ("Hashtag", {"hub"}),
    ):
        write_nodes(graph, label, [{"id": key, "properties": {}, "datasets": ["d1"]} for key in sorted(keys)])
    write_relationships(graph, "POSTED", "Account", "Post", accounts)
    write_relationships(graph, "TAGGED", "Post", "Hashtag", tags)

    found = neighbours(graph, Ref("Hashtag", "hub"), limit=10)
    assert (found.shown, found.total) == (10, 500)

    monkeypatch.setattr(neighbourhood, "WALKED", 100)
    found = neighbours(graph, Ref("Hashtag", "hub"), limit=10)
    assert (found.shown, found.total) == (10, 100)


def test_search_finds_words_in_texts_and_hostile_names(graph: Graph) -> None:
    name = "'}) DETACH DELETE n // <img src=x onerror=…> 习近平 ÜBER"
    facts = Facts()
    account = facts.account("x", id="9", handle="evil", properties={"name": name})
    post = facts.post("x", "p", {"text": name}, author=account)
    facts.text(post, name)
    write(graph, facts)

    for text in ("DETACH DELETE n", "<img src=x", "习近平", "über", name):
        assert {v.ref.label for v in search(graph, text)} == {"Account", "Text"}, text


def test_search_puts_exact_hits_first_and_is_limited(graph: Graph) -> None:
    facts = Facts()
    for id_, handle in (("1", "bananas"), ("2", "banana"), ("3", "a_banana"), ("4", "Banana2"), ("5", "other")):
        facts.account("x", id=id_, handle=handle)
    facts.node("Hashtag", "banana")
    write(graph, facts)

    assert [v.ref.key for v in search(graph, "banana")] == ["x:2", "banana", "x:1", "x:4", "x:3"]
    assert [v.ref.key for v in search(graph, "banana", limit=2)] == ["x:2", "banana"]
