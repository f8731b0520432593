"""Reads the Markdown form of published lists: tables of indicators, and the prose around them."""

import re
from collections.abc import Iterator
from pathlib import Path

from loaders.base import Blank, Sample
from loaders.meta.items import Item
from loaders.opening import decoded_lines

_TABLE_HEAD = re.compile(r"\s*\|\s*indicator type\s*\|\s*indicator value\s*\|", re.IGNORECASE)
_TITLE = re.compile(r"\s*#{1,2} *indicators of compromise\b", re.IGNORECASE)
_RULE = frozenset("|:- ")
_CELLS = re.compile(r"(?<!\\)\|")
_LISTED = re.compile(r"[-*+] |\d{1,3}[.)] ")
_LONGEST_PARAGRAPH = 100_000


def is_markdown(sample: Sample) -> bool:
    """Whether the text holds a table of indicators, or starts with their title."""
    text = sample.text()
    return _TITLE.match(text) is not None or any(_TABLE_HEAD.match(line) for line in text.splitlines())


def read_markdown(path: Path) -> Iterator[Item | Blank]:
    """Rows of tables, paragraphs and list entries (as prose, without a type); blank lines.

    Locations are line numbers. Headings, rules and the heads of tables are layout, as a CSV's header is.
    """
    paragraph: list[str] = []
    began = 0
    held = 0
    in_table = False
    for number, line in enumerate(decoded_lines(path), 1):
        text = line.strip()
        row = text.startswith("|")
        if paragraph and (row or not text or text.startswith("#") or _LISTED.match(text) or held > _LONGEST_PARAGRAPH):
            yield Item(f"line {began}", " ".join(paragraph))
            paragraph, held = [], 0
        in_table = in_table and row
        if not text:
            yield Blank(f"line {number}")
        elif text.startswith("#") or ("---" in text and _RULE.issuperset(text)):
            continue
        elif _TABLE_HEAD.match(text):
            in_table = True
        elif in_table:
            yield _row(number, text)
        else:
            if not paragraph:
                began = number
            paragraph.append(text)
            held += len(text)
    if paragraph:
        yield Item(f"line {began}", " ".join(paragraph))


def _row(number: int, text: str) -> Item | Blank:
    cells = [_bare(cell) for cell in _CELLS.split(text.strip("|"))]
    if not any(cells):
        return Blank(f"line {number}")
    type_, value, *more = [*cells, ""][: max(2, len(cells))]
    return Item(f"line {number}", value, type=type_, comment=" ".join(cell for cell in more if cell))


def _bare(cell: str) -> str:
    return cell.strip().replace("\\|", "|").strip("`").strip()
