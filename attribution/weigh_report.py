"""What counting alone came to, and what was left out before it, for people and as JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.weighing import Weighed
from attribution.words import count

if TYPE_CHECKING:
    from analysis.detection import Detection

COUNTED_ONLY = "that accounts act together, or who runs them: on common things strangers meet all the time."
_MANY = 100
"""Shares from which it is no accident that all times are whole minutes apart."""


def weighed_lines(found: Weighed, unread: Mapping[str, int]) -> list[str]:
    """What counting alone came to."""
    return [
        f"{found.taking:,} shares took part.",
        *(f"  {line}" for line in left_out_lines(found, unread, len(found.pairs))),
        f"{found.met:,} pairs of accounts shared an object within {found.settings.window:g} s; {len(found.pairs):,} are listed.",
        "Counted only: nothing here is tested against chance.",
        f"Does not prove: {COUNTED_ONLY}",
    ]


def weighed_json(found: Weighed, unread: Mapping[str, int]) -> dict[str, object]:
    """The same for programs."""
    left_out = {**{k: v for k, v in unread.items() if v}, **found.shares.left_out, "few rows": found.few}
    return {"shares": found.taking, "pairs": found.met, "listed": len(found.pairs), "left_out": left_out}


def row_lines(left_out: Mapping[str, int], unread: Mapping[str, int]) -> list[str]:
    """Rows that were not read, and those that were left out, by reason."""
    return [
        *(f"{count(rows, 'row')} not read: {reason}." for reason, rows in unread.items() if rows),
        *(f"{count(rows, 'row')} left out: {reason}." for reason, rows in left_out.items() if rows),
    ]


def left_out_lines(found: "Detection | Weighed", unread: Mapping[str, int], listed: int) -> list[str]:
    """Every row and object that took no part, by reason."""
    told = row_lines(found.shares.left_out, unread)
    if found.few:
        told.append(
            f"{count(found.few, 'row')} left out: of accounts with fewer than {found.settings.min_participation} rows."
        )
    for one in found.hot[:10]:
        name = str(found.shares.objects[one.object].as_py())[:80]
        told.append(
            f"Left out as too common: {name} ({one.shares:,} shares by {one.sharers:,} accounts would make {one.pairs:,} pairs of posts)."
        )
    if len(found.hot) > 10:
        told.append(f"Left out as too common: {len(found.hot) - 10:,} objects more.")
    steps = {60.0: "minutes", 3_600.0: "hours", 86_400.0: "days"}
    if found.shares.resolution in steps and len(found.shares) >= _MANY:
        told.append(
            f"All times are whole {steps[found.shares.resolution]} apart: they may be known no better, and then nobody can say "
            f"what happened within {found.settings.window:g} s."
        )
    unlisted = found.met - listed
    if unlisted:
        told.append(f"{unlisted:,} pairs that met once are counted, not listed; --min-weight 1 lists them.")
    return told
