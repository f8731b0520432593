"""Subgraphs, neighbours, posts and search: the same on both engines, folded right, in a total order."""

import random
from dataclasses import replace

import pytest

from graph.connection import Graph
from graph.posts import count_between, count_of, originals
from graph.read import induced, joined, neighbours, posts_between, posts_of, search, vertices
from graph.records import Ref
from graph.subgraph import Edge, Subgraph
from graph.together import shared_among, shared_by
from tests.graph.planted import ANA, BO, CY, DOMAIN, NEWS, TAG, WEIGHTS, campaign, write


@pytest.fixture(scope="module")
def campaign_graph(module_graph: Graph) -> Graph:
    """The campaign, planted once: nothing here writes."""
    write(module_graph, campaign(), WEIGHTS)
    return module_graph


def edges(subgraph: Subgraph, type_: str) -> list[tuple[str, str]]:
    return sorted((e.start.key, e.end.key) for e in subgraph.edges if e.type == type_)


def refs(subgraph: Subgraph) -> set[Ref]:
    return {v.ref for v in subgraph.vertices}


def test_vertices_come_in_the_order_asked_each_once(campaign_graph: Graph) -> None:
    found = vertices(campaign_graph, [TAG, Ref("Account", "x:nobody"), ANA, TAG])

    assert [v.ref for v in found] == [TAG, ANA]
    assert found[1].properties == {"platform": "x", "account_id": "1", "handle": "Ana"}
    assert found[1].datasets == ("d1",)


def test_sharing_is_folded_from_the_posts_between(campaign_graph: Graph) -> None:
    found = induced(
        campaign_graph, [ANA, BO, CY, NEWS, TAG, DOMAIN, Ref("Media", "youtube:abcdefghijk"), Ref("Post", "x:p1")]
    )

    shared = {(e.start.key, e.end.key): dict(e.properties) for e in found.edges if e.type == "SHARED"}
    assert shared == {
        ("x:1", NEWS.key): {"posts": 2, "first_at": 1_000, "last_at": 3_000},
        ("x:2", NEWS.key): {"posts": 1, "first_at": 2_000, "last_at": 2_000},
        ("x:1", DOMAIN.key): {"posts": 2, "first_at": 1_000, "last_at": 3_000},
        ("x:2", DOMAIN.key): {"posts": 1, "first_at": 2_000, "last_at": 2_000},
        ("x:1", "tag"): {"posts": 1, "first_at": 3_000, "last_at": 3_000},
        ("x:2", "tag"): {"posts": 1, "first_at": 2_000, "last_at": 2_000},
        # without a time: shared, nobody knows when
        ("x:3", "tag"): {"posts": 1},
        # by its own attachment and by a link to its page: one post
        ("x:3", "youtube:abcdefghijk"): {"posts": 1},
        ("x:1", "youtube:abcdefghijk"): {"posts": 1, "first_at": 1_000, "last_at": 1_000},
        ("x:3", "x:p1"): {"posts": 1, "first_at": 5_000, "last_at": 5_000},
    }
    assert edges(found, "POSTED") == [("x:1", "x:p1")]
    assert edges(found, "LINKS_TO") == [("x:p1", NEWS.key)]
    assert edges(found, "ON_DOMAIN") == [(NEWS.key, DOMAIN.key)]
    assert edges(found, "TAGGED") == [("x:p1", "tag")]


def test_neighbours_of_an_account_begin_with_what_tells_most(campaign_graph: Graph) -> None:
    found = neighbours(campaign_graph, ANA)

    order = [v.ref for v in found.subgraph.vertices if v.ref != ANA]
    # said by a publisher; then the rarer objects; then what tells nothing of others
    assert order[:4] == [Ref("Network", "meta/Q1"), Ref("Media", "youtube:abcdefghijk"), DOMAIN, NEWS]
    assert {TAG, CY, Ref("Domain", "youtube.com")} <= set(order[4:])
    assert found.shown == found.total == len([r for r in order if r != Ref("Post", "x:p1")])
    # who reposted her: their repost's target comes along, since no link leads past it
    assert ("x:1", "x:p1") in edges(found.subgraph, "POSTED")
    assert ("x:3", "x:p1") in edges(found.subgraph, "SHARED")


def test_neighbours_of_an_account_hold_whom_it_mentions_and_where_it_appears(campaign_graph: Graph) -> None:
    found = neighbours(campaign_graph, CY, labels=["Account", "Surface"])

    assert refs(found.subgraph) == {
        CY, ANA, BO, Ref("Surface", "facebook:77"), Ref("Post", "x:p1"), Ref("Post", "x:p4")
    }  # fmt: skip
    assert (found.shown, found.total) == (3, 3)
    assert edges(found.subgraph, "MENTIONS") == [("x:p4", "x:2")]
    assert edges(found.subgraph, "ON_SURFACE") == [("x:p4", "facebook:77")]
    assert ("x:3", "x:p4") in edges(found.subgraph, "POSTED")


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (NEWS, {ANA, BO, DOMAIN}),
        (TAG, {ANA, BO, CY}),
        (DOMAIN, {ANA, BO, NEWS, Ref("Fingerprint", "ip:192.0.2.1"), Ref("Network", "meta/Q1")}),
        (Ref("Fingerprint", "ip:192.0.2.1"), {DOMAIN}),
        (Ref("Network", "meta/Q1"), {ANA, DOMAIN}),
        (Ref("Media", "youtube:abcdefghijk"), {ANA, CY, Ref("Url", "https://www.youtube.com/watch?v=abcdefghijk")}),
        (Ref("Surface", "facebook:77"), {CY, Ref("Post", "x:p4")}),
        (Ref("Post", "x:p1"), {ANA, CY, NEWS, TAG, Ref("Text", "TEXT")}),
    ],
)
def test_neighbours_of_other_nodes(campaign_graph: Graph, ref: Ref, expected: set[Ref]) -> None:
    found = neighbours(campaign_graph, ref)

    text = next((v.ref for v in found.subgraph.vertices if v.ref.label == "Text"), None)
    assert refs(found.subgraph) - {ref} == {text if r.label == "Text" else r for r in expected}


def test_neighbours_are_limited_counted_and_come_once(campaign_graph: Graph) -> None:
    everything = neighbours(campaign_graph, ANA)

    first = neighbours(campaign_graph, ANA, limit=2)
    known = {v.ref for v in first.subgraph.vertices} - {ANA}
    rest = neighbours(campaign_graph, ANA, limit=50, exclude=known)

    assert (first.shown, first.total) == (2, everything.total)
    assert (rest.shown, rest.total) == (everything.total - 2, everything.total - 2)
    assert refs(rest.subgraph) == refs(everything.subgraph)
    assert neighbours(campaign_graph, ANA, limit=2) == first
    assert neighbours(campaign_graph, ANA, limit=50, exclude=known, held=first.subgraph.vertices) == rest


def test_what_is_held_is_not_read_again(campaign_graph: Graph) -> None:
    there = neighbours(campaign_graph, ANA, limit=2).subgraph.vertices
    held = [replace(v, properties={"name": "as it was"}) for v in there if v.ref != ANA]

    rest = neighbours(campaign_graph, ANA, limit=50, exclude=[v.ref for v in held], held=held)

    met = [v for v in rest.subgraph.vertices if v.ref in {one.ref for one in held}]
    assert met
    assert all(v.properties == {"name": "as it was"} for v in met)


def test_only_the_labels_asked_for(campaign_graph: Graph) -> None:
    assert refs(neighbours(campaign_graph, ANA, labels=["Hashtag"]).subgraph) == {ANA, TAG}
    assert neighbours(campaign_graph, ANA, labels=[]).total == 0
    # an account's own posts are many: they come when they are asked for
    own = neighbours(campaign_graph, ANA, labels=["Post"])
    assert refs(own.subgraph) == {ANA, Ref("Post", "x:p1"), Ref("Post", "x:p2")}


@pytest.mark.parametrize(
    ("shared", "posts"),
    [
        (NEWS, ["x:p2", "x:p1"]),
        (DOMAIN, ["x:p2", "x:p1"]),
        (TAG, ["x:p1"]),
        (Ref("Media", "youtube:abcdefghijk"), ["x:p2"]),
        (Ref("Post", "x:p1"), []),
        (Ref("Hashtag", "other"), []),
        (Ref("Network", "meta/Q1"), []),
    ],
)
def test_posts_between_an_account_and_an_object(campaign_graph: Graph, shared: Ref, posts: list[str]) -> None:
    assert [p["post"] for p in posts_between(campaign_graph, ANA, shared)] == posts
    assert [p["post"] for p in posts_between(campaign_graph, ANA, shared, limit=1)] == posts[:1]


def test_a_post_comes_with_what_a_receipt_needs(campaign_graph: Graph) -> None:
    assert posts_between(campaign_graph, BO, TAG) == [
        {
            "post": "x:p3",
            "platform": "x",
            "account": "x:2",
            "handle": "Bo",
            "name": None,
            "kind": "post",
            "created_at": 2_000,
            "ts_precision": None,
            "ts_origin": None,
            "text": "look here",
            "url": None,
            "datasets": ["d1"],
        }
    ]


@pytest.mark.parametrize(
    ("ref", "posts"),
    [
        (ANA, ["x:p2", "x:p1"]),
        # without a time at the end
        (CY, ["x:p5", "x:p4"]),
        (TAG, ["x:p3", "x:p1", "x:p4"]),
        (Ref("Post", "x:p1"), ["x:p1"]),
        (Ref("Surface", "facebook:77"), ["x:p4"]),
        (Ref("Media", "youtube:abcdefghijk"), ["x:p2", "x:p4"]),
        (Ref("Network", "meta/Q1"), []),
    ],
)
def test_posts_of_a_node(campaign_graph: Graph, ref: Ref, posts: list[str]) -> None:
    assert [p["post"] for p in posts_of(campaign_graph, ref)] == (posts if ref.label != "Post" else ["x:p1"])
    assert [p["post"] for p in posts_of(campaign_graph, ref, limit=1)] == posts[:1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana", [ANA]),
        ("@ANA", [ANA]),
        ("  bo ", [BO]),
        ("x:1", [ANA]),
        ("#TAG", [TAG]),
        ("news.example", [DOMAIN, NEWS]),
        ("NEWS.EXAMPLE/STORY", [NEWS, DOMAIN]),
        ("hxxps://news[.]example/story?utm_source=other", [DOMAIN, NEWS]),
        ("film", [Ref("Media", "youtube:abcdefghijk")]),
        ("our GROUP", [Ref("Surface", "facebook:77")]),
        ("192.0.2", [Ref("Fingerprint", "ip:192.0.2.1")]),
        ("https://youtu.be/abcdefghijk", [Ref("Media", "youtube:abcdefghijk")]),
        ("meta/q", [Ref("Network", "meta/Q1")]),
        ("", []),
        ("   ", []),
        ("@", []),
        ("'}) DETACH DELETE n //", []),
        ("$text", []),
        (".*", []),
        ("\x00", []),
        ("nobody here", []),
        ("x" * 100_000, []),
    ],
)
def test_search_finds_literal_text_in_either_case(campaign_graph: Graph, text: str, expected: list[Ref]) -> None:
    before = len(refs(induced(campaign_graph, [ANA, BO, CY, NEWS, TAG, DOMAIN])))

    found = [v.ref for v in search(campaign_graph, text)]

    assert set(expected) <= set(found)
    assert bool(found) == bool(expected)
    if len(expected) == 1:
        assert found[0] == expected[0]
    assert len(refs(induced(campaign_graph, [ANA, BO, CY, NEWS, TAG, DOMAIN]))) == before


def test_an_edge_says_which_datasets_say_so(campaign_graph: Graph) -> None:
    found = induced(campaign_graph, [Ref("Post", "x:p1"), NEWS])

    assert found.edges == (
        Edge("LINKS_TO", Ref("Post", "x:p1"), NEWS, {"raw": ("https://news.example/story?utm_source=x",)}, ("d1",)),
    )


def test_common_things_stay_away_and_are_counted(campaign_graph: Graph) -> None:
    everything = neighbours(campaign_graph, ANA)

    found = neighbours(campaign_graph, ANA, least=0.7)

    # of 0.58 and of no bits; what one account alone shared has none and is not common
    assert refs(everything.subgraph) - refs(found.subgraph) == {NEWS, TAG}
    assert (found.common, found.total, everything.common) == (2, everything.total - 2, 0)


def test_what_two_share_comes_with_bits_and_sharers(campaign_graph: Graph) -> None:
    found = shared_among(campaign_graph, [ANA, BO, CY])

    assert [(thing.ref.key, thing.holders, thing.information) for thing in found[:4]] == [
        ("youtube:abcdefghijk", 2, 2.5),
        (DOMAIN.key, 2, 0.9),
        (NEWS.key, 2, 0.58),
        ("tag", 3, 0.0),
    ]
    # what nobody has weighed comes last
    assert [thing.information for thing in found[4:]] == [None, None]
    assert shared_among(campaign_graph, [ANA]) == []


def test_what_two_share_comes_with_who_and_when(campaign_graph: Graph) -> None:
    found = shared_by(campaign_graph, [CY, BO, ANA], most=4)

    told = {
        one.thing.ref: ([(h.ref, h.posts, h.first_at) for h in one.holders], one.first_at, one.last_at)
        for one in found.things
    }
    assert list(told) == [Ref("Media", "youtube:abcdefghijk"), DOMAIN, NEWS, TAG]
    assert told[NEWS] == ([(ANA, 2, 1_000), (BO, 1, 2_000)], 1_000, 3_000)
    # who shared it nobody knows when comes last
    assert told[TAG] == ([(BO, 1, 2_000), (ANA, 1, 3_000), (CY, 1, None)], 2_000, 3_000)
    assert all(len(one.holders) == one.thing.holders for one in found.things)
    assert found.left_out == len(shared_among(campaign_graph, [ANA, BO, CY])) - 4
    assert shared_by(campaign_graph, [ANA, BO, CY], most=0).left_out == len(shared_among(campaign_graph, [ANA, BO, CY]))


def test_nodes_of_several_kinds_share_what_lies_behind_them(campaign_graph: Graph) -> None:
    found = shared_by(campaign_graph, [NEWS, ANA])

    assert [(one.thing.ref, [h.ref for h in one.holders]) for one in found.things] == [(DOMAIN, [ANA, NEWS])]
    assert shared_by(campaign_graph, [ANA]).things == shared_by(campaign_graph, []).things == ()


def test_counts_go_beyond_what_is_read(campaign_graph: Graph) -> None:
    assert len(posts_of(campaign_graph, ANA, limit=1)) == 1
    assert count_of(campaign_graph, ANA) == 2
    assert count_between(campaign_graph, ANA, NEWS) == 2
    assert originals(campaign_graph, ["x:p1"]) == {}


@pytest.mark.parametrize("many", [1, 500])
@pytest.mark.parametrize("seed", range(8))
def test_what_joins_newcomers_is_all_that_a_whole_reading_adds(
    campaign_graph: Graph, monkeypatch: pytest.MonkeyPatch, seed: int, many: int
) -> None:
    chance = random.Random(seed)  # no secret
    refs = [
        Ref(label, row["id"])
        for label in ("Account", "Post", "Url", "Domain", "Hashtag", "Media", "Text", "Set", "Network", "Surface")
        for row in campaign_graph.read(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id")
    ]
    fresh = chance.sample(refs, len(refs) // 3)
    there = [ref for ref in refs if ref not in set(fresh)]

    # of few keys as of many: from whichever end is nearer
    monkeypatch.setattr("graph.read._MANY", many)
    added = joined(campaign_graph, fresh, there)

    monkeypatch.undo()
    whole, before = induced(campaign_graph, refs), induced(campaign_graph, there)
    assert {e.key for e in added.edges} == {e.key for e in whole.edges} - {e.key for e in before.edges}
    assert {e.key: e for e in added.edges} == {
        e.key: e for e in whole.edges if e.key in {one.key for one in added.edges}
    }
    assert {v.ref for v in added.vertices} >= set(fresh)
    assert len((before | added).edges) == len(whole.edges)
