"""Positions: the same everywhere, none twice, known ones untouched, newcomers beside their neighbours."""

import math
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path

import pytest

from briefing.layout import GAP, SPACING, place
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex

_ROOT = Path(__file__).parents[2]
_Places = Mapping[Ref, tuple[float, float]]

_ELSEWHERE = """
import hashlib
from briefing.layout import place
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
refs = [Ref("Account", f"x:{i}") for i in range(SIZE)] + [Ref("Url", f"https://n{i}.example/") for i in range(SIZE // 2)]
edges = [Edge("SHARED", refs[i], refs[SIZE + (i * 7 + j) % (SIZE // 2)]) for i in range(SIZE - 20) for j in range(2)]
# the order of a set differs from process to process
found = place(Subgraph.of([Vertex(ref) for ref in set(refs)], edges))
print(hashlib.sha256(repr(sorted((str(r), p) for r, p in found.items())).encode()).hexdigest())
"""


def _distance(places: _Places, one: Ref, other: Ref) -> float:
    return math.dist(places[one], places[other])


@pytest.mark.parametrize("size", [60, 1_200])
def test_every_process_gives_the_same_places(size: int) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE.replace("SIZE", str(size))],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)},
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_order_of_the_subgraph_does_not_matter(campaign: Subgraph) -> None:
    vertices, edges = list(campaign.vertices), list(campaign.edges)
    random.Random(3).shuffle(vertices)
    random.Random(4).shuffle(edges)
    assert place(Subgraph.of(vertices, edges)) == place(campaign)


def test_nothing_in_nothing_out() -> None:
    assert place(Subgraph()) == {}


@pytest.mark.parametrize("size", [1, 2, 3, 50, 900, 3_000])
def test_no_two_nodes_coincide(web: Callable[[int], Subgraph], size: int) -> None:
    subgraph = web(size) if size > 3 else Subgraph.of([Vertex(Ref("Account", f"x:{i}")) for i in range(size)], [])
    places = place(subgraph)
    assert len(places) == size
    assert len(set(places.values())) == size


def test_nodes_without_links_stand_apart() -> None:
    places = place(Subgraph.of([Vertex(Ref("Account", f"x:{i}")) for i in range(300)], []))
    assert min(math.dist(a, b) for a, b in combinations(places.values(), 2)) > SPACING * GAP


def test_marks_of_a_connected_picture_hardly_overlap(web: Callable[[int], Subgraph]) -> None:
    places = list(place(web(200)).values())
    close = sum(math.dist(a, b) < SPACING * GAP * 0.6 for a, b in combinations(places, 2))
    assert close <= 4


def test_components_do_not_mix(campaign: Subgraph) -> None:
    pairs = [(Ref("Account", f"x:a{i}"), Ref("Url", f"https://p{i}.example/")) for i in range(30)]
    more = Subgraph.of([Vertex(ref) for pair in pairs for ref in pair], [Edge("SHARED", a, u) for a, u in pairs])
    places = place(campaign | more)
    assert all(_distance(places, a, u) < 1.5 * SPACING for a, u in pairs)
    middles = [((places[a][0] + places[u][0]) / 2, (places[a][1] + places[u][1]) / 2) for a, u in pairs]
    assert min(math.dist(a, b) for a, b in combinations(middles, 2)) > SPACING * GAP


def test_known_places_stay_and_newcomers_settle_around_their_neighbour(campaign: Subgraph) -> None:
    known = {ref: (round(x * 1.7 + 0.123456789, 9), y) for ref, (x, y) in place(campaign).items()}
    hub = campaign.vertices[0].ref
    posts = [Ref("Post", f"x:p{i}") for i in range(25)]
    grown = campaign | Subgraph.of(
        [campaign.vertices[0], *(Vertex(post) for post in posts)], [Edge("POSTED", hub, post) for post in posts]
    )
    places = place(grown, known)
    assert {ref: places[ref] for ref in known} == known
    assert max(_distance(places, hub, post) for post in posts) < 6 * SPACING
    newcomers = [(post, ref) for post in posts for ref in places if ref != post]
    assert min(_distance(places, *pair) for pair in newcomers) > SPACING * GAP * 0.9


def test_newcomers_of_newcomers_and_strangers_find_a_place(campaign: Subgraph) -> None:
    known = place(campaign)
    hub, far, further, stranger = campaign.vertices[0].ref, Ref("Post", "x:1"), Ref("Post", "x:2"), Ref("Post", "x:3")
    vertices = [campaign.vertices[0], *(Vertex(ref) for ref in (far, further, stranger))]
    edges = [Edge("POSTED", hub, far), Edge("REPLY_TO", further, far)]
    places = place(campaign | Subgraph.of(vertices, edges), known)
    assert _distance(places, far, further) < 3 * SPACING
    assert min(_distance(places, stranger, ref) for ref in known) > SPACING * GAP


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_known_places_that_are_none_are_placed_anew(campaign: Subgraph, wrong: float) -> None:
    places = place(campaign, {campaign.vertices[0].ref: (wrong, 0.0)})
    assert all(math.isfinite(value) for point in places.values() for value in point)


def test_a_node_dragged_far_away_costs_no_memory(campaign: Subgraph) -> None:
    far = {**place(campaign), campaign.vertices[0].ref: (1e9, -1e9)}
    places = place(campaign | Subgraph.of([Vertex(Ref("Post", "x:1"))], []), far)
    assert places[campaign.vertices[0].ref] == (1e9, -1e9)
    assert len(places) == len(campaign.vertices) + 1
