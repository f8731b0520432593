"""Who shared what, and when: the columns that detection works on, encoded and sorted once."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from analysis import AnalysisError

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Octets: TypeAlias = npt.NDArray[np.uint8]
Texts: TypeAlias = Any
"""An Arrow array (of texts, or a dictionary of them); Arrow's stubs refuse much that it does."""
Column: TypeAlias = Any
"""The same in chunks."""

pc: Any = pyarrow.compute

OBJECT, ACCOUNT, CONTENT, TIME, PRECISION = "object_id", "account_id", "content_id", "timestamp_share", "ts_precision"
COLUMNS = (OBJECT, ACCOUNT, CONTENT, TIME)
NO_OBJECT, NO_ACCOUNT, NO_CONTENT, NO_TIME = "no object", "no account", "no content", "no time"
FAR = "time beyond 1e11 s from 1970: perhaps milliseconds, which divided by 1,000 are seconds"
IMPRECISE, REPEATED = "time not known to the second", "repeated row"
FARTHEST = 1e11
"""Seconds from 1970 that a time may be away: three thousand years. What is farther is no time in seconds, and would not add up exactly."""
_EXACT = ("second", "millisecond")
_FEW = 200_000
"""Contents that are encoded in half the time that their hashes take; of a million it is ten times as long."""


@dataclass(frozen=True, slots=True)
class Shares:
    """n shares; those of an object stand together, in order of time; codes index the name columns.

    `time`: epoch seconds, fractions kept. `content`: equal numbers are one content; None where no content
    stands in two rows, so that nothing can share one. `left_out` counts rows by the reason why they take no part.
    """

    object: Integers
    account: Integers
    time: Floats
    content: Integers | None
    objects: Texts
    accounts: Texts
    contents: Texts | None = None
    """Names of the contents, where they were asked for."""
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.time)

    def where(self, kept: Flags | Integers) -> "Shares":
        """Some rows of it, by flags or numbers; codes stay as they are."""
        content = None if self.content is None else self.content[kept]
        return replace(
            self, object=self.object[kept], account=self.account[kept], time=self.time[kept], content=content
        )

    @property
    def resolution(self) -> float:
        """Seconds that times are told to: 86,400, 3,600 or 60 where all are whole days, hours or minutes apart, infinite where all are one."""
        if not len(self.time):
            return 1.0
        apart = self.time - self.time.min()
        if not apart.any():
            return np.inf
        return next((float(step) for step in (86_400, 3_600, 60) if not (apart % step).any()), 1.0)

    @property
    def object_starts(self) -> Integers:
        """Index of the first row of each object that occurs, and n at the end."""
        return bounds(self.object)


def bounds(sorted_values: npt.NDArray[Any]) -> Integers:
    """Index of the first of each run of equal values, and the length at the end."""
    if not len(sorted_values):
        return np.zeros(1, np.int64)
    return np.concatenate(([0], np.flatnonzero(sorted_values[1:] != sorted_values[:-1]) + 1, [len(sorted_values)]))


def encode(table: pa.Table, *, keep_repeated: bool = False) -> Shares:
    """Shares of a table with the columns object_id, account_id, content_id and timestamp_share.

    Text columns may be dictionaries; times are numbers of epoch seconds. Optional: ts_precision;
    rows known only to the minute or day are left out, since no window test on them means what it
    says. Rows that lack a value are left out and counted; so are repeated rows, unless they are
    to be kept. AnalysisError where a column is missing.
    """
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise AnalysisError(
            f"columns: {', '.join(missing)} is missing; found {', '.join(table.column_names)}; rename what holds them"
        )
    table, left_out = usable(table)
    with ThreadPoolExecutor(2) as pool:
        content = pool.submit(_contents, table[CONTENT], always=keep_repeated)
        object_, objects = _in_name_order(*_codes(table[OBJECT]))
        account, accounts = _in_name_order(*_codes(table[ACCOUNT]))
        content_, contents = content.result()
    found = Shares(object_, account, plain(table[TIME]), content_, objects, accounts, contents, left_out)
    if content_ is not None and not keep_repeated:
        kept = _first_of_each(found)
        if not kept.all():
            left_out[REPEATED] = int((~kept).sum())
            found = found.where(kept)
    return found.where(sorting(found.object, found.time, found.account))


def sorting(object: Integers, time: Floats, account: Integers) -> Integers:
    """Order of rows by object, time and account."""
    if not len(time):
        return np.zeros(0, np.int64)
    ticks = time - time.min()
    spans = (int(object.max()) + 1, int(ticks.max()) + 1, int(account.max()) + 1)
    if np.prod(np.array(spans, np.float64)) < 2.0**63 and (ticks == np.floor(ticks)).all():
        # one packed key sorts five times as fast as three columns
        return np.argsort((object.astype(np.int64) * spans[1] + ticks.astype(np.int64)) * spans[2] + account)
    return np.lexsort((account, time, object))


def usable(table: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """The rows with all values, and how many lack which; times become floats."""
    left_out: dict[str, int] = {}
    time = table[TIME]
    if not pa.types.is_floating(time.type):
        time = pc.cast(time, pa.float64())
    tests = [
        (NO_OBJECT, _given(table[OBJECT])),
        (NO_ACCOUNT, _given(table[ACCOUNT])),
        (NO_CONTENT, _given(table[CONTENT])),
        *_timed(time),
    ]
    if PRECISION in table.column_names:
        exact = pc.is_in(table[PRECISION], value_set=pa.array([*_EXACT, None], pa.string()))
        tests.append((IMPRECISE, exact))
    table = table.set_column(table.column_names.index(TIME), TIME, time)
    kept = None
    for reason, good in tests:
        if good is None:
            continue
        bad = pc.invert(good) if kept is None else pc.and_(kept, pc.invert(good))
        lost = pc.sum(bad).as_py() or 0
        if lost:
            left_out[reason] = lost
            kept = good if kept is None else pc.and_(kept, good)
    return (table if kept is None else table.filter(kept)), left_out


def _given(column: Column) -> Column | None:
    """Which values are neither null nor empty (rows without a URL do not share the empty one); None where all are."""
    if not column.null_count and not any(_shortest(chunk) == 0 for chunk in column.chunks):
        return None
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, pa.string())
    return pc.fill_null(pc.greater(pc.binary_length(column), 0), False)


def _timed(time: Column) -> list[tuple[str, Column]]:
    """Which rows have a time, and which a time in reach; nothing where all have."""
    if not time.null_count and (np.abs(plain(time)) <= FARTHEST).all():
        return []
    given = pc.invert(pc.is_null(time, nan_is_null=True))
    return [(NO_TIME, given), (FAR, pc.fill_null(pc.less_equal(pc.abs(time), FARTHEST), False))]


def _shortest(chunk: Texts) -> int | None:
    values = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
    if len(values) and not values.null_count and pa.types.is_string(values.type):
        return int(np.diff(text_parts(values)[0]).min())
    shortest: int | None = pc.min(pc.binary_length(values)).as_py()
    return shortest


def _codes(column: Column) -> tuple[Integers, Texts]:
    """Codes from 0 and the values they stand for."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    column = column.unify_dictionaries()
    if not column.num_chunks:
        return np.zeros(0, np.int32), pa.array([], pa.string())
    return _joined([np.from_dlpack(chunk.indices) for chunk in column.chunks]), column.chunks[-1].dictionary


def _in_name_order(codes: Integers, names: Texts) -> tuple[Integers, Texts]:
    """The same, so that no result depends on the order of the rows."""
    order = np.from_dlpack(pc.sort_indices(names))
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names))
    return rank[codes], names.take(arrow(order))


def first_rows(order: Integers, new: Flags) -> Integers:
    """For each row the first row of its kind, where rows of a kind stand together in `order` and `new` begins each."""
    starts = np.flatnonzero(new)
    first = np.minimum.reduceat(order, starts)
    found = np.empty(len(order), np.int64)
    found[order] = np.repeat(first, np.diff(starts, append=len(order)))
    return found


def _contents(column: Column, *, always: bool) -> tuple[Integers | None, Texts | None]:
    """Codes of the contents and their names; no names unless they are wanted `always`, nothing at all where all differ."""
    if always or pa.types.is_dictionary(column.type) or len(column) <= _FEW:
        codes, names = _codes(column)
        return (codes, names) if always or len(names) < len(codes) else (None, None)
    # to encode a million texts, most of which differ, costs a second; hashes tell which are worth comparing
    hashes = _joined([hashed(chunk) for chunk in column.chunks]).astype(np.uint64, copy=False)
    order = np.argsort(hashes)
    ordered = hashes[order]
    new = np.ones(len(order), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    if new.all():
        return None, None
    again = np.flatnonzero(~new)
    texts = column.combine_chunks()
    before, after = (texts.take(arrow(order[rows])) for rows in (again - 1, again))
    if not pc.all(pc.equal(before, after)).as_py():
        # two texts of one hash
        return _codes(column)[0], None
    # numbered by their first row: the order of hashes is another in every process
    return first_rows(order, new), None


def plain(column: Column) -> npt.NDArray[Any]:
    """The numbers of a column without nulls. (Arrow's own `to_numpy` first imports pandas, as does any
    value that Python hands to Arrow: half a second that small tables need not wait for.)"""
    return _joined([np.from_dlpack(chunk) for chunk in column.chunks if len(chunk)])


def arrow(values: npt.NDArray[Any]) -> Texts:
    """Whole numbers, numbers or flags as an Arrow array, without importing pandas; see `plain`."""
    kind = values.dtype.kind
    type_: Any
    type_, width = {
        "i": (pa.int64(), np.int64),
        "u": (pa.int64(), np.int64),
        "f": (pa.float64(), np.float64),
        "b": (pa.uint8(), np.uint8),
    }[kind]
    found = pa.Array.from_buffers(type_, len(values), [None, buffer(np.ascontiguousarray(values, width))])
    return found.cast(pa.bool_()) if kind == "b" else found


def text_array(values: Sequence[str]) -> Texts:
    """Texts as an Arrow array, without importing pandas; see `plain`."""
    octets = [value.encode() for value in values]
    edges = np.concatenate(([0], np.cumsum([len(one) for one in octets], dtype=np.int64))).astype(np.int64)
    wide: Any = pa.large_string()
    return pa.Array.from_buffers(wide, len(values), [None, buffer(edges), pa.py_buffer(b"".join(octets))]).cast(
        "string"
    )


def buffer(values: npt.NDArray[Any]) -> Any:
    """The memory of an array, for Arrow."""
    octets: Any = values
    return pa.py_buffer(octets)


def _joined(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0)


def text_parts(texts: Texts) -> tuple[Integers, npt.NDArray[np.uint8]]:
    """Where each text begins (and the last ends), and the octets of all."""
    wide = pa.types.is_large_string(texts.type)
    _, offsets, data = texts.buffers()
    if offsets is None:
        return np.zeros(len(texts) + 1, np.int64), np.zeros(0, np.uint8)
    edges: Any = np.frombuffer(offsets, np.int64 if wide else np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return edges, np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)


_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_KEY = np.frombuffer(os.urandom(8), np.uint64)[0]
"""Of this process; texts of equal hashes are compared, so that no result depends on it."""


def hashed(texts: Texts) -> npt.NDArray[np.uint64]:
    """A 64-bit hash of each text, with a key of this process: equal texts have equal hashes, and nothing else is promised."""
    edges, octets = text_parts(texts)
    starts, lengths = edges[:-1], np.diff(edges)
    found = np.zeros(len(texts), np.uint64)
    ordered = np.sort(lengths)
    # (`np.unique` first imports masked arrays)
    for length in ordered[bounds(ordered)[:-1]] if len(ordered) else ordered:
        rows = np.flatnonzero(lengths == length)
        words = np.zeros((len(rows), -(-int(length) // 8) * 8), np.uint8)
        if len(rows) == len(texts):
            begin = int(starts[0])
            words[:, :length] = octets[begin : begin + len(texts) * int(length)].reshape(len(texts), length)
        else:
            words[:, :length] = octets[starts[rows][:, None] + np.arange(length)]
        hash_ = np.full(len(rows), _KEY ^ np.uint64(length), np.uint64)
        for word in words.view(np.uint64).T:
            hash_ = (hash_ ^ word) * _FACTOR
            hash_ ^= hash_ >> np.uint64(32)
        found[rows] = hash_ * _FACTOR
    return found


def _first_of_each(shares: Shares) -> Flags:
    """Which rows are the first that say what they say."""
    assert shares.content is not None
    # only a content that stands in several rows can be said twice
    several = np.flatnonzero(np.bincount(shares.content)[shares.content] > 1)
    columns = [values[several] for values in (shares.object, shares.account, shares.time, shares.content)]
    order = np.lexsort(columns)
    same = np.ones(max(len(order) - 1, 0), bool)
    for values in columns:
        same &= values[order[1:]] == values[order[:-1]]
    first = np.ones(len(shares), bool)
    # lexsort is stable: of equal rows the earliest comes first
    first[several[order[1:]]] = ~same
    return first
