"""Reads the JSON form of typed lists: a list of objects with the columns of the CSV."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from loaders.base import Blank, LoadError, Reject, Sample
from loaders.meta.items import Item
from loaders.opening import open_binary
from loaders.rejects import shown

_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{[^{}\[\]]{0,4000}?"indicator_type"\s*:')
_LARGEST = 64 << 20


def is_typed_json(sample: Sample) -> bool:
    """Whether the file is a list whose first object has an indicator_type."""
    return _HEAD.match(sample.head) is not None


def read_typed_json(path: Path) -> Iterator[Item | Blank | Reject]:
    """Every object of the list; locations are `[0]`, `[1]` … LoadError if it is no JSON or too large for a list."""
    with open_binary(path) as binary:
        content = binary.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise LoadError(f"{path.name}: is larger than {_LARGEST >> 20} MiB; split the list")
    try:
        entries = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise LoadError(f"{path.name}: is not valid JSON ({error}); fetch the file again") from error
    for number, entry in enumerate(entries):
        yield _item(f"[{number}]", entry)


def _item(location: str, entry: object) -> Item | Blank | Reject:
    if not isinstance(entry, dict):
        mend = "an entry is an object with indicator_type and indicator_value"
        return Reject(location, "entry", shown(entry), "not_an_entry", mend)
    type_, value, comment, day = (
        found.strip() if isinstance(found := entry.get(name), str) else ""
        for name in ("indicator_type", "indicator_value", "comment", "ds")
    )
    if not (type_ or value or comment):
        return Blank(location)
    return Item(location, value, type=type_, comment=comment, day=day)
