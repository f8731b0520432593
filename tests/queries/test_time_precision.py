"""How exact times are, file by file."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_the_coarsest_times_stand_first_with_what_they_cannot_carry(world: "World") -> None:
    world.facts.node("Dataset", "d".ljust(64, "0"), {"name": "posts.csv"})
    named = world.facts.post("telegram", "elsewhere")
    world.post("telegram:1", "2024-09-01T00:00:00", precision="day")
    world.post("telegram:1", "2024-09-01T12:00:00", precision="minute", repost_of=named, kind="repost")
    world.post("telegram:1", "2024-09-01T12:00:07")
    world.post("facebook:1", "2024-09-01T12:00:07", origin="local-unknown")
    world.write()

    rows = world.ask("time-precision").rows

    assert [(r["precision"], r["origin"]) for r in rows] == [
        ("none", "none"), ("second", "local-unknown"), ("day", "utc"), ("minute", "utc"), ("second", "utc"),
    ]  # fmt: skip
    assert {r["name"] for r in rows} == {"posts.csv"}
    assert rows[3]["because"] == "1 post on telegram in posts.csv: times to the minute (UTC)"
    assert rows[3]["caveat"] == "no window under a minute and no order within it is decidable with them"
    assert "zone is not known" in rows[1]["caveat"]


def test_seconds_that_were_rounded_to_minutes_are_suspected_and_others_are_not(world: "World") -> None:
    for number in range(20):
        world.post("x:1", f"2024-09-01T12:{number:02d}:00")
        world.post("telegram:1", f"2024-09-01T12:{number:02d}:{number:02d}")
    world.write()

    rows = {r["platform"]: r for r in world.ask("time-precision").rows}

    assert (rows["x"]["rounded"], rows["x"]["full_minutes"]) == (True, 20)
    assert "may have been rounded" in rows["x"]["caveat"]
    assert rows["telegram"]["rounded"] is False
    assert [r["platform"] for r in world.ask("time-precision", platform="x").rows] == ["x"]
