"""Detection from shares to judged pairs and groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.details import Details, details, information
from analysis.groups import Group, groups
from analysis.judgement import CHANCE, FEED, SCATTERED, Judged, judge
from analysis.pairing import Meetings, pairing_of, places
from analysis.shares import Flags, Floats, Integers, Shares
from analysis.shuffling import shuffled
from analysis.weighing import HELD, LISTED, Hot, Settings, cooled, listed, participating

VERSION = "3"
"""Raised when the same shares and settings come to other results."""
Tell = Callable[[str, float], None]
"""Called with what is being done and the share of the work that is done."""


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
