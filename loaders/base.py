"""What every loader is: bytes in, one outcome for every input row out. No database, network or clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from graph.errors import UserError
from graph.records import Record


class LoadError(UserError):
    """A file cannot be loaded at all: what, where and how to mend, in one line for the user."""


@dataclass(frozen=True, slots=True)
class Row:
    """One input row that gave records. `location` is a row number ("17") or JSON path ("messages[3]").

    `notes` are values inside a good row that could not be used, as rejects: the row is loaded,
    the value is counted and can be found.
    """

    location: str
    records: tuple[Record, ...]
    notes: tuple["Reject", ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """One input row that holds nothing: an empty line or separator."""

    location: str


@dataclass(frozen=True, slots=True)
class Reject:
    """One input row (or, as a note, one value) that could not be used, with the mend."""

    location: str
    column: str
    value: str
    reason: str
    """Short stable code that rejects are counted under: bad_time, bad_url, id_damaged …"""
    mend: str


Outcome: TypeAlias = Row | Blank | Reject


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of whole input rows: unpacked, not yet parsed, ready to be sent to another process."""

    first: int
    """Number of its first line or row."""
    content: Any
    """What the loader that made it needs to read it."""
    size: int
    """How much it holds, for progress: unpacked bytes, or about as many."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file, already unpacked: what a loader recognises a format by."""

    name: str
    head: bytes
    complete: bool
    """Whether `head` is the whole file."""

    def text(self) -> str:
        """`head` as UTF-8 without a byte-order mark; a character cut at its end is dropped, bad bytes replaced."""
        return (
            self.head.decode("utf-8-sig", errors="replace").rstrip("�")
            if not self.complete
            else self.head.decode("utf-8-sig", errors="replace")
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What the analyst says about a file. Loaders ignore what they do not need."""

    map: Mapping[str, object] | None = None
    """A column map (mapped CSV), as parsed from TOML."""
    network: str | None = None
    """Name of the published network, where the file does not say it (Meta: only the file name does)."""
    publisher: str | None = None
    handle: str | None = None
    """@name of the channel, where the file does not say it (Telegram Desktop)."""
    extra: Mapping[str, str] = field(default_factory=dict)


class Loader(Protocol):
    """One format family. Instances hold no state."""

    name: str
    """Stable name for --format: meta-indicators, x-twarc2, telegram-desktop, mapped-csv."""
    title: str
    """One line for `attribution formats`."""
    version: str
    """Raised when the records made from the same bytes change."""

    def recognise(self, sample: Sample) -> bool:
        """Whether the content is this format; the file's name never decides."""
        ...

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Every input row in file order; LoadError if the file as a whole cannot be read."""
        ...


@runtime_checkable
class InPieces(Protocol):
    """A loader of files whose rows need nothing of the rows before them, so that pieces can be read side by side."""

    name: str

    def pieces(self, path: Path, options: Options) -> Iterator[Piece] | None:
        """The file in pieces, in order, with as little work as possible; None for a file whose rows hang together.

        LoadError as for `read`.
        """
        ...

    def read_piece(self, piece: Piece, options: Options) -> Iterator[Outcome]:
        """The outcomes of a piece: those of all pieces, in order, are those of `read`."""
        ...
