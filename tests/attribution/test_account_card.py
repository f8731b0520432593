"""The card of an account says what is loaded, and no more; the same on both engines."""

from collections.abc import Callable

import pytest

from attribution.account_card import Measure
from attribution.errors import CaseError
from attribution.progress import silent
from attribution.syncing import sync
from graph.connection import Graph
from graph.facts import Facts
from graph.records import Ref
from store.resolve import Reader
from tests.attribution.here import Here

ANA = Ref("Account", "x:1")
# Monday, 1 January 2024, 05:30 UTC
MONDAY = 1_704_087_000_000
HOUR, DAY = 3_600_000, 86_400_000


def first_file() -> Facts:
    """Ana under her old name, with posts whose times are known, of the day alone, local, and unknown."""
    facts = Facts(observed_at=MONDAY)
    ana = facts.account("x", id="1", handle="ana", properties={"name": "Ana", "followers": 10})
    bo = facts.account("x", id="2", handle="bo")
    posts: tuple[tuple[str, dict[str, str | int]], ...] = (
        ("p1", {"created_at": MONDAY, "kind": "post", "likes": 5, "views": 0}),
        ("p2", {"created_at": MONDAY + HOUR, "kind": "reply", "likes": 2}),
        ("p3", {"created_at": MONDAY + 6 * DAY, "kind": "post", "ts_precision": "day", "likes": 1}),
        ("p4", {"created_at": MONDAY + 7 * DAY, "kind": "post", "ts_origin": "local-unknown"}),
        ("p5", {}),
        ("p6", {"created_at": MONDAY + 7 * DAY, "kind": "post", "ts_origin": "utc", "ts_precision": "minute"}),
    )
    for name, given in posts:
        post = facts.post("x", name, given, author=ana)
        facts.tag(post, "both")
        facts.tag(post, "own")
    facts.tag(facts.post("x", "p9", {"created_at": MONDAY, "likes": 1_000}, author=bo), "both")
    facts.link(
        "LISTED_IN", ana, facts.node("Network", "meta/Q1", {"publisher": "meta", "name": "Q1"}), {"role": "asset"}
    )
    statement = facts.node("Statement", "s1", {"kind": "attribution", "text": "said", "attributes": "denied"})
    facts.link("ABOUT", statement, ana)
    facts.link("STATED_BY", statement, facts.node("Source", "ministry", {"name": "Ministry"}))
    return facts


def second_file() -> Facts:
    """The same account a day later, renamed."""
    facts = Facts(observed_at=MONDAY + DAY)
    facts.account("x", id="1", handle="ana_new", properties={"name": "Ana", "followers": 99})
    return facts


@pytest.fixture
def case(stored: Callable[..., Reader], graph: Graph) -> Here:
    """Both files on each engine."""
    stored([first_file()])
    reader = stored([second_file()])
    sync(graph, reader, silent)
    return Here(reader.folder.root, graph)


def test_a_card_says_what_is_loaded(case: Here) -> None:
    card = case.account_card(ANA)

    assert [(one.property, one.value, one.first_at, one.last_at, one.files) for one in card.names] == [
        ("handle", "ana", MONDAY, MONDAY, ("file0.csv",)),
        ("handle", "ana_new", MONDAY + DAY, MONDAY + DAY, ("file1.csv",)),
        ("name", "Ana", MONDAY, MONDAY + DAY, ("file0.csv", "file1.csv")),
    ]
    assert (card.platform, card.files) == ("x", ("file0.csv", "file1.csv"))
    assert (card.posts, card.first_at, card.last_at) == (6, MONDAY, MONDAY + 7 * DAY)
    assert card.by_kind == {"post": 4, "reply": 1, "unknown": 1}
    # the tag that nobody else used ties her to nobody
    assert [vertex.ref for vertex in card.objects] == [Ref("Hashtag", "both")]
    assert case.account_card(ANA, objects=0).objects == ()
    assert [(one.ref.key, one.name, one.by, one.role, one.files) for one in card.listings] == [
        ("meta/Q1", "Q1", "meta", "asset", ("file0.csv",))
    ]
    assert [(one["source"], one["attributes"], one["text"]) for one in card.statements] == [
        ("Ministry", "denied", "said")
    ]


def test_hours_are_counted_where_they_are_known_in_utc(case: Here) -> None:
    card = case.account_card(ANA)

    counted = {(day, hour): n for day, row in enumerate(card.rhythm) for hour, n in enumerate(row) if n}
    assert counted == {(0, 5): 2, (0, 6): 1}
    # of the day alone, local, and without a time
    assert card.without_hour == 3
    assert {len(row) for row in card.rhythm} == {24}


def test_a_missing_count_is_not_zero_and_zero_is_a_count(case: Here) -> None:
    measures = {one.name: one for one in case.account_card(ANA).engagement}

    assert measures["likes"] == Measure("likes", 3, 2.0, 8)
    assert measures["views"] == Measure("views", 1, 0.0, 0)
    assert measures["quotes"] == Measure("quotes", 0, None, None)


def test_who_posted_nothing_has_a_card_and_what_is_no_account_has_none(
    case: Here, stored: Callable[..., Reader]
) -> None:
    quiet = Facts()
    quiet.account("x", id="7", handle="quiet")
    sync(case.graph, stored([quiet]), silent)

    card = case.account_card(Ref("Account", "x:7"))
    assert (card.posts, card.first_at, card.objects, card.listings, card.by_kind) == (0, None, (), (), {})
    assert [(one.value, one.first_at) for one in card.names] == [("quiet", None)]
    for ref in (Ref("Hashtag", "both"), Ref("Account", "'}) DETACH DELETE n //"), Ref("Account", "x" * 10_000)):
        with pytest.raises(CaseError, match="is no account in the graph"):
            case.account_card(ref)
