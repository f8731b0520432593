"""The case store against the graph: counts and checksums of every label and type, and what differs by name."""

import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa

from attribution.expecting import Expected, Span
from attribution.progress import Progress, silent
from graph.connection import Graph
from graph.schema import DATASETS, RELATIONSHIPS, Property
from graph.spans import Place, Rows, counted, properties_of, read_span
from store.resolve import Reader
from store.tables import ARROW_TYPES

NAMED = 10
"""At most so many things of each label or type are named."""

_WORKERS = 2
_SURPLUS = 50_000
_MODULO = 1 << 64

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that store and graph do not say alike."""

    table: str
    key: str
    what: str

    @property
    def line(self) -> str:
        """One line for a reader."""
        return f"{self.table} {self.key}: {self.what}" if self.key else f"{self.table}: {self.what}"


@dataclass(slots=True)
class Compared:
    """Both sides of one label or relationship type."""

    store: int = 0
    graph: int = 0
    store_checksum: int = 0
    graph_checksum: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return not self.differences and (self.store, self.store_checksum) == (self.graph, self.graph_checksum)

    def as_json(self) -> dict[str, object]:
        """Counts and checksums."""
        return {
            "store": self.store,
            "graph": self.graph,
            "store_checksum": f"{self.store_checksum:016x}",
            "graph_checksum": f"{self.graph_checksum:016x}",
            "same": self.same,
        }


def compare(graph: Graph, reader: Reader, spill: Path, progress: Progress = silent) -> dict[str, Compared]:
    """Every label and relationship type that either side has, by name; the caller keeps writers away.

    Checksums are sums over the rows, so that no order counts: comparable between engines, not between versions of DuckDB.
    """
    found: dict[str, Compared] = {}
    with ThreadPoolExecutor(_WORKERS) as workers:
        counting = workers.submit(counted, graph)
        with Expected(reader, spill) as expected:
            held = counting.result()
            for place in expected.places:
                into = found.setdefault(place.table, Compared())
                there = held.get(place.table, 0) - into.graph
                if there or expected.holds(place):
                    _compare_place(graph, expected, place, there, into, workers, progress)
    for name, there in held.items():
        into = found.setdefault(name, Compared())
        if into.graph < there:
            into.differences += _strangers(graph, name) if name in RELATIONSHIPS else []
            into.graph = there
    return {name: one for name, one in found.items() if one.store or one.graph}


def _compare_place(
    graph: Graph,
    expected: Expected,
    place: Place,
    there: int,
    into: Compared,
    workers: ThreadPoolExecutor,
    progress: Progress,
) -> None:
    properties = expected.properties(place)
    waiting: deque[tuple[Future[_Outcome], int]] = deque()

    def take() -> None:
        future, rows = waiting.popleft()
        outcome = future.result()
        into.store += outcome.store
        into.graph += outcome.graph
        into.store_checksum = (into.store_checksum + outcome.store_checksum) % _MODULO
        into.graph_checksum = (into.graph_checksum + outcome.graph_checksum) % _MODULO
        room = NAMED - len(into.differences)
        into.differences += [_named(graph, place, one) for one in outcome.differences[:room]]
        progress(f"verifying {place.table}", rows)

    for span in expected.spans(place):
        if there == 0 and span.rows.num_rows == 0:
            continue
        # room for what the graph has beyond the store, so that it can be named
        most = span.rows.num_rows + min(there, _SURPLUS) + 1_000
        waiting.append((workers.submit(_compare_span, graph, place, properties, span, most), span.rows.num_rows))
        if len(waiting) > _WORKERS + 1:
            take()
    while waiting:
        take()


@dataclass(frozen=True, slots=True)
class _Found:
    key: Key
    wanted: Mapping[str, Any] | None
    times: int
    """How often the graph has it."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    store: int
    graph: int
    store_checksum: int
    graph_checksum: int
    differences: Sequence[_Found] = ()


def _compare_span(graph: Graph, place: Place, properties: Sequence[Property], span: Span, most: int) -> _Outcome:
    names = [p.name for p in properties]
    found = read_span(graph, place, names, span.low, span.high, most)
    n = sum(len(rows.columns[place.keys[0]]) for rows in found)
    columns = [*place.keys, *names, "_datasets"]
    wanted_sum = _checksum(span.rows, columns)
    order = [*place.keys, *(RELATIONSHIPS[place.table].identity if place.start else ())]
    table = _table(place, properties, found)
    if table is not None:
        table = table.sort_by([(name, "ascending") for name in order])
        if table.equals(span.rows.cast(table.schema)):
            return _Outcome(n, n, wanted_sum, wanted_sum)
    # of a wrong type: no checksum can be given, but one that differs
    found_sum = _checksum(table, columns) if table is not None else (wanted_sum + 1) % _MODULO
    differences = list(_differences(order, names, span.rows, found, whole=n < most))
    return _Outcome(span.rows.num_rows, n, wanted_sum, found_sum, differences[:NAMED])


def _table(place: Place, properties: Sequence[Property], found: Sequence[Rows]) -> pa.Table | None:
    """The rows of the graph as the store has them; None if a value is not of its declared kind."""
    types = {**dict.fromkeys(place.keys, pa.string()), **{p.name: ARROW_TYPES[p.kind] for p in properties}}
    schema = pa.schema([*types.items(), ("_size", pa.int64()), ("_datasets", pa.string())])
    parts = [schema.empty_table()]
    for rows in found:
        n = len(rows.columns[place.keys[0]])
        try:
            arrays = [pa.array(rows.columns[name], type_) for name, type_ in types.items()]
        except (pa.ArrowException, TypeError, OverflowError):
            return None
        arrays += [pa.repeat(pa.scalar(rows.size, pa.int64()), n), pa.repeat(pa.scalar(",".join(rows.datasets)), n)]
        parts.append(pa.Table.from_arrays(arrays, schema=schema))
    return pa.concat_tables(parts)


_local = threading.local()


def _checksum(table: pa.Table, columns: Sequence[str]) -> int:
    """Sum of a hash of each row, modulo 2^64."""
    if table.num_rows == 0:
        return 0
    connection: duckdb.DuckDBPyConnection | None = getattr(_local, "connection", None)
    if connection is None:
        connection = _local.connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.register("rows_here", table)
    listed = ", ".join(f'"{name}"' for name in columns)
    # every row fetched: an answer left half read would keep the connection busy
    ((total,),) = connection.execute(f"SELECT sum(hash({listed})::HUGEINT) FROM rows_here").fetchall()
    connection.unregister("rows_here")
    return int(total) % _MODULO


def _differences(
    order: Sequence[str], names: Sequence[str], rows: pa.Table, found: Sequence[Rows], *, whole: bool
) -> Iterator[_Found]:
    wanted = {tuple(str(row[name]) for name in order): row for row in rows.to_pylist()}
    there: dict[Key, tuple[Any, ...]] = {}
    times: Counter[Key] = Counter()
    for part in found:
        joined = ",".join(part.datasets)
        listed = zip(*(part.columns[name] for name in (*order, *names)), strict=True)
        for values in listed:
            key = tuple(str(value) for value in values[: len(order)])
            there[key] = (*values[len(order) :], part.size, joined)
            times[key] += 1
    for key, row in wanted.items():
        if key not in there:
            # where more stood than was read, what was not read may be there
            if whole:
                yield _Found(key, row, 0)
        elif times[key] > 1 or there[key] != (*(row[name] for name in names), row["_size"], row["_datasets"]):
            yield _Found(key, row, times[key])
    for key in there:
        if key not in wanted:
            yield _Found(key, None, times[key])


def _named(graph: Graph, place: Place, found: _Found) -> Difference:
    key = " → ".join(found.key) if place.keys[0] != "_end" else " → ".join((found.key[1], found.key[0], *found.key[2:]))
    return Difference(str(place), key, _what(graph, place, found))


def _what(graph: Graph, place: Place, found: _Found) -> str:
    if found.times == 0:
        return "is missing from the graph"
    if found.wanted is None:
        return "stands in the graph, but no loaded file says it"
    if found.times > 1:
        return f"stands {found.times} times in the graph"
    wanted = {n: v for n, v in found.wanted.items() if not n.startswith("_") and v is not None}
    wanted[DATASETS] = found.wanted["_datasets"].split(",")
    for there in properties_of(graph, place, found.key):
        names = [n for n in sorted({*wanted, *there}) if wanted.get(n) != there.get(n)]
        if names:
            return "; ".join(
                f"{n} is {_short(there.get(n))}, the store says {_short(wanted.get(n))}" for n in names[:3]
            )
    return "differs"


def _short(value: object) -> str:
    text = "absent" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _strangers(graph: Graph, type_: str) -> list[Difference]:
    rows = graph.read(
        f"MATCH (s)-[r:{type_}]->(e) RETURN labels(s)[0] AS s, s.id AS sid, labels(e)[0] AS e, e.id AS eid LIMIT $n",
        {"n": NAMED},
    )
    said = "; ".join(f"(:{r['s']})-[:{type_}]->(:{r['e']}) {r['sid']} → {r['eid']}" for r in rows[:1])
    return [Difference(type_, "", f"the graph has some between nodes where no loaded file says one, such as {said}")]
