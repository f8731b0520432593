"""Words for checks: how a hit stands, what a run came to, when and by whom."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from attribution.check_output import counted, number, shown_for
from attribution.check_report import CheckReport, CheckStatus, ToldHit, moment
from queries.comparison import Kind
from store.check_records import CheckRun
from ui.words import inert, seen

_COLOURS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NEW: "blue",
        Kind.ONLY_NOW: "blue",
        Kind.STRONGER: "orange",
        Kind.WEAKER: "green",
        Kind.GONE: "violet",
        Kind.ONLY_BEFORE: "violet",
    }
)

_HASH = re.compile(r"\b[0-9a-f]{32,}\b")


def badge(kind: Kind) -> str:
    """How a hit stands, as a coloured word of Markdown; our own words only."""
    return f":{_COLOURS.get(kind, 'gray')}-badge[{kind}]"


def name_of(one: ToldHit, most: int = 200) -> str:
    """What a hit is called on screen: what the answer shows for its key, and the key where that is more than a hash."""
    hit, shown = one.change.hit, shown_for(one)
    key = _HASH.sub(lambda found: f"{found[0][:8]}…", hit.title)
    if not shown or shown == hit.title:
        return seen(key, most)
    if _HASH.fullmatch(hit.title):
        return seen(shown, most)
    return f"{seen(shown, most)} ({seen(key, 60)})"


def measure(column: str, one: ToldHit) -> str:
    """Its strength, and what it was before where that differs: accounts 3 → 4."""
    name, before, now = column.removeprefix("n_").replace("_", " "), one.change.before, one.change.now
    if before == now or before is None:
        return f"{name} {number(now)}"
    if now is None:
        return f"{name} {number(before)} before"
    return f"{name} {number(before)} → {number(now)}"


def at(ms: int) -> str:
    """A time to the minute, UTC."""
    return moment(ms)[:16].replace("T", " ")


def day(ms: int) -> str:
    """A day, UTC."""
    return moment(ms)[:10]


def came_to(report: CheckReport) -> str:
    """What a run came to, in a line."""
    if report.failed:
        return f"failed: {report.run.error}" if report.run.error else "has not ended yet"
    return counted(report)


def run_title(run: CheckRun) -> str:
    """A run in a list of them."""
    ended = "" if run.finished else " · has not ended" if run.state == "started" else " · failed"
    return f"Run {run.id} · {at(run.started_at)} UTC{ended}"


def standing(status: CheckStatus, report: CheckReport | None) -> str:
    """What a list of checks says below the name of one, as Markdown."""
    parts = []
    if status.due:
        parts.append(":orange-badge[due]")
    if status.last is not None and not status.last.finished:
        parts.append(":orange-badge[runs now]" if status.last.state == "started" else ":red-badge[last run failed]")
    if status.answered is None:
        parts.append("never answered")
    else:
        parts.append(at(status.answered.started_at))
    if report is not None:
        parts.append(inert(came_to(report)))
    return " · ".join(parts)
