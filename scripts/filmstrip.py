"""Six pictures for docs/walkthrough.md: from a first hit of the sample case to a ring across platforms, by a real browser.

python -m scripts.filmstrip --case FOLDER [--out docs/pictures]

On a case without a run, the one that the page Coordination proposes is made first.
"""

import argparse
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.exploring import chromium, served

ROOT = Path(__file__).parent.parent
_GRAPH = "window.__attributionGraph"
_COLOURS = 128


class Strip:
    """One page of the app, and the pictures taken of it."""

    def __init__(self, page: Page, url: str, out: Path) -> None:
        self.page = page
        self.url = url
        self.out = out
        page.set_default_timeout(120_000)

    def idle(self) -> None:
        """Wait until the app has answered and the picture stands."""
        self.page.wait_for_timeout(700)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()
        self.page.wait_for_timeout(700)

    def drawn(self) -> None:
        """Wait for a picture."""
        self.page.wait_for_function(f"{_GRAPH} && {_GRAPH}.drawnAt() > 0")
        self.idle()

    def graph(self, expression: str) -> Any:
        """What the picture says of itself."""
        return self.page.evaluate(f"{_GRAPH}.{expression}")

    def take(self, name: str) -> None:
        """Keep what is on screen, in few colours."""
        self.page.mouse.move(5, 5)
        self.idle()
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        shot.quantize(_COLOURS).save(self.out / f"{name}.png", optimize=True)

    def click(self, *ids: str) -> None:
        """Select nodes, all but the first with Shift."""
        for number, id_ in enumerate(ids):
            x, y = self.graph("positions()")[id_]
            if number:
                self.page.keyboard.down("Shift")
            self.page.mouse.click(x, y)
            self.page.keyboard.up("Shift")
            self.page.wait_for_timeout(400)
        self.idle()

    def click_link(self, wanted: Callable[[dict[str, str]], bool]) -> None:
        """Click along links until one of those that are wanted is hit: others may lie over it."""
        for link in filter(wanted, self.graph("links()")):
            points = self.graph("positions()")
            (ax, ay), (bx, by) = points[link["source"]], points[link["target"]]
            for part in (0.5, 0.35, 0.65):
                self.page.mouse.click(ax + (bx - ax) * part, ay + (by - ay) * part)
                self.idle()
                if self.graph("selected()") == [link["id"]]:
                    return
        raise SystemExit("scripts.filmstrip: no such link could be hit")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).first.click()
        self.idle()

    def text(self, words: str) -> None:
        """Choose what stands beside a small circle, or on a tab."""
        self.page.get_by_text(words, exact=True).first.click()
        self.idle()


def shoot(strip: Strip) -> None:
    """The six pictures."""
    page = strip.page
    with_run(strip)
    page.goto(strip.url)
    page.get_by_role("combobox", name="Kind of question").click()
    page.get_by_role("option", name="links").click()
    strip.idle()
    strip.text("Which links and videos were posted on different platforms within the same short time?")
    page.get_by_test_id("stSidebar").get_by_text("More settings").click()
    limit = page.get_by_test_id("stSidebar").get_by_label("Limit", exact=True)
    limit.fill("1")
    limit.press("Tab")
    strip.idle()
    strip.press("Ask")
    strip.drawn()
    strip.take("1-hit")

    shared = [one for one in strip.graph("links()") if one["type"] == "SHARED"]
    link = next(one for one in shared if platform(one["source"]) == "telegram")
    strip.click_link(lambda one: one["type"] == "SHARED")
    strip.take("2-receipts")

    channel = link["source"]
    strip.click(channel)
    page.keyboard.press("e")
    strip.idle()
    strip.text("Only on other platforms")
    strip.take("3-around")
    strip.press("Add to the picture")

    sharers = sorted(one["source"] for one in shared if one["target"] == link["target"])
    # one of each platform
    platforms = list({platform(id_): id_ for id_ in sharers}.values())
    strip.click(*platforms)
    page.keyboard.press("s")
    strip.idle()
    strip.take("4-shared")

    page.keyboard.press("Escape")
    strip.click(*platforms[:2])
    page.keyboard.press("p")
    strip.idle()
    strip.press("Look for paths")
    page.get_by_role("button", name="Show in the picture").first.wait_for()
    strip.press("Show in the picture")
    strip.take("5-path")

    page.goto(f"{strip.url}/coordination")
    page.get_by_role("button", name="Open on Explore").first.wait_for()
    strip.press("Open on Explore")
    page.get_by_role("heading", name=re.compile("accounts that shared things")).wait_for()
    strip.drawn()
    strip.click_link(
        lambda one: one["type"] == "COORDINATED_WITH" and platform(one["source"]) != platform(one["target"])
    )
    strip.take("6-ring")


def with_run(strip: Strip) -> None:
    """Let the case have a run: links between accounts stand in every picture."""
    strip.page.goto(f"{strip.url}/coordination")
    answered = strip.page.get_by_role("button", name="Open on Explore").first
    answered.or_(strip.page.get_by_role("button", name="Find them")).first.wait_for()
    strip.idle()
    if not answered.count():
        strip.press("Find them")
        answered.wait_for()


def platform(id_: str) -> str:
    """The platform of an account in its id."""
    return id_.removeprefix("Account/").partition(":")[0]


def main() -> None:
    """Serve the case, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", type=Path, required=True, help="a copy of the sample case")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    given = parser.parse_args()
    with served(given.case) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        shoot(Strip(browser.new_page(viewport={"width": 1440, "height": 900}), url, given.out))
        browser.close()


if __name__ == "__main__":
    main()
