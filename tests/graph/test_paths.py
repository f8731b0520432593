"""Paths between chosen nodes: planted ones are found, hubs and what is left out are not taken; the same on both engines."""

from functools import partial

import pytest

from graph import paths as seeking
from graph.connection import Graph, GraphError
from graph.facts import Facts
from graph.path_ground import Exclusions
from graph.paths import PathError
from graph.records import Ref, Relationship
from graph.stopping import Stop
from tests.graph.planted import write

ANA, BO, CY, DAN, EVE = (Ref("Account", f"x:{number}") for number in range(1, 6))
TAG, RARE = Ref("Hashtag", "busy"), Ref("Hashtag", "rare")
SITE_A, SITE_B = Ref("Domain", "a.example"), Ref("Domain", "b.example")
PRINT = Ref("Fingerprint", "ip:192.0.2.1")


def planted() -> tuple[Facts, dict[Ref, tuple[int, float]], Ref, Ref]:
    """Ana and Bo: a tag that a hundred use, two texts nearly the same, a shortener, and one server of both their sites.

    Cy shares a rare tag with Bo; Dan's post Ana reposted; Eve shares nothing.
    """
    facts = Facts()
    for number in range(1, 6):
        facts.account("x", id=str(number), handle=f"h{number}")
    posts = {}
    for name, author, time in (
        ("a1", ANA, 1_000), ("b1", BO, 2_000), ("a2", ANA, 6_000), ("b2", BO, 7_000),
        ("b3", BO, 7_500), ("c1", CY, 8_000), ("d1", DAN, 500), ("a3", ANA, None),
    ):  # fmt: skip
        given = {"kind": "post"} | ({"created_at": time} if time is not None else {})
        posts[name] = facts.post("x", name, given, author=author)
    for name in ("a1", "b1"):
        facts.tag(posts[name], "busy")
    for name in ("b3", "c1"):
        facts.tag(posts[name], "rare")
    texts = []
    for name, words in (("a2", "the very same story told"), ("b2", "the very same story told again")):
        facts.text(posts[name], words)
    texts = [r.end for r in facts.records() if isinstance(r, Relationship) and r.type == "HAS_TEXT"]
    facts.link("NEAR_DUPLICATE", texts[0], texts[1], {"distance": 0.1, "algorithm": "test"})
    for name, host in (("a1", "a.example"), ("b1", "b.example")):
        facts.link_url(posts[name], f"https://{host}/page")
    for site in (SITE_A, SITE_B):
        facts.link("HAS_FINGERPRINT", site, facts.node("Fingerprint", PRINT.key, {"kind": "ip"}))
    for name in ("a1", "b1"):
        facts.link_url(posts[name], "https://bit.ly/abc")
    facts.link("REPOST_OF", posts["a3"], posts["d1"])
    weights = {
        TAG: (100, 0.6), RARE: (2, 14.0), texts[0]: (2, 12.0), texts[1]: (2, 12.0), posts["d1"]: (1, 15.0),
        Ref("Url", "https://bit.ly/abc"): (900, 0.1), Ref("Domain", "bit.ly"): (900, 0.1),
    }  # fmt: skip
    return facts, weights, texts[0], texts[1]


TEXT_A, TEXT_B = planted()[2:]
# a server that has just started plans each query for the first time
paths = partial(seeking.paths, time_s=120.0)

STORY = (ANA, TEXT_A, TEXT_B, BO)
SERVER = (ANA, SITE_A, PRINT, SITE_B, BO)


@pytest.fixture(scope="module")
def ground(module_graph: Graph) -> Graph:
    """The plants, written once: nothing here writes."""
    facts, weights, *_ = planted()
    write(module_graph, facts, weights)
    return module_graph


def test_a_rare_path_of_three_steps_is_more_telling_than_a_common_one_of_two(ground: Graph) -> None:
    shortest = paths(ground, [ANA, BO])
    telling = paths(ground, [ANA, BO], how="telling")

    assert [path.nodes for path in shortest.paths] == [(ANA, TAG, BO), STORY, SERVER]
    assert [path.nodes for path in telling.paths] == [STORY, (ANA, TAG, BO), SERVER]
    assert [path.length for path in telling.paths] == [3, 2, 4]
    assert [path.cost for path in telling.paths] == [0.4, 3.433333, 4.2]
    assert shortest.complete
    assert shortest.message == ""


def test_a_hub_is_not_taken_but_named(ground: Graph) -> None:
    found = paths(ground, [ANA, BO], without=Exclusions(hubs=50))

    assert [path.nodes for path in found.paths] == [STORY, SERVER]
    # the shortener is over every bound
    assert found.hubs == ((Ref("Domain", "bit.ly"), 900), (Ref("Url", "https://bit.ly/abc"), 900), (TAG, 100))
    assert found.hubs_met == 3
    assert Ref("Domain", "bit.ly") in dict(paths(ground, [ANA, BO], without=Exclusions(hubs=10_000)).hubs)


def test_a_chosen_hub_is_no_hub(ground: Graph) -> None:
    assert paths(ground, [ANA, TAG], without=Exclusions(hubs=50)).paths[0].nodes == (ANA, TAG)


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (Exclusions(labels=frozenset({"Hashtag"})), [STORY, SERVER]),
        (Exclusions(refs=frozenset({TAG, TEXT_B})), [SERVER]),
        (Exclusions(types=frozenset({"NEAR_DUPLICATE", "HAS_FINGERPRINT"})), [(ANA, TAG, BO)]),
        (Exclusions(types=frozenset({"SHARED"})), []),
        (Exclusions(since=5_000), [STORY]),
        (Exclusions(until=2_001), [(ANA, TAG, BO), SERVER]),
        # the second post is at 2,000, and the end does not belong to the span
        (Exclusions(until=2_000), []),
        (Exclusions(since=9_000), []),
    ],
)
def test_what_is_left_out_is_not_taken(ground: Graph, without: Exclusions, expected: list[tuple[Ref, ...]]) -> None:
    found = paths(ground, [ANA, BO], without=without)

    assert [path.nodes for path in found.paths] == expected
    assert found.met == tuple(sorted(without.refs, key=str))
    assert bool(found.message) == (not expected)


def test_a_step_has_its_links_and_says_why_it_holds(ground: Graph) -> None:
    (path,) = paths(ground, [ANA, BO], how="telling", most=1).paths

    assert [[edge.key for edge in step.edges] for step in path.steps] == [
        [f"SHARED|{ANA}|{TEXT_A}"],
        [f"NEAR_DUPLICATE|{TEXT_A}|{TEXT_B}|test"],
        [f"SHARED|{BO}|{TEXT_B}"],
    ]
    assert path.steps[0].why == "shared in 1 post; 2 in all shared it, 12.0 bits"
    assert path.steps[1].why == "nearly the same"


def test_who_wrote_what_another_reposted_is_joined_to_them(ground: Graph) -> None:
    (path,) = paths(ground, [DAN, ANA]).paths

    assert path.nodes == (DAN, Ref("Post", "x:d1"), ANA)
    assert [step.why for step in path.steps] == ["wrote the post", "shared in 1 post; 1 in all shared it, 15.0 bits"]
    assert paths(ground, [Ref("Post", "x:a1"), BO], longest=2).paths[0].nodes == (Ref("Post", "x:a1"), TAG, BO)


def test_several_are_joined_by_the_cheapest_tree(ground: Graph) -> None:
    found = paths(ground, [CY, ANA, BO, EVE], how="telling")

    assert [path.nodes for path in found.paths] == [(CY, RARE, BO), STORY]
    assert found.unjoined == (EVE,)
    assert found.message == "1 of the chosen nodes is joined to the first by no path of at most 6 steps."


def test_no_path_is_told_from_none_that_was_found(ground: Graph) -> None:
    none = paths(ground, [ANA, EVE])
    short = paths(ground, [ANA, CY], longest=2)
    early = paths(ground, [ANA, CY], most_nodes=2)
    late = paths(ground, [ANA, CY], time_s=0.0)

    assert none.paths == short.paths == early.paths == late.paths == ()
    assert none.complete
    assert none.message.startswith("No path of at most 6 steps, with what is left out left out")
    assert short.message.startswith("No path of at most 2 steps")
    assert not early.complete
    assert early.message.endswith("the search ended early (2 nodes were looked at). That is not “no path”.")
    assert "the time was over" in late.message


def test_a_search_is_stopped_and_refuses_what_it_cannot_join(ground: Graph) -> None:
    stop = Stop()
    stop.ask()
    with pytest.raises(GraphError, match="stopped on request"):
        paths(ground, [ANA, BO], stop=stop)
    with pytest.raises(PathError, match="1 different nodes are given; choose 2 to 10"):
        paths(ground, [ANA, ANA])
    with pytest.raises(PathError, match="is not in the graph"):
        paths(ground, [ANA, Ref("Account", "'}) DETACH DELETE n //")])
    assert paths(ground, [ANA, BO], stop=Stop()).paths


def test_a_long_list_is_a_hub_and_coordination_has_its_time(graph: Graph) -> None:
    facts = Facts()
    network = facts.node("Network", "p/n", {"name": "n"})
    for number in range(1, 7):
        facts.link("LISTED_IN", facts.account("x", id=str(number)), network, {"role": "asset"})
    facts.link("COORDINATED_WITH", ANA, facts.account("x", id="8"), {"run": "r", "first_at": 100, "last_at": 200})
    write(graph, facts)
    pair = Ref("Account", "x:8")

    assert paths(graph, [ANA, BO]).paths[0].nodes == (ANA, network, BO)
    short = paths(graph, [ANA, BO], without=Exclusions(hubs=5))
    assert (short.paths, short.hubs) == ((), ((network, 6),))
    # a chosen list is no hub
    assert paths(graph, [ANA, network], without=Exclusions(hubs=5)).paths[0].nodes == (ANA, network)
    for since, until, joined in ((150, None, True), (200, None, True), (201, None, False), (None, 100, False)):
        found = paths(graph, [ANA, pair], without=Exclusions(since=since, until=until, types=frozenset({"LISTED_IN"})))
        assert bool(found.paths) == joined, (since, until)
