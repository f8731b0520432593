"""CooRTweet's own definition, edge for edge, for those who have to compare with it.

Source: CooRTweet 2.1.3 (Righetti & Balluff, R, MIT), detect_groups, generate_coordinated_network and
flag_speed_share. What it counts, this counts: repeated rows too. Its `edge_symmetry_score` is not
taken over: it counts older and newer posts instead of the two accounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from analysis import AnalysisError
from analysis.limits import check_window
from analysis.pairing import NO_PAIRS, Encounters, Pairs, at_places, encounters, pair_up, places, within
from analysis.shares import Flags, Integers, Shares, Texts, encode, pc, plain, sorting

_MOST_PAIRS = 60_000_000
"""Pairs of posts, of which each takes some forty octets."""


@dataclass(frozen=True, slots=True)
class Settings:
    """CooRTweet's settings, under its names where they differ from ours.

    `window` (time_window) and `fast_window` in seconds, inclusive; `min_participation` rows;
    `quantile` (edge_weight) of the weights above which an edge is marked; `keep_loops` is remove_loops = FALSE.
    """

    window: float = 10
    min_participation: int = 2
    quantile: float = 0.5
    fast_window: float | None = None
    keep_loops: bool = False

    def __post_init__(self) -> None:
        check_window(self.window)
        if self.min_participation < 1:
            raise AnalysisError(f"min_participation {self.min_participation}: must be 1 or more rows")
        if not 0 <= self.quantile <= 1:
            raise AnalysisError(f"quantile {self.quantile}: must lie between 0 and 1")
        if self.fast_window is not None and not 0 <= self.fast_window <= self.window:
            raise AnalysisError(f"fast_window {self.fast_window}: must lie between 0 and the window, {self.window}")


@dataclass(frozen=True, slots=True)
class Network:
    """Its edges, the threshold, and which lie above it; `accounts` are the names behind the codes."""

    pairs: Pairs
    threshold: float
    above: Flags
    accounts: Texts
    fast_weight: Integers | None
    """Weight within the narrower window, 0 where there is none; None where no such window was asked for."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Rows that took no part, by reason."""
    few: int = 0
    """Rows of accounts with fewer than the least participation."""


def network(table: pa.Table, settings: Settings) -> Network:
    """The coordinated network of a table with the columns object_id, account_id, content_id and timestamp_share."""
    shares = encode(table, keep_repeated=True)
    rows = np.bincount(shares.account, minlength=len(shares.accounts))
    enough = rows[shares.account] >= settings.min_participation
    few = int((~enough).sum())
    shares = shares.where(enough)
    if not settings.keep_loops:
        shares = replace(shares, object=_apart(shares))
        shares = shares.where(sorting(shares.object, shares.time, shares.account))
    pairs = _detected(shares, settings.window, settings)
    threshold = float(np.quantile(pairs.weight, settings.quantile)) if len(pairs) else 0.0
    fast = None
    if settings.fast_window is not None:
        narrow = _detected(shares, settings.fast_window, settings)
        accounts = len(shares.accounts)
        fast = at_places(narrow.weight, places(pairs.keys(accounts), narrow.keys(accounts)))
    return Network(pairs, threshold, pairs.weight > threshold, shares.accounts, fast, shares.left_out, few)


def _apart(shares: Shares) -> Integers:
    """The objects, with one of its own for each row whose object is its own content: such a row pairs with none."""
    if shares.contents is None or not len(shares):
        return shares.object
    same = pc.index_in(shares.objects.cast(pa.string()), value_set=shares.contents.cast(pa.string()))
    content_of = plain(pa.chunked_array([pc.fill_null(same, -1)]))
    loop = content_of[shares.object] == shares.content
    own = len(shares.objects) + np.arange(int(loop.sum()))
    found = shares.object.astype(np.int64)
    found[loop] = own
    return found


def _detected(shares: Shares, window: float, settings: Settings) -> Pairs:
    """Pairs within the window whose posts keep one of both accounts above the least participation."""
    pairs = int(within(shares, window).sum())
    if pairs > _MOST_PAIRS:
        raise AnalysisError(
            f"compat coortweet: {pairs:,} pairs of posts stand within {window:g} s, which it counts one by one; narrow the window "
            "or leave out the commonest objects"
        )
    found = encounters(shares, window, loops=settings.keep_loops)
    i, j = found.first, found.second
    if not len(found):
        return NO_PAIRS
    paired = np.zeros(len(shares), bool)
    paired[i] = paired[j] = True
    if shares.content is not None:
        # another row of a post that was paired counts too
        of_content = np.zeros(int(shares.content.max()) + 1, bool)
        of_content[shares.content[paired]] = True
        paired = of_content[shares.content]
    takes_part = np.bincount(shares.account[paired], minlength=len(shares.accounts)) >= settings.min_participation
    kept = takes_part[shares.account[i]] | takes_part[shares.account[j]]
    return pair_up(shares, Encounters(i[kept], j[kept]))
