"""Where a topic was written about first; what overlaps has no order."""

from typing import TYPE_CHECKING

import pytest

from queries.codebook import parse_codebook

if TYPE_CHECKING:
    from tests.queries.conftest import World

BOOK = b"""
version = 1
[topics.ferry]
title = "the ferry"
terms = ["ferry"]
exclusions = ["fairy tale"]
"""


@pytest.fixture
def planted(world: "World") -> "World":
    world.codebook = parse_codebook(BOOK)
    world.post("telegram:1", "2024-09-01T12:00:00", "The ferry will sink, says a captain")
    world.post("telegram:2", "2024-09-02T12:00:00", "Once more: the ferry will sink")
    world.post("x:3", "2024-09-03T12:00:00", "They say the ferry will sink")
    # near misses: before all others, but excluded, a quote of another, or half a word
    world.post("x:4", "2024-08-01T12:00:00", "A ferry in a fairy tale")
    world.post("x:5", "2024-08-01T12:00:00", "about this ferry", kind="quote")
    world.post("x:6", "2024-08-01T12:00:00", "ferrying people about all day")
    return world


def test_platforms_stand_in_the_order_of_their_first_posts(planted: "World") -> None:
    planted.write()

    first, second = planted.ask("topic-first-seen", topic="ferry").rows

    assert (first["platform"], first["place"], first["account"], first["posts"], first["n_accounts"]) == (
        "telegram",
        "1",
        "telegram:1",
        2,
        2,
    )
    assert (second["platform"], second["place"], second["words"]) == ("x", "2", "they say the ferry will sink")
    assert first["because"] == (
        "the ferry: first seen on telegram at 2024-09-01 12:00 UTC (precision: second), 2 posts of 2 accounts there; place 1 of 2"
    )
    assert "not first of all" in first["caveat"]


def test_a_day_that_holds_the_other_time_decides_no_order(planted: "World") -> None:
    planted.post("facebook:7", "2024-09-03T00:00:00", "The ferry will sink", precision="day")
    planted.write()

    rows = {r["platform"]: r for r in planted.ask("topic-first-seen", topic="ferry").rows}

    assert {p: r["place"] for p, r in rows.items()} == {"telegram": "1", "facebook": "2–3", "x": "2–3"}
    assert "not decidable" in rows["x"]["caveat"]


def test_since_and_stock_phrases_bound_what_is_read(planted: "World") -> None:
    for number in range(4):
        planted.post(f"x:{number + 20}", "2024-09-01T00:00:00", "Take the ferry, says the timetable")
    planted.write()

    rows = planted.ask("topic-first-seen", topic="ferry", max_sharers=3, since="2024-09-02").rows

    assert [(r["platform"], r["posts"]) for r in rows] == [("telegram", 1), ("x", 1)]
