"""Loading one file is one transaction: its records become visible whole, or not at all."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from graph.records import Record
from store import StoreError
from store.folder import CaseFolder, sync_folder
from store.manifest import Counts, Dataset, read_manifest, write_manifest
from store.tables import REJECTS, ROWS, SCHEMAS, key_of, row_of, table_of

_PART_ROWS = 200_000
"""Table rows held in memory before a part is written."""


class KnownKeys:
    """Which records the committed datasets hold, as 16-byte digests of table and key."""

    def __init__(self, folder: CaseFolder, datasets: tuple[Dataset, ...]) -> None:
        self._digests: set[bytes] = set()
        for dataset in datasets:
            for table in SCHEMAS.keys() - {ROWS, REJECTS}:
                for part in sorted((folder.tables / dataset.folder).glob(f"{table}-*.parquet")):
                    keys = pq.read_table(part, columns=["_key"]).column("_key")
                    self._digests.update(_digest(table, key) for key in keys.to_pylist() if key is not None)

    def add(self, table: str, key: str) -> bool:
        """Take note of a record; whether it was new."""
        digest = _digest(table, key)
        if digest in self._digests:
            return False
        self._digests.add(digest)
        return True


def _digest(table: str, key: str) -> bytes:
    return hashlib.blake2b(f"{table}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Reading:
    """Which file is being loaded, and how."""

    sha256: str
    name: str
    format: str
    loader_version: str
    options: str
    loaded_by: str
    loaded_at: int


@dataclass(slots=True)
class _Tally:
    loaded: int = 0
    merged: int = 0
    blank: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Counts:
        rows = self.loaded + self.merged + self.blank + self.rejected.total()
        return Counts(rows, self.loaded, self.merged, self.blank, dict(self.rejected), dict(self.notes))


class Transaction:
    """Append one file's records; leaving the `with` block without `commit` leaves no trace.

    The caller holds `CaseFolder.writing`.
    """

    def __init__(self, folder: CaseFolder, reading: Reading, known: KnownKeys) -> None:
        self._folder, self._reading, self._known = folder, reading, known
        self._target = folder.tables / f"{reading.sha256[:12]}-{reading.loaded_at:x}"
        self._temporary = folder.tables / f".{self._target.name}.tmp"
        self._pending: dict[str, dict[object, dict[str, object]]] = {}
        self._places: dict[str, list[str]] = {"table": [], "key": [], "location": []}
        self._rejects: list[Mapping[str, str]] = []
        self._held, self._parts, self._tally = 0, 0, _Tally()

    def __enter__(self) -> "Transaction":
        try:
            remove_orphans(self._folder)
            self._temporary.mkdir()
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)

    @property
    def counts(self) -> Counts:
        """What has been taken so far."""
        return self._tally.counts()

    def row(self, location: str, records: tuple[Record, ...]) -> None:
        """Take one input row that gave records."""
        new = False
        for record in records:
            table, key = table_of(record), key_of(record)
            new |= self._known.add(table, key)
            self._hold(table, key, record)
            self._places["table"].append(table)
            self._places["key"].append(key)
            self._places["location"].append(location)
        if new:
            self._tally.loaded += 1
        else:
            self._tally.merged += 1
        if self._held + len(self._places["key"]) >= _PART_ROWS:
            self._flush()

    def blank(self) -> None:
        """Take one input row that holds nothing."""
        self._tally.blank += 1

    def reject(self, location: str, column: str, value: str, reason: str, mend: str, *, whole_row: bool = True) -> None:
        """Keep what could not be used: a whole row, or (as a note) one value of a loaded row."""
        (self._tally.rejected if whole_row else self._tally.notes)[reason] += 1
        kind = "row" if whole_row else "value"
        self._rejects.append(
            {"location": location, "column": column, "value": value, "reason": reason, "mend": mend, "kind": kind}
        )
        if len(self._rejects) >= _PART_ROWS:
            self._flush()

    def commit(self) -> Dataset:
        """Make the file's records part of the case, durably, and say what it gave."""
        reading, counts = self._reading, self._tally.counts()
        dataset = Dataset(
            reading.sha256, reading.name, reading.format, reading.loader_version, reading.options,
            reading.loaded_by, reading.loaded_at, counts, self._target.name,
        )  # fmt: skip
        try:
            self._flush()
            sync_folder(self._temporary)
            self._temporary.rename(self._target)
            sync_folder(self._folder.tables)
            others = tuple(d for d in read_manifest(self._folder) if d.sha256 != reading.sha256)
            write_manifest(self._folder, (*others, dataset))
        except OSError as error:
            raise self._failed(error) from error
        return dataset

    def _hold(self, table: str, key: str, record: Record) -> None:
        rows = self._pending.setdefault(table, {})
        # one observation for each set of values; the latest date of it stands
        values = (key, tuple(record.properties.items()))
        seen = rows.get(values)
        if seen is None:
            rows[values] = row_of(record, key)
            self._held += 1
        elif record.observed_at is not None:
            before = seen["_observed_at"]
            seen["_observed_at"] = (
                record.observed_at if not isinstance(before, int) else max(before, record.observed_at)
            )

    def _flush(self) -> None:
        for table, rows in self._pending.items():
            self._write(table, pa.Table.from_pylist([_storable(r) for r in rows.values()], SCHEMAS[table]))
        if self._places["key"]:
            self._write(ROWS, pa.table(self._places, SCHEMAS[ROWS]))
        if self._rejects:
            self._write(REJECTS, pa.Table.from_pylist([_storable(r) for r in self._rejects], SCHEMAS[REJECTS]))
        self._pending = {}
        self._places = {name: [] for name in self._places}
        self._rejects = []
        self._held, self._parts = 0, self._parts + 1

    def _write(self, table: str, content: pa.Table) -> None:
        path = self._temporary / f"{table}-{self._parts:05d}.parquet"
        try:
            with path.open("wb") as out:
                pq.write_table(content, out, compression="zstd")
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(
            f"{self._folder.root}: cannot be written ({error.strerror or error}); nothing of {self._reading.name} was kept; "
            "make room or check the drive, then load it again"
        )


def _storable(row: Mapping[str, object]) -> dict[str, object]:
    # Arrow refuses lone surrogates; what adversaries write is kept visible instead
    return {name: _clean(value) for name, value in row.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, tuple):
        return [_clean(one) for one in value]
    return value


def remove_orphans(folder: CaseFolder) -> None:
    """Remove what a killed load left behind: folders that no committed dataset names."""
    committed = {d.folder for d in read_manifest(folder)}
    for found in folder.tables.iterdir():
        if found.name not in committed:
            shutil.rmtree(found, ignore_errors=True)


def parts(folder: CaseFolder, datasets: tuple[Dataset, ...], table: str) -> list[tuple[Dataset, Path]]:
    """Every committed part of a table, with its dataset."""
    return [(d, p) for d in datasets for p in sorted((folder.tables / d.folder).glob(f"{table}-*.parquet"))]
