"""Mends the invalid JSON that Telegram Desktop writes, while it is read."""

import math
import re
from pathlib import Path
from typing import BinaryIO

from loaders.base import LoadError

LARGEST_VALUE = 32 << 20
"""Bytes of one string or number; a longer one is no message."""

_BLOCK = 1 << 16
_LONG_LINE = 1 << 16
"""Bytes of a line that are held back until it ends; the program itself writes a value a line."""

_ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|.)", re.DOTALL)
_HIGH, _LOW = rb"u[dD][89abAB][0-9a-fA-F]{2}", rb"u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_CHARACTER = re.compile(rb"\\(?:" + _HIGH + rb"\\" + _LOW + rb"|(" + _HIGH + rb"|" + _LOW + rb")|.)", re.DOTALL)
_CUT = re.compile(rb"\\(?:x[0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|" + _HIGH + rb"(?:\\(?:u[0-9a-fA-F]{0,3})?)?)?\Z")
_LONGEST_CUT = 11
"""Bytes of the longest escape that misses something: `\\ud83d\\ude0`."""
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG, _EXPONENTS = re.compile(rb'0{19}(?![0"])'), (re.compile(rb"e\+?\d{3}"), re.compile(rb"E\+?\d{3}"))
"""What could be a number that the parser cannot hold, in digits made alike: begun by one byte, it is found fast."""
_REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)', re.DOTALL)
_STRING_OR_NUMBER = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|(-?\d[\d.eE+-]*)', re.DOTALL)
_NUMERIC = b"0123456789.eE+-"
_LONGEST_NUMBER = 1 << 16
"""Characters of a number that are held back until it ends."""
_DOCUMENT_ID = re.compile(rb'("document_id"[ \t]*:[ \t]*)([^\r\n]*)')
_VALUE = re.compile(rb'(?:"|[\[{]|(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)[ \t]*(?:[,}\]]|\Z))')


class Repaired:
    r"""The bytes of an export, with `\x01` as `\u0001` and bare values of document_id quoted; `read` as of a file.

    Both happen in real files (versions of 2022, and control characters still). Half of a character
    (`\ud83d` alone), which the parser cannot decode, becomes the six characters that it is written
    with; a number that it cannot hold becomes a text. Everything else passes unchanged. A single value beyond `LARGEST_VALUE` is a LoadError: the parser calls
    `progressed` whenever it has taken one.
    """

    def __init__(self, path: Path, binary: BinaryIO) -> None:
        self._path, self._binary = path, binary
        self._held = b""
        self._ready = bytearray()
        self._ended = False
        self._first = True
        self._inside = False
        """Whether what is read next stands within a string."""
        self._unparsed = 0

    def progressed(self) -> None:
        """The parser has taken a value out of what it was given."""
        self._unparsed = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end."""
        size = _BLOCK if size < 0 else size
        while not self._ended and len(self._ready) < size:
            self._fill()
        found = bytes(self._ready[:size])
        del self._ready[:size]
        self._unparsed += len(found)
        if self._unparsed > LARGEST_VALUE:
            raise LoadError(
                f"{self._path.name}: one value is larger than {LARGEST_VALUE >> 20} MiB; is it an export of Telegram Desktop?"
            )
        return found

    def _fill(self) -> None:
        block = self._binary.read(_BLOCK)
        if self._first:
            block, self._first = block.removeprefix(b"\xef\xbb\xbf"), False
        if not block:
            self._ended = True
            self._ready += repaired(self._held, inside=self._inside)
            self._held = b""
            return
        text = self._held + block
        whole = _whole(text)
        self._held = text[whole:]
        text = text[:whole]
        self._ready += repaired(text, inside=self._inside)
        self._inside = _ends_inside(text, self._inside)


def repaired(text: bytes, *, inside: bool = False) -> bytes:
    """Whole lines, or text that does not end within an escape, as valid JSON; `inside`: it begins within a string."""
    if b"\\x" in text:
        text = _ESCAPE.sub(lambda e: b"\\u00" + e.group(1) if e.group(1) else e.group(), text)
    if b'"document_id"' in text:
        text = _DOCUMENT_ID.sub(_quoted, text)
    if _HALF.search(text):
        text = _CHARACTER.sub(lambda e: b"\\\\" + e.group(1) if e.group(1) else e.group(), text)
    if _LONG.search(text.translate(_ALIKE)) or any(one.search(text) for one in _EXPONENTS):
        begins = _REST_OF_STRING.match(text) if inside else None
        end = begins.end() if begins else 0
        text = text[:end] + _STRING_OR_NUMBER.sub(_number, text[end:])
    return text


def _number(found: re.Match[bytes]) -> bytes:
    """A number that the parser cannot hold as a text; anything else as it is."""
    written: bytes | None = found.group(1)
    if written is None or _fits(written):
        return found.group()
    return b'"' + written + b'"'


def _fits(number: bytes) -> bool:
    digits = number.removeprefix(b"-")
    if digits.isdigit():
        return len(digits) < 19 or (len(digits) == 19 and -(2**63) <= int(number) < 2**63)
    try:
        return math.isfinite(float(number))
    except ValueError:
        return True  # no number: the parser says so


def _ends_inside(text: bytes, inside: bool) -> bool:
    """Whether text that does not end within an escape ends within a string."""
    if text.endswith(b"\n"):
        # no string of JSON goes over the end of a line
        return False
    quotes = text.count(b'"') - text.replace(b"\\\\", b"").count(b'\\"')
    return inside ^ (quotes % 2 == 1)


def _quoted(found: re.Match[bytes]) -> bytes:
    name, rest = found.group(1), found.group(2)
    if not rest or _VALUE.match(rest):
        return found.group()
    bare = rest.rstrip()
    comma = b"," if bare.endswith(b",") else b""
    value = bare.removesuffix(b",").replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return name + b'"' + value + b'"' + comma


def _whole(text: bytes) -> int:
    """Where the last whole line ends; in a line that is too long to wait for, where no escape or number is cut."""
    end = text.rfind(b"\n") + 1
    if len(text) - end < _LONG_LINE:
        return end
    digits = len(text.rstrip(_NUMERIC))
    whole = digits if len(text) - digits < _LONGEST_NUMBER else len(text)
    for place in range(max(end, whole - _LONGEST_CUT), whole):
        if _CUT.match(text, place, whole):
            before = text[:place]
            slashes = len(before) - len(before.rstrip(b"\\"))
            if slashes % 2 == 0:
                return place
    return whole
