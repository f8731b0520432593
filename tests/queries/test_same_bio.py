"""Self-descriptions that several accounts share, word for word or but for numbers."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World

BIO = "Mother of {} children, patriot, I speak the truth about our rivers"


def test_a_template_is_found_and_its_wordings_are_counted(world: "World") -> None:
    for number in range(3):
        world.account(f"x:{number}", bio=BIO.format(number + 2), created_at=1_600_000_000_000 + number)
    # near misses: too few, too short, one account under two keys
    world.account("x:7", bio="Retired teacher who writes about birds and bicycles")
    world.account("x:8", bio="Retired teacher who writes about birds and bicycles")
    for number in range(20, 24):
        world.account(f"x:{number}", bio="Night owl")
    world.account("x:@alias", bio=BIO.format(2))
    world.same("x:@alias", "x:0")
    world.write()

    (row,) = world.ask("same-bio").rows

    assert (row["accounts"], row["wordings"], row["dated"]) == (["x:0", "x:1", "x:2"], 3, 3)
    assert "in one template (3 wordings)" in row["because"]
    assert "not a shared hand" in row["caveat"]


def test_word_for_word_means_the_numbers_too_and_common_phrases_are_left_out(world: "World") -> None:
    for number in range(3):
        world.account(f"x:{number}", bio=BIO.format(number + 2))
    for number in range(10, 15):
        world.account(f"x:{number}", bio="All views are my own and retweets are not endorsements")
    world.write()

    assert not world.ask("same-bio", digits="exact", max_accounts=4).rows
    assert [row["n_accounts"] for row in world.ask("same-bio", digits="exact").rows] == [5]
