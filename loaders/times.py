"""Times as files write them: an instant with how exactly and in what zone it was given."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_LAST_MS = 4_102_444_800_000
"""2100-01-01: a later time is a number that is no time."""

_FORM = re.compile(
    r"\d{4}-\d{2}-\d{2}(?P<time>[T ]\d{2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>\.\d{1,9})?)?)?"
    r"(?P<zone> ?(?:Z|[+-]\d{2}:?\d{2}))?\Z"
)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_SECONDS = re.compile(r"\d{1,12}(?:\.0+)?\Z")


@dataclass(frozen=True, slots=True)
class Instant:
    """Epoch milliseconds, with the precision and origin that the schema names."""

    ms: int
    precision: str
    origin: str


# one account's birthday stands in each of its posts, one hour of collecting in a whole file
@lru_cache(maxsize=1 << 14)
def written(text: str, *, without_zone: str = "local-unknown") -> Instant:
    """An ISO 8601 time; one without a zone is read as UTC and its origin is `without_zone`. ValueError if it is none."""
    if len(text) == len("2024-05-01T10:00:00.000Z") and text[-1] == "Z" and text[19] == ".":
        # as X and others write it; most times of most files
        try:
            return Instant(_bounded(datetime.fromisoformat(text), text), "millisecond", "utc")
        except ValueError:
            pass
    stripped = text.strip()
    form = _FORM.match(stripped)
    if form is None:
        raise ValueError(f"{text[:80]!r} is not a time such as 2024-05-01T10:00:00Z")
    try:
        found = datetime.fromisoformat(stripped.replace(" Z", "Z").replace(" +", "+"))
    except ValueError as error:
        raise ValueError(f"{text[:80]!r} is not a time: {error}") from error
    if form["fraction"]:
        precision = "millisecond"
    elif form["seconds"]:
        precision = "second"
    else:
        precision = "minute" if form["time"] else "day"
    if found.tzinfo is None:
        return Instant(_bounded(found.replace(tzinfo=UTC), text), precision, without_zone)
    return Instant(_bounded(found, text), precision, "utc")


def unix(seconds: str | int) -> Instant:
    """Seconds since 1970; ValueError if they are none."""
    text = str(seconds).strip()
    if isinstance(seconds, bool) or not _SECONDS.match(text):
        raise ValueError(f"{text[:80]!r} is not a count of seconds since 1970")
    ms = int(text.partition(".")[0]) * 1000
    if ms >= _LAST_MS:
        raise ValueError(f"{text[:80]!r} lies after the year 2100")
    return Instant(ms, "second", "utc")


def day(text: str) -> int:
    """Epoch milliseconds of 2024-05-01; ValueError if it is no day."""
    found = written(text, without_zone="utc")
    if found.precision != "day":
        raise ValueError(f"{text[:80]!r} is not a day such as 2024-05-01")
    return found.ms


def us_day(text: str) -> int:
    """Epoch milliseconds of 9/5/2024 (5 September); ValueError if it is no day."""
    form = _MONTH_FIRST.match(text.strip())
    if form is None:
        raise ValueError(f"{text[:80]!r} is not a day such as 9/5/2024")
    month, of_month, year = (int(part) for part in form.groups())
    return _bounded(datetime(year, month, of_month, tzinfo=UTC), text)


def _bounded(found: datetime, text: str) -> int:
    ms = (found - _EPOCH) // _MS
    if not 0 <= ms < _LAST_MS:
        raise ValueError(f"{text[:80]!r} lies outside 1970–2100")
    return ms
