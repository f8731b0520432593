"""What a list names, and what of it was loaded."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World


@pytest.fixture
def planted(world: "World") -> "World":
    world.post("x:1", "2024-09-01T12:00:00", "own", urls=["https://listed.example/a"], tags=["common"])
    for number in range(5):
        world.post(f"x:other{number}", "2024-09-02T12:00:00", tags=["common"])
    seen, gone = world.account("x:@seen"), world.account("x:@gone")
    world.same("x:@seen", "x:1")
    domain, unused = (world.facts.node("Domain", name) for name in ("listed.example", "unused.example"))
    named = (seen, gone, domain, unused, world.facts.node("Hashtag", "common"))
    world.network("Pub", "Net", dict.fromkeys(named, "asset"))
    world.write()
    return world


def test_what_is_seen_and_what_the_list_alone_knows_stand_apart(planted: "World") -> None:
    rows = planted.ask("listed-and-seen", set="network:Pub/Net", max_sharers=5).rows

    found = {r["thing"]: (r["standing"], r["posts"], r["sharers"]) for r in rows}
    assert found == {
        "Account/x:1": ("seen", 1, None),
        "Account/x:@gone": ("from the list alone", 0, None),
        "Domain/listed.example": ("seen", 0, 1),
        "Domain/unused.example": ("from the list alone", 0, 0),
        "Hashtag/common": ("seen", 0, 6),
    }
    by = {r["thing"]: r for r in rows}
    assert by["Account/x:@gone"]["because"] == "named by Net, and nothing else was loaded of it"
    assert "unknown, not absent" in by["Account/x:@gone"]["caveat"]
    assert by["Domain/listed.example"]["because"] == "named by Net, and found with 1 account"
    assert by["Hashtag/common"]["caveat"].startswith("common: shared by more than 5")


def test_only_one_standing_is_shown_where_it_is_asked_for(planted: "World") -> None:
    rows = planted.ask("listed-and-seen", set="network:Pub/Net", standing="from the list alone").rows
    assert [r["thing"] for r in rows] == ["Account/x:@gone", "Domain/unused.example"]
