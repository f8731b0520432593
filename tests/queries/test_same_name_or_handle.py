"""One handle or one display name on several accounts: never a key, and counted once for each id."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_the_same_handle_on_two_platforms_is_found_whatever_its_capitals(world: "World") -> None:
    world.account("x:1", handle="RiverWatch")
    world.account("tiktok:2", handle="riverwatch")
    # near misses: one character off, too short, an account whose id is known under another key
    world.account("x:3", handle="RiverWatch_")
    world.account("x:4", handle="rw")
    world.account("tiktok:5", handle="rw")
    world.account("x:@riverwatch")
    world.same("x:@riverwatch", "x:1")
    world.write()

    (row,) = world.ask("same-name-or-handle").rows

    assert (row["kind"], row["shown"], row["accounts"]) == ("handle", "riverwatch", ["tiktok:2", "x:1"])
    assert row["because"] == "2 accounts on tiktok, x bear the same handle: riverwatch"
    assert "another person" in row["caveat"]


def test_one_handle_and_one_name_together_are_one_row_and_stand_first(world: "World") -> None:
    for key in ("x:1", "telegram:2"):
        world.account(key, handle="lantern_post", name="Lantern Post")
    for key in ("facebook:3", "youtube:4"):
        world.account(key, name="Kim Common")
    world.write()

    first, second = world.ask("same-name-or-handle").rows

    assert (first["kind"], first["accounts"]) == ("handle and name", ["telegram:2", "x:1"])
    assert (second["kind"], second["accounts"]) == ("name", ["facebook:3", "youtube:4"])
    assert "no key" in second["caveat"]


def test_common_names_are_left_out_and_one_platform_where_several_are_wanted(world: "World") -> None:
    for number in range(4):
        world.account(f"x:{number}", name="Common Name")
    for number in (7, 8):
        world.account(f"x:{number}", name="Rare Name")
    world.write()

    assert [row["shown"] for row in world.ask("same-name-or-handle", max_accounts=3).rows] == ["rare name"]
    assert not world.ask("same-name-or-handle", platforms="several").rows
