"""What the browser is sent of a picture: all of it, or what came and changed since the last time."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

import attribution
from attribution.case import Case
from graph.records import Ref
from graph.subgraph import Subgraph, Vertex
from ui.chosen import Chosen
from ui.graph_component.payload import can_follow, payload
from ui.opening import draw_with, of_query
from ui.screen import Screen
from ui.view import Came, View

MIRROR = Ref("Account", "x:1002")


@pytest.fixture
def case(case_folder: Path) -> Iterator[Case]:
    with attribution.open(case_folder) as opened:
        yield opened


@pytest.fixture
def opened(case: Case) -> View:
    return of_query(case, "rare-domain", {})


def sent(view: View, held: View | None = None) -> dict[str, Any]:
    return cast("dict[str, Any]", payload(view, chosen=(0, Chosen()), height=600, fallback=None, held=held))


def grown(case: Case, view: View, more: Subgraph | None = None) -> View:
    here = [v.ref for v in view.subgraph.vertices]
    found = more or case.neighbours(MIRROR, exclude=here, limit=20).subgraph
    newcomers = [v.ref for v in found.vertices if v.ref not in here]
    return view.grown(Came(MIRROR), newcomers, found, Screen(), draw_with(case, view.answer))


def rows(columns: Mapping[str, list[object]]) -> dict[object, dict[str, object]]:
    return {id_: {name: column[i] for name, column in columns.items()} for i, id_ in enumerate(columns["id"])}


def test_what_stays_is_not_sent_again_and_what_is_sent_makes_the_whole(case: Case, opened: View) -> None:
    later = grown(case, opened)

    first, step, whole = sent(opened), sent(later, opened), sent(later)

    assert (first["base"], step["base"], whole["base"]) == (None, opened.revision, None)
    for kind in ("nodes", "edges"):
        merged = rows(first[kind]) | rows(step[kind])
        assert merged == rows(whole[kind])
        # links name their ends by place: newcomers stand behind what was there
        assert list(merged) == whole[kind]["id"]
    assert {key: step[key] for key in ("told", "arrivals", "groups")} == {
        key: whole[key] for key in ("told", "arrivals", "groups")
    }


def test_of_nodes_only_those_that_are_drawn_otherwise_are_sent(case: Case, opened: View) -> None:
    stranger = Subgraph.of([Vertex(Ref("Account", "x:9"), {"platform": "x", "account_id": "9"})], [])

    later = grown(case, opened, stranger)

    assert sent(later, opened)["nodes"]["id"] == ["Account/x:9"]
    assert sent(later, opened)["edges"]["id"] == []
    assert later.scene.nodes[0] is opened.scene.nodes[0]


def test_a_choice_beside_the_picture_sends_no_node(opened: View) -> None:
    again = sent(opened, opened)

    assert can_follow(opened, opened)
    assert again["nodes"]["id"] == again["edges"]["id"] == []
    assert again["nodes"].keys() == sent(opened)["nodes"].keys()


def test_on_a_new_platform_or_in_another_view_all_is_sent(case: Case, opened: View) -> None:
    stranger = Subgraph.of([Vertex(Ref("Account", "vk:1"), {"platform": "vk", "account_id": "1"})], [])

    assert can_follow(grown(case, opened), opened)
    assert not can_follow(opened, grown(case, opened))
    assert not can_follow(grown(case, opened, stranger), opened)
    assert not can_follow(of_query(case, "rare-domain", {}), opened)
