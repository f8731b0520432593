"""Who reposts a source within moments; coarse times decide nothing."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_the_quick_are_counted_by_posts_and_the_slow_left_out(world: "World") -> None:
    for day in (1, 2):
        post = world.post("x:source", f"2024-09-0{day}T12:00:00", "news")
        world.post("x:quick", f"2024-09-0{day}T12:00:05", kind="repost", repost_of=post)
        world.post("x:quick", f"2024-09-0{day}T12:00:50", kind="repost", repost_of=post)
        world.post("x:bound", f"2024-09-0{day}T12:01:00", kind="repost", repost_of=post)
        # near misses: a second too late, a quote, another source
        world.post("x:slow", f"2024-09-0{day}T12:01:01", kind="repost", repost_of=post)
        world.post("x:critic", f"2024-09-0{day}T12:00:05", "no", kind="quote", quotes=post)
    other = world.post("x:elsewhere", "2024-09-01T12:00:00")
    world.post("x:stranger", "2024-09-01T12:00:01", kind="repost", repost_of=other)
    world.write()

    first, second = world.ask("early-amplifiers", source="Account/x:source").rows

    assert (first["account"], first["early"], first["of_posts"], first["firsts"], first["quickest_s"]) == (
        "x:quick",
        2,
        2,
        2,
        5.0,
    )
    assert first["because"] == "reposted 2 of 2 posts of x:source within 60 s; first of all that were loaded 2 times"
    assert (second["account"], second["early"], second["firsts"]) == ("x:bound", 2, 0)


@pytest.mark.parametrize(("window", "early", "undecided"), [("60s", 0, 1), ("2min", 1, 0)])
def test_a_time_to_the_minute_is_early_only_where_the_window_holds_all_of_it(
    world: "World", window: str, early: int, undecided: int
) -> None:
    post = world.post("x:source", "2024-09-01T12:00:30", "news")
    world.post("x:1", "2024-09-01T12:01:00", kind="repost", repost_of=post, precision="minute")
    world.write()

    (row,) = world.ask("early-amplifiers", source=f"Post/{post.key}", window=window).rows

    assert (row["early"], row["undecided"]) == (early, undecided)
    assert ("not decidable" in row["caveat"]) == (early == 0)


def test_an_account_under_two_keys_is_one_and_posts_that_everybody_reposts_are_left_out(world: "World") -> None:
    post = world.post("x:source", "2024-09-01T12:00:00", "news")
    for account in ("x:1", "x:@one", "x:2"):
        world.post(account, "2024-09-01T12:00:01", kind="repost", repost_of=post)
    world.same("x:@one", "x:1")
    world.write()

    assert [r["account"] for r in world.ask("early-amplifiers", source="Account/x:source").rows] == ["x:1", "x:2"]
    assert not world.ask("early-amplifiers", source="Account/x:source", max_sharers=2).rows
