"""A page of its own with the picture in it, by pyvis: offline, without any text of others as markup."""

import html as escaping
import re

from pyvis.network import Network

from briefing.marking import MARKINGS
from briefing.scene import Scene
from briefing.style import EDGE_STYLES, NODE_STYLES
from briefing.words import visible

# the template asks a CDN for Bootstrap whatever it is told
_REMOTE = re.compile(r"<link\b[^>]*\bhref=[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
)
_SHAPES = {
    "circle": "dot",
    "triangle_down": "triangleDown",
    "pentagon": "hexagon",
    "octagon": "hexagon",
    "cross": "square",
}
_STYLE = (
    "<style>body{margin:0;font-family:sans-serif;color:#1B1F24}header,footer{padding:8px 14px;font-size:13px}"
    "h1{font-size:18px;margin:0}.tlp{float:right;background:#000;padding:2px 8px;font-weight:bold}"
    "#mynetwork{border:0!important;float:none!important}.card{border:0}</style>"
)


def html(scene: Scene, *, height: str = "78vh") -> str:
    """A whole page as text; it may run in a frame without the right to be of our origin.

    Coordinates are the scene's, nothing moves by itself, nothing is asked of any network.
    """
    network = Network(height=height, width="100%", directed=True, cdn_resources="in_line")
    # add_node and add_edge look through lists each time: their lists are filled instead
    network.nodes = [_node(i, scene) for i in range(len(scene.nodes))]
    place = {node.ref: i for i, node in enumerate(scene.nodes)}
    network.edges = [
        {
            "from": place[edge.start],
            "to": place[edge.end],
            "width": edge.width,
            "color": EDGE_STYLES[edge.type].colour,
            "dashes": bool(EDGE_STYLES[edge.type].dash),
            "arrows": "to" if EDGE_STYLES[edge.type].directed else "",
            "title": edge.text,
        }
        for edge in scene.edges
    ]
    network.set_options(
        '{"physics":{"enabled":false},"interaction":{"hideEdgesOnDrag":true,"hideEdgesOnZoom":true},'
        '"edges":{"smooth":false},"nodes":{"font":{"size":11}}}'
    )
    page = _COMMENT.sub("", _REMOTE.sub("", network.generate_html()))
    page = page.replace("<center>\n<h1></h1>\n</center>", "").replace(
        "<center>\n          <h1></h1>\n        </center>", ""
    )
    head, foot = _around(scene)
    page = page.replace("<head>", f"<head>{_POLICY}<title>{_safe(scene.caption.title or 'Picture')}</title>{_STYLE}", 1)
    page = page.replace("<body>", f"<body>{head}", 1)
    before, _, after = page.rpartition("</body>")
    return f"<!DOCTYPE html>\n{before}{foot}</body>{after}"


def _node(place: int, scene: Scene) -> dict[str, object]:
    node = scene.nodes[place]
    style = NODE_STYLES[node.ref.label]
    return {
        "id": place,
        "label": node.text,
        # a tooltip that holds this word would be taken for markup
        "title": f"{style.word}: {node.text}".replace("href", "hre\u2060f"),
        "x": node.x,
        "y": -node.y,
        "size": node.radius,
        "shape": _SHAPES.get(style.shape, style.shape),
        "color": {"background": "#FFFFFF" if style.hollow else style.fill, "border": style.line},
        "borderWidth": 2 if style.hollow else 1,
    }


def _around(scene: Scene) -> tuple[str, str]:
    caption = scene.caption
    marking = (
        f'<span class="tlp" style="color:{MARKINGS[caption.marking].colour}">{caption.marking}</span>'
        if caption.marking
        else ""
    )
    counted = ", ".join(f"{n:,} {NODE_STYLES[label].plural}" for label, n in scene.labels.items())
    parameters = ", ".join(f"{n} = {v}" for n, v in caption.parameters.items() if str(v) != "")
    told = [
        ("Does not show", caption.caveat),
        ("Query", " · ".join(p for p in (caption.query or "", parameters) if p)),
        ("Time span", caption.time_span or ""),
        (
            "Data",
            " · ".join(
                p for p in (f"loaded until {caption.data_date}" if caption.data_date else "", caption.coverage) if p
            ),
        ),
        ("Notes", " · ".join(caption.notes)),
        ("Made with", caption.made_with),
    ]
    head = f"<header>{marking}<h1>{_safe(caption.title)}</h1>{_safe(counted)}</header>"
    lines = "".join(f"<div><b>{name}</b> {_safe(words)}</div>" for name, words in told if words)
    return head, f"<footer>{marking}{lines}</footer>"


def _safe(words: str) -> str:
    return escaping.escape(visible(words))
