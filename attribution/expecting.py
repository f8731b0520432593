"""What the graph has to hold if it says exactly what the case store says: rows in the order of their keys, in spans."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from attribution.identities import same_accounts
from attribution.sharing import shared_objects
from attribution.syncing import dataset_row
from graph.schema import NODES, RELATIONSHIPS, Kind, Property
from graph.spans import Place
from store.manifest import Dataset
from store.resolve import Reader, resolved
from store.tables import ARROW_TYPES

SPAN_ROWS = 20_000
SPAN_BYTES = 16 << 20
_WEIGHTS = ("sharers", "information")
# a bound below the surrogates sorts alike by bytes, by code points and by UTF-16 units, whatever an engine uses
_UNSAFE = "\ud800"


@dataclass(frozen=True, slots=True)
class Span:
    """Everything with keys from `low` to below `high` (None: to the end)."""

    low: str
    high: str | None
    rows: pa.Table
    """Key columns, properties, `_size` (how many properties a row has) and `_datasets` (joined by commas)."""


class Expected:
    """The graph that a case's store makes, place by place; what all files together tell is computed here anew."""

    def __init__(self, reader: Reader, spill: Path) -> None:
        self._reader, self._spill = reader, spill
        shutil.rmtree(spill, ignore_errors=True)
        spill.mkdir(parents=True)
        self._shared = shared_objects(reader)
        self._weighed = {str(t).partition("/")[0] for t in self._shared.column("type").unique().to_pylist()}
        self._joined = _joined(reader)
        self._described = reader.describes_every_end()
        self.places: tuple[Place, ...] = tuple(self._places())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._spill, ignore_errors=True)

    def holds(self, place: Place) -> bool:
        """Whether the store could have anything there; where not, nothing has to be read."""
        derived = place.table in self._weighed or (place.table == "SAME_AS" and self._joined.num_rows > 0)
        named = place.table in NODES and not self._described
        return derived or named or place.table == "Dataset" or bool(self._reader.paths(place.table))

    def properties(self, place: Place) -> tuple[Property, ...]:
        """The properties that anything there has; of the others nothing has to be asked but whether they are absent."""
        declared = (NODES.get(place.table) or RELATIONSHIPS[place.table]).properties
        if place.table == "Dataset":
            return declared
        given = self._given(place.table)
        if place.table in self._weighed:
            given |= set(_WEIGHTS)
        if place.table == "SAME_AS" and self._joined.num_rows:
            given.add("reason")
        return tuple(p for p in declared if p.name in given)

    def spans(self, place: Place) -> Iterator[Span]:
        """All of a place, at least one span, bounded in rows and bytes."""
        waiting: list[pa.Table] = []
        low, held, size, schema = "", 0, 0, None
        with self._rows(place) as batches:
            for batch in batches:
                part = pa.Table.from_batches([batch])
                schema = part.schema
                waiting.append(part)
                held, size = held + part.num_rows, size + part.nbytes
                if held < SPAN_ROWS and size < SPAN_BYTES:
                    continue
                table = pa.concat_tables(waiting)
                cut = _cut([str(key) for key in table.column(place.keys[0]).to_pylist()])
                if cut is not None:
                    yield Span(low, cut[1], table.slice(0, cut[0]))
                    low, table = cut[1], table.slice(cut[0])
                waiting, held, size = [table], table.num_rows, table.nbytes
            if schema is None:
                schema = batches.schema
        yield Span(low, None, pa.concat_tables(waiting) if waiting else schema.empty_table())

    def _places(self) -> Iterator[Place]:
        for label in NODES:
            yield Place(label)
        for type_, declared in RELATIONSHIPS.items():
            if not declared.stored:
                continue
            found: set[tuple[Any, ...]] = set()
            if self._reader.paths(type_):
                found.update(self._reader.sql(f'SELECT DISTINCT _start_label, _end_label FROM "{type_}"', (type_,)))
            if type_ == "SAME_AS" and self._joined.num_rows:
                found.add(("Account", "Account"))
            for start, end in sorted(found):
                yield Place(type_, str(start), str(end))

    def _given(self, table: str) -> set[str]:
        """Names of columns that hold anything, as the parts' own statistics say."""
        found: set[str] = set()
        for path in self._reader.paths(table):
            metadata = pq.read_metadata(path)
            for group in range(metadata.num_row_groups):
                for number in range(metadata.num_columns):
                    column = metadata.row_group(group).column(number)
                    known = column.statistics if column.is_stats_set else None
                    if known is None or known.null_count is None or known.null_count < column.num_values:
                        found.add(column.path_in_schema.partition(".")[0])
        if table == "Account" and "handle" in found:
            found.add("handles")
        return found

    @contextmanager
    def _rows(self, place: Place) -> Iterator[pa.RecordBatchReader]:
        tables = [place.table]
        if not place.start and not self._described:
            tables += [t for t, d in RELATIONSHIPS.items() if d.stored and place.table in {*d.starts, *d.ends}]
        with self._reader.connect(*tables, spill=self._spill) as connection:
            yield connection.sql(self._query(connection, place)).to_arrow_reader(SPAN_ROWS // 2)

    def _query(self, connection: duckdb.DuckDBPyConnection, place: Place) -> str:
        properties = self.properties(place)
        if place.table == "Dataset":
            connection.register("datasets", _dataset_rows(self._reader.datasets))
            rows = "SELECT * FROM datasets"
        else:
            rows = resolved(
                place.table, [p for p in properties if p.name not in _WEIGHTS or not NODES.get(place.table)]
            )
        if place.start:
            if place.table == "SAME_AS":
                connection.register("joined", self._joined)
                rows = f"SELECT * FROM ({rows}) UNION ALL BY NAME SELECT * FROM joined"
            rows = f"SELECT * FROM ({rows}) WHERE _start_label = '{place.start}' AND _end_label = '{place.end}'"
        else:
            if not self._described and place.table != "Dataset":
                rows = f"SELECT * FROM ({rows}) UNION ALL BY NAME {_bare(place.table)}"
            if place.table in self._weighed:
                connection.register("shared", self._shared)
                weights = f"SELECT object AS _key, sharers, information FROM shared WHERE split_part(type, '/', 1) = '{place.table}'"
                rows = f"SELECT * FROM ({rows}) LEFT JOIN ({weights}) USING (_key)"
        lists = {p.name for p in properties if p.kind is Kind.STRINGS}
        # a property may be called like a word of the language
        named = {p.name: f'"{p.name}"' for p in properties}
        columns = [f"CASE WHEN len({q}) > 0 THEN {q} END AS {q}" if name in lists else q for name, q in named.items()]
        columns = [*place.keys, *columns]
        given = [f"({f'len({q}) > 0' if name in lists else f'{q} IS NOT NULL'})" for name, q in named.items()]
        size = " + ".join(f"coalesce({one}, false)::BIGINT" for one in given) or "0::BIGINT"
        identity = [] if not place.start else list(RELATIONSHIPS[place.table].identity)
        return (
            f"SELECT {', '.join(columns)}, {size} AS _size, array_to_string(_datasets, ',') AS _datasets "
            f"FROM ({rows}) ORDER BY {', '.join([*place.keys, *identity])}"
        )


def _bare(label: str) -> str:
    """Nodes that nobody described: their datasets are those that name them."""
    named = [
        f"SELECT {side} AS _key, _dataset FROM \"{type_}\" WHERE {side}_label = '{label}'"
        for type_, declared in RELATIONSHIPS.items()
        for side, labels in (("_start", declared.starts), ("_end", declared.ends))
        if declared.stored and label in labels
    ]
    if not named:
        return "SELECT '' AS _key, []::VARCHAR[] AS _datasets WHERE false"
    return (
        f"SELECT _key, list_sort(list(DISTINCT _dataset)) AS _datasets FROM ({' UNION ALL '.join(named)}) "
        "ANTI JOIN statements USING (_key) GROUP BY _key"
    )


def _cut(keys: list[str]) -> tuple[int, str] | None:
    """The last place where a new key begins that can bound a span, with that key."""
    for at in range(len(keys) - 1, 0, -1):
        if keys[at] != keys[at - 1] and max(keys[at], default=_UNSAFE) < _UNSAFE:
            return at, keys[at]
    return None


def _joined(reader: Reader) -> pa.Table:
    text = pa.string()
    schema = pa.schema(
        [(n, text) for n in ("_start_label", "_start", "_end_label", "_end", "reason")]
        + [("_datasets", pa.list_(text))]
    )
    rows = [
        {
            "_start_label": r.start.label, "_start": r.start.key, "_end_label": r.end.label, "_end": r.end.key,
            **r.properties, "_datasets": sorted(datasets),
        }
        for r, datasets in same_accounts(reader)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def _dataset_columns() -> dict[str, pa.DataType]:
    return {p.name: ARROW_TYPES[p.kind] for p in NODES["Dataset"].properties}


def _dataset_rows(datasets: tuple[Dataset, ...]) -> pa.Table:
    rows = [
        {"_key": one["id"], **one["properties"], "_datasets": one["datasets"]} for one in map(dataset_row, datasets)
    ]
    text = pa.string()
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("_key", text), *_dataset_columns().items(), ("_datasets", pa.list_(text))])
    )
