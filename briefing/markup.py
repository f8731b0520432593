"""SVG elements as text: every value is escaped, numbers are written one way."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from briefing.fonts import FAMILIES, runs

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
    return element("text", attributes, "".join(_run(family, piece) for family, piece in runs(words)))


def polygon(corners: list[tuple[float, float]], attributes: Mapping[str, object]) -> str:
    """A closed shape."""
    return element("polygon", {"points": " ".join(f"{number(x)},{number(y)}" for x, y in corners), **attributes})


def _run(family: str, piece: str) -> str:
    if family == FAMILIES[0]:
        return escape(piece)
    return element("tspan", {"font-family": f"'{family}', {FONT}"}, escape(piece))


def _quoted(value: object) -> str:
    return quoteattr(number(value) if isinstance(value, float) else str(value))
