"""The topic share of a set: by the codebook, by label, within another topic."""

from typing import TYPE_CHECKING

import pytest

from queries.codebook import parse_codebook
from queries.errors import QueryError
from store.notebook import Label

if TYPE_CHECKING:
    from tests.queries.conftest import World

BOOK = """
version = 1
[topics.elections]
title = "US elections"
terms = ["midterms", "ballot", "选举"]
exclusions = ["Brazil"]
minimum_posts = 2

[topics.stolen]
title = "claims of a stolen election"
within = "elections"
terms = ["stolen"]

[topics.weather]
title = "weather"
terms = ["rain"]
"""

ON, BELOW, NONE, NOT_AMONG, NOT_HELD = (
    "on the topic",
    "below the minimum, or labelled otherwise",
    "no post on the topic",
    "not among those on elections",
    "no post here",
)


@pytest.fixture
def planted(world: "World") -> "World":
    """Eight listed accounts: two on the topic, and every way to miss it."""
    world.codebook = parse_codebook(BOOK.encode())
    original = world.post("x:stranger", text="the midterms are near, says a stranger")
    world.post("x:on", text="the midterms")
    world.post("x:on", text="your ballot was stolen", kind="reply", reply_to=original)
    world.post("x:on", text="it may rain")
    world.post("x:chinese", text="选举又开始了")
    world.post("x:chinese", text="美国选举")
    # near misses: one post only, another country, others' words, no word of it, links and names
    world.post("x:few", text="the midterms, stolen")
    for _ in range(3):
        world.post("x:foreign", text="the ballot in Brazil")
        world.post("x:quotes", kind="quote", quotes=original, text="midterms")
        world.post("x:reposts", kind="repost", repost_of=original)
        world.post("x:other", text="a ballotine; see https://a.example/midterms @midterms")
    names = ("on", "chinese", "few", "foreign", "quotes", "reposts", "other", "absent")
    world.set("A", [world.account(f"x:{name}") for name in names])
    return world


def standing(world: "World", topic: str, column: str = "accounts") -> dict[str, object]:
    return {r["standing"]: r[column] for r in world.ask("topic-share", set="A", topic=topic).rows}


def test_the_share_is_counted_in_own_words_from_the_minimum_on(planted: "World") -> None:
    planted.write()

    result = planted.ask("topic-share", set="A", topic="elections")

    assert {r["standing"]: r["accounts"] for r in result.rows} == {
        ON: ["x:chinese", "x:on"],
        BELOW: ["x:few"],
        NONE: ["x:foreign", "x:other", "x:quotes", "x:reposts"],
        NOT_HELD: ["x:absent"],
    }
    first = result.rows[0]
    assert (first["n_accounts"], first["listed"], first["held"], first["posts_on_topic"]) == (2, 8, 7, 4)
    assert first["because"] == "2 of 8 listed (7 held here with posts): at least 2 posts in own words on US elections"
    # of twelve posts in own words: three on Brazil, three on a dish
    assert first["uncoded_share"] == 0.5
    assert "the codebook leaves 50.0 % of the posts in own words uncoded" in first["caveat"]
    assert planted.codebook is not None
    assert any(f"codebook.toml sha256 {planted.codebook.sha256[:12]}" in note for note in result.notes)
    assert result.notes[0] == "A: 8 accounts listed (an input), 7 seen here with posts of their own"


def test_a_topic_within_another_is_counted_among_its_accounts(planted: "World") -> None:
    planted.write()

    assert standing(planted, "stolen") == {
        ON: ["x:on"],
        BELOW: [],
        NONE: ["x:chinese"],
        NOT_AMONG: ["x:few", "x:foreign", "x:other", "x:quotes", "x:reposts"],
        NOT_HELD: ["x:absent"],
    }


def test_the_analysts_label_goes_before_the_codebook_with_name_and_date(planted: "World") -> None:
    planted.labels = (
        Label("x:few", "elections", True, "all pictures are of ballots", "Ana", 1_727_740_800_000),
        Label("x:on", "elections", False, "a weather service", "Ben", 1_727_827_200_000),
        Label("x:absent", "elections", True, "seen by eye", "Ana", 1_727_740_800_000),
        Label("x:chinese", "weather", True, "of another topic", "Ana", 1_727_740_800_000),
    )
    planted.write()

    result = planted.ask("topic-share", set="A", topic="elections")

    by_standing = {r["standing"]: r for r in result.rows}
    assert by_standing[ON]["accounts"] == ["x:absent", "x:chinese", "x:few"]
    assert by_standing[ON]["by_label"] == 2
    assert by_standing[ON]["because"].endswith("; by label: x:absent (Ana, 2024-10-01), x:few (Ana, 2024-10-01)")
    assert by_standing[BELOW]["accounts"] == ["x:on"]
    assert "label: x:on is not on elections, says Ben (2024-10-02): a weather service" in result.notes
    assert len([note for note in result.notes if note.startswith("label: ")]) == 3
    # the label on the topic decides who is among them for the topic within
    assert standing(planted, "stolen")[ON] == ["x:few"]
    assert "x:on" in str(standing(planted, "stolen")[NOT_AMONG])


def test_a_label_holds_for_every_key_of_an_account_and_the_later_one_stands(planted: "World") -> None:
    planted.account("x:other", handle="name")
    planted.same("x:@name", "x:other")
    planted.labels = (
        Label("x:@name", "elections", True, "later", "Ana", 2_000),
        Label("x:other", "elections", False, "earlier", "Ana", 1_000),
    )
    planted.write()

    assert "x:@name" in str(standing(planted, "elections")[ON])


def test_two_keys_of_one_account_are_one_and_its_posts_are_counted_once(planted: "World") -> None:
    few = planted.post("x:few", text="another word on the ballot", id="twice")
    planted.facts.link("POSTED", planted.account("x:@few"), few)
    planted.account("x:few", handle="few")
    planted.same("x:@few", "x:few")
    planted.set("B", [planted.account("x:few"), planted.account("x:@few")])
    planted.write()

    rows = planted.ask("topic-share", set="B", topic="elections").rows

    assert (rows[0]["listed"], rows[0]["n_accounts"], rows[0]["posts_on_topic"]) == (1, 1, 2)


def test_an_empty_set_answers_with_nobody(world: "World") -> None:
    world.codebook = parse_codebook(BOOK.encode())
    world.set("A", [])
    world.write()

    result = world.ask("topic-share", set="A", topic="elections")

    assert {(r["n_accounts"], r["listed"], r["share_of_held"]) for r in result.rows} == {(0, 0, None)}
    assert result.notes[0].startswith("A: 0 accounts listed")


def test_without_a_codebook_or_topic_that_is_told(world: "World") -> None:
    world.set("A", [])
    world.write()

    with pytest.raises(QueryError, match=r"this case has no codebook\.toml"):
        world.ask("topic-share", set="A", topic="elections")
    world.codebook = parse_codebook(BOOK.encode())
    with pytest.raises(QueryError, match="did you mean 'elections'"):
        world.ask("topic-share", set="A", topic="election")
