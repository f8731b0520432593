"""What an analyst waits for while exploring, in a real browser, on pictures of 1,000, 5,000 and 10,000 nodes.

python -m bench.exploring [--nodes 1000 5000 10000] [--density 1.6] [--sessions 10] [--case FOLDER]

First picture after the graph's answer; click → panel filled; a double click that brings neighbours → on screen, and how
far the old nodes moved; bytes that the browser gets for a click; frames a second while panning; memory of the server for
each session, and click → panel while ten are open. Layout: ours against igraph's Fruchterman–Reingold alone, in the same run.
"""

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import igraph
from playwright.sync_api import Page, sync_playwright

from attribution.case import Case, open_case
from bench.inputs import write_jsonl
from bench.loading import say
from briefing.layout import place
from graph.records import Ref
from graph.subgraph import Subgraph
from ui.opening import saved
from ui.screen import Screen
from ui.view import new_view

_GRAPH = "window.__attributionGraph"
_POSTS = 80_000
_CLICKS, _GROWN = 15, 10
_WARM = 3
"""Of each, the first ones are not counted: engine and server have not met the questions yet."""
_ADDED = 1_000
_MOST_SHARERS = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A picture that was kept, and its address below the app's."""

    subgraph: Subgraph
    link: str


def pictures(case: Case, sizes: Sequence[int], density: float) -> dict[int, Made]:
    """Of each size: accounts and the links that they share, at least `density` relationships a node, kept as a view."""
    found = {}
    for size in sizes:
        subgraph = next(
            one
            for least in range(2, _MOST_SHARERS)
            if len((one := _picture(case, size, least)).edges) >= density * size
        )
        kept = case.save_view(f"{size} nodes {time.time()}", saved(new_view("", subgraph, case.scene), Screen()))
        found[size] = Made(subgraph, f"?{urlencode({'case': case.folder.root.name, 'view': kept.id})}")
    return found


def _picture(case: Case, size: int, least: int) -> Subgraph:
    """Links with at least so many sharers, the fewest first, and some of their sharers."""
    rows = case.graph.read(
        "MATCH (u:Url) WHERE u.sharers >= $least RETURN u.id AS id, u.sharers AS n ORDER BY n, id LIMIT $n",
        {"least": least, "n": size * 2 // 5},
    )
    accounts = case.graph.read(
        "UNWIND $keys AS key MATCH (:Url {id: key})<-[:LINKS_TO]-(:Post)<-[:POSTED]-(a:Account) "
        "RETURN a.id AS id, count(DISTINCT key) AS n ORDER BY n DESC, id LIMIT $n",
        {"keys": [row["id"] for row in rows], "n": size - len(rows)},
    )
    return case.view([Ref("Url", row["id"]) for row in rows] + [Ref("Account", row["id"]) for row in accounts])


def layouts(subgraph: Subgraph) -> None:
    """Seconds to place a picture and to add to it, against igraph alone."""
    began = time.perf_counter()
    whole = place(subgraph)
    placed = time.perf_counter() - began
    index = {v.ref: n for n, v in enumerate(subgraph.vertices)}
    plain = igraph.Graph(n=len(index), edges=[(index[e.start], index[e.end]) for e in subgraph.edges])
    began = time.perf_counter()
    plain.layout_fruchterman_reingold(niter=500, grid="grid")
    alone = time.perf_counter() - began
    known = dict(list(whole.items())[:-_ADDED])
    began = time.perf_counter()
    place(subgraph, known)
    added = time.perf_counter() - began
    say(
        f"{len(index):>6,} nodes, {len(subgraph.edges):,} links: layout {placed:.2f} s ({placed / alone:.2f} × igraph's 500 rounds), "
        f"adding the last {_ADDED:,} {added:.2f} s"
    )


class Explorer:
    """One page on one saved view."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        page.set_default_timeout(120_000)
        page.goto(url)
        page.wait_for_function(f"{_GRAPH} && {_GRAPH}.drawnAt() > 0")
        self.first: float = page.evaluate(f"{_GRAPH}.waited()")
        """Milliseconds from the graph's answer to the first picture."""
        self.idle()

    def _count(self, frame: Any) -> None:
        self.bytes += len(frame)

    def idle(self) -> None:
        """Wait until the app has answered."""
        self.page.wait_for_timeout(300)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()

    def positions(self) -> dict[str, tuple[float, float]]:
        """Where nodes are on the page."""
        found: dict[str, tuple[float, float]] = self.page.evaluate(f"{_GRAPH}.positions()")
        return found

    def visible_accounts(self) -> list[str]:
        """Accounts well inside the picture, those that stand alone first."""
        box = self.page.locator(".graph-root").bounding_box()
        assert box is not None
        inside = {
            id_: point
            for id_, point in self.positions().items()
            if box["x"] + 260 < point[0] < box["x"] + box["width"] - 40
            and box["y"] + 80 < point[1] < box["y"] + box["height"] - 240
        }
        accounts = [id_ for id_ in inside if id_.startswith("Account/")][:400]
        return sorted(accounts, key=lambda id_: -min(math.dist(inside[id_], p) for o, p in inside.items() if o != id_))

    def click(self, id_: str) -> tuple[float, int]:
        """Milliseconds from a click to the panel's receipts, and bytes received meanwhile."""
        x, y = self.positions()[id_]
        before = self.bytes
        self.page.evaluate(_WATCH, [x, y])
        self.page.mouse.click(x, y)
        took: float = self.page.evaluate("window.__took")
        self.idle()
        return took, self.bytes - before

    def expand(self, id_: str) -> tuple[float, float]:
        """Milliseconds until neighbours are on screen, and pixels that the most moved old node moved."""
        before = self.positions()
        x, y = before[id_]
        revision = self.page.evaluate(f"{_GRAPH}.revision()")
        self.page.evaluate(_WATCH_REVISION, revision)
        self.page.mouse.dblclick(x, y)
        took: float = self.page.evaluate("window.__grown")
        self.idle()
        after = self.positions()
        return took, max(math.dist(before[one], after[one]) for one in before if one in after)

    def pan(self) -> float:
        """Frames a second while the picture is dragged."""
        box = self.page.locator(".graph-root").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + 40
        self.page.evaluate(
            "() => { window.__frames = 0; const f = () => { window.__frames++; requestAnimationFrame(f); }; f(); }"
        )
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        began, first = time.perf_counter(), self.page.evaluate("window.__frames")
        for step in range(60):
            self.page.mouse.move(x + 80 * math.sin(step / 6), y + 40 * math.cos(step / 6))
        frames = self.page.evaluate("window.__frames") - first
        self.page.mouse.up()
        return float(frames / (time.perf_counter() - began))


_WATCH = """([x, y]) => { window.__took = new Promise((done) => {
  document.addEventListener('mouseup', () => { const began = performance.now();
    const rests = () => (document.body.innerText.match(/.*named in [0-9,]+ rows? of the loaded files/) ?? [''])[0];
    const before = rests();
    const look = () => {
      if (!['', before].includes(rests())) requestAnimationFrame(() => done(performance.now() - began));
      else setTimeout(look, 5);
    };
    look();
  }, {once: true, capture: true});
}); }"""
_WATCH_REVISION = f"""(before) => {{ window.__grown = new Promise((done) => {{
  document.addEventListener('dblclick', () => {{ const began = performance.now();
    const look = () => {_GRAPH}.revision() > before ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
    look();
  }}, {{once: true, capture: true}});
}}); }}"""


@contextmanager
def served(root: Path) -> Iterator[tuple[str, int]]:
    """The app on the case: its address and its process."""
    command = [sys.executable, "-m", "attribution.cli", "serve", "--case", str(root), "--port", "8699"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout or ():
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                yield found.group(0), process.pid
                return
        sys.exit("bench.exploring: the app did not start")
    finally:
        process.terminate()
        process.wait(30)


def megabytes(pid: int) -> float:
    """Resident memory of a process and its children."""
    found = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(status.parent.name) == pid or int(fields.get("PPid", "0")) == pid:
            found += int(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    return found


def chromium() -> str | None:
    """Path of an installed Chromium, if there is one."""
    return os.environ.get("ATTRIBUTION_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def measure(url: str, pid: int, made: Mapping[int, Made], sessions: int) -> None:
    """Each size in a browser of its own; then several sessions of the smallest at once."""
    with sync_playwright() as playwright:
        for size, picture in made.items():
            browser = playwright.chromium.launch(executable_path=chromium())
            # the first one warms the app up
            Explorer(browser.new_page(), url + picture.link).page.close()
            explorer = Explorer(browser.new_page(viewport={"width": 1500, "height": 1000}), url + picture.link)
            accounts = explorer.visible_accounts()
            clicks = [explorer.click(id_) for id_ in accounts[:_CLICKS]][_WARM:]
            pan = explorer.pan()
            grown = [explorer.expand(id_) for id_ in accounts[_CLICKS : _CLICKS + _GROWN]]
            say(
                f"{size:>6,} nodes: first picture {explorer.first:,.0f} ms after the answer, click → panel {statistics.median(took for took, _ in clicks):.0f} ms "
                f"({statistics.median(got for _, got in clicks) / 1024:.1f} KiB), expand → on screen "
                f"{statistics.median(took for took, _ in grown[_WARM:]):.0f} ms ({max(took for took, _ in grown):.0f} the slowest), old nodes moved {max(far for _, far in grown):.1f} px, "
                f"panning {pan:.0f} frames/s"
            )
            browser.close()
        before, least = megabytes(pid), min(made)
        browser = playwright.chromium.launch(executable_path=chromium())
        open_ = [Explorer(browser.new_context().new_page(), url + made[least].link) for _ in range(sessions)]
        each = (megabytes(pid) - before) / sessions
        took = [one.click(one.visible_accounts()[0])[0] for one in open_]
        say(f"{sessions} sessions of {least:,} nodes: {each:.0f} MiB each; click → panel at most {max(took):.0f} ms")
        browser.close()


def main() -> None:
    """Build, lay out, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 5_000, 10_000])
    parser.add_argument("--density", type=float, default=1.6, help="relationships a node, at least")
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--case", type=Path, help="folder to keep the case in, or one that holds it already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = given.case or Path(name) / "case"
        with open_case(root, create=True) as case:
            if not case.reader.datasets:
                write_jsonl(Path(name) / "posts.jsonl", _POSTS)
                case.load([Path(name) / "posts.jsonl"])
            made = pictures(case, given.nodes, given.density)
            for picture in made.values():
                layouts(picture.subgraph)
        with served(root) as (url, pid):
            measure(f"{url}/", pid, made, given.sessions)


if __name__ == "__main__":
    main()
