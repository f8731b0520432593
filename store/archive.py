"""A case as one archive for a colleague: a plain zip, nothing compressed, the same bytes for the same case."""

import hashlib
import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from store import StoreError
from store.analyst_file import looked_over
from store.checking import check_store, refuse_broken
from store.folder import CaseFolder, sync_folder
from store.json_text import of_json, to_json
from store.manifest import read_manifest

CONTENTS = "contents.json"
KEY = "pseudonyms.key"

ARCHIVE_VERSION = 1
_NAME = r"[^/\\\x00-\x1f:]{1,200}"
_MEMBERS = re.compile(
    rf"case\.toml|manifest\.json|codebook\.toml|analyst\.sqlite|pseudonyms\.key|(maps|sets|statements|exports|queries)/{_NAME}|tables/[0-9a-z-]{{1,80}}/{_NAME}"
)
_MOST_CONTENTS = 64 << 20
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an archive holds."""

    files: int
    bytes: int
    with_key: bool


def export_case(folder: CaseFolder, out: Path, *, with_key: bool = False) -> Exported:
    """Write the archive whole or not at all; the caller holds `CaseFolder.writing`. StoreError where that cannot be.

    Also where a part is missing or damaged, or `analyst.sqlite` is not as ours: nobody could import that.
    """
    if out.suffix != ".zip":
        raise StoreError(f"{out}: an archive is a .zip; name it so")
    if out.exists():
        raise StoreError(f"{out}: is there already; name another file or remove it")
    refuse_broken(folder)
    if folder.notebook.is_file():
        looked_over(folder)
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as aside:
            members = _members(folder, Path(aside), with_key=with_key)
            described = {name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for name, path in members}
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                contents = {"attribution_case": ARCHIVE_VERSION, "files": described}
                archive.writestr(_entry(CONTENTS), to_json(contents))
                for name, path in members:
                    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
                        shutil.copyfileobj(source, target, _CHUNK)
            temporary.replace(out)
            sync_folder(out.parent)
    except OSError as error:
        raise StoreError(
            f"{out}: cannot be written ({error.strerror or error}); name a file in a folder with room"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return Exported(len(members), sum(one["bytes"] for one in described.values()), KEY in described)  # type: ignore[misc]  # ints


def import_case(archive: Path, root: Path) -> Exported:
    """Make a new case folder of an archive, checked byte by byte; StoreError, and nothing left behind, where anything is wrong."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise StoreError(f"{root}: is there already; name a new folder for the case")
    aside = root.with_name(f".{root.name}.importing")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        done = _unpack(archive, aside)
        found = check_store(CaseFolder(aside))
        if found.damage:
            raise StoreError(f"{archive}: holds a damaged case: {found.damage[0].replace(str(aside), root.name)}")
        if root.exists():
            root.rmdir()
        aside.rename(root)
        sync_folder(root.parent)
    except OSError as error:
        raise StoreError(f"{root}: cannot be written ({error.strerror or error}); name a folder with room") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return done


def _members(folder: CaseFolder, aside: Path, *, with_key: bool) -> list[tuple[str, Path]]:
    root = folder.root
    found = [root / name for name in ("case.toml", "manifest.json", "codebook.toml")]
    for name in ("maps", "sets", "exports", "queries"):
        found += sorted((root / name).glob("*")) if (root / name).is_dir() else []
    for dataset in read_manifest(folder):
        found += sorted((folder.tables / dataset.folder).iterdir())
        # one whose writing was cut off is of no dataset
        found.append(folder.statements / dataset.name)
    if with_key:
        found.append(root / KEY)
    members = [(p.relative_to(root).as_posix(), p) for p in found if p.is_file() and not p.is_symlink()]
    members = [(name, path) for name, path in members if _MEMBERS.fullmatch(name)]
    if folder.notebook.is_file():
        members.append((folder.notebook.name, _copied(folder.notebook, aside / "analyst.sqlite")))
    return sorted(members)


def _copied(notebook: Path, copy: Path) -> Path:
    """A copy of the analyst's tables in one file, whoever writes to them meanwhile."""
    try:
        with closing(sqlite3.connect(notebook)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise StoreError(f"{notebook}: cannot be read ({error}); restore it from a copy of the case") from error
    return copy


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o600) << 16
    return entry


def _unpack(path: Path, into: Path) -> Exported:
    with _opened(path) as archive:
        entries = archive.infolist()
        contents = _contents(path, archive, entries)
        if len(entries) - 1 != len(contents) or {e.filename for e in entries[1:]} != contents.keys():
            raise StoreError(f"{path}: does not hold just what its {CONTENTS} names; ask for a new archive")
        for entry in entries[1:]:
            _check_entry(path, entry)
        total = sum(size for size, _ in contents.values())
        # what is not compressed takes the room that it takes in the archive
        if total > path.stat().st_size:
            raise StoreError(
                f"{path}: says that it holds {total:,} bytes, more than its own size; ask for a new archive"
            )
        if total > shutil.disk_usage(into).free:
            raise StoreError(f"{path}: needs {total:,} bytes, more than is free on this drive; make room")
        for entry in entries[1:]:
            target = into.joinpath(*PurePosixPath(entry.filename).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("xb") as out:
                _copy(path, entry.filename, source, out, contents[entry.filename])
    for name in ("tables", "maps"):
        (into / name).mkdir(exist_ok=True)
    if (into / KEY).is_file():
        (into / KEY).chmod(0o600)
    case = CaseFolder(into)
    case.check_format()
    if case.notebook.is_file():
        looked_over(case)
    return Exported(len(contents), total, KEY in contents)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise StoreError(f"{path}: does not exist; check the path") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        said = " ".join(str(error).split())[:120]
        raise StoreError(f"{path}: is no sound zip archive ({said}); ask for a new one") from error


def _contents(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, tuple[int, str]]:
    if not entries or entries[0].filename != CONTENTS:
        raise StoreError(f"{path}: is no archive of a case; `attribution case export` writes one")
    _check_entry(path, entries[0], contents=True)
    if entries[0].file_size > _MOST_CONTENTS:
        raise StoreError(f"{path}: its {CONTENTS} is too large to be one; ask for a new archive")
    try:
        found: dict[str, Any] = of_json(archive.read(entries[0]))
        version = found["attribution_case"]
        if type(version) is not int or version > ARCHIVE_VERSION:
            raise StoreError(
                f"{path}: archive version {version!r} is newer than {ARCHIVE_VERSION}; update the attribution explorer"
            )
        return {str(name): (int(one["bytes"]), str(one["sha256"])) for name, one in found["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path}: its {CONTENTS} is damaged; ask for a new archive") from error


def _check_entry(path: Path, entry: zipfile.ZipInfo, *, contents: bool = False) -> None:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    # the first component of every member is one of ours: no absolute path, no way up
    if not contents and (
        not _MEMBERS.fullmatch(name) or ".." in PurePosixPath(name).parts or name.endswith((".", " "))
    ):
        raise StoreError(f"{path}: holds {name[:80]!r}, which does not belong into a case; ask for a new archive")
    if kind not in (0, stat.S_IFREG):
        raise StoreError(f"{path}: holds {name[:80]!r}, which is no plain file; ask for a new archive")
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits & 1:
        raise StoreError(f"{path}: {name[:80]!r} is compressed or encrypted, which ours are not; ask for a new archive")


def _copy(path: Path, name: str, source: IO[bytes], out: IO[bytes], wanted: tuple[int, str]) -> None:
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > wanted[0]:
            break
        digest.update(chunk)
        out.write(chunk)
    if (size, digest.hexdigest()) != wanted:
        raise StoreError(f"{path}: {name[:80]!r} was damaged on its way (wrong checksum); ask for a new archive")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
