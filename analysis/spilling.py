"""Counting pairs of a table that does not fit into memory: rows and keys wait on disk.

Rows go to a file for each partition of their objects; each is then put in order and paired by itself, and its
keys go to a file for each partition of the lesser account; each of those is sorted and counted by itself. What
stays in memory are the texts behind the codes and the pairs that are listed.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis import AnalysisError
from analysis.compiled_pairing import (
    CompiledPairing,
    Keys,
    Layout,
    Sieve,
    fold_keys,
    gathered,
    in_order,
    layout_of,
    ticks_of,
)
from analysis.encoding import Block, Names, encoded, nothing_of, settled, shares_of
from analysis.pairing import Pairs
from analysis.shares import REPEATED, Flags, Integers, Shares
from analysis.weighing import LISTED, Hot, Settings, Weighed, cooled

_PARTS = 32
_ROW = np.dtype([("object", np.int32), ("account", np.int32), ("content", np.uint64), ("time", np.float64)])
_COLUMNS = ("object", "account", "content", "time")
LEAST_MEMORY = 300_000_000
"""Octets that the interpreter and the texts of a small table take."""


class FinerTimesError(AnalysisError):
    """Times are known to more than a millisecond, so that keys do not fit: only arrays in memory take them."""


def weigh_spilled(batches: Iterable[pa.RecordBatch], settings: Settings, memory: int, folder: Path) -> Weighed:
    """What `analysis.detection.weigh` finds, with about so many octets of memory; files are left in the folder.

    AnalysisError where memory is less than the interpreter and the texts need; FinerTimesError where times are known
    to more than a millisecond.
    """
    if memory < LEAST_MEMORY:
        raise AnalysisError(f"memory {memory:,} octets: is less than what is needed for a start; give {LEAST_MEMORY:,}")
    rows = _Rows(folder)
    names = encoded(batches, rows.keep)
    posts = rows.settle(names)
    layout = layout_of(len(names.accounts), len(names.objects), rows.ticks, settings.window)
    if layout is None:
        raise FinerTimesError(
            "memory: a bound holds for times of whole seconds or milliseconds; leave it out for others"
        )
    keys = _Keys(folder)
    taking = 0
    hot: list[Hot] = []
    enough = posts >= settings.min_participation
    for part in range(_PARTS):
        shares, found = cooled(rows.shares(part, names, enough), settings.window, settings.hot)
        taking += len(shares) + sum(one.shares for one in found)
        hot += found
        for some in CompiledPairing(shares, settings.window, room=memory // 8, layout=layout).packed():
            for number, made in some:
                keys.keep(number, gathered(made))
    return _counted(names, settings, keys, layout, taking, int(posts.sum()), hot)


def _counted(
    names: Names, settings: Settings, keys: "_Keys", layout: Layout, taking: int, rows: int, hot: list[Hot]
) -> Weighed:
    least = settings.min_weight or 1
    parts: list[Pairs] = []
    met = 0
    sieve = Sieve()
    for number in keys.numbers():
        pairs, here = fold_keys(number, [keys.of(number)], layout, least, sieve)
        met += here
        if settings.min_weight is None and met > LISTED and least == 1:
            # too many to list those that met once; what was kept of them goes
            least = 2
            parts = [part.at_least(least) for part in parts]
            pairs = pairs.at_least(least)
        parts.append(pairs)
    left = sum(one.shares for one in hot)
    return Weighed(settings, nothing_of(names), in_order(parts), tuple(hot), met, rows - taking, taking - left)


def _as_rows(block: Block) -> npt.NDArray[np.void]:
    rows = np.empty(len(block), _ROW)
    for name in _COLUMNS:
        rows[name] = getattr(block, name)
    return rows


class _Rows:
    """Rows in a file for each partition of their objects."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"rows-{part}" for part in range(_PARTS)]
        self.ticks: int | None = 1
        """Ticks a second in which all times are whole; None where there are none."""

    def keep(self, block: Block) -> None:
        """Add rows."""
        if self.ticks is not None:
            ticks = ticks_of(block.time)
            self.ticks = None if ticks is None else max(ticks, self.ticks)
        rows = _as_rows(block)
        part = block.object % _PARTS
        order = np.argsort(part, kind="stable")
        ends = np.searchsorted(part[order], np.arange(_PARTS + 1))
        for number, path in enumerate(self._paths):
            if ends[number] < ends[number + 1]:
                with path.open("ab") as file:
                    rows[order[ends[number] : ends[number + 1]]].tofile(file)

    def settle(self, names: Names) -> Integers:
        """Put each file in order without repeated rows; gives the rows of each account."""
        posts = np.zeros(len(names.accounts), np.int64)
        repeated = 0
        for path in self._paths:
            block, lost = settled([self._read(path)], len(names.objects))
            repeated += lost
            posts += block.posts(len(posts))
            _as_rows(block).tofile(path)
        if repeated:
            names.left_out[REPEATED] = repeated
        return posts

    def shares(self, part: int, names: Names, enough: Flags) -> Shares:
        """The settled rows of a partition, of the accounts that have enough."""
        block = self._read(self._paths[part])
        return shares_of(block.squeezed(enough[block.account]), names)

    def _read(self, path: Path) -> Block:
        rows = np.fromfile(path, _ROW) if path.exists() else np.zeros(0, _ROW)
        return Block(*(np.ascontiguousarray(rows[name]) for name in _COLUMNS))


class _Keys:
    """Keys in a file for each partition of the lesser account."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: set[int] = set()

    def keep(self, number: int, keys: Integers) -> None:
        """Add keys."""
        self._numbers.add(number)
        with (self._folder / f"keys-{number}").open("ab") as file:
            keys.tofile(file)

    def numbers(self) -> list[int]:
        """The partitions that have keys."""
        return sorted(self._numbers)

    def of(self, number: int) -> Keys:
        """The keys of a partition."""
        return Keys.whole(np.fromfile(self._folder / f"keys-{number}", np.int64))
