"""Pairing by compiled loops: encounters written once as keys in partitions, sifted, sorted by pair and folded on both cores."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis import AnalysisError, compiled
from analysis.pairing import CERTAIN_BITS, MARK_BITS, Meetings, Pairs, inclusive, marks_of
from analysis.shares import Floats, Integers, Shares, bounds

_PARTITIONS = 256
_NOTHING = np.zeros(0, np.uint64)
_STRETCH = 1 << 11
"""Keys of one partition that stand together."""
_SOME = 1 << 15
"""Times that are looked at together."""
_PIECES, _WORTH_CUTTING = 6, 1 << 18
"""Pieces of the rows that are walked over by themselves, and rows that are worth one more."""
_MARKS_PER_KEY, _MOST_MARKS = 4, 20
"""Counters for each key, and bits of how many there are at most: as fit a core's own cache."""
_OFF = 1e-3
"""Milliseconds that a time may be away from a whole one: floats hold thousandths of a second only nearly."""
ROOM = 384 << 20
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
    return next((ticks for ticks, off in ((1, 0.0), (1000, _OFF)) if _whole(time, ticks, off)), None)


def _whole(time: Floats, ticks: int, off: float) -> bool:
    # some at a time, which stay near the processor
    moved = (time[at : at + _SOME] * ticks for at in range(0, len(time), _SOME))
    return all((np.abs(some - np.rint(some)) <= off).all() for some in moved)


def layout_of(accounts: int, objects: int, ticks: int | None, window: float) -> Layout | None:
    """The layout for so many accounts and objects; None where keys do not fit."""
    if ticks is None:
        return None
    bits = (max(accounts, 2) - 1).bit_length(), (max(objects, 2) - 1).bit_length(), int(window * ticks).bit_length() + 1
    shift = _PARTITIONS.bit_length() - 1
    return Layout(shift, bits, ticks) if max(bits[0] - shift, 0) + sum(bits) <= CERTAIN_BITS else None


def _layout(shares: Shares, window: float) -> Layout | None:
    return layout_of(len(shares.accounts), len(shares.objects), ticks_of(shares.time), window)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one partition: stretches of an array."""

    packed: Integers
    starts: Integers
    stops: Integers

    @classmethod
    def whole(cls, packed: Integers) -> "Keys":
        """All of an array."""
        return cls(packed, np.zeros(1, np.int64), np.full(1, len(packed), np.int64))

    def __len__(self) -> int:
        return int((self.stops - self.starts).sum())

    @property
    def stretches(self) -> list[Integers]:
        """The keys, as they stand."""
        return [self.packed[start:stop] for start, stop in zip(self.starts, self.stops, strict=True)]


class CompiledPairing:
    """All encounters of shares within a window, walked over again whenever they are asked for."""

    def __init__(self, shares: Shares, window: float, *, room: int = ROOM, layout: Layout | None = None) -> None:
        """`room`: octets for keys at a time, at least those of one partition; `layout`: that of more shares than these."""
        found = layout or _layout(shares, window)
        if found is None:
            raise AnalysisError("pairing: keys do not fit 63 bits; use pairing_of, which chooses")
        self.layout = found
        self._shares = shares
        self._room = room // 8
        self._ends = np.empty(len(shares), np.int32)
        # equal numbers stay equal, whatever their type
        self._content = _NOTHING if shares.content is None else shares.content.astype(np.uint64, copy=False)
        edges = np.linspace(0, len(shares), min(_PIECES, len(shares) // _WORTH_CUTTING) + 2).astype(np.int64).tolist()
        self._pieces = list(pairwise(edges))
        with ThreadPoolExecutor(2) as pool:
            self._most = list(pool.map(lambda piece: self._reach(inclusive(window), *piece), self._pieces))

    def _reach(self, window: float, begin: int, until: int) -> int:
        shares = self._shares
        return int(compiled.reach(shares.object, shares.time, float(window), begin, until, self._ends))

    def __len__(self) -> int:
        return sum(int(self._count(piece).sum()) for piece in self._pieces)

    def packed(self) -> Iterator[list[tuple[int, list[Keys]]]]:
        """Partitions of the lesser account that have encounters, each with its keys, as many at a time as there is room for."""
        with ThreadPoolExecutor(2) as pool:
            for low, high, rooms in self._passes(pool):
                made = list(pool.map(lambda piece, room: self._emit(low, high, piece, room), self._pieces, rooms))  # noqa: B023  # done within the pass
                filled = sorted({part for keys in made for part in keys})
                parts = [(part, [keys[part] for keys in made if part in keys]) for part in filled]
                del made
                yield parts
                # taken by now: the next are made in their place
                parts.clear()

    def _passes(self, pool: ThreadPoolExecutor) -> Iterator[tuple[int, int, list[int]]]:
        """Ranges of partitions, and room for the keys that each piece has there; what fits at once need not be counted."""
        if sum(self._most) <= self._room:
            yield 0, _PARTITIONS, self._most
            return
        counts = np.array(list(pool.map(self._count, self._pieces)))
        for low, high in _ranges(counts.sum(axis=0), self._room):
            yield low, high, counts[:, low:high].sum(axis=1).tolist()

    def _count(self, piece: tuple[int, int]) -> Integers:
        counts = np.zeros(_PARTITIONS, np.int64)
        compiled.count(self._shares.account, self._content, self._ends, *piece, counts)
        return counts

    def _emit(self, low: int, high: int, piece: tuple[int, int], room: int) -> dict[int, Keys]:
        """The keys of a piece by partition."""
        shares, layout = self._shares, self.layout
        # each partition may leave one stretch unfilled
        most = room // _STRETCH + _PARTITIONS
        packed = np.empty(most * _STRETCH, np.int64)
        places, owners = np.zeros(_PARTITIONS, np.int64), np.zeros(most, np.int32)
        used = compiled.emit(
            shares.object,
            shares.account,
            self._content,
            shares.time,
            self._ends,
            *piece,
            layout.shift,
            *layout.bits,
            layout.ticks,
            low,
            high,
            places,
            packed,
            _STRETCH,
            owners,
        )
        starts = np.arange(used) * _STRETCH
        stops = starts + _STRETCH
        last = places[places > 0]
        stops[(last - 1) // _STRETCH] = last
        order = np.argsort(owners[:used], kind="stable")
        found = bounds(owners[order])
        return {
            int(owners[order[begin]]): Keys(packed, starts[order[begin:end]], stops[order[begin:end]])
            for begin, end in pairwise(found.tolist())
        }

    def pairs(self, least: int = 1) -> tuple[Pairs, int]:
        """Pairs of accounts with at least so many encounters, and how many pairs met at all."""
        parts: list[Pairs] = []
        met = 0
        with ThreadPoolExecutor(2) as pool:
            for some in self.packed():
                halves = [some[::2], some[1::2]]
                some.clear()
                for pairs, here in pool.map(lambda half: self._folded(half, least), halves):
                    parts += pairs
                    met += here
                    # so that `in_order` can let go of them
                    del pairs
        return in_order(parts), met

    def _folded(self, some: list[tuple[int, list[Keys]]], least: int) -> tuple[list[Pairs], int]:
        """Partitions folded, and let go of; and how many pairs met there."""
        sieve = Sieve()
        found = [fold_keys(part, keys, self.layout, least, sieve) for part, keys in some]
        some.clear()
        return [pairs for pairs, _ in found], sum(met for _, met in found)

    def meetings(self, a: Integers, b: Integers) -> Meetings:
        """The encounters of some pairs of accounts (a < b), which are sorted and distinct."""
        shares = self._shares
        keys = a.astype(np.int64) * len(shares.accounts) + b
        top = 64 - MARK_BITS
        asked = (shares.account, self._content, self._ends, len(shares.accounts), keys, marks_of(keys), top)
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
    """The pairs of all partitions, sorted by both accounts; the parts are let go of one by one.

    Each part is sorted, and all pairs of a lesser account stand in one of them: what is left is to put those side by side.
    """
    sizes = np.zeros(max((int(part.a.max(initial=0)) for part in parts), default=0) + 1, np.int64)
    for part in parts:
        compiled.tally(part.a.astype(np.int32), sizes)
    places, count = np.cumsum(sizes) - sizes, int(sizes.sum())
    a, b, weight, objects = (np.empty(count, np.int64) for _ in range(4))
    whole = Pairs(a, b, weight, objects, np.empty(count))
    while parts:
        part = parts.pop()
        to = np.empty(len(part), np.int64)
        compiled.put(part.a, places, to)
        for name in ("a", "b", "weight", "objects", "mean_dt"):
            getattr(whole, name)[to] = getattr(part, name)
    return whole


def fold_keys(part: int, keys: Sequence[Keys], layout: Layout, least: int, sieve: "Sieve") -> tuple[Pairs, int]:
    """The keys of a partition counted by pair; and how many pairs met at all."""
    b_bits, o_bits, dt_bits = layout.bits
    some = gathered(keys) if least == 1 else sieve.sifted(keys, o_bits + dt_bits)
    alone = sum(len(one) for one in keys) - len(some)
    # keys are made object by object, so that those of a pair need not be sorted
    some = sieve.by_pair(some, o_bits + dt_bits, max(b_bits - layout.shift, 0) + b_bits)
    most = len(some) // least
    a, b, weight, objects = (np.empty(most, np.int64) for _ in range(4))
    mean_dt = np.empty(most)
    met = np.zeros(1, np.int64)
    kept = compiled.fold(
        some, part, layout.shift, *layout.bits, layout.ticks, least, a, b, weight, objects, mean_dt, met
    )
    # copied, so that the room of pairs that met less often is let go of
    return Pairs(
        a[:kept].copy(), b[:kept].copy(), weight[:kept].copy(), objects[:kept].copy(), mean_dt[:kept].copy()
    ), int(met[0]) + alone


def gathered(keys: Sequence[Keys]) -> Integers:
    """The keys in one array."""
    return np.concatenate([stretch for one in keys for stretch in one.stretches] or [np.zeros(0, np.int64)])


class Sieve:
    """Drops most keys whose pair met once, to sort which would be most of the work, and sorts the others.

    Its memory is used over and over: to be given it anew would take longer than the work.
    """

    def __init__(self) -> None:
        self._marks = np.zeros(0, np.uint8)
        self._room = np.zeros(0, np.int64)
        self._other_room = np.zeros(0, np.int64)

    def by_pair(self, keys: Integers, shift: int, bits: int) -> Integers:
        """The keys by their pair, until the next call."""
        if len(keys) > len(self._other_room):
            self._other_room = np.empty(len(keys) + len(keys) // 8, np.int64)
        return compiled.by_digits(keys, self._other_room[: len(keys)], shift, bits)

    def sifted(self, keys: Sequence[Keys], shift: int) -> Integers:
        """The others, until the next call; each that is dropped is a pair of its own. A key is moved by `shift` to be its pair."""
        count = sum(len(one) for one in keys)
        size = 1 << min(max((count * _MARKS_PER_KEY).bit_length(), 1), _MOST_MARKS)
        if size > len(self._marks):
            self._marks = np.empty(size, np.uint8)
        if count > len(self._room):
            self._room = np.empty(count + count // 8, np.int64)
        marks = self._marks[:size]
        marks[:] = 0
        top = compiled.top_of(marks)
        for one in keys:
            compiled.note(one.packed, one.starts, one.stops, shift, top, marks)
        end = 0
        for one in keys:
            end = compiled.sift(one.packed, one.starts, one.stops, shift, top, marks, self._room, end)
        return self._room[:end]


def _ranges(counts: Integers, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of partitions with at most so many keys together, or one partition each."""
    low, held = 0, 0
    for part, count in enumerate(counts.tolist()):
        if held and held + count > most:
            yield low, part
            low, held = part, 0
        held += count
    if held:
        yield low, len(counts)
