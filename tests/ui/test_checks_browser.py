"""Checks in a real browser, by the keyboard: two weeks of a case, dismissed and confirmed in place, opened on Explore."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import attribution
from attribution.own_map import own_map
from attribution.weeks import load_into
from loaders.base import Options
from sample_data.generator.weeks import DISMISSED, EXPECTED
from tests.attribution.killed import kill_a_run

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

ROOT = Path(__file__).parent.parent.parent
FORUM, NEWSLETTER = DISMISSED
PLANTED = EXPECTED["rare-domain"]
HOSTILE = "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) <script>alert(2)</script> [c](javascript:alert(3)) www.evil.example"
_COLUMNS = {
    ("post", "id"): "id",
    ("account", "id"): "user",
    ("account", "handle"): "handle",
    ("time", "column"): "when",
    ("post", "text"): "words",
}
_HEADS = ("New or stronger", "The rest", "Dismissed and silent")


@dataclass(slots=True)
class Desk:
    """The case, and the page Checks on it."""

    root: Path
    page: Page
    idle: Callable[[Page], None]

    def key(self, *keys: str) -> None:
        """Press keys, each once the page has answered the one before."""
        for one in keys:
            self.page.keyboard.press(one)
            self.idle(self.page)

    def walk_to(self, name: str) -> None:
        """Go down the list by the keyboard until this hit is open."""
        opened = self.page.get_by_role("heading", level=4, name=name, exact=True)
        for _ in range(30):
            if opened.count():
                return
            self.key("j")
        pytest.fail(f"{name} is not in the list")

    def listed(self) -> dict[str, set[str]]:
        """The hits under each head, as how each stands and its name."""
        found: dict[str, set[str]] = {}
        for line in self.page.locator(".st-key-checks-list").inner_text().splitlines():
            head = next((one for one in _HEADS if line.startswith(f"{one} (")), None)
            if head is not None:
                found[head] = set()
            elif line.strip():
                found[list(found)[-1]] |= set(re.findall(r"[a-z-]+\.example", line)) or {line.strip()}
        return found


@pytest.fixture
def desk(
    tmp_path: Path,
    serve_with: Callable[..., Any],
    browser: Browser,
    open_app: Callable[..., Page],
    idle: Callable[[Page], None],
) -> Desk:
    """The first week, and three accounts with one hostile text."""
    root = tmp_path / "case"
    with (tmp_path / "hostile.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS.values())
        rows.writerows([f"90{n}", f"70{n}", f"evil{n}", f"2022-11-15T10:0{n}:00Z", HOSTILE] for n in range(3))
    with attribution.open(root, create=True) as case:
        load_into(case, 1)
        options = Options(map=own_map("hostile", "x", _COLUMNS))
        case.load([tmp_path / "hostile.csv"], format="mapped-csv", options=options)
    command = ["attribution.cli", "serve", "--case", str(root), "--port", "8697"]
    served = serve_with(command, r"http://(127\.0\.0\.1:\d+)")
    return Desk(root, open_app(browser, f"{served.url}/questions"), idle)


def _run(page: Page) -> None:
    page.get_by_role("button", name="Run now").click()
    page.get_by_text(re.compile("^Check rare-domain: done in")).wait_for(timeout=120_000)
    page.get_by_role("button", name="Close").click()


def test_two_weeks_by_the_keyboard(desk: Desk, drawn: Callable[..., None]) -> None:
    page = desk.page
    # from a question to a check of it
    page.get_by_text("Which rarely linked websites do several accounts link to?").first.click()
    desk.idle(page)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Ask").click()
    page.get_by_role("button", name="Check this regularly").click()
    page.get_by_role("button", name="Add the check").click()
    expect(page.get_by_text("This check was never asked")).to_be_visible()

    _run(page)
    desk.idle(page)
    first = {site for kind, sites in PLANTED.items() if kind != "new" for site in sites}
    assert desk.listed() == {"New or stronger": first}
    for site, reason in ((FORUM, "a forum of anglers"), (NEWSLETTER, "our own newsletter")):
        page.keyboard.press("Home")
        desk.key(*"kkkkkkkk")
        desk.walk_to(site)
        _say(desk, "d", reason)
    assert desk.listed()["Dismissed and silent"] == {FORUM, NEWSLETTER}

    with attribution.open(desk.root) as case:
        load_into(case, 2)
    kill_a_run(desk.root)
    page.reload()
    expect(page.get_by_text("has no answer: its process ended in the middle")).to_be_visible()

    _run(page)
    desk.idle(page)
    loud = {*PLANTED["new"], *PLANTED["stronger"]}
    quiet = {*PLANTED["weaker"], *PLANTED["gone"], *PLANTED["unchanged"]} - {NEWSLETTER}
    assert desk.listed() == {"New or stronger": loud, "The rest": quiet, "Dismissed and silent": {NEWSLETTER}}
    for kind, sites in PLANTED.items():
        for site in sites:
            expect(page.get_by_role("button", name=f"{kind} {site}")).to_be_visible()

    _say(desk, "y", "read all of them")
    expect(page.get_by_text(re.compile(r"^Confirmed by .*: read all of them$"))).to_be_visible()
    desk.key("p")
    expect(page.get_by_text(re.compile(r"^From monitor-2022-11-21\.csv, row \d+$")).first).to_be_visible()
    desk.key("h")
    expect(page.get_by_text("What was said of it, the newest first")).to_be_visible()
    desk.walk_to(FORUM)
    expect(page.get_by_text("dismissed by")).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    desk.key("u")
    expect(undo).to_have_count(0)

    desk.key("e")
    page.get_by_role("heading", name="Which rarely linked websites do several accounts link to?").wait_for()
    expect(page.get_by_role("radio", name=re.compile("^Which rarely linked websites"))).to_be_checked()
    drawn(page)


def _say(desk: Desk, key: str, words: str) -> None:
    """Open a form by its key, write, send it and be back at the list: all without the mouse."""
    desk.key(key)
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    field = dialog.get_by_role("textbox").first
    # the dialog takes the focus a moment after it is seen
    for _ in range(6):
        desk.page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    desk.page.keyboard.type(words)
    expect(field).to_have_value(words)
    # keys are letters here
    desk.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    desk.idle(desk.page)


def test_what_others_wrote_stays_text(desk: Desk) -> None:
    with attribution.open(desk.root) as case:
        case.checks.add("texts", "same-text", {"min_accounts": "3"}, by=HOSTILE[:60])
        (report,) = case.checks.run()
        hit = next(one.change.hit.key for one in report.hits if "img" in str(dict(one.change.hit.row)))
        case.checks.confirm("texts", hit, HOSTILE, by=HOSTILE)
        case.checks.dismiss("texts", hit, HOSTILE, by=HOSTILE)
    page = desk.page
    page.get_by_role("link", name="Checks").click()
    page.get_by_role("button", name=re.compile("img src")).first.click()
    # a key belongs to the hit that is open
    expect(page.get_by_role("heading", level=4, name=re.compile("img src"))).to_be_visible()
    desk.key("p")
    expect(page.get_by_text(re.compile(r"^From hostile\.csv, row \d+$")).first).to_be_visible()
    _inert(page)
    desk.key("h")
    expect(page.get_by_text("In each run, the newest first")).to_be_visible()
    _inert(page)
    desk.key("u")
    # the keys of a hit go with its buttons: they are there once it is drawn anew
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.get_by_role("button", name="Dismiss")).to_be_visible()
    page.wait_for_timeout(500)
    desk.key("d")
    expect(page.get_by_role("dialog")).to_be_visible()
    _inert(page)
    desk.key("Escape")
    for tab in ("Runs", "Log"):
        page.get_by_role("tab", name=tab).click()
        desk.idle(page)
        _inert(page)
    # `watched` fails this test if anything was fetched or ran


def _inert(page: Page) -> None:
    links = page.locator("img[src='x'], img[src*='evil'], a[href*='evil']:not([href^='#']), a[href^='javascript']")
    assert links.count() == 0
