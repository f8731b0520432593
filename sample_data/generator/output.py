"""Writes files that are the same bytes each time: no clock in the gzip header, sorted keys, plain separators."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


class Output:
    """A folder that a sample is written into; remembers what was written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.written: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        """Write a file as it is; a name that ends in .gz is compressed."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0) if name.endswith(".gz") else content)
        self.written.append(name)

    def lines(self, name: str, objects: Iterable[object]) -> None:
        """One JSON object a line."""
        self.put(name, b"".join(_json(one) + b"\n" for one in objects))

    def table(
        self, name: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, end: str = "\n", bom: bool = False
    ) -> None:
        """A CSV file."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator=end)
        writer.writerow(header)
        writer.writerows(rows)
        self.put(name, (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode())


def records(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterable[list[str]]:
    """Rows in the order of the header; a missing cell is empty."""
    return ([row.get(name, "") for name in header] for row in rows)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
