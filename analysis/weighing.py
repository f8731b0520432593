"""Pairs of accounts counted, untested: what detection begins with, and all that `--weights-only` does."""

from dataclasses import dataclass

import numpy as np

from analysis import AnalysisError
from analysis.limits import check_fdr, check_window
from analysis.pairing import Pairing, Pairs, most_pairs, pairing_of, within
from analysis.shares import Shares

_MOST = 100_000
"""Shuffles at most."""
_MANY = 10**12
"""Rows and pairs of posts that no table comes near."""
HELD = 40_000_000
"""Pairs of posts of all objects together that are held at a time: about a hundred octets each while they are judged."""
_WORTH_COUNTING = 10_000
LISTED = 100_000
"""Pairs that met once are listed as long as there are not more pairs than this."""


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
        check_fdr(self.fdr)
        for name, value, least, most in (
            ("min participation", self.min_participation, 1, _MANY),
            ("min weight", self.min_weight, 1, _MANY),
            ("shuffles", self.shuffles, 0, _MOST),
            ("seed", self.seed, 0, (1 << 63) - 1),
            ("hot", self.hot, 1, _MANY),
        ):
            if value is not None and not least <= value <= most:
                raise AnalysisError(f"{name} {value}: must be a whole number from {least} to {most:,}")


@dataclass(frozen=True, slots=True)
class Hot:
    """An object that was left out: code, shares, accounts, and the pairs of posts it would have made."""

    object: int
    shares: int
    sharers: int
    pairs: int


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
