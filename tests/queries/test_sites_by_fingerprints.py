"""Pairs of websites with several kinds of strong fingerprints."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World


def test_a_pair_with_two_kinds_is_found_and_one_with_two_of_a_kind_is_not(world: "World") -> None:
    for number in range(30):
        world.fingerprint("ga_id", f"UA-{number}", 1, [f"other{number}.example"])
        world.fingerprint("ip", f"192.0.2.{number}", 1, [f"other{number}.example"])
    world.fingerprint("ga_id", "UA-1000", 1, ["a.example", "b.example"])
    world.fingerprint("ip", "203.0.113.1", 1, ["a.example", "b.example"])
    # near misses: two ids of one kind, a second kind that is weak, an agency's mark
    world.fingerprint("ga_id", "UA-2000", 1, ["c.example", "d.example"])
    world.fingerprint("ga_id", "UA-3000", 1, ["c.example", "d.example"])
    world.fingerprint("css-class", "hero", 3, ["c.example", "d.example"])
    world.fingerprint(
        "verification_id", "agency", 1, ["c.example", "d.example", *(f"customer{n}.example" for n in range(9))]
    )
    world.write()

    (row,) = world.ask("sites-by-fingerprints").rows

    assert (row["domain"], row["other"], row["kinds"]) == ("a.example", "b.example", ["ga_id", "ip"])
    assert row["fingerprints"] == ["ga_id:UA-1000", "ip:203.0.113.1"]
    assert "2 kinds of fingerprint in common: ga_id (on 2 websites), ip (on 2 websites)" in row["because"]
    assert "an agency or a host" in row["caveat"]


def test_weaker_tiers_and_single_kinds_come_with_a_word_on_them(world: "World") -> None:
    world.fingerprint("subnet", "192.0.2", 2, ["a.example", "b.example"])
    world.fingerprint("css-class", "hero", 3, ["a.example", "b.example"])
    world.write()

    (row,) = world.ask("sites-by-fingerprints", max_tier=3).rows
    (one_kind,) = world.ask("sites-by-fingerprints", max_tier=2, min_kinds=1).rows

    assert (row["strongest_tier"], one_kind["n_kinds"]) == (2, 1)
    assert "something stronger" in row["caveat"]
