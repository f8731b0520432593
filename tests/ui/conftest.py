"""A small real case on the embedded engine, the app served on it, and a real Chromium."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Request, sync_playwright

import attribution

ROOT = Path(__file__).parent.parent.parent
GRAPH = "window.__attributionGraph"

EVIL_NAME = "<img src=x onerror=alert(1)>"
EVIL_TEXT = (
    "![p](http://evil.example/p.png) <script>alert(2)</script> [click](javascript:alert(3)) '}) DETACH DELETE n //"
)
STORY = "https://rare.example/story"


def _tweet(number: int, author: int, text: str, url: str | None = None) -> dict[str, Any]:
    links = {"urls": [{"url": "https://t.example/x", "expanded_url": url}]} if url else {}
    return {
        "id": str(1_600_000_000_000_000_000 + number),
        "author_id": str(author),
        "created_at": f"2022-10-{1 + number % 28:02d}T10:{number % 60:02d}:00.000Z",
        "text": text,
        "conversation_id": str(1_600_000_000_000_000_000 + number),
        "entities": {**links, "hashtags": [{"tag": f"tag{number % 7}"}]},
    }


def _posts() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Posts with their authors: nine accounts with a rare link, one of them hostile, and a crowd that copies texts."""
    number = 0
    for i in range(9):
        name = EVIL_NAME if i == 8 else f"Mirror {i}"
        author = {"id": str(1_000 + i), "username": f"mirror_{i}", "name": name}
        text = EVIL_TEXT if i == 8 else f"Look what number {i} has found"
        for _ in range(2):
            number += 1
            yield _tweet(number, 1_000 + i, text, STORY), author
    for i in range(501):
        number += 1
        author = {"id": str(5_000 + i), "username": f"crowd_{i}", "name": f"Crowd {i}"}
        text = f"Every sentence number {i // 3} of the crowd is long enough to be counted"
        # a common address beside the rare one
        yield _tweet(number, 5_000 + i, text, "https://common.example/all" if i % 3 == 0 else None), author


@pytest.fixture(scope="session")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with 519 posts of 510 accounts, loaded through `Case`."""
    folder = tmp_path_factory.mktemp("ui")
    posts = list(_posts())
    page = {
        "data": [tweet for tweet, _ in posts],
        "includes": {"users": list({author["id"]: author for _, author in posts}.values())},
        "__twarc": {"version": "2.13", "retrieved_at": "2023-01-10T12:00:00+00:00"},
    }
    (folder / "posts.jsonl").write_text(json.dumps(page) + "\n", "utf-8")
    with attribution.open(folder / "case", create=True) as case:
        case.load([folder / "posts.jsonl"])
    (folder / "case" / "codebook.toml").write_text(
        'version = 1\n[topics.finds]\ntitle = "finds"\nterms = ["found"]\nminimum_posts = 1\n', "utf-8"
    )
    return folder / "case"


def skipped(reason: str) -> None:
    """Skip, or fail where everything has to run."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(slots=True)
class Served:
    """A running app, and what its output said of its address."""

    found: str

    @property
    def url(self) -> str:
        return f"http://{self.found}"


@pytest.fixture(scope="session")
def serve_with() -> Iterator[Callable[..., Served]]:
    """Starts the app by a command line, and gives its address when it is printed."""
    running: list[subprocess.Popen[str]] = []

    def _serve(command: list[str], pattern: str, **environment: str) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            found = re.search(pattern, line)
            if found:
                return Served(found.group(1))
        pytest.fail("the app did not start:\n" + "".join(lines))

    yield _serve
    for process in running:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def served(serve_with: Callable[..., Served], case_folder: Path) -> Served:
    """The app on the small case, as `attribution serve` starts it."""
    command = ["attribution.cli", "serve", "--case", str(case_folder), "--port", "8651"]
    return serve_with(command, r"http://(127\.0\.0\.1:\d+)")


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """Playwright's hand on a real Chromium."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def executable() -> str:
    """Path of an installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("ATTRIBUTION_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        skipped("no Chromium: install it, or name it in ATTRIBUTION_CHROMIUM")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium: BrowserType, executable: str) -> Iterator[Browser]:
    """A browser that draws with WebGL."""
    opened = chromium.launch(executable_path=executable)
    yield opened
    opened.close()


# without slots: Playwright leaves a mark on the owner of a handler
@dataclass
class Watch:
    """What a page did that it must not do."""

    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def on(self, page: Page) -> Page:
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        return page

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        local = ("http://127.0.0.1:", "http://0.0.0.0:", "ws://127.0.0.1:", "data:", "blob:", "about:")
        if not request.url.startswith(local):
            self.foreign.append(request.url)


@pytest.fixture
def watched() -> Iterator[Watch]:
    """Fails the test if a script of the data ran, the page broke, or anything but this machine was asked."""
    watch = Watch()
    yield watch
    assert not watch.dialogs
    assert not watch.errors
    assert not watch.foreign


@pytest.fixture
def open_app(watched: Watch) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser, watched."""
    contexts: list[BrowserContext] = []

    def _open(browser: Browser, url: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1500, "height": 1000}))
        page = watched.on(contexts[-1].new_page())
        page.set_default_timeout(60_000)
        page.goto(url)
        return page

    yield _open
    for context in contexts:
        context.close()


@pytest.fixture
def page(browser: Browser, served: Served, open_app: Callable[..., Page]) -> Page:
    """The open app in a tab of its own."""
    opened = open_app(browser, served.url)
    opened.get_by_text("What do accounts here share?").wait_for()
    return opened


@pytest.fixture(scope="session")
def blind(chromium: BrowserType, executable: str) -> Iterator[Browser]:
    """A browser without WebGL."""
    flags = ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis", "--disable-gpu"]
    opened = chromium.launch(executable_path=executable, args=flags)
    yield opened
    opened.close()


@pytest.fixture
def graph() -> Callable[..., Any]:
    """Reads the picture's window for tests: `graph(page, "positions()")`."""

    def _graph(page: Page, expression: str) -> Any:
        return page.evaluate(f"{GRAPH}.{expression}")

    return _graph


@pytest.fixture
def drawn() -> Callable[[Page], None]:
    """Waits for the picture."""

    def _drawn(page: Page, condition: str = f"{GRAPH}.drawnAt() > 0") -> None:
        page.wait_for_function(f"{GRAPH} && {condition}", timeout=60_000)

    return _drawn


def _idle(page: Page) -> None:
    # a run may begin late, and another one behind it: twice in a row none is seen
    quiet, end = 0, time.monotonic() + 60
    while quiet < 2:
        assert time.monotonic() < end, "the app does not come to rest"
        page.wait_for_timeout(125)
        quiet = quiet + 1 if page.locator("[data-test-script-state=notRunning]").count() else 0


@pytest.fixture
def idle() -> Callable[[Page], None]:
    """Waits until the app has answered the last click."""
    return _idle


@pytest.fixture
def ask(drawn: Callable[[Page], None]) -> Callable[[Page, str, str], None]:
    """Asks a question of a kind by its words, and waits for the picture."""

    def _ask(page: Page, kind: str, words: str) -> None:
        _idle(page)
        page.get_by_role("combobox", name="Kind of question").click()
        page.get_by_role("option", name=kind).click()
        _idle(page)
        page.get_by_test_id("stSidebar").get_by_text(words).click()
        _idle(page)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Ask").click()
        page.get_by_role("heading", name=re.compile(words)).wait_for()
        drawn(page)
        _at_rest(page)

    return _ask


@pytest.fixture
def settled() -> Callable[[Page], dict[str, list[float]]]:
    """Where the nodes stand when the camera has come to rest: on a busy machine it takes longer."""

    def _settled(page: Page) -> dict[str, list[float]]:
        page.wait_for_timeout(700)
        return _at_rest(page, 500)

    return _settled


def _at_rest(page: Page, apart_ms: int = 250) -> dict[str, list[float]]:
    """Where the nodes are once two looks are equal: a place read from the picture is still the place when it is clicked."""
    before: Any = None
    while (now := page.evaluate(f"{GRAPH}.positions()")) != before:
        before = now
        page.wait_for_timeout(apart_ms)
    _idle(page)
    return now  # type: ignore[no-any-return]  # as the page says it
