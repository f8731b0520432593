"""Files beside an export: found only inside its folder, and hashed."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.base import LoadError
from loaders.opening import sha256_of

LARGEST_FILE = 4 << 30
"""Bytes; Telegram takes no larger file."""


class NoFileError(Exception):
    """There is no file to hash: a reason code, and the mend."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}: {mend}")
        self.reason, self.mend = reason, mend


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file beside the export."""

    sha256: str
    name: str
    bytes: int


class ExportFolder:
    """The folder that result.json lies in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hashed: dict[str, HashedFile] = {}

    def file(self, named: str) -> HashedFile:
        """The file that a message names by a path relative to the export; NoFileError if it is not there, or not ours."""
        known = self._hashed.get(named)
        if known is None:
            known = self._hashed[named] = self._read(named)
        return known

    def _read(self, named: str) -> HashedFile:
        if named.startswith("(") and named.endswith(")"):
            # a sentence in brackets stands where a path would: the file was not exported
            raise NoFileError("file_not_included", "export again with media included, to compare files")
        path = self._inside(named)
        try:
            found = path.stat(follow_symlinks=False)
        except (OSError, ValueError) as error:
            mend = "leave result.json in its export folder, with the files beside it"
            raise NoFileError("file_missing", mend) from error
        if not stat.S_ISREG(found.st_mode):
            raise NoFileError("no_regular_file", "only files inside the export folder are read")
        if found.st_size == 0:
            raise NoFileError("empty_file", "export it again: every empty file is alike")
        if found.st_size > LARGEST_FILE:
            raise NoFileError("file_too_large", f"files beyond {LARGEST_FILE >> 30} GiB are not hashed")
        try:
            return HashedFile(sha256_of(path), path.name, found.st_size)
        except LoadError as error:
            raise NoFileError("file_unreadable", str(error)) from error

    def _inside(self, named: str) -> Path:
        """The path, which no `..`, absolute path or link leads out of the folder."""
        outside = NoFileError("file_outside", "the path leads out of the export folder and is not followed")
        written = named.replace("\\", "/")
        parts = PurePosixPath(written).parts
        # the first part of `//etc` is `//`; a drive letter has a colon
        absolute = written.startswith("/") or any(":" in part for part in parts)
        if not parts or absolute or "\0" in named or ".." in parts:
            raise outside
        path = self._folder
        for part in parts:
            path = path / part
            if _is_link(path):
                raise outside
        # whatever the checks above did not think of
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise outside
        return path


def _is_link(path: Path) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except OSError:
        return False
