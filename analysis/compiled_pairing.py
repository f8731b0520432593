"""Pairing by compiled loops: counted first, then written once in partitions, sorted on both cores, folded."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analysis import AnalysisError, compiled
from analysis.pairing import CERTAIN_BITS, MARK_BITS, NO_PAIRS, Meetings, Pairs, joined, marks_of
from analysis.shares import Floats, Integers, Shares

_PARTITIONS = 256
_NOTHING = np.zeros(0, np.int32)
ROOM = 1 << 29
"""Octets of keys that are made at a time."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an encounter becomes one key: last bits of an account that are its partition, bits of the key's parts, ticks a second."""

    shift: int
    bits: tuple[int, int, int]
    ticks: int


def fits(shares: Shares, window: float) -> bool:
    """Whether an encounter is one key of 63 bits: whole seconds or milliseconds, and not too many accounts and objects."""
    return _layout(shares, window) is not None


def ticks_of(time: Floats) -> int | None:
    """1 where all times are whole seconds, 1000 where they are whole milliseconds, else None."""
    for ticks in (1, 1000):
        moved = time * ticks
        if (moved == np.floor(moved)).all():
            return ticks
    return None


def layout_of(accounts: int, objects: int, ticks: int | None, window: float) -> Layout | None:
    """The layout for so many accounts and objects; None where keys do not fit."""
    if ticks is None:
        return None
    bits = (max(accounts, 2) - 1).bit_length(), (max(objects, 2) - 1).bit_length(), int(window * ticks).bit_length() + 1
    shift = _PARTITIONS.bit_length() - 1
    return Layout(shift, bits, ticks) if max(bits[0] - shift, 0) + sum(bits) <= CERTAIN_BITS else None


def _layout(shares: Shares, window: float) -> Layout | None:
    return layout_of(len(shares.accounts), len(shares.objects), ticks_of(shares.time), window)


class CompiledPairing:
    """All encounters of shares within a window, walked over again whenever they are asked for."""

    def __init__(self, shares: Shares, window: float, *, room: int = ROOM, layout: Layout | None = None) -> None:
        """`room`: octets for keys at a time, at least those of one partition; `layout`: that of more shares than these."""
        found = layout or _layout(shares, window)
        if found is None:
            raise AnalysisError("pairing: keys do not fit 63 bits; use pairing_of, which chooses")
        self.layout = found
        self._shares = shares
        self._room = room
        self._ends = np.empty(len(shares), np.int32)
        compiled.reach(shares.object, shares.time, float(window), self._ends)
        self._content = _NOTHING if shares.content is None else shares.content
        self._counts = np.zeros(_PARTITIONS, np.int64)
        compiled.count(shares.account, self._content, self._ends, self._counts)

    def __len__(self) -> int:
        return int(self._counts.sum())

    def packed(self) -> Iterator[list[tuple[int, Integers]]]:
        """Partitions of the lesser account that have encounters, each with its keys, as many at a time as there is room for."""
        shares, layout = self._shares, self.layout
        for low, high in _passes(self._counts, self._room // 8):
            starts = np.concatenate(([0], np.cumsum(self._counts[low:high])))
            packed = np.empty(int(starts[-1]), np.int64)
            places = np.zeros(len(self._counts), np.int64)
            places[low:high] = starts[:-1]
            compiled.emit(
                shares.object,
                shares.account,
                self._content,
                shares.time,
                self._ends,
                layout.shift,
                layout.bits,
                layout.ticks,
                low,
                high,
                places,
                packed,
            )
            filled = [part for part in range(low, high) if self._counts[part]]
            yield [(part, packed[starts[part - low] : starts[part - low + 1]]) for part in filled]

    def pairs(self, least: int = 1) -> tuple[Pairs, int]:
        """Pairs of accounts with at least so many encounters, and how many pairs met at all."""
        parts: list[tuple[Pairs, int]] = []
        with ThreadPoolExecutor(2) as pool:
            for some in self.packed():
                parts += pool.map(lambda one: fold_keys(one[0], one[1], self.layout, least), some)
        return in_order([pairs for pairs, _ in parts]), sum(met for _, met in parts)

    def meetings(self, a: Integers, b: Integers) -> Meetings:
        """The encounters of some pairs of accounts (a < b), which are sorted and distinct."""
        shares = self._shares
        keys = a.astype(np.int64) * len(shares.accounts) + b
        asked = (shares.account, self._content, self._ends, len(shares.accounts), keys, marks_of(keys), MARK_BITS)
        empty = np.zeros(0, np.int64)
        room = (
            tuple(np.empty(compiled.meet(*asked, empty, empty, empty), np.int64) for _ in range(3)) if len(keys) else ()
        )
        if not room or not len(room[0]):
            return Meetings(empty, empty, empty)
        compiled.meet(*asked, *room)
        pair, first, second = room
        order = np.lexsort((second, first, shares.time[first], pair))
        return Meetings(pair[order], first[order], second[order])


def in_order(parts: list[Pairs]) -> Pairs:
    """The pairs of all partitions, sorted by both accounts; the parts are let go of."""
    if not parts:
        return NO_PAIRS
    whole = joined(*parts)
    parts.clear()
    return whole.where(np.argsort(whole.keys(int(whole.b.max(initial=0)) + 1)))


def fold_keys(part: int, keys: Integers, layout: Layout, least: int) -> tuple[Pairs, int]:
    """The keys of a partition, which are sorted where they stand, counted by pair; and how many pairs met at all."""
    keys.sort()
    most = len(keys) // least
    a, b, weight, objects = (np.empty(most, np.int64) for _ in range(4))
    mean_dt = np.empty(most)
    kept, met = compiled.fold(
        keys, part, layout.shift, layout.bits, layout.ticks, least, a, b, weight, objects, mean_dt
    )
    # copied, so that the room of pairs that met less often is let go of
    return Pairs(
        a[:kept].copy(), b[:kept].copy(), weight[:kept].copy(), objects[:kept].copy(), mean_dt[:kept].copy()
    ), met


def _passes(counts: Integers, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of partitions with at most so many keys together, or one partition each."""
    low, held = 0, 0
    for part, count in enumerate(counts.tolist()):
        if held and held + count > most:
            yield low, part
            low, held = part, 0
        held += count
    if held:
        yield low, len(counts)
