"""The Data page in a real browser: files in, rejects seen, a file taken back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import attribution
from bench.inputs import tweets

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def data_page(
    tmp_path: Path, serve_with: Callable[..., object], browser: Browser, open_app: Callable[..., Page]
) -> Page:
    """The page on a case of its own, beside another one."""
    for name in ("first", "second"):
        attribution.open(tmp_path / name, create=True).close()
    command = ["attribution.cli", "serve", "--case", str(tmp_path / "first"), "--port", "8671"]
    served = serve_with(command, r"http://(127\.0\.0\.1:\d+)")
    opened = open_app(browser, f"{served.url}/data")  # type: ignore[attr-defined]  # the app that was started
    opened.get_by_role("heading", name="Data", exact=True).wait_for()
    # before a file is dropped
    opened.get_by_text("Drop files of at most 2 GiB each").wait_for()
    return opened


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / f"{HOSTILE[:4]}posts.jsonl".replace("<", "_")
    lines = [json.dumps({**tweet, "text": f"{HOSTILE} {tweet['text']}"}) for tweet in tweets(30)]
    path.write_text("\n".join([*lines, "{", ""]), "utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("id,user,when,words\n1,ana,2022-10-10T10:00:00Z,hello\n2,ben,2022-10-10T10:00:05Z,hello\n", "utf-8")
    return path


def test_files_are_seen_before_they_are_loaded_and_taken_back(data_page: Page, posts: Path, table: Path) -> None:
    page = data_page
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(posts), str(table)])
    page.get_by_text("The first rows as they would be loaded").wait_for()
    page.get_by_role("button", name="Load 1 file").wait_for()

    # the table is none that is known: say what its columns are
    page.get_by_role("combobox", name="Look into").click()
    page.get_by_role("option", name="own.csv").click()
    page.get_by_text("No known format").wait_for()
    page.get_by_role("combobox", name="Time of the post").click()
    page.get_by_role("option", name="when").click()
    page.get_by_role("combobox", name="Text", exact=True).click()
    page.get_by_role("option", name="words").click()
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("button", name="Load 2 files").click()
    page.get_by_text("Loading 2 files: done").wait_for(timeout=120_000)

    page.get_by_role("tab", name="Loaded").click()
    expect(page.get_by_text("32 posts by")).to_be_visible()
    page.get_by_role("tab", name="Not used").click()
    expect(page.get_by_text("Rows (rejected) and single values")).to_be_visible()

    page.get_by_role("tab", name="Loaded").click()
    page.get_by_role("button", name="Take a file back").click()
    page.get_by_role("combobox", name="File", exact=True).click()
    page.get_by_role("option", name="own.csv").click()
    page.get_by_text("Yes, take it back").click()
    page.get_by_role("button", name="Take it back", exact=True).click()
    page.get_by_text("Taking back own.csv: done").wait_for(timeout=120_000)
    page.get_by_role("tab", name="Loaded").click()
    expect(page.get_by_text("30 posts by")).to_be_visible()

    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Verify the case").click()
    page.get_by_text("Verifying: done").wait_for(timeout=120_000)


def test_another_case_is_chosen_by_name(data_page: Page) -> None:
    page = data_page
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name="second").click()
    page.get_by_text("Known are takedown lists").wait_for()
    expect(page.get_by_role("combobox", name="Case")).to_have_value("second")
