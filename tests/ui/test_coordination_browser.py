"""Coordination in a real browser: ask, run, look into a group, open it on Explore, open a link's receipts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui import planted

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)


@pytest.fixture
def coordination(
    tmp_path: Path, serve_with: Callable[..., Any], browser: Browser, open_app: Callable[..., Page]
) -> Page:
    """The page on a case of its own."""
    command = ["attribution.cli", "serve", "--case", str(planted.build(tmp_path)), "--port", "8691"]
    served = serve_with(command, r"http://(127\.0\.0\.1:\d+)")
    opened = open_app(browser, f"{served.url}/coordination")
    opened.get_by_text("Nothing was asked yet").wait_for()
    return opened


def test_from_a_question_to_the_receipts_of_a_link(
    coordination: Page, graph: Callable[..., Any], drawn: Callable[..., None], idle: Callable[[Page], None]
) -> None:
    page = coordination
    # links alone, within a window of one's own
    for kind in ("pictures and videos", "hashtags", "copied texts", "reposts of one post"):
        page.get_by_role("button", name=kind, exact=True).click()
        idle(page)
    window = page.get_by_role("combobox", name="… within")
    window.fill("90 s")
    window.press("Enter")
    idle(page)
    expect(
        page.get_by_text(re.compile(r"848 shares take part and make \d+ pairs of posts within 90 s"))
    ).to_be_visible()

    page.get_by_role("button", name="Find them").click()
    page.get_by_text(re.compile(r"^Who shared links within 90 s: done in")).wait_for(timeout=120_000)
    expect(page.get_by_role("heading", name="Group 1: 4 accounts, 6 links")).to_be_visible()
    expect(page.get_by_text("agrees in each of these pairs")).to_be_visible()
    # another page can be used, and the answer is there again
    page.get_by_role("link", name="Data").click()
    page.get_by_role("heading", name="Data", exact=True).wait_for()
    page.get_by_role("link", name="Coordination").click()
    expect(page.get_by_text("its answer is open")).to_be_visible()

    page.get_by_role("tab", name="Set apart and left out").click()
    expect(page.get_by_text("both repeat one source")).to_be_visible()
    page.get_by_role("tab", name="Groups").click()

    page.get_by_role("button", name="Open on Explore").click()
    page.get_by_role("heading", name=re.compile("^4 accounts that shared things within .* of each other$")).wait_for()
    drawn(page)
    expect(page.get_by_text("that one operator runs these accounts")).to_be_visible()
    points, links = graph(page, "positions()"), graph(page, "links()")
    assert {f"Account/{key}" for key in planted.RING} <= points.keys()
    assert not {f"Account/{key}" for key in (*planted.NEAR_MISS, *planted.FEED, *planted.MINUTES)} & points.keys()
    together = [link for link in links if link["type"] == "COORDINATED_WITH"]
    assert len(together) == 6

    assert _click_one(page, graph, together)
    expect(page.get_by_text(re.compile("Move together: on 8 occasions"))).to_be_visible()
    expect(page.get_by_text("Run by: not shown")).to_be_visible()
    expect(page.get_by_text(re.compile(r"From (x|facebook|telegram)\.csv, row \d+")).first).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    expect(page.get_by_text(re.compile(r"\d+ s (before|after) .*, over .*link hxxps")).first).to_be_visible()


def _click_one(page: Page, graph: Callable[..., Any], links: list[dict[str, str]]) -> bool:
    """Click the middle of links until one of them is what is hit: others may lie over it."""
    points = graph(page, "positions()")
    for link in links:
        (ax, ay), (bx, by) = points[link["source"]], points[link["target"]]
        for part in (0.5, 0.35, 0.65):
            page.mouse.click(ax + (bx - ax) * part, ay + (by - ay) * part)
            page.wait_for_timeout(400)
            if graph(page, "selected()") == [link["id"]]:
                return True
    return False


def test_a_run_is_deleted_after_a_question(coordination: Page, idle: Callable[[Page], None]) -> None:
    page = coordination
    page.get_by_role("button", name="Find them").click()
    page.get_by_text(re.compile("^Who shared .*: done in")).wait_for(timeout=120_000)
    page.get_by_role("button", name="Runs …").click()
    delete = page.get_by_role("button", name="Delete", exact=True)
    expect(delete).to_be_disabled()

    page.get_by_text("Yes, delete it").click()
    idle(page)
    delete.click()

    page.get_by_text(re.compile("^Deleting run .*: done in")).wait_for(timeout=120_000)
    expect(page.get_by_text("Nothing was asked yet")).to_be_visible()
