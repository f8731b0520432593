"""Recurring checks: a saved query with its values, when to ask it, and what counts as the same hit."""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.cyphertext import returned_columns
from queries.errors import QueryError, mend
from queries.frontmatter import Query
from queries.parameters import written_duration
from queries.result import Result, Row
from store.check_records import Evidence, Hit, canonical

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")
STRENGTHS = ("n_accounts", "n_domains", "information", "posts")
"""Columns that say how strong a hit is, where the check names none: the first that the query has."""

_PLURAL = re.compile(r"s(_[a-z])?\Z")
_SLACK_MS = 300_000
_LEAST_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Check:
    """A query that is asked again and again, and what is the same in its answers."""

    name: str
    query: str
    parameters: Mapping[str, str]
    """As they were given; what is not given is the query's default at the time of a run."""
    key: tuple[str, ...]
    """Columns whose values make a row the same hit as one of an earlier run."""
    strength: str
    """Column with a number: a hit is stronger or weaker as it rises or falls."""
    every_ms: int | None
    """How often it is due; None: only by hand."""
    by: str
    at: int
    """Epoch milliseconds, UTC, when it was added."""

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise QueryError(f"check {self.name[:80]!r}: is no name; use small letters, digits, dots and hyphens")
        if self.every_ms is not None and self.every_ms < _LEAST_EVERY_MS:
            raise QueryError(f"check {self.name}: every {self.every_ms} ms is too often; give 1min or more")

    @property
    def schedule(self) -> str:
        """How often it is due, in words."""
        return "by hand" if self.every_ms is None else f"every {written_duration(self.every_ms // 1000)}"

    def due(self, last: int | None, now: int) -> bool:
        """Whether it should be asked: it never was, or its last answer was begun that long ago.

        Up to five minutes (a tenth of short intervals) may lack: a timer that comes a little early still counts.
        """
        if self.every_ms is None:
            return False
        return last is None or now - last >= self.every_ms - min(_SLACK_MS, self.every_ms // 10)

    def as_json(self) -> dict[str, Any]:
        """What the log keeps of it; `check_of` reads it."""
        return {
            "query": self.query,
            "parameters": dict(self.parameters),
            "key": list(self.key),
            "strength": self.strength,
            "every_ms": self.every_ms,
        }


def check_of(name: str, by: str, at: int, found: Mapping[str, Any]) -> Check:
    """The check that the log keeps under a name."""
    return Check(
        name, found["query"], dict(found["parameters"]), tuple(found["key"]), found["strength"], found["every_ms"], by, at
    )  # fmt: skip


def key_of(query: Query, given: Sequence[str] = ()) -> tuple[str, ...]:
    """The key columns: those given, those of the query's file, or what a row names: its first single node, a pair, or a list.

    QueryError for a column that the query does not have.
    """
    columns = returned_columns(query.cypher)
    if given:
        return tuple(_column(query, columns, name, "--key") for name in dict.fromkeys(given))
    if query.key:
        return query.key
    named = [c for c in query.nodes if c in columns]
    single = [c for c in named if not _PLURAL.search(c)]
    if single and single[0].endswith("_a") and f"{single[0][:-2]}_b" in single:
        return single[0], f"{single[0][:-2]}_b"
    if not named:
        raise QueryError(f"query {query.id}: names no node; say by --key which of {', '.join(columns)} make a hit")
    return ((single or named)[0],)


def strength_of(query: Query, given: str | None = None) -> str:
    """The column of the strength: the one given, that of the query's file, or the first of STRENGTHS.

    QueryError if there is none.
    """
    columns = returned_columns(query.cypher)
    if given is not None:
        return _column(query, columns, given, "--strength")
    if query.strength:
        return query.strength
    for name in STRENGTHS:
        if name in columns:
            return name
    raise QueryError(f"query {query.id}: has none of {', '.join(STRENGTHS)}; name a number by --strength, of {', '.join(columns)}")  # fmt: skip


def names_a_hit(query: Query, key: Sequence[str], row: Row) -> bool:
    """Whether a row is a hit: one whose key names nothing (an answer that says "no tie") is a note."""
    named = [column for column in key if column in query.nodes] or list(key)
    return any(row.get(column) not in (None, "", []) for column in named)


def hits_of(check: Check, rows: Sequence[Row], evidence: Sequence[Evidence]) -> list[Hit]:
    """The rows of an answer as hits; QueryError where two have the same key, or a strength is no number."""
    found: dict[str, tuple[int, Hit]] = {}
    for number, (row, rests_on) in enumerate(zip(rows, evidence, strict=True), 1):
        key = hit_key(check.key, row)
        if key in found:
            raise QueryError(
                f"check {check.name}: rows {found[key][0]} and {number} have the same {' + '.join(check.key)}; "
                f"add it anew with more columns in --key, of {', '.join(row)}"
            )
        strength = row.get(check.strength)
        if isinstance(strength, bool) or not (strength is None or isinstance(strength, int | float)):
            raise QueryError(
                f"check {check.name}: {check.strength} of row {number} is no number; name another column by --strength"
            )
        plain = {name: _plain(value) for name, value in row.items()}
        found[key] = number, Hit(key, _plain(strength), plain, rests_on)
    return [hit for _, hit in found.values()]


def hit_key(columns: Sequence[str], row: Row) -> str:
    """What makes a row the same hit: its key columns, a list in them without regard to its order."""
    return canonical({name: _in_order(_plain(row.get(name))) for name in columns})


def asked(check: Check, result: Result) -> dict[str, Any]:
    """What a run asked, so that the next can tell whether it asked the same."""
    return {
        "query": check.query,
        "cypher": hashlib.sha256(result.query.cypher.encode()).hexdigest(),
        "parameters": {name: _plain(value) for name, value in result.parameters.items()},
        "key": list(check.key),
        "strength": check.strength,
    }


def inputs(result: Result, codebook: str | None) -> dict[str, str]:
    """What the answer also depends on, each with a hash: who is in the sets that were asked about, the codebook."""
    found = {
        f"set {title}": hashlib.sha256("\n".join(sorted(map(str, refs))).encode("utf-8", "surrogatepass")).hexdigest()
        for title, refs in result.members.items()
    }
    if codebook is not None and any(p.type == "topic" for p in result.query.parameters.values()):
        found["codebook"] = codebook
    return found


def _column(query: Query, columns: Sequence[str], name: str, option: str) -> str:
    if name not in columns:
        raise QueryError(f"{option} {name[:80]!r}: is no column of query {query.id}; {mend(name, columns, '')}")
    return name


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _in_order(value: Any) -> Any:
    return sorted(value, key=lambda one: json.dumps(one, sort_keys=True)) if isinstance(value, list) else value
