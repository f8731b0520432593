"""Who outside a set keeps reposting, quoting or answering it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_repeated_reactions_are_found_with_their_kinds(world: "World") -> None:
    one, two = (world.post(f"x:{n}", "2024-09-01T12:00:00", "ours") for n in (1, 2))
    for target in (one, two):
        world.post("x:reader", "2024-09-02T12:00:00", kind="repost", repost_of=target)
        world.post("x:critic", "2024-09-02T12:00:00", "false", kind="quote", quotes=target)
        world.post("x:1", "2024-09-02T12:00:00", kind="repost", repost_of=target)
    # near misses: one post alone, however often
    world.post("x:once", "2024-09-02T12:00:00", "why", kind="reply", reply_to=one)
    world.post("x:once", "2024-09-02T12:01:00", "why", kind="reply", reply_to=one)
    world.post("x:reader", "2024-09-03T12:00:00", "mine")
    world.set("A", [world.account("x:1"), world.account("x:2")])
    world.write()

    reader, critic = world.ask("who-reacts-to-a-set", set="A").rows

    assert (reader["account"], reader["posts"], reader["reposts"], reader["n_members"]) == ("x:reader", 2, 2, 2)
    assert reader["share_of_own"] == 0.667
    assert critic["because"] == "reacted to 2 posts of 2 accounts of A: 0 reposts, 2 quotes, 0 replies"
    assert "may well refute" in critic["caveat"]


def test_posts_that_went_round_are_left_out_and_two_keys_are_one_account(world: "World") -> None:
    posts = [world.post("x:1", f"2024-09-0{n}T12:00:00", "ours") for n in (1, 2, 3)]
    for number in range(5):
        world.post(f"x:crowd{number}", "2024-09-04T12:00:00", kind="repost", repost_of=posts[0])
    for key, post in zip(("x:@reader", "x:reader", "x:reader"), posts, strict=True):
        world.post(key, "2024-09-04T12:00:00", kind="repost", repost_of=post)
    world.same("x:@reader", "x:reader")
    world.set("A", [world.account("x:1")])
    world.write()

    assert [r["posts"] for r in world.ask("who-reacts-to-a-set", set="A").rows] == [3]
    assert [r["posts"] for r in world.ask("who-reacts-to-a-set", set="A", max_sharers=5).rows] == [2]
