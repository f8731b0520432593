"""Characters in text from data that are not seen but act, cells that a spreadsheet would run, and counts of things."""

import re

_CONTROLS = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff"

CONTROLS = re.compile(f"[{_CONTROLS}]")
"""What a terminal obeys (line ends and tabs are none of it), and halves of characters, which cannot be written."""

# soft hyphen, marks and overrides of direction, what has no width, line separators, tags
UNSEEN = re.compile(
    f"[{_CONTROLS}\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\U000e0000-\\U000e007f]"
)
"""Controls, and what would let one text pose as another: it hides, or turns round what stands beside it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # spreadsheets take the wide ones too


SIGNED = re.compile(r"[+-]\d+")
"""A number with its sign, which no spreadsheet runs: ids of Telegram are such."""


def count(number: object, noun: str) -> str:
    """So many of a thing."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def cell(value: object) -> object:
    """A value as a cell of a table that a spreadsheet may open: lists joined, and nothing of it is a formula."""
    if isinstance(value, list | tuple):
        value = " | ".join(str(v) for v in value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def escaped(json: str) -> str:
    r"""JSON that means the same, with what is not seen as `\u202e`."""
    return UNSEEN.sub(_as_escape, json)


def _as_escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def spelt(value: object) -> str:
    """A value as a person reads it: a list by its members, commas between."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
