"""Engagement of a set against like posts of others; what is missing is not zero."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World


@pytest.fixture
def planted(world: "World") -> "World":
    """Ten posts of the set with hardly any likes, one that went round, views for seven; others' posts beside them."""
    for number in range(9):
        views: dict[str, Any] = {"views": 10} if number < 7 else {}
        world.post("x:1", f"2024-09-01T{number:02d}:00:00", "own", likes=0, reposts=0, **views)
    great = world.post("x:2", "2024-09-02T00:00:00", "great", likes=90, reposts=12)
    for number in range(12):
        account = "x:1" if number < 3 else f"x:fan{number}"
        world.post(account, "2024-09-02T01:00:00", kind="repost", repost_of=great)
    world.post("x:fan1", "2024-09-02T02:00:00", "reply", kind="reply", reply_to=great, likes=1)
    for number in range(30):
        # matched: same platform, kind and week
        world.post(f"x:other{number}", "2024-09-03T00:00:00", "like", likes=4, reposts=2, views=100)
        # near misses: another platform, kind, or week
        world.post(f"telegram:{number}", "2024-09-03T00:00:00", "elsewhere", likes=1_000)
        world.post(f"x:other{number}", "2024-09-03T00:00:00", "no post", kind="quote", likes=1_000)
        world.post(f"x:other{number}", "2024-11-03T00:00:00", "later", likes=1_000)
    world.set("A", [world.account("x:1"), world.account("x:2")])
    return world


def test_of_a_set_that_posts_much_some_posts_are_measured_and_the_rest_is_said(planted: "World") -> None:
    planted.write()

    rows = {(r["measure"], r["side"]): r for r in planted.ask("engagement", set="A", max_posts=4).rows}

    assert (rows["likes", "set"]["posts"], rows["likes", "like posts of others"]["posts"]) == (4, 4)
    assert rows["likes", "set"]["caveat"].endswith("; 6 more of the posts of A not looked at (max_posts)")


def test_mean_median_and_percentile_are_of_what_was_counted(planted: "World") -> None:
    planted.write()

    rows = {(r["measure"], r["side"]): r for r in planted.ask("engagement", set="A").rows}

    likes = rows["likes", "set"]
    assert (likes["posts"], likes["n"], likes["missing"]) == (10, 10, 0)
    assert (likes["mean"], likes["median"], likes["maximum"]) == (9.0, 0.0, 90)
    assert likes["p99"] == pytest.approx(81.9)
    assert likes["top_post"] == "x:p00010"
    views = rows["views", "set"]
    assert (views["n"], views["missing"], views["mean"], views["median"]) == (7, 3, 10.0, 10.0)
    assert views["caveat"].startswith("missing counts are left out, not taken for zero")
    quotes = rows["quotes", "set"]
    assert (quotes["n"], quotes["missing"], quotes["mean"], quotes["median"], quotes["top_post"]) == (
        0,
        10,
        None,
        None,
        None,
    )
    assert quotes["caveat"] == "no count was loaded: unknown, not zero"
    both = rows["engagement", "set"]
    assert (both["n"], both["maximum"], both["median"]) == (10, 102, 0.0)


def test_like_posts_are_of_the_same_platform_kind_and_age(planted: "World") -> None:
    planted.write()

    rows = {(r["measure"], r["side"]): r for r in planted.ask("engagement", set="A").rows}

    like = rows["likes", "like posts of others"]
    assert (like["posts"], like["mean"], like["maximum"]) == (10, 4.0, 4)
    assert like["caveat"] == "as counted by the platform when collected"
    three = {r["side"]: r for r in planted.ask("engagement", set="A", ratio=4).rows if r["measure"] == "likes"}
    assert three["like posts of others"]["posts"] == 30
    assert three["like posts of others"]["caveat"].endswith("for 10 posts there is no like post of others")
    replies = planted.ask("engagement", set="A", kinds="reply").rows
    assert replies == ()


def test_the_age_at_collection_goes_before_the_date(world: "World") -> None:
    def at(text: str) -> int:
        parsed = world.graph.read("RETURN datetime($at).epochMillis AS ms", {"at": text + "Z"})[0]["ms"]
        assert isinstance(parsed, int)
        return parsed

    world.post("x:1", "2024-09-01T00:00:00", "own", likes=1, collected_at=at("2024-09-02T00:00:00"))
    world.post("x:2", "2024-03-01T00:00:00", "as old when collected", likes=5, collected_at=at("2024-03-02T00:00:00"))
    world.post("x:3", "2024-09-01T00:00:00", "older when collected", likes=7, collected_at=at("2024-12-02T00:00:00"))
    world.set("A", [world.account("x:1")])
    world.write()

    (row,) = [r for r in world.ask("engagement", set="A").rows if r["measure"] == "likes" and r["side"] != "set"]

    assert (row["posts"], row["mean"]) == (1, 5.0)


def test_the_share_from_outside_is_of_what_was_loaded(planted: "World") -> None:
    planted.write()

    rows = {r["measure"]: r for r in planted.ask("engagement", set="A").rows if r["side"] == "set"}

    assert (rows["reposts"]["seen"], rows["reposts"]["seen_from_outside"], rows["reposts"]["share_from_outside"]) == (
        12,
        9,
        0.75,
    )
    assert rows["reposts"]["because"].endswith("of 12 reposts loaded, 9 came from outside A")
    assert (rows["replies"]["seen"], rows["replies"]["share_from_outside"]) == (1, 1.0)
    assert (rows["quotes"]["seen"], rows["quotes"]["share_from_outside"]) == (0, None)
    assert (rows["likes"]["seen"], rows["likes"]["seen_from_outside"]) == (None, None)
