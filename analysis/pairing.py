"""Pairs of accounts that shared the same object within a window: count, then pair, then fold.

Shares stand sorted by object, time and account. Row i pairs with the rows after it until the
object ends or the window closes, so that each pair of posts is met once, the older first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.shares import Flags, Floats, Integers, Shares, bounds

COMPILED_FROM = 150_000
"""Rows from which compiled loops pay for their start."""
MANY_PAIRS = 10_000_000
"""Pairs of posts from which so few rows are not held pair by pair."""
_HELD = 1 << 18
"""Pairs that are kept when they were counted once."""
CERTAIN_BITS = 63
"""Bits of a packed key; one bit stays for the sign."""
_INEXACT = 5e-7
"""Seconds by which the distance of two epoch times with fractions may be off: they are floats of 53 bits."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """One row for each pair of accounts, sorted by both codes; a < b."""

    a: Integers
    b: Integers
    weight: Integers
    """Pairs of posts within the window."""
    objects: Integers
    """Distinct objects among them."""
    mean_dt: Floats
    """Mean |dt| over the pairs of posts, seconds."""

    def __len__(self) -> int:
        return len(self.a)

    def where(self, kept: Flags | Integers) -> "Pairs":
        """Some of them."""
        return Pairs(self.a[kept], self.b[kept], self.weight[kept], self.objects[kept], self.mean_dt[kept])

    def at_least(self, weight: int) -> "Pairs":
        """Those with so many pairs of posts; itself where all have them."""
        kept = self.weight >= weight
        return self if kept.all() else self.where(kept)

    def keys(self, accounts: int) -> Integers:
        """One number for each pair, in their order, where so many accounts have codes."""
        return self.a * accounts + self.b


def joined(*parts: Pairs) -> Pairs:
    """All, one after the other."""
    columns = ("a", "b", "weight", "objects", "mean_dt")
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


_NONE = np.zeros(0, np.int64)
NO_PAIRS = Pairs(_NONE, _NONE, _NONE, _NONE, np.zeros(0, np.float64))


def inclusive(window: float) -> float:
    """The window (s) with what its end, which belongs to it, needs where times have fractions."""
    return window + _INEXACT


def most_pairs(shares: Shares) -> Integers:
    """Pairs of posts that each object that occurs makes at most: n (n − 1) / 2 of n shares, which costs no search."""
    sizes = np.diff(shares.object_starts)
    return np.asarray(sizes * (sizes - 1) // 2)


def within(shares: Shares, window: float) -> Integers:
    """For each row, how many later rows of its object stand within the window (s), whoever posted them.

    Costs a search for each row, whatever the number of pairs: 10⁵ sharers of one object are counted in milliseconds.
    """
    keys, reach = _on_one_line(shares, window)
    ends = np.searchsorted(keys, keys + reach, side="right")
    return np.asarray(ends - np.arange(1, len(keys) + 1))


def around(shares: Shares, rows: Integers, window: float) -> Integers:
    """For these rows, how many other rows of the same object stand within the window (s) before or after."""
    keys, reach = _on_one_line(shares, window)
    at = keys[rows]
    return np.asarray(
        np.searchsorted(keys, at + reach, side="right") - np.searchsorted(keys, at - reach, side="left") - 1
    )


def densify(shares: Shares, rows: Integers, window: float, scale: float, density: Floats) -> None:
    """Raise the density of these rows to `scale` × (rows of their object within the window (s) before or after)."""
    if len(shares) >= COMPILED_FROM:
        from analysis import compiled  # noqa: PLC0415  # as in pairing_of

        compiled.around(shares.object, shares.time, window, scale, density)
    else:
        density[rows] = np.maximum(density[rows], around(shares, rows, window) * scale)


def _on_one_line(shares: Shares, window: float) -> tuple[Integers, int]:
    """Objects laid one after the other on one line of time in milliseconds, further apart than the window."""
    if not len(shares):
        return np.zeros(0, np.int64), 0
    reach = round(window * 1000)
    time = np.round((shares.time - shares.time.min()) * 1000)
    span = int(time.max()) + reach + 1
    # objects stand in order, so that their rank is the number of changes before
    rank = np.concatenate(([0], np.cumsum(shares.object[1:] != shares.object[:-1])))
    if (int(rank.max()) + 1) * span >= 1 << CERTAIN_BITS:
        # objects that far apart in time and that many: seconds are enough to count by
        reach, time = int(np.ceil(window)), np.floor(time / 1000)
        span = int(time.max()) + reach + 1
    return rank.astype(np.int64) * span + time.astype(np.int64), reach


def steps(shares: Shares, window: float, *, loops: bool = False) -> Iterator[tuple[Integers, Integers]]:
    """Rows (i, j), i before j, of one object and within the window; unless `loops`, of two accounts and two contents.

    One block for each distance between i and j: a row that meets no partner at one distance
    meets none at a greater one, so that the work is that of the pairs themselves.
    """
    rows, distance = np.arange(len(shares)), 0
    object_, account, time, content = shares.object, shares.account, shares.time, shares.content
    while len(rows):
        distance += 1
        rows = rows[: np.searchsorted(rows, len(shares) - distance)]
        later = rows + distance
        near = (object_[rows] == object_[later]) & (time[later] - time[rows] <= window)
        rows, later = rows[near], later[near]
        if loops:
            yield rows, later
            continue
        other = account[rows] != account[later]
        if content is not None:
            other &= content[rows] != content[later]
        yield rows[other], later[other]


@dataclass(frozen=True, slots=True)
class Encounters:
    """All pairs of posts of two accounts within a window: rows of the shares, the older first."""

    first: Integers
    second: Integers

    def __len__(self) -> int:
        return len(self.first)


def encounters(shares: Shares, window: float, *, loops: bool = False) -> Encounters:
    """Every pair of rows of one object within the window (s, inclusive); see `steps`."""
    blocks = [block for block in steps(shares, window, loops=loops) if len(block[0])]
    if not blocks:
        return Encounters(_NONE, _NONE)
    return Encounters(*(np.concatenate([block[side] for block in blocks]) for side in (0, 1)))


def pair_up(shares: Shares, found: Encounters) -> Pairs:
    """Encounters counted by pair of accounts."""
    if not len(found):
        return NO_PAIRS
    i, j = found.first, found.second
    return fold(shares.account[i], shares.account[j], shares.object[i], shares.time[j] - shares.time[i])


def fold(first: Integers, second: Integers, object: Integers, dt: Floats) -> Pairs:
    """Pairs of posts, each by its two accounts, object and |dt| (s), counted by pair of accounts."""
    a, b = np.minimum(first, second).astype(np.int64), np.maximum(first, second).astype(np.int64)
    spans = [int(values.max()) + 1 for values in (a, b, object, dt)]
    bits = [span.bit_length() for span in spans]
    if sum(bits) <= CERTAIN_BITS and (dt == np.floor(dt)).all():
        packed = ((a << bits[1] | b) << bits[2] | object) << bits[3] | dt.astype(np.int64)
        packed.sort()
        return unpack(packed, bits[1], bits[2], bits[3])
    order = np.lexsort((object, b, a))
    a, b, object, dt = a[order], b[order], object[order], dt[order]
    same_pair = (a[1:] == a[:-1]) & (b[1:] == b[:-1])
    return _run_lengths(
        a,
        b,
        np.concatenate(([True], ~same_pair)),
        np.concatenate(([True], ~same_pair | (object[1:] != object[:-1]))),
        dt,
    )


def unpack(packed: Integers, account_bits: int, object_bits: int, dt_bits: int) -> Pairs:
    """Sorted keys (a, b, object, dt) counted by pair of accounts."""
    with_object = packed >> dt_bits
    pair = with_object >> object_bits
    new_object = np.concatenate(([True], with_object[1:] != with_object[:-1]))
    new_pair = np.concatenate(([True], pair[1:] != pair[:-1]))
    dt = packed & ((1 << dt_bits) - 1)
    return _run_lengths(pair >> account_bits, pair & ((1 << account_bits) - 1), new_pair, new_object, dt)


def _run_lengths(a: Integers, b: Integers, new_pair: Flags, new_object: Flags, dt: Integers | Floats) -> Pairs:
    starts = np.flatnonzero(new_pair)
    weight = np.diff(starts, append=len(a))
    objects = np.add.reduceat(new_object.astype(np.int64), starts)
    return Pairs(a[starts], b[starts], weight, objects, np.add.reduceat(dt, starts) / weight)


@dataclass(frozen=True, slots=True)
class Meetings:
    """The pairs of posts behind some pairs of accounts, sorted by pair and time.

    `pair` indexes the pairs asked for; `first` and `second` are rows of the shares, the older first.
    """

    pair: Integers
    first: Integers
    second: Integers

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def starts(self) -> Integers:
        """Index of the first meeting of each pair, and the number of meetings at the end."""
        return bounds(self.pair)


def meetings(shares: Shares, found: Encounters, a: Integers, b: Integers) -> Meetings:
    """The encounters of some pairs of accounts (a < b), which are sorted and distinct."""
    if not len(a) or not len(found):
        return Meetings(_NONE, _NONE, _NONE)
    accounts = len(shares.accounts)
    keys = a.astype(np.int64) * accounts + b
    x, y = shares.account[found.first].astype(np.int64), shares.account[found.second]
    wanted = np.minimum(x, y) * accounts + np.maximum(x, y)
    maybe = np.flatnonzero(marks_of(keys)[_mark(wanted)])
    at = places(wanted[maybe], keys)
    pair, rows = at[at >= 0], maybe[at >= 0]
    first, second = found.first[rows], found.second[rows]
    order = np.lexsort((second, first, shares.time[first], pair))
    return Meetings(pair[order], first[order], second[order])


MARK_BITS = 22


def marks_of(keys: Integers) -> Flags:
    """A table of marks: what is not marked is none of the keys, which is told ten times as fast as by a search."""
    marks = np.zeros(1 << MARK_BITS, bool)
    marks[_mark(keys)] = True
    return marks


def _mark(keys: Integers) -> Integers:
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray(mixed >> np.uint64(64 - MARK_BITS))


class Pairing(Protocol):
    """All encounters of some shares within a window."""

    def __len__(self) -> int:
        """How many they are."""
        ...

    def pairs(self, least: int = 1) -> tuple[Pairs, int]:
        """Pairs of accounts with at least so many encounters, sorted, and how many pairs met at all."""
        ...

    def meetings(self, a: Integers, b: Integers) -> Meetings:
        """The encounters of some pairs of accounts (a < b), which are sorted and distinct."""
        ...


class ArrayPairing:
    """The same by numpy: quick to start, whatever the times and the number of accounts and objects."""

    def __init__(self, shares: Shares, window: float) -> None:
        self._shares = shares
        self._found = encounters(shares, inclusive(window))
        self._pairs: Pairs | None = None

    def __len__(self) -> int:
        return len(self._found)

    def pairs(self, least: int = 1) -> tuple[Pairs, int]:
        """Pairs of accounts with at least so many encounters, and how many pairs met at all."""
        found = pair_up(self._shares, self._found) if self._pairs is None else self._pairs
        if len(found) <= _HELD:
            # asked for again where they are few enough to be listed
            self._pairs = found
        return found if least == 1 else found.where(found.weight >= least), len(found)

    def meetings(self, a: Integers, b: Integers) -> Meetings:
        """The encounters of some pairs of accounts (a < b), which are sorted and distinct."""
        return meetings(self._shares, self._found, a, b)


def pairing_of(shares: Shares, window: float, room: int | None = None) -> Pairing:
    """The encounters within the window (s, inclusive), by whichever way is the faster for so many rows.

    `room`: octets that compiled loops may take for keys at a time.
    """
    if len(shares) >= COMPILED_FROM or (
        most_pairs(shares).sum() > MANY_PAIRS and within(shares, window).sum() > MANY_PAIRS
    ):
        from analysis import compiled_pairing  # noqa: PLC0415  # the loops take a twentieth of a second to link

        if compiled_pairing.fits(shares, window):
            return compiled_pairing.CompiledPairing(shares, window, room=room or compiled_pairing.ROOM)
    return ArrayPairing(shares, window)


def distinct(values: Integers) -> Integers:
    """The different values, sorted. (`np.unique` hashes whole numbers, which takes three times as long as to sort them.)"""
    ordered = np.sort(values)
    return ordered[bounds(ordered)[:-1]] if len(ordered) else ordered


def places(values: Integers, ordered: Integers) -> Integers:
    """Where each value stands in a sorted array of different ones, -1 where it does not."""
    if not len(ordered):
        return np.full(len(values), -1, np.int64)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.where(ordered[at] == values, at, -1)


def among(values: Integers, ordered: Integers) -> Flags:
    """Which values are in a sorted array."""
    return places(values, ordered) >= 0


def at_places(values: Integers, place: Integers) -> Integers:
    """The values at these places, 0 where there is none (-1)."""
    return np.append(values, 0)[place]
