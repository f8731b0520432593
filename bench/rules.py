"""Which pairs are kept: the rules that others use, in plain numpy, for comparison with ours.

Accounts, objects and posts are numbers from 0, times are seconds; a rule gives one bool per edge.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.cosharing import Edges, edges, post_pairs
from bench.crowd import Floats, Ints

Kept = NDArray[np.bool_]

WINDOW_S = 60.0
PARTICIPATION = 2
"""Rows that an account needs, as CooRTweet's `min_participation` has it by default."""
_AROUND_S = 3_600.0
"""How far around a post the rate of its object is taken from."""
_LEVEL = 0.05
_TERMS = 200


@dataclass(frozen=True, slots=True)
class Shares:
    """Rows of accounts that have at least two, and their edges within 60 s.

    `occasions` of an edge are its distinct objects, or the posts of either account in it, whichever are fewest:
    two posts with the same link and the same hashtag are one occasion.
    """

    accounts: Ints
    objects: Ints
    times: Floats
    names: Any
    edges: Edges
    occasions: Ints

    @classmethod
    def of(cls, posts: pa.Table) -> "Shares":
        """From the columns object_id, account_id, content_id and timestamp_share (s)."""
        accounts, names = _numbers(posts["account_id"])
        objects, _ = _numbers(posts["object_id"])
        contents, _ = _numbers(posts["content_id"])
        times = posts["timestamp_share"].to_numpy()
        often = np.bincount(accounts)[accounts] >= PARTICIPATION
        accounts, objects, contents, times = accounts[often], objects[often], contents[often], times[often]
        found = edges(accounts, objects, times, WINDOW_S)
        # the second time, only rows of posts that are in a pair count
        paired = np.zeros(int(contents.max(initial=0)) + 1, dtype=bool)
        for left, right in post_pairs(objects, times, WINDOW_S):
            real = accounts[left] != accounts[right]
            paired[contents[left[real]]] = True
            paired[contents[right[real]]] = True
        in_edge = np.minimum(*(_posts(found, accounts, contents, objects, times, side=side) for side in (0, 1)))
        active = np.bincount(accounts[paired[contents]], minlength=len(names)) >= PARTICIPATION
        kept = active[found.a] | active[found.b]
        few = Edges(found.a[kept], found.b[kept], found.weight[kept], found.objects[kept], found.mean_dt[kept])
        return cls(accounts, objects, times, names, few, np.minimum(few.objects, in_edge[kept]))

    def table(self, kept: Kept) -> pa.Table:
        """Kept edges by name: account_a, account_b (in no order)."""
        ends = [self.names.take(pa.array(end[kept])) for end in (self.edges.a, self.edges.b)]
        return pa.table(ends, ["account_a", "account_b"])


def above(quantile: float) -> Callable[[Shares], Kept]:
    """Weight strictly above a quantile of all weights (R's type 7, as CooRTweet has it)."""

    def rule(shares: Shares) -> Kept:
        weight = shares.edges.weight
        found: Kept = weight > (np.quantile(weight, quantile) if weight.size else 0)
        return found

    return rule


def four_objects(shares: Shares) -> Kept:
    """At least four distinct objects."""
    found: Kept = shares.edges.objects >= 4
    return found


def poisson(shares: Shares) -> Kept:
    """More distinct objects than a Poisson law has, by the rate of each object within an hour; BH 0.05 over all pairs.

    λ = ½ (q_a·E_b + q_b·E_a): q is an account's share of all rows, E the sum over its rows of other rows of the
    object within ± 1 h, times T / W. So it knows peaks of hours and none of minutes, and no taste.
    """
    return _beyond_poisson(shares, shares.edges.objects)


def poisson_of_occasions(shares: Shares) -> Kept:
    """The same, where two objects of the same two posts count once."""
    return _beyond_poisson(shares, shares.occasions)


def _beyond_poisson(shares: Shares, times: Ints) -> Kept:
    count = len(shares.names)
    share = np.bincount(shares.accounts, minlength=count) / max(1, shares.accounts.size)
    near = _near(shares.objects, shares.times) * (WINDOW_S / _AROUND_S)
    expected = np.bincount(shares.accounts, weights=near, minlength=count)
    a, b = shares.edges.a, shares.edges.b
    chance = poisson_tail(times, (share[a] * expected[b] + share[b] * expected[a]) / 2)
    present = int((share > 0).sum())
    return benjamini_hochberg(chance, present * (present - 1) // 2)


def poisson_or_company(shares: Shares) -> Kept:
    """`poisson`, and a triangle of such pairs or at least four objects."""
    kept = poisson(shares)
    return kept & (four_objects(shares) | in_triangle(shares.edges.a, shares.edges.b, kept))


RULES: dict[str, Callable[[Shares], Kept]] = {
    "weight > median": above(0.5),
    "weight > q0.99": above(0.99),
    "4 objects": four_objects,
    "Poisson, BH": poisson,
    "… and company": poisson_or_company,
    "… of occasions": poisson_of_occasions,
}
"""By name as the table has it."""


def poisson_tail(count: Ints, rate: Floats) -> Floats:
    """The probability of so many or more; summed from above, so that small ones keep their digits."""
    logs = np.concatenate(([0.0], np.log(np.arange(1, int(count.max(initial=1)) + 1)).cumsum()))
    term = np.exp(count * np.log(np.maximum(rate, 1e-300)) - rate - logs[count])
    total = term.copy()
    for further in range(1, _TERMS):
        term = term * rate / (count + further)
        total += term
    # beyond the sum's reach every count is likely
    return np.where(rate > _TERMS / 4, 1.0, np.minimum(total, 1.0))


def benjamini_hochberg(chance: Floats, tests: int) -> Kept:
    """Which of the probabilities are significant at 0.05 among so many tests, those that are not given being 1."""
    order = np.argsort(chance)
    below = np.flatnonzero(chance[order] <= _LEVEL * np.arange(1, chance.size + 1) / max(1, tests))
    kept = np.zeros(chance.size, dtype=bool)
    if below.size:
        kept[order[: below[-1] + 1]] = True
    return kept


def in_triangle(a: Ints, b: Ints, kept: Kept) -> Kept:
    """Which of the kept edges close a triangle of kept edges."""
    friends: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(a[kept].tolist(), b[kept].tolist(), strict=True):
        friends[one].add(other)
        friends[other].add(one)
    found = np.zeros(kept.size, dtype=bool)
    found[kept] = [
        not friends[one].isdisjoint(friends[other])
        for one, other in zip(a[kept].tolist(), b[kept].tolist(), strict=True)
    ]
    return found


def _posts(found: Edges, accounts: Ints, contents: Ints, objects: Ints, times: Floats, *, side: int) -> Ints:
    """How many posts of the smaller (side 0) or the larger account number are in each edge."""
    count = int(accounts.max(initial=0)) + 1
    most = int(contents.max(initial=0)) + 1
    seen = []
    for left, right in post_pairs(objects, times, WINDOW_S):
        real = accounts[left] != accounts[right]
        one, other = accounts[left[real]], accounts[right[real]]
        low, high = np.minimum(one, other), np.maximum(one, other)
        mine = np.where((one == low) == (side == 0), left[real], right[real])
        edge = np.searchsorted(found.a * count + found.b, low * count + high)
        seen.append(np.unique(edge * most + contents[mine]))
    edges_seen = np.unique(np.concatenate(seen)) // most if seen else np.empty(0, dtype=np.int64)
    return np.bincount(edges_seen, minlength=found.a.size)


def _near(objects: Ints, times: Floats) -> Floats:
    """Other rows of the same object within an hour before or after each row."""
    order = np.lexsort((times, objects))
    what, when = objects[order], times[order] - times.min(initial=np.inf)
    line = what * (float(np.ptp(when)) + 2 * _AROUND_S + 1 if when.size else 0.0) + when
    many = np.searchsorted(line, line + _AROUND_S, side="right") - np.searchsorted(line, line - _AROUND_S)
    found = np.empty(line.size)
    found[order] = many - 1
    return found


def _numbers(column: Any) -> tuple[Ints, Any]:
    """Each value as a number, and the values in order of their numbers."""
    encoded = pa.concat_arrays(column.chunks).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary
