"""Every move of the picture with a real mouse and keyboard: in the app, and of the built component alone."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from attribution.noting import Noted
from briefing.scene import Scene, scene
from graph.records import Ref, Value
from graph.subgraph import Edge, Subgraph, Vertex
from ui.chosen import Chosen
from ui.graph_component import BUILT
from ui.graph_component.payload import packed, payload
from ui.highlight import Highlight
from ui.screen import Point, Screen
from ui.view import View, new_view

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

Graph = Callable[..., Any]
Ask = Callable[[Page, str, str], None]
Idle = Callable[[Page], None]
Show = Callable[..., Page]
Points = dict[str, list[float]]

DOMAIN = "Domain/rare.example"
HOUR = 3_600_000
START = 1_664_600_400_000
HEIGHT = 640


@pytest.fixture
def rare(page: Page, ask: Ask) -> Page:
    """The nine accounts around one rare domain."""
    ask(page, "links", "rarely linked websites")
    return page


# -- the component alone, on data that Python made for it


def data_of(
    subgraph: Subgraph,
    places: Mapping[Ref, Point],
    *,
    notes: Mapping[str, Noted] | None = None,
    highlight: Highlight | None = None,
    files: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """What the component is given for a picture with these places."""

    def draw(drawn: Subgraph, known: Mapping[Ref, Point], before: tuple[Subgraph, Scene] | None = None) -> Scene:
        return scene(drawn, {**places, **known}, before=before)

    view: View = new_view("test", subgraph, draw)
    return payload(
        view,
        chosen=(0, Chosen()),
        height=HEIGHT,
        fallback=None,
        notes=notes or {},
        highlight=highlight,
        files=files or {},
    )


@pytest.fixture
def show(browser: Browser, open_app: Callable[..., Page]) -> Show:
    """Draws data in an empty page; what the component tells stands in `window.told`."""

    def _show(data: dict[str, object], width: int = 1000) -> Page:
        page = open_app(browser, "about:blank")
        page.set_viewport_size({"width": width, "height": 720})
        page.set_content("<div id=here style='position: relative'></div>")
        page.evaluate(
            """async ([js, data]) => {
              const built = await import(URL.createObjectURL(new Blob([js], {type: "text/javascript"})));
              window.told = [];
              const packed = text => new TextEncoder().encode(text);
              window.send = text => { window.data = packed(text); window.mount(); };
              window.data = packed(data);
              const parentElement = document.getElementById("here");
              window.mount = () => built.default({
                name: "g", key: "g", data: window.data, parentElement,
                setTriggerValue: (name, value) => window.told.push([name, value]),
              });
              window.mount();
            }""",
            [BUILT.read_text("utf-8"), packed(data).decode()],
        )
        page.wait_for_function("window.__attributionGraph.drawnAt() > 0")
        page.wait_for_timeout(200)
        return page

    return _show


def account(key: str, **properties: Value) -> Vertex:
    return Vertex(Ref("Account", key), {"handle": key.partition(":")[2], **properties}, ("other",))


def campaign() -> tuple[Subgraph, dict[Ref, Point]]:
    """Three accounts on two platforms that share two addresses, one after the other, and a pair of a run."""
    a, b, c = account("x:a", platform="x"), account("x:b", platform="x"), account("telegram:c", platform="telegram")
    one, two = (
        Vertex(Ref("Url", f"https://{name}.example/"), datasets=files)
        for name, files in (("one", ("one",)), ("two", ("one", "other")))
    )
    shared = [(a, one, 0, 4), (b, one, 2, 1), (c, one, 30, 1), (b, two, 40, 2), (c, two, 40, 1)]
    links = [
        Edge(
            "SHARED",
            who.ref,
            what.ref,
            {"posts": posts, "first_at": START + at * HOUR, "last_at": START + at * HOUR},
        )
        for who, what, at, posts in shared
    ]
    links.append(Edge("COORDINATED_WITH", a.ref, b.ref, {"run": "r", "weight": 3, "q": 0.2, "first_at": START}))
    places = {
        a.ref: (0.0, 0.0),
        b.ref: (0.0, 200.0),
        c.ref: (400.0, 120.0),
        one.ref: (200.0, 60.0),
        two.ref: (200.0, 240.0),
    }
    return Subgraph.of([a, b, c, one, two], links), places


A, B, C = "Account/x:a", "Account/x:b", "Account/telegram:c"
ONE, TWO = "Url/https://one.example/", "Url/https://two.example/"
EVERYTHING = {A, B, C, ONE, TWO}


def told(page: Page, name: str) -> list[dict[str, Any]]:
    """What Python was told under a name."""
    page.wait_for_timeout(350)
    return [value for what, value in page.evaluate("window.told") if what == name]


def press(page: Page, *keys: str) -> None:
    page.locator(".graph-root").focus()
    for key in keys:
        page.keyboard.press(key)


def drag(page: Page, *corners: tuple[float, float]) -> None:
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=4)
    page.mouse.up()


def select(page: Page, first: tuple[float, float], *others: tuple[float, float]) -> None:
    page.mouse.click(*first)
    page.keyboard.down("Shift")
    for other in others:
        page.mouse.click(*other)
    page.keyboard.up("Shift")


def furthest(before: Points, after: Points) -> float:
    return max(math.dist(before[id_], after[id_]) for id_ in before)


def test_several_are_selected_kept_and_inverted(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    whole = graph(page, "positions()")

    select(page, whole[A], whole[B])
    assert set(graph(page, "selected()")) == {A, B}
    press(page, "i")
    assert set(graph(page, "selected()")) == EVERYTHING - {A, B}
    press(page, "Control+a")
    assert set(graph(page, "selected()")) == EVERYTHING
    press(page, "Escape")
    assert graph(page, "selected()") == []
    kinds = [(one["kind"], len(one["nodes"])) for one in told(page, "selected")]
    assert kinds == [("node", 1), ("many", 2), ("many", 3), ("many", 5), ("none", 0)]

    page.mouse.click(*whole[ONE])
    press(page, "k")
    assert set(graph(page, "positions()")) == {ONE}
    assert set(told(page, "screen")[-1]["removed"]) == EVERYTHING - {ONE}
    press(page, "Control+z")
    assert graph(page, "positions()") == whole


def test_back_and_forward_by_keys_and_buttons(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    whole = graph(page, "positions()")
    page.mouse.click(*whole[A])
    press(page, "Delete")
    page.locator(".legend-row[data-key=Url]").click()
    x, y = whole[B]
    drag(page, (x, y), (x + 60, y + 30))
    moved = graph(page, "positions()")
    assert moved.keys() == {B, C}
    assert graph(page, "history()") == [3, 0]

    press(page, "Control+z", "Control+z")
    assert graph(page, "positions()").keys() == EVERYTHING - {A}
    press(page, "Control+Shift+Z", "Control+y")
    assert graph(page, "positions()") == moved
    for _ in range(3):
        page.locator(".tool-back").click()
    assert graph(page, "positions()") == whole
    expect(page.locator(".tool-back")).to_be_disabled()
    page.locator(".tool-forward").click()
    assert graph(page, "positions()").keys() == EVERYTHING - {A}
    assert told(page, "screen")[-1]["removed"] == [A]


def test_a_line_is_drawn_around_what_is_selected(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    points = graph(page, "positions()")

    def around(*ids: str) -> list[tuple[float, float]]:
        xs, ys = [points[i][0] for i in ids], [points[i][1] for i in ids]
        left, right, top, bottom = min(xs) - 25, max(xs) + 25, min(ys) - 25, max(ys) + 25
        return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top + 5)]

    page.keyboard.down("Alt")
    drag(page, *around(A, B))
    page.keyboard.up("Alt")
    assert set(graph(page, "selected()")) == {A, B}

    page.locator(".tool-lasso").click()
    expect(page.locator(".tool-lasso")).to_have_attribute("aria-pressed", "true")
    drag(page, *around(C))
    assert graph(page, "selected()") == [C]
    expect(page.locator(".tool-lasso")).to_have_attribute("aria-pressed", "false")
    assert furthest(points, graph(page, "positions()")) == 0


def test_filters_hide_or_dim_and_say_so(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    whole = graph(page, "positions()")

    page.locator(".tool-filter").click()
    page.get_by_label("Telegram (1)").uncheck()
    assert graph(page, "positions()").keys() == EVERYTHING - {C}
    expect(page.locator(".banner")).to_contain_text("Filtered to: not on Telegram")
    page.get_by_label("At least this many links").fill("2")
    page.keyboard.press("Tab")
    assert graph(page, "positions()").keys() == {A, B, ONE}
    page.get_by_label("Links: weight of at least").fill("3")
    page.get_by_label("Links of a run: q of at most").fill("0.1")
    page.keyboard.press("Tab")
    assert graph(page, "positions()").keys() == set()

    page.get_by_label("Dim what does not pass").check()
    assert graph(page, "positions()") == whole
    assert set(graph(page, "dimmed()")) >= EVERYTHING
    sent = told(page, "screen")[-1]
    assert (sent["hiddenPlatforms"], sent["minDegree"], sent["minWeight"], sent["maxQ"]) == (["telegram"], 2, 3, 0.1)
    assert sent["dims"] is True

    expect(page.locator(".banner")).to_contain_text("Dimmed is all but: not on Telegram; at least 2 links")
    page.locator(".banner-button").click()
    assert graph(page, "dimmed()") == []
    page.keyboard.press("Control+z")
    assert set(graph(page, "dimmed()")) >= EVERYTHING
    page.locator(".filters input").first.press("Escape")
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".tool-filter")).to_be_focused()


def test_what_one_file_alone_says_is_filtered(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign(), files={"one": "posts.csv", "other": "<b>accounts</b>.csv"}))

    page.locator(".tool-filter").click()
    page.get_by_label("posts.csv (2)").uncheck()

    # the other address and its file stay
    assert graph(page, "positions()").keys() == EVERYTHING - {ONE}
    expect(page.locator(".banner")).to_contain_text("Filtered to: without what only posts.csv said")
    page.wait_for_timeout(400)
    assert told(page, "screen")[-1]["hiddenDatasets"] == ["one"]
    page.get_by_label("<b>accounts</b>.csv (4)").uncheck()
    assert graph(page, "positions()").keys() == set()
    page.keyboard.press("Control+z")
    assert graph(page, "positions()").keys() == EVERYTHING - {ONE}


@pytest.mark.parametrize(
    "asked",
    [
        {"hiddenPlatforms": ["telegram"]},
        {"minDegree": 2},
        {"minWeight": 2},
        {"maxQ": 0.1, "minDegree": 2},
        {"time": [START + 25 * HOUR, START + 35 * HOUR]},
        {"time": [START - HOUR, START + HOUR], "hiddenPlatforms": ["x"]},
        {"minDegree": 3, "dims": True},
        {"hiddenDatasets": ["one"]},
        {"hiddenDatasets": ["one", "other"], "minWeight": 2},
        {"removed": [A], "hiddenTypes": ["COORDINATED_WITH"], "minDegree": 1, "minWeight": 2},
    ],
)
def test_a_figure_shows_what_the_screen_shows(show: Show, graph: Graph, asked: dict[str, object]) -> None:
    subgraph, places = campaign()
    screen = Screen.read(asked)
    page = show(data_of(subgraph, places) | {"screen": screen.as_json()})

    figure = screen.on_screen(subgraph)

    assert graph(page, "positions()").keys() == {str(v.ref) for v in figure.vertices}
    assert {link["id"] for link in graph(page, "links()")} == {edge.key for edge in figure.edges}


def test_time_is_brushed_by_mouse_and_keys(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    whole = graph(page, "positions()")
    strip = page.locator(".timeline-bars").bounding_box()
    assert strip is not None
    y = strip["y"] + 40

    drag(page, (strip["x"] + strip["width"] / 2, y), (strip["x"] + 2, y))
    # the second address came later, and so did the third account
    assert graph(page, "positions()").keys() == {A, B, ONE}
    expect(page.locator(".banner")).to_contain_text(re.compile(r"2022-10-01 05:00 UTC to 2022-10-02 \d\d:\d\d UTC"))
    assert furthest(graph(page, "positions()"), whole) == 0

    handle = page.get_by_role("slider", name="To")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    assert C in graph(page, "positions()")
    assert TWO not in graph(page, "positions()")
    assert graph(page, "history()")[0] == 2, "keys in quick succession are one step"
    page.keyboard.press("End")
    assert graph(page, "positions()") == whole

    page.get_by_label("Time zone").select_option(label="UTC+08:00")
    expect(handle).to_have_attribute("aria-valuetext", "2022-10-03 05:00 UTC+08:00")


def test_the_first_sharer_is_marked_unless_it_is_tied(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))

    # two shared the second address in the same second
    assert [link["id"] for link in graph(page, "links()") if link["first"]] == [f"SHARED|{A}|{ONE}"]
    expect(page.locator(".legend")).to_contain_text("first of these to share it")


def test_without_times_there_is_no_strip(show: Show) -> None:
    page = show(data_of(Subgraph.of([account("x:a")], []), {Ref("Account", "x:a"): (0, 0)}))

    expect(page.locator(".timeline")).to_be_hidden()


def test_other_arrangements_go_back_to_the_pixel(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    x, y = graph(page, "positions()")[C]
    drag(page, (x, y), (x + 40, y - 30))
    found = graph(page, "positions()")
    arrange = page.get_by_label("Arrange the picture")

    arrange.select_option("By time")
    page.wait_for_timeout(300)
    by_time = graph(page, "positions()")
    assert by_time[A][0] < by_time[C][0] < by_time[TWO][0]
    arrange.select_option("Platforms in columns")
    page.wait_for_timeout(300)
    columns = graph(page, "positions()")
    assert len({round(columns[id_][0]) for id_ in (A, B)}) == 1
    assert columns[A][0] != columns[C][0]
    assert told(page, "screen")[-1]["layout"] == "platforms"

    arrange.select_option("As found")
    page.wait_for_timeout(300)
    assert graph(page, "positions()") == found
    press(page, "Control+z", "Control+z")
    page.wait_for_timeout(300)
    assert graph(page, "positions()") == by_time
    press(page, "Control+z")
    page.wait_for_timeout(300)
    assert graph(page, "positions()") == found


def test_nodes_are_folded_into_a_box_and_opened(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    whole = graph(page, "positions()")
    select(page, whole[A], whole[B])
    press(page, "g")

    points = graph(page, "positions()")
    (box,) = points.keys() - EVERYTHING
    assert points.keys() == {C, ONE, TWO, box}
    # two links of two members are one; the link between them is inside
    assert sorted((one["source"], one["target"]) for one in graph(page, "links()") if box in one.values()) == [
        (box, ONE),
        (box, TWO),
    ]
    assert told(page, "screen")[-1]["folds"] == [{"name": "Box 1: accounts", "members": [A, B]}]
    page.mouse.click(*points[box])
    assert told(page, "selected")[-1]["nodes"] == [A, B]
    page.wait_for_timeout(400)

    page.mouse.dblclick(*points[box])
    page.wait_for_timeout(300)
    assert graph(page, "positions()") == whole
    press(page, "Control+z")
    assert box in graph(page, "positions()")
    press(page, "Control+z")
    page.get_by_label("Fold nodes into a box").select_option("All on X")
    assert not {A, B} & graph(page, "positions()").keys()


def test_a_path_says_that_a_filter_hides_part_of_it(show: Show, graph: Graph) -> None:
    subgraph, places = campaign()
    links = (f"SHARED|{A}|{ONE}", f"SHARED|{C}|{ONE}")
    page = show(data_of(subgraph, places, highlight=Highlight((A, ONE, C), links)))
    whole = graph(page, "positions()")
    expect(page.locator(".banner")).to_be_hidden()

    page.locator(".tool-filter").click()
    page.get_by_label("Telegram (1)").uncheck()
    page.locator(".tool-filter").click()
    page.locator(".legend-row[data-key=Url]").click()
    expect(page.locator(".banner")).to_contain_text("2 of the 3 nodes of the path are hidden")

    page.get_by_role("button", name="Show them").click()
    assert graph(page, "positions()") == whole
    expect(page.locator(".banner")).to_be_hidden()
    press(page, "Control+z")
    assert graph(page, "positions()").keys() == {A, B}


def test_notes_come_without_a_jump(show: Show, graph: Graph) -> None:
    subgraph, places = campaign()
    page = show(data_of(subgraph, places))
    before = graph(page, "positions()")
    press(page, "Control+a", "Escape")

    noted = data_of(subgraph, places, notes={A: Noted("same operator? <b>no</b>"), f"SHARED|{C}|{ONE}": Noted("late")})
    noted["view"] = graph(page, "view()")
    page.evaluate("window.send", packed(noted).decode())

    assert graph(page, "positions()") == before
    (ax, ay), (bx, by) = before[C], before[ONE]
    page.mouse.move((ax + bx) / 2, (ay + by) / 2)
    expect(page.locator(".tip")).to_contain_text("Note: late")


def test_what_belongs_together_is_selected_at_one_go(show: Show, graph: Graph) -> None:
    link = f"SHARED|{C}|{ONE}"
    notes = {
        A: Noted("a", ("ruled out",)),
        B: Noted("b"),
        link: Noted("c", ("ruled out",)),
        "Account/x:gone": Noted("d"),
    }
    page = show(data_of(*campaign(), notes=notes))
    choosing = page.get_by_label("Select at one go")
    choosing.select_option("The 3 with a note")
    choosing.select_option("The 2 marked “ruled out”")
    page.get_by_label("Find in this picture").fill("telegram:")
    choosing.select_option("The 1 found")
    page.keyboard.press("Escape")
    page.mouse.click(*graph(page, "positions()")[ONE])
    choosing.select_option(choosing.locator("option", has_text="all linked to it").inner_text())

    asked = [
        ({*one["nodes"]}, {*one["edges"]})
        for one in told(page, "selected")
        if len(one["nodes"]) + len(one["edges"]) > 1
    ]
    assert ({A, B}, {link}) in asked
    assert ({A}, {link}) in asked
    assert {ONE, C} < asked[-1][0]


def test_a_thing_is_folded_with_all_that_is_linked_to_it(show: Show, graph: Graph) -> None:
    subgraph, places = campaign()
    page = show(data_of(subgraph, places))
    linked = {str(ref) for e in subgraph.edges if ONE in (str(e.start), str(e.end)) for ref in (e.start, e.end)}
    before = graph(page, "positions()")

    page.mouse.click(*before[ONE])
    folding = page.get_by_label("Fold nodes into a box")
    folding.select_option(folding.locator("option", has_text="all linked to it").inner_text())

    after = graph(page, "positions()").keys()
    assert before.keys() - after == linked
    assert len(after - before.keys()) == 1
    press(page, "Control+z")
    assert graph(page, "positions()") == before


def test_questions_about_the_selection_are_told(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    points = graph(page, "positions()")
    asking = ("around", "shared", "paths", "note")
    for name in asking:
        expect(page.locator(f".tool-{name}")).to_be_disabled()

    page.mouse.click(*points[A])
    press(page, "e", "n", "s")
    page.keyboard.down("Shift")
    page.mouse.click(*points[B])
    page.keyboard.up("Shift")
    press(page, "s", "p", "e", "n")

    assert [(one["what"], one["nodes"]) for one in told(page, "asked")] == [
        ("around", [A]),
        ("note", [A]),
        ("shared", [A, B]),
        ("paths", [A, B]),
    ]


def test_hostile_data_are_drawn(show: Show, graph: Graph) -> None:
    names = ["N" * 10_000, "\u202egnp.exe", "\u200b\u200d", "", "<img src=x onerror=alert(1)>", "مرحبا", "名" * 500]
    nodes = [account(f"x:{i}", name=name, handle=name, platform="x") for i, name in enumerate(names)]
    first, second = nodes[0].ref, nodes[1].ref
    links = [Edge("COORDINATED_WITH", first, second, {"run": f"r{i}", "weight": 1}) for i in range(500)]
    links.append(Edge("SAME_AS", first, first, {"reason": "itself"}))
    places = {node.ref: (float("nan"), 0.0) if i == 3 else (i * 80.0, (i % 3) * 90.0) for i, node in enumerate(nodes)}
    page = show(data_of(Subgraph.of(nodes, links), places))

    points = graph(page, "positions()")
    assert len(points) == len(names)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points.values())
    assert len(graph(page, "links()")) == 501
    for id_ in points:
        page.mouse.move(*points[id_])
        page.wait_for_timeout(60)
    page.get_by_label("Arrange the picture").select_option("Platforms in columns")
    press(page, "Control+a", "g")
    assert len(graph(page, "positions()")) == 1


def test_everything_is_in_reach_on_a_narrow_screen(show: Show, graph: Graph) -> None:
    # 1280 pixels at 200 %, beside the panel
    page = show(data_of(*campaign()), width=420)
    root = page.locator(".graph-root").bounding_box()
    assert root is not None

    for one in page.locator(".toolbar button, .toolbar select, .timeline-zone").all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= root["x"]
        assert box["x"] + box["width"] <= root["x"] + root["width"]
    names = page.locator(".graph-root button, .graph-root select, .graph-root input, [role=slider]").evaluate_all(
        "all => all.filter(one => !one.closest('[hidden]')"
        " && !(one.ariaLabel || one.textContent.trim() || one.closest('label'))).length"
    )
    assert names == 0


def box_drawn(page: Page) -> bool:
    """Whether the box of a node under the pointer stands on the picture."""
    page.wait_for_timeout(150)
    return bool(
        page.locator("canvas.sigma-hovers").evaluate(
            "one => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some(Boolean)"
        )
    )


def test_words_at_the_pointer_go_with_it(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    points = graph(page, "positions()")

    page.mouse.move(*points[A])
    assert box_drawn(page)
    press(page, "Escape")
    assert not box_drawn(page)
    page.mouse.move(points[A][0] + 1, points[A][1])
    assert box_drawn(page)
    page.get_by_label("Arrange the picture").select_option("By time")
    assert not box_drawn(page)
    press(page, "Control+z")
    page.wait_for_timeout(300)

    (ax, ay), (bx, by) = points[C], points[ONE]
    page.mouse.move((ax + bx) / 2, (ay + by) / 2)
    expect(page.locator(".tip")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".tip")).to_be_hidden()

    # something that opens over the picture, as a popover of the page does
    page.mouse.move(*points[A])
    assert box_drawn(page)
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<div id=over style=\"position: fixed; inset: 0\"></div>')"
    )
    page.mouse.move((ax + bx) / 2, (ay + by) / 2)
    page.mouse.move((ax + bx) / 2 + 1, (ay + by) / 2)
    assert not box_drawn(page)
    expect(page.locator(".tip")).to_be_hidden()


def test_the_legend_counts_what_is_folded(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    counts = page.locator(".legend-row[data-key] .legend-count")
    before = counts.all_text_contents()

    page.get_by_label("Fold nodes into a box").select_option("All on X")
    assert not {A, B} & graph(page, "positions()").keys()
    assert counts.all_text_contents() == before
    page.locator(".tool-filter").click()
    page.get_by_label("Telegram (1)").uncheck()
    expect(page.locator(".legend-row[data-key=Account] .legend-count")).to_have_text("2 of 3")


def top(one: Locator) -> float:
    return float(one.evaluate("one => one.getBoundingClientRect().top"))


def bottom(one: Locator) -> float:
    return float(one.evaluate("one => one.getBoundingClientRect().bottom"))


def test_the_legend_never_covers_the_picture(show: Show) -> None:
    vertices = [Vertex(Ref(label, label)) for label in ("Account", "Url", "Domain", "Hashtag", "Text", "Media", "Post")]
    places = {one.ref: (i * 40.0, 0.0) for i, one in enumerate(vertices)}
    head = ".legend-head"
    page = show(data_of(*campaign()))
    expect(page.locator(head)).to_have_attribute("aria-expanded", "true")
    page.set_viewport_size({"width": 430, "height": 720})
    expect(page.locator(head)).to_have_attribute("aria-expanded", "false")
    page.set_viewport_size({"width": 1000, "height": 720})
    expect(page.locator(head)).to_have_attribute("aria-expanded", "true")

    page = show(data_of(Subgraph.of(vertices, []), places))
    expect(page.locator(head)).to_have_attribute("aria-expanded", "false")
    page.locator(head).click()
    expect(page.locator(head)).to_have_attribute("aria-expanded", "true")
    page.set_viewport_size({"width": 400, "height": 720})
    page.locator(".legend-row").last.scroll_into_view_if_needed()
    legend, last = page.locator(".legend"), page.locator(".legend-row").last
    assert bottom(page.locator(".toolbar")) <= top(legend)
    assert bottom(last) <= bottom(legend) < bottom(page.locator(".graph-root"))


def test_an_empty_picture_says_why(show: Show) -> None:
    page = show(data_of(Subgraph.of([], []), {}))
    expect(page.locator(".empty")).to_have_text("Nothing to draw: the answer names no nodes.")

    page = show(data_of(*campaign()))
    expect(page.locator(".empty")).to_be_hidden()
    press(page, "Control+a", "Delete")
    expect(page.locator(".empty")).to_contain_text("every node of the answer is hidden by the legend or a filter")


def test_nodes_and_links_are_reached_by_keys(show: Show, graph: Graph) -> None:
    page = show(data_of(*campaign()))
    points = graph(page, "positions()")
    page.mouse.click(*points[A])

    press(page, "Alt+ArrowRight")
    assert graph(page, "selected()") == [ONE]
    press(page, "Alt+ArrowUp")
    assert graph(page, "selected()") == [TWO]
    press(page, "Alt+ArrowUp")
    assert graph(page, "selected()") == [TWO], "nothing lies further up"

    press(page, "l")
    first = graph(page, "selected()")
    press(page, "l")
    second = graph(page, "selected()")
    assert {*first, *second} == {f"SHARED|{B}|{TWO}", f"SHARED|{C}|{TWO}"}
    press(page, "l")
    assert graph(page, "selected()") == first
    press(page, "Shift+L")
    assert graph(page, "selected()") == second
    assert told(page, "selected")[-1]["edges"] == second
    expect(page.locator(".say")).to_contain_text("Link 2 of 2")
    press(page, "Alt+ArrowDown")
    assert graph(page, "selected()") == [ONE], "from the node whose links were gone through"
    words = page.locator(".graph-root").get_attribute("aria-label") or ""
    for key in ("Alt and an arrow", "L and Shift L", *(f"; {key} " for key in "FESPNGKI"), "slash"):
        assert key in words


# -- in the app


def test_a_click_does_not_send_the_picture_again(page: Page, ask: Ask, graph: Graph, idle: Idle) -> None:
    got: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: got.append(len(data))))
    page.reload()
    page.get_by_text("What do accounts here share?").wait_for()
    ask(page, "content", "texts of some length")
    idle(page)
    whole = max(got)
    points = graph(page, "positions()")
    got.clear()

    page.mouse.click(*points[next(id_ for id_ in points if id_.startswith("Account/"))])
    idle(page)
    page.wait_for_timeout(500)

    print(f"{len(points)} nodes: {whole} bytes at first, {sum(got)} bytes for a click")
    assert len(graph(page, "selected()")) == 1
    assert whole > 200_000
    assert 0 < sum(got) < 60_000


def test_what_is_done_in_the_picture_is_kept_in_what_is_taken_away(rare: Page, graph: Graph, idle: Idle) -> None:
    rare.locator(".tool-filter").click()
    rare.get_by_label("At least this many links").fill("2")
    rare.keyboard.press("Tab")
    assert graph(rare, "positions()").keys() == {DOMAIN}
    idle(rare)
    rare.get_by_role("button", name="Take away").click()
    rare.get_by_text("SVG", exact=True).click()
    rare.get_by_role("button", name="Make the file").click()
    with rare.expect_download() as downloading:
        rare.get_by_role("button", name=re.compile(r"Download rare-domain.svg")).click()

    words = " ".join(re.sub("<[^>]+>", " ", downloading.value.path().read_text("utf-8")).split())
    assert "rare[.]example" in words
    assert "@mirror_3" not in words
    assert "Filtered to: at least 2 links" in words
