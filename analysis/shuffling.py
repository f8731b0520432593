"""The check that anyone can understand: shuffle the times and see how often the pair still meets as often.

Every share keeps its account and its object; its time moves at random by up to REACH, so that
what remains is interest in the same things on the same day, and what goes is the second.
"""

from dataclasses import dataclass

import numpy as np

from analysis.pairing import Pairs, encounters, meetings
from analysis.shares import Floats, Shares

REACH = 4 * 3600.0
"""Seconds by which a time moves at most, either way."""
_WORK = 50_000_000
"""Comparisons at most; beyond it fewer shuffles are made, and their number is told."""


@dataclass(frozen=True, slots=True)
class Shuffled:
    """`p` of each pair: (1 + shuffles in which it met over as many objects) / (1 + shuffles)."""

    p: Floats
    shuffles: int


def shuffled(shares: Shares, pairs: Pairs, window: float, shuffles: int, seed: int) -> Shuffled:
    """How often each pair (sorted, distinct) meets over as many objects as it did, when times are shuffled."""
    if not len(pairs):
        return Shuffled(np.zeros(0), shuffles)
    involved = np.zeros(len(shares.accounts), bool)
    involved[pairs.a] = involved[pairs.b] = True
    shares = shares.where(involved[shares.account])
    met = meetings(shares, encounters(shares, 2 * REACH + window), pairs.a, pairs.b)
    shuffles = max(min(shuffles, _WORK // len(met)), min(shuffles, 19))
    rows, place = np.unique(np.concatenate((met.first, met.second)), return_inverse=True)
    first, second = place[: len(met)], place[len(met) :]
    apart = shares.time[met.second] - shares.time[met.first]
    together, object_of = np.unique(met.pair * len(shares.objects) + shares.object[met.first], return_inverse=True)
    pair_of = together // len(shares.objects)
    chance = np.random.default_rng(seed)
    as_often = np.zeros(len(pairs), np.int64)
    for _ in range(shuffles):
        moved = chance.uniform(-REACH, REACH, len(rows))
        near = np.abs(apart + moved[second] - moved[first]) <= window
        hit = np.zeros(len(together), bool)
        hit[object_of[near]] = True
        as_often += np.bincount(pair_of[hit], minlength=len(pairs)) >= pairs.objects
    return Shuffled((1 + as_often) / (1 + shuffles), shuffles)
