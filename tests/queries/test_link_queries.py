"""Links: the same link across platforms, rare websites, fingerprints."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World

LINK = "https://rare.example/a"


def test_the_same_link_on_two_platforms_within_the_window_is_found(world: "World") -> None:
    world.crowd(40)
    world.post("x:1", "2024-09-01T12:00:00", urls=[LINK + "?utm_source=x"])
    world.post("telegram:2", "2024-09-01T12:01:00", urls=[LINK])
    # near misses: a second too late, the same platform, another link
    world.post("facebook:3", "2024-09-01T12:02:01", urls=[LINK])
    world.post("x:4", "2024-09-01T12:00:30", urls=["https://rare.example/other"])
    world.post("facebook:5", "2024-09-01T18:00:00", urls=["https://rare.example/other"])
    world.post("x:6", "2024-09-01T12:00:00", urls=["https://twice.example/on-x"])
    world.post("x:7", "2024-09-01T12:00:01", urls=["https://twice.example/on-x"])
    world.write()

    result = world.ask("same-link-across-platforms")

    (row,) = result.rows
    assert row["object"] == f"Url/{LINK}"
    assert row["accounts"] == ["telegram:2", "x:1"]
    assert (row["timing"], row["precision"], row["pairs"], row["closest_s"]) == ("within the window", "second", 1, 60.0)
    assert row["because"] == "posted by 2 accounts on telegram, x, within 60 s (1 pair of posts)"
    assert "not run together" in row["caveat"]
    assert [str(ref) for ref in result.refs] == [f"Url/{LINK}", "Account/telegram:2", "Account/x:1"]


def test_a_video_is_the_same_where_it_was_uploaded_and_where_it_is_linked(world: "World") -> None:
    world.crowd(40)
    world.post("youtube:up", "2024-09-01T12:00:00", video="dQw4w9WgXcQ")
    world.post("x:1", "2024-09-01T12:00:20", urls=["https://youtu.be/dQw4w9WgXcQ?t=3"])
    world.post("telegram:2", "2024-09-01T12:00:50", urls=["https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share"])
    # near miss: another video
    world.post("facebook:3", "2024-09-01T12:00:50", urls=["https://youtu.be/aaaaaaaaaaa"])
    world.write()

    (row,) = world.ask("same-link-across-platforms").rows

    assert row["object"] == "Media/youtube:dQw4w9WgXcQ"
    assert row["accounts"] == ["telegram:2", "x:1", "youtube:up"]
    assert row["pairs"] == 3


@pytest.mark.parametrize(
    ("window", "x_at", "timing"),
    [
        ("60s", "2024-09-01T12:00:30", "within the window"),
        ("10s", "2024-09-01T12:00:30", "not decidable"),
        ("60s", "2024-09-01T11:59:50", "not decidable"),
        ("60s", "2024-09-01T11:58:00", None),
    ],
)
def test_a_time_to_the_minute_is_never_taken_for_exact(
    world: "World", window: str, x_at: str, timing: str | None
) -> None:
    world.crowd(40)
    world.post("telegram:2", "2024-09-01T12:00:00", urls=[LINK], precision="minute")
    world.post("x:1", x_at, urls=[LINK])
    world.write()

    rows = world.ask("same-link-across-platforms", window=window).rows

    assert [(r["timing"], r["precision"]) for r in rows] == ([(timing, "minute")] if timing else [])
    assert all("minute" in r["caveat"] for r in rows)


def test_hits_of_several_precisions_stand_apart_and_exact_ones_first(world: "World") -> None:
    world.crowd(50)
    for platform, precision, origin in (
        ("x", "second", "utc"),
        ("facebook", "millisecond", "export-tz"),
        ("telegram", "minute", "utc"),
        ("youtube", "day", "utc"),
        ("tiktok", "second", "local-unknown"),
        ("bluesky", "second", "client-set"),
    ):
        at = "2024-09-01T00:00:00" if precision == "day" else "2024-09-01T12:00:00"
        world.post(f"{platform}:1", at, urls=[LINK], precision=precision, origin=origin)
    world.write()

    rows = world.ask("same-link-across-platforms", window="1h").rows

    assert [(r["timing"], r["precision"], r["pairs"]) for r in rows] == [
        ("within the window", "second", 1),
        ("within the window", "minute", 2),
        ("within the window", "set by the client", 3),
        ("not decidable", "day", 3),
        ("not decidable", "set by the client", 1),
        ("not decidable", "zone unknown", 5),
    ]
    assert rows[0]["accounts"] == ["facebook:1", "x:1"]


def test_a_viral_link_is_left_out_until_it_is_asked_for(world: "World") -> None:
    world.crowd(40)
    for number in range(60):
        world.post(f"{('x', 'telegram')[number % 2]}:{number}", "2024-09-01T12:00:00", urls=["https://viral.example/v"])
    world.post("x:1", "2024-09-01T12:00:00", urls=[LINK])
    world.post("telegram:2", "2024-09-01T12:00:05", urls=[LINK])
    world.write()

    assert [r["object"] for r in world.ask("same-link-across-platforms", min_information=0).rows] == [f"Url/{LINK}"]
    wide = world.ask("same-link-across-platforms", min_information=0, max_sharers=100).rows
    assert {r["object"] for r in wide} == {f"Url/{LINK}", "Url/https://viral.example/v"}
    assert world.ask("same-link-across-platforms", min_information=0, max_sharers=100, max_posts=50).rows == tuple(
        r for r in wide if r["object"] == f"Url/{LINK}"
    )


def test_a_rare_website_is_found_and_what_is_nobodys_own_is_not(world: "World") -> None:
    world.crowd(40)
    for number in range(3):
        world.post(f"x:{number}", urls=[f"https://www.rare.example/{number}"], tags=["same"])
        # near misses: a shortener, a platform, a shared host
        world.post(f"x:{number}", urls=["https://bit.ly/abc", "https://t.me/channel", "https://telegra.ph/page"])
    for number in range(2):
        # near miss: two accounts are too few by default
        world.post(f"x:{number}", urls=["https://pair.example/"])
    world.post("x:crowd1", urls=["https://alone.example/"])
    world.write()

    (row,) = world.ask("rare-domain").rows

    assert (row["domain"], row["n_accounts"], row["pages"], row["posts"]) == ("rare.example", 3, 3, 3)
    assert row["accounts"] == ["x:0", "x:1", "x:2"]
    assert row["because"] == "3 accounts linked to 3 pages of rare.example in 3 posts"
    two = world.ask("rare-domain", min_accounts=2).rows
    assert [r["domain"] for r in two] == ["rare.example", "pair.example"]
    assert world.ask("rare-domain", max_sharers=2).rows == ()


def test_the_two_keys_of_one_account_are_no_pair(world: "World") -> None:
    world.crowd(40)
    world.account("x:1", handle="name")
    world.post("x:1", urls=[LINK], files=["pic"], text="the same text that is posted twice by one account alone")
    world.post("x:@name", urls=[LINK], files=["pic"], text="the same text that is posted twice by one account alone")
    world.same("x:@name", "x:1")
    world.write()

    assert world.ask("rare-domain", min_accounts=2).rows == ()
    assert world.ask("same-file").rows == ()
    assert world.ask("same-text").rows == ()


def test_websites_behind_one_fingerprint_come_with_tier_and_rarity(world: "World") -> None:
    world.fingerprint("ga_id", "UA-1", 1, ["a.example", "b.example", "c.example"])
    world.fingerprint("css-class", "x y", 2, ["a.example", "d.example"])
    # near misses: one site only, too weak a tier, an agency's customers
    world.fingerprint("ga_id", "UA-2", 1, ["alone.example"])
    world.fingerprint("uuid", "u", 3, ["a.example", "e.example"])
    world.fingerprint("ga_id", "UA-agency", 1, [f"customer{n}.example" for n in range(12)])
    world.write()

    rows = world.ask("shared-fingerprint").rows

    assert [(r["fingerprint"], r["tier"], r["tier_means"], r["domains"]) for r in rows] == [
        ("ga_id:UA-1", 1, "strong", ["a.example", "b.example", "c.example"]),
        ("css-class:x y", 2, "associative", ["a.example", "d.example"]),
    ]
    assert rows[0]["information"] == pytest.approx(2.42, abs=0.01)
    assert rows[1]["caveat"].startswith("needs something stronger beside it")
    wide = [r["fingerprint"] for r in world.ask("shared-fingerprint", max_domains=100, max_tier=3).rows]
    assert wide == ["ga_id:UA-1", "ga_id:UA-agency", "css-class:x y", "uuid:u"]
    assert [r["fingerprint"] for r in world.ask("shared-fingerprint", domain="d.example").rows] == ["css-class:x y"]
