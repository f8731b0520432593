"""The attribution explorer: `case = attribution.open("cases/sample")`, then ask it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribution.case import Case


def open(path: str | Path, uri: str | None = None, *, create: bool = False) -> "Case":
    """The case in a folder, on the graph at `uri`, NEO4J_URI or its own embedded engine."""
    # importing every room takes a second that `attribution --help` need not wait for
    from attribution.case import open_case  # noqa: PLC0415

    return open_case(path, uri, create=create)
