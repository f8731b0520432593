import pytest

from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
from ui.screen import Screen, Selected

ACCOUNT, OTHER, TAG = Ref("Account", "x:1"), Ref("Account", "x:2"), Ref("Hashtag", "tag")
SUBGRAPH = Subgraph.of(
    [Vertex(ACCOUNT), Vertex(OTHER), Vertex(TAG)],
    [Edge("SHARED", ACCOUNT, TAG), Edge("SHARED", OTHER, TAG), Edge("SAME_AS", ACCOUNT, OTHER, {"reason": "r"})],
)


@pytest.mark.parametrize(
    ("found", "left", "links"),
    [
        ({}, {ACCOUNT, OTHER, TAG}, 3),
        ({"removed": ["Account/x:1"]}, {OTHER, TAG}, 1),
        ({"hiddenLabels": ["Hashtag"]}, {ACCOUNT, OTHER}, 1),
        ({"hiddenTypes": ["SHARED"]}, {ACCOUNT, OTHER, TAG}, 1),
        ({"removed": ["SHARED|Account/x:1|Hashtag/tag"]}, {ACCOUNT, OTHER, TAG}, 2),
        ({"hiddenLabels": ["Nonsense"], "removed": [3, None]}, {ACCOUNT, OTHER, TAG}, 3),
    ],
)
def test_what_is_on_screen(found: object, left: set[Ref], links: int) -> None:
    visible = Screen.read(found).on_screen(SUBGRAPH)

    assert {v.ref for v in visible.vertices} == left
    assert len(visible.edges) == links


@pytest.mark.parametrize(
    "found",
    [None, 3, "x", [], {"moved": [1]}, {"moved": {"Account/x:1": ["a", 1]}}, {"moved": {"a": [float("nan"), 1]}}],
)
def test_nonsense_from_the_browser_is_left_out(found: object) -> None:
    assert Screen.read(found) == Screen(moved={})


def test_dragged_nodes_stand_where_they_were_dragged_to() -> None:
    screen = Screen.read({"moved": {"Account/x:1": [5, 6.5]}})

    assert screen.placed({ACCOUNT: (0.0, 0.0), TAG: (1.0, 1.0)}) == {ACCOUNT: (5.0, 6.5), TAG: (1.0, 1.0)}


def test_screen_survives_being_saved() -> None:
    screen = Screen.read(
        {"removed": ["Account/x:1"], "hiddenLabels": ["Hashtag"], "hiddenTypes": ["POSTED"], "moved": {"a": [1, 2]}}
    )

    assert Screen.read(screen.as_json()) == screen


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"kind": "node", "id": "Account/x:1"}, Selected("node", "Account/x:1")),
        ({"kind": "edge", "id": "e"}, Selected("edge", "e")),
        ({"kind": "none", "id": ""}, None),
        ({"kind": "node", "id": 3}, None),
        ({"kind": "script", "id": "x"}, None),
        (None, None),
    ],
)
def test_selection_is_checked(found: object, expected: Selected | None) -> None:
    assert Selected.read(found) == expected


def test_what_the_picture_leaves_out_is_said() -> None:
    screen = Screen.read({"removed": ["Account/x:1"], "hiddenLabels": ["Hashtag"], "hiddenTypes": ["SAME_AS"]})

    nodes, links, removed = screen.left_out()

    assert nodes == "Switched off: hashtags"
    assert links.startswith("Links switched off: ")
    assert removed == "1 element removed by the analyst"
    assert Screen().left_out() == ()
