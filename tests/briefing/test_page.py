"""The HTML page: complete, offline, inert, the coordinates of the scene."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefing.html import html
from briefing.scene import Scene

_LOADING = {"src", "href", "srcset", "data", "action", "poster", "background", "formaction", "xlink:href"}


class _Page(HTMLParser):
    """Tags with attributes, and the text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the parser's signature
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "script":
            self.scripts.append(data)
        elif self._within != "style":
            self.words.append(data)


def _list(page: str, name: str) -> list[dict[str, object]]:
    found = re.search(rf"{name} = new vis\.DataSet\((\[.*?\])\);", page)
    assert found is not None
    values: list[dict[str, object]] = json.loads(found[1])
    return values


def test_nothing_is_asked_of_any_network(drawn: Scene, hostile_scene: Scene) -> None:
    for scene in (drawn, hostile_scene):
        page = html(scene)
        parsed = _Page(page)
        loads = [(tag, name, v) for tag, attrs in parsed.tags for name, v in attrs.items() if name in _LOADING]
        assert loads == []
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:)[^)]*//", page[: page.index("<script")])
        policy = next(attrs["content"] for tag, attrs in parsed.tags if attrs.get("http-equiv"))
        assert policy is not None
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert "http" not in policy


def test_hostile_text_is_text(hostile_scene: Scene, hostile: tuple[str, ...]) -> None:
    page = html(hostile_scene)
    parsed = _Page(page)
    harmless = _Page(html(Scene((), ())))
    assert [tag for tag, _ in parsed.tags if tag in ("script", "img", "iframe", "b")].count("script") == len(
        harmless.scripts
    )
    assert not [tag for tag, _ in parsed.tags if tag in ("img", "iframe", "object", "embed", "base", "form")]
    assert not [name for _, attrs in parsed.tags for name in attrs if name.startswith("on")]
    words = "".join(parsed.words)
    for name in hostile:
        assert name in words
    labels = "\n".join(str(node["label"]) for node in _list(page, "nodes"))
    for name in hostile:
        assert name[:30] in labels


def test_names_are_never_ids_or_titles(hostile_scene: Scene) -> None:
    page = html(hostile_scene)
    nodes, edges = _list(page, "nodes"), _list(page, "edges")
    assert [node["id"] for node in nodes] == list(range(len(hostile_scene.nodes)))
    assert not [item for item in (*nodes, *edges) if "title" in item]
    # the template's own tooltips take titles for markup
    assert "popup.innerHTML" not in page


def test_addresses_of_data_are_defanged(hostile_scene: Scene) -> None:
    page = html(hostile_scene)
    assert "evil.example" not in page
    assert "evil[.]example" in page


def test_coordinates_are_the_scenes_up_to_one_scale_and_nothing_moves(drawn: Scene) -> None:
    page = html(drawn)
    nodes = _list(page, "nodes")
    scales = {
        round(float(str(node[axis])) / value, 1)
        for node, own in zip(nodes, drawn.nodes, strict=True)
        for axis, value in (("x", own.x), ("y", -own.y))
        if abs(value) > 5
    }
    assert len(scales) == 1
    assert '"physics": {"enabled": false}' in page


def test_caption_marking_and_legend_stand_on_the_page(drawn: Scene) -> None:
    words = "".join(_Page(html(drawn)).words)
    assert words.count("TLP:AMBER+STRICT") == 2
    for said in (
        "Eight accounts shared one article",
        "That the accounts are run together, or by whom.",
        "shared_url_across_platforms",
        "window = 2h",
        "loaded until 2026-11-24",
        "51,204 posts of 6,412 accounts",
        "account shared this file, link or text",
        "2026-09-21 to 2026-09-28",
    ):
        assert said in words, said


def test_the_page_is_utf8_and_says_so(drawn: Scene) -> None:
    page = html(drawn)
    assert "حقيقة" in json.loads(f'"{_list_text(page)}"')
    assert page.encode("utf-8").decode("utf-8") == page
    assert '<meta charset="utf-8">' in page


def _list_text(page: str) -> str:
    found = re.search(r'"label": "(@[^"]*\\u062d[^"]*)"', page)
    assert found is not None
    return found[1]


@pytest.mark.browser
def test_a_browser_draws_it_offline_and_runs_nothing_of_the_data(
    drawn: Scene, hostile_scene: Scene, tmp_path: Path
) -> None:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium; install it, or run in CI")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        try:
            for name, scene in (("drawn", drawn), ("hostile", hostile_scene)):
                file = tmp_path / f"{name}.html"
                file.write_text(html(scene), "utf-8")
                page = browser.new_page()
                asked: list[str] = []
                troubles: list[str] = []
                page.on("request", lambda request, asked=asked: asked.append(request.url))
                page.on("dialog", lambda dialog, troubles=troubles: (troubles.append("dialog"), dialog.dismiss()))
                page.on("pageerror", lambda error, troubles=troubles: troubles.append(str(error)))
                page.on("console", lambda told, troubles=troubles: troubles.append(told.text))
                page.goto(file.as_uri())
                page.wait_for_function("typeof network !== 'undefined' && document.querySelector('canvas')")
                assert page.evaluate("nodes.length") == len(scene.nodes)
                assert page.evaluate("nodes.get(0).title.textContent").endswith(scene.nodes[0].text)
                assert page.evaluate("document.querySelector('canvas').height") > 100
                assert asked == [file.as_uri()]
                assert troubles == []
                page.close()
        finally:
            browser.close()
