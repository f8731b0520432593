"""How the graph looks, on screen and on paper: one colour, shape and word per type.

Every label has a form of its own (shape, filled or hollow), so that a figure can be read in
greyscale. Colours come from the palettes of Okabe and Ito and of Paul Tol, and a test holds them
apart under the two common forms of colour blindness. Words say what is shared, never who acts with whom.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.schema import NODES, RELATIONSHIPS

INK = "#1B1F24"
"""Text."""
FAINT = "#5B6570"
"""Secondary text; still 5:1 on white."""
RULE = "#C9D0D8"
"""Hairlines and boxes."""
PAPER = "#FFFFFF"
HIGHLIGHT = "#111111"
"""Ring around what the analyst marked."""

PLATFORMS: Mapping[str, str] = MappingProxyType(
    {
        "x": "X",
        "telegram": "Telegram",
        "facebook": "Facebook",
        "instagram": "Instagram",
        "threads": "Threads",
        "youtube": "YouTube",
        "tiktok": "TikTok",
        "reddit": "Reddit",
        "vk": "VK",
        "ok": "OK",
        "linkedin": "LinkedIn",
        "weibo": "Weibo",
        "bluesky": "Bluesky",
    }
)
"""Names of platforms as they write themselves."""


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """Look of one node label; `shape` is a key of `SHAPES`, colours are #RRGGBB."""

    word: str
    plural: str
    shape: str
    fill: str
    line: str
    hollow: bool = False
    base: float = 6.0
    """Radius of a node without links, in points on paper and pixels on screen."""


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """Look of one relationship type; `dash` is an SVG dash pattern, empty for a solid line."""

    word: str
    colour: str
    dash: str = ""
    directed: bool = False
    """An arrowhead is drawn; where the labels at both ends tell the direction it would be noise."""


def _polygon(corners: int, turn: float, radius: float = 1.0) -> tuple[tuple[float, float], ...]:
    step = 2 * math.pi / corners
    return tuple(
        (round(radius * math.cos(turn + i * step), 4), round(radius * math.sin(turn + i * step), 4))
        for i in range(corners)
    )


def _star() -> tuple[tuple[float, float], ...]:
    outer, inner = _polygon(5, -math.pi / 2, 1.25), _polygon(5, -math.pi / 2 + math.pi / 5, 0.55)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)


_ARM = 0.38

SHAPES: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        "circle": (),
        "square": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
        "diamond": _polygon(4, 0.0, 1.18),
        "triangle": _polygon(3, -math.pi / 2, 1.25),
        "triangle_down": _polygon(3, math.pi / 2, 1.25),
        "hexagon": _polygon(6, 0.0, 1.08),
        "star": _star(),
        "pentagon": _polygon(5, -math.pi / 2, 1.1),
        "octagon": _polygon(8, math.pi / 8, 1.06),
        "cross": (
            *((-_ARM, -1.1), (_ARM, -1.1), (_ARM, -_ARM), (1.1, -_ARM), (1.1, _ARM), (_ARM, _ARM)),
            *((_ARM, 1.1), (-_ARM, 1.1), (-_ARM, _ARM), (-1.1, _ARM), (-1.1, -_ARM), (-_ARM, -_ARM)),
        ),
    }
)
"""Corners for radius 1, y downwards; a circle has none. Areas are near that of the circle."""

NODE_STYLES: Mapping[str, NodeStyle] = MappingProxyType(
    {
        "Account": NodeStyle("account", "accounts", "circle", "#0072B2", "#00476F", base=7.0),
        "Post": NodeStyle("post", "posts", "square", "#8FD0F5", "#2C6E9B", base=4.5),
        "Media": NodeStyle("file", "files (photo, video …)", "triangle", "#D55E00", "#8A3C00"),
        "Url": NodeStyle("link", "links", "diamond", "#22B07D", "#00694C"),
        "Domain": NodeStyle("domain", "domains", "hexagon", "#5B2A86", "#3A1958", base=7.0),
        "Hashtag": NodeStyle("hashtag", "hashtags", "diamond", "#E69F00", "#8F6200", hollow=True, base=5.5),
        "Text": NodeStyle("text", "texts", "triangle_down", "#CC79A7", "#8B3F6A"),
        "Fingerprint": NodeStyle("site fingerprint", "site fingerprints", "star", "#F0C928", "#806600"),
        "Surface": NodeStyle("page or group", "pages and groups", "square", "#0072B2", "#00476F", hollow=True),
        "Network": NodeStyle("published network", "published networks", "hexagon", "#882255", "#882255", True, 9.0),
        "Set": NodeStyle("set of the analyst", "sets of the analyst", "circle", "#333333", "#333333", True, 9.0),
        "Source": NodeStyle("source", "sources", "triangle_down", "#555555", "#555555", True, 7.0),
        "Statement": NodeStyle("statement", "statements", "triangle", "#7A4B00", "#7A4B00", True, 7.0),
        "Dataset": NodeStyle("dataset", "datasets", "cross", "#777777", "#4A4A4A"),
        "Run": NodeStyle("run of a detector", "runs of a detector", "pentagon", "#777777", "#4A4A4A"),
        "Cluster": NodeStyle("group found by a run", "groups found by a run", "octagon", "#777777", "#4A4A4A"),
        "Finding": NodeStyle("finding", "findings", "star", "#333333", "#333333", True, 8.0),
    }
)
"""Style of every label of the schema."""

_GREY, _DARK = "#8A94A0", "#5B6570"

EDGE_STYLES: Mapping[str, EdgeStyle] = MappingProxyType(
    {
        "POSTED": EdgeStyle("posted", _GREY),
        "REPLY_TO": EdgeStyle("replies to", _GREY, directed=True),
        "REPOST_OF": EdgeStyle("reposts", _GREY, "5 2", directed=True),
        "QUOTES": EdgeStyle("quotes", _GREY, "5 2 1 2", directed=True),
        "MENTIONS": EdgeStyle("mentions", _GREY, "1.5 2", directed=True),
        "LINKS_TO": EdgeStyle("links to", "#22916A", directed=True),
        "TAGGED": EdgeStyle("carries the hashtag", "#A87400"),
        "HAS_MEDIA": EdgeStyle("carries the file", "#B85200"),
        "HAS_TEXT": EdgeStyle("carries the text", "#A85A86"),
        "ON_SURFACE": EdgeStyle("appeared on", _GREY),
        "ON_DOMAIN": EdgeStyle("lies on the domain", "#7A5A9A"),
        "REDIRECTS_TO": EdgeStyle("redirects to", "#22916A", "5 2", directed=True),
        "HAS_FINGERPRINT": EdgeStyle("shows the fingerprint", "#8A7000"),
        "NEAR_DUPLICATE": EdgeStyle("nearly the same (computed)", _DARK, "2 2"),
        "SAME_AS": EdgeStyle("one thing under two keys", _DARK, "6 2"),
        "LISTED_IN": EdgeStyle("listed by the publisher", "#882255", "4 2"),
        "IN_SET": EdgeStyle("put into the set (input, not evidence)", "#333333", "1.5 2.5"),
        "STATED_BY": EdgeStyle("stated by", "#7A4B00", directed=True),
        "ABOUT": EdgeStyle("is about", "#7A4B00", "4 2", directed=True),
        "SHARED": EdgeStyle("shared", "#56789A"),
        "COORDINATED_WITH": EdgeStyle("shared objects close in time", "#B03A00"),
        "IN_CLUSTER": EdgeStyle("in the group (computed)", _DARK, "3 2"),
        "FOUND_BY": EdgeStyle("found by the run", _DARK, "1.5 2.5", directed=True),
    }
)
"""Style of every relationship type of the schema."""


def _check() -> None:
    for table, declared, what in ((NODE_STYLES, NODES, "label"), (EDGE_STYLES, RELATIONSHIPS, "relationship type")):
        lacking = declared.keys() ^ table.keys()
        if lacking:
            raise ValueError(f"briefing/style.py: {what}s without a style, or styles without one: {sorted(lacking)}")


_check()


def platform_name(platform: str) -> str:
    """The platform's name as it writes itself; the given word where we do not know it."""
    return PLATFORMS.get(platform, platform)
