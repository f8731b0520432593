"""Engagement: assigned so that it agrees with the reposts in the data, and summed up for the truth."""

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
    groups: dict[tuple[str, str], list[Post]] = {}
    for post in world.posts:
        if post.kind != "repost" and post is not great and post.author.platform != "telegram":
            groups.setdefault((post.author.platform, post.author.role), []).append(post)
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


MEASURES = ("likes", "reposts", "replies", "quotes")


def summary(posts: Iterable[Post]) -> dict[str, object]:
    """Numbers of the posts that are no reposts: each count, their sum, views where they are known, and gaps."""
    own = [post for post in posts if post.kind != "repost"]
    known = sorted(post.views for post in own if post.views is not None)
    filled = sorted([*known, *[0] * (len(own) - len(known))])
    return {
        "posts": len(own),
        "engagement": _numbers([total(post) for post in own]),
        **{name: _numbers([getattr(post, name) for post in own]) for name in MEASURES},
        "views": {"missing": len(own) - len(known), **_numbers(known)},
        "views_if_gaps_were_zero": _numbers(filled),
    }


def _numbers(values: Sequence[int]) -> dict[str, float | int | None]:
    ranked = sorted(values)
    return {
        "n": len(ranked),
        "sum": sum(ranked),
        "mean": _mean(ranked),
        "median": _quantile(ranked, 1, 2),
        "p99": _quantile(ranked, 99, 100),
        "maximum": ranked[-1] if ranked else None,
    }


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 6) if values else None


def _quantile(ranked: Sequence[int], part: int, of: int) -> float | None:
    """Interpolated between the two nearest (type 7, percentileCont)."""
    if not ranked:
        return None
    place, rest = divmod((len(ranked) - 1) * part, of)
    above = ranked[min(place + 1, len(ranked) - 1)]
    return round(ranked[place] + (above - ranked[place]) * rest / of, 6)
