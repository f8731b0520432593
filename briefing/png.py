"""The figure as PNG: the same SVG, rendered with our own fonts only."""

import struct
import zlib

import resvg_py

from briefing.errors import BriefingError
from briefing.fonts import FAMILIES, font_files
from briefing.scene import Scene
from briefing.svg import HEIGHT, WIDTH, page

_AFTER_HEADER = 8 + 25
"""Bytes of signature and header chunk."""
_LOWEST, _HIGHEST = 36, 1_200
_POINTS_PER_INCH = 72


def png(scene: Scene, *, dpi: int = 300) -> bytes:
    """PNG of an A4 page across (3508 × 2480 pixels at 300 dpi); the same scene and renderer give the same bytes.

    BriefingError where the resolution is not between 36 and 1,200 dots an inch.
    """
    if not _LOWEST <= dpi <= _HIGHEST:
        raise BriefingError(f"dpi {dpi}: is not between {_LOWEST} and {_HIGHEST:,}; 300 is what printers want")
    wide, high = (round(side / _POINTS_PER_INCH * dpi) for side in (WIDTH, HEIGHT))
    # the renderer rounds the page to whole points before it scales it: give it pixels at once
    drawing = page(scene, str(wide), str(high))
    drawn = bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            skip_system_fonts=True,
            font_files=_needed(drawing),
            font_family=FAMILIES[0],
            sans_serif_family=FAMILIES[0],
        )
    )
    return drawn[:_AFTER_HEADER] + _resolution(dpi) + drawn[_AFTER_HEADER:]


def _needed(drawing: str) -> list[str]:
    """The files of the fonts that the drawing uses: the one for Chinese alone takes a second to read."""
    first, *others = zip(FAMILIES, font_files(), strict=True)
    return [first[1], *(file for family, file in others if f"<tspan font-family=\"'{family}'" in drawing)]


def _resolution(dpi: int) -> bytes:
    per_metre = round(dpi / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return struct.pack(">I", 9) + content + struct.pack(">I", zlib.crc32(content))
