"""The fonts of a figure: files inside wheels, never those of the machine, so that every machine draws the same."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from briefing.errors import BriefingError

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK TC")
"""Families in the order in which a glyph is looked for."""

_FILES = (
    ("fontpkg_noto_sans", "files/NotoSans[[]wdth,wght[]].ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic*.ttf"),
    ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"),
)


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


@lru_cache(maxsize=1)
def _advances() -> tuple[dict[int, float], ...]:
    tables = []
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
            tables.append({code: metrics[glyph][0] / unit for code, glyph in font.getBestCmap().items()})
    return tuple(tables)


@lru_cache(maxsize=20_000)
def _advance(character: str) -> float:
    return next((table[ord(character)] for table in _advances() if ord(character) in table), 1.0)


def width(text: str, size: float) -> float:
    """Width of a line of text in the unit of `size`, as drawn without kerning."""
    return sum(_advance(c) for c in text) * size
