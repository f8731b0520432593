"""Breaks text into lines of a width."""

import re

from briefing.fonts import width

_PIECES = re.compile(r"\s+|[⺀-鿿가-힯＀-￯]|[^\s⺀-鿿가-힯＀-￯]+")


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """At most `most` lines of the text in the given room; what is left over ends in …"""
    lines: list[str] = []
    line = ""
    for piece in _fitting(text, size, room):
        if line and width(line + piece, size) > room:
            lines.append(line.rstrip())
            line = ""
        line = (line + piece).lstrip() if not line else line + piece
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and width(f"{lines[-1]} …", size) > room:
            lines[-1] = lines[-1][:-1]
        lines[-1] = f"{lines[-1].rstrip()} …"
    return lines


def _fitting(text: str, size: float, room: float) -> list[str]:
    """Words, spaces and ideographs; a word wider than the room is cut."""
    pieces = []
    for piece in _PIECES.findall(text):
        rest = piece
        while width(rest, size) > room and len(rest) > 1:
            cut = len(rest)
            while cut > 1 and width(rest[:cut], size) > room:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
