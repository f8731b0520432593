"""The whole judgement on each pair: more than chance, not a feed, not one of many fans.

In this order:

1. p: how likely are so many occasions (or so many uncrowded ones) at the pair's rate? q after
   Benjamini & Hochberg over all pairs of accounts that could have met. A pair needs two occasions.
2. Feeds: two accounts that met on FEED_OCCASIONS and more, or shared FEED_OBJECTS and more within ten
   minutes, which make up FEED_PART and more of what each of them posts, repeat one source. Syndication, repost bots and a
   ring that does nothing else all look like that; the table alone cannot tell them apart.
3. Concentration: whoever reacts to the same stars meets this fan today and that one tomorrow. A pair
   stays if each of both shares at least CONCENTRATED of what it shares with any suspect within ten
   minutes with those it is linked to; what few share weighs more (1 / shares of the object).
4. Groups: a pair that two others link is tested again, in the family of such pairs alone; here one
   occasion can be enough. A pair that nobody links has to reach a tenth of the rate.

Measured on planted sets: bench/judging.py and docs/detection.md.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.chance import adjusted, poisson_tail, ranked
from analysis.occasions import Occasions, occasions
from analysis.pairing import Pairing, Pairs, among, at_places, distinct, joined, pairing_of, places
from analysis.rates import Rates
from analysis.shares import Flags, Floats, Integers, Shares

Readings: TypeAlias = npt.NDArray[np.object_]

FEED_OCCASIONS = 25
FEED_OBJECTS = 30
FEED_PART = 0.4
CONCENTRATED = 0.3
SUSPECT_WINDOW = 600.0
ALONE = 0.1
"""Part of the false-discovery rate that pairs outside groups have to reach."""

CHANCE, ONCE, FEED, SCATTERED, ALONE_WEAK, IN_GROUP, SIGNIFICANT = (
    "chance",
    "once",
    "feed",
    "scattered",
    "alone",
    "group",
    "significant",
)
READINGS = {
    SIGNIFICANT: "met more often than chance explains",
    IN_GROUP: "by themselves chance explains it; they stand out among pairs that a third account links",
    CHANCE: "chance explains it",
    ONCE: "met once only",
    FEED: "beyond chance, but both repeat one source: syndication, repost bots or a ring that does nothing else",
    SCATTERED: "beyond chance, but each meets many others as often: like fans of the same accounts",
    ALONE_WEAK: "beyond chance, but nobody else links the two and the evidence is thin",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The pairs that were judged, one row each: rate (expected meetings), occasions, p, q, q_group (nan where not tested), reading."""

    pairs: Pairs
    rate: Floats
    occasions: Integers
    p: Floats
    q: Floats
    q_group: Floats
    reading: Readings
    tests: int
    """Pairs of accounts that could have met: what q is corrected for."""

    @property
    def significant(self) -> Flags:
        """Which pairs pass the whole judgement."""
        return np.isin(self.reading, (SIGNIFICANT, IN_GROUP))

    def where(self, kept: Flags | Integers) -> "Judged":
        """Some of them."""
        return Judged(
            self.pairs.where(kept),
            self.rate[kept],
            self.occasions[kept],
            self.p[kept],
            self.q[kept],
            self.q_group[kept],
            self.reading[kept],
            self.tests,
        )


def judge(shares: Shares, found: Pairing, pairs: Pairs, window: float, fdr: float) -> Judged:
    """These pairs judged, and those within groups that shared one object only.

    `found`: all encounters within the window (s); `pairs`: at least all pairs with two encounters.
    """
    present = int((np.bincount(shares.account, minlength=len(shares.accounts)) > 0).sum())
    rates = Rates(shares, window, np.concatenate((pairs.a, pairs.b)))
    judged = _by_rate(shares, found, pairs, rates, max(present * (present - 1) // 2, 1), fdr)
    beyond = judged.reading == SIGNIFICANT
    concentration = _Concentration(shares, pairs.where(beyond))
    feed = _feeds(judged, concentration.objects(pairs), rates)
    judged.reading[beyond & feed] = FEED
    beyond &= ~feed
    judged.reading[beyond & ~concentration.kept(pairs, beyond)] = SCATTERED
    return _within_groups(shares, judged, window, rates, concentration, feed, fdr)


def _by_rate(shares: Shares, found: Pairing, pairs: Pairs, rates: Rates, tests: int, fdr: float) -> Judged:
    rate = rates.expected(pairs.a, pairs.b)
    times = np.ones(len(pairs), np.int64)
    p = poisson_tail(times, rate)
    several = np.flatnonzero(pairs.objects >= 2)
    a, b = pairs.a[several], pairs.b[several]
    held = occasions(shares, found.meetings(a, b), a, rates.density, rates.window)
    times[several] = np.diff(held.starts)
    p[several] = _rarest(held, rates, a, b)
    q = np.empty(len(pairs))
    q[several] = adjusted(p[several], tests)
    # so that q does not depend on how many pairs that met once are looked at, they are ranked among the others
    rest = np.flatnonzero(pairs.objects < 2)
    q[rest] = ranked(p[rest], p[several], tests)
    reading = np.full(len(pairs), CHANCE, object)
    reading[q <= fdr] = ONCE
    reading[(q <= fdr) & (times >= 2)] = SIGNIFICANT
    return Judged(pairs, rate, times, p, q, np.full(len(pairs), np.nan), reading, tests)


def _feeds(judged: Judged, near: Integers, rates: Rates) -> Flags:
    """`near`: objects that a pair shared within the wider window, whatever the window that is judged."""
    most = FEED_PART * np.maximum(rates.posts[judged.pairs.a], rates.posts[judged.pairs.b])
    met = (judged.occasions >= FEED_OCCASIONS) & (judged.occasions >= most)
    return met | ((near >= FEED_OBJECTS) & (near >= most))


def _within_groups(
    shares: Shares,
    judged: Judged,
    window: float,
    rates: Rates,
    concentration: "_Concentration",
    feed: Flags,
    fdr: float,
) -> Judged:
    """Test again the pairs that a third account links, and hold those that nobody links to more."""
    count = len(rates.posts)
    seeds = _Links(judged.pairs.where(judged.reading == SIGNIFICANT), count)
    judged, feed = _with(judged, _once(shares, judged.pairs, window, seeds), rates, feed)
    pairs, reading = judged.pairs, judged.reading
    linked = np.flatnonzero(seeds.joins(pairs))
    if len(linked):
        p = poisson_tail(judged.occasions[linked], judged.rate[linked])
        judged.q_group[linked] = adjusted(p, max(seeds.family, len(linked)))
    again = ~feed & (reading != SCATTERED) & (reading != SIGNIFICANT)
    reading[again & (np.nan_to_num(judged.q_group, nan=1.0) <= fdr)] = IN_GROUP
    standing = judged.significant
    reading[standing & ~concentration.kept(pairs, standing)] = SCATTERED
    alone = ~_Links(pairs.where(judged.significant), count).joins(pairs)
    reading[alone & (reading == SIGNIFICANT) & (judged.q > fdr * ALONE)] = ALONE_WEAK
    return judged


def _once(shares: Shares, known: Pairs, window: float, seeds: "_Links") -> Pairs:
    """Pairs that met once and that a third account links."""
    met, _ = pairing_of(shares.where(seeds.holds(shares.account)), window).pairs()
    once = met.where((met.weight == 1) & seeds.joins(met))
    return once.where(~among(once.keys(len(shares.accounts)), known.keys(len(shares.accounts))))


def _with(judged: Judged, more: Pairs, rates: Rates, feed: Flags) -> tuple[Judged, Flags]:
    """Judged pairs and some more that met once, all in order."""
    rate = rates.expected(more.a, more.b)
    p = poisson_tail(np.ones(len(more), np.int64), rate)
    q = ranked(p, judged.p, judged.tests)
    pairs = joined(judged.pairs, more)
    order = np.lexsort((pairs.b, pairs.a))
    both = Judged(
        pairs,
        np.concatenate((judged.rate, rate)),
        np.concatenate((judged.occasions, np.ones(len(more), np.int64))),
        np.concatenate((judged.p, p)),
        np.concatenate((judged.q, q)),
        np.concatenate((judged.q_group, np.full(len(more), np.nan))),
        np.concatenate((judged.reading, np.full(len(more), CHANCE, object))),
        judged.tests,
    )
    return both.where(order), np.concatenate((feed, np.zeros(len(more), bool)))[order]


def _rarest(found: Occasions, rates: Rates, a: Integers, b: Integers) -> Floats:
    """p of each pair: the least over its k-th least crowded occasions, k = 1 …, times their number (Bonferroni)."""
    if not len(found.pair):
        return np.zeros(0)
    starts = found.starts
    number = np.diff(starts)
    rank = np.arange(len(found.pair)) - np.repeat(starts[:-1], number) + 1
    rate = rates.expected_up_to(a[found.pair], b[found.pair], found.crowd)
    p = poisson_tail(rank, np.maximum(rate, 1e-12))
    return np.asarray(np.minimum(np.minimum.reduceat(p, starts[:-1]) * number, 1.0))


class _Concentration:
    """How much of what suspects share among each other each shares with those it is linked to."""

    def __init__(self, shares: Shares, suspects: Pairs) -> None:
        self._count = len(shares.accounts)
        involved = np.zeros(self._count, bool)
        involved[suspects.a] = involved[suspects.b] = True
        theirs = shares.where(involved[shares.account])
        found = pairing_of(theirs, SUSPECT_WINDOW)
        wide, _ = found.pairs(2)
        wide = wide.where(wide.objects >= 2)
        met = found.meetings(wide.a, wide.b)
        sharers = np.bincount(shares.object, minlength=len(shares.objects))
        objects = max(len(shares.objects), 1)
        together = distinct(met.pair * objects + theirs.object[met.first])
        self._weight = np.bincount(together // objects, weights=1 / sharers[together % objects], minlength=len(wide))
        self._pairs = wide
        self._total = self._sum(np.ones(len(wide), bool))

    def objects(self, pairs: Pairs) -> Integers:
        """Objects that each pair of suspects shared within ten minutes, 0 for fewer than two."""
        return at_places(self._pairs.objects, places(pairs.keys(self._count), self._pairs.keys(self._count)))

    def kept(self, pairs: Pairs, flags: Flags) -> Flags:
        """Which of the flagged pairs stay, once all that do not have left."""
        keys = pairs.keys(self._count)
        wide = self._pairs.keys(self._count)
        kept = flags.copy()
        while True:
            part = self._sum(among(wide, keys[kept])) / np.maximum(self._total, 1e-300)
            # whoever shared one object only with each of the others has nothing to be scattered over
            part[self._total == 0] = 1.0
            now = kept & (np.minimum(part[pairs.a], part[pairs.b]) >= CONCENTRATED)
            if (now == kept).all():
                return kept
            kept = now

    def _sum(self, flags: Flags) -> Floats:
        a, b, weight = self._pairs.a[flags], self._pairs.b[flags], self._weight[flags]
        return np.asarray(
            np.bincount(a, weights=weight, minlength=self._count)
            + np.bincount(b, weights=weight, minlength=self._count)
        )


class _Links:
    """Who has partners in common, by some pairs."""

    def __init__(self, pairs: Pairs, count: int) -> None:
        import igraph  # noqa: PLC0415  # counting alone need not wait for it

        names, ends = np.unique(np.concatenate((pairs.a, pairs.b)), return_inverse=True)
        self._graph = igraph.Graph(n=len(names), edges=np.column_stack((ends[: len(pairs)], ends[len(pairs) :])))
        self._place = np.full(count, -1, np.int64)
        self._place[names] = np.arange(len(names))
        self.family = (sum(self._graph.neighborhood_size(order=2)) - len(names)) // 2
        """Pairs of accounts within two steps, met or not: those with a partner in common, and the links."""

    def holds(self, accounts: Integers) -> Flags:
        """Which accounts have links."""
        return np.asarray(self._place[accounts] >= 0)

    def joins(self, pairs: Pairs) -> Flags:
        """Which pairs have a partner in common."""
        inside = np.flatnonzero((self._place[pairs.a] >= 0) & (self._place[pairs.b] >= 0))
        found = np.zeros(len(pairs), bool)
        if len(inside):
            asked = np.column_stack((self._place[pairs.a[inside]], self._place[pairs.b[inside]]))
            found[inside] = np.array(self._graph.similarity_jaccard(pairs=asked.tolist(), loops=False)) > 0
        return found
