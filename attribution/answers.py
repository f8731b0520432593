"""The answer of a query: its rows, what they do not prove, the line of coverage, and the subgraph to draw."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from attribution.errors import CaseError
from attribution.words import cell
from graph.records import Ref
from graph.subgraph import Subgraph
from queries.result import Result

FORMATS = ("table", "csv", "json", "parquet")


def csv_of(frame: pd.DataFrame) -> bytes:
    """A table as a file that a spreadsheet may open: text of others is no formula."""
    # a frame without columns cannot be mapped
    flat = frame.map(cell) if len(frame.columns) else frame
    return flat.to_csv(index=False, lineterminator="\n").encode("utf-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """A result with everything that has to stand beside it."""

    result: Result
    coverage: str
    case: str
    data_date: str | None
    _view: Callable[[Iterable[Ref]], Subgraph]

    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame."""
        return self.result.frame()

    def subgraph(self, limit: int = 1_000) -> Subgraph:
        """What the rows name, at most `limit` nodes in the order of the rows, with every link among them."""
        return self._view(self.result.refs[:limit])

    def as_json(self) -> dict[str, object]:
        """Rows with query, parameters, caveats and coverage."""
        query = self.result.query
        return {
            "query": query.id,
            "question": query.question,
            "parameters": dict(self.result.parameters),
            "does_not_prove": query.does_not_prove,
            "notes": list(self.result.notes),
            "coverage": self.coverage,
            "case": self.case,
            "data_date": self.data_date,
            "columns": list(self.result.columns),
            "rows": [dict(row) for row in self.result.rows],
        }

    def written(self, format_: str) -> bytes:
        """The rows as csv, json or parquet; CaseError for another format."""
        match format_:
            case "csv":
                return csv_of(self.frame())
            case "json":
                return json.dumps(self.as_json(), ensure_ascii=False, indent=1, default=str).encode("utf-8") + b"\n"
            case "parquet":
                out = io.BytesIO()
                about = {"attribution": json.dumps({**self.as_json(), "rows": None}, ensure_ascii=False, default=str)}
                table = pa.Table.from_pylist([dict(r) for r in self.result.rows]).replace_schema_metadata(about)
                pq.write_table(table, out)
                return out.getvalue()
            case _:
                raise CaseError(f"format {format_!r}: is unknown; use one of {', '.join(FORMATS)}")
