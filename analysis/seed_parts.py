"""Parts of a set: accounts of it that met each other more often than chance explains belong together.

A set often holds several groups that have nothing to do with each other. Whoever belongs to one of them shares with
that one; to weigh what it shared with all of them together would drown it in chance meetings with the others.
"""

import numpy as np

from analysis.chance import adjusted, poisson_tail
from analysis.pairing import encounters, pair_up
from analysis.rates import Rates
from analysis.shares import Integers, Shares

FDR = 0.01
"""Of the links, among all pairs within the set."""
_MEETINGS = 2_000_000
"""Pairs of posts among seeds beyond which an object links nobody: everybody shared it."""


def parts(shares: Shares, seeds: Integers, window: float) -> Integers:
    """The number of the part of each seed (sorted codes), from 0 in the order of their first seeds; alone counts as a part."""
    numbers = np.arange(len(seeds))
    mine = np.zeros(len(shares.accounts), bool)
    mine[seeds] = True
    theirs = _moderate(shares.where(np.flatnonzero(mine[shares.account])))
    pairs = pair_up(theirs, encounters(theirs, window))
    pairs = pairs.where(pairs.objects >= 2)
    if not len(pairs):
        return numbers
    rate = Rates(shares, window, seeds).expected(pairs.a, pairs.b)
    q = adjusted(poisson_tail(pairs.objects, rate), max(len(seeds) * (len(seeds) - 1) // 2, 1))
    linked = q <= FDR
    one, other = np.searchsorted(seeds, pairs.a[linked]), np.searchsorted(seeds, pairs.b[linked])
    while True:
        before = numbers.copy()
        least = np.minimum(numbers[one], numbers[other])
        np.minimum.at(numbers, one, least)
        np.minimum.at(numbers, other, least)
        if (numbers == before).all():
            return np.unique(numbers, return_inverse=True)[1]


def _moderate(theirs: Shares) -> Shares:
    """The seeds' shares without objects that make too many pairs among them."""
    starts = theirs.object_starts
    sizes = np.diff(starts)
    kept = np.repeat(sizes * (sizes - 1) // 2 <= _MEETINGS, sizes)
    return theirs if kept.all() else theirs.where(kept)
