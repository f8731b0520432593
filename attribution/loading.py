"""Loads files into the case store: recognised by content, one transaction each, every row accounted for."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from attribution.errors import CaseError
from attribution.parsing import Parsing
from attribution.progress import Progress
from graph.canonical import CanonicalError
from loaders.base import Loader, LoadError, Options
from loaders.catalogue import by_name, recognise
from loaders.media_folder import folder_sha256
from loaders.opening import sha256_of
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import Counts, Dataset, read_manifest


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file with the loader that reads it."""

    path: Path
    loader: Loader


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What loading one file came to; rows = loaded + merged + blank + the sum of rejected."""

    path: Path
    sha256: str
    format: str
    counts: Counts
    repeated: bool
    """The very same reading of the file was in the case already."""

    def as_json(self) -> dict[str, object]:
        """The entry under `files` of `attribution load --json`."""
        counts = self.counts
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "format": self.format,
            "rows": counts.rows,
            "loaded": counts.loaded,
            "merged": counts.merged,
            "blank": counts.blank,
            "rejected": dict(sorted(counts.rejected.items())),
            "notes": dict(sorted(counts.notes.items())),
        }


def gather(paths: Iterable[Path], format_: str | None) -> tuple[list[Recognised], list[tuple[Path, str]]]:
    """The files to load, in a stable order, and those in folders that nothing recognises, with why.

    A file named outright must be known (LoadError otherwise); of a folder, at least one file must be.
    """
    given = list(paths)
    found: list[Recognised] = []
    skipped: list[tuple[Path, str]] = []
    forced = by_name(format_) if format_ else None
    for path in given:
        try:
            known, unknown = _known(path, forced)
        except LoadError as error:
            if len(given) == 1:
                raise
            raise LoadError(f"{error}; none of the {len(given)} was loaded") from error
        found += known
        skipped += unknown
    return found, skipped


def _known(path: Path, forced: Loader | None) -> tuple[list[Recognised], list[tuple[Path, str]]]:
    if not os.path.exists(path):  # noqa: PTH110  # `Path.exists` raises where a path is too long
        raise LoadError(f"{path}: does not exist; check the path")
    if not path.is_dir():
        return [Recognised(path, forced or recognise(path))], []
    found: list[Recognised] = []
    skipped: list[tuple[Path, str]] = []
    for inner in _files(path):
        try:
            found.append(Recognised(inner, forced or recognise(inner)))
        except LoadError as error:
            skipped.append((inner, str(error)))
    if not found:
        raise LoadError(f"{path}: the folder holds no file of a known format; `attribution formats` lists them")
    return found, skipped


def _files(folder: Path) -> list[Path]:
    # a link could lead out of the folder that was named
    found = (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and not p.name.startswith("."))
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


class Loading:
    """One load command on one case; the caller holds `CaseFolder.writing`."""

    def __init__(self, folder: CaseFolder, *, who: str, now_ms: int, progress: Progress) -> None:
        self._folder, self._who, self._now_ms, self._progress = folder, who, now_ms, progress

    def file(self, found: Recognised, options: Options) -> LoadedFile:
        """Append one file to the store, or take note that it is there already."""
        path, loader = found.path, found.loader
        sha256 = folder_sha256(path) if path.is_dir() else sha256_of(path)
        reading = Reading(
            sha256, path.name or str(path), loader.name, loader.version, told(options), self._who, self._now_ms
        )
        for dataset in read_manifest(self._folder):
            if dataset.sha256 == sha256 and dataset.same_reading(loader.name, loader.version, reading.options):
                return LoadedFile(path, sha256, loader.name, dataset.counts.again(), repeated=True)
        dataset = self._append(path, loader, options, reading)
        return LoadedFile(path, sha256, loader.name, dataset.counts, repeated=False)

    def _append(self, path: Path, loader: Loader, options: Options, reading: Reading) -> Dataset:
        try:
            with Parsing(self._progress) as parsing, Transaction(self._folder, reading) as transaction:
                parsing.read(path, loader, options, transaction)
                return transaction.commit()
        except CanonicalError as error:
            raise CaseError(f"{path}: {error}") from error


def told(options: Options) -> str:
    """What the analyst said about a file, as canonical JSON: part of what its records depend on."""
    given = {
        "map": _plain(options.map),
        "network": options.network,
        "publisher": options.publisher,
        "handle": options.handle,
        **{f"extra.{name}": value for name, value in options.extra.items()},
    }
    return json.dumps({k: v for k, v in given.items() if v is not None}, sort_keys=True, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def with_extra(options: Options, **extra: str | None) -> Options:
    """The options with more said; None says nothing."""
    return replace(options, extra={**options.extra, **{k: v for k, v in extra.items() if v is not None}})
