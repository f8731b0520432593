"""SVG and PNG: complete, inert, the same bytes everywhere, readable in every script that we carry."""

import io
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from briefing.errors import BriefingError
from briefing.fonts import FAMILIES, font_files, fonts_available, missing, runs, width
from briefing.html import html, network
from briefing.layout import place
from briefing.lines import wrapped
from briefing.marking import MARKINGS
from briefing.png import png
from briefing.room import Area
from briefing.scene import CAVEAT, Caption, Scene, scene
from briefing.svg import HEIGHT, WIDTH, svg
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex

_ROOT = Path(__file__).parents[2]
_NS = "{http://www.w3.org/2000/svg}"
_ALLOWED = {"svg", "title", "rect", "text", "tspan", "line", "path", "circle", "polygon"}


def _words(figure: bytes) -> str:
    """All text of the figure; the pieces of one line joined, lines apart."""
    tree = ET.fromstring(figure)  # noqa: S314  # our own
    return "\n".join("".join(element.itertext()) for element in tree.iter(f"{_NS}text"))


def _chunks(picture: bytes) -> Mapping[bytes, bytes]:
    chunks, at = {}, 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        chunks[picture[at + 4 : at + 8]] = picture[at + 8 : at + 8 + length]
        at += 12 + length
    return chunks


def test_everything_that_is_said_stands_on_the_figure(drawn: Scene) -> None:
    words = _words(svg(drawn)).replace("\n", " ")
    for said in (
        "Eight accounts shared one article",
        "Which accounts on different platforms posted the same link?",
        "That the accounts are run together, or by whom.",
        "shared_url_across_platforms",
        "window = 2h",
        "limit = 200",
        "2026-09-21 to 2026-09-28",
        "loaded until 2026-11-24",
        "51,204 posts of 6,412 accounts; views missing on 30 % of posts",
        "Links through shorteners are not resolved.",
        "Attribution Explorer 0.1.0",
        "account shared this file, link or text",
        "site fingerprint",
        "@eagle_patriot (X)",
        "ledger[.]example/2026/ballots",
    ):
        assert re.sub(r"\s+", " ", said) in re.sub(r"\s+", " ", words), said


@pytest.mark.parametrize("label", MARKINGS)
def test_marking_stands_right_aligned_in_header_and_footer(drawn: Scene, label: str) -> None:
    figure = svg(replace(drawn, caption=replace(drawn.caption, marking=label)))
    found = [e for e in ET.fromstring(figure).iter(f"{_NS}text") if "".join(e.itertext()) == label]  # noqa: S314
    assert len(found) == 2
    top, bottom = sorted(float(e.attrib["y"]) for e in found)
    assert top < HEIGHT * 0.12
    assert bottom > HEIGHT * 0.88
    for element in found:
        assert element.attrib["text-anchor"] == "end"
        assert float(element.attrib["x"]) > WIDTH * 0.9
        assert float(element.attrib["font-size"]) >= 12
        assert element.attrib["fill"] == MARKINGS[label].colour
        assert element.attrib["font-family" if "font-family" in element.attrib else "font-weight"]


def test_a_figure_without_marking_says_so(campaign: Subgraph) -> None:
    assert _words(svg(scene(campaign, place(campaign)))).count("no marking given") == 2


def test_hostile_text_is_text(hostile_scene: Scene, hostile: tuple[str, ...]) -> None:
    figure = svg(hostile_scene)
    tree = ET.fromstring(figure)  # noqa: S314
    assert {element.tag.removeprefix(_NS) for element in tree.iter()} <= _ALLOWED
    names = {name for element in tree.iter() for name in element.attrib}
    assert not [name for name in names if name.lower().startswith("on") or "href" in name or name == "style"]
    assert not re.search(rb"https?://(?!www\.w3\.org/2000/svg\")", figure)
    words = _words(figure)
    for name in hostile:
        assert name in words


def test_a_figure_asks_for_nothing_outside_itself(drawn: Scene) -> None:
    figure = svg(drawn)
    for asked in (b"href", b"url(", b"@import", b"<style", b"<script", b"foreignObject", b"<image", b"<!"):
        assert asked not in figure


def test_long_captions_are_wrapped_within_the_page(campaign: Subgraph) -> None:
    long = Caption(
        title="A very long title " * 20,
        caveat="A caveat of many words. " * 60,
        coverage="coverage " * 300,
        parameters={"list": "w" * 5_000},
        notes=tuple(f"note number {i}" for i in range(200)),
        made_with="m" * 500,
        marking="TLP:RED",
    )
    tree = ET.fromstring(svg(scene(campaign, place(campaign), long)))  # noqa: S314
    for element in tree.iter(f"{_NS}text"):
        size, left = float(element.attrib["font-size"]), float(element.attrib["x"])
        bold = element.attrib.get("font-weight") == "bold"
        if element.attrib.get("text-anchor") is None:
            assert left + width("".join(element.itertext()), size, bold=bold) <= WIDTH
        assert 0 < float(element.attrib["y"]) < HEIGHT


def test_what_is_cut_is_counted(campaign: Subgraph) -> None:
    long = Caption(parameters={"list": "w" * 5_000})
    assert "(4,760 more characters)" in _words(svg(scene(campaign, place(campaign), long))).replace("\n", " ")


def test_names_without_room_are_counted(web: Callable[[int], Subgraph]) -> None:
    crowd = web(600)
    words = _words(svg(scene(crowd, place(crowd))))
    found = re.search(r"(\d+) of 600 names had no room and are left out", words.replace("\n", " "))
    assert found is not None
    shown = len(re.findall(r"^(?:account \d+ \(X\)|n\d+\[\.\]example)$", words, re.MULTILINE))
    assert int(found[1]) == 600 - shown


def test_an_empty_answer_is_said() -> None:
    said = Caption(findings=("no tie in the loaded data: no object belongs to both A and B",))

    assert "Nothing is drawn" in _words(svg(Scene((), ())))
    for words in (_words(svg(Scene((), (), said))), html(Scene((), (), said))):
        assert "no tie in the loaded data" in words.replace("\n", " ")
        assert "LEGEND" not in words


def test_no_figure_is_without_a_caveat() -> None:
    for caveat in ("", "  "):
        drawn = Scene((), (), Caption(caveat=caveat))
        assert CAVEAT in _words(svg(drawn)).replace("\n", " ")
        assert CAVEAT in html(drawn)


def test_members_of_a_set_are_ringed_and_told_apart_in_the_legend(campaign: Subgraph) -> None:
    accounts = [v.ref for v in campaign.vertices if v.ref.label == "Account"]
    members = {"A": frozenset(accounts[:3]), "B": frozenset(accounts[2:4])}

    drawn = scene(campaign, place(campaign), members=members)

    rows = {entry.words: (entry.count, entry.groups) for entry in drawn.legend if entry.name == "Account"}
    assert rows == {
        "accounts in A": (2, (0,)),
        "account in A and B": (1, (0, 1)),
        "account in B": (1, (1,)),
        "accounts outside A and B": (4, ()),
    }
    assert "outside A and B" in _words(svg(drawn)).replace("\n", " ")
    assert svg(drawn).count(b"stroke-dasharray") > svg(scene(campaign, place(campaign))).count(b"stroke-dasharray")
    assert "in A and B" in html(drawn)


def test_marked_nodes_are_ringed(campaign: Subgraph) -> None:
    ref = campaign.vertices[0].ref
    plain = svg(scene(campaign, place(campaign)))
    ringed = svg(scene(campaign, place(campaign), highlighted=frozenset({ref})))
    assert ringed.count(b"<circle") == plain.count(b"<circle") + 1
    assert "Ringed: marked by the analyst." in _words(ringed)


def test_names_on_the_page_do_not_run_into_each_other_and_the_hub_is_named_first() -> None:
    hub, leaves = Ref("Domain", "hub.example"), [Ref("Account", f"x:{1_000_000 + i}") for i in range(80)]
    edges = [Edge("SHARED", leaf, hub) for leaf in leaves]
    subgraph = Subgraph.of([Vertex(ref) for ref in (hub, *leaves)], edges)
    nodes = network(scene(subgraph, place(subgraph), Caption())).nodes

    names = sorted((node["font"]["size"], node["label"]) for node in nodes)
    assert names[-1][1] == "hub[.]example"
    assert names[-1][0] > names[-2][0] > names[0][0]
    tried = [node for node in nodes if node["font"]["size"] > names[0][0]]
    assert len(tried) > 20
    areas = [
        Area(node["x"] - long / 2, node["y"] + node["size"], node["x"] + long / 2, node["y"] + node["size"] + size)
        for node in tried
        for size in [node["font"]["size"]]
        for long in [width(node["label"], size)]
    ]
    assert not [pair for pair in combinations(areas, 2) if pair[0].meets(pair[1])]


_ELSEWHERE = """
import hashlib
from briefing.html import html
from briefing.layout import place
from briefing.png import png
from briefing.scene import Caption, scene
from briefing.svg import svg
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
refs = [Ref("Account", f"x:{i}") for i in range(40)] + [Ref("Hashtag", name) for name in ("真相", "حقيقة", "мир")]
edges = [Edge("SHARED", refs[i], refs[40 + i % 3], {"posts": i}) for i in range(1, 40)]
subgraph = Subgraph.of([Vertex(ref) for ref in refs], edges)
drawn = scene(subgraph, place(subgraph), Caption(title="T", parameters={"a": "1"}, marking="TLP:GREEN"))
for content in (svg(drawn), png(drawn, dpi=80), html(drawn).encode()):
    print(hashlib.sha256(content).hexdigest())
"""


def test_every_process_gives_the_same_bytes() -> None:
    hashes = [
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == 3


@pytest.mark.parametrize(("dpi", "size"), [(300, (3508, 2480)), (100, (1169, 827))])
def test_png_has_the_size_of_a_page_and_says_its_resolution(drawn: Scene, dpi: int, size: tuple[int, int]) -> None:
    picture = png(drawn, dpi=dpi)
    image = Image.open(io.BytesIO(picture))
    assert image.size == size
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert set(_chunks(picture)) == {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


def test_png_is_not_blank_and_shows_the_colours_of_the_legend(drawn: Scene) -> None:
    image = Image.open(io.BytesIO(png(drawn, dpi=72))).convert("RGB")
    colours = image.getcolors(maxcolors=1 << 24)
    assert colours is not None
    assert len(colours) > 100
    shares = {colour: count / (image.width * image.height) for count, colour in colours}
    assert 0.5 < shares[255, 255, 255] < 0.99
    assert (0, 0, 0) in shares
    assert (0x00, 0x72, 0xB2) in shares
    assert (0xFF, 0xC0, 0x00) in shares


@pytest.mark.parametrize("dpi", [0, 35, 1_201, -300])
def test_a_resolution_out_of_bounds_is_refused(drawn: Scene, dpi: int) -> None:
    with pytest.raises(BriefingError, match=r"dpi .* between 36 and 1,200"):
        png(drawn, dpi=dpi)


def _ink(words: str) -> int:
    """Dark pixels of a picture whose only word is given."""
    subgraph = Subgraph.of([Vertex(Ref("Hashtag", words), {"text": words})], [])
    image = Image.open(io.BytesIO(png(scene(subgraph, place(subgraph)), dpi=150))).convert("L")
    return sum(image.histogram()[:120])


@pytest.mark.parametrize("words", ["правда", "αλήθεια", "الحقيقة", "真相观察", "진실", "しんじつ"])
def test_scripts_are_drawn_and_not_as_boxes(words: str) -> None:
    # boxes would all have the same ink; letters of the same count do not
    assert missing(words) == set()
    assert _ink(words) != _ink(words[::-1][:-1] + "\U0001f600")
    assert _ink(words) > _ink("")


def test_missing_glyphs_are_said_and_do_not_break_the_figure() -> None:
    vertex = Vertex(Ref("Account", "x:1"), {"handle": "star😀🇺🇸שלום"})
    drawn = scene(Subgraph.of([vertex], []), place(Subgraph.of([vertex], [])))
    assert "7 kinds of characters (emoji, rare scripts) have no glyph here" in _words(svg(drawn)).replace("\n", " ")
    assert png(drawn, dpi=40).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("plain", [0]),
        ("слово ά", [0]),
        ("@حقيقة (X)", [0, 1, 0]),
        ("看 mixed 한", [2, 0, 2]),
        ("😀", [0]),
        ("a\u0301", [0]),
    ],
)
def test_each_script_has_its_family(text: str, families: list[int]) -> None:
    found = runs(text)
    assert "".join(piece for _, piece in found) == text
    assert [FAMILIES.index(family) for family, _ in found] == families


def test_fonts_are_there() -> None:
    assert fonts_available() is None


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.fonts._FILES", (("no_such_font", "*.ttf"),))
    font_files.cache_clear()
    try:
        assert fonts_available() == "font no_such_font: is not installed; run make setup"
    finally:
        font_files.cache_clear()


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 3, []),
        ("one", 3, ["one"]),
        ("one two three four", 9, ["one two", "three", "four"]),
        ("one two three four", 2, ["one two", "three …"]),
        ("漢字漢字漢字", 9, ["漢字漢字", "漢字"]),
        ("aaaaaaaaaaaaaaaaaaaa", 9, ["aaaaaaa", "aaaaaaa", "aaaaaa"]),
    ],
)
def test_lines_break_where_words_do(text: str, most: int, lines: list[str]) -> None:
    assert wrapped(text, 10, 40, most) == lines
