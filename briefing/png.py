"""The figure as PNG: the same SVG, rendered with our own fonts only."""

import struct
import zlib

import resvg_py

from briefing.errors import BriefingError
from briefing.fonts import FAMILIES, font_files
from briefing.scene import Scene
from briefing.svg import WIDTH, svg

_AFTER_HEADER = 8 + 25
"""Bytes of signature and header chunk."""
_HIGHEST = 1_200


def png(scene: Scene, *, dpi: int = 300) -> bytes:
    """PNG of an A4 page across; the same scene and renderer give the same bytes.

    BriefingError where the resolution is not between 36 and 1,200 dots an inch.
    """
    if not 36 <= dpi <= _HIGHEST:
        raise BriefingError(f"dpi {dpi}: is not between 36 and {_HIGHEST}; 300 is what printers want")
    drawn = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(scene).decode("utf-8"),
            width=round(WIDTH / 72 * dpi),
            dpi=72.0,
            skip_system_fonts=True,
            font_files=list(font_files()),
            font_family=FAMILIES[0],
            sans_serif_family=FAMILIES[0],
        )
    )
    return drawn[:_AFTER_HEADER] + _resolution(dpi) + drawn[_AFTER_HEADER:]


def _resolution(dpi: int) -> bytes:
    per_metre = round(dpi / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return struct.pack(">I", 9) + content + struct.pack(">I", zlib.crc32(content))
