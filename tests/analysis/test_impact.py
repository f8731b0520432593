from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis import AnalysisError
from analysis.impact import Settings, impact
from analysis.impact_result import Impact
from analysis.shares import encode

DAY = 86_400.0
GROUP = tuple(f"x:g{number}" for number in range(8))
Row = dict[str, Any]


def row(number: int, account: str, likes: int | None, **more: Any) -> Row:
    return {
        "post": f"x:{number}",
        "account": account,
        "platform": "x",
        "created_at": DAY * (number % 20),
        "likes": likes,
        "reposts": None,
        "replies": None,
        "quotes": None,
        "views": None,
        "followers": None,
        "answers": None,
        "kind": "post",
        **more,
    }


def table(rows: Sequence[Row]) -> pa.Table:
    text, number = pa.string(), pa.float64()
    types = {"post": text, "account": text, "platform": text, "answers": text, "kind": text}
    names = list(row(0, "x:a", 1))
    return pa.table({name: pa.array([one[name] for one in rows], types.get(name, number)) for name in names})


def others(count: int = 800, mean: float = 3.0, seed: int = 1, **more: Any) -> list[Row]:
    likes = np.random.default_rng(seed).poisson(mean, count).tolist()
    return [row(number, f"x:o{number % 100}", likes[number], **more) for number in range(count)]


def group(mean: float, count: int = 80, seed: int = 2, **more: Any) -> list[Row]:
    likes = np.random.default_rng(seed).poisson(mean, count).tolist()
    return [row(10_000 + number, GROUP[number % 8], likes[number], **more) for number in range(count)]


def likes_of(found: Impact) -> Any:
    return next(one for one in found.measures if one.name == "likes")


def test_engagement_that_exceeds_and_that_does_not() -> None:
    above, alike = impact(table(others() + group(30.0)), GROUP), impact(table(others() + group(3.0)), GROUP)
    assert likes_of(above).exceeds is True
    assert likes_of(alike).exceeds is False
    assert above.sentences[0].startswith("In the data loaded (80 posts, 80 without view counts) likes exceed")
    assert alike.sentences[0] == (
        "In the data loaded (80 posts, 80 without view counts) engagement (likes) does not exceed that of matched posts; "
        "this does not show that there was no effect."
    )


def test_one_post_that_went_far_is_no_engagement_of_the_group() -> None:
    one_hit = [*group(3.0), row(20_000, GROUP[0], 90_000)]
    assert likes_of(impact(table(others() + one_hit), GROUP)).exceeds is False


def test_one_busy_account_does_not_make_the_group() -> None:
    busy = [row(30_000 + number, GROUP[0], 100) for number in range(200)]
    few = [one for one in group(3.0) if one["account"] != GROUP[0]]
    assert likes_of(impact(table(others() + few + busy), GROUP)).exceeds is False


def test_accounts_are_compared_with_accounts_of_their_size() -> None:
    small, large = others(400, 2.0, followers=50.0), others(400, 200.0, followers=90_000.0)
    for number, one in enumerate(large):
        one["post"] = f"x:large{number}"
    found = impact(table(small + large + group(200.0, followers=40_000.0)), GROUP)
    assert found.by_size
    assert likes_of(found).exceeds is False
    without = [{**one, "followers": None} for one in small + small + large + group(200.0)]
    assert likes_of(impact(table(without), GROUP)).median_matched < likes_of(found).median_matched


def test_missing_counts_are_unknown_and_not_zero() -> None:
    rows = [{**one, "likes": None} if number % 2 else one for number, one in enumerate(group(10.0))]
    found = likes_of(impact(table(others() + rows), GROUP))
    assert (found.known, found.unknown) == (40, 40)
    assert found.median == likes_of(impact(table(others() + rows[::2]), GROUP)).median
    nothing = impact(table(others() + [{**one, "likes": None} for one in rows]), GROUP)
    assert likes_of(nothing).median is None
    assert likes_of(nothing).total is None
    assert likes_of(nothing).exceeds is None
    assert "cannot be compared" in nothing.sentences[0]


def test_only_the_same_platform_and_week_are_compared() -> None:
    elsewhere = others(platform="vk")
    assert likes_of(impact(table(elsewhere + group(3.0)), GROUP)).compared == 0
    later = [{**one, "created_at": 500 * DAY} for one in others()]
    assert likes_of(impact(table(later + group(3.0)), GROUP)).compared == 0
    unknown = [{**one, "created_at": None} for one in group(3.0)]
    assert likes_of(impact(table(others() + unknown), GROUP)).compared == 0


def test_few_accounts_are_given_no_interval() -> None:
    found = likes_of(impact(table(others() + group(30.0)), GROUP[:4]))
    assert found.ratio is not None
    assert found.low is None
    assert found.exceeds is None


def test_the_same_seed_gives_the_same_interval() -> None:
    posts = table(others() + group(5.0))
    assert impact(posts, GROUP, settings=Settings(seed=4)) == impact(posts, GROUP, settings=Settings(seed=4))


def test_answers_from_inside_are_counted_where_the_data_tell_them() -> None:
    posts = group(3.0)
    answers = [
        row(40_000, GROUP[1], None, answers=posts[0]["post"]),
        row(40_001, "x:o1", None, answers=posts[0]["post"]),
        row(40_002, "x:o2", None, answers="x:elsewhere", kind="repost"),
        row(40_003, GROUP[2], 900_000, answers=posts[1]["post"], kind="repost"),
    ]
    found = impact(table(others() + posts + answers), GROUP)
    assert (found.answers_seen, found.from_inside) == (3, 2)
    assert found.posts == len(posts) + 1
    assert likes_of(found).total == likes_of(impact(table(others() + posts), GROUP)).total
    unknown = impact(table(others() + posts), GROUP)
    assert (unknown.answers_seen, unknown.from_inside) == (None, None)


def shared(rows: Sequence[tuple[str, str, float]]) -> Any:
    return encode(
        pa.table(
            {
                "object_id": pa.array([o for o, _, _ in rows], pa.string()),
                "account_id": pa.array([a for _, a, _ in rows], pa.string()),
                "content_id": pa.array([f"p{number}" for number in range(len(rows))], pa.string()),
                "timestamp_share": pa.array([t for _, _, t in rows], pa.float64()),
            }
        )
    )


def test_the_first_share_outside_is_of_what_two_members_shared_before() -> None:
    shares = shared(
        [
            ("url:theirs", "x:o1", 10.0),
            ("url:theirs", GROUP[0], 20.0),
            ("url:theirs", "x:o2", 30.0),
            ("url:ours", GROUP[1], 40.0),
            ("url:ours", GROUP[3], 41.0),
            ("url:by_one", GROUP[1], 1.0),
            ("url:by_one", GROUP[1], 2.0),
            ("url:by_one", "x:o7", 3.0),
            ("url:ours", "x:o3", 90.0),
            ("url:ours", "x:o4", 95.0),
            ("url:tied", GROUP[2], 50.0),
            ("url:tied", GROUP[4], 50.0),
            ("url:tied", "x:o5", 50.0),
        ]
    )
    found = impact(table(others() + group(3.0)), GROUP, shares)
    assert found.first_outside is not None
    assert (found.first_outside.object, found.first_outside.account) == ("url:ours", "x:o3")
    assert (found.first_outside.inside, found.first_outside.time) == (GROUP[1], 90.0)
    assert (found.carried, found.outsiders) == (1, 2)


@pytest.mark.parametrize(
    ("platforms", "outsiders", "step"),
    [
        (("x",), 0, 1),
        (("x",), 8, 1),
        (("x",), 9, 2),
        (("x", "vk"), 0, 2),
        (("x", "vk"), 9, 3),
        (("x", "vk", "tiktok"), 90, 3),
    ],
)
def test_the_breakout_scale_goes_no_further_than_posts_carry(
    platforms: Sequence[str], outsiders: int, step: int
) -> None:
    posts = [{**one, "platform": platforms[number % len(platforms)]} for number, one in enumerate(group(3.0))]
    shares = shared(
        [
            ("url:ours", GROUP[0], 0.0),
            ("url:ours", GROUP[1], 9.0),
            *(("url:ours", f"x:o{n}", 60.0 + n) for n in range(outsiders)),
        ]
    )
    found = impact(table(others() + posts), GROUP, shares)
    assert found.breakout == step
    assert "a higher one cannot be excluded" in found.sentences[-1]


def test_a_group_without_posts_is_told_as_such() -> None:
    found = impact(table(others()), ["x:absent"])
    assert (found.posts, found.breakout, found.platforms) == (0, None, ())
    assert "cannot be compared" in found.sentences[0]


@pytest.mark.parametrize(
    ("posts", "members", "said"),
    [
        (table(others()), [], "members: none are given"),
        (pa.table({"post": ["a"]}), GROUP, "posts: have no column account, platform, created_at"),
    ],
)
def test_what_cannot_be_computed_is_one_line(posts: pa.Table, members: Sequence[str], said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        impact(posts, members)


@pytest.mark.parametrize("settings", [{"draws": 1}, {"level": 1.0}, {"level": 0.1}])
def test_absurd_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(AnalysisError):
        Settings(**settings)
