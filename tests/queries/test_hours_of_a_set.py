"""Hours and days of a set against others on its platforms."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World


@pytest.fixture
def planted(world: "World") -> "World":
    """Six posts of the set at three on a Sunday and six later, others' posts spread; what must not count beside them."""
    for number in range(6):
        account = f"x:{number % 3}"
        world.post(account, f"2024-09-01T03:0{number}:00", "own", precision="minute")
        world.post(account, f"2024-09-02T0{number}:30:00", "own")
        world.post(f"x:other{number}", f"2024-09-01T{10 + number}:30:00", "others")
        # near misses: no hour is known, or whose; another platform; outside the time of the set
        world.post(account, "2024-09-01T00:00:00", "own", precision="day")
        world.post(account, "2024-09-01T03:00:00", "own", origin="local-unknown")
        world.post(account, "2024-09-01T03:00:00", "own", origin="client-set")
        world.post(f"telegram:{number}", "2024-09-01T03:30:00", "elsewhere")
        world.post(f"x:other{number}", "2024-09-05T03:30:00", "later")
    world.set("A", [world.account(f"x:{n}") for n in range(3)])
    world.write()
    return world


def test_the_share_of_an_hour_is_set_against_that_of_others(planted: "World") -> None:
    rows = planted.ask("hours-of-a-set", set="A", min_posts=10).rows

    assert [row["place"] for row in rows] == list(range(24))
    three = rows[3]
    assert (three["posts"], three["accounts"], three["share"], three["others"]) == (7, 3, 0.5833, 0)
    assert (rows[10]["posts"], rows[10]["others"], rows[10]["share_of_others"]) == (0, 1, 0.1667)
    assert three["because"] == (
        "58.3 % of the posts of A (3 accounts) fall on 03:00 UTC, of the posts of others on its platforms 0.0 %"
    )
    assert "every zone" in three["caveat"]


def test_days_and_other_zones_are_read_from_the_same_clock(planted: "World") -> None:
    days = {r["name"]: r["posts"] for r in planted.ask("hours-of-a-set", set="A", unit="weekday", min_posts=10).rows}
    shifted = planted.ask("hours-of-a-set", set="A", offset=8, min_posts=10).rows

    assert (days["Sunday"], days["Monday"], days["Tuesday"]) == (6, 6, 0)
    assert shifted[11]["posts"] == 7
    assert "UTC+8" in shifted[11]["because"]


def test_a_few_posts_make_no_rhythm(planted: "World") -> None:
    assert not planted.ask("hours-of-a-set", set="A", min_posts=13).rows
