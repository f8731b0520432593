"""Many accounts, one rare thing, one short time."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World

LINK = "https://rare.example/a"


def test_the_largest_burst_of_a_thing_is_found_with_its_bounds(world: "World") -> None:
    world.crowd(60)
    for number in range(5):
        world.post(
            f"{('x', 'telegram')[number % 2]}:{number}",
            f"2024-09-01T12:00:{15 * number:02d}" if number < 4 else "2024-09-01T12:01:00",
            urls=[LINK],
        )
    world.post("x:late", "2024-09-01T12:01:16", urls=[LINK])
    # near misses: one account again and again, spread over hours, shared by everybody
    for number in range(5):
        world.post("x:alone", f"2024-09-01T12:00:0{number}", urls=["https://alone.example/a"])
        world.post(f"x:{number}", f"2024-09-01T{number:02d}:00:00", urls=["https://spread.example/a"])
        world.post(f"x:{number}", f"2024-09-01T14:00:0{number}", urls=["https://everybody.example/news"])
    world.write()

    (row,) = world.ask("bursts").rows

    assert (row["object"], row["kind"], row["n_accounts"], row["sharers"]) == (f"Url/{LINK}", "link", 5, 6)
    assert (row["span_s"], row["platforms"]) == (60.0, ["telegram", "x"])
    assert (
        row["because"] == f"5 of 6 accounts that shared it did so within 60.0 s, from 2024-09-01 12:00 UTC: link {LINK}"
    )
    assert "action days" in row["caveat"]


@pytest.mark.parametrize(("window", "found"), [("60s", [4]), ("30s", [])])
def test_times_to_the_minute_make_a_burst_only_where_the_window_holds_the_minute(
    world: "World", window: str, found: list[int]
) -> None:
    world.crowd(60)
    for number in range(4):
        world.post(f"x:{number}", "2024-09-01T12:00:00", urls=[LINK], precision="minute")
    for number in range(4):
        world.post(f"x:{number}", "2024-09-01T00:00:00", urls=["https://daily.example/a"], precision="day")
    world.write()

    assert [row["n_accounts"] for row in world.ask("bursts", window=window).rows] == found


def test_texts_hashtags_files_and_reposts_are_looked_at_where_they_are_wanted(world: "World") -> None:
    world.crowd(60)
    post = world.post("x:source", "2024-09-01T11:00:00", "news")
    for number in range(4):
        at = f"2024-09-01T12:00:0{number}"
        world.post(
            f"x:{number}", at, "a text of more than forty characters that is copied", tags=["rare"], files=["one"]
        )
        world.post(f"x:{number}", at, kind="repost", repost_of=post)
        world.post(f"x:{number}", at, "a short text")
    world.write()

    assert sorted(row["kind"] for row in world.ask("bursts").rows) == ["file", "hashtag", "repost", "text"]
    assert [row["kind"] for row in world.ask("bursts", kinds="text,link").rows] == ["text"]


def test_an_account_under_two_keys_counts_once(world: "World") -> None:
    world.crowd(60)
    for key in ("x:1", "x:@one", "x:2", "x:3"):
        world.post(key, "2024-09-01T12:00:00", urls=[LINK])
    world.same("x:@one", "x:1")
    world.write()

    assert not world.ask("bursts").rows
    assert [row["n_accounts"] for row in world.ask("bursts", min_accounts=3).rows] == [3]
