"""What a hit of a check rests on: its row as an answer of one row, and the posts that made the difference."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from attribution.answers import Answer
from attribution.check_report import CheckReport, ToldHit, moment
from attribution.errors import CaseError
from attribution.receipts import Receipts, shown
from attribution.words import count
from graph.posts import posts_named
from queries.frontmatter import Query
from queries.result import Result, refs_of
from store.check_records import CheckRun

if TYPE_CHECKING:
    from attribution.case import Case

FEW = 20
"""Posts that are listed with their words."""
_ASKED = 500


@dataclass(frozen=True, slots=True)
class Missing:
    """A post that the case no longer holds, and the files that said it."""

    post: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The posts that made a hit new, stronger, weaker or gone."""

    receipts: Receipts
    """Those of them that the case holds now."""
    missing: tuple[Missing, ...]


def answer_of(case: "Case", query: Query, report: CheckReport, one: ToldHit) -> Answer:
    """A hit as the answer of one row, as its run gave it; coverage and date are those of the data now.

    CaseError where the row was not written by us.
    """
    row, content = one.change.hit.row, report.run.content
    parameters = content["asked"]["parameters"] if content["asked"]["query"] == query.id else {}
    told = f"One hit of check {report.check.name}, run {report.run.id} of {moment(report.run.started_at)}: {one.change.kind}"
    try:
        refs = refs_of(query, (row,))
    except ValueError as error:
        raise CaseError(f"run {report.run.id}: its rows are damaged ({error}); restore the case from a copy") from error
    result = Result(query, parameters, tuple(row), (row,), refs, (told,))
    return Answer(result, case.coverage().line, case.name, case.data_date(), case.view)


def difference_of(case: "Case", report: CheckReport, one: ToldHit) -> Difference | None:
    """The posts that made the difference; None where none did."""
    keys = one.change.why.posts
    if not keys:
        return None
    # what the case holds is told of so many: a hit may have come with thousands
    asked = list(keys[:_ASKED])
    held = posts_named(case.graph, asked, limit=_ASKED)
    there = {str(post["post"]) for post in held}
    lost = tuple(Missing(key, _files(report, one, key)) for key in asked if key not in there)
    posts = shown(case.graph, case.reader, held[:FEW])
    said = f"{count(len(keys), 'post')} made the difference"
    if lost:
        said += f"; {len(lost):,} of them the case does not hold any more"
    return Difference(Receipts(f"{said}.", posts, (), len(held)), lost)


def _files(report: CheckReport, one: ToldHit, post: str) -> tuple[str, ...]:
    """Names of the files that said the post when it was last seen behind the hit."""
    comparison = report.comparison
    runs: tuple[CheckRun | None, ...] = (comparison.earlier, report.run) if comparison else (report.run,)
    names = {d["id"]: str(d["name"]) for run in runs if run is not None for d in run.content["datasets"]}
    return tuple(names.get(id_, id_) for id_ in one.change.hit.evidence.posts.get(post, ()))
