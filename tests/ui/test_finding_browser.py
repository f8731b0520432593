"""Finding as one types, in a real browser: into a new picture, into the open one, by keyboard and by mouse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

Graph = Callable[..., Any]


@pytest.fixture
def field(page: Page) -> Locator:
    """The field, once it is there."""
    found = page.get_by_role("combobox", name="Find in the case")
    found.wait_for()
    return found


def test_typing_finds_and_enter_opens_a_picture(page: Page, field: Locator, graph: Graph, drawn: Any) -> None:
    field.click()
    page.keyboard.type("mirror_3", delay=40)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("mirror_3")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    drawn(page)
    expect(page.get_by_role("heading", name="Search for mirror_3")).to_be_visible()
    assert "Account/x:1003" in graph(page, "positions()")


def test_what_is_taken_comes_into_the_open_picture(
    page: Page, field: Locator, ask: Any, graph: Graph, idle: Callable[[Page], None]
) -> None:
    ask(page, "links", "rarely linked websites")
    before = graph(page, "positions()")
    field.fill("crowd_77")
    page.get_by_role("option", name=re.compile("crowd_77")).first.click()
    page.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(page)
    after = graph(page, "positions()")
    assert after.keys() - before.keys() == {"Account/x:5077"}
    assert all(after[id_] == before[id_] for id_ in before)
    assert graph(page, "selected()") == ["Account/x:5077"]
    expect(page.get_by_text(re.compile("1 node added by searching for crowd"))).to_be_visible()


def test_an_answer_without_nodes_leaves_the_room_to_its_rows_until_something_comes(
    page: Page, field: Locator, ask: Any, graph: Graph, idle: Callable[[Page], None]
) -> None:
    ask(page, "links", "rarely linked websites")
    least = page.get_by_role("spinbutton", name="Min accounts")
    least.fill("60")
    least.press("Tab")
    idle(page)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Nothing in the loaded data meets this")).to_be_in_viewport()
    high = page.locator(".graph-root").evaluate("root => root.offsetHeight")

    field.fill("crowd_77")
    page.get_by_role("option", name=re.compile("crowd_77")).first.click()
    page.wait_for_function("window.__attributionGraph.revision() > 0")
    idle(page)
    assert graph(page, "positions()").keys() == {"Account/x:5077"}
    assert page.locator(".graph-root").evaluate("root => root.offsetHeight") > 2 * high


def test_hostile_and_missing_words(page: Page, field: Locator, idle: Callable[[Page], None]) -> None:
    field.fill("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img[src='x']").count() == 0
    for words in ("nobody-is-called-this", "'}) MATCH (n) DELETE n //", "*" * 400, "(a+)+$"):
        field.fill(words)
        idle(page)
        expect(page.get_by_role("status").filter(has_text="Nothing that is loaded here matches")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    # `watched` fails this test if anything was fetched or ran
