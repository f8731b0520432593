"""Breaks text into lines of a width."""

import re
from collections.abc import Sequence

from briefing.fonts import width

# ideographs, kana and hangul may stand at the end of a line; other letters only with their word
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
_PIECES = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """At most `most` lines of the text in the given room; what is left over ends in …"""
    lines: list[str] = []
    line, long = "", 0.0
    for piece in _fitting(text, size, room, bold=bold):
        if len(lines) > most:
            break
        own = width(piece, size, bold=bold)
        if line and long + own > room:
            lines.append(line.rstrip())
            line, long = "", 0.0
        if line or piece.strip():
            line, long = line + piece, long + own
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and width(f"{lines[-1]} …", size, bold=bold) > room:
            lines[-1] = lines[-1][:-1]
        lines[-1] = f"{lines[-1].rstrip()} …"
    return lines


def balanced(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in as few lines as the room needs, these about equally long, so that no word is left alone."""
    widest = wrapped(text, size, room, most, bold=bold)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        lines = wrapped(text, size, room * share, len(widest) + 1, bold=bold)
        if len(lines) == len(widest):
            return lines
    return widest


def fitted(
    text: str, sizes: Sequence[float], room: float, height: float, leading: float, *, bold: bool = False
) -> tuple[float, list[str]]:
    """The largest of `sizes` (falling) at which the text has room, with its lines; cut at the smallest."""
    for size in sizes:
        lines = wrapped(text, size, room, 1_000, bold=bold)
        if len(lines) * size * leading <= height:
            return size, lines
    smallest = sizes[-1]
    return smallest, wrapped(text, smallest, room, max(1, int(height / (smallest * leading))), bold=bold)


def _fitting(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Words, spaces and ideographs; a word wider than the room is cut."""
    pieces = []
    for piece in _PIECES.findall(text):
        rest = piece
        while len(rest) > 1 and width(rest, size, bold=bold) > room:
            cut = len(rest)
            # narrowed from a guess: words of a thousand letters occur
            cut = max(1, min(cut - 1, int(cut * room / width(rest, size, bold=bold)) + 2))
            while cut > 1 and width(rest[:cut], size, bold=bold) > room:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
