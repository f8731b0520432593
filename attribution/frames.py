"""What a notebook gets: answers, own Cypher and posts as tables."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from attribution.answers import Answer
from attribution.errors import CaseError
from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODES, Kind
from graph.stopping import Stop, read
from queries.cyphertext import matched_patterns
from queries.result import frame_of, refs_named
from store.resolve import Reader, resolved

MOST_ROWS = 100_000
TIMEOUT_S = 60.0

_POSTS = NODES["Post"].properties


def told_frame(answer: Answer) -> pd.DataFrame:
    """The rows of an answer; `attrs` hold what has to be said with them: question, parameters, does_not_prove, notes …"""
    frame = answer.frame()
    said = {name: value for name, value in answer.as_json().items() if name not in ("rows", "columns")}
    frame.attrs.update({**said, "nodes": dict(answer.result.query.nodes)})
    return frame


def refs_of_frame(frame: pd.DataFrame) -> list[Ref]:
    """The nodes that the rows of a frame of `told_frame` name, each once, in their order; CaseError for another frame."""
    nodes = frame.attrs.get("nodes")
    if not isinstance(nodes, dict):
        raise CaseError("subgraph: this table is no answer of a saved query; give references like Account/x:1")
    columns = [str(column) for column in nodes if column in frame]
    rows = (dict(zip(columns, values, strict=True)) for values in frame[columns].itertuples(index=False))
    return list(dict.fromkeys(ref for row in rows for column in columns for ref in refs_named(nodes, row, column)))


def cypher_frame(graph: Graph, text: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of one's own Cypher; a warning where they were cut at `MOST_ROWS`.

    GraphError if it could do more than read, fails, or takes longer than `TIMEOUT_S`; CaseError for =~, which a server
    cannot end.
    """
    if matched_patterns(text):
        raise CaseError("=~: can keep a server busy for hours; use CONTAINS, STARTS WITH, or pandas on what comes back")
    rows = read(graph, text, parameters, stop=Stop(), timeout_s=TIMEOUT_S, max_rows=MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        warnings.warn(f"only the first {MOST_ROWS:,} rows are given; narrow the query", stacklevel=3)
    return frame_of(rows[:MOST_ROWS], list(rows[0]) if rows else [])


def posts_table(
    reader: Reader,
    *,
    accounts: Sequence[str] | None = None,
    platforms: Sequence[str] | None = None,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
) -> pa.Table:
    """Posts by time, then key: `id`, `account`, the properties of the schema (times in ms, UTC), `datasets`.

    A post whose author no file names has none. `until` is exclusive; with either bound, posts without a time are left out.
    """
    given = {
        "accounts": None if accounts is None else list(accounts),
        "platforms": None if platforms is None else list(platforms),
        "since": None if since is None else _ms(since),
        "until": None if until is None else _ms(until),
    }
    wanted = [text for name, text in _WANTED.items() if given[name] is not None] or ["true"]
    columns = ", ".join(_column(p.name, p.kind) for p in _POSTS)
    found = reader.arrow_sql(
        f"WITH heads AS ({resolved('Post', _POSTS)}), "
        'authors AS (SELECT _end, min(_start) AS account FROM "POSTED" GROUP BY _end) '
        f"SELECT _key AS id, account, {columns}, _datasets AS datasets FROM heads LEFT JOIN authors ON _end = _key "
        f"WHERE {' AND '.join(wanted)} ORDER BY heads.created_at, _key",
        ("Post", "POSTED"),
        {name: value for name, value in given.items() if value is not None},
    )
    times = [pa.field(f.name, pa.timestamp("ms", "UTC")) if pa.types.is_timestamp(f.type) else f for f in found.schema]
    return found.cast(pa.schema(times))


_WANTED = {
    "accounts": "account IN (SELECT unnest($accounts))",
    "platforms": "split_part(_key, ':', 1) IN (SELECT unnest($platforms))",
    "since": "heads.created_at >= $since",
    "until": "heads.created_at < $until",
}


def _column(name: str, kind: Kind) -> str:
    if kind is Kind.TIME:
        return f'make_timestamp_ms(heads."{name}") AS "{name}"'
    return f'heads."{name}"'


def _ms(moment: pd.Timestamp) -> int:
    at = pd.Timestamp(moment)
    return int((at.tz_localize("UTC") if at.tzinfo is None else at).timestamp() * 1000)
