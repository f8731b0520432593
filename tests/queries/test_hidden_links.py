"""Accounts whose links go through a shortener."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_accounts_are_found_with_the_share_of_their_links(world: "World") -> None:
    for number in range(4):
        world.post("x:1", f"2024-09-0{number + 1}T12:00:00", urls=[f"https://bit.ly/own{number}"])
    world.post("x:1", "2024-09-05T12:00:00", urls=["https://paper.example/a"])
    # near misses: too few, one link again and again, a page of a shared host, a link that went round
    world.post("x:2", urls=["https://bit.ly/a", "https://bit.ly/b"])
    for number in range(4):
        world.post("x:3", urls=["https://bit.ly/again"])
        world.post("x:4", urls=[f"https://telegra.ph/page-{number}"])
        for account in range(5):
            world.post(f"x:crowd{account}", urls=[f"https://bit.ly/round{number}"])
    world.write()

    (row,) = world.ask("hidden-links", max_sharers=4).rows

    assert (row["account"], row["shortened_links"], row["all_links"], row["share"]) == ("x:1", 4, 5, 0.8)
    assert (
        row["because"]
        == "4 of 5 different links of this account go through bit.ly, in 4 posts; nobody else shared one of them"
    )
    assert "not known" in row["caveat"]


def test_only_the_set_is_looked_at_where_one_is_named_and_the_share_is_a_bound(world: "World") -> None:
    for number in range(3):
        world.post("x:1", urls=[f"https://bit.ly/one{number}", f"https://paper.example/{number}"])
        world.post("x:2", urls=[f"https://bit.ly/two{number}"])
    world.set("A", [world.account("x:1")])
    world.write()

    assert [r["account"] for r in world.ask("hidden-links", set="A").rows] == ["x:1"]
    assert [r["account"] for r in world.ask("hidden-links", min_share=0.6).rows] == ["x:2"]
