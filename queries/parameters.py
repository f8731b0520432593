"""Typed parameters: what a query takes, and how a text or form value becomes what Cypher is given."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from graph.canonical import CanonicalError
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.urls import locate
from graph.records import Ref
from queries.errors import QueryError, mend

TYPES = ("integer", "float", "string", "duration", "time", "choice", "list", "set", "topic", "ref")

Value: TypeAlias = int | float | str | Ref | tuple[str, ...] | None
"""A parsed value. A duration is seconds, a time epoch milliseconds; None is "not given" where that is allowed."""

LONGEST = 2_000
"""Characters of a text, entries of a list."""

BOUND_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "set": ("", "_title", "_accounts", "_members"),
        "topic": (
            "",
            "_title",
            "_include",
            "_exclude",
            "_kinds",
            "_minimum",
            "_overrides",
            "_coded",
            "_within",
            "_within_title",
            "_within_include",
            "_within_exclude",
            "_within_kinds",
            "_within_minimum",
            "_within_overrides",
        ),
        "ref": ("", "_label"),
    }
)
"""Endings of the names under which a value of a type reaches Cypher; other types bind their own name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d{1,9})\s*(s|min|m|h|d|w)\Z")
_ADDRESS = re.compile(r"h[tx*]{2}ps?\[?:\]?//", re.IGNORECASE)
_BOUNDED = ("integer", "float", "duration", "time", "string", "list")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter. Without a default it must be given; the default "" stands for "not given"."""

    name: str
    type: str
    help: str
    default: object = None
    minimum: Value = None
    maximum: Value = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None

    @property
    def bound_names(self) -> tuple[str, ...]:
        """The names under which the value reaches Cypher, without $."""
        return tuple(self.name + ending for ending in BOUND_NAMES.get(self.type, ("",)))

    def parse(self, given: object) -> Value:
        """The typed value of a text, number or list; QueryError if it is not of the type or out of bounds."""
        if given is None or given == "":
            if self.default != "":
                raise QueryError(f"parameter {self.name}: is empty; {self.mend}")
            return None
        if isinstance(given, bool):
            raise QueryError(f"parameter {self.name}: {given!r} is not {_article(self.type)}; {self.mend}")
        value = _PARSERS[self.type](self, given)
        self._refuse_out_of_bounds(given, value)
        return value

    @property
    def mend(self) -> str:
        """What to give, in words."""
        example = {
            "integer": "give a whole number",
            "float": "give a number",
            "string": "give a text",
            "duration": "write it like 60s, 15min, 2h or 7d",
            "time": "write it like 2024-09-01 or 2024-09-01T12:30Z",
            "choice": f"use one of {', '.join(self.choices)}",
            "list": f"separate with commas{', from ' + ', '.join(self.choices) if self.choices else ''}",
            "set": "name a set, or network:PUBLISHER/NAME",
            "topic": "name a topic of codebook.toml",
            "ref": "write it like Label/key (an account as Account/x:123), a URL or #hashtag",
        }[self.type]
        low, high = self._shown(self.minimum), self._shown(self.maximum)
        if self.type not in _BOUNDED or (low is None and high is None):
            return example
        unit = {"string": " characters", "list": " entries"}.get(self.type, "")
        if low is not None and high is not None:
            return f"{example}, {low} to {high}{unit}"
        return f"{example}, at least {low}{unit}" if low is not None else f"{example}, at most {high}{unit}"

    def as_json(self) -> dict[str, object]:
        """The declaration for other programs and for forms."""
        return {
            "name": self.name,
            "type": self.type,
            "help": self.help,
            "required": self.required,
            "default": self.default,
            "minimum": self._shown(self.minimum),
            "maximum": self._shown(self.maximum),
            "choices": list(self.choices),
        }

    def _shown(self, bound: Value) -> str | int | float | None:
        if bound is None or isinstance(bound, Ref | tuple):
            return None
        if self.type == "duration":
            return written_duration(int(bound))
        if self.type == "time":
            return written_time(int(bound))
        return bound

    def _refuse_out_of_bounds(self, given: object, value: Value) -> None:
        measured: float
        if isinstance(value, str | tuple) and self.type in ("string", "list"):
            measured = len(value)
        elif isinstance(value, int | float):
            measured = value
        else:
            return
        low, high = self.minimum, self.maximum
        below = isinstance(low, int | float) and measured < low
        above = isinstance(high, int | float) and measured > high
        if below or above:
            raise QueryError(f"parameter {self.name}: {shortened(given)} is out of bounds; {self.mend}")


def written_duration(seconds: int) -> str:
    """Seconds in the greatest unit that keeps them whole: 60s, 15min, 2h, 7d."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def written_time(ms: int) -> str:
    """Epoch milliseconds as ISO 8601 in UTC, without what is zero at the end."""
    found = _EPOCH + timedelta(milliseconds=ms)
    if found.microsecond:
        return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return found.date().isoformat() if not ms % 86_400_000 else found.isoformat().replace("+00:00", "Z")


def shortened(given: object) -> str:
    """A value as it stands in a message: quoted, at most 80 characters."""
    text = repr(given)
    return text if len(text) <= 80 else text[:79] + "…"


def _article(type_: str) -> str:
    return {
        "integer": "a whole number",
        "float": "a number",
        "string": "a text",
        "duration": "a duration",
        "time": "a time",
        "choice": "a choice",
        "list": "a list",
        "set": "the name of a set",
        "topic": "the name of a topic",
        "ref": "a node",
    }[type_]


def _wrong(parameter: Parameter, given: object) -> QueryError:
    return QueryError(
        f"parameter {parameter.name}: {shortened(given)} is not {_article(parameter.type)}; {parameter.mend}"
    )


def _integer(parameter: Parameter, given: object) -> int:
    if isinstance(given, int):
        return given
    if isinstance(given, float) and given.is_integer():
        return int(given)
    if isinstance(given, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", given):
        return int(given)
    raise _wrong(parameter, given)


def _float(parameter: Parameter, given: object) -> float:
    if isinstance(given, int | float | str) and len(str(given)) <= 40:
        try:
            found = float(given)
        except ValueError:
            raise _wrong(parameter, given) from None
        if math.isfinite(found):
            return found
    raise _wrong(parameter, given)


def _string(parameter: Parameter, given: object) -> str:
    found = given if isinstance(given, str) else str(given)
    if len(found) > LONGEST or "\0" in found:
        raise QueryError(f"parameter {parameter.name}: is longer than {LONGEST} characters or holds NUL; shorten it")
    return found


def _duration(parameter: Parameter, given: object) -> int:
    if isinstance(given, int):
        return given
    found = _DURATION.match(given.strip().lower()) if isinstance(given, str) else None
    if found is None:
        raise _wrong(parameter, given)
    return int(found.group(1)) * _UNITS[found.group(2)]


def _time(parameter: Parameter, given: object) -> int:
    if isinstance(given, datetime):
        found = given
    else:
        try:
            found = datetime.fromisoformat(str(given).strip())
        except ValueError:
            raise _wrong(parameter, given) from None
    # a time without a zone is UTC, as everywhere in the graph
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def _choice(parameter: Parameter, given: object) -> str:
    if isinstance(given, str) and given.strip() in parameter.choices:
        return given.strip()
    raise QueryError(
        f"parameter {parameter.name}: {shortened(given)} is unknown; "
        f"{mend(str(given).strip(), parameter.choices, 'it takes no value')}"
    )


def _list(parameter: Parameter, given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list | tuple) or len(parts) > LONGEST:
        raise _wrong(parameter, given)
    found = tuple(dict.fromkeys(_string(parameter, part).strip() for part in parts if str(part).strip()))
    for part in found:
        if parameter.choices and part not in parameter.choices:
            raise QueryError(
                f"parameter {parameter.name}: {shortened(part)} is unknown; {mend(part, parameter.choices, '')}"
            )
    return found


def _ref(parameter: Parameter, given: object) -> Ref:
    if isinstance(given, Ref):
        given = str(given)
    text = _string(parameter, given).strip()
    try:
        if text.startswith(("#", "＃")):
            return Ref("Hashtag", normal_hashtag(text))
        if _ADDRESS.match(text):
            place = locate(text)
            return Ref("Media", place.media) if place.media else Ref("Url", place.url)
        return Ref.parse(text)
    except (CanonicalError, ValueError) as error:
        raise QueryError(f"parameter {parameter.name}: {error}; {parameter.mend}") from error


_PARSERS: Mapping[str, Callable[[Parameter, object], Value]] = {
    "integer": _integer,
    "float": _float,
    "string": _string,
    "duration": _duration,
    "time": _time,
    "choice": _choice,
    "list": _list,
    "set": _string,
    "topic": _string,
    "ref": _ref,
}
