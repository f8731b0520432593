"""How often two accounts would meet by chance: expected meetings, from how much each posts, when, and on what.

Each post of an account meets the other posts of its object that stand around it; that a given
other account made one of them has the probability of that account's share of all posts, raised
where both keep the same hours. The rate of a pair of accounts is the mean of both directions:

    λ(a, b) = ½ (q_a E_b + q_b E_a) · h(a, b)

q: share of all posts. E: sum over an account's posts of the posts expected within the window, at
the greater of the densities within ten minutes and within one hour, so that bursts count as
bursts. h: how much more the hours of the day of two accounts overlap than those of two at random.
"""

import numpy as np
import numpy.typing as npt

from analysis.pairing import densify
from analysis.shares import Flags, Floats, Integers, Shares

_SCALES = (600.0, 3600.0)
_HOURS = 24
_AT_ONCE = 8_192
_PRIOR = 4.0
"""Posts spread evenly over the day that each account is given, so that few posts make no rhythm."""


class Rates:
    """Expected meetings of pairs among some accounts; posts of all accounts count."""

    def __init__(self, shares: Shares, window: float, accounts: Integers) -> None:
        """`accounts`: codes of those that will be asked for."""
        self.window = window
        total = len(shares)
        posts = np.bincount(shares.account, minlength=len(shares.accounts))
        self.posts = posts
        self._share = posts / max(total, 1)
        asked = np.zeros(len(shares.accounts), bool)
        asked[accounts] = True
        rows = np.flatnonzero(asked[shares.account])
        self.density = np.zeros(total)
        """For each row of an account asked for: other posts of its object expected within the window."""
        span = float(shares.time.max() - shares.time.min()) if total else 0.0
        for scale in _SCALES:
            # shares that all lie closer together are as dense as they are
            wider = max(min(scale, span), window)
            densify(shares, rows, wider, window / wider if wider else 1.0, self.density)
        order = rows[np.lexsort((self.density[rows], shares.account[rows]))]
        self._steepest = float(self.density.max(initial=0.0)) + 1
        sorted_density = self.density[order]
        self._key = shares.account[order] * self._steepest + sorted_density
        self._sum = np.concatenate(([0.0], np.cumsum(sorted_density)))
        self._begin = np.searchsorted(shares.account[order], np.arange(len(shares.accounts) + 1))
        self._rhythm = _rhythm(shares, asked, posts)

    def overlap(self, a: Integers, b: Integers) -> Floats:
        """How much more often than two at random two accounts are awake together; 1 is at random."""
        found = np.empty(len(a))
        # a few at a time stay in the processor's cache
        for at in range(0, len(a), _AT_ONCE):
            few = slice(at, at + _AT_ONCE)
            found[few] = np.einsum("ij,ij->i", self._rhythm[a[few]], self._rhythm[b[few]])
        return found / _HOURS

    def expected(self, a: Integers, b: Integers) -> Floats:
        """Meetings expected by chance in the whole span."""
        return self._of(a, b, *(self._sum[self._begin[x + 1]] - self._sum[self._begin[x]] for x in (a, b)))

    def expected_up_to(self, a: Integers, b: Integers, crowd: Floats) -> Floats:
        """Meetings no more crowded than these by chance; see `analysis.occasions` for how crowded a meeting is."""
        return self._of(a, b, self._up_to(a, crowd), self._up_to(b, crowd))

    def _up_to(self, account: Integers, crowd: Floats) -> Floats:
        """Sum over an account's posts of the lesser of density and crowd: so many others stand as close as that to it."""
        place = np.searchsorted(self._key, account * self._steepest + crowd, side="right")
        less = self._sum[place] - self._sum[self._begin[account]]
        return np.asarray(less + crowd * (self._begin[account + 1] - place))

    def _of(self, a: Integers, b: Integers, density_a: Floats, density_b: Floats) -> Floats:
        meetings = 0.5 * (self._share[a] * density_b + self._share[b] * density_a)
        return np.asarray(meetings * self.overlap(a, b))


def _rhythm(shares: Shares, asked: Flags, posts: Integers) -> npt.NDArray[np.float32]:
    """Accounts × hours of the day (UTC): activity relative to that of all accounts, smoothed over neighbouring hours."""
    hour = (np.floor(shares.time / 3600) % _HOURS).astype(np.int64)
    of_all = np.bincount(hour, minlength=_HOURS) / max(len(shares), 1)
    rows = asked[shares.account]
    counted = np.bincount(shares.account[rows] * _HOURS + hour[rows], minlength=len(posts) * _HOURS)
    counts = counted.reshape(len(posts), _HOURS).astype(np.float64)
    smooth = 0.5 * counts + 0.25 * (np.roll(counts, 1, axis=1) + np.roll(counts, -1, axis=1)) + _PRIOR / _HOURS
    smooth /= smooth.sum(axis=1, keepdims=True)
    return np.divide(smooth, of_all, out=np.ones_like(smooth), where=of_all > 0).astype(np.float32)
