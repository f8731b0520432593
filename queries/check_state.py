"""What the log of the checks says now: which checks there are, what was dismissed, confirmed and remarked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from queries.checks import Check, check_of
from store.check_records import Entry, Hit, title_of

ADD, REMOVE = "add", "remove"
DISMISS, UNDO, CONFIRM, COMMENT = "dismiss", "undo", "confirm", "comment"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Somebody's word that a hit need not be told, until a day, or until it is stronger than stated."""

    check: str
    key: str
    reason: str
    by: str
    at: int
    """Epoch milliseconds, UTC; so is `until`, from which on the hit is told again."""
    until: int
    unless_above: float | int | None
    """The strength up to which it stays silent; None: it had none, and is told when it gets one."""
    column: str
    """The column that the strength was of."""

    def silences(self, hit: Hit, column: str, now: int) -> bool:
        """Whether the hit stays silent."""
        if now >= self.until or column != self.column:
            return False
        if hit.strength is None:
            return True
        return self.unless_above is not None and hit.strength <= self.unless_above


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said of a hit."""

    check: str
    key: str
    kind: str
    """confirm or comment."""
    text: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class State:
    """The log up to now, folded."""

    checks: Mapping[str, Check] = field(default_factory=lambda: MappingProxyType({}))
    dismissals: Mapping[tuple[str, str], Dismissal] = field(default_factory=lambda: MappingProxyType({}))
    """By check and key of the hit; the last stands."""
    remarks: tuple[Remark, ...] = ()
    """The oldest first."""

    def remarks_on(self, check: str, key: str) -> tuple[Remark, ...]:
        """What was said of one hit."""
        return tuple(one for one in self.remarks if (one.check, one.key) == (check, key))


def state_of(entries: Iterable[Entry]) -> State:
    """The log folded: later entries go before earlier ones. KeyError, TypeError or ValueError for what is none of ours."""
    checks: dict[str, Check] = {}
    dismissals: dict[tuple[str, str], Dismissal] = {}
    remarks: list[Remark] = []
    for entry in entries:
        body, name = entry.body, entry.check
        match entry.action:
            case "add":
                checks[name] = check_of(name, entry.by, entry.at, body)
            case "remove":
                checks.pop(name, None)
            case "dismiss":
                key = _key(body)
                dismissals[name, key] = Dismissal(
                    name, key, str(body["reason"]), entry.by, entry.at, _number(body["until"]),
                    None if body["unless_above"] is None else _number(body["unless_above"]), str(body["column"]),
                )  # fmt: skip
            case "undo":
                dismissals.pop((name, _key(body)), None)
            case "confirm" | "comment":
                remarks.append(Remark(name, _key(body), entry.action, str(body["text"]), entry.by, entry.at))
    return State(MappingProxyType(dict(sorted(checks.items()))), MappingProxyType(dismissals), tuple(remarks))


def _key(body: Mapping[str, Any]) -> str:
    key = body["key"]
    title_of(key)
    return str(key)


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{str(value)[:40]!r} is no number")
    if isinstance(value, int) and value.bit_length() > 63:
        raise ValueError("a number of that many digits is none of ours")
    return value
