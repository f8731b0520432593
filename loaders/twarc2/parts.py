"""Values of a parsed line that anybody could have written: each of the type it should have, or absent."""

from collections.abc import Iterator
from typing import Any

Object = dict[str, Any]

_NOTHING: Object = {}
_LARGEST = 1 << 63


def text(value: object) -> str | None:
    """A non-empty string, or None."""
    return value if isinstance(value, str) and value else None


def count(value: object) -> int | None:
    """A whole number from 0 that fits 64 bits, or None."""
    return value if type(value) is int and 0 <= value < _LARGEST else None


def flag(value: object) -> bool | None:
    """True or False, or None."""
    return value if isinstance(value, bool) else None


def inner(value: object) -> Object:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def objects(value: object) -> Iterator[Object]:
    """The objects of a list, nothing else of it."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                yield one


def id_of(value: object) -> str | None:
    """An id as text: it should be a string, and a whole number is as exact; None for anything else."""
    if isinstance(value, str):
        return value.strip() or None
    # True is an int to isinstance
    return str(value) if type(value) is int else None
