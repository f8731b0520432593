"""The fonts of a figure: files inside wheels, never those of the machine, so that every machine draws the same."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from briefing.errors import BriefingError
from briefing.joining import joined

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK TC")
"""Families in the order in which a glyph is looked for."""
ARABIC = FAMILIES[1]

_FILES = (
    ("fontpkg_noto_sans", "files/NotoSans[[]wdth,wght[]].ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic*.ttf"),
    ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"),
)

_BOLDER = 1.07
"""Bold letters are wider than regular ones by about this."""


@lru_cache(maxsize=1)
def font_files() -> tuple[str, ...]:
    """Paths of the font files, one per family; BriefingError names the wheel that is missing."""
    return tuple(str(_file(package, pattern)) for package, pattern in _FILES)


def _file(package: str, pattern: str) -> Path:
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        found = sorted(Path(spec.origin).parent.glob(pattern))
        if found:
            return found[0]
    raise BriefingError(f"font {package}: is not installed; run make setup")


def fonts_available() -> str | None:
    """Why the fonts cannot be used, or None."""
    try:
        font_files()
    except BriefingError as error:
        return str(error)
    return None


def runs(text: str) -> list[tuple[str, str]]:
    """The text cut into pieces of one family each, as (family, piece); joined they are the text.

    A renderer that looks for glyphs itself draws boxes where scripts meet.
    """
    found: list[tuple[int, list[str]]] = []
    for character in text:
        face = found[-1][0] if found and _joins(character) else _face_of(character) or 0
        if found and face == found[-1][0]:
            found[-1][1].append(character)
        else:
            found.append((face, [character]))
    return [(FAMILIES[face], "".join(piece)) for face, piece in found]


def missing(text: str) -> set[str]:
    """The characters that no font of ours can draw: emoji, and scripts that we do not carry."""
    return {character for character in text if not _joins(character) and _face_of(character) is None}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in the unit of `size`, as drawn without kerning."""
    return sum(_advance(character) for character in joined(text)) * size * (_BOLDER if bold else 1.0)


@lru_cache(maxsize=len(FAMILIES))
def _advances(face: int) -> Mapping[int, float]:
    """Width of every character that a face has, in units of the font size."""
    with TTFont(font_files()[face], lazy=True) as font:
        metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def _face_of(character: str) -> int | None:
    return next((face for face in range(len(FAMILIES)) if ord(character) in _advances(face)), None)


@lru_cache(maxsize=20_000)
def _advance(character: str) -> float:
    if _joins(character):
        return 0.0
    face = _face_of(character)
    return 1.0 if face is None else _advances(face)[ord(character)]


def _joins(character: str) -> bool:
    """Whether it belongs to the character before it: an accent, a joiner, a variation selector."""
    return character in "\u200c\u200d" or unicodedata.category(character) in ("Mn", "Me")
