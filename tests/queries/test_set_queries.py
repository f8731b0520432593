"""Sets and networks: what two of them share, and who stands near one."""

from typing import TYPE_CHECKING

from graph.records import Ref

if TYPE_CHECKING:
    from tests.queries.conftest import World

COPIED = "These very words were copied from one account to the other"


def test_what_two_sets_share_is_named_with_who_shared_it(world: "World") -> None:
    world.crowd(40)
    for account in ("x:1", "x:2", "telegram:3"):
        world.post(account, text=COPIED, urls=["https://rare.example/a"], files=["pic"], tags=["Odd"])
    world.post("x:1", urls=["https://own.example/"])
    world.set("A", [world.account("x:1"), world.account("x:2")])
    world.set("B", [world.account("telegram:3")])
    world.write()

    result = world.ask("shared-by-two-sets", a="A", b="B")

    assert {r["kind"]: (r["accounts_a"], r["accounts_b"]) for r in result.rows} == dict.fromkeys(
        ("Text", "Url", "Domain", "Media", "Hashtag"), (["x:1", "x:2"], ["telegram:3"])
    )
    by_kind = {r["kind"]: r for r in result.rows}
    assert by_kind["Domain"]["because"] == "Domain rare.example: shared by 2 of A, shared by 1 of B"
    assert "not one hand" in by_kind["Domain"]["caveat"]


def test_nothing_in_common_is_a_row_that_says_so(world: "World") -> None:
    world.crowd(60)
    for account in ("x:1", "x:2"):
        # common to both, and to everybody
        world.post(account, urls=["https://everybody.example/news"], tags=["everyday"])
    world.post("x:1", urls=["https://bit.ly/a"], text=f"{COPIED} by one", tags=["one"])
    world.post("x:2", urls=["https://bit.ly/b"], text=f"{COPIED} by two", tags=["two"])
    world.set("A", [world.account("x:1")])
    world.set("B", [world.account("x:2"), world.account("x:unseen")])
    world.write()

    result = world.ask("shared-by-two-sets", a="A", b="B")

    (row,) = result.rows
    assert (row["kind"], row["object"], row["n_a"], row["n_b"], row["common_objects"]) == ("nothing", None, 0, 0, 3)
    assert row["because"] == (
        "no tie in the loaded data: no object with at most 50 sharers belongs to both A and B; common to both but too "
        "frequent to tie anybody (more than 50 sharers): 3 (1 hashtag: everyday, 1 link: https://everybody.example/news, "
        "1 domain: everybody.example)"
    )
    assert "not loaded" in row["caveat"]
    assert result.refs == ()
    assert result.notes == (
        "A: 1 account listed (an input), 1 seen here with posts of their own",
        "B: 2 accounts listed (an input), 1 seen here with posts of their own",
    )


def test_what_a_network_lists_counts_as_its_own(world: "World") -> None:
    world.crowd(40)
    for number in range(3):
        world.post(f"x:{number}", urls=["https://listed.example/story"])
    world.fingerprint("ga_id", "UA-1", 1, ["listed.example", "mine.example"])
    domain = world.facts.node("Domain", "listed.example")
    world.network(
        "Pub", "Net", {world.account("telegram:1"): "asset", world.account("x:9"): "amplifier", domain: "asset"}, 83
    )
    world.set("A", [world.account("x:0"), world.account("x:1"), world.account("x:9"), Ref("Domain", "mine.example")])
    world.facts.node("Domain", "mine.example")
    world.write()

    result = world.ask("shared-by-two-sets", a="A", b="network:Pub/Net")

    assert {r["kind"]: r["because"] for r in result.rows} == {
        "Account": "listed in both A and Net",
        "Domain": "Domain listed.example: shared by 2 of A, listed in Net",
        "Fingerprint": "Fingerprint ga_id:UA-1: listed in A, listed in Net",
    }
    assert result.notes == (
        "A: 3 accounts listed (an input), 2 seen here with posts of their own",
        "A also lists 1 domain",
        "Net (listed by Pub): states 83 accounts on x (a stated count); names 2 accounts (role amplifier/asset); "
        "0 seen here with posts of their own",
        "Net also lists 1 domain",
    )


def test_accounts_outside_are_ranked_by_kinds_of_rare_things(world: "World") -> None:
    world.crowd(60)
    original = world.post("x:stranger", text="an everyday post of a stranger")
    world.post("x:1", text=COPIED, urls=["https://rare.example/a"], files=["pic"], tags=["Odd"])
    world.post("x:2", kind="repost", repost_of=original)
    world.post("x:2", urls=["https://youtu.be/dQw4w9WgXcQ"])
    world.set("A", [world.account("x:1"), world.account("x:2")])
    # three kinds, two kinds, then one object each
    world.post("x:three", text=COPIED)
    world.post("x:three", files=["pic"])
    world.post("x:three", kind="repost", repost_of=original)
    world.post("telegram:two", tags=["Odd"])
    world.post("telegram:two", urls=["https://www.youtube.com/watch?v=dQw4w9WgXcQ"])
    world.post("x:domain", urls=["https://rare.example/other"])
    world.post("x:page", urls=["https://rare.example/a"])
    # near misses: what everybody shares, a shortener, a text too short
    world.post("x:camouflage", "2024-09-01T12:00:00", urls=["https://everybody.example/news"], tags=["everyday"])
    world.write()

    rows = world.ask("near-a-set", set="A", max_sharers=20).rows

    assert [(r["account"], r["types"], r["type_list"], r["objects"]) for r in rows] == [
        ("x:three", 3, ["file", "repost", "text"], 3),
        ("telegram:two", 2, ["hashtag", "link"], 2),
        ("x:page", 1, ["link"], 1),
        ("x:domain", 1, ["link"], 1),
    ]
    assert rows[0]["set_accounts"] == 2
    assert rows[0]["because"].startswith("shares 3 rare objects of 3 kinds with 2 accounts of A: ")
    assert "a lead, not a proof" in rows[0]["caveat"]
    assert rows[2]["caveat"].startswith("one object only")
    assert rows[2]["top_objects"] == ["Url/https://rare.example/a"]
    assert [r["account"] for r in world.ask("near-a-set", set="A", max_sharers=20, min_types=2).rows] == [
        "x:three",
        "telegram:two",
    ]
    assert [r["account"] for r in world.ask("near-a-set", set="A", max_sharers=20, platform="telegram").rows] == [
        "telegram:two"
    ]


def test_a_copied_text_brings_its_hashtags_and_counts_once(world: "World") -> None:
    world.crowd(60)
    for account in ("x:1", "x:copies"):
        world.post(account, text=f"{COPIED} #Odd", tags=["Odd"])
    world.set("A", [world.account("x:1")])
    world.write()

    (row,) = world.ask("near-a-set", set="A").rows

    assert (row["account"], row["types"], row["type_list"]) == ("x:copies", 1, ["text"])


def test_who_quotes_or_answers_the_set_speaks_about_it(world: "World") -> None:
    world.crowd(60)
    own = world.post("x:1", text="a post of the set with a rare link", urls=["https://rare.example/a"], tags=["Odd"])
    world.post("x:2", kind="repost", repost_of=own)
    world.set("A", [world.account("x:1"), world.account("x:2")])
    world.post(
        "x:debunker", kind="quote", quotes=own, text="This is false", urls=["https://rare.example/a"], tags=["Odd"]
    )
    world.post("x:answers", kind="reply", reply_to=own, text="No #Odd", tags=["Odd"])
    world.post("x:follower", kind="repost", repost_of=own)
    world.write()

    assert [(r["account"], r["type_list"]) for r in world.ask("near-a-set", set="A").rows] == [
        ("x:follower", ["repost"])
    ]


def test_who_shares_very_much_is_called_an_aggregator(world: "World") -> None:
    world.crowd(60)
    for tag in ("Odd", "Even"):
        world.post("x:1", tags=[tag], files=[f"picture {tag}"])
    world.set("A", [world.account("x:1")])
    world.post("x:robot", tags=["Odd"], files=["picture Even"])
    for number in range(50):
        world.post("x:robot", urls=[f"https://news.example/{number}"])
    world.write()

    (row,) = world.ask("near-a-set", set="A").rows

    assert row["types"] == 2
    assert row["share_of_own"] < 0.05
    assert "aggregator" in row["caveat"]


def test_a_member_is_not_outside_under_its_other_key(world: "World") -> None:
    world.crowd(60)
    world.account("x:1", handle="name")
    world.same("x:@name", "x:1")
    world.post("x:1", tags=["Odd"])
    world.post("x:@name", tags=["Odd"])
    world.post("x:2", tags=["Odd"])
    world.set("A", [world.account("x:@name")])
    world.write()

    result = world.ask("near-a-set", set="A")

    assert [r["account"] for r in result.rows] == ["x:2"]
    assert result.notes == ("A: 1 account listed (an input), 1 seen here with posts of their own",)
