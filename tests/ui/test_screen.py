import pytest

from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
from ui.filters import Filters
from ui.screen import Fold, Screen, Selected

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
    [
        None,
        3,
        "x",
        [],
        {"moved": [1]},
        {"moved": {"Account/x:1": ["a", 1]}},
        {"moved": {"a": [float("nan"), 1]}},
        {"hiddenPlatforms": "vk", "minDegree": -3, "minWeight": "many", "maxQ": 2, "dims": 1},
        {"hiddenPlatforms": [3, None], "minDegree": float("nan"), "minWeight": float("-inf"), "maxQ": True},
        {"hiddenDatasets": {"d1": 1}},
        {"hiddenDatasets": [[], 3]},
        {"time": [5, 1]},
        {"time": [None, 5]},
        {"time": [0, 1e300]},
        {"time": [-1e300, 0]},
        {"time": "ab"},
        {"layout": ["time"]},
        {"layout": "spiral"},
        {"folds": {"name": "a"}},
        {"folds": [3, {"name": "one", "members": ["a", "a"]}, {"name": None, "members": ["a", "b"]}]},
    ],
)
def test_nonsense_from_the_browser_is_left_out(found: object) -> None:
    assert Screen.read(found) == Screen(moved={})


def test_dragged_nodes_stand_where_they_were_dragged_to() -> None:
    screen = Screen.read({"moved": {"Account/x:1": [5, 6.5]}})

    assert screen.placed({ACCOUNT: (0.0, 0.0), TAG: (1.0, 1.0)}) == {ACCOUNT: (5.0, 6.5), TAG: (1.0, 1.0)}


def test_screen_survives_being_saved() -> None:
    screen = Screen.read(
        {
            "removed": ["Account/x:1"],
            "hiddenLabels": ["Hashtag"],
            "hiddenTypes": ["POSTED"],
            "moved": {"a": [1, 2]},
            "hiddenPlatforms": ["vk"],
            "hiddenDatasets": ["d1"],
            "minDegree": 2,
            "minWeight": 3,
            "maxQ": 0.05,
            "time": [1, 5],
            "dims": True,
            "layout": "time",
            "folds": [{"name": "Box", "members": ["a", "b"]}],
        }
    )

    assert Screen.read(screen.as_json()) == screen
    assert screen.filters == Filters(frozenset({"vk"}), frozenset({"d1"}), 2, 3, 0.05, (1, 5), dims=True)
    assert screen.layout == "time"
    assert screen.folds == (Fold("Box", ("a", "b")),)


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


HOUR = 3_600_000
POST = Ref("Post", "x:9")
FILTERED = Subgraph.of(
    [
        Vertex(ACCOUNT, {"platform": "x", "created_at": 1}, ("d1", "d2")),
        Vertex(Ref("Account", "vk:3"), {"platform": "vk"}, ("d2",)),
        Vertex(OTHER, datasets=("d1",)),
        Vertex(TAG, datasets=("d1", "d2")),
        Vertex(POST, {"created_at": 9 * HOUR}),
    ],
    [
        Edge("SHARED", ACCOUNT, TAG, {"posts": 3, "first_at": HOUR, "last_at": 2 * HOUR}),
        Edge("SHARED", Ref("Account", "vk:3"), TAG, {"posts": 1, "first_at": 5 * HOUR, "last_at": 5 * HOUR}),
        Edge("COORDINATED_WITH", ACCOUNT, OTHER, {"run": "r", "weight": 2, "q": 0.2, "first_at": HOUR}),
        Edge("POSTED", OTHER, POST, datasets=("d3",)),
    ],
)
ALL = {"x:1", "vk:3", "x:2", "tag", "x:9"}


@pytest.mark.parametrize(
    ("asked", "left", "links"),
    [
        ({"hiddenPlatforms": ["vk"]}, ALL - {"vk:3"}, 3),
        ({"hiddenPlatforms": ["telegram"]}, ALL, 4),
        ({"minDegree": 2}, {"x:1", "tag", "x:2"}, 2),
        ({"minDegree": 1}, ALL, 4),
        ({"minWeight": 2}, ALL, 3),
        ({"minWeight": 4}, ALL, 1),
        ({"maxQ": 0.2}, ALL, 4),
        ({"maxQ": 0.1}, ALL, 3),
        # an account has no time of its own: it stays for what it did then
        ({"time": [2 * HOUR, 3 * HOUR]}, {"x:1", "tag"}, 1),
        ({"time": [2 * HOUR + 1, 3 * HOUR]}, set(), 0),
        ({"time": [8 * HOUR, 10 * HOUR]}, {"x:2", "x:9"}, 1),
        ({"time": [0, 10 * HOUR]}, ALL, 4),
        ({"hiddenPlatforms": ["vk"], "minDegree": 2}, {"x:1", "x:2"}, 1),
        ({"hiddenPlatforms": ["vk"], "dims": True}, ALL, 4),
        # what another file says, too, stays
        ({"hiddenDatasets": ["d2"]}, ALL - {"vk:3"}, 3),
        ({"hiddenDatasets": ["d1"]}, ALL - {"x:2"}, 2),
        ({"hiddenDatasets": ["d1", "d2"]}, {"x:9"}, 0),
        ({"hiddenDatasets": ["d3"]}, ALL, 3),
    ],
)
def test_filters_leave_what_passes(asked: dict[str, object], left: set[str], links: int) -> None:
    visible = Screen.read(asked).on_screen(FILTERED)

    assert {v.ref.key for v in visible.vertices} == left
    assert len(visible.edges) == links


def test_filters_and_boxes_are_said() -> None:
    asked = {"hiddenPlatforms": ["vk"], "hiddenDatasets": ["d1"], "minDegree": 1, "maxQ": 0.05, "time": [0, HOUR]}
    box = {"folds": [{"name": "Ring\u202e", "members": ["a", "b"]}]}

    hidden, folded = Screen.read(asked | box).left_out()
    (dimmed,) = Screen.read(asked | {"dims": True}).left_out()

    words = "not on VK; without what only 1 loaded file (d1) said; at least 1 link; q of 0.05 or less; 1970-01-01 00:00 UTC to 1970-01-01 01:00 UTC"
    assert hidden == f"Filtered to: {words}"
    assert dimmed == f"Dimmed on screen and drawn here like the rest is all but: {words}"
    assert folded.startswith("On screen 2 nodes were folded into “Ring")
    assert "\u202e" not in folded
