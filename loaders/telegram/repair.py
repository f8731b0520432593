"""Mends the invalid JSON that Telegram Desktop writes, while it is read."""

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
_BEGUN = re.compile(rb"x[0-9a-fA-F]?\Z")
_DOCUMENT_ID = re.compile(rb'("document_id"[ \t]*:[ \t]*)([^\r\n]*)')
_VALUE = re.compile(rb'(?:"|[\[{]|(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)[ \t]*(?:[,}\]]|\Z))')


class Repaired:
    r"""The bytes of an export, with `\x01` as `\u0001` and bare values of document_id quoted; `read` as of a file.

    Both happen in real files (versions of 2022, and control characters still). Everything else
    passes unchanged. A single value beyond `LARGEST_VALUE` is a LoadError: the parser calls
    `progressed` whenever it has taken one.
    """

    def __init__(self, path: Path, binary: BinaryIO) -> None:
        self._path, self._binary = path, binary
        self._held = b""
        self._ready = bytearray()
        self._ended = False
        self._first = True
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
            self._ready += repaired(self._held)
            self._held = b""
            return
        text = self._held + block
        whole = _whole(text)
        self._held = text[whole:]
        self._ready += repaired(text[:whole])


def repaired(text: bytes) -> bytes:
    """Whole lines, or text that does not end within an escape, as valid JSON."""
    if b"\\x" in text:
        text = _ESCAPE.sub(lambda e: b"\\u00" + e.group(1) if e.group(1) else e.group(), text)
    if b'"document_id"' in text:
        text = _DOCUMENT_ID.sub(_quoted, text)
    return text


def _quoted(found: re.Match[bytes]) -> bytes:
    name, rest = found.group(1), found.group(2)
    if not rest or _VALUE.match(rest):
        return found.group()
    bare = rest.rstrip()
    comma = b"," if bare.endswith(b",") else b""
    value = bare.removesuffix(b",").replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return name + b'"' + value + b'"' + comma


def _whole(text: bytes) -> int:
    """Where the last whole line ends; in a line that is too long to wait for, where no escape is cut."""
    end = text.rfind(b"\n") + 1
    if len(text) - end < _LONG_LINE:
        return end
    for tail in (b"", text[-1:], text[-2:]):
        if tail and not _BEGUN.match(tail):
            continue
        before = text[: len(text) - len(tail)]
        slashes = len(before) - len(before.rstrip(b"\\"))
        if slashes % 2:
            return len(before) - 1
    return len(text)
