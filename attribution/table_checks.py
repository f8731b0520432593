"""What is checked of a table while it is read, and how what is wrong with it is told."""

import stat
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.shares import COLUMNS, FARTHEST, PRECISION, TIME, Texts, pc, text_parts
from attribution.errors import CaseError

PARQUET = (".parquet", ".pq")
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
"""A time that is a number."""
_PACKED = (".gz", ".bz2", ".zst", ".lz4", ".br")
_BEGINNINGS = {b"PAR1": "a Parquet file", b"PK\x03\x04": "a spreadsheet or an archive", b"\x1f\x8b": "packed (gzip)"}
_SCALES = ((1e14, "milliseconds divided by 1,000"), (1e17, "microseconds divided by 1,000,000"))


class explained:  # noqa: N801  # used as a statement
    """Turns errors of reading into the one line that names the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hook = sys.unraisablehook

    def __enter__(self) -> None:
        self._hook = sys.unraisablehook
        sys.unraisablehook = self._hear

    def _hear(self, said: Any) -> None:
        # Arrow fails to hand over a row that is no UTF-8; Python would print that beside our line
        if not isinstance(said.exc_value, UnicodeDecodeError):
            self._hook(said)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        sys.unraisablehook = self._hook
        if isinstance(error, pa.ArrowCancelled):
            # a signal, which Python is about to hear of
            return
        # Arrow's own errors of input have no number
        if isinstance(error, pa.ArrowException | UnicodeDecodeError) or (
            isinstance(error, OSError) and not error.errno
        ):
            raise CaseError(f"{self._path}: {self._what(error)}") from error

    def _what(self, error: BaseException) -> str:
        said = (str(error).splitlines() or [""])[0][:200]
        ending = self._path.suffix.lower()
        if isinstance(error, OSError):
            if ending in _PACKED:
                return f"cannot be unpacked ({said}); fetch it again, or name it for what it is"
            return f"cannot be read as a table ({said}): it is damaged; fetch or write it again"
        if ending not in PARQUET:
            from attribution import table_damage  # noqa: PLC0415  # a second look is rare

            if no_text := table_damage.not_utf8(self._path):
                return no_text
            if damage := table_damage.swallowed(self._path):
                return damage
        return f"cannot be read as a table ({said}); it needs the columns {', '.join(COLUMNS)}"


class Look:
    """What is looked at in passing, as it costs next to nothing, and told at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unread: dict[str, int] = {}
        """Rows that could not be read, by reason."""
        self.names: list[str] = []
        """Columns of a CSV table."""
        self.rows = 0
        """Rows of it that were seen."""
        self._suspect = False
        self._near = False
        self._far: float | None = None

    def skip(self, row: Any) -> Any:
        """Count a row that does not fit."""
        reason = f"{row.actual_columns} values in a row of {row.expected_columns}"
        self.unread[reason] = self.unread.get(reason, 0) + 1
        self.rows += 1
        self._suspect = self._suspect or "\n" in row.text or "\r" in row.text
        return "skip"

    def texts(self, table: pa.Table) -> None:
        """See whether a line ends within a text."""
        if not self._suspect:
            self._suspect = any(_has_line_end(chunk) for column in table.columns for chunk in column.chunks)

    def times(self, table: pa.Table) -> None:
        """See whether a time is none that epoch seconds come to."""
        if self._near or not table.num_rows:
            return
        time = table[TIME]
        first = time[0].as_py()
        # most tables begin with one that is near; to compare with a number imports pandas
        self._near = (first is not None and abs(first) <= FARTHEST) or bool(
            pc.any(pc.less_equal(pc.abs(time), FARTHEST)).as_py()
        )
        if self._far is None and not self._near:
            beyond: Any = pc.greater(pc.abs(time), FARTHEST)
            self._far = next(iter(time.filter(beyond).slice(0, 1).to_pylist()), None)

    def end(self) -> None:
        """CaseError where what was seen spoils the whole table."""
        if self._suspect or self._has_rows_beside():
            from attribution.table_damage import swallowed  # noqa: PLC0415  # as above

            if damage := swallowed(self.path):
                raise CaseError(f"{self.path}: {damage}")
        if self._far is not None and not self._near:
            size = abs(self._far)
            scale = next((f" ({said})" for most, said in _SCALES if size < most), "")
            raise CaseError(
                f"{self.path}: {TIME} {self._far:.17g}: is beyond {FARTHEST:g} s from 1970, as all its times are; write epoch seconds{scale}"
            )

    def _has_rows_beside(self) -> bool:
        """Whether a column that is not read may have swallowed rows."""
        beside = [at for at, name in enumerate(self.names) if name not in (*COLUMNS, PRECISION)]
        if not beside:
            return False
        from attribution import table_damage  # noqa: PLC0415  # most tables have no other columns

        more = table_damage.line_count(self.path) > 1 + self.rows
        return more and table_damage.may_hold_rows(self.path, beside, len(self.names))


def _has_line_end(texts: Texts) -> bool:
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary
    if not pa.types.is_string(texts.type):
        return False
    edges, octets = text_parts(texts)
    octets = octets[edges[0] : edges[-1]]
    # the least octet is found at the speed of memory
    return bool(len(octets) and octets.min() <= 13 and np.isin(octets, (10, 13)).any())


def check_source(path: Path) -> None:
    """CaseError for what is no file that can be read twice, or is a table of another kind than its name says."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise CaseError(f"{path}: is a folder; name a table in it")
    if not stat.S_ISREG(mode):
        raise CaseError(f"{path}: is a pipe or a device; save what it says to a file first")
    if path.suffix.lower() in (*PARQUET, *_PACKED):
        return
    with path.open("rb") as file:
        first = file.read(4)
    for beginning, said in _BEGINNINGS.items():
        if first.startswith(beginning):
            raise CaseError(f"{path}: is no CSV but {said}; name it for what it is, or save it as CSV")
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise CaseError(f"{path}: is UTF-16; save it as UTF-8")
