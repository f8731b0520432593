"""DuckDB over the store's Parquet parts: private, in memory, bounded, and without a way to the network."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

MEMORY = "600MB"
"""Memory of one connection; what needs more is spilled to disk."""


def connect(*, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection of its own. `spill`: folder for what does not fit into memory; without one, nothing is spilled."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        # what is cancelled ends with the part at hand; else it waits until the other thread has done its share of the query
        "scheduler_process_partial": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if spill is not None:
        config |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    return duckdb.connect(":memory:", config=config)


def reading() -> duckdb.DuckDBPyConnection:
    """A connection for one question, in a hundredth of the time; what it makes has to be temporary."""
    return _shared().cursor()


@cache
def _shared() -> duckdb.DuckDBPyConnection:
    return connect()


def file_list(paths: Sequence[Path]) -> str:
    """The paths as a list that `read_parquet` takes."""
    return "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"
