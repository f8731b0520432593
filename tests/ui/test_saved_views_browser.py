"""Saved views in a real browser: kept, opened by their link to the pixel, renamed, deleted."""

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

# the machine may be busy with other tests
expect.set_options(timeout=60_000)

Graph = Callable[..., Any]
Points = dict[str, list[float]]
Ask = Callable[[Page, str, str], None]
Drawn = Callable[..., None]
Idle = Callable[[Page], None]


@pytest.fixture
def rare(page: Page, ask: Ask) -> Page:
    """The nine accounts around one rare domain."""
    ask(page, "links", "rarely linked websites")
    return page


def save_as(page: Page, name: str) -> None:
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Name").press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved with positions")).to_be_visible()
    page.keyboard.press("Escape")


def choose(page: Page, name: str) -> None:
    side = page.get_by_test_id("stSidebar")
    side.get_by_text("Saved", exact=True).click()
    side.get_by_test_id("stRadio").get_by_text(name, exact=True).click()
    # another view may be chosen until then
    page.wait_for_timeout(200)
    page.locator("[data-test-script-state=notRunning]").wait_for()


def link_of(page: Page) -> str:
    return page.get_by_test_id("stSidebar").get_by_test_id("stCode").inner_text().strip()


def test_a_link_shows_the_view_as_it_was_left(
    rare: Page,
    browser: Browser,
    open_app: Callable[..., Page],
    graph: Graph,
    drawn: Drawn,
    idle: Idle,
    settled: Callable[[Page], Points],
) -> None:
    x, y = graph(rare, "positions()")["Account/x:1005"]
    rare.mouse.move(x, y)
    rare.mouse.down()
    rare.mouse.move(x + 50, y - 20, steps=6)
    rare.mouse.up()
    rare.mouse.click(*graph(rare, "positions()")["Account/x:1004"])
    rare.keyboard.press("Delete")
    # a view is opened with all of it in sight
    rare.keyboard.press("f")
    idle(rare)
    left = settled(rare)
    save_as(rare, "mirrors by link")
    choose(rare, "mirrors by link")
    expect(rare.get_by_test_id("stSidebar").get_by_text(re.compile("10 nodes")).first).to_be_visible()
    link = link_of(rare)

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?case=case&view=[0-9a-f]{16}", link)
    first = open_app(browser, link)
    drawn(first)
    expect(first.get_by_text("View “mirrors by link”, saved by")).to_be_visible()
    idle(first)
    shown = settled(first)
    assert shown.keys() == left.keys()
    assert "Account/x:1004" not in shown
    first.reload()
    drawn(first)
    idle(first)
    again = settled(first)
    moved = max(math.dist(left[id_], shown[id_]) for id_ in left)
    print(f"from what was left to what the link shows: {moved:.6f} px")
    assert moved < 0.01
    assert again == shown


def test_renamed_duplicated_and_deleted(
    rare: Page, browser: Browser, open_app: Callable[..., Page], graph: Graph, drawn: Drawn, idle: Idle
) -> None:
    save_as(rare, "to be renamed")
    choose(rare, "to be renamed")
    link = link_of(rare)
    side = rare.get_by_test_id("stSidebar")

    side.get_by_role("button", name="Rename").click()
    rare.get_by_role("textbox", name="New name").fill("<b>renamed</b>")
    rare.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(side.get_by_test_id("stRadio").get_by_text("<b>renamed</b>", exact=True)).to_be_visible()
    assert link_of(rare) == link
    side.get_by_role("button", name="Duplicate").click()
    expect(side.get_by_test_id("stRadio").get_by_text("<b>renamed</b> (2)", exact=True)).to_be_visible()
    assert link_of(rare) != link

    side.get_by_test_id("stRadio").get_by_text("<b>renamed</b>", exact=True).click()
    idle(rare)
    side.get_by_role("button", name="Delete").click()
    expect(rare.get_by_role("dialog").get_by_text("deleted for everybody")).to_be_visible()
    rare.keyboard.press("Escape")
    expect(rare.get_by_role("dialog")).to_have_count(0)
    side.get_by_role("button", name="Delete").click()
    rare.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(side.get_by_test_id("stRadio").get_by_text("<b>renamed</b>", exact=True)).to_have_count(0)

    other = open_app(browser, link)
    expect(other.get_by_text(re.compile("is not in this case, or was deleted"))).to_be_visible()
    assert other.get_by_text("Traceback").count() == 0
    # what is asked then takes the dead link out of the address
    other.get_by_test_id("stSidebar").get_by_text("Saved", exact=True).click()
    other.get_by_role("button", name="Open view").click()
    drawn(other)
    expect(other).to_have_url(re.compile(r"view=(?!" + link.rpartition("=")[2] + ")"))


def test_two_tabs_do_not_overwrite_each_other_unseen(
    rare: Page, browser: Browser, open_app: Callable[..., Page], graph: Graph, drawn: Drawn, idle: Idle
) -> None:
    save_as(rare, "one of two")
    choose(rare, "one of two")
    other = open_app(browser, link_of(rare))
    drawn(other)
    other.mouse.click(*graph(other, "positions()")["Account/x:1003"])
    other.keyboard.press("Delete")
    idle(other)
    other.get_by_role("button", name="Save view").click()
    expect(other.get_by_role("textbox", name="Name")).to_have_value("one of two")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Saved with positions")).to_be_visible()

    rare.get_by_role("button", name="Save view").click()
    rare.get_by_role("button", name="Save", exact=True).click()
    expect(rare.get_by_text(re.compile(r"Not saved.*was saved by .* on .* UTC \(version 2\)"))).to_be_visible()
    rare.get_by_role("button", name="Replace it all the same").click()
    expect(rare.get_by_text("Saved with positions")).to_be_visible()
    expect(rare.get_by_text(re.compile("version 3"))).to_be_visible()


def test_a_note_is_written_beside_the_picture(rare: Page, graph: Graph, idle: Idle) -> None:
    hostile = "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png)"
    rare.mouse.click(*graph(rare, "positions()")["Account/x:1002"])
    expect(rare.get_by_role("heading", name="mirror_2")).to_be_visible()
    rare.get_by_text("Notes", exact=True).first.click()
    # without a note the form stands open
    rare.get_by_role("textbox", name="Note").fill(hostile)
    rare.get_by_role("combobox", name="Confidence").click()
    rare.get_by_role("option", name="moderate").click()
    rare.get_by_role("button", name="Keep", exact=True).last.click()

    expect(rare.get_by_text("moderate confidence")).to_be_visible()
    # the form is closed again
    idle(rare)
    expect(rare.get_by_role("textbox", name="Note")).to_have_count(0)
    expect(rare.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()

    rare.get_by_role("button", name="Edit").click()
    expect(rare.get_by_role("textbox", name="Note")).to_have_value(hostile)
    rare.keyboard.press("Escape")

    # it leaves with the figure where that is wanted, and nobody is named where names are replaced
    rare.get_by_role("button", name="Take away").click()
    rare.get_by_text("SVG", exact=True).click()
    rare.get_by_text("With the notes").click()
    rare.get_by_text("Pseudonyms in place of names").click()
    rare.get_by_role("button", name="Make the file").click()
    with rare.expect_download() as downloading:
        rare.get_by_role("button", name=re.compile("Download rare-domain.svg")).click()
    svg = " ".join(re.sub("<[^>]+>", " ", downloading.value.path().read_text("utf-8")).split())
    # somebody in the case is called so, too
    assert "onerror" not in svg
    assert re.search(r"1 on Account \w{6}: “Name \w{6}", svg)
    assert "says an analyst (" in svg
    assert "moderate confidence" in svg
    assert "evil.example" not in svg
    assert "mirror_2" not in svg
    rare.keyboard.press("Escape")

    # and in the list of all of them, from which the node is opened
    idle(rare)
    side = rare.get_by_test_id("stSidebar")
    view = graph(rare, "view()")
    side.get_by_text("Saved", exact=True).click()
    side.get_by_text("Notes of this case").click()
    expect(side.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    side.get_by_role("button", name=re.compile("mirror_2")).click()
    rare.wait_for_function(f"window.__attributionGraph.view() != '{view}'")
    assert "Account/x:1002" in graph(rare, "positions()")
