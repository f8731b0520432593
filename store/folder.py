"""A case folder: where its parts stand, who may write, and how a file is replaced whole."""

import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from store import StoreError

FORMAT_VERSION = 1


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
    def name(self) -> str:
        """The case's name: the folder's, unless case.toml gives another."""
        try:
            found = tomllib.loads(self.settings.read_text("utf-8")).get("name")
        except (OSError, tomllib.TOMLDecodeError):
            found = None
        return found if isinstance(found, str) and found else self.root.resolve().name

    def exists(self) -> bool:
        """Whether this is a case already."""
        return self.settings.is_file()

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
        try:
            found = tomllib.loads(self.settings.read_text("utf-8")).get("format_version")
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.settings}: cannot be read ({error}); restore it from a copy") from error
        if not isinstance(found, int) or found > FORMAT_VERSION:
            raise StoreError(
                f"{self.settings}: format version {found!r} is newer than {FORMAT_VERSION}; update the attribution explorer"
            )

    @contextmanager
    def writing(self, *, wait_s: float = 30.0) -> Iterator[None]:
        """Hold the case for one writer; StoreError says who holds it when `wait_s` have passed."""
        holder = self.root / "writer.json"
        # the kernel releases the lock of a killed process: a stale lock cannot stay
        lock = FileLock(self.root / "writer.lock", timeout=wait_s)
        try:
            lock.acquire()
        except Timeout as error:
            who = holder.read_text("utf-8") if holder.is_file() else "another process"
            raise StoreError(f"{self.root}: {who} is writing to this case; wait for it or stop it") from error
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be locked ({error.strerror}); is the folder writable?") from error
        try:
            holder.write_text(f"process {os.getpid()}", "utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


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


def to_json(value: object) -> bytes:
    """JSON as the store writes it: sorted, readable, UTF-8."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
