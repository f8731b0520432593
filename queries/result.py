"""The answer of a query: rows, the nodes that they name, and what has to be said with them."""

from collections.abc import Iterable, Mapping, Sequence
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
        """The rows as a DataFrame, as `frame_of` makes it."""
        return frame_of(self.rows, self.columns)


def frame_of(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a DataFrame: times (`…_at`, epoch ms) aware in UTC, text as string, whole numbers nullable, lists as lists."""
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns), dtype=object)
    for column in columns:
        kinds = {type(value) for value in frame[column] if value is not None}
        if column.endswith("_at") and kinds <= {int}:
            frame[column] = pd.to_datetime(frame[column].astype("Int64"), unit="ms", utc=True)
        elif kinds and kinds <= {int, float}:
            frame[column] = frame[column].astype("Int64" if kinds == {int} else "Float64")
        elif kinds == {str}:
            frame[column] = frame[column].astype("string")
        elif kinds == {bool}:
            frame[column] = frame[column].astype("boolean")
    return frame


def refs_in(query: Query, row: Row, column: str) -> list[Ref]:
    """The nodes that one node column of a row names."""
    return refs_named(query.nodes, row, column)


def refs_named(nodes: Mapping[str, str], row: Row, column: str) -> list[Ref]:
    """The same, of any row whose columns name nodes of these labels ("*": the value is Label/key)."""
    label, value = nodes[column], row.get(column)
    keys = value if isinstance(value, list | tuple) else [value]
    return [Ref.parse(k) if label == "*" else Ref(label, k) for k in keys if isinstance(k, str) and k]


def refs_of(query: Query, rows: Iterable[Row]) -> tuple[Ref, ...]:
    """The nodes that the rows name in the query's node columns, each once, in order."""
    return tuple(dict.fromkeys(ref for row in rows for column in query.nodes for ref in refs_in(query, row, column)))
