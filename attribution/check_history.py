"""The history of one hit of a check: in which runs it stood, how it stood to the run before, and what was said of it."""

from dataclasses import dataclass

from attribution.checking import DAMAGE, Checks
from attribution.errors import CaseError
from queries.comparison import Change, Seen, compared
from store.check_records import CheckRun, Entry


@dataclass(frozen=True, slots=True)
class Stand:
    """One run, and how the hit stood in it."""

    run: CheckRun
    change: Change | None
    """Against the run before it that has an answer; None where it stood in neither, or the run has no answer."""


@dataclass(frozen=True, slots=True)
class HitHistory:
    """Everything that the case keeps of one hit."""

    stands: tuple[Stand, ...]
    """Every run of the check, the oldest first."""
    entries: tuple[Entry, ...]
    """What the log says of the hit: dismissals and their ends, confirmations, comments; the oldest first."""


def history_of(checks: Checks, name: str, key: str) -> HitHistory:
    """The history of the hit with this key; a check that knows no such hit has runs in which nothing stood.

    CaseError where what is kept was not written by us.
    """
    try:
        return _history(checks, name, key)
    except DAMAGE as error:
        raise CaseError(
            f"check {name}: what is kept of its runs is damaged ({error}); restore the case from a copy"
        ) from error


def _history(checks: Checks, name: str, key: str) -> HitHistory:
    kept = checks.memory.stood(name, key)
    stands: list[Stand] = []
    before: Seen | None = None
    for run in checks.runs(name):
        if not run.finished:
            stands.append(Stand(run, None))
            continue
        now: Seen = (run, [kept[run.id]] if run.id in kept else [])
        changes = compared(before, now).changes
        stands.append(Stand(run, changes[0] if changes else None))
        before = now
    entries = tuple(one for one in checks.log(name) if one.body.get("key") == key)
    return HitHistory(tuple(stands), entries)
