"""Engagement: assigned so that it agrees with the reposts in the data, and summed up for the truth."""

import math
from collections.abc import Iterable, Sequence

from sample_data.generator.chance import Chance
from sample_data.generator.world import Post, World

QUIET = frozenset({"a", "two", "one", "camouflage", "off_x", "listed"})
_FEW = (0,) * 76 + (1,) * 13 + (2,) * 7 + (3,) * 3 + (4,)
_MANY = (0,) * 8 + (1,) * 5 + (2, 2, 3, 3, 4, 5, 6, 8, 11, 16, 24, 40, 90, 350)
_SEEN_FEW = (3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 17, 19, 24, 31, 44, 60, 95, 160, 420, 1_900)


def assign(world: World) -> None:
    """Counts of likes, reposts, replies, quotes and views for every post but reposts; 30 % lack the views."""
    chance = world.chance("engagement")
    for post in world.posts:
        if post.target is not None and post.kind in ("repost", "quote", "reply"):
            counted = {"repost": "reposts", "quote": "quotes", "reply": "replies"}[post.kind]
            setattr(post.target, counted, getattr(post.target, counted) + 1)
    great = world.notes["great repost"]
    for post in world.posts:
        if post.kind == "repost" or post.author.platform == "telegram":
            continue
        if post is great:
            _great(post)
        elif post.author.role in QUIET:
            _quiet(post, chance)
        else:
            _lively(post, chance)
    groups: dict[tuple[str, bool], list[Post]] = {}
    for post in world.posts:
        if post.kind != "repost" and post is not great and post.author.platform != "telegram":
            groups.setdefault((post.author.platform, post.author.role == "a"), []).append(post)
    for posts in groups.values():
        for post in chance.sample(posts, round(len(posts) * 0.3)):
            post.views = None


def _great(post: Post) -> None:
    post.likes, post.replies, post.quotes, post.views = 2_140, post.replies + 87, post.quotes + 41, 184_300


def _quiet(post: Post, chance: Chance) -> None:
    total = chance.pick(_FEW) if post.reposts + post.quotes + post.replies == 0 else 0
    for _ in range(total):
        counted = chance.pick(("likes", "likes", "likes", "replies"))
        setattr(post, counted, getattr(post, counted) + 1)
    post.views = chance.pick(_SEEN_FEW) + chance.below(5)


def _lively(post: Post, chance: Chance) -> None:
    likes = chance.pick(_MANY)
    post.likes = likes + post.reposts * 2
    post.reposts += likes // 7
    post.replies += likes // 9
    post.quotes += likes // 40
    post.views = 20 + (post.likes + post.reposts) * chance.between(20, 60) + chance.below(80)


def total(post: Post) -> int:
    """Likes, reposts, replies and quotes of a post, as the platform counts them."""
    return post.likes + post.reposts + post.replies + post.quotes


def summary(posts: Iterable[Post]) -> dict[str, object]:
    """Numbers of the posts that are no reposts: engagement, views where they are known, and gaps."""
    own = [post for post in posts if post.kind != "repost"]
    engagement = sorted(total(post) for post in own)
    known = sorted(post.views for post in own if post.views is not None)
    filled = sorted([*known, *[0] * (len(own) - len(known))])
    return {
        "posts": len(own),
        "engagement": {"sum": sum(engagement), "mean": _mean(engagement), "median": _median(engagement),
                       "p99_nearest_rank": _rank(engagement, 0.99), "maximum": engagement[-1]},
        "views": {"known": len(known), "missing": len(own) - len(known), "mean_known": _mean(known), "median_known": _median(known),
                  "mean_if_gaps_were_zero": _mean(filled), "median_if_gaps_were_zero": _median(filled)},
    }  # fmt: skip


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 6) if values else None


def _median(values: Sequence[int]) -> float | None:
    middle = len(values) // 2
    if not values:
        return None
    return float(values[middle]) if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _rank(values: Sequence[int], share: float) -> int:
    return values[math.ceil(share * len(values)) - 1]
