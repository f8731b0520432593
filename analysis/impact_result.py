"""What is known of a group's impact, and the sentences that may be written of it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of engagement. `known` posts of the group have a count, `unknown` have none; `median` and `total` are of the known.

    `compared`: known posts with comparable ones; of these `median_compared`, and of what was matched with them
    `median_matched`. `ratio` is (median_compared + 1) / (median_matched + 1), since many medians are 0; `low` and
    `high` bound it. All are None where there is nothing to compare, the bounds also where fewer than five accounts are compared.
    """

    name: str
    known: int
    unknown: int
    median: float | None
    total: int | None
    compared: int
    median_compared: float | None
    median_matched: float | None
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def exceeds(self) -> bool | None:
        """Whether the whole interval lies above 1; None where it cannot be said."""
        return None if self.low is None else self.low > 1


@dataclass(frozen=True, slots=True)
class Outside:
    """The first share outside the group of something that two members had shared before; times in epoch seconds.

    `inside` is the member who shared it first.
    """

    object: str
    account: str
    time: float
    inside: str
    inside_time: float


@dataclass(frozen=True, slots=True)
class Impact:
    """What the data say of one group; `from_inside` and `answers_seen` count reposts of and replies to its posts."""

    accounts: int
    posts: int
    platforms: tuple[str, ...]
    measures: tuple[Measure, ...]
    by_size: bool
    """Whether any comparison was among accounts of the same size."""
    answers_seen: int | None
    """Loaded reposts of and replies to the group's posts; None where the data do not say what a post answers."""
    from_inside: int | None
    first_outside: Outside | None
    carried: int
    """Objects that two members or more shared before anybody outside, who shared them later."""
    outsiders: int
    """Accounts outside that shared any of these later."""
    breakout: int | None
    """Step of the Breakout Scale that the data carry, 1 to 3; None without posts. A higher one cannot be excluded."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be said, each with what it does not show."""
        return _sentences(self)


def _sentences(found: Impact) -> tuple[str, ...]:
    told = []
    views = next((one for one in found.measures if one.name == "views"), None)
    blind = found.posts if views is None else views.unknown
    data = f"In the data loaded ({found.posts:,} posts, {blind:,} without view counts)"
    above = [one.name for one in found.measures if one.exceeds]
    said = [one for one in found.measures if one.exceeds is not None]
    if not found.posts:
        told.append(
            "In the data loaded the group has no posts but reposts, which carry the counts of what they repeat: engagement "
            "cannot be compared; this shows neither an effect nor that there was none."
        )
    elif above:
        told.append(
            f"{data} {_and(above)} exceed those of matched posts; this does not show that anybody's view changed."
        )
    elif said:
        told.append(
            f"{data} engagement ({_and([one.name for one in said])}) does not exceed that of matched posts; "
            "this does not show that there was no effect."
        )
    else:
        told.append(
            f"{data} engagement cannot be compared: too few posts with counts, or none comparable; "
            "this shows neither an effect nor that there was none."
        )
    if found.from_inside is not None and found.posts:
        seen = found.answers_seen or 0
        told.append(
            f"Of {seen:,} loaded reposts of and replies to these posts, {found.from_inside:,} came from the group itself; "
            "who else answered is not in the data."
        )
    if found.first_outside is not None:
        told.append(
            f"{found.carried:,} things that two or more of the group shared here before anybody else were shared later by {found.outsiders:,} accounts "
            "outside; that they took them from the group, or that nobody had them before, is not shown."
        )
    if found.breakout is not None:
        told.append(
            f"Breakout Scale: what was loaded reaches step {found.breakout} of 6 (platforms: {len(found.platforms)}; "
            f"more accounts outside than in the group took something up: {'yes' if found.outsiders > found.accounts else 'no'}); "
            "posts alone can show steps 1 to 3, and a higher one cannot be excluded."
        )
    return tuple(told)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
