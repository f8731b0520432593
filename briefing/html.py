"""A page of its own with the picture in it, by pyvis: offline, without any text of others as markup."""

import html as escaping
import math
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from pyvis.network import Network

from briefing.facts import facts
from briefing.marking import GROUND, MARKINGS
from briefing.picture import findings, node_mark, rings, telling
from briefing.room import Area, Room
from briefing.scene import LegendEntry, Scene, SceneEdge, SceneNode, membership
from briefing.style import EDGE_STYLES, FAINT, HIGHLIGHT, INK, NODE_STYLES, PAPER, RULE
from briefing.words import visible
from graph.records import Ref

# the template asks a CDN for Bootstrap whatever it is told, and shows the heading twice
_REMOTE = re.compile(r"<link\b[^>]*\bhref=[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"<center>\s*<h1>\s*</h1>\s*</center>")
_SCRIPT = re.compile(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", re.DOTALL)
_DRAW = "network = new vis.Network(container, data, options);"

# tooltips as text nodes: a title that is a string may be taken for markup by this or another version
_TOOLTIPS = """
[nodes, edges].forEach(function (set) {
  set.update(set.map(function (item) {
    var tip = document.createElement("div");
    tip.textContent = item.told;
    return { id: item.id, title: tip };
  }));
});
"""

_SHAPES = {
    "circle": "dot",
    "triangle_down": "triangleDown",
    "pentagon": "hexagon",
    "octagon": "hexagon",
    "cross": "square",
}
"""Shapes that the page's library draws under another name, or nearly."""

_SPREAD = 2.4
"""Names stand below their nodes here and need more room than on paper."""

_GROWTH = 1.3
"""How much larger nodes are here."""

_SCREEN = (1_300.0, 600.0)
"""Pixels across and down in which the whole picture is seen first, about."""

_NAME_PX = 13
"""Size of a name in the whole picture, where there is room for it."""

_SMALLER = (1.0, 0.62, 0.38, 0.24, 0.15)
"""Parts of that size, the first for hubs: a name without room at one is tried at the next, and seen by zooming in."""

_WIDER = 1.15
"""How much wider the reader's font may be than ours, which we cannot send."""

_HUBS = 30
"""Nodes, the most linked, whose names are seen first."""

_MAY_COVER = 6
"""Nodes that the name of a hub may lie over: it says more than the places of what hangs on it."""

_MOST_TRIED = 1_000
"""Nodes for whose names room is sought; the others have the smallest."""

_HIDDEN_BELOW = 7
"""Pixels on the screen that a name must have to be drawn."""

_OPTIONS = (
    '{"physics":{"enabled":false},"layout":{"randomSeed":1,"improvedLayout":false},'
    '"interaction":{"hideEdgesOnDrag":true,"hideEdgesOnZoom":true,"hover":true,"tooltipDelay":120},'
    '"edges":{"smooth":false,"arrowStrikethrough":false},'
    f'"nodes":{{"font":{{"color":"{INK}","strokeColor":"{PAPER}"}},"scaling":{{"label":{{"drawThreshold":{_HIDDEN_BELOW}}}}}}}}}'
)

_STYLE = f"""
html,body{{margin:0;height:100%}}
body{{display:flex;flex-direction:column;font:13px/1.45 "Noto Sans","Noto Sans Arabic","Noto Sans CJK TC",sans-serif;
color:{INK};background:{PAPER}}}
header,footer{{padding:8px 14px}}footer{{border-top:1px solid {RULE};color:{FAINT};font-size:12px;
max-height:34vh;overflow:auto}}
header{{border-bottom:1px solid {RULE}}}h1{{font-size:18px;line-height:1.25;margin:0 0 2px}}
.tlp{{float:right;background:{GROUND};padding:1px 8px;font-weight:bold;font-size:16px;margin-left:12px}}
.legend{{display:flex;flex-wrap:wrap;gap:2px 16px;margin-top:4px}}.legend span{{display:inline-flex;gap:5px}}
.legend svg{{width:18px;height:18px;flex:none}}
.caveat{{border-left:3px solid #B03A00;background:#F6F7F9;color:{INK};padding:4px 10px;margin-bottom:6px}}
b{{color:{INK}}}.card{{flex:1;min-height:240px;position:relative}}
#mynetwork{{border:0!important;float:none!important;position:absolute!important;inset:0;height:auto!important}}
div.vis-tooltip{{white-space:pre-wrap;max-width:420px}}
"""


def html(scene: Scene) -> str:
    """A whole page as text, to be written as UTF-8; it may run in a frame without the right to be of our origin.

    Coordinates are the scene's, nothing moves by itself, nothing is asked of any network.
    """
    bare = _HEADING.sub("", _COMMENT.sub("", _REMOTE.sub("", network(scene).generate_html())))
    drawing, found, rest = bare.partition(_DRAW)
    if not found:
        raise RuntimeError("pyvis's template has changed; adapt briefing/html.py to it")
    bare = f"{drawing}{_TOOLTIPS}{found}{rest}"
    head, foot = _around(scene)
    title = escaping.escape(visible(scene.caption.title)) or "Picture"
    before, _, after = bare.partition("<body>")
    before = before.replace("<head>", f"<head>{_policy(bare)}<title>{title}</title>", 1)
    before = before.replace("</head>", f"<style>{_STYLE}</style></head>", 1)
    inner, _, end = after.rpartition("</body>")
    card, script, drawn = inner.partition("<script")
    return f"<!DOCTYPE html>\n{before}<body>{head}{card}{foot}{script}{drawn}</body>{end}".replace(
        "<html>", '<html lang="en">', 1
    )


def network(scene: Scene) -> Network:
    """The scene as a network of pyvis; what it writes by itself asks a CDN, `html` does not."""
    found = Network(height="100%", width="100%", directed=False, cdn_resources="in_line")
    # add_node and add_edge look through lists each time: their lists are filled instead
    sizes = _name_sizes(scene)
    found.nodes = [_node(i, node, scene.groups, sizes[node.ref]) for i, node in enumerate(scene.nodes)]
    place = {node.ref: i for i, node in enumerate(scene.nodes)}
    found.edges = [_edge(i, edge, place[edge.start], place[edge.end]) for i, edge in enumerate(scene.edges)]
    found.set_options(_OPTIONS)
    return found


def _policy(page: str) -> str:
    """Only the page's own scripts, by their hashes, and nothing from any network."""
    hashes = (b64encode(sha256(script.encode("utf-8")).digest()).decode() for script in _SCRIPT.findall(page))
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    rules = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _name_sizes(scene: Scene) -> Mapping[Ref, float]:
    """How large each name is written below its node, so that the first and largest ones do not run into each other."""
    at = {node.ref: (node.x * _SPREAD, -node.y * _SPREAD, node.radius * _GROWTH) for node in scene.nodes}
    reach = [max(side) - min(side) for side in list(zip(*at.values(), strict=True))[:2]] or [0.0, 0.0]
    largest = _NAME_PX * max(1.0, *(long / px for long, px in zip(reach, _SCREEN, strict=True)))
    sizes = dict.fromkeys(at, largest * _SMALLER[-1])
    room = Room(Area(-math.inf, -math.inf, math.inf, math.inf))
    for x, y, r in at.values():
        room.mark(Area(x - r, y - r, x + r, y + r))
    waiting = sorted(scene.nodes, key=telling)[:_MOST_TRIED]
    hubs = {node.ref for node in waiting[:_HUBS] if node.highlighted or node.degree > 2}
    for part in _SMALLER[:-1]:
        size = largest * part
        left = []
        for node in waiting:
            x, y, r = at[node.ref]
            hub = node.ref in hubs
            spot = (x, y + r + size * 0.58)
            if (hub or part < 1) and room.on(node.text, size * _WIDER, *spot, may_cover=_MAY_COVER if hub else 0):
                sizes[node.ref] = size
            else:
                left.append(node)
        waiting = left
    return sizes


def _node(place: int, node: SceneNode, groups: tuple[str, ...], name: float) -> dict[str, object]:
    style = NODE_STYLES[node.ref.label]
    marked = node.highlighted or bool(node.groups)
    return {
        # a number: names of the data are never ids
        "id": place,
        "label": node.text,
        "told": f"{style.word}: {node.text}" + (f", {membership(groups, node.groups)}" if node.groups else ""),
        "x": round(node.x * _SPREAD, 2),
        "y": round(-node.y * _SPREAD, 2),
        "size": round(node.radius * _GROWTH, 2),
        "font": {"size": round(name, 2), "strokeWidth": round(name / 4, 2)},
        "shape": _SHAPES.get(style.shape, style.shape),
        "color": {
            "background": PAPER if style.hollow else style.fill,
            "border": HIGHLIGHT if marked else style.line,
            "highlight": {"background": PAPER if style.hollow else style.fill, "border": HIGHLIGHT},
        },
        "borderWidth": 4 + 2 * (len(node.groups) > 1) if marked else 2.5 if style.hollow else 1,
        "shapeProperties": {"borderDashes": [5, 4] if node.groups and node.groups[0] else False},
    }


def _edge(place: int, edge: SceneEdge, start: int, end: int) -> dict[str, object]:
    style = EDGE_STYLES[edge.type]
    return {
        "id": place,
        "from": start,
        "to": end,
        "told": edge.text,
        "width": edge.width,
        "color": {"color": style.colour, "opacity": 0.75},
        "dashes": [float(part) for part in style.dash.split()] or False,
        "arrows": "to" if style.directed else "",
    }


def _around(scene: Scene) -> tuple[str, str]:
    """What stands above and below the picture."""
    caption = scene.caption
    marking = ""
    if caption.marking:
        marking = f'<div class="tlp" style="color:{MARKINGS[caption.marking].colour}">{caption.marking}</div>'
    question = "" if caption.question == caption.title else _line(caption.question)
    legend = "".join(f"<span>{_mark(e)}{_safe(e.words)}: {e.count:,}</span>" for e in scene.legend)
    if not scene.nodes:
        legend = "".join(_line(said) for said in findings(scene))
    caveat = f'<div class="caveat"><b>What this does not show</b> {_safe(caption.caveat)}</div>'
    lines = "".join(f"<div><b>{_safe(fact.label)}</b> {_safe(fact.words)}</div>" for fact in facts(scene))
    made = _line(f"Made with {caption.made_with}" if caption.made_with else "")
    head = f'<header>{marking}<h1>{_safe(caption.title)}</h1>{question}<div class="legend">{legend}</div></header>'
    return head, f"<footer>{caveat}{marking}{lines}{made}</footer>"


def _mark(entry: LegendEntry) -> str:
    if entry.kind == "node":
        radius = 4.2 if entry.groups else 6.0
        drawn = rings(entry.groups, (9.0, 9.0), radius) + node_mark(entry.name, (9.0, 9.0), radius)
    else:
        style = EDGE_STYLES[entry.name]
        drawn = (
            f'<path d="M0 9H18" stroke="{style.colour}" stroke-width="2" stroke-dasharray="{style.dash or "none"}"/>'
        )
    return f'<svg viewBox="0 0 18 18">{drawn}</svg>'


def _line(words: str) -> str:
    return f"<div>{_safe(words)}</div>" if words else ""


def _safe(words: str) -> str:
    return escaping.escape(visible(words))
