"""Questions in a real browser: find as one types, ask, open a hit, go to Explore; write, check, run and save one's own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from store.folder import CaseFolder
from tests.ui import planted

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

EVIL = """/*
id = "evil"
question = "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) [c](javascript:alert(2))?"
category = "links"
does_not_prove = "<script>alert(3)</script>"
false_positives = ["![p](http://evil.example/q.png)"]
references = ["http://evil.example/r"]

[parameters.limit]
type = "integer"
default = 5
maximum = 50
help = "![p](http://evil.example/h.png)"

[nodes]
account = "Account"
*/
MATCH (a:Account)-[:POSTED]->(p:Post) WITH a.id AS account, count(p) AS posts
RETURN account, posts, '<img src=x onerror=alert(4)> ![p](http://evil.example/s.png)' AS because, 'http://evil.example/t' AS caveat
ORDER BY posts DESC, account
LIMIT $limit
"""
_SLOWLY = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH sum(x * y) AS n MATCH (a:Account)"
SLOW = re.sub('question = ".*"', 'question = "Which takes long?"', EVIL)
SLOW = SLOW.replace('"evil"', '"slow"').replace("MATCH (a:Account)", _SLOWLY)


@pytest.fixture
def questions(
    tmp_path: Path, serve_with: Callable[..., Any], browser: Browser, open_app: Callable[..., Page]
) -> tuple[Page, CaseFolder]:
    """The page on a case of its own with two hostile queries beside it."""
    folder = CaseFolder(planted.build(tmp_path))
    folder.queries.mkdir()
    (folder.queries / "evil.cypher").write_text(EVIL, "utf-8")
    (folder.queries / "slow.cypher").write_text(SLOW, "utf-8")
    served = serve_with(
        ["attribution.cli", "serve", "--case", str(folder.root), "--port", "8711"], r"http://(127\.0\.0\.1:\d+)"
    )
    opened = open_app(browser, f"{served.url}/questions")
    opened.get_by_role("heading", name="Questions", exact=True).wait_for(timeout=120_000)
    return opened, folder


def find(page: Page, idle: Callable[[Page], None], typed: str, words: str) -> None:
    """Type, and choose the question with these words."""
    search = page.get_by_label("Search the questions")
    search.fill("")
    search.press_sequentially(typed, delay=20)
    expect(page.get_by_text(re.compile(r"^1 question$"))).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_test_id("stRadio").locator("label").filter(has_text=words).click()
    idle(page)


def press_ask(page: Page) -> None:
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Ask").click()


def choose_row(page: Page, number: int) -> None:
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 38 + 35 * number + 17)


def test_from_what_is_typed_to_the_posts_behind_a_hit_and_the_picture(
    questions: tuple[Page, CaseFolder],
    graph: Callable[..., Any],
    drawn: Callable[..., None],
    idle: Callable[[Page], None],
) -> None:
    page, _ = questions
    find(page, idle, "rarely lin", "rarely linked")
    expect(page.get_by_text("That the accounts own the website")).to_be_visible()
    page.get_by_role("spinbutton", name="Max sharers").fill("4")
    press_ask(page)
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ rows$"))).to_be_visible()
    expect(page.get_by_text(re.compile("What is not loaded is not absent")).first).to_be_visible()
    idle(page)

    choose_row(page, 0)
    expect(page.get_by_role("heading", name=re.compile(r"^Row 1: 4 accounts linked to"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"From (x|facebook|telegram)\.csv, row \d+")).first).to_be_visible()

    page.get_by_text("Copy this question").click()
    expect(page.get_by_text(re.compile(r"attribution query rare-domain --case .* -p max_sharers=4"))).to_be_visible()
    assert page.get_by_test_id("stCode").count() == 3

    # another page, and the answer is there again with what was asked
    page.get_by_role("link", name="Data").click()
    page.get_by_role("heading", name="Data", exact=True).wait_for()
    page.get_by_role("link", name="Questions").click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ rows$"))).to_be_visible()
    expect(page.get_by_text(re.compile("^Asked with .*max sharers: 4"))).to_be_visible()

    page.get_by_role("button", name="Open on Explore").click()
    page.get_by_role("heading", name=re.compile("Which rarely linked websites")).wait_for()
    drawn(page)
    assert any(id_.startswith("Domain/ring") for id_ in graph(page, "positions()"))
    # the form follows
    expect(page.get_by_role("spinbutton", name="Max sharers")).to_have_value("4")

    # what the rows name is selected among the rest
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("button", name=re.compile(r"^Select the \d+ nodes that are in the open picture$")).click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ nodes selected$"))).to_be_visible()
    drawn(page)


def test_a_long_question_leaves_other_pages_free_and_can_be_stopped(
    questions: tuple[Page, CaseFolder], idle: Callable[[Page], None]
) -> None:
    page, _ = questions
    find(page, idle, "takes lo", "takes long")
    press_ask(page)
    expect(page.get_by_text("Other pages can be used meanwhile")).to_be_visible()

    page.get_by_role("link", name="Data").click()
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    page.get_by_role("link", name="Questions").click()
    expect(page.get_by_text("Other pages can be used meanwhile")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).last.click()

    expect(page.get_by_text("the query was stopped on request")).to_be_visible()


def test_what_an_own_file_says_is_text_and_nothing_else(
    questions: tuple[Page, CaseFolder], idle: Callable[[Page], None]
) -> None:
    page, _ = questions
    find(page, idle, "evil alert", "alert(1)")
    press_ask(page)
    expect(page.get_by_role("heading", name="5 rows")).to_be_visible()
    idle(page)
    choose_row(page, 0)

    expect(page.get_by_role("heading", name=re.compile("^Row 1: <img src=x"))).to_be_visible()
    # a heading leads to itself
    assert (
        page.locator("img[src='x'], img[src*='evil'], a[href*='evil']:not([href^='#']), a[href^='javascript']").count()
        == 0
    )
    page.get_by_role("button", name="This row on Explore").click()
    page.get_by_role("heading", name=re.compile("^<img src=x")).wait_for()
    expect(page.get_by_text(re.compile(r"^Row 1 of 5 rows that the question gave · ")).first).to_be_visible()
    # the form on the left is that of the question
    expect(page.get_by_role("radio", name=re.compile("^<img src=x"))).to_be_checked()
    assert (
        page.locator("img[src='x'], img[src*='evil'], a[href*='evil']:not([href^='#']), a[href^='javascript']").count()
        == 0
    )
    # `watched` fails this test if anything was fetched or ran


def test_a_query_is_written_checked_run_and_saved(
    questions: tuple[Page, CaseFolder], idle: Callable[[Page], None]
) -> None:
    page, folder = questions
    page.get_by_role("tab", name="Try your own").click()
    field = page.get_by_role("textbox", name="Your query")
    field.fill(EVIL.replace('"evil"', '"mine"').replace("MATCH (a", "MERGE (a"))
    field.press("Control+Enter")
    expect(page.get_by_text("the clause MERGE does not belong in a query that only reads")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()

    field.fill(EVIL.replace('"evil"', '"mine"'))
    field.press("Control+Enter")
    expect(page.get_by_text("The text is clean")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Clean, and it runs.")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("It gave 5 rows")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved as queries/mine.cypher")).to_be_visible()
    assert (folder.queries / "mine.cypher").read_text("utf-8") == EVIL.replace('"evil"', '"mine"')
    page.get_by_role("tab", name="Ask").click()
    expect(page.get_by_text(re.compile("mine · your own, from the folder"))).to_be_visible()


def test_a_question_asks_for_the_same_on_either_page(
    questions: tuple[Page, CaseFolder], idle: Callable[[Page], None]
) -> None:
    page, _ = questions
    pages = [("Explore", "What do accounts here share?"), ("Questions", "Questions")]
    for other, heading in pages * 2:
        page.get_by_role("link", name=other, exact=True).click()
        page.get_by_role("heading", name=heading, exact=True).wait_for()
        # a page is drawn from above: what is below may still be the other one's, and a press there is lost
        idle(page)
        expect(page.get_by_role("spinbutton", name="Max bearers")).to_have_value("20")
    page.get_by_text("More settings").click()
    expect(page.get_by_role("spinbutton", name="Limit")).to_have_value("200")
