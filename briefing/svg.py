"""The figure as one SVG: A4 across; title, picture, legend and caveat, and below what it rests on."""

from xml.sax.saxutils import escape

from briefing.facts import Fact, facts, remarks
from briefing.fonts import width
from briefing.lines import balanced, fitted, wrapped
from briefing.marking import GROUND, MARKINGS
from briefing.markup import FONT, element, text
from briefing.picture import Box, Drawn, node_mark, picture, rings
from briefing.scene import Caption, LegendEntry, Scene
from briefing.style import EDGE_STYLES, FAINT, INK, PAPER, RULE
from briefing.words import visible

WIDTH, HEIGHT = 841.92, 595.2
"""A4 across, points; at 300 dpi whole pixels."""

_EDGE = 34.0
_SIDE = 176.0
_GUTTER = 16.0
_TLP_SIZE = 12.0
_FOOT_SIZE = 7.2
_FOOT_LINE = 9.6
_FACT_LABEL = 62.0
_MOST_FOOT_LINES = 17
_GROUND = "#F6F7F9"
_ACCENT = "#B03A00"


def svg(scene: Scene) -> bytes:
    """UTF-8 SVG without script, style sheet, link or anything outside itself; the same scene gives the same bytes."""
    return page(scene, f"{WIDTH}pt", f"{HEIGHT}pt").encode("utf-8")


def page(scene: Scene, wide: str, high: str) -> str:
    """The figure as markup, in any size of its proportions: `wide` and `high` as SVG writes lengths."""
    caption = scene.caption
    head, top = _head(caption)
    foot, bottom = _foot(scene)
    side = WIDTH - _EDGE - _SIDE
    box = Box(_EDGE, top, side - _GUTTER - _EDGE, bottom - top)
    drawn = picture(scene, box)
    body = [
        element("title", {}, escape(visible(caption.title) or "Figure")),
        element("rect", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "fill": PAPER}),
        drawn.markup,
        _side(scene, drawn, Box(side, top, _SIDE, bottom - top)),
        head,
        foot,
    ]
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": wide,
        "height": high,
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "font-family": FONT,
    }
    return element("svg", attributes, "".join(body))


def _marking(label: str | None, y: float) -> str:
    """The marking on black at the right edge, its baseline at `y`."""
    if label is None:
        return text(WIDTH - _EDGE, y - 1, "no marking given", 8, FAINT, text_anchor="end")
    long = width(label, _TLP_SIZE, bold=True) + 14
    box = {"x": WIDTH - _EDGE - long, "y": y - 13.2, "width": long, "height": 18.4, "fill": GROUND}
    look = {"text_anchor": "end", "font_weight": "bold"}
    return element("rect", box) + text(WIDTH - _EDGE - 7, y, label, _TLP_SIZE, MARKINGS[label].colour, **look)


def _head(caption: Caption) -> tuple[str, float]:
    parts = [_marking(caption.marking, 42)]
    y, room = 43.0, WIDTH - 2 * _EDGE - 160
    size, lines = fitted(visible(caption.title), (18.0, 17.0, 16.0, 15.0), room, 18.0, 1.0, bold=True)
    if lines and lines[-1].endswith("…"):
        size, lines = 15.0, balanced(visible(caption.title), 15, room, 2, bold=True)
    for line in lines:
        parts.append(text(_EDGE, y, line, size, INK, font_weight="bold"))
        y += size * 1.24
    if caption.question and caption.question != caption.title:
        for line in wrapped(visible(caption.question), 9.8, room, 2):
            parts.append(text(_EDGE, y - 3, line, 9.8, FAINT))
            y += 12.6
    y = max(y - 8, 54.0)
    return "".join(parts) + _rule(y), y + 10


def _rule(y: float) -> str:
    line = {"x1": _EDGE, "y1": y, "x2": WIDTH - _EDGE, "y2": y, "stroke": RULE, "stroke-width": 0.7}
    return element("line", line)


def _foot(scene: Scene) -> tuple[str, float]:
    """What the figure rests on, and where the room above it ends."""
    rows = _fact_rows(facts(scene))
    last = HEIGHT - 30
    top = last - 27 - _FOOT_LINE * len(rows)
    parts = [_rule(top), _rule(last - 19)]
    for number, (label, line) in enumerate(rows):
        y = top + 12 + number * _FOOT_LINE
        if label:
            parts.append(text(_EDGE, y, label, _FOOT_SIZE, INK, font_weight="bold"))
        parts.append(text(_EDGE + _FACT_LABEL, y, line, _FOOT_SIZE, FAINT))
    if scene.caption.made_with:
        made = wrapped(f"Made with {visible(scene.caption.made_with)}", 6.8, WIDTH / 2, 1)[0]
        parts.append(text(_EDGE, last - 1, made, 6.8, FAINT))
    return "".join(parts) + _marking(scene.caption.marking, last), top - 8


def _fact_rows(told: list[Fact]) -> list[tuple[str, str]]:
    """Lines with the label on the first of each fact; all of it where possible, else each cut to its share."""
    room = WIDTH - 2 * _EDGE - _FACT_LABEL
    most = _MOST_FOOT_LINES
    while True:
        rows = [
            (fact.label if number == 0 else "", line)
            for fact in told
            for number, line in enumerate(wrapped(fact.words, _FOOT_SIZE, room, most))
        ]
        if len(rows) <= _MOST_FOOT_LINES or most == 1:
            return rows
        most -= 1


def _side(scene: Scene, drawn: Drawn, box: Box) -> str:
    """Legend, caveat, and remarks on the drawing, one below the other."""
    parts, y = _legend(scene.legend, box.x, box.y + 9) if scene.legend else ([], box.y - 6)
    caveat, y = _caveat(visible(scene.caption.caveat), Box(box.x, y + 6, box.width, box.y + box.height - y - 34))
    parts.append(caveat)
    y += 12
    for remark in remarks(scene, drawn.unnamed):
        lines = wrapped(remark, 6.9, box.width, 4)
        if y + 8.6 * (len(lines) - 1) > box.y + box.height:
            break
        for line in lines:
            parts.append(text(box.x, y, line, 6.9, FAINT))
            y += 8.6
        y += 2
    return "".join(parts)


def _heading(x: float, y: float, words: str) -> str:
    return text(x, y, words, 7.6, FAINT, font_weight="bold", letter_spacing=0.5)


def _legend(entries: tuple[LegendEntry, ...], x: float, y: float) -> tuple[list[str], float]:
    parts = [_heading(x, y, "LEGEND")]
    y += 16
    previous = ""
    for entry in entries:
        if previous == "node" and entry.kind == "edge":
            y += 4
        previous = entry.kind
        parts.append(_sample(entry, x, y - 2.9))
        count = f"{entry.count:,}"
        lines = wrapped(entry.words, 8.2, _SIDE - 26 - width(count, 8.2) - 6, 3)
        parts.append(text(x + _SIDE, y, count, 8.2, FAINT, text_anchor="end"))
        for line in lines:
            parts.append(text(x + 26, y, line, 8.2, INK))
            y += 10
        y += 3.6
    return parts, y - 4


def _sample(entry: LegendEntry, x: float, y: float) -> str:
    if entry.kind == "node":
        radius = 3.6 if entry.groups else 4.8
        return rings(entry.groups, (x + 9, y), radius) + node_mark(entry.name, (x + 9, y), radius)
    style = EDGE_STYLES[entry.name]
    line = {"x1": x, "y1": y, "x2": x + 18, "y2": y, "stroke": style.colour, "stroke-width": 1.5}
    drawn = element("line", {**line, "stroke-dasharray": style.dash or None})
    if style.directed:
        points = f"{x + 20:.2f},{y:.2f} {x + 14.5:.2f},{y - 2.4:.2f} {x + 14.5:.2f},{y + 2.4:.2f}"
        drawn += element("polygon", {"points": points, "fill": style.colour})
    return drawn


def _caveat(words: str, box: Box) -> tuple[str, float]:
    """What the figure does not show, in a box as high as its text; smaller letters where room is short."""
    size, lines = fitted(words, (8.6, 8.0, 7.4, 6.8, 6.2), box.width - 20, box.height - 26, 1.32)
    step = size * 1.32
    height = 25 + step * len(lines)
    parts = [
        element("rect", {"x": box.x, "y": box.y, "width": box.width, "height": height, "fill": _GROUND}),
        element("rect", {"x": box.x, "y": box.y, "width": 2.4, "height": height, "fill": _ACCENT}),
        text(box.x + 11, box.y + 13, "WHAT THIS DOES NOT SHOW", 7.2, _ACCENT, font_weight="bold", letter_spacing=0.4),
    ]
    for number, line in enumerate(lines):
        parts.append(text(box.x + 11, box.y + 17 + step * (number + 0.75), line, size, INK))
    return "".join(parts), box.y + height
