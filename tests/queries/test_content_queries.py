"""Content: the same file, the same text; and who had an object first."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.queries.conftest import World

TEXT = "Exactly forty characters, neither more n"
SHORT = "Exactly thirty-nine characters, not mor"


def test_the_same_file_across_accounts_is_found(world: "World") -> None:
    world.crowd(40)
    world.post("x:1", "2024-09-01T12:00:00", files=["pic"])
    world.post("telegram:2", "2024-09-02T12:00:00", files=["pic"])
    world.post("telegram:2", "2024-09-03T12:00:00", files=["pic"])
    # near misses: one account twice, another file, a tune, a link to a video instead of a file
    world.post("x:3", files=["own"])
    world.post("x:3", files=["own", "other"])
    for number in (4, 5):
        tune = world.facts.media(platform="tiktok", id="music-1", properties={"kind": "audio"})
        world.facts.attach(world.post(f"tiktok:{number}"), [tune])
        world.post(f"x:{number}", urls=["https://youtu.be/dQw4w9WgXcQ"])
    world.write()

    (row,) = world.ask("same-file").rows

    assert row["file"].startswith("sha256:")
    assert (row["n_accounts"], row["posts"], row["platforms"]) == (2, 3, ["telegram", "x"])
    assert row["accounts"] == ["telegram:2", "x:1"]
    assert row["because"] == "2 accounts posted a file with the same bytes (pic) in 3 posts"


def test_a_stock_picture_is_left_out_until_it_is_asked_for(world: "World") -> None:
    for number in range(60):
        world.post(f"x:{number}", files=["stock"])
    world.crowd(40)
    world.write()

    assert world.ask("same-file", min_information=0, max_sharers=45).rows[0]["n_accounts"] == 40
    wide = world.ask("same-file", min_information=0, max_sharers=60).rows
    assert {r["n_accounts"] for r in wide} == {40, 60}


def test_the_same_text_is_found_from_forty_characters_on(world: "World") -> None:
    assert (len(TEXT), len(SHORT)) == (40, 39)
    world.crowd(40)
    world.post("x:1", text=f"{TEXT} https://a.example/1")
    world.post("facebook:2", text=f"@somebody  {TEXT.upper()}")
    # near misses: one character short, one word other, a repost of the text
    world.post("x:3", text=SHORT)
    world.post("x:4", text=SHORT)
    original = world.post("x:5", text="This is a text that one account wrote and another reposted")
    world.post("x:6", kind="repost", repost_of=original)
    world.post("x:7", text=TEXT.replace("forty", "fifty"))
    world.write()

    (row,) = world.ask("same-text").rows

    assert (row["words"], row["length"]) == (TEXT.lower(), 40)
    assert row["accounts"] == ["facebook:2", "x:1"]
    assert "wire service" in row["caveat"]
    assert len(world.ask("same-text", min_length=39).rows) == 2


def test_a_wire_text_is_left_out_until_it_is_asked_for(world: "World") -> None:
    world.crowd(500)
    for number in range(60):
        world.post(f"x:{number}", text="Officials confirmed on Tuesday that the ferry service ends")
    for number in range(5):
        world.post(f"telegram:{number}", text="Copied by five accounts and nobody else in the whole world")
    world.write()

    assert [r["n_accounts"] for r in world.ask("same-text").rows] == [5]
    assert [r["n_accounts"] for r in world.ask("same-text", max_sharers=100).rows] == [60, 5]


def test_hostile_text_is_data(world: "World") -> None:
    hostile = "'}) DETACH DELETE n // <img src=x onerror=alert(1)> \\u0027 ` $limit"
    world.crowd(40)
    for number in range(2):
        world.post(f"x:{number}", text=hostile, files=["a'}) //"])
    world.write()

    assert world.ask("same-text").rows[0]["words"] == hostile.lower()
    assert "(a'}) //)" in world.ask("same-file").rows[0]["because"]
    assert world.graph.read("MATCH (p:Post) RETURN count(p) AS n") == [{"n": 83}]


def test_the_first_appearance_follows_every_kind_of_object(world: "World") -> None:
    original = world.post("x:0", "2024-09-01T10:00:00")
    for platform, at in (
        ("telegram", "2024-09-01T12:00:00"),
        ("facebook", "2024-09-01T12:00:01"),
        ("x", "2024-09-02T12:00:00"),
    ):
        world.post(
            f"{platform}:1",
            at,
            "a text",
            urls=["https://rare.example/a", "https://youtu.be/dQw4w9WgXcQ"],
            tags=["Odd"],
            quotes=original if platform == "x" else None,
            repost_of=original if platform != "x" else None,
        )
    # near misses: earlier, and about something else
    world.post("x:2", "2024-08-01T10:00:00", "another text", urls=["https://other.example/"], tags=["even"])
    world.write()
    (text,) = world.graph.read("MATCH (t:Text {text: 'a text'}) RETURN t.id AS id")

    for object_, platforms in (
        ("Url/https://rare.example/a", ["telegram", "facebook", "x"]),
        ("Domain/rare.example", ["telegram", "facebook", "x"]),
        ("Media/youtube:dQw4w9WgXcQ", ["telegram", "facebook", "x"]),
        (f"Text/{text['id']}", ["telegram", "facebook", "x"]),
        ("Hashtag/odd", ["telegram", "facebook", "x"]),
        (str(original), ["x", "telegram", "facebook"]),
    ):
        rows = world.ask("first-appearance", object=object_).rows
        assert [(r["platform"], r["place"], r["decidable"]) for r in rows] == [
            (platform, str(number), "decided") for number, platform in enumerate(platforms, start=1)
        ], object_
        assert all(r["object"] == object_ and r["account"] and r["post"] for r in rows)


def test_an_order_that_times_do_not_decide_is_called_so(world: "World") -> None:
    link = "https://rare.example/a"
    world.post("telegram:1", "2024-09-01T12:00:00", urls=[link], precision="minute")
    world.post("x:1", "2024-09-01T12:00:20", urls=[link])
    world.post("facebook:1", "2024-09-01T12:01:00", urls=[link])
    world.post("tiktok:1", "2024-09-03T00:00:00", urls=[link], origin="local-unknown")
    world.post("youtube:1", "2024-09-03T00:00:00", urls=[link], precision="day")
    world.write()

    rows = world.ask("first-appearance", object=link).rows

    assert [(r["platform"], r["place"], r["decidable"], r["precision"]) for r in rows] == [
        ("telegram", "1–2", "order not decidable", "minute"),
        ("x", "1–2", "order not decidable", "second"),
        ("facebook", "3", "decided", "second"),
        ("tiktok", "4–5", "order not decidable", "zone unknown"),
        ("youtube", "4–5", "order not decidable", "day"),
    ]
    assert rows[0]["not_after_at"] - rows[0]["not_before_at"] == 59_999
    assert rows[0]["because"].startswith("first seen on telegram at 2024-09-01 12:00 UTC (precision: minute)")


def test_what_is_not_loaded_has_no_first_appearance_and_that_is_said(world: "World") -> None:
    result = world.ask("first-appearance", object="https://nowhere.example/")
    assert (result.rows, result.notes) == ((), ("Url/https://nowhere.example/ is not in the loaded data",))
