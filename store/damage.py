"""Names the part of a table that cannot be read, after an engine only said that something went wrong."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from store.manifest import Dataset


def explained(read: Iterable[tuple[Dataset, Path]]) -> str | None:
    """One line about the first part that cannot be read whole; None if all can."""
    for dataset, path in read:
        why = unreadable(path)
        if why is not None:
            return (
                f"{path}: {why}; load {dataset.name} again after `attribution case drop {dataset.id}`, or restore the "
                "part from a copy (`attribution case verify` names all)"
            )
    return None


def unreadable(path: Path) -> str | None:
    """Why a Parquet file cannot be read whole, or None."""
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches(batch_size=1 << 16):
                pass
    except FileNotFoundError:
        return "is missing"
    except (OSError, pa.ArrowException, ValueError):
        return "is damaged"
    return None
