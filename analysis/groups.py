"""Groups: communities on significant links, and whether they survive other seeds and missing objects.

Communities by Leiden (Traag, Waltman & van Eck, Sci. Rep. 9 (2019) 5233; igraph's implementation,
modularity). Stability as the mean of the best Jaccard similarity over resampled runs (Hennig,
Comput. Stat. Data Anal. 52 (2007) 258–271), who calls groups below 0.6 dissolved.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.pairing import Meetings, Pairs, distinct
from analysis.shares import Floats, Integers, Shares

RUNS = 20
KEPT = 0.8
"""Part of the objects that a resampled run keeps."""
STABLE = 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that significant links hold together; numbers are codes of accounts, times epoch seconds.

    `cohesion`: links there are of those there could be. `stability`: 0 to 1, see the module.
    """

    number: int
    accounts: tuple[int, ...]
    links: int
    cohesion: float
    stability: float
    first: float
    last: float

    @property
    def unstable(self) -> bool:
        """Whether it falls apart under other seeds and without a fifth of the objects."""
        return self.stability < STABLE


def groups(shares: Shares, pairs: Pairs, met: Meetings, seed: int) -> tuple[Group, ...]:
    """Groups on significant pairs, the largest first; `met`: the meetings of exactly these pairs."""
    if not len(pairs):
        return ()
    names, ends = np.unique(np.concatenate((pairs.a, pairs.b)), return_inverse=True)
    edges = np.column_stack((ends[: len(pairs)], ends[len(pairs) :]))
    objects, places = np.unique(shares.object[met.first], return_inverse=True)
    together = distinct(met.pair * len(objects) + places)
    pair_of, object_of = together // len(objects), together % len(objects)
    member = _communities(len(names), edges, _weights(pair_of, len(pairs)), seed)
    runs = []
    chance = np.random.default_rng(seed)
    for run in range(RUNS):
        kept = chance.random(len(objects)) < KEPT
        weights = _weights(pair_of[kept[object_of]], len(pairs))
        there = weights > 0
        runs.append(_communities(len(names), edges[there], weights[there], seed + 1 + run))
    stability = _stability(member, runs)
    inside = member[edges[:, 0]]
    inside[inside != member[edges[:, 1]]] = -1
    sizes = np.bincount(member)
    links = np.bincount(inside[inside >= 0], minlength=len(sizes))
    first, last = _span(shares, met, inside, len(sizes))
    order = np.lexsort((first, -sizes))
    order = order[sizes[order] > 1]
    return tuple(
        Group(
            number + 1,
            tuple(names[member == group].tolist()),
            int(links[group]),
            float(links[group] / (sizes[group] * (sizes[group] - 1) / 2)),
            float(stability[group]),
            float(first[group]),
            float(last[group]),
        )
        for number, group in enumerate(order)
    )


def _weights(pair_of: Integers, pairs: int) -> Floats:
    return np.bincount(pair_of, minlength=pairs).astype(np.float64)


def _communities(count: int, edges: Integers, weights: Floats, seed: int) -> Integers:
    """Community number of each account; the same for the same seed."""
    import igraph  # noqa: PLC0415  # counting alone need not wait for it

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  # a layout of groups, no secret
    graph = igraph.Graph(n=count, edges=edges)
    found = graph.community_leiden(objective_function="modularity", weights=weights.tolist(), n_iterations=-1)
    return np.array(found.membership, np.int64)


def _stability(member: Integers, runs: Sequence[Integers]) -> Floats:
    """For each community the mean over runs of its best Jaccard similarity with a community of the run."""
    sizes = np.bincount(member)
    total = np.zeros(len(sizes))
    for run in runs:
        others = int(run.max()) + 1
        cells, both = np.unique(member * others + run, return_counts=True)
        of, other = cells // others, cells % others
        best = np.zeros(len(sizes))
        np.maximum.at(best, of, both / (sizes[of] + np.bincount(run)[other] - both))
        total += best
    return total / len(runs)


def _span(shares: Shares, met: Meetings, inside: Integers, count: int) -> tuple[Floats, Floats]:
    """First and last time at which members of each community met."""
    group = inside[met.pair]
    own = group >= 0
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, group[own], shares.time[met.first[own]])
    np.maximum.at(last, group[own], shares.time[met.second[own]])
    return first, last
