"""Which map reads a table: told by its header, or by lines that are all URLs or all @handles."""

import re
from collections.abc import Mapping

from loaders.base import Sample
from loaders.mapping.model import Recognise, TableMap
from loaders.mapping.record import Header
from loaders.mapping.table import dialect_of, first_line

_URL = re.compile(r"h(?:tt|xx|\*\*)ps?(?:\[?:\]?)//\S+\Z", re.IGNORECASE)
_HANDLE = re.compile(r"@[\w.]{1,64}\Z")
_LONGEST_HEADER = 100_000


def map_for(sample: Sample, maps: Mapping[str, TableMap]) -> TableMap | None:
    """The map that knows the table by its beginning, the most exacting one first; None if none does."""
    text = sample.text()
    line = first_line(text)
    if not line or len(line) > _LONGEST_HEADER:
        return None
    known = [one for one in maps.values() if matches(one.recognise, _header(line, one))]
    if known:
        return max(known, key=lambda one: len(one.recognise.columns))
    listed = _listed(text, complete=sample.complete)
    return maps.get(listed) if listed else None


def matches(rule: Recognise, header: Header) -> bool:
    """Whether a header is that of the map with this rule; a rule that asks for nothing knows nothing."""
    if not rule.columns and not rule.any_of:
        return False
    return (
        all(header.has(name) for name in rule.columns)
        and all(any(header.has(name) for name in group) for group in rule.any_of)
        and not any(header.has(name) for name in rule.without)
        and (not rule.only or header.holds_only(rule.only))
    )


def _header(line: str, table: TableMap) -> Header:
    return Header(dialect_of(line, table.writing).cells(line))


def _listed(text: str, *, complete: bool) -> str | None:
    lines = text.splitlines()
    # the last line of a sample may be cut
    whole = [line.strip() for line in (lines if complete else lines[:-1]) if line.strip()]
    if whole and all(_URL.match(line) for line in whole):
        return "urls"
    if whole and all(_HANDLE.match(line) for line in whole):
        return "handles"
    return None
