"""Encoding a stream of rows, so that a table larger than memory becomes four columns of numbers."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis import compiled
from analysis.shares import (
    ACCOUNT,
    CONTENT,
    OBJECT,
    REPEATED,
    TIME,
    Column,
    Flags,
    Integers,
    Shares,
    Texts,
    arrow,
    bounds,
    plain,
    text_parts,
    usable,
)

_ROOM = 1 << 16


class Codes:
    """Numbers from 0 for texts, in the order in which they are first seen.

    Texts are told apart by 96 bits of two hashes with a key of this process: comparing octets would take seven
    times as long, and in a million texts two different ones are taken for one with a chance of 1 in 10^17.
    """

    def __init__(self) -> None:
        self._table = np.zeros(2 * _ROOM, np.uint64)
        self._first = np.zeros(_ROOM, np.uint64)
        self._second = np.zeros(_ROOM, np.uint64)
        self._count = 0
        self._names: list[Texts] = []

    def of(self, texts: Texts) -> npt.NDArray[np.int32]:
        """The code of each text."""
        first, second = hashed(texts)
        codes = np.empty(len(texts), np.int32)
        fresh = np.zeros(len(texts), bool)
        row = 0
        while True:
            row, self._count = compiled.look_up(
                first, second, self._table, self._first, self._second, self._count, codes, fresh, row
            )
            if row == len(texts):
                break
            self._first, self._second = (
                np.concatenate((one, np.zeros_like(one))) for one in (self._first, self._second)
            )
            self._table = np.zeros(2 * len(self._table), np.uint64)
            compiled.rehash(self._first[: self._count], self._table)
        self._names.append(texts.filter(arrow(fresh)))
        return codes

    def names(self) -> Texts:
        """The texts by code."""
        return (
            pa.concat_arrays([one.cast(pa.large_string()) for one in self._names])
            if self._names
            else pa.array([], pa.large_string())
        )


_EMPTY = np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
_KEYS = np.frombuffer(os.urandom(16), np.uint64)
"""Of this process, so that nobody can write texts whose hashes are equal; no result depends on them."""


def hashed(texts: Texts) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Two 64-bit hashes of each text."""
    starts, octets = text_parts(texts)
    first, second = np.empty(len(texts), np.uint64), np.empty(len(texts), np.uint64)
    compiled.hash_texts(starts, octets, _KEYS, first, second)
    return first, second


def encode_stream(batches: Iterable[pa.RecordBatch]) -> Shares:
    """Shares of batches of rows with the columns of `analysis.shares.encode`, which does the same for a table in memory.

    Contents are told apart by 64-bit hashes with a key of this process: in ten million rows two different
    ones are taken for one with a chance of about one in a million, and then a pair of posts is lost.
    """
    object_codes, account_codes = Codes(), Codes()
    parts: list[list[npt.NDArray[Any]]] = []
    left_out: dict[str, int] = {}
    with ThreadPoolExecutor(1) as pool:
        for batch in batches:
            table, lost = usable(pa.Table.from_batches([batch]))
            for reason, rows in lost.items():
                left_out[reason] = left_out.get(reason, 0) + rows
            objects, accounts, contents = (_texts(table[name]) for name in (OBJECT, ACCOUNT, CONTENT))
            # two threads: numpy and numba let go of the interpreter
            own = pool.submit(object_codes.of, objects)
            parts.append([account_codes.of(accounts), hashed(contents)[0], plain(table[TIME]), own.result()])
    if not parts:
        return Shares(*_EMPTY, None, object_codes.names(), account_codes.names(), None, left_out)
    account, hashes, time, object_ = (_emptied(parts, column) for column in range(4))
    numbered = _numbered(hashes)
    del hashes
    content = None
    if numbered is not None:
        content = numbered[0]
        kept = _not_repeated(object_, account, time, *numbered)
        if kept is not None:
            left_out[REPEATED] = int(len(kept) - kept.sum())
            object_, account, time, content = object_[kept], account[kept], time[kept], content[kept]
    return _in_order(object_, account, time, content, object_codes.names(), account_codes.names(), left_out)


def _emptied(parts: list[list[npt.NDArray[Any]]], column: int) -> npt.NDArray[Any]:
    """A column as one, whose parts are let go of."""
    whole = np.concatenate([part[column] for part in parts])
    for part in parts:
        part[column] = whole[:0]
    return whole


def _texts(column: Column) -> Texts:
    texts = column.combine_chunks()
    return texts.chunk(0) if hasattr(texts, "chunk") else texts


def _numbered(hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int32], Integers] | None:
    """A number for each content, and the rows whose content stands in several; None where all differ."""
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    if not len(again):
        return None
    again = again[bounds(again)[:-1]]
    # most contents stand in one row: a table of marks tells those before they are searched for
    marks = np.zeros(1 << 24, bool)
    marks[again >> np.uint64(40)] = True
    maybe = np.flatnonzero(marks[hashes >> np.uint64(40)])
    place = np.minimum(np.searchsorted(again, hashes[maybe]), len(again) - 1)
    known = again[place] == hashes[maybe]
    rows, place = maybe[known], place[known]
    order = np.argsort(place, kind="stable")
    numbers = np.arange(len(hashes), dtype=np.int32)
    # numbered by their first row: the order of hashes is another in every process
    starts = bounds(place[order])
    numbers[rows[order]] = np.repeat(rows[order[starts[:-1]]], np.diff(starts))
    return numbers, rows


def _not_repeated(object_: Integers, account: Integers, time: Any, content: Integers, rows: Integers) -> Flags | None:
    """Which rows are the first that say what they say; None where all are."""
    # in order of what they say, rows that say the same stand side by side
    order = rows[np.lexsort((time[rows], account[rows], object_[rows], content[rows]))]
    kept = np.ones(len(content), bool)
    compiled.mark_repeated(order, object_, account, time, content, kept)
    return None if kept.all() else kept


def _in_order(
    object_: Integers,
    account: Integers,
    time: Any,
    content: Integers | None,
    objects: Texts,
    accounts: Texts,
    left_out: dict[str, int],
) -> Shares:
    """The rows put in order of object and time, by counting."""
    starts = np.concatenate(([0], np.cumsum(np.bincount(object_, minlength=len(objects)))))
    told = content if content is not None else np.zeros(0, np.int32)
    out = np.empty(len(account), np.int32), np.empty(len(told), np.int32), np.empty(len(time))
    compiled.scatter(object_, account, told, time, starts[:-1].copy(), *out)
    compiled.settle(starts, *out)
    sorted_object = np.repeat(np.arange(len(objects), dtype=np.int32), np.diff(starts))
    return Shares(
        sorted_object, out[0], out[2], out[1] if content is not None else None, objects, accounts, None, left_out
    )
