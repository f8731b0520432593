"""Checks, their reports and their log as rows, lines and files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attribution import output
from attribution.check_output import called, markdown, number, text_lines
from attribution.check_report import CheckReport, CheckStatus, ToldHit, moment
from attribution.words import UNSEEN
from store.check_log import LogVerdict
from store.check_records import CheckRun, Entry, title_of

FORMATS = ("text", "markdown", "csv", "json")
_MOST = 20


def write(reports: Sequence[CheckReport], format_: str, out: Path | None) -> None:
    """Reports on the screen, or in a file."""
    if format_ == "csv":
        output.rows(rows(reports), "csv", out)
        return
    if format_ == "json":
        found = [one.as_json() for one in reports]
        if out is None:
            output.show(found)
        else:
            output.rows(found, "json", out)
        return
    parts = [markdown(one) if format_ == "markdown" else _text(one) for one in reports]
    whole = "\n".join(parts) if parts else "No check to be asked.\n"
    if out is None:
        output.show(whole.removesuffix("\n").split("\n"))
        return
    output.write(out, UNSEEN.sub("�", whole).encode("utf-8"))


def _text(report: CheckReport) -> str:
    # a line end within a name makes no line of its own
    return "".join(" ".join(line.split("\n")) + "\n" for line in text_lines(report))


def rows(reports: Sequence[CheckReport]) -> list[dict[str, object]]:
    """One row for each hit of each report, silent ones too; a run without an answer is a row that says so."""
    return [row for report in reports for row in _rows(report)]


def status_lines(found: Sequence[CheckStatus]) -> list[dict[str, object]]:
    """One row for each check."""
    return [
        {
            "check": one.check.name,
            "query": one.check.query,
            "parameters": " ".join(f"{name}={value}" for name, value in one.check.parameters.items()),
            "key": ", ".join(one.check.key),
            "strength": one.check.strength,
            "schedule": one.check.schedule,
            "due": "due" if one.due else "",
            "last answer": moment(one.answered.started_at) if one.answered else "never",
            "data": "others since" if one.behind else "",
            "last run": "" if one.last is None else one.last.state + (f": {one.last.error}" if one.last.error else ""),
        }
        for one in found
    ]


def standing(runs: Sequence[CheckRun], hits: Sequence[ToldHit]) -> list[str]:
    """The last runs of a check, and which of its hits are silent."""
    lines = ["", "Runs:"]
    for run in runs[-_MOST:]:
        lines.append(
            f"  {run.id}  {moment(run.started_at)}  {run.state}  by {run.by}{f': {run.error}' if run.error else ''}"
        )
    silent = [one for one in hits if one.silent and one.dismissal]
    if silent:
        lines.append("Silent:")
    for one in silent[:_MOST]:
        assert one.dismissal is not None
        until = moment(one.dismissal.until)
        above = number(one.dismissal.unless_above)
        lines.append(
            f"  {called(one)}  [{one.change.hit.id}]  {one.change.kind}, until {until} unless above {above}, "
            f"by {one.dismissal.by}: {one.dismissal.reason}"
        )
    if len(silent) > _MOST:
        lines.append(f"  and {len(silent) - _MOST:,} more; --format csv lists all")
    return lines


def log_lines(entries: Sequence[Entry], verdict: LogVerdict, kept: str | None) -> list[str]:
    """The log for the screen, whether it is sound, and its head."""
    lines = [f"{one.number}  {moment(one.at)}  {one.by}  {one.action} {one.check}{said(one)}" for one in entries]
    lines += [f"BROKEN: {problem}" for problem in verdict.problems]
    if verdict.sound and kept is not None:
        lines.append("Sound: the log holds the head that you kept, and every entry up to it is as it was written.")
    return [*lines, f"Head of {verdict.length:,} entries: {verdict.head}"]


def log_json(entries: Sequence[Entry], verdict: LogVerdict) -> dict[str, Any]:
    """The same for other programs, with every hash."""
    return {
        "head": verdict.head,
        "length": verdict.length,
        "problems": list(verdict.problems),
        "entries": [
            {
                "number": one.number, "at": one.at, "by": one.by, "action": one.action, "check": one.check,
                "body": dict(one.body), "previous": one.previous, "hash": one.hash,
            }
            for one in entries
        ],
    }  # fmt: skip


def said(entry: Entry) -> str:
    """What an entry did, after its action and check."""
    body = entry.body
    match entry.action:
        case "run":
            hits = body.get("hits")
            came_to = body.get("error", "") if hits is None else f"{hits} {'hit' if hits == 1 else 'hits'}"
            return f": run {body.get('run')} {body.get('state')}, {came_to}"
        case "add":
            return f": {body['query']} {' '.join(f'{k}={v}' for k, v in body['parameters'].items())}".rstrip()
        case "dismiss":
            return f": {title_of(body['key'])}, until {moment(body['until'])}: {body['reason']}"
        case "undo":
            return f": {title_of(body['key'])}"
        case "confirm" | "comment":
            return f": {title_of(body['key'])}" + (f": {body['text']}" if body["text"] else "")
    return ""


def _rows(report: CheckReport) -> Iterator[dict[str, object]]:
    content = report.run.content
    shared: dict[str, object] = {"check": report.check.name, "run": report.run.id, "at": moment(report.run.started_at)}
    last: dict[str, object] = {
        "does_not_prove": content.get("does_not_prove", ""),
        "coverage": content.get("coverage", ""),
    }
    if report.failed:
        yield {**shared, **_row("failed"), "why": report.run.error, **last}
    elif not report.hits:
        # an empty table would not say what was asked, nor what that does not prove
        yield {**shared, **_row("no hits"), **last}
    for one in report.hits:
        hit, change = one.change.hit, one.change
        yield {
            **shared,
            **_row(str(change.kind)),
            "news": "yes" if one.loud else "",
            "silent": f"dismissed by {one.dismissal.by}: {one.dismissal.reason}"
            if one.silent and one.dismissal
            else "",
            "id": hit.id,
            "hit": hit.title,
            "strength": report.check.strength,
            "before": change.before,
            "now": change.now,
            "because": hit.row.get("because"),
            "caveat": hit.row.get("caveat"),
            "why": change.why.sentence,
            "posts": list(change.why.posts),
            "files": list(change.why.files),
            **last,
        }


def _row(kind: str) -> dict[str, object]:
    names = ("news", "silent", "id", "hit", "strength", "before", "now", "because", "caveat", "why", "posts", "files")
    return {"kind": kind, **dict.fromkeys(names, "")}
