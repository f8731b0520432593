"""One answer of a check, with everything that the next needs to be compared with it."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attribution.errors import CaseError
from attribution.own_queries import found_query
from graph.stopping import Stop
from queries.checks import Check, asked, hits_of, inputs, names_a_hit
from queries.comparison import Seen
from queries.evidence import evidence
from queries.result import Result
from queries.runner import Context, run
from store.check_records import Hit
from store.manifest import Dataset
from store.resolve import Reader

if TYPE_CHECKING:
    from attribution.case import Case


def answered(case: "Case", check: Check, earlier: Seen | None) -> tuple[dict[str, Any], list[Hit]]:
    """What is kept of an answer, and its hits; UserError where the check cannot be answered."""
    context = case.context()
    query = found_query(case.folder, check.query)
    # nobody watches a check: what takes too long is ended on every engine
    result = run(case.graph, query, dict(check.parameters), context, stop=Stop())
    rows = [row for row in result.rows if names_a_hit(result.query, check.key, row)]
    hits = hits_of(check, rows, evidence(case.graph, result.query, check.key, rows))
    content = {
        **_said(check, result, context, case.reader),
        "coverage": case.coverage().line,
        **_lost(case, result, hits, earlier),
    }
    return content, hits


def _said(check: Check, result: Result, context: Context, reader: Reader) -> dict[str, Any]:
    limit = int(str(result.parameters["limit"]))
    return {
        "asked": asked(check, result),
        "inputs": inputs(result, context.codebook.sha256 if context.codebook else None),
        "datasets": [_described(one) for one in reader.datasets],
        "limit": limit,
        "truncated": len(result.rows) >= limit,
        "question": result.query.question,
        "does_not_prove": result.query.does_not_prove,
        "notes": [*map(str, result.notes), *_beside(check, result)],
        "columns": list(result.columns),
    }


def _beside(check: Check, result: Result) -> list[str]:
    """What rows say that are no hits."""
    rows = [row for row in result.rows if not names_a_hit(result.query, check.key, row)]
    return [str(row["because"]) for row in rows if row.get("because")]


def _described(dataset: Dataset) -> dict[str, Any]:
    options = json.loads(dataset.options or "{}")
    return {
        "id": dataset.id,
        "sha256": dataset.sha256,
        "name": dataset.name,
        "folder": dataset.folder,
        "corrects": options.get("extra.corrects"),
    }


def _lost(case: "Case", result: Result, hits: Sequence[Hit], earlier: Seen | None) -> dict[str, Any]:
    """What is left of what those hits rested on that the earlier run had and this one lacks."""
    if earlier is None or earlier[0].content["asked"]["query"] != result.query.id:
        return {"lost": {}, "lost_since": None}
    held = {hit.key for hit in hits}
    gone = [hit for hit in earlier[1] if hit.key not in held]
    key = tuple(earlier[0].content["asked"]["key"])
    try:
        left = evidence(case.graph, result.query, key, [hit.row for hit in gone])
    except ValueError as error:
        # a key that is no key: these rows were not written by us
        raise CaseError(f"run {earlier[0].id}: its rows are damaged ({error}); restore the case from a copy") from error
    lost = {hit.key: one.as_json() for hit, one in zip(gone, left, strict=True)}
    return {"lost": lost, "lost_since": earlier[0].id}
