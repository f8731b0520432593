"""Runs, and what differs between two of them, for a reader."""

from collections.abc import Sequence

from attribution.coverage import iso_day
from attribution.detect_report import DOES_NOT_PROVE, NO_PROMISE, explanation_json, explanation_lines
from attribution.explaining import Explained
from attribution.runs import Comparison, Run

_MOST = 10


def list_rows(found: Sequence[Run]) -> list[dict[str, object]]:
    """One row for each run."""
    return [
        {
            "run": run.id,
            "made": iso_day(run.started_at),
            "by": run.made_by,
            "asked": run.request.line,
            "pairs": run.pairs,
            "significant": run.significant,
            "groups": len(run.clusters),
            "largest": max((one.size for one in run.clusters), default=0),
            "detector": run.version,
            "data": "made on other data" if run.stale else "as now",
        }
        for run in found
    ]


def run_lines(run: Run) -> list[str]:
    """What a run came to; it says itself what it does not prove."""
    told = [f"Run {run.id} ({iso_day(run.started_at)}, by {run.made_by}, detector {run.version})."]
    if run.stale:
        told.append("  Made on other data than the case holds now; detect again to see what these say.")
    return [*told, *run.report]


def compared_lines(found: Comparison) -> list[str]:
    """What appears and goes between two runs."""
    a, b = found.a, found.b
    told = [
        f"A: run {a.id}: {a.request.line}{' (made on other data)' if a.stale else ''}",
        f"B: run {b.id}: {b.request.line}{' (made on other data)' if b.stale else ''}",
        f"Pairs that move together: {found.pairs_both:,} in both, {len(found.pairs_only_a):,} in A only, {len(found.pairs_only_b):,} in B only.",
        f"Accounts in such pairs: {found.accounts_both:,} in both, {len(found.accounts_only_a):,} in A only, {len(found.accounts_only_b):,} in B only.",
    ]
    for side, pairs in (("A", found.pairs_only_a), ("B", found.pairs_only_b)):
        told += [f"  only {side}: {one} – {other}" for one, other in pairs[:_MOST]]
        if len(pairs) > _MOST:
            told.append(f"  only {side}: and {len(pairs) - _MOST:,} more")
    for one_number, other_number, alike in found.clusters:
        if one_number is None:
            told.append(f"  group {other_number} of B: new")
        elif other_number is None:
            told.append(f"  group {one_number} of A: gone")
        elif alike < 1:
            told.append(f"  group {one_number} of A, {other_number} of B: {alike:.0%} of both in common")
    if a.version != b.version:
        told.append(f"A was made by detector {a.version}, B by {b.version}: a difference can come from that alone.")
    if a.input != b.input:
        told.append("The two were made on different data: a difference can come from that alone.")
    return [*told, f"Does not prove: {DOES_NOT_PROVE} A pair that one run lacks was not refuted by it.", NO_PROMISE]


def explained_lines(told: Explained) -> list[str]:
    """The receipts of a pair with the post, file and row behind each."""
    lines = explanation_lines(told.found)
    first = len(lines) - 1 - len(told.found.receipts)
    with_rows = lines[:first]
    for line, posts in zip(lines[first:-1], told.posts, strict=True):
        with_rows.append(line)
        with_rows += [f"      {post}: {_place(told, post)}" for post in posts]
    return [*with_rows, lines[-1], NO_PROMISE]


def explained_json(told: Explained) -> dict[str, object]:
    """The same for programs."""
    found = explanation_json(told.found)
    receipts = found["receipts"]
    assert isinstance(receipts, list)
    for one, (post_a, post_b) in zip(receipts, told.posts, strict=True):
        one |= {"post_a": post_a, "post_b": post_b}
        one |= {"places_a": list(told.places[post_a]), "places_b": list(told.places[post_b])}
    return found


def _place(told: Explained, post: str) -> str:
    return "; ".join(f"{one['file']}, {one['row']}" for one in told.places[post]) or "in no loaded row"
