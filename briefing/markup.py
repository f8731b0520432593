"""SVG elements as text: every value is escaped, numbers are written one way."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from briefing.fonts import FAMILIES

FONT = ", ".join(f"'{name}'" for name in FAMILIES) + ", sans-serif"


def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """One element; `content` is markup already."""
    written = "".join(f" {k}={_quoted(v)}" for k, v in attributes.items() if v is not None)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(x: float, y: float, words: str, size: float, colour: str, **more: object) -> str:
    """A line of text at a baseline."""
    attributes = {
        "x": x,
        "y": y,
        "font-size": size,
        "fill": colour,
        **{k.replace("_", "-"): v for k, v in more.items()},
    }
    return element("text", attributes, escape(words))


def _quoted(value: object) -> str:
    return quoteattr(number(value) if isinstance(value, float) else str(value))
