"""Paths between chosen nodes: the shortest, or the most telling; sought in layers from both ends, within bounds.

The engines' own shortestPath differ where something is ruled out, so that the search is ours and asks both for the same
rows. What a step costs: 0.05, and 1 / bits of the less telling of its ends (of the link itself for COORDINATED_WITH);
fewer than half a bit count as half a bit, unknown ones as one bit, and accounts cost nothing. A thing of 14 bits costs a
seventh of one of 2 bits. "telling" is the least sum, "shortest" the fewest steps and of these the least sum; then by key.
"""

import heapq
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from graph.connection import Graph
from graph.errors import UserError
from graph.path_ground import Exclusions, Ground, OutOfBoundsError
from graph.read import induced
from graph.records import Ref
from graph.stopping import Stop
from graph.subgraph import Edge, Subgraph, Vertex
from graph.vertices import vertices

How = Literal["shortest", "telling"]

MOST_ENDS = 10
MOST_NODES = 20_000
TIME_S = 20.0
LONGEST = 12
_POPPED = 50_000
_HOP = 1_000.0
"""Outweighs whatever a path of the longest kind may cost."""
_HUBS_NAMED = 20


class PathError(UserError):
    """Paths between what was given cannot be sought; says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one node of a path to the next: every link that joins them, and why it holds."""

    start: Ref
    end: Ref
    edges: tuple[Edge, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Path:
    """One way between two chosen nodes; `cost` as the module says, the less the more telling."""

    nodes: tuple[Ref, ...]
    steps: tuple[Step, ...]
    cost: float

    @property
    def length(self) -> int:
        """Steps."""
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths, the best first, with all their nodes and links, what was left out, and what has to be said of the search.

    `hubs`: those met and left out with how many share them, the greatest first, at most 20 of `hubs_met`.
    `met`: nodes met that were to be left out. `unjoined`: chosen nodes that no path joins to the first.
    `complete`: no bound was reached, so that what is not here is not in the graph either, within `longest` steps.
    """

    paths: tuple[Path, ...]
    subgraph: Subgraph
    without: Exclusions
    hubs: tuple[tuple[Ref, int], ...]
    hubs_met: int
    met: tuple[Ref, ...]
    unjoined: tuple[Ref, ...]
    looked_at: int
    complete: bool
    message: str


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    nodes: tuple[Ref, ...]


def paths(
    graph: Graph,
    refs: Iterable[Ref],
    *,
    how: How = "shortest",
    without: Exclusions | None = None,
    most: int = 3,
    longest: int = 6,
    most_nodes: int = MOST_NODES,
    time_s: float = TIME_S,
    stop: Stop | None = None,
) -> Paths:
    """The `most` best paths between two nodes, of at most `longest` steps.

    More than two nodes are joined as a tree: of the best path of each pair, the cheapest that hang all of them together.
    GraphError when it was stopped; PathError for fewer than two nodes, too many, or ones that are not there.
    """
    ends = _checked(graph, refs)
    excluded = without or Exclusions()
    farthest = max(1, min(longest, LONGEST))
    ground = Ground(graph, frozenset(ends), excluded, most_nodes, time.monotonic() + time_s, stop)
    bound = ""
    found: dict[tuple[Ref, Ref], list[_Way]] = {}
    wanted = max(1, most) if len(ends) == 2 else 1
    for one, other in combinations(ends, 2):
        try:
            _explore(ground, one, other, how, farthest, wanted)
        except OutOfBoundsError as error:
            bound = str(error)
        ways, all_tried = _best(ground.steps, one, other, how, farthest, wanted)
        found[one, other] = ways
        bound = bound or ("" if all_tried else "too many ways were tried")
    bound = bound or ("a node had more to it than is read at once" if ground.cut else "")
    ways = found[ends[0], ends[1]] if len(ends) == 2 else _tree(found)
    unjoined = _unjoined(ends, ways)
    subgraph = induced(graph, dict.fromkeys([*ends, *(ref for way in ways for ref in way.nodes)]))
    hubs = sorted(ground.hubs.items(), key=lambda hub: (-hub[1], str(hub[0])))
    return Paths(
        tuple(_path(way, subgraph, excluded) for way in ways),
        subgraph,
        excluded,
        tuple(hubs[:_HUBS_NAMED]),
        len(hubs),
        tuple(sorted(ground.met, key=str)),
        unjoined,
        len(ground.steps),
        not bound,
        _message(ways, unjoined, farthest, len(ground.steps), bound),
    )


def _checked(graph: Graph, refs: Iterable[Ref]) -> tuple[Ref, ...]:
    ends = tuple(dict.fromkeys(refs))
    if not 2 <= len(ends) <= MOST_ENDS:
        raise PathError(f"paths: {len(ends)} different nodes are given; choose 2 to {MOST_ENDS}")
    held = {vertex.ref for vertex in vertices(graph, ends)}
    missing = [ref for ref in ends if ref not in held]
    if missing:
        raise PathError(f"paths: {str(missing[0])[:80]} is not in the graph; choose nodes that are")
    return ends


def _explore(ground: Ground, one: Ref, other: Ref, how: How, longest: int, most: int) -> None:
    """Read the ground in layers from both ends: until `most` shortest paths are known, else as far as paths may lead."""
    reached = ({one}, {other})
    edges: list[list[Ref]] = [[one], [other]]
    depth = 0
    while depth < longest and edges[0] and edges[1]:
        # the lesser frontier, but a chosen node always speaks for itself first
        side = depth if depth < 2 else int(len(edges[1]) < len(edges[0]))
        ground.expand(edges[side])
        depth += 1
        beyond = {ref for near in edges[side] for ref in ground.steps.get(near, ())} - reached[side]
        reached[side].update(beyond)
        edges[side] = sorted(beyond, key=lambda ref: (min(ground.steps[ref].values()), str(ref)))
        # every path of so many steps is known by now
        if how == "shortest" and depth > 1 and reached[0] & reached[1]:
            ways, _ = _best(ground.steps, one, other, how, depth, most)
            if len(ways) == most:
                return


def _best(
    steps: Mapping[Ref, Mapping[Ref, float]], one: Ref, other: Ref, how: How, longest: int, most: int
) -> tuple[list[_Way], bool]:
    """The best simple paths over what was read, and whether all were tried that might be among them."""
    hop = _HOP if how == "shortest" else 0.0
    left = _distances(steps, other, hop)
    hops = _distances(steps, other, _HOP)
    if one not in left:
        return [], True
    found: list[_Way] = []
    queue: list[tuple[float, tuple[str, ...], float, tuple[Ref, ...]]] = [(left[one], (str(one),), 0.0, (one,))]
    popped = 0
    while queue and len(found) < most:
        popped += 1
        if popped > _POPPED:
            return found, False
        _, names, cost, nodes = heapq.heappop(queue)
        if nodes[-1] == other:
            found.append(_Way(round(cost, 6), nodes))
            continue
        for near, price in steps[nodes[-1]].items():
            if near in nodes or near not in left or len(nodes) + hops[near] // _HOP > longest:
                continue
            ahead = round(cost + price + len(nodes) * hop + left[near], 9)
            heapq.heappush(queue, (ahead, (*names, str(near)), cost + price, (*nodes, near)))
    return found, True


def _distances(steps: Mapping[Ref, Mapping[Ref, float]], to: Ref, hop: float) -> dict[Ref, float]:
    done: dict[Ref, float] = {}
    queue = [(0.0, str(to), to)]
    while queue:
        cost, _, ref = heapq.heappop(queue)
        if ref in done:
            continue
        done[ref] = cost
        for near, price in steps.get(ref, {}).items():
            if near not in done:
                heapq.heappush(queue, (cost + price + hop, str(near), near))
    return done


def _tree(found: Mapping[tuple[Ref, Ref], Sequence[_Way]]) -> list[_Way]:
    ways = sorted((way for some in found.values() for way in some), key=lambda w: (w.cost, list(map(str, w.nodes))))
    group = {ref: ref for pair in found for ref in pair}
    chosen = []
    for way in ways:
        one, other = group[way.nodes[0]], group[way.nodes[-1]]
        if one != other:
            chosen.append(way)
            group = {ref: one if of == other else of for ref, of in group.items()}
    return chosen


def _unjoined(ends: Sequence[Ref], ways: Sequence[_Way]) -> tuple[Ref, ...]:
    joined = {ends[0]}
    for _ in ways:
        joined |= {ref for way in ways if joined & set(way.nodes) for ref in way.nodes}
    return tuple(ref for ref in ends if ref not in joined)


def _path(way: _Way, subgraph: Subgraph, without: Exclusions) -> Path:
    between: dict[frozenset[Ref], list[Edge]] = {}
    for edge in subgraph.edges:
        if edge.type not in without.types:
            between.setdefault(frozenset((edge.start, edge.end)), []).append(edge)
    vertices = {vertex.ref: vertex for vertex in subgraph.vertices}
    steps = []
    for start, end in pairwise(way.nodes):
        edges = tuple(sorted(between.get(frozenset((start, end)), ()), key=lambda edge: edge.key))
        steps.append(Step(start, end, edges, "; ".join(_why(edge, vertices) for edge in edges)))
    return Path(way.nodes, tuple(steps), way.cost)


def _why(edge: Edge, vertices: Mapping[Ref, Vertex]) -> str:
    """In words why a link holds, without any name."""
    if edge.type == "SHARED":
        given = vertices[edge.end].properties
        posts, sharers = int(str(edge.properties.get("posts", 0))), given.get("sharers")
        bits = given.get("information")
        rare = f", {bits:.1f} bits" if isinstance(bits, float) else ""
        return f"shared in {posts} post{'' if posts == 1 else 's'}; {sharers or 1} in all shared it{rare}"
    if edge.type == "COORDINATED_WITH":
        given = edge.properties
        times, q = given.get("occasions", "unknown"), given.get("q")
        sure = f"; q {q:.2g}" if isinstance(q, float) else ""
        return f"shared objects close in time on {times} occasion{'' if times == 1 else 's'} (run {str(given.get('run')).rpartition('/')[2][:6]}{sure})"
    return _WORDS.get(edge.type, edge.type.replace("_", " ").lower())


_WORDS = {
    "POSTED": "wrote the post",
    "ON_DOMAIN": "the address is on the domain",
    "SAME_AS": "two keys of one thing",
    "REDIRECTS_TO": "one leads to the other",
    "HAS_FINGERPRINT": "the domain has the fingerprint",
    "LISTED_IN": "a publisher lists it",
    "NEAR_DUPLICATE": "nearly the same",
    "HAS_MEDIA": "holds the media",
}


def _message(ways: Sequence[_Way], unjoined: Sequence[Ref], longest: int, looked_at: int, bound: str) -> str:
    seen = f"{looked_at:,} node{' was' if looked_at == 1 else 's were'} looked at"
    among = f"among the nodes that were looked at ({looked_at:,})"
    if bound and not ways:
        return f"No path within {longest} steps {among}; the search ended early ({bound}). That is not “no path”."
    if bound:
        return f"The best paths {among}; the search ended early ({bound}): there may be better ones."
    if not ways:
        return f"No path of at most {longest} steps, with what is left out left out ({seen})."
    if unjoined:
        number = len(unjoined)
        return f"{number} of the chosen nodes {'is' if number == 1 else 'are'} joined to the first by no path of at most {longest} steps."
    return ""
