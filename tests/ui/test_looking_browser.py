"""The panel in a real browser, on both engines: what stands around a node, what several share, paths, the table, the card."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import attribution
from graph.connection import Graph as Engine
from graph.connection import Target
from tests.conftest import emptied
from tests.ui.conftest import Served

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

Graph = Callable[..., Any]
Idle = Callable[[Page], None]

ONE, OTHER = "Account/x:1001", "Account/x:1002"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def app(request: pytest.FixtureRequest) -> Served:
    """The app on the small case, on each engine in turn."""
    found: Served = request.getfixturevalue("served" if request.param == "embedded" else "served_on_neo4j")
    return found


@pytest.fixture(scope="module")
def served_on_neo4j(
    neo4j_target: Target,
    neo4j_session: Engine,
    case_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serve_with: Callable[..., Served],
) -> Served:
    """The same case on a real Neo4j."""
    folder = tmp_path_factory.mktemp("on_neo4j") / "case"
    shutil.copytree(case_folder, folder, ignore=shutil.ignore_patterns("engine", "*.lock"))
    emptied(neo4j_session)
    named = {"NEO4J_USERNAME": neo4j_target.user, "NEO4J_PASSWORD": neo4j_target.password}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in named.items():
            patched.setenv(name, value)
        with attribution.open(folder, neo4j_target.uri) as case:
            case.rebuild()
    command = ["attribution.cli", "serve", "--case", str(folder), "--uri", neo4j_target.uri, "--port", "8652"]
    return serve_with(command, r"http://(127\.0\.0\.1:\d+)", **named)


@pytest.fixture
def page(browser: Browser, app: Served, open_app: Callable[..., Page]) -> Page:
    """The open app in a tab of its own."""
    opened = open_app(browser, app.url)
    opened.get_by_text("What do accounts here share?").wait_for()
    return opened


@pytest.fixture
def rare(page: Page, ask: Callable[..., None], idle: Idle) -> Page:
    """The nine accounts around one rare domain."""
    ask(page, "links", "rarely linked websites")
    idle(page)
    return page


def click(page: Page, graph: Graph, *ids: str) -> None:
    """Select nodes by the mouse, all but the first with Shift."""
    for number, id_ in enumerate(ids):
        x, y = graph(page, "positions()")[id_]
        if number:
            page.keyboard.down("Shift")
        page.mouse.click(x, y)
        page.keyboard.up("Shift")
        page.wait_for_timeout(350)


def standing(page: Page, graph: Graph) -> dict[str, tuple[float, float]]:
    """Where nodes stand in the picture, wherever that is on the page: what is clicked below may scroll it."""
    box = page.locator(".graph-root").bounding_box()
    assert box is not None
    return {id_: (round(x - box["x"], 3), round(y - box["y"], 3)) for id_, (x, y) in graph(page, "positions()").items()}


def test_what_stands_around_is_counted_before_it_comes(rare: Page, graph: Graph, idle: Idle) -> None:
    click(rare, graph, ONE)
    rare.keyboard.press("e")
    expect(rare.get_by_text(re.compile(r"\d+ neighbours? that are not in the picture"))).to_be_visible()
    before = standing(rare, graph)
    rare.get_by_role("button", name="Add to the picture").click()
    rare.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(rare)
    after = standing(rare, graph)
    assert len(after) > len(before)
    assert all(after[id_] == before[id_] for id_ in before)
    expect(rare.get_by_text(re.compile("added by expanding @mirror"))).to_be_visible()


def test_a_hub_opens_as_a_list(rare: Page, graph: Graph, idle: Idle) -> None:
    rare.get_by_role("combobox", name="Find in the case").fill("common.example")
    rare.get_by_role("option", name=re.compile(r"common.*domain")).first.click()
    rare.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(rare)
    rare.get_by_text("Around it", exact=True).click()
    expect(rare.get_by_text(re.compile("neighbours that are not in the picture"))).to_be_visible()
    rare.get_by_text("From a list", exact=True).click()
    expect(rare.get_by_text(re.compile(r"^1 to \d+ of \d+$"))).to_be_visible()
    expect(rare.get_by_role("button", name="Add 0 chosen ones")).to_be_disabled()
    assert len(graph(rare, "positions()")) < 40


def test_what_two_share_is_listed_and_brought(rare: Page, graph: Graph, idle: Idle) -> None:
    click(rare, graph, ONE, OTHER)
    expect(rare.get_by_role("heading", name="2 nodes selected")).to_be_visible()
    rare.keyboard.press("s")
    expect(rare.get_by_text(re.compile("at least two of them share"))).to_be_visible()
    expect(rare.get_by_text(re.compile("Shared is not run together"))).to_be_visible()
    rare.get_by_role("button", name=re.compile("^Bring the first")).click()
    rare.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(rare)
    assert any(id_.startswith("Url/") for id_ in graph(rare, "positions()"))
    # both are still selected
    assert sorted(graph(rare, "selected()")) == [ONE, OTHER]


def test_the_selection_as_a_table_that_leaves_no_formula(rare: Page, graph: Graph, tmp_path: Path) -> None:
    click(rare, graph, ONE, "Account/x:1008")
    expect(rare.get_by_role("heading", name="2 nodes selected")).to_be_visible()
    with rare.expect_download() as download:
        rare.get_by_role("button", name="These nodes as CSV").click()
    path = tmp_path / "nodes.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["key"] for row in rows] == ["x:1001", "x:1008"]
    assert all(row["name"].startswith("'@mirror") for row in rows)


def test_a_path_between_two_is_found_explained_and_drawn(rare: Page, graph: Graph, idle: Idle) -> None:
    click(rare, graph, ONE, OTHER)
    rare.keyboard.press("p")
    rare.get_by_role("button", name="Look for paths").click()
    expect(rare.get_by_text(re.compile("^1 · 2 steps$"))).to_be_visible()
    expect(rare.get_by_text(re.compile("shared in 2 posts; 9 in all shared it")).first).to_be_visible()
    expect(
        rare.get_by_text(re.compile("That both ends are run together, or by whom, it does not show"))
    ).to_be_visible()
    before = standing(rare, graph)
    rare.get_by_role("button", name="Show in the picture").first.click()
    expect(rare.get_by_role("button", name="Draw no path above the rest")).to_be_visible()
    idle(rare)
    after = standing(rare, graph)
    assert all(after[id_] == before[id_] for id_ in before)

    # what is left out is said beside: nothing else joins the two
    rare.get_by_text("What no path leads through").click()
    most = rare.get_by_role("spinbutton", name="Things that more accounts than this shared")
    most.fill("2")
    most.press("Tab")
    rare.get_by_role("button", name="Look for paths").click()
    expect(rare.get_by_text(re.compile("No path of at most 6 steps"))).to_be_visible()
    expect(rare.get_by_text(re.compile(r"hubs met and left out.*rare.*\(9\)"))).to_be_visible()


def test_the_card_of_an_account(rare: Page, graph: Graph) -> None:
    click(rare, graph, "Account/x:1008")
    rare.get_by_text("Card", exact=True).click()
    expect(rare.get_by_text("X: 2 posts loaded", exact=False)).to_be_visible()
    expect(rare.get_by_role("heading", name="Hours of its posts, UTC")).to_be_visible()
    expect(rare.get_by_text(re.compile("unknown, not zero"))).to_be_visible()
    assert rare.locator("img[src='x']").count() == 0


def test_two_are_stated_to_be_one_account_and_taken_apart_again(rare: Page, graph: Graph, idle: Idle) -> None:
    before = standing(rare, graph)
    click(rare, graph, ONE, OTHER)
    rare.get_by_text("State that the two are one account").click()
    rare.get_by_role("button", name="State it").wait_for()
    # what is pressed while the panel is drawn anew is lost
    idle(rare)
    rare.get_by_role("button", name="State it").click()
    expect(rare.get_by_text("text of a reason: is empty")).to_be_visible()
    rare.get_by_label("Why are they one?").fill("the same phone <b>number</b> in both bios")
    rare.get_by_role("button", name="State it").click()
    rare.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(rare)
    assert standing(rare, graph) == before
    (link,) = [one for one in graph(rare, "links()") if one["id"].startswith("SAME_AS|")]
    assert {link["source"], link["target"]} == {ONE, OTHER}

    places = graph(rare, "positions()")
    (ax, ay), (bx, by) = places[ONE], places[OTHER]
    rare.mouse.click((ax + bx) / 2, (ay + by) / 2)
    expect(rare.get_by_text(re.compile(r"stated by .+: the same phone <b>number</b> in both bios\.$"))).to_be_visible()
    expect(rare.get_by_text(re.compile(r"^Said by same-[0-9a-f]+\.csv, row 2$"))).to_be_visible()
    rare.get_by_role("button", name="Take the statement back …").click()
    rare.get_by_role("button", name="Take it back").click()
    rare.wait_for_function("window.__attributionGraph.revision() > 1")
    idle(rare)
    assert standing(rare, graph) == before
    assert not [one for one in graph(rare, "links()") if one["id"].startswith("SAME_AS|")]
