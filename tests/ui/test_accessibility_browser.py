"""Each page under axe: nothing that is serious or worse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import Served

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

PAGES = ("questions", "coordination", "checks", "data")


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical, with the place where it finds it first."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page(
    browser: Browser, served: Served, open_app: Callable[..., Page], idle: Callable[[Page], None], path: str
) -> None:
    page = open_app(browser, f"{served.url}/{path}")
    page.get_by_role("combobox", name=re.compile("Case|case")).first.wait_for()
    idle(page)
    assert grave(page) == []


def test_the_picture_with_its_panel(
    page: Page, ask: Callable[..., None], graph: Callable[..., Any], idle: Callable[[Page], None]
) -> None:
    assert grave(page) == []
    ask(page, "links", "rarely linked websites")
    idle(page)
    assert grave(page) == []
    x, y = graph(page, "positions()")["Domain/rare.example"]
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", name="Receipts")).to_be_visible()
    idle(page)
    assert grave(page) == []
