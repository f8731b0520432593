"""WHOIS in a cell: registrar, dates, name servers and organisation; never a person's name or address."""

import json
import re
from dataclasses import dataclass

from loaders.times import written

_HIDDEN = re.compile(
    r"redact|privac|private|proxy|protect|guard|mask|secur|withheld|not disclosed|gdpr|whoisproxy|n/a|none",
    re.IGNORECASE,
)
_LONGEST = 200_000
_LONGEST_NAME = 200
_MOST_SERVERS = 20


class WhoisError(ValueError):
    """The cell is no WHOIS record."""


@dataclass(frozen=True, slots=True)
class Whois:
    """What of a WHOIS record may be linked on. Absent is unknown or hidden."""

    registrar: str | None
    registered_at: int | None
    organisation: str | None
    name_servers: tuple[str, ...]


def read_whois(cell: str) -> Whois:
    """The record in a JSON cell; WhoisError if it is none."""
    if len(cell) > _LONGEST:
        raise WhoisError(f"the record is longer than {_LONGEST} characters")
    try:
        found = json.loads(cell, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise WhoisError("expected WHOIS as JSON") from error
    if not isinstance(found, dict):
        raise WhoisError("expected WHOIS as a JSON object")
    servers = sorted(
        {name.casefold().split()[0].rstrip(".") for name in _texts(found.get("name_servers")) if name.strip()}
    )
    return Whois(
        registrar=shown_name(found.get("registrar"), hidden=False),
        registered_at=registration(found.get("creation_date")),
        organisation=shown_name(found.get("org")),
        name_servers=tuple(servers[:_MOST_SERVERS]),
    )


def registration(value: object) -> int | None:
    """Epoch milliseconds of the earliest date that can be read, or None."""
    found = []
    for text in _texts(value):
        try:
            found.append(written(text.strip().replace("/", "-"), without_zone="utc").ms)
        except ValueError:
            continue
    return min(found, default=None)


def shown_name(value: object, *, hidden: bool = True) -> str | None:
    """The first name that is given and, with `hidden`, not that of a privacy service."""
    for text in _texts(value):
        name = " ".join(text.replace("\0", "").split())
        if (
            name
            and len(name) <= _LONGEST_NAME
            and not (hidden and _HIDDEN.search(name))
            and "REDACTED" not in name.upper()
        ):
            return name
    return None


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]
