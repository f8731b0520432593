"""Accounts under several handles, and who else bears one of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_a_renamed_account_is_found_with_the_stranger_who_took_its_handle(world: "World") -> None:
    world.account("x:1", handle="new_name", handles=["Old_Name", "new_name"])
    world.account("x:2", handle="old_name", handles=["old_name"])
    # near misses: capitals alone, the handle on another platform, an account that is known by its handle only
    world.account("x:3", handle="SPELT", handles=["spelt", "SPELT"])
    world.account("tiktok:4", handle="old_name", handles=["old_name"])
    world.account("x:@new_name")
    world.same("x:@new_name", "x:1")
    world.write()

    (row,) = world.ask("renamed-accounts").rows

    assert (row["account"], row["handles"], row["others"]) == ("x:1", ["Old_Name", "new_name"], ["x:2"])
    assert row["because"].startswith("seen under 2 handles, oldest first: Old_Name, new_name; another account was seen")
    assert "which only the id tells" in row["caveat"]


def test_a_handle_that_nobody_took_is_told_without_others_and_only_for_the_set(world: "World") -> None:
    world.account("x:1", handle="b", handles=["a", "b"])
    world.set("A", [world.account("x:2", handle="d", handles=["c", "d"])])
    world.write()

    (row,) = world.ask("renamed-accounts", set="A").rows

    assert (row["account"], row["others"], row["n_others"]) == ("x:2", [], 0)
    assert "no secret" in row["caveat"]
