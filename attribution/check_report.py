"""What a run of a check has to tell: its hits against the run before, and what the analyst has said of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from attribution.words import UNSEEN
from queries.check_state import Dismissal, Remark, State
from queries.checks import Check
from queries.comparison import Change, Comparison, Kind
from queries.parameters import written_time
from store.check_records import CheckRun

LOUD = (Kind.NEW, Kind.STRONGER, Kind.ONLY_NOW)
"""What a script is to hear of."""


@dataclass(frozen=True, slots=True)
class CheckStatus:
    """A check as it stands."""

    check: Check
    last: CheckRun | None
    """The last run, however it ended."""
    answered: CheckRun | None
    """The last with an answer."""
    due: bool
    behind: bool
    """Files were loaded or taken back since that answer."""

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "check": self.check.name,
            **self.check.as_json(),
            "schedule": self.check.schedule,
            "due": self.due,
            "behind": self.behind,
            "last_run": self.last.id if self.last else None,
            "last_state": self.last.state if self.last else None,
            "last_error": self.last.error if self.last else None,
            "last_answer_at": moment(self.answered.started_at) if self.answered else None,
        }


@dataclass(frozen=True, slots=True)
class ToldHit:
    """A hit of a report."""

    change: Change
    silent: bool
    """Dismissed, and the dismissal holds."""
    dismissal: Dismissal | None
    ended: str
    """Why a dismissal holds no more; empty without one, or while it holds."""
    loud: bool
    """Whether it is something new for whoever asked to be told."""
    remarks: tuple[Remark, ...]

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        hit, why, dismissal = self.change.hit, self.change.why, self.dismissal
        return {
            "id": hit.id,
            "hit": hit.title,
            "kind": str(self.change.kind),
            "news": self.loud,
            "silent": self.silent,
            "before": self.change.before,
            "now": self.change.now,
            "because": hit.row.get("because"),
            "caveat": hit.row.get("caveat"),
            "why": {"cause": why.cause, "sentence": why.sentence, "posts": list(why.posts), "files": list(why.files)},
            "dismissal": None if dismissal is None else _dismissal_json(dismissal),
            "dismissal_ended": self.ended,
            "remarks": [
                {"kind": one.kind, "text": one.text, "by": one.by, "at": moment(one.at)} for one in self.remarks
            ],
            "row": dict(hit.row),
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One run of a check, for a reader, a script or a page."""

    case: str
    check: Check
    run: CheckRun
    comparison: Comparison | None
    """None of a run without an answer."""
    hits: tuple[ToldHit, ...]

    def __str__(self) -> str:
        """As `attribution check show` prints it."""
        from attribution.check_output import text_lines  # noqa: PLC0415  # made from this class

        return "\n".join(UNSEEN.sub("�", line.replace("\n", " ")) for line in text_lines(self))

    @property
    def failed(self) -> bool:
        """Whether there is no answer; `run.error` says why."""
        return self.comparison is None

    @property
    def news(self) -> tuple[ToldHit, ...]:
        """What is new: new and stronger hits that are not silent, and those whose dismissal has ended since."""
        return tuple(one for one in self.hits if one.loud)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many hits of each kind there are, silent ones among them."""
        found = Counter(str(one.change.kind) for one in self.hits)
        return {str(kind): found[str(kind)] for kind in Kind if found[str(kind)]}

    @property
    def silent(self) -> Mapping[str, int]:
        """The same of the silent ones alone."""
        found = Counter(str(one.change.kind) for one in self.hits if one.silent)
        return {str(kind): found[str(kind)] for kind in Kind if found[str(kind)]}

    def as_json(self) -> dict[str, Any]:
        """For other programs, and for a hook."""
        content, comparison = self.run.content, self.comparison
        return {
            "case": self.case,
            "check": self.check.name,
            "run": self.run.id,
            "at": moment(self.run.started_at),
            "by": self.run.by,
            "state": self.run.state,
            "error": self.run.error,
            "query": self.check.query,
            "question": content.get("question"),
            "does_not_prove": content.get("does_not_prove"),
            "parameters": content.get("asked", {}).get("parameters"),
            "key": list(self.check.key),
            "strength": self.check.strength,
            "against_run": comparison.earlier.id if comparison and comparison.earlier else None,
            "asked_differently": list(comparison.differs) if comparison else [],
            "notes": [*content.get("notes", []), *(comparison.notes if comparison else ())],
            "coverage": content.get("coverage"),
            "counts": dict(self.counts),
            "silent": dict(self.silent),
            "news": len(self.news),
            "hits": [one.as_json() for one in self.hits],
        }


def report_of(
    case: str, check: Check, run: CheckRun, comparison: Comparison | None, state: State, now: int
) -> CheckReport:
    """The report of a run; `now` decides which dismissals hold."""
    changes = comparison.changes if comparison else ()
    since = comparison.earlier.started_at if comparison and comparison.earlier else 0
    hits = tuple(_told(check, change, state, since, now) for change in changes)
    return CheckReport(case, check, run, comparison, hits)


def _told(check: Check, change: Change, state: State, since: int, now: int) -> ToldHit:
    hit = change.hit
    dismissal = state.dismissals.get((check.name, hit.key))
    silent = dismissal is not None and dismissal.silences(hit, check.strength, now)
    ended, returned = "", False
    if dismissal is not None and not silent:
        ended = _ended(dismissal, change, check, now)
        returned = since < dismissal.until <= now and change.kind in (Kind.UNCHANGED, Kind.WEAKER, Kind.IN_BOTH)
    loud = not silent and (change.kind in LOUD or returned)
    return ToldHit(change, silent, dismissal, ended, loud, state.remarks_on(check.name, hit.key))


def _ended(dismissal: Dismissal, change: Change, check: Check, now: int) -> str:
    said = f"dismissed by {dismissal.by} ({dismissal.reason})"
    if now >= dismissal.until:
        return f"{said} until {moment(dismissal.until)}, which has passed"
    if dismissal.column != check.strength:
        return f"{said} by its {dismissal.column}, which the check no longer measures"
    above = "none" if dismissal.unless_above is None else f"{dismissal.unless_above:g}"
    return f"{said} unless above {above}, and it has {change.hit.strength}"


def _dismissal_json(dismissal: Dismissal) -> dict[str, Any]:
    return {
        "reason": dismissal.reason,
        "by": dismissal.by,
        "at": moment(dismissal.at),
        "until": moment(dismissal.until),
        "unless_above": dismissal.unless_above,
    }


def moment(ms: int) -> str:
    """A time to the second, in UTC."""
    try:
        return written_time(ms - ms % 1_000)
    except OverflowError:
        return "a time beyond the calendar"
