"""Opens input files: unpacks gzip, checks UTF-8, bounds memory, and says clearly what is wrong with a file."""

import codecs
import gzip
import hashlib
import io
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from loaders.base import LoadError, Piece, Sample

SAMPLE_BYTES = 64 << 10
"""Unpacked bytes that a format is recognised by."""

LONGEST_LINE = 32 << 20
"""Bytes of one line; a longer one is no table and no JSONL."""

LARGEST_UNPACKED = 64 << 30
"""Unpacked bytes that are read from one gzip file."""

MOST_UNPACKED_PER_BYTE = 500
"""Beyond `ALWAYS_UNPACKED`, more than this of one packed byte is no data: repetitive JSONL gives 30, gzip can 1,030."""

ALWAYS_UNPACKED = 256 << 20
"""Unpacked bytes that are read whatever they were packed into."""

_BUFFER = 1 << 18
_MEND = "check that it is there and yours to read, or copy it anew"
_GZIP = b"\x1f\x8b"
_OTHER_PACKINGS = {
    b"PK\x03\x04": "a zip archive (perhaps an Excel file)",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
}


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class _Guarded(io.RawIOBase):
    """Bytes of a file as they are, with every failure to read turned into a LoadError."""

    def __init__(self, path: Path, source: _Readable, *, limit: int | None = None) -> None:
        self._path = path
        self._source = source
        self._limit = limit
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview | bytearray") -> int:  # type: ignore[override]  # the buffers that io passes
        try:
            found = self._source.read(len(target))
        except EOFError as error:
            raise LoadError(f"{self._path.name}: the gzip file is truncated; fetch or copy it again") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise LoadError(f"{self._path.name}: the gzip file is damaged ({error}); fetch or copy it again") from error
        except OSError as error:
            raise LoadError(f"{self._path.name}: cannot be read ({error.strerror or error}); {_MEND}") from error
        self._read += len(found)
        if isinstance(self._source, _Gzip) and self._read > ALWAYS_UNPACKED:
            ratio = self._read // max(self._source.taken(), 1)
            if ratio > MOST_UNPACKED_PER_BYTE:
                raise LoadError(
                    f"{self._path.name}: unpacks to {ratio} times its size, which no data does; "
                    "unpack it yourself, look at it, and load what comes of it"
                )
        if self._limit is not None and self._read > self._limit:
            raise LoadError(
                f"{self._path.name}: unpacks to more than {self._limit >> 30} GiB; unpack it yourself and split it"
            )
        target[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


class _CheckedText(io.RawIOBase):
    """Bytes that are UTF-8 with lines of bounded length, else a LoadError that names the byte."""

    def __init__(self, path: Path, source: BinaryIO) -> None:
        self._path = path
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._offset = 0
        self._line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview | bytearray") -> int:  # type: ignore[override]  # the buffers that io passes
        found = self._source.read(len(target))
        pending = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(found, final=not found)
        except UnicodeDecodeError as error:
            raise LoadError(_not_utf8(self._path, self._offset - pending + error.start)) from error
        self._bound_line(found)
        self._offset += len(found)
        target[: len(found)] = found
        return len(found)

    def _bound_line(self, found: bytes) -> None:
        end = max(found.rfind(b"\n"), found.rfind(b"\r"))
        self._line = len(found) - end - 1 if end >= 0 else self._line + len(found)
        if self._line > LONGEST_LINE:
            raise LoadError(_too_long(self._path, self._offset + len(found) - self._line))

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


def open_binary(path: Path) -> BinaryIO:
    """The file's bytes, unpacked if they are gzip (by content, all members), in bounded memory.

    LoadError, now or while reading, if the file is missing, unreadable, no regular file, or damaged.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise LoadError(f"{path.name}: is a folder; name the file in it")
        if not stat.S_ISREG(mode):
            raise LoadError(f"{path.name}: is no regular file; save its content to a file first")
        packed = path.open("rb")
    except FileNotFoundError as error:
        raise LoadError(f"{path}: there is no such file; check the path") from error
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or error}); {_MEND}") from error
    except ValueError as error:  # a NUL in the path
        raise LoadError(f"{path.name!r}: is no usable path ({error}); check the path") from error
    is_gzip = _peek(path, packed).startswith(_GZIP)
    if not is_gzip:
        return io.BufferedReader(_Guarded(path, packed), _BUFFER)
    raw = _Guarded(path, _Gzip(packed), limit=LARGEST_UNPACKED)
    return io.BufferedReader(raw, _BUFFER)


def open_text(path: Path) -> TextIO:
    """The file as UTF-8 text without byte-order mark, line endings untouched (as `csv` wants them).

    LoadError, now or while reading, as `open_binary`, and for bytes that are not UTF-8 or a line
    beyond `LONGEST_LINE`, naming the byte offset.
    """
    checked = io.BufferedReader(_CheckedText(path, open_binary(path)), _BUFFER)
    return io.TextIOWrapper(checked, encoding="utf-8-sig", errors="strict", newline="")


def decoded_lines(path: Path) -> Iterator[str]:
    """The lines of `open_text`, each with its ending; the file is closed at the end."""
    with open_text(path) as text:
        yield from text


def byte_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(line number from 1, bytes without line ending) of a JSONL file, without byte-order mark.

    LoadError as `open_binary`, and for a line beyond `LONGEST_LINE`. Bytes are not decoded.
    """
    for block in line_blocks(path):
        yield from lines_of(block)


def line_blocks(path: Path, size: int = 1 << 20) -> Iterator[Piece]:
    """The same lines in blocks of about `size` bytes, each of whole lines."""
    with open_binary(path) as binary:
        first, offset, held = 1, 0, b""
        while found := binary.read(size):
            end = found.rfind(b"\n") + 1
            if not end:
                held += found
            else:
                content = held + found[:end]
                _bound(path, offset, content)
                yield Piece(first, content, len(content))
                first += content.count(b"\n")
                offset += len(content)
                held = found[end:]
            if len(held) > LONGEST_LINE:
                raise LoadError(_too_long(path, offset))
        if held:
            yield Piece(first, held, len(held))


def _bound(path: Path, offset: int, content: bytes) -> None:
    # only a block that is longer than a line may be can hold a line that is longer
    if len(content) <= LONGEST_LINE:
        return
    for line in content.split(b"\n"):
        if len(line) > LONGEST_LINE:
            raise LoadError(_too_long(path, offset))
        offset += len(line) + 1


def lines_of(block: Piece) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of a block, without line ending and byte-order mark."""
    lines: list[bytes] = block.content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, block.first):
        yield number, (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).rstrip(b"\r")


def sample(path: Path) -> Sample:
    """The first `SAMPLE_BYTES` of the unpacked file; LoadError as `open_binary`."""
    with open_binary(path) as binary:
        head = binary.read(SAMPLE_BYTES)
        complete = len(head) < SAMPLE_BYTES or not binary.peek(1)  # type: ignore[attr-defined]  # a BufferedReader
    return Sample(path.name, head, complete)


def sha256_of(path: Path) -> str:
    """SHA-256 of the file as it lies there (packed), lower-case hex; LoadError if it cannot be read."""
    try:
        with path.open("rb") as binary:
            return hashlib.file_digest(binary, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise LoadError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); {_MEND}") from error


def packing_of(head: bytes) -> str | None:
    """What a file is packed as, in words, if it is a packing that is not unpacked here."""
    return next((words for magic, words in _OTHER_PACKINGS.items() if head.startswith(magic)), None)


class _Gzip:
    """A gzip stream that closes the file below it (GzipFile leaves a file that it was given open)."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")

    def taken(self) -> int:
        """Packed bytes taken so far, what is read ahead included."""
        return self._packed.tell()

    def read(self, size: int, /) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._packed.close()


def _peek(path: Path, packed: BinaryIO) -> bytes:
    try:
        head = packed.read(8)
        packed.seek(0)
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be read ({error.strerror or error}); {_MEND}") from error
    return head


def _not_utf8(path: Path, offset: int) -> str:
    with open_binary(path) as binary:
        head = binary.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return f"{path.name}: is UTF-16; save it as UTF-8"
    return f"{path.name}: byte {offset} is not UTF-8; save the file as UTF-8 (from Excel: “CSV UTF-8”)"


def _too_long(path: Path, offset: int) -> str:
    limit = LONGEST_LINE >> 20
    return f"{path.name}: the line that starts at byte {offset} is longer than {limit} MiB; is it CSV or JSONL at all?"
