"""Evidence for an account outside a set: what it shared of what the set shares, each share in bits.

A share of an object that a seed shared, too, carries

- the object's information, where it stands within the window of a seed's share, and beside it the
  bits of the timing: −log2 of the part of the object's other shares that would stand there by
  chance, given how many stand in the ten and the sixty windows around;
- elsewhere a quarter of the object's information times the part of the seeds' shares that came after it. Whoever
  shares before a seed or among the seeds may act with them; whoever comes after all of them is an
  audience, a newsroom or a debunker, and such a share counts as nothing.

Evidence of one post counts once, and so do one object and one post of a seed (see `occasions`).
"""

from dataclasses import dataclass

import numpy as np

from analysis.details import information
from analysis.pairing import CERTAIN_BITS
from analysis.shares import Flags, Floats, Integers, Shares, bounds

WIDER = (10.0, 60.0)
"""Windows around a seed's share, in windows, within which it is counted how dense an object's shares stand anyway."""

MOST = 20.0
"""Bits that timing tells at most."""
UNTIMED = 0.25
"""What a share counts that stands outside the window: taste brings strangers to the same things, seldom to the minute."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row for each share by an outsider of an object that a seed shared; sorted as the shares are.

    `row` and `seed_row` number rows of the shares, `seed_row` the seed's share that stands next in time; `lag` in
    seconds, negative where the candidate came first. `bits` are 0 where a share does not count.
    """

    row: Integers
    seed_row: Integers
    lag: Floats
    timed: Flags
    late: Flags
    """After every seed's share, and outside the window."""
    response: Flags
    """By a quote, reply or comment: such a share does not count."""
    bits: Floats


def evidence(shares: Shares, is_seed: Flags, responses: Flags, window: float) -> Evidence:
    """The evidence of all outsiders; `is_seed` by account code, `responses` by row, `window` in seconds."""
    by_seed = is_seed[shares.account]
    # a seed that quotes or replies does not push what it answers
    theirs = np.flatnonzero(by_seed & ~responses)
    sought = np.zeros(len(shares.objects), bool)
    sought[shares.object[theirs]] = True
    rows = np.flatnonzero(sought[shares.object] & ~by_seed)
    if not len(rows):
        nothing, none = np.zeros(0, np.int64), np.zeros(0, bool)
        return Evidence(nothing, nothing, np.zeros(0), none, none, none, np.zeros(0))
    near = _Near(shares, theirs, rows)
    span = float(shares.time.max() - shares.time.min())
    # where all stands within one window, times tell nothing
    telling = span > window
    timed = (np.abs(near.lag) <= window) & telling
    late = ~timed & (near.after == 0) & telling
    after = near.after if telling else np.full(len(rows), 0.5)
    answer = responses[rows]
    chance = _chance_of_timing(shares, theirs, near, window)
    bits = information(shares)[shares.object[rows]]
    bits = np.where(timed, bits - np.log2(chance), UNTIMED * bits * after)
    bits[answer] = 0.0
    found = Evidence(rows, near.seed_row, near.lag, timed, late, answer, bits)
    return _counted_once(shares, found)


class _Near:
    """For some rows the share next in time among those of the seeds, and the part of these that came after it."""

    def __init__(self, shares: Shares, theirs: Integers, rows: Integers) -> None:
        keys, own = _on_one_line(shares, theirs, rows)
        starts = bounds(shares.object[theirs])
        group = np.searchsorted(shares.object[theirs[starts[:-1]]], shares.object[rows])
        begin, end = starts[group], starts[group + 1]
        left, right = np.searchsorted(keys, own, side="left"), np.searchsorted(keys, own, side="right")
        # of two at one time neither came after the other
        self.after = (end - 0.5 * (left + right)) / (end - begin)
        before, following = np.maximum(right - 1, begin), np.minimum(right, end - 1)
        time = shares.time[rows]
        closer = np.abs(time - shares.time[theirs[before]]) <= np.abs(time - shares.time[theirs[following]])
        self.seed_row = theirs[np.where(closer, before, following)]
        self.lag = time - shares.time[self.seed_row]
        self.group, self.starts = group, starts


def _on_one_line(shares: Shares, *of: Integers) -> tuple[Integers, ...]:
    """Objects one after the other on one line of milliseconds, or of seconds where they are that many."""
    first = float(shares.time.min())
    scale = 1000.0
    if (float(shares.time.max()) - first + 1) * scale * len(shares.objects) >= 2.0**CERTAIN_BITS:
        scale = 1.0
    span = int((float(shares.time.max()) - first) * scale) + 2
    return tuple(
        shares.object[rows].astype(np.int64) * span + np.round((shares.time[rows] - first) * scale).astype(np.int64)
        for rows in of
    )


def _chance_of_timing(shares: Shares, theirs: Integers, near: _Near, window: float) -> Floats:
    """For each row, the part of its object's outside shares that would stand within the window of a seed's by chance."""
    count = len(near.starts) - 1
    outside = np.bincount(near.group, minlength=count)
    narrow = _covered(shares, theirs, near.starts, window)
    chance = np.zeros(count)
    for times in WIDER:
        wide = max(window, 1.0) * times
        inside = np.bincount(near.group[np.abs(near.lag) <= wide], minlength=count)
        spread = np.divide(narrow, _covered(shares, theirs, near.starts, wide), where=narrow > 0, out=np.ones(count))
        chance = np.maximum(chance, inside / np.maximum(outside, 1) * spread)
    return np.asarray(np.clip(chance, 2.0**-MOST, 1.0)[near.group])


def _covered(shares: Shares, theirs: Integers, starts: Integers, window: float) -> Floats:
    """Seconds that lie within the window of any seed's share, by object; a window lasts a second at least."""
    length = 2 * max(window, 0.5)
    gaps = np.append(np.diff(shares.time[theirs]), length)
    gaps[starts[1:] - 1] = length
    return np.asarray(np.add.reduceat(np.minimum(gaps, length), starts[:-1]))


def _counted_once(shares: Shares, found: Evidence) -> Evidence:
    """Bits of all but the strongest share of an account are nought for each object, each post, and each post of a seed."""
    content = np.arange(len(shares)) if shares.content is None else shares.content
    kept = np.flatnonzero(found.bits > 0)
    account = shares.account[found.row]
    for column in (shares.object[found.row], content[found.row], content[found.seed_row]):
        order = kept[np.lexsort((found.row[kept], -found.bits[kept], column[kept], account[kept]))]
        first = np.ones(len(order), bool)
        first[1:] = (account[order[1:]] != account[order[:-1]]) | (column[order[1:]] != column[order[:-1]])
        kept = order[first]
    bits = np.zeros(len(found.bits))
    bits[kept] = found.bits[kept]
    return Evidence(found.row, found.seed_row, found.lag, found.timed, found.late, found.response, bits)
