"""A case folder: where its parts stand, who may write, and how a file is replaced whole."""

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from store import StoreError
from store.holder import holder, say_holder
from store.json_text import to_json

FORMAT_VERSION = 3
"""1: tables without `_row`. 2: with it; datasets are sealed (store/seals.py). 3: the manifest names each seal."""

EMPTY_MANIFEST = b'{\n "datasets": []\n}\n'
"""A manifest before the first commit."""

_VERSION_LINE = re.compile(r"^format_version\s*=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """Paths inside one case folder."""

    root: Path

    @property
    def settings(self) -> Path:
        """case.toml: name and format version."""
        return self.root / "case.toml"

    @property
    def manifest(self) -> Path:
        """The list of committed datasets; what is not in it does not exist."""
        return self.root / "manifest.json"

    @property
    def tables(self) -> Path:
        """One folder of Parquet parts per committed dataset."""
        return self.root / "tables"

    @property
    def maps(self) -> Path:
        """Column maps that were used, beside the case."""
        return self.root / "maps"

    @property
    def notebook(self) -> Path:
        """SQLite file with what the analyst adds."""
        return self.root / "analyst.sqlite"

    @property
    def codebook(self) -> Path:
        """Topics of this case."""
        return self.root / "codebook.toml"

    @property
    def statements(self) -> Path:
        """Small tables by which an analyst stated something, each of them loaded."""
        return self.root / "statements"

    @property
    def queries(self) -> Path:
        """The analyst's own queries, as files of the library's form."""
        return self.root / "queries"

    @property
    def name(self) -> str:
        """The case's name: the folder's, unless case.toml gives another."""
        try:
            found = tomllib.loads(self.settings.read_text("utf-8")).get("name")
        except (OSError, ValueError, RecursionError):
            found = None
        return found if isinstance(found, str) and found else self.root.resolve().name

    def exists(self) -> bool:
        """Whether this is a case already. StoreError for a path that no system takes."""
        try:
            return self.settings.is_file()
        except (OSError, ValueError) as error:
            said = f"{str(self.root)[:60]}…" if len(str(self.root)) > 60 else str(self.root)
            raise StoreError(
                f"{said}: cannot be a folder ({getattr(error, 'strerror', None) or error}); name a shorter path"
            ) from error

    def create(self) -> None:
        """Make the folder a case; nothing happens if it is one. StoreError where that cannot be."""
        if self.exists():
            self.check_format()
            return
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if any(self.root.iterdir()):
                raise StoreError(f"{self.root}: the folder holds other files; name a new or empty folder for the case")
            self.tables.mkdir()
            self.maps.mkdir()
            replace_file(
                self.settings, f"# A case of the attribution explorer\nformat_version = {FORMAT_VERSION}\n".encode()
            )
        except OSError as error:
            raise StoreError(
                f"{self.root}: cannot be made a case folder ({error.strerror}); name a writable folder"
            ) from error

    def check_format(self) -> None:
        """StoreError if this is no case, or one of a newer format."""
        if not self.exists():
            raise StoreError(f"{self.root}: is not a case (no case.toml); load a file into it, or check --case")
        found = self.format_version()
        if found > FORMAT_VERSION:
            raise StoreError(
                f"{self.settings}: format version {found!r} is newer than {FORMAT_VERSION}; update the attribution explorer"
            )

    def format_version(self) -> int:
        """The format that case.toml names; StoreError where it names none."""
        try:
            found = tomllib.loads(self.settings.read_text("utf-8")).get("format_version")
        except (OSError, ValueError, RecursionError) as error:
            raise StoreError(f"{self.settings}: cannot be read ({error}); restore it from a copy") from error
        if type(found) is not int or found < 1:
            raise StoreError(f"{self.settings}: format_version {found!r} is no version; restore it from a copy")
        return found

    @contextmanager
    def writing(self, *, wait_s: float = 30.0) -> Iterator[None]:
        """Hold the case for one writer; StoreError says who holds it when `wait_s` have passed.

        A case of an older format is brought to this one first, with a backup.
        """
        said = self.root / "writer.json"
        # the kernel releases the lock of a killed process: what a dead holder left behind holds nobody up
        lock = FileLock(self.root / "writer.lock", timeout=wait_s)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(f"{self.root}: {say_holder(said)}; wait for it or stop it") from error
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be locked ({error.strerror}); is the folder writable?") from error
        try:
            try:
                replace_file(said, to_json(holder()))
                self._make_ready()
            except OSError as error:
                raise StoreError(
                    f"{self.root}: cannot be written ({error.strerror or error}); make room or check the drive, then try again"
                ) from error
            yield
        finally:
            said.unlink(missing_ok=True)
            lock.release()

    def _make_ready(self) -> None:
        """Bring an older case to this format, keeping what it held in backup-v<its version>/; let no case lack a manifest."""
        if not self.exists():
            return
        self.check_format()
        found = self.format_version()
        if found < FORMAT_VERSION:
            backup = self.root / f"backup-v{found}"
            backup.mkdir(exist_ok=True)
            for path in (self.settings, self.manifest):
                if path.is_file() and not (backup / path.name).exists():
                    shutil.copy2(path, backup / path.name)
            sync_folder(backup)
            # tables of an older format are read as they are: what they lack is unknown
            text = _VERSION_LINE.sub(f"format_version = {FORMAT_VERSION}", self.settings.read_text("utf-8"), count=1)
            replace_file(self.settings, text.encode())
        # written before the first commit: where it is missing later, somebody took it away
        if not self.manifest.exists() and not any(found.is_dir() for found in self.tables.glob("[!.]*")):
            replace_file(self.manifest, EMPTY_MANIFEST)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, surviving a crash at any moment."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
