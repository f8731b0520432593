"""File locks that the kernel releases when their holder dies: how commands share one engine."""

import random
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _SLOTS = 64

    def _take(file: IO[bytes], *, shared: bool) -> bool:
        # Windows knows no shared lock here: a sharer holds one byte of many, an owner all of them
        file.seek(random.randrange(_SLOTS) if shared else 0)  # noqa: S311  # a place, not a secret
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1 if shared else _SLOTS)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[bytes], *, shared: bool) -> bool:
        try:
            fcntl.flock(file.fileno(), (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """A held lock on a file; it ends with `release`, or with the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __enter__(self) -> "FileLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the lock back; nothing happens the second time."""
        self._file.close()


def lock(path: Path, *, shared: bool = False, wait_s: float = 0.0) -> FileLock | None:
    """A lock on the file, shared or for ourselves alone; None if others held it for all of `wait_s`."""
    # not inheritable: a child process must not hold our lock after us
    file = path.open("ab")
    deadline = time.monotonic() + wait_s
    while not _take(file, shared=shared):
        if time.monotonic() >= deadline:
            file.close()
            return None
        time.sleep(0.05)
    return FileLock(file)
