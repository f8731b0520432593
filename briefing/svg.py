"""The figure as one SVG: A4 across, title, picture, legend, and below it what it rests on and does not show."""

from briefing.fonts import width
from briefing.lines import wrapped
from briefing.marking import MARKINGS
from briefing.markup import FONT, element, text
from briefing.picture import Box, Drawn, picture
from briefing.scene import Caption, Scene
from briefing.style import EDGE_STYLES, FAINT, INK, NODE_STYLES, PAPER, RULE, SHAPES
from briefing.words import visible

WIDTH, HEIGHT = 841.89, 595.28
"""A4 across, points."""

_EDGE = 28.0
_LEGEND = 168.0
_TLP_SIZE = 12.0
_FOOT_SIZE = 7.4
_FOOT_LINE = 9.6


def svg(scene: Scene) -> bytes:
    """UTF-8 SVG without script, style sheet, link or anything outside itself; the same scene gives the same bytes."""
    caption = scene.caption
    head, top = _head(caption)
    foot, bottom = _foot(scene)
    box = Box(_EDGE, top + 6, WIDTH - 2 * _EDGE - _LEGEND - 14, bottom - top - 14)
    drawn = picture(scene, box)
    body = [
        element("rect", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "fill": PAPER}),
        element(
            "rect",
            {
                "x": box.x,
                "y": box.y,
                "width": box.width,
                "height": box.height,
                "fill": "none",
                "stroke": RULE,
                "stroke-width": 0.6,
            },
        ),
        drawn.markup,
        _legend(scene, drawn, WIDTH - _EDGE - _LEGEND, box.y),
        head,
        foot,
    ]
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": f"{WIDTH}pt",
        "height": f"{HEIGHT}pt",
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "font-family": FONT,
    }
    return element("svg", attributes, "".join(body)).encode("utf-8")


def _marking(label: str | None, y: float) -> str:
    """The marking on black at the right edge, its baseline at `y`."""
    if label is None:
        return ""
    long = width(label, _TLP_SIZE) + 12
    box = element("rect", {"x": WIDTH - _EDGE - long, "y": y - 12.5, "width": long, "height": 17.5, "fill": "#000000"})
    return box + text(
        WIDTH - _EDGE - 6, y, label, _TLP_SIZE, MARKINGS[label].colour, text_anchor="end", font_weight="bold"
    )


def _head(caption: Caption) -> tuple[str, float]:
    parts = [_marking(caption.marking, 36)]
    y, room = 38.0, WIDTH - 2 * _EDGE - 150
    for line in wrapped(visible(caption.title), 16, room, 2):
        parts.append(text(_EDGE, y, line, 16, INK, font_weight="bold"))
        y += 19
    if caption.question and caption.question != caption.title:
        for line in wrapped(visible(caption.question), 9.5, room, 2):
            parts.append(text(_EDGE, y, line, 9.5, FAINT))
            y += 12
    return "".join(parts), y - 8


def _foot(scene: Scene) -> tuple[str, float]:
    caption = scene.caption
    parameters = ", ".join(f"{visible(n)} = {visible(v, 160)}" for n, v in caption.parameters.items() if str(v) != "")
    query = " · ".join(part for part in (visible(caption.query or ""), parameters) if part)
    told = [
        ("Does not show", caption.caveat, 3),
        ("Query", query, 2),
        ("Time span", caption.time_span or "", 1),
        (
            "Data",
            " · ".join(
                p for p in (f"loaded until {caption.data_date}" if caption.data_date else "", caption.coverage) if p
            ),
            3,
        ),
        ("Notes", " · ".join(caption.notes), 3),
    ]
    rows = [
        (name if number == 0 else "", line)
        for name, words, most in told
        if words
        for number, line in enumerate(wrapped(visible(words), _FOOT_SIZE, WIDTH - 2 * _EDGE - 66, most))
    ]
    last = HEIGHT - 22
    # the last lines share their height with the marking
    top = last - 20 - _FOOT_LINE * len(rows)
    parts = [
        element(
            "line",
            {"x1": _EDGE, "y1": top - 8, "x2": WIDTH - _EDGE, "y2": top - 8, "stroke": RULE, "stroke-width": 0.6},
        )
    ]
    for number, (name, line) in enumerate(rows):
        y = top + 4 + number * _FOOT_LINE
        if name:
            parts.append(text(_EDGE, y, name, _FOOT_SIZE, INK, font_weight="bold"))
        parts.append(text(_EDGE + 66, y, line, _FOOT_SIZE, INK if name == "Does not show" else FAINT))
    if caption.made_with:
        parts.append(text(_EDGE, last, visible(caption.made_with), 6.5, FAINT))
    return "".join(parts) + _marking(caption.marking, last), top - 14


def _legend(scene: Scene, drawn: Drawn, x: float, y: float) -> str:
    parts = [text(x, y + 8, "Legend", 9, INK, font_weight="bold")]
    y += 24
    for label, count in scene.labels.items():
        style = NODE_STYLES[label]
        look = {
            "fill": PAPER if style.hollow else style.fill,
            "stroke": style.line,
            "stroke-width": 1.4 if style.hollow else 0.6,
        }
        corners = SHAPES[style.shape]
        if corners:
            points = " ".join(f"{x + 7 + dx * 4.6:.2f},{y - 3 + dy * 4.6:.2f}" for dx, dy in corners)
            parts.append(element("polygon", {"points": points, **look}))
        else:
            parts.append(element("circle", {"cx": x + 7, "cy": y - 3, "r": 4.6, **look}))
        parts.append(text(x + 20, y, f"{style.word if count == 1 else style.plural}: {count:,}", 8, INK))
        y += 13.5
    y += 5
    for type_, count in scene.types.items():
        edge = EDGE_STYLES[type_]
        parts.append(
            element(
                "line",
                {
                    "x1": x,
                    "y1": y - 3,
                    "x2": x + 15,
                    "y2": y - 3,
                    "stroke": edge.colour,
                    "stroke-width": 1.4,
                    "stroke-dasharray": edge.dash or None,
                },
            )
        )
        for number, line in enumerate(wrapped(f"{edge.word}: {count:,}", 8, _LEGEND - 22, 2)):
            parts.append(text(x + 20, y + number * 9.5, line, 8, INK))
        y += 13.5 + 9.5 * (len(wrapped(f"{edge.word}: {count:,}", 8, _LEGEND - 22, 2)) - 1)
    if drawn.unnamed:
        y += 5
        for line in wrapped(
            f"{drawn.unnamed:,} of {len(scene.nodes):,} names had no room and are left out.", 7.2, _LEGEND, 3
        ):
            parts.append(text(x, y, line, 7.2, FAINT))
            y += 9.2
    return "".join(parts)
