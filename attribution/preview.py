"""What a file is before it is loaded: its format, what is proposed for it, and its first records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from attribution.loading import Recognised
from graph.records import Node, Record, Ref
from loaders.base import Loader, LoadError, Options, Reject, Row, Sample
from loaders.catalogue import by_name, recognise
from loaders.mapping.model import Writing
from loaders.mapping.table import dialect_of, first_line
from loaders.meta import Meta
from loaders.meta.naming import propose
from loaders.opening import sample

ROWS = 20
_SHOWN = 160


Chosen: TypeAlias = tuple[Recognised, Options]
"""A file with its loader, and what the analyst says of it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first rows of a file as they would be loaded."""

    records: tuple[Mapping[str, str], ...] = ()
    """{row, what, key, role, says}: one for each node that a row describes, and its role in a published list."""
    rejects: tuple[Mapping[str, str], ...] = ()
    """{row, column, value, reason, mend}."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the file's name and format say of a published list; the analyst may say otherwise."""

    network: str = ""
    publisher: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that waits to be loaded."""

    path: Path
    size: int
    loader: Loader | None
    """None where nothing recognises it."""
    why: str = ""
    """Why nothing does, with the mend."""
    proposed: Proposed | None = None
    """None for anything but a published list."""
    columns: tuple[str, ...] = field(default=())
    """Of an unknown table: its columns, ready to be mapped."""


def look_at(path: Path) -> Known:
    """What the file is; one that cannot be read is told in `why`."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        return Known(path, 0, None, f"{path}: cannot be read ({getattr(error, 'strerror', error)}); check the path")
    try:
        loader = recognise(path)
    except LoadError as error:
        return Known(path, size, None, str(error), columns=_columns(path))
    proposed = None
    if isinstance(loader, Meta):
        main = propose(path.name).main
        proposed = Proposed(main.name, "Meta", main.country or "")
    return Known(path, size, loader, proposed=proposed)


def chosen(
    known: Known, *, map: Mapping[str, object] | None = None, network: str = "", publisher: str = "", country: str = ""
) -> Chosen | None:
    """The file with its loader and what the analyst says of it; None while nothing reads it."""
    loader = by_name("mapped-csv") if map is not None else known.loader
    if loader is None:
        return None
    extra = {"country": country.strip()} if country.strip() else {}
    said = Options(map=map, network=network.strip() or None, publisher=publisher.strip() or None, extra=extra)
    return Recognised(known.path, loader), said


def begin(found: Recognised, options: Options, rows: int = ROWS) -> Beginning:
    """The first rows as the loader reads them; LoadError if it cannot."""
    records: list[Mapping[str, str]] = []
    rejects: list[Mapping[str, str]] = []
    for outcome in islice(found.loader.read(found.path, options), rows):
        if isinstance(outcome, Row):
            records += _shown(outcome)
            rejects += map(_told, outcome.notes)
        elif isinstance(outcome, Reject):
            rejects.append(_told(outcome))
    return Beginning(tuple(records), tuple(rejects))


def _shown(row: Row) -> list[Mapping[str, str]]:
    roles = {
        r.start: str(r.properties["role"]) for r in row.records if not isinstance(r, Node) and r.type == "LISTED_IN"
    }
    return [
        {
            "row": row.location,
            "what": record.label,
            "key": _cut(record.key),
            "role": roles.get(Ref(record.label, record.key), ""),
            "says": _cut(_says(record)),
        }
        for record in row.records
        if isinstance(record, Node)
    ]


def _says(record: Record) -> str:
    return ", ".join(f"{name}: {value}" for name, value in record.properties.items() if name != "platform")


def _told(reject: Reject) -> Mapping[str, str]:
    return {
        "row": reject.location,
        "column": reject.column,
        "value": _cut(reject.value),
        "reason": reject.reason,
        "mend": reject.mend,
    }


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _columns(path: Path) -> tuple[str, ...]:
    """The cells of the first line, if it looks like a table's header."""
    try:
        beginning: Sample = sample(path)
    except LoadError:
        return ()
    if b"\0" in beginning.head:
        return ()
    line = first_line(beginning.text())
    cells = dialect_of(line, Writing()).cells(line) if line else []
    names = [cell.strip() for cell in cells]
    return tuple(names) if len(names) > 1 and all(names) and len(set(names)) == len(names) else ()
