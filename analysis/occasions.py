"""Occasions: what is left of meetings once what one post carries counts once.

Two posts that share a link, its picture and a hashtag met once, not three times; an account that
posted the same link twice in a minute met nobody twice by it. An occasion takes one post of either
account and one object, and no two occasions of a pair have any of the three in common.
"""

from dataclasses import dataclass

import numpy as np

from analysis.pairing import Meetings
from analysis.shares import Floats, Integers, Shares, bounds, first_rows


@dataclass(frozen=True, slots=True)
class Occasions:
    """Sorted by pair, then by how crowded they were, the least first."""

    pair: Integers
    crowd: Floats
    """Other posts of the object that chance puts as close as the two stood."""
    object: Integers

    @property
    def starts(self) -> Integers:
        """Index of the first occasion of each pair, and the number of occasions at the end."""
        return bounds(self.pair)


CLOSEST = 5.0
"""Seconds below which two times count as this far apart: clocks and schedules bring strangers closer than that."""


def occasions(shares: Shares, met: Meetings, a: Integers, density: Floats, window: float) -> Occasions:
    """The occasions behind some meetings; `a`: the first account of each pair, `density` of each row within the window (s)."""
    swapped = shares.account[met.first] != a[met.pair]
    own, other = np.where(swapped, met.second, met.first), np.where(swapped, met.first, met.second)
    closest = min(max(CLOSEST, shares.resolution), window)
    apart = np.maximum(shares.time[met.second] - shares.time[met.first], closest)
    crowd = np.maximum(density[own], density[other]) * (apart / window if window else 1.0)
    # what a post says twice is told apart by its content; where all contents differ, by its row
    content = np.arange(len(shares)) if shares.content is None else shares.content
    kept: Integers = np.arange(len(met))
    numbers = _numbered(np.concatenate((content[own], content[other])))
    for column in (numbers[: len(met)], numbers[len(met) :], shares.object[own]):
        kept = _one_of_each(kept, met.pair, column, crowd)
    order = kept[np.lexsort((crowd[kept], met.pair[kept]))]
    return Occasions(met.pair[order], crowd[order], shares.object[own[order]])


def _one_of_each(rows: Integers, pair: Integers, column: Integers, crowd: Floats) -> Integers:
    """For each pair and value the most crowded of its rows, which says least."""
    order = rows[np.lexsort((-crowd[rows], column[rows], pair[rows]))]
    first = np.ones(len(order), bool)
    first[1:] = (pair[order[1:]] != pair[order[:-1]]) | (column[order[1:]] != column[order[:-1]])
    return order[first]


def _numbered(values: Integers) -> Integers:
    """A number for each value by where it first stands: hashes, as contents may be, have another order in every process."""
    if not len(values):
        return values
    order = np.argsort(values, kind="stable")
    new = np.ones(len(order), bool)
    new[1:] = values[order[1:]] != values[order[:-1]]
    return first_rows(order, new)
