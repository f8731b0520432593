"""Counting the pairs of a bare table within bounded memory."""

import contextlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from analysis.spilling import LEAST_MEMORY, weigh_spilled
from analysis.weighing import Settings, Weighed
from attribution.errors import CaseError
from attribution.share_table import read_as_stream

PLENTY = 4 << 30
"""Octets of memory for tables that do not fit, where nothing is said."""

_SIZES = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30}


def octets(text: str) -> int:
    """A size as 600MB, 2GB or 512MiB in octets; CaseError for anything else, and for less than any run takes."""
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*([KMG]i?B)\s*", text, re.IGNORECASE)
    if found is None:
        raise CaseError(f"--memory {text[:40]!r}: is no size; write it as 600MB or 2GB")
    size = round(float(found[1]) * _SIZES[found[2].upper()])
    if size < LEAST_MEMORY:
        least = f"{LEAST_MEMORY // _SIZES['MB']}MB"
        raise CaseError(f"--memory {text[:40]!r}: is less than what is needed for a start; give {least} or more")
    return size


def weighed_within(path: Path, settings: Settings, memory: int, beside: Path | None) -> tuple[Weighed, dict[str, int]]:
    """Counts of a table with so many octets of memory, and its rows that could not be read; rows wait `beside` meanwhile."""

    host = re.sub(r"[^A-Za-z0-9]+", "", platform.node())[:40] or "here"
    _clear(beside or Path(tempfile.gettempdir()), host)

    def weighed(batches: Iterator[pa.RecordBatch]) -> Weighed:
        with tempfile.TemporaryDirectory(prefix=f"detect-{host}-{os.getpid()}-", dir=beside) as folder:
            return weigh_spilled(batches, settings, memory, Path(folder))

    return read_as_stream(path, weighed)


def _clear(folder: Path, host: str) -> None:
    """Take away what runs on this machine left that were killed: folders that nothing but such runs makes."""
    for left in folder.glob(f"detect-{host}-*"):
        found = re.fullmatch(rf"detect-{host}-(\d{{1,9}})-\w+", left.name)
        if found is None or left.is_symlink() or not left.is_dir() or _runs(int(found[1])):
            continue
        # it may be another user's, or just be taken away by another run
        with contextlib.suppress(OSError):
            if all(re.fullmatch(r"(rows|keys)-\d+", one.name) for one in left.iterdir()):
                shutil.rmtree(left)


def _runs(process: int) -> bool:
    if os.name != "posix":
        # elsewhere to ask is to end
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
