"""Small media files that are the same bytes everywhere: valid PNGs, and blobs in place of videos."""

import binascii
import struct
import zlib

from sample_data.generator.chance import Chance
from sample_data.generator.world import File

_SIDE = 8


def picture(chance: Chance, name: str) -> File:
    """A valid PNG of 8 × 8 pixels in four colours; a few hundred bytes."""
    palette = bytes(chance.below(256) for _ in range(12))
    rows = b"".join(b"\0" + bytes(chance.below(4) for _ in range(_SIDE)) for _ in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 3, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"PLTE", palette), _chunk(b"IDAT", _stored(rows)), _chunk(b"IEND", b""))
    return File(f"{name}.png", b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def video(chance: Chance, name: str, core: bytes = b"") -> File:
    """A blob that begins like an MP4; copies cut from one `core` differ in their bytes all the same."""
    head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    noise = bytes(chance.below(256) for _ in range(chance.between(60, 120)))
    return File(f"{name}.mp4", head + noise + core, "video")


def core(chance: Chance) -> bytes:
    """The middle that the copies of one video have in common."""
    return bytes(chance.below(256) for _ in range(160))


def _stored(content: bytes) -> bytes:
    # a stored block: compressors of other versions would give other bytes
    size = struct.pack("<HH", len(content), len(content) ^ 0xFFFF)
    return b"\x78\x01\x01" + size + content + struct.pack(">I", zlib.adler32(content))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", binascii.crc32(kind + content))
