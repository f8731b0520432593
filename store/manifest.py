"""The manifest: which datasets are committed. Replacing this one file is what commits a load."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from store import StoreError
from store.folder import CaseFolder, replace_file
from store.json_text import of_json, to_json

_SHA256 = re.compile(r"[0-9a-z]{64}")
_FOLDER = re.compile(r"[0-9a-z-]{1,80}")


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
    seal: str = ""
    """What `store.seals.seal` gave for it; empty for one that an older version committed."""

    def __post_init__(self) -> None:
        # both become part of paths and of query text, and a manifest may come from somebody else
        if not _SHA256.fullmatch(self.sha256) or not _FOLDER.fullmatch(self.folder):
            raise ValueError(
                f"dataset {self.sha256[:70]!r} in folder {self.folder[:70]!r}: is no hash, or no plain name"
            )

    @property
    def id(self) -> str:
        """Short id, as it stands in `datasets` on nodes and relationships."""
        return self.sha256[:12]

    def same_reading(self, format_: str, loader_version: str, options: str) -> bool:
        """Whether reading the file again in this way would make the same records."""
        return (self.format, self.loader_version, self.options) == (format_, loader_version, options)


def read_manifest(folder: CaseFolder) -> tuple[Dataset, ...]:
    """The committed datasets in the order of their loading; StoreError if the file is damaged, or gone from a case with tables."""
    try:
        content = folder.manifest.read_bytes()
    except FileNotFoundError:
        if folder.tables.is_dir() and any(not found.name.startswith(".") for found in folder.tables.iterdir()):
            raise StoreError(
                f"{folder.manifest}: is missing, though tables/ holds datasets; restore it from a copy of the case"
            ) from None
        return ()
    except OSError as error:
        raise StoreError(f"{folder.manifest}: cannot be read ({error.strerror}); check the drive") from error
    try:
        found = of_json(content)
        # without a seal: written by an earlier version, or before the first commit
        sound = found.get("seal", _seal(found["datasets"])) == _seal(found["datasets"])
        listed = tuple(_dataset(entry) for entry in found["datasets"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{folder.manifest}: is damaged ({error}); restore it from a copy of the case") from error
    if not sound:
        raise StoreError(
            f"{folder.manifest}: is damaged (it does not match its own checksum); restore it from a copy of the case"
        )
    return listed


def write_manifest(folder: CaseFolder, datasets: tuple[Dataset, ...]) -> None:
    """Commit: from here on the case consists of exactly these datasets."""
    listed = [asdict(d) for d in datasets]
    replace_file(folder.manifest, to_json({"datasets": listed, "seal": _seal(json.loads(to_json(listed)))}))


def find_dataset(datasets: tuple[Dataset, ...], named: str) -> Dataset:
    """The one dataset with this short id, hash or file name; StoreError if there is none or several."""
    found = [d for d in datasets if named in (d.id, d.sha256, d.name)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(d.id for d in found)
        raise StoreError(
            f"dataset {named!r}: {len(found)} files of the case have this name ({listed}); name one by its id"
        )
    known = ", ".join(f"{d.id} ({d.name})" for d in datasets[:5]) + (" …" if len(datasets) > 5 else "")
    raise StoreError(f"dataset {named!r}: is not in the case; it holds {known or 'none'}")


def _seal(listed: object) -> str:
    return hashlib.sha256(to_json(listed)).hexdigest()


def _dataset(entry: dict[str, Any]) -> Dataset:
    return Dataset(**{**entry, "counts": Counts(**entry["counts"])})
