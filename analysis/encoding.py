"""Encoding a stream of rows, so that a table larger than memory becomes four columns of numbers."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis import compiled, compiled_texts
from analysis.shares import (
    ACCOUNT,
    CONTENT,
    OBJECT,
    REPEATED,
    TIME,
    Column,
    Flags,
    Floats,
    Integers,
    Shares,
    Texts,
    arrow,
    plain,
    text_parts,
    usable,
)

_ROOM = 1 << 16
_HELD = 3 << 19
"""Rows of a block that is held."""
_COLUMNS = ("object", "account", "content", "time")


class Codes:
    """Numbers from 0 for texts, in the order in which they are first seen.

    Texts are told apart by 96 bits of two hashes with a key of this process: comparing octets would take seven
    times as long, and in a million texts two different ones are taken for one with a chance of 1 in 10^17.
    """

    def __init__(self) -> None:
        self._table = np.zeros(2 * _ROOM, np.uint64)
        self._known = np.zeros(1, np.int64)
        self._names: list[Texts] = []

    def of(self, texts: Texts) -> npt.NDArray[np.int32]:
        """The code of each text."""
        first, second = hashed(texts)
        codes = np.empty(len(texts), np.int32)
        fresh = np.zeros(len(texts), bool)
        row = 0
        while True:
            row = compiled_texts.look_up(first, second, self._table, self._known, codes, fresh, row)
            if row == len(texts):
                break
            # pages of two megabytes, which memory that is given as zeros does not get
            larger = np.empty(2 * len(self._table), np.uint64)
            larger[:] = 0
            compiled_texts.rehash(self._table, larger)
            self._table = larger
        if fresh.any():
            self._names.append(texts.take(arrow(np.flatnonzero(fresh))))
        return codes

    def names(self) -> Texts:
        """The texts by code."""
        return (
            pa.concat_arrays([one.cast(pa.large_string()) for one in self._names])
            if self._names
            else pa.array([], pa.large_string())
        )


_KEYS = np.frombuffer(os.urandom(32), np.uint64)
"""Of this process, so that nobody foresees which texts have equal hashes; no result depends on them."""


def hashed(texts: Texts) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Two 64-bit hashes of each text."""
    starts, octets = text_parts(texts.cast(pa.string()))
    first, second = np.empty(len(texts), np.uint64), np.empty(len(texts), np.uint64)
    compiled_texts.hash_texts(starts, octets, _KEYS, first, second)
    return first, second


@dataclass(slots=True)
class Block:
    """Rows as numbers; `content` is a 64-bit hash."""

    object: npt.NDArray[np.int32]
    account: npt.NDArray[np.int32]
    content: npt.NDArray[np.uint64]
    time: Floats

    def __len__(self) -> int:
        return len(self.time)

    def first(self, rows: int) -> "Block":
        """So many rows."""
        return Block(*(getattr(self, name)[:rows] for name in _COLUMNS))

    def squeezed(self, kept: Flags) -> "Block":
        """Some of the rows, in the memory of all."""
        return self.first(compiled.squeeze(kept, self.object, self.account, self.content, self.time))

    def posts(self, accounts: int) -> Integers:
        """Rows of each of so many accounts."""
        posts = np.zeros(accounts, np.int64)
        compiled.tally(self.account, posts)
        return posts


def _room(rows: int) -> Block:
    """A block to be filled, in one piece of memory: what is larger than 32 MB goes back to the system when it is let go of."""
    octets = np.empty(rows * 24, np.uint8)
    content, time, object_, account = (octets[rows * at : rows * to] for at, to in pairwise((0, 8, 16, 20, 24)))
    return Block(object_.view(np.int32), account.view(np.int32), content.view(np.uint64), time.view(np.float64))


@dataclass(frozen=True, slots=True)
class Names:
    """The texts behind the codes, and rows left out by reason."""

    objects: Texts
    accounts: Texts
    left_out: dict[str, int]


def encoded(batches: Iterable[pa.RecordBatch], keep: Callable[[Block], None]) -> Names:
    """Hand the rows of batches, which have the columns of `analysis.shares.encode`, to `keep` as numbers."""
    object_codes, account_codes = Codes(), Codes()
    left_out: dict[str, int] = {}
    with ThreadPoolExecutor(1) as pool:
        for batch in batches:
            table, lost = usable(pa.Table.from_batches([batch]))
            for reason, rows in lost.items():
                left_out[reason] = left_out.get(reason, 0) + rows
            objects, accounts, contents = (_texts(table[name]) for name in (OBJECT, ACCOUNT, CONTENT))
            # two threads: numpy and numba let go of the interpreter
            own = pool.submit(object_codes.of, objects)
            account = account_codes.of(accounts)
            keep(Block(own.result(), account, hashed(contents)[0], plain(table[TIME])))
    return Names(object_codes.names(), account_codes.names(), left_out)


def encode_stream(batches: Iterable[pa.RecordBatch]) -> Shares:
    """Shares of batches of rows, as `analysis.shares.encode` makes them of a table in memory.

    Contents are told apart by 64-bit hashes with a key of this process: in ten million rows two different
    ones are taken for one with a chance of about one in a million, and then a pair of posts is lost.
    """
    return shares_of(*settled_stream(batches))


class _Held:
    """Rows in a few large blocks."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._filled = _HELD

    def keep(self, block: Block) -> None:
        """Add rows."""
        at = 0
        while at < len(block):
            if self._filled == _HELD:
                self._blocks.append(_room(_HELD))
                self._filled = 0
            some = min(_HELD - self._filled, len(block) - at)
            for name in _COLUMNS:
                to = getattr(self._blocks[-1], name)
                to[self._filled : self._filled + some] = getattr(block, name)[at : at + some]
            self._filled += some
            at += some

    def blocks(self) -> list[Block]:
        """The blocks, which are held no longer."""
        blocks, self._blocks = self._blocks, []
        if blocks:
            blocks.append(blocks.pop().first(self._filled))
        return blocks


def settled_stream(batches: Iterable[pa.RecordBatch]) -> tuple[Block, Names]:
    """The rows of all batches, in order and without repeated ones."""
    held = _Held()
    names = encoded(batches, held.keep)
    whole, repeated = settled(held.blocks(), len(names.objects))
    if repeated:
        names.left_out[REPEATED] = repeated
    return whole, names


def shares_of(rows: Block, names: Names) -> Shares:
    """Rows with the texts behind their numbers."""
    content = rows.content if len(rows) else None
    return Shares(rows.object, rows.account, rows.time, content, names.objects, names.accounts, None, names.left_out)


def nothing_of(names: Names) -> Shares:
    """The texts alone."""
    return shares_of(_room(0), names)


def _texts(column: Column) -> Texts:
    # what stands in one piece already would be copied
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def settled(blocks: list[Block], objects: int) -> tuple[Block, int]:
    """The rows of all blocks by object and time, put so by counting, without repeated ones; and how many those were.

    The blocks are let go of one by one.
    """
    halves = [blocks[: len(blocks) // 2], blocks[len(blocks) // 2 :]]
    blocks.clear()
    with ThreadPoolExecutor(2) as pool:
        sizes = list(pool.map(lambda half: _sizes(half, objects), halves))
        starts = np.concatenate(([0], np.cumsum(sizes[0] + sizes[1])))
        count = int(starts[-1])
        whole = _room(count)
        whole.object[:] = np.repeat(np.arange(objects, dtype=np.int32), np.diff(starts))
        # the rows of the second half stand behind those of the first
        places = starts[:-1].copy(), starts[:-1] + sizes[0]
        list(pool.map(lambda half, place: _scatter(half, place, whole), halves, places))
        kept = np.ones(count, bool)
        largest = int(np.diff(starts).max(initial=0))
        # objects from the first whose rows begin in the second half go to the other thread
        middle = int(np.searchsorted(starts[:-1], count // 2))
        repeated = sum(
            pool.map(lambda some: _put_in_order(whole, starts, some, largest, kept), ((0, middle), (middle, objects)))
        )
    return (whole.squeezed(kept) if repeated else whole), repeated


def _put_in_order(rows: Block, starts: Integers, objects: tuple[int, int], largest: int, kept: Flags) -> int:
    """Sort the rows of some objects by time and unmark repeated ones; gives how many those are."""
    room = _room(largest)
    compiled.settle(starts, *objects, rows.account, rows.content, rows.time, room.account, room.content, room.time)
    slots = np.empty(1 << (2 * largest).bit_length(), np.int32)
    lost = compiled.mark_repeated(starts, *objects, rows.account, rows.time, rows.content, kept, slots)
    return int(lost)


def _sizes(blocks: list[Block], objects: int) -> Integers:
    """Rows of each object."""
    sizes = np.zeros(objects, np.int64)
    for block in blocks:
        compiled.tally(block.object, sizes)
    return sizes


def _scatter(blocks: list[Block], places: Integers, into: Block) -> None:
    """Put the rows of blocks where their objects have place."""
    blocks.reverse()
    while blocks:
        block = blocks.pop()
        compiled.scatter(
            block.object, block.account, block.content, block.time, places, into.account, into.content, into.time
        )
