"""Every query gives the same rows, in the same order and of the same types, on both engines."""

from typing import TYPE_CHECKING, Any

import pytest

from graph.connection import Graph
from graph.records import Ref
from queries.catalogue import catalogue
from queries.codebook import parse_codebook
from queries.result import Result
from store.notebook import Label

if TYPE_CHECKING:
    from tests.queries.conftest import World

BOOK = b"""
version = 1
[topics.elections]
title = "US elections"
terms = ["midterms", "ballot"]
exclusions = ["Brazil"]
minimum_posts = 2
[topics.stolen]
title = "stolen"
within = "elections"
terms = ["stolen"]
"""

ASKED: list[tuple[str, dict[str, object]]] = [
    ("same-link-across-platforms", {}),
    ("same-link-across-platforms", {"window": "1d", "max_sharers": 1000, "min_information": 0}),
    ("same-file", {"min_information": 0}),
    ("same-text", {"min_information": 0, "limit": 3}),
    ("rare-domain", {"min_accounts": 2, "min_information": 0}),
    ("shared-fingerprint", {"max_tier": 3, "max_domains": 100}),
    ("shared-by-two-sets", {"a": "A", "b": "B"}),
    ("shared-by-two-sets", {"a": "A", "b": "network:Pub/Net", "max_sharers": 2}),
    ("near-a-set", {"set": "A"}),
    ("near-a-set", {"set": "network:Pub/Net", "min_information": 0, "max_sharers": 1000}),
    ("topic-share", {"set": "A", "topic": "elections"}),
    ("topic-share", {"set": "A", "topic": "stolen"}),
    ("engagement", {"set": "A", "ratio": 2}),
    ("engagement", {"set": "network:Pub/Net", "kinds": "post", "age_band": "1d"}),
    ("first-appearance", {"object": "https://rare1.example/p"}),
    ("first-appearance", {"object": "#tag3"}),
    ("bursts", {"window": "1d", "min_information": 0}),
    ("early-amplifiers", {"source": "Account/x:star", "window": "1d"}),
    ("hidden-links", {"min_links": 2}),
    ("hours-of-a-set", {"set": "A", "min_posts": 5}),
    ("hours-of-a-set", {"set": "B", "min_posts": 5, "unit": "weekday", "offset": -5}),
    ("listed-and-seen", {"set": "network:Pub/Net"}),
    ("listed-and-seen", {"set": "A", "standing": "seen"}),
    ("path-between-accounts", {"a": "Account/x:4", "b": "Account/telegram:5", "min_information": 0}),
    ("renamed-accounts", {}),
    ("same-bio", {"min_accounts": 2}),
    ("same-name-or-handle", {}),
    ("sites-by-fingerprints", {"max_tier": 3, "min_kinds": 1}),
    ("time-precision", {}),
    ("topic-first-seen", {"topic": "elections"}),
    ("what-sources-say", {}),
    ("who-reacts-to-a-set", {"set": "A", "min_posts": 1}),
]


def plant(world: "World") -> None:
    """Some hundred posts that meet in many ways."""
    world.crowd(30)
    for n in range(9):
        key = f"{('x', 'tiktok')[n % 2]}:namesake{n}"
        handles = {"handle": f"wanderer{n // 3}", "handles": [f"wanderer{k}" for k in range(n // 3 + 1)]}
        world.account(key, name=f"Kim Common {n // 4}", bio=f"Walker number {n} of a long list of walkers", **handles)
        world.post(key, "2024-09-01T12:00:00", urls=[f"https://bit.ly/short{k}" for k in range(n % 4)])
    platforms = ("x", "telegram", "facebook", "youtube")
    precisions = ("second", "second", "minute", "day", "millisecond")
    posts: list[Ref] = []
    for n in range(160):
        account = f"{platforms[n % 4]}:{n % 23}"
        target = posts[n // 3] if n % 7 == 0 and posts else None
        counts = {
            name: (n * factor) % 11 for name, factor in (("likes", 3), ("reposts", 5), ("views", 7)) if n % (factor - 1)
        }
        posts.append(
            world.post(
                account,
                f"2024-09-{1 + n % 5:02d}T{n % 3:02d}:{n % 2:02d}:{n % 60:02d}",
                None
                if target and n % 2
                else f"text number {n % 9} which is long enough, on the midterms and a stolen ballot",
                urls=[f"https://rare{n % 12}.example/p"] if n % 3 else [f"https://youtu.be/video{n % 5:06d}"],
                tags=[f"tag{n % 6}"] if n % 2 else [],
                files=[f"file {n % 10}"] if n % 5 == 0 else [],
                kind="repost" if target and n % 2 else "quote" if target else ("post", "reply")[n % 2],
                repost_of=target if n % 2 else None,
                quotes=target if not n % 2 else None,
                reply_to=posts[n // 2] if posts and n % 2 and not target else None,
                precision=precisions[n % 5],
                origin="local-unknown" if n % 13 == 0 else "utc",
                **counts,
            )
        )
    for n in range(8):
        world.fingerprint(("ga_id", "ip")[n % 2], f"value {n}", n % 4, [f"rare{d}.example" for d in range(n % 5 + 1)])
    world.set("A", [world.account(f"x:{n}") for n in range(0, 23, 2)])
    world.set("B", [world.account(f"telegram:{n}") for n in range(1, 23, 4)])
    world.network(
        "Pub", "Net", {world.account("facebook:2"): "asset", world.facts.node("Domain", "rare1.example"): "asset"}, 83
    )
    world.labels = (Label("x:4", "elections", False, "a parrot", "Ana", 1_727_740_800_000),)
    world.codebook = parse_codebook(BOOK)


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Result]]:
    return {}


@pytest.fixture
def both(
    request: pytest.FixtureRequest, answers: dict[str, list[Result]], worlds: type["World"]
) -> dict[str, list[Result]]:
    """The answers of both engines; asked once."""
    # both first: where one engine is missing, every test is skipped and none is answered by half
    graphs: dict[str, Graph] = {name: request.getfixturevalue(f"{name}_graph") for name in ("embedded", "neo4j")}
    if not answers:
        for name, graph in graphs.items():
            world = worlds(graph)
            plant(world)
            world.write()
            answers[name] = [world.ask(id_, **values) for id_, values in ASKED]
    return answers


@pytest.mark.embedded
@pytest.mark.neo4j
@pytest.mark.parametrize("number", range(len(ASKED)), ids=[f"{n}-{id_}" for n, (id_, _) in enumerate(ASKED)])
def test_both_engines_give_the_same_rows(both: dict[str, list[Result]], number: int) -> None:
    embedded, neo4j = both["embedded"][number], both["neo4j"][number]

    assert embedded.rows, "a question that finds nothing compares nothing"
    assert embedded.rows == neo4j.rows
    assert [_types(row) for row in embedded.rows] == [_types(row) for row in neo4j.rows]
    assert embedded.notes == neo4j.notes
    assert embedded.refs == neo4j.refs
    assert embedded.columns == tuple(embedded.rows[0]) == tuple(neo4j.rows[0])


@pytest.mark.embedded
@pytest.mark.neo4j
def test_every_row_says_why_and_what_to_keep_in_mind(both: dict[str, list[Result]]) -> None:
    asked = {result.query.id for result in both["embedded"]}
    assert asked == set(catalogue())
    for result in both["embedded"]:
        for row in result.rows:
            assert isinstance(row["because"], str)
            assert len(row["because"]) > 10
            assert isinstance(row["caveat"], str)
            assert len(row["caveat"]) > 10


def _types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _types(one) for key, one in value.items()}
    return [_types(one) for one in value] if isinstance(value, list) else type(value).__name__
