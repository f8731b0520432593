"""How much does it matter? Engagement of a group's posts against comparable posts, and how far what it shared went.

A post is compared with posts by others of the same platform and week and, where followers of both
are known, of an account of the same size (powers of ten). As many posts are drawn as the group has, with a seed;
the interval of the median ratio comes from resampling accounts of the group, not posts, since posts of one
account are alike. A missing count is unknown: it takes no part, and is counted.

Breakout Scale: B. Nimmo, The Breakout Scale, Brookings 2020. Tables of posts carry its steps 1 to 3 only, and
of these only what can be counted: platforms, and accounts outside the group that shared it in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import AnalysisError
from analysis.impact_result import Impact, Measure, Outside
from analysis.shares import Flags, Floats, Integers, Shares

__all__ = ["ACCOUNT", "ANSWERED", "COLUMNS", "COUNTS", "Impact", "Measure", "Outside", "Settings", "impact"]

COUNTS = ("likes", "reposts", "replies", "quotes", "views")
POST, ACCOUNT, PLATFORM, CREATED, FOLLOWERS = "post", "account", "platform", "created_at", "followers"
ANSWERED = "answers"
"""Optional column: the post that a post reposts or replies to."""
KIND, REPOST = "kind", "repost"
"""Optional column, and what it says of a post that is another's: such a post is no post of the group, and is compared with none."""
COLUMNS = (POST, ACCOUNT, PLATFORM, CREATED)
_WEEK = 7 * 86_400.0
_SIZES = 9
_LEAST = 5
"""Accounts of a group, with a post that can be compared, below which no interval is given."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`draws` of the matched posts and of the bootstrap, `seed` of both, `level` of the interval."""

    draws: int = 1_000
    seed: int = 1
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.draws < 100:
            raise AnalysisError(f"draws {self.draws}: must be 100 or more")
        if not 0.5 <= self.level < 1:
            raise AnalysisError(f"level {self.level}: must be between 0.5 and 1")


def impact(
    posts: pa.Table, members: Sequence[str], shares: Shares | None = None, settings: Settings | None = None
) -> Impact:
    """Engagement and spread of the posts of some accounts.

    `posts`: one row each, text columns post, account, platform, created_at in epoch seconds (null is unknown), and
    where they are known likes, reposts, replies, quotes, views, followers (of the account), answers (the post that
    it reposts or replies to), kind. `shares`: for what went on outside. AnalysisError without members or columns.
    """
    settings = settings or Settings()
    lacking = [name for name in COLUMNS if name not in posts.column_names]
    if lacking:
        raise AnalysisError(f"posts: have no column {', '.join(lacking)}; found {', '.join(posts.column_names)[:200]}")
    if not members:
        raise AnalysisError("members: none are given; name the accounts of a cluster or set")
    everything = posts
    if KIND in posts.column_names:
        kind: Any = posts[KIND].cast(pa.string())
        kept: Any = pc.fill_null(pc.not_equal(kind, pa.scalar(REPOST)), True)
        posts = posts.filter(kept)
    mine = _among(posts[ACCOUNT], members)
    own = posts.filter(pa.array(mine))
    platforms = tuple(sorted({str(name) for name in own[PLATFORM].to_pylist() if name}))
    cells, by_size = _cells(posts, mine)
    chance = np.random.default_rng(settings.seed)
    measures = tuple(
        _measure(name, posts, mine, cells, settings, chance) for name in COUNTS if name in posts.column_names
    )
    seen, inside = _answers(everything, own, members)
    first, carried, outsiders = _outside(shares, members)
    return Impact(
        len(set(members)),
        own.num_rows,
        platforms,
        measures,
        by_size,
        seen,
        inside,
        first,
        carried,
        outsiders,
        _step(own.num_rows, len(platforms), len(set(members)), outsiders),
    )


def _among(column: Any, members: Sequence[str]) -> Flags:
    found: Any = pc.is_in(column.cast(pa.string()), value_set=pa.array(sorted(set(members)), pa.string()))
    return np.asarray(found, bool)


def _numbers(column: Any) -> Floats:
    """Values, nan where there is none."""
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy(), np.float64)


def _cells(posts: pa.Table, mine: Flags) -> tuple[Integers, bool]:
    """A number for platform, week and size of the account; −1 where platform or time is unknown."""
    platform: Any = posts[PLATFORM].cast(pa.string()).combine_chunks().dictionary_encode()
    codes = np.asarray(pc.fill_null(platform.indices, -1).to_numpy(zero_copy_only=False), np.int64)
    time = _numbers(posts[CREATED])
    known = (codes >= 0) & np.isfinite(time)
    week = np.where(known, np.floor(np.nan_to_num(time) / _WEEK), 0).astype(np.int64)
    week -= week.min(initial=0)
    size, by_size = np.zeros(len(time), np.int64), False
    if FOLLOWERS in posts.column_names:
        followers = _numbers(posts[FOLLOWERS])
        given = np.isfinite(followers)
        by_size = bool((given & mine).any() and (given & ~mine).any())
        size = np.where(given, 1 + np.log10(np.maximum(np.nan_to_num(followers), 1)).astype(np.int64), 0)
        size = np.minimum(size, _SIZES)
    cell = (codes * (int(week.max(initial=0)) + 1) + week) * (_SIZES + 1) + size
    return np.where(known, cell, -1), by_size


def _measure(
    name: str, posts: pa.Table, mine: Flags, cells: Integers, settings: Settings, chance: np.random.Generator
) -> Measure:
    counts = _numbers(posts[name])
    known = np.isfinite(counts)
    own = counts[mine & known]
    unknown = int((mine & ~known).sum())
    median, total = (float(np.median(own)), int(own.sum())) if len(own) else (None, None)
    pool = np.flatnonzero(~mine & known & (cells >= 0))
    pool = pool[np.argsort(cells[pool], kind="stable")]
    rows = np.flatnonzero(mine & known & (cells >= 0))
    begin, end = (np.searchsorted(cells[pool], cells[rows], side=side) for side in ("left", "right"))
    rows, begin, end = (values[end > begin] for values in (rows, begin, end))
    nothing = Measure(name, len(own), unknown, median, total, 0, None, None, None, None, None)
    if not len(rows):
        return nothing
    taken: Any = posts[ACCOUNT]
    coded = taken.take(pa.array(rows)).combine_chunks().cast(pa.string()).dictionary_encode()
    account, accounts = np.asarray(coded.indices.to_numpy(), np.int64), len(coded.dictionary)
    order = np.argsort(account, kind="stable")
    rows, begin, end = rows[order], begin[order], end[order]
    starts = np.searchsorted(account[order], np.arange(accounts + 1))
    posts_of = np.diff(starts)
    matched, ratios = np.empty(settings.draws), np.empty(settings.draws)
    for draw in range(settings.draws):
        others = counts[pool[begin + (chance.random(len(rows)) * (end - begin)).astype(np.int64)]]
        matched[draw] = np.median(others)
        # accounts are drawn anew with all their posts, and each post with its match
        drawn = chance.integers(0, accounts, accounts)
        many = posts_of[drawn]
        again = np.repeat(starts[drawn] - np.cumsum(many) + many, many) + np.arange(many.sum())
        ratios[draw] = (np.median(counts[rows[again]]) + 1) / (np.median(others[again]) + 1)
    here, there = float(np.median(counts[rows])), float(np.median(matched))
    low, high = np.quantile(ratios, [(1 - settings.level) / 2, (1 + settings.level) / 2])
    bounded = accounts >= _LEAST
    return Measure(
        name,
        len(own),
        unknown,
        median,
        total,
        len(rows),
        here,
        there,
        (here + 1) / (there + 1),
        float(low) if bounded else None,
        float(high) if bounded else None,
    )


def _answers(posts: pa.Table, own: pa.Table, members: Sequence[str]) -> tuple[int | None, int | None]:
    """Reposts of and replies to the group's posts among those loaded, and how many are by members."""
    if ANSWERED not in posts.column_names or posts[ANSWERED].null_count == posts.num_rows:
        return None, None
    named: Any = own[POST].cast(pa.string()).combine_chunks()
    known: Any = pc.is_in(posts[ANSWERED].cast(pa.string()), value_set=named)
    hits: Any = pc.fill_null(known, False)
    answers = posts.filter(hits)
    return answers.num_rows, int(_among(answers[ACCOUNT], members).sum())


def _outside(shares: Shares | None, members: Sequence[str]) -> tuple[Outside | None, int, int]:
    """The first share outside of what two members had shared before; how many such objects; by how many accounts.

    One member alone is before all others with any link that is about to spread: that is chance.
    """
    if shares is None or not len(shares):
        return None, 0, 0
    inside = _among(shares.accounts, members)[shares.account]
    starts = shares.object_starts
    group = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    first_outside = np.full(len(starts) - 1, np.inf)
    np.minimum.at(first_outside, group[~inside], shares.time[~inside])
    before = inside & (shares.time < first_outside[group])
    pairs = np.unique(group[before] * len(shares.accounts) + shares.account[before])
    pushed = np.bincount(pairs // len(shares.accounts), minlength=len(starts) - 1) >= 2
    later = np.flatnonzero(~inside & pushed[group])
    if not len(later):
        return None, 0, 0
    names: Any = shares.accounts
    objects: Any = shares.objects
    order = np.lexsort((shares.account[later], shares.object[later], shares.time[later]))
    one = int(later[order[0]])
    # rows stand by object and time, so that the first of this object is a member's
    ours = int(starts[group[one]])
    found = Outside(
        str(objects[int(shares.object[one])].as_py()),
        str(names[int(shares.account[one])].as_py()),
        float(shares.time[one]),
        str(names[int(shares.account[ours])].as_py()),
        float(shares.time[ours]),
    )
    return found, len(np.unique(group[later])), len(np.unique(shares.account[later]))


def _step(posts: int, platforms: int, accounts: int, outsiders: int) -> int | None:
    """1: one platform, one community; 2: several of either; 3: several of both. More needs events that posts do not hold.

    Another community is taken to have been reached where more accounts took up what the group shared first than the
    group has: a convention of ours, since posts do not tell who belongs together.
    """
    if not posts:
        return None
    return 1 + (platforms > 1) + (outsiders > accounts)
