"""What one cell says: counts, truth values, durations and lists; nothing is ever evaluated."""

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLAIN = re.compile(r"\d{1,18}(?:\.0+)?\Z")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’\u00a0\u202f ]\d{3}){1,6}\Z")
_NOT_DIGIT = re.compile(r"\D")
_TRUE = frozenset({"true", "yes", "1", "y", "t"})
_FALSE = frozenset({"false", "no", "0", "n", "f"})
_ISO_DURATION = re.compile(r"P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?\Z")
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2}(?:\.\d{1,9})?)\Z")
# possessive, and only at the beginning of a run: a long run of separators is read once
_BEFORE_URL = re.compile(r"(?<![,;|\s])[,;|\s]++(?=[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;|\s]+")
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_LONGEST_LITERAL = 20_000


@dataclass(frozen=True, slots=True)
class ListCell:
    """The values of a list cell and the rung of the ladder that gave them.

    Rungs: json, python, split (a plain separator), torn (brackets that neither JSON nor
    Python could read, split all the same: values may be cut in the wrong place).
    """

    values: tuple[str, ...]
    rung: str


def list_cell(cell: str, split: str | None = None) -> ListCell:
    """The values of a list cell, in order, each once, empty ones left out."""
    text = cell.strip()
    if split is not None:
        return ListCell(_once(_parts(text, split)), "split")
    bracketed = text[:1] in "[({" and text[:1] != ""
    if bracketed and len(text) <= _LONGEST_LITERAL:
        for rung, parse in (("json", _json), ("python", _python)):
            found = parse(text)
            if found is not None:
                return ListCell(_once(found), rung)
    inner = text[1:].removesuffix(_CLOSING[text[0]]) if bracketed else text
    return ListCell(_once(part.strip().strip("'\"") for part in _split_freely(inner)), "torn" if bracketed else "split")


def _parts(text: str, split: str) -> list[str]:
    # a comma inside a URL is no separator: what follows one that is begins with a scheme
    if "://" in text and split.strip() in (",", ";", "|"):
        return _BEFORE_URL.split(text)
    return text.split(split)


def _split_freely(text: str) -> list[str]:
    return (_BEFORE_URL if "://" in text else _BETWEEN).split(text)


def _json(text: str) -> list[str] | None:
    try:
        found = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return _strings(found)


def _python(text: str) -> list[str] | None:
    try:
        found = ast.literal_eval(text)
        # a set has no order of its own
        return _strings(sorted(found, key=str) if isinstance(found, set) else found)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        # also for a number that is too long to be written
        return None


def _strings(found: object) -> list[str] | None:
    if not isinstance(found, list | tuple):
        return None
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in found if one is not None):
        return None
    return [str(one) for one in found if one is not None]


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in found if (text := one.strip())))


def count(cell: str) -> int:
    """A count with or without thousands separators; ValueError if it is none."""
    text = cell.strip()
    if _PLAIN.match(text):
        return int(text.partition(".")[0])
    if _GROUPED.match(text):
        return int(_NOT_DIGIT.sub("", text))
    raise ValueError(f"{cell[:80]!r} is not a count")


def truth(cell: str) -> bool:
    """yes or no, true or false, 1 or 0; ValueError if it is none."""
    word = cell.strip().casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(f"{cell[:80]!r} is neither yes nor no")


def seconds(cell: str) -> float:
    """A duration: seconds, 1:02:03 or PT1H2M3S; ValueError if it is none."""
    text = cell.strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text):
        return float(text)
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes, rest = clock.groups()
        return int(hours or 0) * 3600.0 + int(minutes) * 60.0 + float(rest)
    iso = _ISO_DURATION.match(text)
    if iso and any(iso.groups()):
        days, hours, minutes, rest = iso.groups()
        return int(days or 0) * 86400.0 + int(hours or 0) * 3600.0 + int(minutes or 0) * 60.0 + float(rest or 0)
    raise ValueError(f"{cell[:80]!r} is not a duration")
