"""The panel in a real browser: what stands around a node, what several share, a table of the selection."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

Graph = Callable[..., Any]
Idle = Callable[[Page], None]

ONE, OTHER = "Account/x:1001", "Account/x:1002"


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


def test_what_stands_around_is_counted_before_it_comes(rare: Page, graph: Graph, idle: Idle) -> None:
    click(rare, graph, ONE)
    rare.keyboard.press("e")
    expect(rare.get_by_text(re.compile(r"\d+ neighbours? that are not in the picture"))).to_be_visible()
    before = graph(rare, "positions()")
    rare.get_by_role("button", name="Add to the picture").click()
    rare.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(rare)
    after = graph(rare, "positions()")
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
    before = graph(rare, "positions()")
    rare.get_by_role("button", name="Show in the picture").first.click()
    expect(rare.get_by_role("button", name="Draw no path above the rest")).to_be_visible()
    idle(rare)
    after = graph(rare, "positions()")
    assert all(after[id_] == before[id_] for id_ in before)

    # what is left out is said beside: nothing else joins the two
    rare.get_by_text("What no path leads through").click()
    rare.get_by_role("combobox", name="Kinds").click()
    for kind in ("links", "domains", "hashtags"):
        rare.get_by_role("option", name=kind, exact=True).click()
    rare.keyboard.press("Escape")
    expect(rare.get_by_role("option")).to_have_count(0)
    rare.get_by_role("button", name="Look for paths").click()
    expect(rare.get_by_text(re.compile("No path of at most 6 steps"))).to_be_visible()


def test_the_card_of_an_account(rare: Page, graph: Graph) -> None:
    click(rare, graph, "Account/x:1008")
    rare.get_by_text("Card", exact=True).click()
    expect(rare.get_by_text("X: 2 posts loaded", exact=False)).to_be_visible()
    expect(rare.get_by_role("heading", name="Hours of its posts, UTC")).to_be_visible()
    expect(rare.get_by_text(re.compile("unknown, not zero"))).to_be_visible()
    assert rare.locator("img[src='x']").count() == 0
