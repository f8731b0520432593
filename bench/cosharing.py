"""Pairs of posts of one object within a window, in plain numpy: what peers and planted truth are counted with."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.crowd import Floats, Ints

_MOST_PAIRS = 1 << 24
"""Post pairs held at once."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Account pairs (a < b) in order, with post pairs (`weight`), distinct `objects` and mean |dt| in seconds."""

    a: Ints
    b: Ints
    weight: Ints
    objects: Ints
    mean_dt: Floats


def edges(accounts: Ints, objects: Ints, times: Floats, window: float) -> Edges:
    """Every pair of accounts that shared an object within `window` seconds, both ends included.

    Accounts and objects are numbers from 0, one per post; times are seconds. Holds all post pairs at once, so it is for
    a few ten million of them.
    """
    count = int(accounts.max(initial=0)) + 1
    keys, keyed_objects, gaps = [], [], []
    for left, right in post_pairs(objects, times, window):
        low = np.minimum(accounts[left], accounts[right])
        high = np.maximum(accounts[left], accounts[right])
        real = low != high
        keys.append((low * count + high)[real])
        keyed_objects.append(objects[left][real])
        gaps.append(np.abs(times[left] - times[right])[real])
    if not keys:
        nothing = np.empty(0, dtype=np.int64)
        return Edges(nothing, nothing, nothing, nothing, np.empty(0))
    key, what, gap = np.concatenate(keys), np.concatenate(keyed_objects), np.concatenate(gaps)
    order = np.lexsort((what, key))
    key, what, gap = key[order], what[order], gap[order]
    new_pair = np.concatenate(([True], key[1:] != key[:-1])) if key.size else np.empty(0, dtype=bool)
    new_object = new_pair.copy()
    new_object[1:] |= what[1:] != what[:-1]
    begin = np.flatnonzero(new_pair)
    weight = np.diff(np.append(begin, key.size))
    if not key.size:
        return Edges(key, key, key, key, gap)
    distinct = np.add.reduceat(new_object.astype(np.int64), begin)
    return Edges(key[begin] // count, key[begin] % count, weight, distinct, np.add.reduceat(gap, begin) / weight)


def post_pairs(objects: Ints, times: Floats, window: float) -> Iterator[tuple[Ints, Ints]]:
    """Positions of both posts of each pair within the window, the older first, in pieces that fit in memory.

    Exact for whole seconds; fractions are compared to some milliseconds.
    """
    order = np.lexsort((times, objects))
    what, when = objects[order], times[order]
    # one axis for all: objects lie further apart than any window reaches
    apart = float(np.ptp(when)) + 2 * window + 1 if when.size else 0.0
    # subtracted first, so that the sum keeps its digits
    line = what * apart + (when - when.min(initial=np.inf))
    later = np.searchsorted(line, line + window, side="right") - np.arange(line.size) - 1
    ends = later.cumsum()
    cut = 0
    while cut < line.size:
        done = int(ends[cut - 1]) if cut else 0
        stop = max(cut + 1, int(np.searchsorted(ends, done + _MOST_PAIRS, side="right")))
        some = later[cut:stop]
        left = np.repeat(np.arange(cut, stop), some)
        first = np.repeat(some.cumsum() - some, some)
        right = left + 1 + np.arange(left.size) - first
        yield order[left], order[right]
        cut = stop
