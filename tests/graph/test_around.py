"""What is said of neighbours before they come, which of them are chosen, and the list to pick from: the same on both engines."""

import pytest

from graph import around as around_module
from graph.around import Kind, around, neighbour_list
from graph.connection import Graph
from graph.facts import Facts
from graph.neighbourhood import AT_ONCE, Choice
from graph.read import neighbours
from graph.records import Ref
from graph.write import write_nodes, write_relationships
from tests.graph.planted import ANA, BO, CY, DOMAIN, NEWS, TAG, WEIGHTS, campaign, write

DAN = Ref("Account", "telegram:9")
FILM = Ref("Media", "youtube:abcdefghijk")
GROUP = Ref("Surface", "facebook:77")


@pytest.fixture(scope="module")
def campaign_graph(module_graph: Graph) -> Graph:
    """The campaign, with two accounts that a run found beside Ana, one of them elsewhere."""
    facts = campaign()
    dan = facts.account("telegram", id="9", handle="Dan")
    facts.link("COORDINATED_WITH", ANA, BO, {"run": "r1", "information": 5.0})
    facts.link("COORDINATED_WITH", ANA, BO, {"run": "r2", "information": 1.0})
    facts.link("COORDINATED_WITH", dan, ANA, {"run": "r1", "information": 9.0})
    write(module_graph, facts, WEIGHTS)
    return module_graph


def test_neighbours_are_counted_before_they_come(campaign_graph: Graph) -> None:
    found = around(campaign_graph, ANA)

    assert found.kinds[:4] == (
        Kind("Network", "", 1, 0, None),
        Kind("Media", "youtube", 1, 1, 2.5),
        Kind("Domain", "", 2, 1, 0.9),
        # one of the two was weighed
        Kind("Url", "", 1, 1, 0.58),
    )
    assert found.total == sum(kind.count for kind in found.kinds) == neighbours(campaign_graph, ANA).total
    assert found.total - found.common == neighbours(campaign_graph, ANA, least=3.0).total
    assert (found.platform, found.coordinated, found.at_least, found.is_hub) == ("x", 2, False, False)
    # Dan, the film, and its page
    assert found.elsewhere == neighbours(campaign_graph, ANA, other_platforms=True).total == 3


def test_what_is_present_is_not_counted(campaign_graph: Graph) -> None:
    everything, some = around(campaign_graph, ANA), around(campaign_graph, ANA, [DAN, FILM, CY])

    assert (some.total, some.coordinated, some.elsewhere) == (everything.total - 3, 1, 1)


def test_what_stands_on_no_platform_has_nothing_elsewhere(campaign_graph: Graph) -> None:
    assert around(campaign_graph, DOMAIN).elsewhere is None
    assert neighbours(campaign_graph, DOMAIN, other_platforms=True).total == 0
    assert neighbour_list(campaign_graph, DOMAIN, Choice(other_platforms=True)).total == 0


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(platforms=("youtube",)), {FILM, Ref("Url", "https://www.youtube.com/watch?v=abcdefghijk")}),
        (Choice(platforms=("telegram", "nowhere")), {DAN}),
        (Choice(platforms=()), set()),
        (Choice(platforms=("'}) DETACH DELETE n //",)), set()),
        (Choice(coordinated=True), {BO, DAN}),
        (Choice(coordinated=True, other_platforms=True), {DAN}),
        (Choice(labels=("Hashtag",), coordinated=True), set()),
        (Choice(labels=("Hashtag",)), {TAG}),
    ],
)
def test_choices_choose_the_same_for_list_and_picture(
    campaign_graph: Graph, choice: Choice, expected: set[Ref]
) -> None:
    listed = neighbour_list(campaign_graph, ANA, choice, common=True)
    brought = neighbours(
        campaign_graph, ANA, labels=choice.labels, platforms=choice.platforms,
        other_platforms=choice.other_platforms, coordinated=choice.coordinated,
    )  # fmt: skip

    assert {row.ref for row in listed.rows} == expected
    assert {v.ref for v in brought.subgraph.vertices} - {ANA} == expected
    assert listed.total == brought.total == len(expected)


def test_the_list_says_what_a_choice_needs_in_the_order_in_which_things_come(campaign_graph: Graph) -> None:
    found = neighbour_list(campaign_graph, ANA, Choice(), common=True)
    coordinated = neighbour_list(campaign_graph, ANA, Choice(coordinated=True))

    assert [row.ref for row in found.rows[:4]] == [Ref("Network", "meta/Q1"), FILM, DOMAIN, NEWS]
    film = found.rows[1]
    assert (film.name, film.platform, film.sharers, film.information, film.times) == ("A Film", "youtube", 2, 2.5, 1)
    # Bo by the more telling of two runs; few bits of a link make nobody common
    assert [(row.name, row.information) for row in coordinated.rows] == [("Dan", 9.0), ("Bo", 5.0)]


def test_pages_make_up_the_list_and_common_things_stay_away(campaign_graph: Graph) -> None:
    whole = neighbour_list(campaign_graph, ANA, Choice(), common=True)

    pages = [neighbour_list(campaign_graph, ANA, Choice(), common=True, limit=3, offset=n) for n in range(0, 30, 3)]
    telling = neighbour_list(campaign_graph, ANA, Choice())

    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.total for page in pages} == {whole.total}
    assert (telling.total, telling.common) == (whole.total - 4, 4)
    assert not {FILM, DOMAIN, NEWS, TAG} & {row.ref for row in telling.rows}
    assert neighbour_list(campaign_graph, ANA, Choice(), limit=-1, offset=-5).rows == ()


def test_nobody_has_nothing_around(campaign_graph: Graph) -> None:
    found = around(campaign_graph, Ref("Account", "x:nobody"))

    assert (found.total, found.kinds, found.elsewhere) == (0, (), None)
    assert neighbour_list(campaign_graph, Ref("Account", "x:nobody"), Choice()).rows == ()


def test_a_hub_is_a_list_and_never_comes_whole(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    several = AT_ONCE + 50
    facts = Facts()
    facts.node("Hashtag", "hub")
    write(graph, facts)
    for label, prefix in (("Account", "x:"), ("Post", "x:p")):
        write_nodes(
            graph, label, [{"id": f"{prefix}{n}", "properties": {}, "datasets": ["d1"]} for n in range(several)]
        )
    for type_, start, end in (("POSTED", "Account", "Post"), ("TAGGED", "Post", "Hashtag")):
        rows = [
            {"start": f"x:{'' if start == 'Account' else 'p'}{n}", "end": f"x:p{n}" if end == "Post" else "hub",
             "properties": {}, "datasets": ["d1"]}
            for n in range(several)
        ]  # fmt: skip
        write_relationships(graph, type_, start, end, rows)
    hub = Ref("Hashtag", "hub")

    found = around(graph, hub)
    # nothing but its key says where an account is
    assert found.kinds == (Kind("Account", "x", several, 0, None),)
    assert found.is_hub
    assert not found.at_least
    assert neighbours(graph, hub, limit=10_000).shown == AT_ONCE
    assert len(neighbour_list(graph, hub, Choice(), limit=300).rows) == several

    monkeypatch.setattr("graph.neighbourhood.WALKED", 100)
    monkeypatch.setattr(around_module, "WALKED", 100)
    found = around(graph, hub)
    assert (found.total, found.at_least) == (100, True)
