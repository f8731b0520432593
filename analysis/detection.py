"""Detection from shares to judged pairs and groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis import AnalysisError
from analysis.details import Details, details, information
from analysis.groups import Group, groups
from analysis.judgement import CHANCE, FEED, SCATTERED, Judged, judge
from analysis.limits import check_fdr, check_window
from analysis.pairing import Meetings, Pairing, Pairs, most_pairs, pairing_of, places, within
from analysis.shares import Flags, Floats, Integers, Shares
from analysis.shuffling import shuffled

VERSION = "3"
"""Raised when the same shares and settings come to other results."""
_MOST = 100_000
"""Shuffles at most."""
HELD = 40_000_000
"""Pairs of posts of all objects together that are held at a time: about a hundred octets each while they are judged."""
_WORTH_COUNTING = 10_000
LISTED = 100_000
"""Pairs that met once are listed as long as there are not more pairs than this."""
Tell = Callable[[str, float], None]
"""Called with what is being done and the share of the work that is done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`window` in seconds, inclusive; `min_participation` rows of an account; `fdr` of the judgement.

    `min_weight`: pairs of posts that a listed pair has; None lists all as long as they are at most LISTED,
    else those with two or more. `hot`: pairs of posts beyond which an object takes no part (it is reported).
    """

    window: float = 60.0
    min_participation: int = 2
    min_weight: int | None = None
    fdr: float = 0.05
    shuffles: int = 99
    seed: int = 1
    hot: int = 5_000_000

    def __post_init__(self) -> None:
        check_window(self.window)
        if not 1 <= self.min_participation <= 1 << 40:
            raise AnalysisError(f"min participation {self.min_participation}: must be 1 or more rows")
        if self.min_weight is not None and not 1 <= self.min_weight <= 1 << 40:
            raise AnalysisError(f"min weight {self.min_weight}: must be 1 or more pairs of posts")
        check_fdr(self.fdr)
        if not (0 <= self.shuffles <= _MOST and 1 <= self.hot <= 1 << 40 and 0 <= self.seed < 1 << 63):
            raise AnalysisError(f"shuffles, seed and hot: must be from 0 to {_MOST:,}, from 0 up and from 1 up")


@dataclass(frozen=True, slots=True)
class Hot:
    """An object that was left out: code, shares, accounts, and the pairs of posts it would have made."""

    object: int
    shares: int
    sharers: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Detection:
    """`shares`: those that took part. `judged` and `p_shuffled` (nan where chance explains the pair) row for row.

    `details` has a row for each of `told`, rows of `judged`: all, or where they are more than LISTED
    those that chance does not explain.
    """

    settings: Settings
    shares: Shares
    judged: Judged
    told: Integers
    details: Details
    p_shuffled: Floats
    shuffles: int
    groups: tuple[Group, ...]
    hot: tuple[Hot, ...]
    met: int
    """Pairs of accounts that met, listed or not."""
    few: int
    """Rows of accounts with too few of them."""

    @property
    def group_of(self) -> Integers:
        """Number of the group of each listed pair, 0 where it lies in none."""
        number = np.zeros(len(self.shares.accounts), np.int64)
        for group in self.groups:
            number[list(group.accounts)] = group.number
        a, b = number[self.judged.pairs.a], number[self.judged.pairs.b]
        return np.where((a == b) & self.judged.significant, a, 0)

    @property
    def disagree(self) -> Flags:
        """Significant pairs that shuffled times bring together as often in more than one shuffle of twenty."""
        return self.judged.significant & (np.nan_to_num(self.p_shuffled, nan=0.0) > 0.05)


def participating(shares: Shares, least: int) -> Shares:
    """The rows of accounts with at least so many."""
    posts = np.bincount(shares.account, minlength=len(shares.accounts))
    kept = posts[shares.account] >= least
    return shares if kept.all() else shares.where(kept)


def estimate(shares: Shares, window: float) -> int:
    """Pairs of posts within the window, counted without making them."""
    return int(within(shares, window).sum())


def cooled(shares: Shares, window: float, hot: int, total: int | None = None) -> tuple[Shares, tuple[Hot, ...]]:
    """The shares without objects that would make too many pairs, and which those are.

    Too many are more than `hot` of one object; beyond `total` of all, the objects that make most leave, one by one.
    """
    starts = shares.object_starts
    sizes = np.diff(starts)
    # most objects are not worth counting
    most = most_pairs(shares)
    many = total is not None and int(most.sum()) > total
    large = np.flatnonzero(most > (min(hot, _WORTH_COUNTING) if many else hot))
    if not len(large):
        return shares, ()
    rows = np.zeros(len(shares), bool)
    for group in large.tolist():
        rows[starts[group] : starts[group + 1]] = True
    few = shares.where(rows)
    counted = np.add.reduceat(within(few, window), few.object_starts[:-1])
    leaving = counted > hot
    if many and total is not None:
        order = np.argsort(-counted, kind="stable")
        rest = int(most.sum() - most[large].sum()) + int(counted[~leaving].sum())
        for one in order[~leaving[order]].tolist():
            if rest <= total:
                break
            leaving[one] = True
            rest -= int(counted[one])
    found = [
        Hot(
            int(shares.object[starts[group]]),
            int(sizes[group]),
            len(np.unique(shares.account[starts[group] : starts[group + 1]])),
            int(pairs),
        )
        for group, pairs in zip(large[leaving], counted[leaving], strict=True)
    ]
    if not found:
        return shares, ()
    return shares.where(~np.isin(shares.object, [one.object for one in found])), tuple(found)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of accounts with their counts alone."""

    settings: Settings
    shares: Shares
    pairs: Pairs
    hot: tuple[Hot, ...]
    met: int
    few: int
    taking: int
    """Rows that took part; `shares` holds the names and, unless they wait on disk, the rows."""


def weigh(shares: Shares, settings: Settings) -> Weighed:
    """Who met how often, untested; pairs that met once as `Settings.min_weight` says."""
    taking = participating(shares, settings.min_participation)
    few = len(shares) - len(taking)
    taking, hot = cooled(taking, settings.window, settings.hot, HELD)
    pairs, met, least = listed(pairing_of(taking, settings.window), settings)
    return Weighed(settings, taking, pairs.at_least(least), hot, met, few, len(taking))


def listed(found: Pairing, settings: Settings) -> tuple[Pairs, int, int]:
    """At least all pairs that met twice, how many met at all, and the least weight of a listed pair."""
    if settings.min_weight is not None:
        pairs, met = found.pairs(min(settings.min_weight, 2))
        return pairs, met, settings.min_weight
    pairs, met = found.pairs(2)
    if met > LISTED:
        return pairs, met, 2
    return found.pairs(1)[0], met, 1


def detect(shares: Shares, settings: Settings, tell: Tell | None = None, *, memory: int | None = None) -> Detection:
    """Who met more often than chance explains, judged, with groups; the same for the same shares and settings.

    `memory`: octets, of which a quarter may hold keys of encounters at a time.
    """
    tell = tell or _silent
    tell("counting", 0.0)
    taking = participating(shares, settings.min_participation)
    few = len(shares) - len(taking)
    taking, hot = cooled(taking, settings.window, settings.hot, HELD)
    tell("pairing", 0.1)
    found = pairing_of(taking, settings.window, None if memory is None else memory // 4)
    pairs, met, least = listed(found, settings)
    tell("judging", 0.4)
    judged = judge(taking, found, pairs, settings.window, settings.fdr)
    judged = judged.where((judged.pairs.weight >= least) | judged.significant)
    tell("shuffling", 0.7)
    told = np.arange(len(judged.pairs)) if len(judged.pairs) <= LISTED else np.flatnonzero(judged.reading != CHANCE)
    beyond = np.flatnonzero(judged.significant | np.isin(judged.reading, (FEED, SCATTERED)))
    again = shuffled(taking, judged.pairs.where(beyond), settings.window, settings.shuffles, settings.seed)
    p_shuffled = np.full(len(judged.pairs), np.nan)
    if settings.shuffles:
        p_shuffled[beyond] = again.p
    tell("grouping", 0.8)
    of_told = judged.pairs.where(told)
    meetings = found.meetings(of_told.a, of_told.b)
    significant = np.flatnonzero(judged.significant[told])
    held = groups(taking, of_told.where(significant), _only(meetings, significant), settings.seed)
    return Detection(
        settings,
        taking,
        judged,
        told,
        details(taking, meetings, of_told.a, information(taking)),
        p_shuffled,
        again.shuffles,
        held,
        hot,
        met,
        few,
    )


def _only(met: Meetings, pairs: Integers) -> Meetings:
    """The meetings of some of the pairs (sorted), which are numbered anew."""
    place = places(met.pair, pairs)
    kept = place >= 0
    return Meetings(place[kept], met.first[kept], met.second[kept])


def _silent(what: str, share: float) -> None:
    """Nobody watches."""
