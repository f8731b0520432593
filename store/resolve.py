"""One truth per key: what all datasets together say of each node and relationship.

The result depends only on which datasets are committed, never on the order of their loading:
of each property the value observed last stands (of two observed together, the greater one),
lists are united, and `datasets` names every file that says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graph.schema import NODES, RELATIONSHIPS, Kind, Property
from store import StoreError
from store.damage import explained
from store.database import connect, file_list, reading
from store.folder import CaseFolder
from store.load import parts
from store.manifest import Dataset, read_manifest
from store.tables import ENDS, REJECTS, ROWS, SCHEMAS

BATCH = 5_000


class Reader:
    """Reads the committed datasets of a case as they were when it was made."""

    def __init__(self, folder: CaseFolder) -> None:
        folder.check_format()
        self.folder = folder
        self.datasets: tuple[Dataset, ...] = read_manifest(folder)

    def nodes(self, label: str, *, touched_by: tuple[str, ...] | None = None) -> Iterator[list[dict[str, Any]]]:
        """Resolved nodes of a label, in batches of rows {id, properties, datasets}.

        `touched_by`: only keys that these datasets (short ids) speak of.
        """
        declared = NODES[label].properties
        for batch in self._resolved(label, declared, touched_by):
            yield [
                {"id": row["_key"], "properties": _given(row, declared), "datasets": row["_datasets"]} for row in batch
            ]

    def relationships(
        self, type_: str, *, touched_by: tuple[str, ...] | None = None
    ) -> Iterator[tuple[tuple[str, str], list[dict[str, Any]]]]:
        """Resolved relationships of a type, as (start label, end label) and rows {start, end, properties, datasets}."""
        declared = RELATIONSHIPS[type_].properties
        for batch in self._resolved(type_, declared, touched_by):
            by_labels: dict[tuple[str, str], list[dict[str, Any]]] = {}
            for row in batch:
                by_labels.setdefault((row["_start_label"], row["_end_label"]), []).append(
                    {
                        "start": row["_start"],
                        "end": row["_end"],
                        "properties": _given(row, declared),
                        "datasets": row["_datasets"],
                    }
                )
            yield from by_labels.items()

    def arrow(self, table: str) -> pa.Table:
        """Every committed row of a table as it was written, with a column `_dataset`."""
        with self.connect(table) as connection:
            found: pa.Table = connection.sql("SELECT * FROM statements").to_arrow_table()
            return found

    def arrow_sql(
        self, query: str, tables: tuple[str, ...], parameters: Mapping[str, object] | None = None
    ) -> pa.Table:
        """What `sql` answers, as an Arrow table."""
        with self.connect(*tables) as connection:
            found: pa.Table = connection.sql(query, params=dict(parameters or {})).to_arrow_table()
            return found

    def sql(
        self, query: str, tables: tuple[str, ...], parameters: Mapping[str, object] | None = None
    ) -> list[tuple[Any, ...]]:
        """Rows of a query of ours over tables of the store; values only as $parameters."""
        with self.connect(*tables) as connection:
            return connection.execute(query, dict(parameters or {})).fetchall()

    def describes_every_end(self) -> bool:
        """Whether each node that a relationship names is described by some row itself."""
        return not any(self._undescribed(type_) for type_, declared in RELATIONSHIPS.items() if declared.stored)

    def _undescribed(self, type_: str) -> bool:
        if not self._parts(type_):
            return False
        declared = RELATIONSHIPS[type_]
        tests = [
            f'EXISTS (SELECT 1 FROM "{type_}" r ANTI JOIN "{label}" n ON n._key = r.{end} WHERE r.{end}_label = \'{label}\')'
            for end, labels in (("_start", declared.starts), ("_end", declared.ends))
            for label in labels
        ]
        tables = dict.fromkeys((type_, *declared.starts, *declared.ends))
        return bool(self.sql(f"SELECT {' OR '.join(tests)}", tuple(tables))[0][0])

    @property
    def files(self) -> dict[str, str]:
        """Names of the loaded files by id of their dataset; the id stands behind a name that several have."""
        named = Counter(d.name for d in self.datasets)
        return {d.id: d.name if named[d.name] == 1 else f"{d.name} [{d.id}]" for d in self.datasets}

    def places(self, table: str, keys: Sequence[str], *, limit: int = 100) -> dict[str, list[dict[str, str]]]:
        """Which files and rows say so, per key: {dataset, file, loader, row}, in order of loading, at most `limit` each.

        Where several files of the case have one name, the dataset's id stands behind it.
        """
        found: dict[str, list[dict[str, str]]] = {key: [] for key in keys}
        if not keys or not self._parts(ROWS):
            return found
        rows = self.sql(
            'SELECT key, _dataset, location FROM "rows" WHERE "table" = $table AND key IN (SELECT unnest($keys)) '
            "QUALIFY row_number() OVER (PARTITION BY key) <= $limit",
            (ROWS,),
            {"table": table, "keys": list(keys), "limit": limit},
        )
        order = {d.id: number for number, d in enumerate(self.datasets)}
        files = self.files
        for key, id_, location in sorted(rows, key=lambda r: (r[0], order[r[1]])):
            dataset = self.datasets[order[id_]]
            found[key].append(
                {
                    "dataset": id_,
                    "file": files[id_],
                    "loader": f"{dataset.format} {dataset.loader_version}",
                    "row": location,
                }
            )
        return found

    def rejects(self) -> list[dict[str, str]]:
        """What could not be used: file, row, column, value, reason, mend, kind (row, or value of a loaded row), dataset."""
        names = ("location", "column", "value", "reason", "mend", "kind")
        columns = ", ".join(f'"{name}"' for name in names)
        order = {d.id: number for number, d in enumerate(self.datasets)}
        found = self.sql(f"SELECT _dataset, {columns} FROM rejects", (REJECTS,))
        return [
            {
                "file": self.datasets[order[id_]].name,
                "row": row,
                **dict(zip(names[1:], rest, strict=True)),
                "dataset": id_,
            }
            for id_, row, *rest in sorted(found, key=lambda one: order[one[0]])
        ]

    def _resolved(
        self, table: str, declared: tuple[Property, ...], touched_by: tuple[str, ...] | None
    ) -> Iterator[list[dict[str, Any]]]:
        if not self._parts(table):
            return
        touched = ""
        if touched_by is not None:
            listed = ", ".join(f"'{id_}'" for id_ in touched_by if id_.isalnum())
            if not listed:
                return
            touched = f"WHERE _key IN (SELECT _key FROM statements WHERE _dataset IN ({listed}))"
        query = f"{resolved(table, declared, touched)} ORDER BY _key"
        with self.connect(table) as connection:
            for batch in connection.sql(query).to_arrow_reader(BATCH):
                yield batch.to_pylist()

    def paths(self, table: str) -> list[Path]:
        """Every committed part of a table."""
        return [path for _, path in parts(self.folder, self.datasets, table)]

    def _parts(self, table: str) -> list[tuple[Dataset, str]]:
        return [(d, str(p)) for d, p in parts(self.folder, self.datasets, table)]

    @contextmanager
    def connect(self, *tables: str, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with a view per table, in memory; the first is also called `statements`.

        `spill`: folder for what does not fit into bounded memory; the database is its own. Without one, all share a
        database: what is made in it has to be temporary. StoreError names a part that cannot be read.
        """
        read: list[tuple[Dataset, Path]] = []
        try:
            with connect(spill=spill) if spill else reading() as connection:
                for number, table in enumerate(tables):
                    own = parts(self.folder, self.datasets, table)
                    read += own
                    _view(connection, number, table, own, temporary=spill is None)
                yield connection
        except (duckdb.Error, pa.ArrowException) as error:
            found = explained(read)
            if found is None:
                raise
            raise StoreError(found) from error


def _view(
    connection: duckdb.DuckDBPyConnection, number: int, table: str, own: list[tuple[Dataset, Path]], *, temporary: bool
) -> None:
    found: dict[str, list[Path]] = {}
    for dataset, path in own:
        found.setdefault(dataset.id, []).append(path)
    create = "CREATE TEMP VIEW" if temporary else "CREATE VIEW"
    view = f'{create} "{table}" AS '
    if found:
        selects = (
            f"SELECT *, '{id_}' AS _dataset FROM read_parquet({file_list(paths)})" for id_, paths in found.items()
        )
        # tables of an older format lack the newer columns
        connection.execute(view + " UNION ALL BY NAME ".join(selects))
    else:
        connection.register(f"empty_{number}", SCHEMAS[table].empty_table())
        connection.execute(view + f"SELECT *, '' AS _dataset FROM empty_{number}")
    if number == 0:
        connection.execute(f'{create} statements AS SELECT * FROM "{table}"')


def resolved(table: str, declared: Sequence[Property], touched: str = "") -> str:
    """Query over `statements` of a table: one row for each key, with the declared properties, its ends and `_datasets`."""
    rows = f"(FROM statements {touched})"
    several = f"SELECT _key FROM {rows} GROUP BY _key HAVING count(*) > 1"
    return f"WITH several AS ({several}) {united(table, declared, rows, 'several USING (_key)')}"


def united(table: str, declared: Sequence[Property], rows: str, several: str) -> str:
    """The same over `rows`, where it is known which keys are spoken of more than once: `several` with how it is joined."""
    ends = list(ENDS) if table in RELATIONSHIPS else []
    many = ", ".join(["_key", *(f"any_value({e}) AS {e}" for e in ends), *(_latest(table, p) for p in declared)])
    once = ", ".join(["_key", *ends, *(_only(table, p) for p in declared)])
    # most keys are spoken of once, and need no aggregation, which costs ten times as much
    return (
        f"SELECT {many}, list_sort(list(DISTINCT _dataset)) AS _datasets "
        f"FROM {rows} SEMI JOIN {several} GROUP BY _key UNION ALL "
        f"SELECT {once}, [_dataset] AS _datasets FROM {rows} ANTI JOIN {several}"
    )


def _only(table: str, declared: Property) -> str:
    name = declared.name
    if table == "Account" and name == "handles":
        return "CASE WHEN handle IS NOT NULL THEN [handle] END AS handles"
    if declared.kind is Kind.STRINGS:
        return f'list_sort(list_distinct("{name}")) AS "{name}"'
    return f'"{name}"'


def _latest(table: str, declared: Property) -> str:
    name = declared.name
    if table == "Account" and name == "handles":
        # every handle ever observed, oldest observation first; list_distinct would lose the order
        seen = "list(handle ORDER BY coalesce(_observed_at, -1), handle) FILTER (WHERE handle IS NOT NULL)"
        return f"list_filter({seen}, lambda h, i: list_position({seen}, h) = i) AS handles"
    if declared.kind is Kind.STRINGS:
        return f'list_sort(list_distinct(flatten(list("{name}") FILTER (WHERE "{name}" IS NOT NULL)))) AS "{name}"'
    return f'max(struct_pack(o := coalesce(_observed_at, -1), v := "{name}")) FILTER (WHERE "{name}" IS NOT NULL).v AS "{name}"'


def _given(row: Mapping[str, Any], declared: tuple[Property, ...]) -> dict[str, Any]:
    return {p.name: row[p.name] for p in declared if row[p.name] is not None and row[p.name] != []}
