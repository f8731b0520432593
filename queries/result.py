"""The answer of a query: rows, the nodes that they name, and what has to be said with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from graph.records import Ref
from queries.frontmatter import Query

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """Rows in the query's order. Times (columns ending in `_at`) are epoch milliseconds, UTC."""

    query: Query
    parameters: Mapping[str, Any]
    """Every parameter as a person would write it, defaults included."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    refs: tuple[Ref, ...]
    """The nodes that the rows name, each once, in the order of the rows."""
    notes: tuple[str, ...] = ()
    """What has to be said with the rows: what a set held, the codebook, a cut at the limit."""
    members: Mapping[str, frozenset[Ref]] = field(default_factory=dict)
    """Who is in each set or network that was asked about, by its title: an input, never a finding."""
    bound: Mapping[str, Any] = field(default_factory=dict)
    """What Cypher was given under each name."""

    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame: times aware in UTC, whole numbers nullable, lists as lists."""
        frame = pd.DataFrame([dict(row) for row in self.rows], columns=list(self.columns), dtype=object)
        for column in self.columns:
            values = frame[column].dropna()
            if column.endswith("_at"):
                frame[column] = pd.to_datetime(frame[column].astype("Int64"), unit="ms", utc=True)
            elif len(values) and all(type(v) is int for v in values):
                frame[column] = frame[column].astype("Int64")
            elif len(values) and all(type(v) in (int, float) for v in values):
                frame[column] = frame[column].astype("Float64")
        return frame


def refs_in(query: Query, row: Row, column: str) -> list[Ref]:
    """The nodes that one node column of a row names."""
    label, value = query.nodes[column], row.get(column)
    keys = value if isinstance(value, list | tuple) else [value]
    return [Ref.parse(k) if label == "*" else Ref(label, k) for k in keys if isinstance(k, str) and k]


def refs_of(query: Query, rows: Iterable[Row]) -> tuple[Ref, ...]:
    """The nodes that the rows name in the query's node columns, each once, in order."""
    return tuple(dict.fromkeys(ref for row in rows for column in query.nodes for ref in refs_in(query, row, column)))
