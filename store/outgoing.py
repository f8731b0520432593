"""What the case says of each node and relationship, resolved column by column, ready to leave for a graph.

It is the truth that `store/resolve.py` tells row by row. Here DuckDB writes the rows, as JSON or as
columns, in the order of their keys, so that a million of them never pass through Python one by one.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from graph.cypher import FROM_END
from graph.records import Ref
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS, Kind, Property
from graph.subgraph import relationship_key
from store.resolve import Reader, united
from store.tables import RECORDS

BATCH = 5_000
_SPILL = ".outgoing"
WEIGHTS = ("sharers", "information")
"""Properties that derive from all files together, not from what one of them says."""


@dataclass(frozen=True, slots=True)
class Joins:
    """A relationship type between two labels."""

    type: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows leave: what `pending` datasets (short ids) speak of, and `keys` by table.

    Of these, a graph may hold what `earlier` datasets speak of as well, and all of `keys`.
    """

    pending: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Outgoing:
    """Resolved rows of a case, whose lock for writing the caller holds; everything, or what a scope names.

    `weights`: columns type, object, sharers, information; they become properties of their nodes.
    `same`: (start, end, reason, datasets) of accounts that are one, as relationships beside those of the files.
    """

    def __init__(
        self,
        reader: Reader,
        *,
        weights: pa.Table | None = None,
        same: Sequence[tuple[str, str, str, tuple[str, ...]]] = (),
        scope: Scope | None = None,
    ) -> None:
        self._spill: Path = reader.folder.root / _SPILL
        shutil.rmtree(self._spill, ignore_errors=True)
        self._spill.mkdir()
        self._opened = ExitStack()
        self._filled = {table for table in RECORDS if reader.paths(table)} | ({"SAME_AS"} if same else set())
        # a label that no file describes may still be named by a relationship
        tables = [table for table in RECORDS if table in NODES or table in self._filled]
        self._connection = self._opened.enter_context(reader.connect(*tables, spill=self._spill))
        self._weighted = weights is not None
        self._scope = scope
        if same:
            self._take("given same", _same_table(same))
            self._run('ALTER VIEW "SAME_AS" RENAME TO "SAME_AS of files"')
            self._run(
                'CREATE VIEW "SAME_AS" AS SELECT * FROM "SAME_AS of files" UNION ALL BY NAME SELECT * FROM "given same"'
            )
        if weights is not None:
            self._take("given weights", weights)
            self._run(
                "CREATE VIEW weights AS SELECT split_part(type, '/', 1) AS label, object AS _key, sharers, information FROM \"given weights\""
            )
        self.joins: tuple[Joins, ...] = self._found_joins()
        """Every kind of relationship that has rows, in the order of the schema."""
        named = {label for j in self.joins for label in (j.start, j.end)}
        self.labels: tuple[str, ...] = tuple(
            label for label in NODES if label != "Dataset" and (label in named or label in self._filled)
        )
        """Every label that has nodes, described or only named by a relationship."""
        self._prepared: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.__exit__(kind, error, trace)
        shutil.rmtree(self._spill, ignore_errors=True)

    # -- rows as JSON

    def nodes(self, label: str) -> Iterator[tuple[bool, pa.StringArray]]:
        """JSON of each node's properties, key and datasets among them, each with a comma behind it.

        With it stands whether a graph may hold them; those that it cannot hold come first.
        """
        return self._strings(f"{self._node_json(label)} || ','", label, "_key")

    def relationships(self, joins: Joins) -> Iterator[tuple[bool, pa.StringArray]]:
        """The same of JSON lists [start, end, properties with datasets], those of one hub together."""
        ends = "to_json(_start)::VARCHAR || ',' || to_json(_end)::VARCHAR"
        row = f"'[' || {ends} || ',{{' || {self._relationship_json(joins.type)} || '}}],'"
        order = "_start, _key" if joins.type in FROM_END else "_end, _key"
        return self._strings(row, joins.type, order, where=_ends_are(joins))

    def lines(self) -> Iterator[pa.StringArray]:
        """Everything as one body of JSON lines: vertices, then edges that name their ends by position."""
        self._number()
        for label in self.labels:
            line = f"""'{{"@type":"v","@class":"{label}",' || substr({self._node_json(label)}, 2) || chr(10)"""
            yield from self._stream(f"SELECT {line} AS j FROM {self._resolved(label)} ORDER BY _key")
        for joins in self.joins:
            line = (
                f"""'{{"@type":"e","@class":"{joins.type}","@from":"' || s.at || '","@to":"' || e.at || '",' || """
                f"{self._relationship_json(joins.type)} || '}}' || chr(10)"
            )
            ends = (
                f'JOIN "at {joins.start}" s ON s._key = r._start JOIN "at {joins.end}" e ON e._key = r._end '
                f"WHERE {_ends_are(joins)}"
            )
            # each hub's edges together: the engine then writes its list of them once
            yield from self._stream(
                f"SELECT {line} AS j FROM {self._resolved(joins.type)} r {ends} ORDER BY e.at, s.at"
            )

    # -- rows as columns

    def keys(self, table: str, among: Sequence[str]) -> set[str]:
        """Which of these keys of a label or type the case has."""
        if table not in self.labels and table not in {j.type for j in self.joins}:
            return set()
        self._take("among", pa.table({"_key": pa.array(among, pa.string())}))
        return {row[0] for row in self._run(f"SELECT _key FROM among SEMI JOIN {self._resolved(table)} USING (_key)")}

    def copy_nodes(self, label: str, path: Path, separator: str) -> int:
        """Write the nodes of a label as CSV without a heading (columns as `properties_of`); says how many."""
        columns = [_cell(p, separator) for p in self.properties_of(label)]
        return self._copy(["_key", *columns, _list("_datasets", separator)], self._resolved(label), "_key", path)

    def copy_relationships(self, joins: Joins, path: Path, separator: str) -> int:
        """The same for relationships: start, end, properties, datasets."""
        columns = [_cell(p, separator) for p in RELATIONSHIPS[joins.type].properties]
        rows = f"{self._resolved(joins.type)} WHERE {_ends_are(joins)}"
        return self._copy(["_start", "_end", *columns, _list("_datasets", separator)], rows, "_start, _end", path)

    def properties_of(self, label: str) -> tuple[Property, ...]:
        """The properties of a label that leave, in the order of their columns."""
        declared = NODES[label].properties
        return declared if self._weighted else tuple(p for p in declared if p.name not in WEIGHTS)

    def holds(self, text: str) -> bool:
        """Whether a text stands inside any list of texts."""
        for table in (*self.labels, *dict.fromkeys(j.type for j in self.joins)):
            declared = (NODES[table] if table in NODES else RELATIONSHIPS[table]).properties
            lists = [f"contains(array_to_string(\"{p.name}\", ''), $text)" for p in declared if p.kind is Kind.STRINGS]
            if lists and self._run(f'SELECT 1 FROM "{table}" WHERE {" OR ".join(lists)} LIMIT 1', {"text": text}):
                return True
        return False

    # -- inside

    def _found_joins(self) -> tuple[Joins, ...]:
        found: list[Joins] = []
        for type_ in (t for t in RELATIONSHIPS if t in self._filled):
            pairs = self._run(f'SELECT DISTINCT _start_label, _end_label FROM "{type_}" ORDER BY ALL')
            found += [Joins(type_, start, end) for start, end in pairs]
        return tuple(found)

    def _resolved(self, table: str) -> str:
        """Name of the view of a table's resolved rows, made when it is first asked for: what leaves first need not wait."""
        if table not in self._prepared:
            if table in NODES:
                self._prepare_label(table)
            else:
                self._prepare(table, RELATIONSHIPS[table].properties, f'SELECT _key, _dataset FROM "{table}"')
            self._prepared.add(table)
        return f'"resolved {table}"'

    def _prepare_label(self, label: str) -> None:
        ends = {(j.type, side) for j in self.joins for side in ("start", "end") if getattr(j, side) == label}
        named = [
            f"SELECT _{side} AS _key, _dataset FROM \"{type_}\" WHERE _{side}_label = '{label}'"
            for type_, side in sorted(ends)
        ]
        bare = " UNION ALL ".join(named) or "SELECT '' AS _key, '' AS _dataset WHERE false"
        self._run(
            f'CREATE TABLE "bare {label}" AS SELECT _key, list_sort(list(DISTINCT _dataset)) AS _datasets '
            f'FROM ({bare}) ANTI JOIN "{label}" USING (_key) GROUP BY _key'
        )
        statements = " UNION ALL ".join([f'SELECT _key, _dataset FROM "{label}"', *named])
        self._prepare(label, NODES[label].properties, statements)

    def _prepare(self, table: str, declared: tuple[Property, ...], statements: str) -> None:
        """Make the view of resolved rows; most keys are stated once, and these need no aggregation."""
        said = tuple(p for p in declared if p.name not in WEIGHTS or table not in NODES)
        # by hash: one in a million is aggregated for nothing, which changes nothing
        self._run(
            f'CREATE TABLE "many {table}" AS SELECT hash(_key) AS h FROM "{table}" GROUP BY h HAVING count(*) > 1'
        )
        resolved = united(table, said, f'"{table}"', f'"many {table}" ON hash(_key) = h')
        if table in NODES:
            resolved += f' UNION ALL BY NAME SELECT _key, _datasets FROM "bare {table}"'
            if self._weighted:
                resolved = f"SELECT * FROM ({resolved}) LEFT JOIN (SELECT _key, sharers, information FROM weights WHERE label = '{table}') USING (_key)"
        if self._scope is None:
            self._run(f'CREATE VIEW "resolved {table}" AS SELECT *, false AS _known FROM ({resolved})')
            return
        asked = self._scope.keys.get(table, ())
        self._take(f"asked {table}", pa.table({"_key": pa.array(asked, pa.string())}))
        self._run(
            f'CREATE TABLE "touched {table}" AS SELECT _key, bool_or(_earlier) AS _known FROM ('
            f"SELECT _key, _dataset IN ({_texts(self._scope.earlier)}) AS _earlier, _dataset IN ({_texts(self._scope.pending)}) AS _asked "
            f'FROM ({statements}) UNION ALL SELECT _key, true, true FROM "asked {table}") GROUP BY _key HAVING bool_or(_asked)'
        )
        self._run(f'CREATE VIEW "resolved {table}" AS SELECT * FROM ({resolved}) JOIN "touched {table}" USING (_key)')

    def _number(self) -> None:
        """Give each node the position at which its line stands."""
        begin = 0
        for label in self.labels:
            self._run(
                f'CREATE OR REPLACE TABLE "at {label}" AS SELECT _key, {begin} + row_number() OVER (ORDER BY _key) - 1 AS at FROM {self._resolved(label)}'
            )
            begin += self._run(f'SELECT count(*) FROM "at {label}"')[0][0]

    def _node_json(self, label: str) -> str:
        values = [_json(p) for p in self.properties_of(label)]
        return " || ".join(
            [
                f"'{{\"{NODE_KEY}\":' || to_json(_key)::VARCHAR",
                *values,
                f"',\"{DATASETS}\":' || to_json(_datasets)::VARCHAR || '}}'",
            ]
        )

    def _relationship_json(self, type_: str) -> str:
        values = [_json(p) for p in RELATIONSHIPS[type_].properties]
        return " || ".join([f"'\"{DATASETS}\":' || to_json(_datasets)::VARCHAR", *values])

    def _strings(
        self, expression: str, table: str, order: str, *, where: str = "true"
    ) -> Iterator[tuple[bool, pa.StringArray]]:
        # a small file touches few tables, and to resolve one for nothing takes as long as to write it
        resolved = self._resolved(table)
        if self._scope is not None and not self._run(f'SELECT 1 FROM "touched {table}" LIMIT 1'):
            return
        # new and known from one query: to resolve a table takes longer than to write its rows as JSON
        rows = self._connection.sql(
            f"SELECT {expression} AS j, _known FROM {resolved} WHERE {where} ORDER BY _known, {order}"
        )
        for batch in rows.to_arrow_reader(BATCH):
            new = batch.num_rows - pc.sum(batch.column(1), min_count=0).as_py()
            for known, strings in ((False, batch.column(0)[:new]), (True, batch.column(0)[new:])):
                if len(strings):
                    yield known, strings

    def _stream(self, query: str) -> Iterator[pa.StringArray]:
        for batch in self._connection.sql(query).to_arrow_reader(BATCH):
            yield batch.column(0)

    def _copy(self, columns: list[str], rows: str, order: str, path: Path) -> int:
        options = "FORMAT csv, HEADER false, NULL '', FORCE_QUOTE *"
        target = str(path).replace("'", "''")
        done = self._run(f"COPY (SELECT {', '.join(columns)} FROM {rows} ORDER BY {order}) TO '{target}' ({options})")
        return int(done[0][0])

    def _take(self, name: str, rows: pa.Table) -> None:
        """Make a table of the rows, in place of one of this name."""
        self._connection.register("taken", rows)
        self._run(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM taken')
        self._connection.unregister("taken")

    def _run(self, query: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, dict(parameters or {})).fetchall()


def _same_table(same: Sequence[tuple[str, str, str, tuple[str, ...]]]) -> pa.Table:
    rows = [
        {
            "_key": relationship_key("SAME_AS", Ref("Account", start), Ref("Account", end), {"reason": reason}),
            "_start_label": "Account", "_start": start, "_end_label": "Account", "_end": end,
            "reason": reason, "_dataset": dataset,
        }
        for start, end, reason, datasets in same
        for dataset in datasets
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _json(declared: Property) -> str:
    """What the property adds to an object: nothing where it is absent."""
    name, value = declared.name, f'"{declared.name}"'
    if declared.kind is Kind.STRINGS:
        value = f"CASE WHEN len({value}) > 0 THEN {value} END"
    elif declared.kind is Kind.FLOAT:
        value = f"CASE WHEN isfinite({value}) THEN {value} END"
    return f"coalesce(',\"{name}\":' || to_json({value})::VARCHAR, '')"


def _cell(declared: Property, separator: str) -> str:
    return _list(f'"{declared.name}"', separator) if declared.kind is Kind.STRINGS else f'"{declared.name}"'


def _list(column: str, separator: str) -> str:
    return f"CASE WHEN len({column}) > 0 THEN array_to_string({column}, chr({ord(separator)})) END"


def _ends_are(joins: Joins) -> str:
    return f"_start_label = '{joins.start}' AND _end_label = '{joins.end}'"


def _texts(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values if value.isalnum()) or "''"
