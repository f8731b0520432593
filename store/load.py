"""Loading one file is one transaction: its records become visible whole, or not at all."""

import itertools
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from graph.records import Record
from store import StoreError
from store.folder import CaseFolder, sync_folder
from store.manifest import Counts, Dataset, read_manifest, write_manifest
from store.news import rows_with_news
from store.pieces import Piece, Tally
from store.seals import seal

_PIECE_ROWS = 20_000
"""Input rows held in memory before their parts are written."""


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


class Transaction:
    """Append one file's records; leaving the `with` block without `commit` leaves no trace.

    The caller holds `CaseFolder.writing`. Rows come one after the other (`row`, `blank`, `reject`), or
    pieces of the file are read by others: each under a number of its own (`next_piece`) into `parts`,
    and its tally is taken (`take`).
    """

    def __init__(self, folder: CaseFolder, reading: Reading) -> None:
        self._folder, self._reading = folder, reading
        self._target = folder.tables / f"{reading.sha256[:12]}-{reading.loaded_at:x}"
        self.parts = folder.tables / f".{self._target.name}.tmp"
        self._pieces = itertools.count()
        self._piece = Piece(next(self._pieces))
        self._tally = Tally()

    def __enter__(self) -> "Transaction":
        try:
            remove_orphans(self._folder)
            self.parts.mkdir()
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for left in (self.parts, self.parts.with_suffix(".spill")):
            shutil.rmtree(left, ignore_errors=True)

    def row(self, location: str, records: Iterable[Record]) -> None:
        """Take one input row that gave records."""
        self._piece.row(location, records)
        self._flush(at=_PIECE_ROWS)

    def blank(self) -> None:
        """Take one input row that holds nothing."""
        self._piece.blank()

    def reject(self, location: str, column: str, value: str, reason: str, mend: str, *, whole_row: bool = True) -> None:
        """Keep what could not be used: a whole row, or (as a note) one value of a loaded row."""
        self._piece.reject(location, column, value, reason, mend, whole_row=whole_row)
        self._flush(at=_PIECE_ROWS)

    @property
    def rejected(self) -> int:
        """Rows that could not be used so far."""
        return self._tally.rejected.total() + self._piece.tally.rejected.total()

    def next_piece(self) -> int:
        """A number for a piece that somebody else reads; pieces are numbered in the order of the file."""
        return next(self._pieces)

    def take(self, tally: Tally) -> None:
        """Count a piece whose parts are written."""
        self._tally.add(tally)

    def commit(self) -> Dataset:
        """Make the file's records part of the case, durably, and say what it gave."""
        reading = self._reading
        try:
            self._flush()
            others = tuple(d for d in read_manifest(self._folder) if d.sha256 != reading.sha256)
            counts = self._counts(others)
            dataset = Dataset(
                reading.sha256, reading.name, reading.format, reading.loader_version, reading.options,
                reading.loaded_by, reading.loaded_at, counts, self._target.name, seal(self.parts),
            )  # fmt: skip
            sync_folder(self.parts)
            self.parts.rename(self._target)
            sync_folder(self._folder.tables)
            write_manifest(self._folder, (*others, dataset))
        except OSError as error:
            raise self._failed(error) from error
        return dataset

    def _counts(self, others: tuple[Dataset, ...]) -> Counts:
        tally = self._tally
        loaded = rows_with_news(self.parts, [self._folder.tables / d.folder for d in others]) if tally.given else 0
        return Counts(
            tally.rows, loaded, tally.given - loaded, tally.blank, dict(tally.rejected), dict(tally.notes)
        )  # fmt: skip

    def _flush(self, *, at: int = 1) -> None:
        if self._piece.held + self._piece.tally.blank < at:
            return
        try:
            self.take(self._piece.write(self.parts))
        except OSError as error:
            raise self._failed(error) from error
        self._piece = Piece(next(self._pieces))

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(
            f"{self._folder.root}: cannot be written ({error.strerror or error}); {self._reading.name} does not count as "
            "loaded, what was loaded before stays; make room or check the drive, then load it again"
        )


def remove_orphans(folder: CaseFolder) -> None:
    """Remove what a killed load left behind: folders that no committed dataset names."""
    committed = {d.folder for d in read_manifest(folder)}
    for found in folder.tables.iterdir():
        if found.name not in committed:
            shutil.rmtree(found, ignore_errors=True)


def parts(folder: CaseFolder, datasets: tuple[Dataset, ...], table: str) -> list[tuple[Dataset, Path]]:
    """Every committed part of a table, with its dataset."""
    return [(d, p) for d in datasets for p in sorted((folder.tables / d.folder).glob(f"{table}-*.parquet"))]
