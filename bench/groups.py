"""Groups planted into the crowd: rings, and three kinds of decoys that look like them. Seeded numpy."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.crowd import (
    DAY,
    HASHTAG,
    MEDIA,
    REPOST,
    TEXT,
    URL,
    Catalogue,
    Chance,
    Floats,
    Ints,
    awake,
    drawn_homes,
    drawn_platforms,
    lomax,
    waking,
)  # fmt: skip

RING, FANS, SYNDICATED, BOTS = "ring", "fans", "syndicated", "repost-bots"
DECOYS = (FANS, SYNDICATED, BOTS)
RING_SIZES = (2, 40, 6, 3, 12, 2, 20, 4, 8, 16)
"""Sizes of ten rings; sixty have 7,260 pairs."""
CROSS_SIZES = (2, 5, 3, 8, 4, 2, 6, 3, 7, 4)
"""The same where every member is on a platform of its own."""
_OWN_KINDS = (URL, TEXT, MEDIA, REPOST, HASHTAG)
_OWN_SHARES = (0.45, 0.2, 0.1, 0.15, 0.1)

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a group is to do; each member draws its own value from a range (`part`: of the acts, `camouflage`: of its posts)."""

    kind: str
    size: int
    acts: int
    part: Span
    camouflage: Span
    cross: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.size < 2 or self.acts < 1:
            raise ValueError(f"plan of {self.kind}: {self.size} members, {self.acts} acts; needs at least 2 and 1")
        if not 0 <= self.camouflage[0] <= self.camouflage[1] < 1:
            raise ValueError(f"plan of {self.kind}: camouflage {self.camouflage} is no range within 0 to 1, 1 excluded")


@dataclass(frozen=True, slots=True)
class Group:
    """What a group did: member (0 to size - 1), object and time (s) of each post, and what strangers made of its objects."""

    plan: Plan
    homes: Ints
    members: Ints
    objects: Ints
    times: Floats
    organic: tuple[Ints, Floats]

    def camouflage(self, chance: Chance) -> Ints:
        """How many posts each member makes beside those of the group."""
        share = chance.uniform(*self.plan.camouflage, self.plan.size)
        own = np.bincount(self.members, minlength=self.plan.size)
        return np.maximum(1, np.round(own * share / (1 - share))).astype(np.int64)


def ring_plans(chance: Chance, rings: int, acts: tuple[int, int], part: Span, camouflage: Span, *, cross: bool) -> list[Plan]:  # fmt: skip
    """So many rings, each with a number of acts (both ends included, few commoner than many) and a share that takes part."""
    sizes = CROSS_SIZES if cross else RING_SIZES
    length, share = _levels(chance, rings, len(sizes)), _levels(chance, rings, len(sizes))
    counts = np.exp(np.log(acts[0]) + length * np.log(acts[1] / acts[0])).round().astype(int)
    middles = part[0] + share * (part[1] - part[0])
    return [
        Plan(RING, size, int(count), (max(0.0, middle - 0.15), min(1.0, middle + 0.15)), camouflage, cross)
        for size, count, middle in zip(itertools.cycle(sizes), counts, middles, strict=False)
    ]


def _levels(chance: Chance, rings: int, sizes: int) -> Floats:
    """A value from 0 to 1 for each ring, spread evenly over the rings of one size: the few large ones have most pairs."""
    found = np.empty(rings)
    for size in range(min(sizes, rings)):
        count = len(range(size, rings, sizes))
        found[size::sizes] = (chance.permutation(count) + chance.random(count)) / count
    return found


def decoy_plans(chance: Chance, scale: float, days: float) -> list[Plan]:
    """For a scale of 1 (a million rows): 20 groups of fans, 4 agencies with their outlets, 15 sources with their bots."""

    def some(count: int) -> range:
        return range(max(1, round(count * scale)))

    fans = [
        Plan(FANS, int(chance.integers(50, 151)), int(chance.integers(20, 61)), (0.05, 0.6), (0.3, 0.9))
        for _ in some(20)
    ]
    outlets = [
        Plan(SYNDICATED, int(chance.integers(24, 37)), int(days * chance.integers(8, 20)), (0.6, 0.95), (0.0, 0.3))
        for _ in some(4)
    ]
    bots = [
        Plan(BOTS, int(chance.integers(2, 9)), int(days * chance.integers(2, 9)), (0.85, 1.0), (0.0, 0.1))
        for _ in some(15)
    ]
    return fans + outlets + bots


def enact(chance: Chance, catalogue: Catalogue, plan: Plan, first: int, span: float) -> Group:
    """The posts of one group; objects from `first` on are its own, one for each act. Sets their kind, platform and birth."""
    own = np.arange(first, first + plan.acts)
    return _WAYS[plan.kind](chance, catalogue, plan, own, span)


def _ring(chance: Chance, catalogue: Catalogue, plan: Plan, own: Ints, span: float) -> Group:
    if plan.cross:
        platforms = drawn_platforms(chance, plan.size, different=True)
    else:
        platforms = np.repeat(drawn_platforms(chance, 1), plan.size)
    begin = chance.uniform(0, 0.5)
    begins = span * (begin + (1 - begin) * chance.uniform(0.3, 1.0) * chance.random(plan.acts))
    office = int(chance.integers(6))
    times = np.clip(waking(chance, begins, office), 0, span - 1)
    kinds = chance.choice(_OWN_KINDS, plan.acts, p=_OWN_SHARES)
    # a repost stays on its platform, so a ring across platforms has none
    catalogue.kind[own] = np.where(plan.cross & (kinds == REPOST), URL, kinds)
    catalogue.platform[own] = platforms[0]
    catalogue.birth[own] = times
    # four acts of ten push what others share too, while they share it
    popular = catalogue.popular(chance, plan.acts)
    pushed = (chance.random(plan.acts) < 0.4) & (catalogue.kind[popular] != REPOST)
    objects = np.where(pushed, popular, own)
    times = np.where(pushed, catalogue.times(chance, popular, span), times)
    width = np.exp(chance.uniform(np.log(5), np.log(75)))
    delays = width * chance.beta(1.5, 2.5, (plan.acts, plan.size))
    late = chance.random(delays.shape) < 0.03
    delays += np.where(late, 600 * lomax(chance, delays.size, 1.2).reshape(delays.shape), 0.0)
    takes_part = chance.random(delays.shape) < chance.uniform(*plan.part, plan.size)
    organic = _organic(chance, own[~pushed], times[~pushed], 3.0, 3_600.0)
    return _group(plan, drawn_homes(chance, plan.size, platforms), objects, times, delays, takes_part, organic, span)


def _fans(chance: Chance, catalogue: Catalogue, plan: Plan, own: Ints, span: float) -> Group:
    times = _source(chance, catalogue, own, REPOST, span)
    homes = drawn_homes(chance, plan.size, np.repeat(catalogue.platform[own[:1]], plan.size))
    # two minutes in the middle; one of fifteen is quicker than half a minute
    delays = 120 * chance.lognormal(0.0, 0.95, (plan.acts, plan.size))
    seen = chance.uniform(*plan.part, plan.size) * awake(homes, times)
    organic = _organic(chance, own, times, 20.0, 1_200.0)
    return _group(plan, homes, own, times, delays, chance.random(seen.shape) < seen, organic, span)


def _syndicated(chance: Chance, catalogue: Catalogue, plan: Plan, own: Ints, span: float) -> Group:
    times = _source(chance, catalogue, own, URL, span)
    homes = drawn_homes(chance, plan.size, drawn_platforms(chance, plan.size))
    # an outlet asks for news at an interval of its own
    delays = chance.uniform(0, 40, plan.size) + chance.uniform(0, 20, (plan.acts, plan.size))
    takes_part = chance.random(delays.shape) < chance.uniform(*plan.part, plan.size)
    return _group(plan, homes, own, times, delays, takes_part, _organic(chance, own, times, 2.0, 3_600.0), span)


def _bots(chance: Chance, catalogue: Catalogue, plan: Plan, own: Ints, span: float) -> Group:
    times = _source(chance, catalogue, own, REPOST, span)
    homes = drawn_homes(chance, plan.size, np.repeat(catalogue.platform[own[:1]], plan.size))
    delays = 1 + chance.exponential(4.0, (plan.acts, plan.size))
    takes_part = chance.random(delays.shape) < chance.uniform(*plan.part, plan.size)
    return _group(plan, homes, own, times, delays, takes_part, _organic(chance, own, times, 6.0, 1_200.0), span)


_WAYS: dict[str, Callable[[Chance, Catalogue, Plan, Ints, float], Group]] = {
    RING: _ring, FANS: _fans, SYNDICATED: _syndicated, BOTS: _bots,
}  # fmt: skip


def _source(chance: Chance, catalogue: Catalogue, own: Ints, kind: int, span: float) -> Floats:
    """When somebody on one platform publishes these objects, awake as people of one region are."""
    region = int(chance.integers(6))
    times = np.clip(waking(chance, chance.uniform(0, span, own.size), region), 0, span - DAY / 24)
    catalogue.kind[own], catalogue.region[own], catalogue.birth[own] = kind, region, times
    catalogue.platform[own] = drawn_platforms(chance, 1)
    return times


def _organic(chance: Chance, objects: Ints, times: Floats, mean: float, scale: float) -> tuple[Ints, Floats]:
    """What strangers share of a group's objects: how many on average, and seconds until half of them have."""
    count = chance.poisson(mean, objects.size)
    return np.repeat(objects, count), np.repeat(times, count) + scale * lomax(chance, int(count.sum()), 1.2)


def _group(
    plan: Plan, homes: Ints, objects: Ints, times: Floats, delays: Floats, takes_part: NDArray[np.bool_],
    organic: tuple[Ints, Floats], span: float,
) -> Group:  # fmt: skip
    when = times[:, None] + delays
    act, member = np.nonzero(takes_part & (when < span))
    inside = organic[1] < span
    return Group(plan, homes, member, objects[act], when[act, member], (organic[0][inside], organic[1][inside]))
