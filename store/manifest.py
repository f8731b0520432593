"""The manifest: which datasets are committed. Replacing this one file is what commits a load."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from store import StoreError
from store.folder import CaseFolder, replace_file, to_json


@dataclass(frozen=True, slots=True)
class Counts:
    """Input rows of one file: rows = loaded + merged + blank + the sum of rejected."""

    rows: int
    loaded: int
    merged: int
    blank: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    """Values inside loaded rows that could not be used, by reason."""

    def __post_init__(self) -> None:
        if self.rows != self.loaded + self.merged + self.blank + sum(self.rejected.values()):
            raise ValueError(f"rows are not accounted for: {self}")

    def again(self) -> "Counts":
        """The counts of the same file loaded once more: nothing is new."""
        return Counts(self.rows, 0, self.loaded + self.merged, self.blank, self.rejected, self.notes)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One committed file."""

    sha256: str
    name: str
    format: str
    loader_version: str
    options: str
    """Canonical JSON of what the analyst said about the file: part of what the records depend on."""
    loaded_by: str
    loaded_at: int
    counts: Counts
    folder: str
    """Name of its folder under tables/."""

    @property
    def id(self) -> str:
        """Short id, as it stands in `datasets` on nodes and relationships."""
        return self.sha256[:12]

    def same_reading(self, format_: str, loader_version: str, options: str) -> bool:
        """Whether reading the file again in this way would make the same records."""
        return (self.format, self.loader_version, self.options) == (format_, loader_version, options)


def read_manifest(folder: CaseFolder) -> tuple[Dataset, ...]:
    """The committed datasets in the order of their loading; StoreError if the file is damaged."""
    if not folder.manifest.is_file():
        return ()
    try:
        found = json.loads(folder.manifest.read_bytes())
        return tuple(_dataset(entry) for entry in found["datasets"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder.manifest}: is damaged ({error}); restore it from a copy of the case") from error


def write_manifest(folder: CaseFolder, datasets: tuple[Dataset, ...]) -> None:
    """Commit: from here on the case consists of exactly these datasets."""
    replace_file(folder.manifest, to_json({"datasets": [asdict(d) for d in datasets]}))


def _dataset(entry: dict[str, Any]) -> Dataset:
    return Dataset(**{**entry, "counts": Counts(**entry["counts"])})
