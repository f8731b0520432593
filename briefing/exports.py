"""Writes a figure to a file, whole or not at all."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from briefing.errors import BriefingError
from briefing.html import html
from briefing.png import png
from briefing.scene import Scene
from briefing.svg import svg

WRITERS: Mapping[str, Callable[[Scene], bytes]] = MappingProxyType(
    {".svg": svg, ".png": png, ".html": lambda scene: html(scene).encode("utf-8")}
)
"""What makes the bytes, by suffix; PNG at 300 dpi."""


def check_target(path: Path, *, overwrite: bool = False) -> Callable[[Scene], bytes]:
    """What makes the bytes for this path; BriefingError, before anything is drawn, where nothing can be written."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise BriefingError(f"{path}: suffix {path.suffix[:60]!r} is unknown; use one of {', '.join(WRITERS)}")
    # the methods of Path raise where a path is too long
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise BriefingError(f"{path}: the folder {path.parent} does not exist; make it or name another")
    if os.path.isdir(path):  # noqa: PTH112
        raise BriefingError(f"{path}: is a folder; name a file")
    if os.path.lexists(path) and not overwrite:
        raise BriefingError(f"{path}: exists already; name another file or allow overwriting")
    return writer


def export(scene: Scene, path: Path, *, dpi: int = 300, overwrite: bool = False) -> None:
    """Write the scene in the format that the suffix names; BriefingError where that cannot be.

    `dpi` is for PNG: 36 to 1,200 dots an inch.
    """
    writer = check_target(path, overwrite=overwrite)
    content = png(scene, dpi=dpi) if writer is png else writer(scene)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
        with suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)
        why = getattr(error, "strerror", None) or error
        raise BriefingError(f"{path}: cannot be written ({why}); is there room, and is it yours?") from error
