"""A detection as tables: edges and groups, ready to be written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.pairing import CERTAIN_BITS, COMPILED_FROM
from analysis.shares import Flags, Floats, Integers, Texts, arrow, buffer, pc, text_array

if TYPE_CHECKING:
    from analysis.coortweet import Network
    from analysis.detection import Detection
    from analysis.weighing import Weighed


def names(values: Texts, codes: Integers) -> Texts:
    """The names behind codes, as plain strings."""
    return values.cast(pa.string()).take(arrow(np.asarray(codes)))


@dataclass(frozen=True, slots=True)
class _Order:
    """Pairs in the order of their names: numbers into `texts` of the lesser and the greater name, where they were swapped, and rows."""

    texts: Texts
    low: Integers
    high: Integers
    swapped: Flags
    rows: Integers

    @classmethod
    def of(cls, accounts: Texts, a: Integers, b: Integers) -> "_Order":
        """By code points, as most programs sort, and not by the order of a language."""
        used = np.zeros(len(accounts), bool)
        used[a] = used[b] = True
        codes = np.flatnonzero(used)
        texts = names(accounts, codes)
        order = np.from_dlpack(pc.sort_indices(texts)).astype(np.int64)
        rank = np.empty(len(accounts), np.int32)
        rank[codes[order]] = np.arange(len(order), dtype=np.int32)
        first, second = rank[a], rank[b]
        low, high = np.minimum(first, second), np.maximum(first, second)
        rows = _ordering(low * np.int64(len(order)) + high, len(order) ** 2)
        return cls(texts.take(arrow(order)), low[rows], high[rows], (first > second)[rows], rows)

    def both(self, some: slice = slice(None)) -> tuple[Texts, Texts]:
        """The names of both accounts of some pairs."""
        return self.texts.take(arrow(self.low[some])), self.texts.take(arrow(self.high[some]))


def _ordering(keys: Integers, below: int) -> Integers:
    """Order of different keys below a number, which it takes the place of."""
    bits = len(keys).bit_length()
    if below.bit_length() + bits > CERTAIN_BITS:
        return np.argsort(keys)
    # a key with its row in it is sorted five times as fast as rows by their keys
    keys <<= bits
    keys |= np.arange(len(keys))
    if len(keys) >= COMPILED_FROM:
        from analysis import compiled  # noqa: PLC0415  # as in pairing_of

        keys = compiled.by_digits(keys, np.empty_like(keys), bits, below.bit_length())
    else:
        keys.sort()
    keys &= (1 << bits) - 1
    return keys


def edge_table(found: "Detection") -> pa.Table:
    """One row for each listed pair, account_a < account_b, sorted.

    account_a, account_b, weight (pairs of posts), objects, mean_dt (s), p, q, significant; then reading,
    occasions, expected (occasions by chance), q_group, p_shuffled, median_dt (s), first and last (epoch s),
    a_first and b_first (pairs of posts led), information (bits), group, top_objects.
    """
    judged, told = found.judged, found.details
    pairs = judged.pairs
    by_name = _Order.of(found.shares.accounts, pairs.a, pairs.b)
    (first, second), swapped, order = by_name.both(), by_name.swapped, by_name.rows
    row = np.full(len(pairs), -1, np.int64)
    row[found.told] = np.arange(len(found.told))
    row = row[order]

    def of(values: Integers | Floats) -> Floats:
        """A detail of each pair, nan where it is not told."""
        return np.where(row >= 0, np.append(values, 0)[row], np.nan)

    led = of(told.a_first), of(told.b_first)
    return pa.table(
        {
            "account_a": first,
            "account_b": second,
            "weight": arrow(pairs.weight[order]),
            "objects": arrow(pairs.objects[order]),
            "mean_dt": arrow(pairs.mean_dt[order]),
            "p": arrow(judged.p[order]),
            "q": arrow(judged.q[order]),
            "significant": arrow(judged.significant[order]),
            "reading": text_array(judged.reading[order].tolist()),
            "occasions": arrow(judged.occasions[order]),
            "expected": arrow(judged.rate[order]),
            "q_group": _known(judged.q_group[order]),
            "p_shuffled": _known(found.p_shuffled[order]),
            "median_dt": _known(of(told.median_dt)),
            "first": _known(of(told.first)),
            "last": _known(of(told.last)),
            "a_first": _known(np.where(swapped, led[1], led[0])).cast(pa.int64()),
            "b_first": _known(np.where(swapped, led[0], led[1])).cast(pa.int64()),
            "information": _known(of(told.information)),
            "group": arrow(found.group_of[order]),
            "top_objects": _tops(found, row),
        }
    )


def _tops(found: "Detection", row: Integers) -> Texts:
    """The most telling objects of each pair, joined by spaces; empty where the pair is not told of."""
    codes = np.array([code for one in found.details.top for code in one], np.int64)
    texts = iter(names(found.shares.objects, codes).to_pylist())
    listed = [" ".join(next(texts) for _ in one) for one in found.details.top]
    return text_array([*listed, ""]).take(arrow(np.where(row >= 0, row, len(listed))))


def weight_tables(found: "Weighed", rows: int = 1 << 17) -> Iterator[pa.Table]:
    """One row for each listed pair, account_a < account_b, sorted: weight, objects, mean_dt (s); so many at a time, one table at least."""
    pairs = found.pairs
    by_name = _Order.of(found.shares.accounts, pairs.a, pairs.b)
    counted = {"weight": pairs.weight, "objects": pairs.objects, "mean_dt": pairs.mean_dt}
    for at in range(0, max(len(pairs), 1), rows):
        some = slice(at, at + rows)
        first, second = by_name.both(some)
        columns = {name: arrow(values[by_name.rows[some]]) for name, values in counted.items()}
        yield pa.table({"account_a": first, "account_b": second, **columns})


def _known(values: npt.NDArray[np.float64]) -> Texts:
    """Numbers, null where they are not known."""
    known = ~np.isnan(values)
    buffers = [buffer(np.packbits(known, bitorder="little")), buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.float64(), len(values), buffers)


def network_table(found: "Network") -> pa.Table:
    """CooRTweet's edges: account_a < account_b, weight, mean_dt (s), above_threshold; with fast_weight where it was asked for."""
    by_name = _Order.of(found.accounts, found.pairs.a, found.pairs.b)
    (first, second), order = by_name.both(), by_name.rows
    columns = {
        "account_a": first,
        "account_b": second,
        "weight": arrow(found.pairs.weight[order]),
        "mean_dt": arrow(found.pairs.mean_dt[order]),
        "above_threshold": arrow(found.above[order]),
    }
    if found.fast_weight is not None:
        columns["fast_weight"] = arrow(found.fast_weight[order])
    return pa.table(columns)
