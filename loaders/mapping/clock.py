"""Times of a table, read as its map says they are written."""

import re
from datetime import UTC, datetime, timedelta, timezone

from loaders.mapping.model import TimeColumn
from loaders.mapping.record import Record, UnusableError
from loaders.times import Instant, unix, written

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 80
_LAST_MS = 4_102_444_800_000
_NUMBER = re.compile(r"\d{9,10}(?:\.\d{1,9})?\Z")
_MILLISECONDS = re.compile(r"\d{9,13}(?:\.0+)?\Z")
_ABBREVIATION = re.compile(r"\s*\(?([A-Z]{1,5})\)?\Z")
_MENDS = {
    "unix": "expected seconds since 1970, such as 1623881091; say in the map's time.format how the column is written",
    "unix_ms": "expected milliseconds since 1970; say in the map's time.format how the column is written",
    "iso": "expected a time such as 2020-04-16 09:48:29; say in the map's time.format how the column is written",
}


def time_of(record: Record, columns: tuple[TimeColumn, ...], notes: list[UnusableError]) -> Instant | None:
    """The first time that can be read, in order of preference; what could not be read goes to `notes`."""
    for column in columns:
        found = record.found(column.columns)
        if found is None:
            continue
        name, cell = found
        try:
            return instant(column, cell)
        except ValueError as error:
            mend = _MENDS.get(column.format, f"expected a time written as {column.format}")
            notes.append(UnusableError(name, cell, "bad_time", f"{error}; {mend}"))
    return None


def instant(column: TimeColumn, cell: str) -> Instant:
    """The instant that a cell names; ValueError if it names none."""
    text = cell.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:80]!r}… is too long for a time")
    if column.format == "unix":
        found = _unix(text)
    elif column.format == "unix_ms":
        if not _MILLISECONDS.match(text):
            raise ValueError(f"{text[:80]!r} is not a count of milliseconds since 1970")
        found = Instant(_bounded(int(text.partition(".")[0]), text), "millisecond", "utc")
    elif column.format == "iso" and _NUMBER.match(text):
        found = _unix(text)
    else:
        found = _wall(column, text)
    if column.origin is None and column.precision is None:
        return found
    return Instant(found.ms, column.precision or found.precision, column.origin or found.origin)


def _unix(text: str) -> Instant:
    whole, point, fraction = text.partition(".")
    if point and fraction.strip("0"):
        found = unix(whole)
        if not fraction.isdecimal():
            raise ValueError(f"{text[:80]!r} is not a count of seconds since 1970")
        return Instant(found.ms + int(fraction[:3].ljust(3, "0")), "millisecond", "utc")
    return unix(text)


def _wall(column: TimeColumn, text: str) -> Instant:
    """A wall-clock time; its zone by the map unless it names its own."""
    hours = None
    if column.zone == "in-value":
        named = _ABBREVIATION.search(text)
        # the Z of 2020-04-16T09:48:29Z is read with the time
        if named and not (named[1] == "Z" and text[-2:-1].isdigit()):
            hours = column.zones.get(named[1])
            if hours is None:
                known = ", ".join(column.zones)
                raise ValueError(
                    f"the zone {named[1]} is not in the map; add its hours from UTC to time.zones ({known})"
                )
            text = text[: named.start()].rstrip()
    elif column.zone not in ("utc", "unknown"):
        sign = -1 if column.zone[0] == "-" else 1
        hours = sign * (int(column.zone[1:3]) + int(column.zone[4:6]) / 60)
    origin = {"utc": "utc", "unknown": "local-unknown"}.get(
        column.zone, "export-tz" if hours is not None else "local-unknown"
    )
    if column.format == "iso":
        found = written(text, without_zone=origin)
        # only a time that does not name its own zone is moved
        moves = hours is not None and found.origin == origin
        if not moves or hours is None:
            return found
        return Instant(_bounded(found.ms - round(hours * 3_600_000), text), found.precision, origin)
    return _patterned(column.format, text, origin, hours)


def _patterned(pattern: str, text: str, origin: str, hours: float | None) -> Instant:
    found = datetime.strptime(text, pattern)  # the zone is put to it below
    if found.tzinfo is not None:
        origin = "utc"
    else:
        found = found.replace(tzinfo=timezone(timedelta(hours=hours or 0)))
    return Instant(_bounded((found - _EPOCH) // timedelta(milliseconds=1), text), _precision(pattern), origin)


def _precision(pattern: str) -> str:
    if "%f" in pattern:
        return "millisecond"
    if any(part in pattern for part in ("%S", "%s", "%T", "%X", "%c")):
        return "second"
    return "minute" if "%M" in pattern or "%R" in pattern else "day"


def _bounded(ms: int, text: str) -> int:
    if not 0 <= ms < _LAST_MS:
        raise ValueError(f"{text[:80]!r} lies outside 1970–2100")
    return ms
