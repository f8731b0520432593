"""SVG elements as text: every value is escaped, numbers are written one way."""

from collections.abc import Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from briefing.fonts import ARABIC, FAMILIES, missing, runs, width

FONT = ", ".join(f"'{name}'" for name in FAMILIES) + ", sans-serif"


def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """One element; `content` is markup already. Attributes that are None are left out."""
    written = "".join(f" {k}={_quoted(v)}" for k, v in attributes.items() if v is not None)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(x: float, y: float, words: str, size: float, colour: str, **more: object) -> str:
    """A line of text at a baseline; each script in the family that has it."""
    attributes = {
        "x": x,
        "y": y,
        "font-size": size,
        "fill": colour,
        **{k.replace("_", "-"): v for k, v in more.items()},
    }
    parts = _parts(runs(words))
    if len(parts) == 1:
        return element("text", attributes, _runs(parts[0]))
    content, start = [], x
    for part in parts:
        content.append(element("tspan", {"x": start}, _runs(part)))
        start += width("".join(piece for _, piece in part), size, bold=more.get("font_weight") == "bold")
    return element("text", {**attributes, "xml:space": "preserve"}, "".join(content))


def polygon(corners: list[tuple[float, float]], attributes: Mapping[str, object]) -> str:
    """A closed shape."""
    return element("polygon", {"points": " ".join(f"{number(x)},{number(y)}" for x, y in corners), **attributes})


_Run = tuple[str, str]


def _parts(pieces: list[_Run]) -> list[list[_Run]]:
    """The runs of a line, in parts that have to be placed one by one; nearly always a single part.

    The renderer shapes a whole line in each family that occurs in it, and falls back for the whole line: next to
    Chinese, Latin letters lose their weight and Arabic ones break. Latin and Arabic alone go well together.
    """
    arabic = [family == ARABIC for family, _ in pieces]
    third = any(family not in (FAMILIES[0], ARABIC) for family, _ in pieces)
    if len(pieces) <= 1 or not (third or (any(arabic) and missing("".join(piece for _, piece in pieces)))):
        return [pieces]
    # what stands between two Arabic words without letters of its own is read from right to left with them
    for i, (_, piece) in enumerate(pieces[1:-1], 1):
        if arabic[i - 1] and arabic[i + 1] and not missing(piece) and not any(c.isalpha() for c in piece):
            arabic[i] = True
    kinds = [ARABIC if joined else family for (family, _), joined in zip(pieces, arabic, strict=True)]
    return [
        [run for _, run in group] for _, group in groupby(zip(kinds, pieces, strict=True), key=lambda pair: pair[0])
    ]


def _runs(pieces: list[_Run]) -> str:
    return "".join(
        escape(piece)
        if family == FAMILIES[0]
        else element("tspan", {"font-family": f"'{family}', {FONT}"}, escape(piece))
        for family, piece in pieces
    )


def _quoted(value: object) -> str:
    return quoteattr(number(value) if isinstance(value, float) else str(value))
