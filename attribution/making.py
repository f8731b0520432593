"""Makes a case folder, and takes it away again where nothing came of it."""

import itertools
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.embedded import ended
from store import StoreError
from store.folder import EMPTY_MANIFEST, CaseFolder

_OURS = frozenset({"case.toml", "manifest.json", "tables", "maps", "engine", "sets", "writer.lock", "writer.json"})
"""What stands in a case that nothing was committed to; anything else is somebody's work."""


@dataclass(frozen=True, slots=True)
class Made:
    """A case folder that was made by this call."""

    folder: CaseFolder
    folders: Sequence[Path]
    """The folders that were not there before, the innermost first: the case itself, and those above it."""

    def undo(self) -> None:
        """Remove it, unless something was committed, somebody works in it, or anything else lies there."""
        root = self.folder.root
        try:
            if not _only_ours(root) or not ended(root):
                return
            with self.folder.writing(wait_s=0):
                if not _only_ours(root):
                    return
                for name in sorted(_OURS - {"writer.lock", "writer.json"}):
                    _remove(root / name)
            _remove(root / "writer.lock")
            for path in self.folders:
                path.rmdir()
        except (OSError, StoreError):
            return  # what cannot be removed stays: the error that is on its way says what happened


def make(folder: CaseFolder) -> Made | None:
    """Make the folder a case, and say what was made: None if it is a case already. StoreError where that cannot be."""
    if os.path.exists(folder.settings):  # noqa: PTH110  # `Path.exists` raises where a path is too long
        folder.create()
        return None
    root = folder.root
    missing = tuple(itertools.takewhile(lambda path: not os.path.lexists(path), (root, *root.parents)))
    made = Made(folder, missing)
    try:
        folder.create()
    except StoreError:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise
    return made


def _only_ours(root: Path) -> bool:
    manifest = root / "manifest.json"
    if manifest.exists() and manifest.read_bytes() != EMPTY_MANIFEST:
        return False
    return {path.name for path in root.iterdir()} <= _OURS and not any((root / "tables").iterdir())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
