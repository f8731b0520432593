"""Pairing by compiled loops: counted first, then written once in partitions, sorted on both cores, folded."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from analysis import AnalysisError, compiled
from analysis.pairing import CERTAIN_BITS, MARK_BITS, NO_PAIRS, Meetings, Pairs, joined, marks_of
from analysis.shares import Integers, Shares

_PARTITIONS = 64
_NOTHING = np.zeros(0, np.int32)


def fits(shares: Shares, window: float) -> bool:
    """Whether an encounter is one key of 63 bits: whole seconds or milliseconds, and not too many accounts and objects."""
    return _layout(shares, window) is not None


def _layout(shares: Shares, window: float) -> tuple[int, tuple[int, int, int], int] | None:
    """Bits to shift an account by to get its partition, bits of the key's parts, and ticks a second."""
    time = shares.time
    for ticks in (1, 1000):
        moved = time * ticks
        if (moved == np.floor(moved)).all():
            break
    else:
        return None
    accounts, objects = (max(len(names), 2) - 1 for names in (shares.accounts, shares.objects))
    bits = accounts.bit_length(), objects.bit_length(), int(window * ticks).bit_length() + 1
    shift = max(bits[0] - _PARTITIONS.bit_length() + 1, 0)
    return (shift, bits, ticks) if shift + sum(bits) <= CERTAIN_BITS else None


class CompiledPairing:
    """All encounters of shares within a window, walked over again whenever they are asked for."""

    def __init__(self, shares: Shares, window: float) -> None:
        layout = _layout(shares, window)
        if layout is None:
            raise AnalysisError("pairing: keys do not fit 63 bits; use pairing_of, which chooses")
        self._shares = shares
        self._shift, self._bits, self._ticks = layout
        self._ends = np.empty(len(shares), np.int32)
        compiled.reach(shares.object, shares.time, float(window), self._ends)
        self._content = _NOTHING if shares.content is None else shares.content
        self._counts = np.zeros(_PARTITIONS * 2, np.int64)
        compiled.count(shares.account, self._content, self._ends, self._shift, self._counts)

    def __len__(self) -> int:
        return int(self._counts.sum())

    def pairs(self, least: int = 1) -> tuple[Pairs, int]:
        """Pairs of accounts with at least so many encounters, and how many pairs met at all."""
        shares = self._shares
        starts = np.concatenate(([0], np.cumsum(self._counts)))
        packed = np.empty(int(starts[-1]), np.int64)
        compiled.emit(
            shares.object,
            shares.account,
            self._content,
            shares.time,
            self._ends,
            self._shift,
            self._bits,
            self._ticks,
            starts[:-1].copy(),
            packed,
        )

        def folded(part: int) -> tuple[Pairs, int]:
            keys = packed[starts[part] : starts[part + 1]]
            keys.sort()
            base = np.int64(part << self._shift)
            most = len(keys) // least
            a, b, weight, objects = (np.empty(most, np.int64) for _ in range(4))
            mean_dt = np.empty(most)
            kept, met = compiled.fold(keys, base, self._bits, self._ticks, least, a, b, weight, objects, mean_dt)
            # so that the room of pairs that met less often is let go of
            kept_only = slice(0, kept)
            return Pairs(
                a[kept_only].copy(),
                b[kept_only].copy(),
                weight[kept_only].copy(),
                objects[kept_only].copy(),
                mean_dt[kept_only].copy(),
            ), met

        with ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(folded, np.flatnonzero(self._counts).tolist()))
        return joined(*(pairs for pairs, _ in parts)) if parts else NO_PAIRS, sum(met for _, met in parts)

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
