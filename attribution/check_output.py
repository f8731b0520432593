"""Reports of checks as text and Markdown. What others wrote stays text: it links, runs and controls nothing."""

import re
from collections.abc import Iterator, Mapping

from attribution.check_report import CheckReport, ToldHit, moment
from attribution.words import CONTROLS, UNSEEN
from queries.comparison import Kind

_ORDER = tuple(Kind)
_MOST = 20
PAST = (Kind.GONE, Kind.ONLY_BEFORE)
"""How hits stand that are not there any more."""
_QUIET = (Kind.UNCHANGED, Kind.IN_BOTH)
_SHOWN = ("shown", "words", "handle")
_WWW = re.compile(r"(www)\.", re.IGNORECASE)
_MARKS = re.compile(r"[\\`*_{}\[\]()#!|~$>^]")


def text_lines(report: CheckReport) -> list[str]:
    """A report for the screen: what differs, the most pressing first; what is unchanged is counted."""
    lines = [_head(report), *(f"  {fact}" for fact in _facts(report))]
    for kind, hits in _by_kind(report):
        for one in hits[:_MOST]:
            lines.append(f"{str(kind).upper()}  {called(one)}  [{one.change.hit.id}]  {_measure(report, one)}")
            lines += [f"    {line}" for line in _details(one)]
        if len(hits) > _MOST:
            lines.append(f"{str(kind).upper()}  and {len(hits) - _MOST:,} more; --format csv lists all")
    return [*lines, *_foot(report)]


def markdown(report: CheckReport) -> str:
    """The same as Markdown in which nothing of others is a link, a picture or markup."""
    lines = [f"## {inert(_head(report))}", ""]
    lines += [f"- {inert(fact)}" for fact in _facts(report)]
    for kind, hits in _by_kind(report):
        lines += ["", f"### {str(kind).capitalize()} ({len(hits):,})", ""]
        for one in hits[:_MOST]:
            lines.append(f"- **{inert(called(one))}** ({one.change.hit.id}), {inert(_measure(report, one))}")
            lines += [f"  - {inert(line)}" for line in _details(one)]
        if len(hits) > _MOST:
            lines.append(f"- and {len(hits) - _MOST:,} more")
    return "\n".join([*lines, "", *(f"{inert(line)}  " for line in _foot(report))]) + "\n"


def inert(text: object) -> str:
    """Text of others inside a line of Markdown: no markup, no HTML, and no address that a reader could click."""
    line = UNSEEN.sub("�", CONTROLS.sub("�", " ".join(str(text).split())))
    line = line.replace("&", "&amp;").replace("<", "&lt;")
    line = _MARKS.sub(r"\\\g<0>", line)
    # addresses become links without any markup
    return _WWW.sub(r"\g<1>&#46;", line.replace(":/", "&#58;/").replace("@", "&#64;"))


def called(one: ToldHit) -> str:
    """What a hit is called: the values of its key, and what the answer shows for them."""
    title, shown = one.change.hit.title, shown_for(one)
    return f"{title} ({shown[:80]})" if shown and shown != title else title


def shown_for(one: ToldHit) -> str:
    """What the answer shows for the key of a hit; empty where that is nothing else."""
    row = one.change.hit.row
    return next((str(row[name]) for name in _SHOWN if row.get(name)), "")


def counted(report: CheckReport) -> str:
    """The hits of a run by how they stand, and which of them are silent: "1 new, 2 stronger; of these 1 dismissed …"."""
    found = _by_standing(report.counts) or _no_hits(report)
    silent = sum(report.silent.values())
    return f"{found}; of these {silent:,} dismissed and silent ({_by_standing(report.silent)})" if silent else found


def _by_standing(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{many:,} {kind}" for kind, many in counts.items())


def _no_hits(report: CheckReport) -> str:
    """What a run without any hit came to; the first has nothing before it."""
    return "no hits, before and now" if report.comparison and report.comparison.earlier else "no hits"


def _head(report: CheckReport) -> str:
    run, comparison = report.run, report.comparison
    against = "the first run"
    if comparison and comparison.earlier:
        against = f"against run {comparison.earlier.id} of {moment(comparison.earlier.started_at)}"
    ended = f"FAILED: {run.error or 'it has not ended yet'}" if report.failed else against
    return f"Check {report.check.name} ({report.check.query}), run {run.id} of {moment(run.started_at)}: {ended}"


def _facts(report: CheckReport) -> Iterator[str]:
    if report.failed:
        yield "No answer: nothing is called new or gone."
        return
    assert report.comparison is not None
    yield counted(report)
    if report.comparison.differs:
        yield f"Asked differently, so that nothing is called new or gone: {'; '.join(report.comparison.differs)}"
    yield from report.comparison.notes
    yield from report.run.content["notes"]


def _foot(report: CheckReport) -> list[str]:
    if report.failed:
        return []
    return [f"Does not prove: {report.run.content['does_not_prove']}", str(report.run.content["coverage"])]


def _by_kind(report: CheckReport) -> Iterator[tuple[Kind, list[ToldHit]]]:
    for kind in _ORDER:
        told = [one for one in report.hits if one.change.kind is kind and not one.silent]
        found = [one for one in told if one.loud] if kind in _QUIET else told
        if found:
            yield kind, found


def _measure(report: CheckReport, one: ToldHit) -> str:
    before, now = one.change.before, one.change.now
    if before == now or before is None:
        return f"{report.check.strength} {number(now)}"
    return f"{report.check.strength} {number(now)}, before {number(before)}"


def number(value: float | int | None) -> str:
    """A strength in words; a dash where there is none."""
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _details(one: ToldHit) -> Iterator[str]:
    row = one.change.hit.row
    if row.get("because"):
        yield f"{'was' if one.change.kind in PAST else 'because'}: {row['because']}"
    if row.get("caveat"):
        yield f"caveat: {row['caveat']}"
    if one.change.why.sentence and one.change.why.cause != "first":
        yield f"why {one.change.kind}: {one.change.why.sentence}"
    if one.ended:
        yield f"told again: {one.ended}"
    for remark in one.remarks:
        said = f": {remark.text}" if remark.text else ""
        yield f"{'confirmed' if remark.kind == 'confirm' else 'comment'} by {remark.by} ({moment(remark.at)}){said}"
