"""How the shell shows things: lines, tables, JSON, progress. Text of others never controls the terminal."""

import csv
import io
import itertools
import json
import math
import os
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from attribution.errors import CaseError
from attribution.words import CONTROLS, FORMULA, SIGNED, UNSEEN, cell, escaped

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pandas as pd
    import pyarrow as pa

    from attribution.answers import Answer

ROW_FORMATS = ("table", "csv", "json")
"""How rows of one shape can be shown."""


_LINES = 1 << 14
"""Lines of a table that are made at a time."""
_ONE_LINE = str.maketrans({"\n": "␊", "\r": "␍", "\t": " "})


def plain(text: object) -> str:
    """The text without what a terminal would obey, or a reader not see."""
    return UNSEEN.sub("�", str(text))


def show(content: Sequence[str] | Sequence[Mapping[str, object]] | Mapping[str, object]) -> None:
    """Lines as they are, anything else as JSON, on standard output."""
    if not isinstance(content, Mapping) and all(isinstance(one, str) for one in content):
        # a name with a line end in it makes no line of its own
        sys.stdout.write("".join(f"{plain(line).translate(_ONE_LINE)}\n" for line in content))
        return
    _json(content)


def _json(content: object) -> None:
    sys.stdout.write(escaped(json.dumps(content, ensure_ascii=False, indent=1, default=str)) + "\n")


def table(frame: "pd.DataFrame", *, most_columns: int = 12) -> None:
    """A frame as a table as wide as the terminal."""
    # these two take half a second, which commands that draw no table need not wait for
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=sys.stdout, highlight=False, markup=False, width=None if sys.stdout.isatty() else 200)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    columns = [str(c) for c in frame.columns][:most_columns]
    for name in columns:
        drawn.add_column(Text(plain(name)), overflow="fold", max_width=60)
    for row in frame[columns].itertuples(index=False):
        drawn.add_row(*(Text(_short(value)) for value in row))
    console.print(drawn)


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(str(v) for v in value[:5]) + (f" … ({len(value)})" if len(value) > 5 else "")
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    text = plain(f"{value:.4g}" if isinstance(value, float) else value)
    return text if len(text) <= 160 else f"{text[:159]}…"


def document(found: Mapping[str, object], out: Path | None = None) -> None:
    """JSON on the screen or in a file."""
    if out is None:
        _json(found)
        return
    content = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    write(out, content.encode("utf-8", "backslashreplace") + b"\n")


def rows(found: Sequence[Mapping[str, object]], format_: str, out: Path | None = None) -> None:
    """Rows of one shape as table, csv or json, on the screen or (a table as csv) in a file."""
    if out is not None:
        content = (
            _csv(found) if format_ != "json" else json.dumps(list(found), ensure_ascii=False, indent=1, default=str)
        )
        write(out, CONTROLS.sub("�", content).encode("utf-8", "backslashreplace"))
        return
    match format_:
        case "json":
            _json(list(found))
        case "csv":
            # rejects hold whatever broke a file; a pager behind a pipe would obey it too
            unwanted = UNSEEN if sys.stdout.isatty() else CONTROLS
            sys.stdout.write(unwanted.sub("�", _csv(found)))
        case "table":
            import pandas as pd  # noqa: PLC0415  # as in `table`

            table(pd.DataFrame(list(found)))
        case _:
            check_format(format_, ROW_FORMATS)


def _csv(found: Sequence[Mapping[str, object]]) -> str:
    out = io.StringIO()
    if found:
        writer = csv.DictWriter(out, fieldnames=list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in row.items()} for row in found)
    return out.getvalue()


def arrow_tables(parts: Iterable["pa.Table"], out: Path, *, names: Sequence[str], quiet: bool = False) -> None:
    """Tables of pairs in a .csv or .parquet file, and a line that says so unless `quiet`.

    `names`: columns whose text is of others and must be no formula of a spreadsheet.
    """
    parts = iter(parts)
    first = next(parts)
    written = 0
    try:
        with _whole(out) as file:
            if out.suffix.lower() != ".csv":
                from pyarrow import parquet  # noqa: PLC0415  # as in `table`

                with parquet.ParquetWriter(file, first.schema) as whole:
                    for part in itertools.chain([first], parts):
                        whole.write_table(part)
                        written += part.num_rows
            else:
                for lines, rows in _lines(itertools.chain([first], parts), names):
                    file.write(lines)
                    written += rows
    except OSError as error:
        raise CaseError(f"{out}: cannot be written ({error.strerror}); name a file in a writable folder") from error
    if not quiet:
        show([f"Wrote {written:,} pairs to {out}."])


def _lines(parts: Iterable["pa.Table"], names: Sequence[str]) -> Iterator[tuple[Any, int]]:
    """The octets of each table as CSV, after one head, and its rows; two are made at a time."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # as in `table`

    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    def made(part: "pa.Table", *, head: bool) -> Any:
        sink = pa.BufferOutputStream()
        options = arrow_csv.WriteOptions(include_header=head, quoting_style="needed", batch_size=_LINES)
        arrow_csv.write_csv(_without_formulas(part, names), sink, options)
        return sink.getvalue()

    with ThreadPoolExecutor(2) as pool:
        waiting: deque[tuple[Future[Any], int]] = deque()
        for number, part in enumerate(parts):
            waiting.append((pool.submit(made, part, head=not number), part.num_rows))
            if len(waiting) > 2:
                future, rows = waiting.popleft()
                yield future.result(), rows
        for future, rows in waiting:
            yield future.result(), rows


@contextmanager
def _whole(out: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when it is complete; what stood there stays until then."""
    if out.exists() and not out.is_file():
        # a pipe or a device has no place to be taken
        with out.open("wb") as file:
            yield file
        return
    # a link stays, and the file that it points to is replaced
    out = out.resolve()
    waiting = out.with_name(f".{out.name[:40]}-{os.getpid()}")
    try:
        with waiting.open("wb") as file:
            yield file
        waiting.replace(out)
    finally:
        waiting.unlink(missing_ok=True)


def _without_formulas(found: "pa.Table", names: Sequence[str]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  # as in `table`
    import pyarrow.compute as pc  # noqa: PLC0415

    for name in names:
        if not any(_may_be_formulas(chunk) for chunk in found[name].chunks):
            continue
        suspect: Any = pc.match_substring_regex(found[name], f"^[{re.escape(''.join(FORMULA))}]")
        if pc.any(suspect).as_py():
            texts = [text if text is None or SIGNED.fullmatch(text) else cell(text) for text in found[name].to_pylist()]
            found = found.set_column(found.column_names.index(name), name, pa.array(texts, pa.string()))
    return found


def _may_be_formulas(texts: "pa.Array[Any]") -> bool:
    """Whether a text begins with an octet that formulas begin with, which is told ten times as fast as by their characters."""
    import numpy as np  # noqa: PLC0415  # as in `table`

    from analysis.shares import text_parts  # noqa: PLC0415  # as in `table`

    edges, octets = text_parts(texts)
    first = octets[edges[:-1][edges[1:] > edges[:-1]]]
    found = np.zeros(256, bool)
    found[[one.encode()[0] for one in FORMULA]] = True
    return bool(found[first].any())


def write(out: Path, content: bytes) -> None:
    """Octets in a file; CaseError where it cannot be written."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CaseError(f"{out}: cannot be written ({error.strerror}); name a file in a writable folder") from error


def check_format(given: str, known: Sequence[str] = ROW_FORMATS) -> None:
    """CaseError if the format is none of the known ones."""
    if given not in known:
        raise CaseError(f"--format {given[:60]!r}: is unknown; use one of {', '.join(known)}")


def check_answer(format_: str, out: Path | None) -> None:
    """CaseError, before a query is asked, if its answer could not be shown or written like that."""
    from attribution.answers import FORMATS  # noqa: PLC0415  # as in `table`

    check_format(format_, FORMATS)
    if out is None:
        if format_ == "parquet" and sys.stdout.isatty():
            raise CaseError("--format parquet: is no text for a screen; name a file with --out")
        return
    # `Path.is_dir` raises where a path is too long
    if os.path.isdir(out):  # noqa: PTH112
        raise CaseError(f"{out}: is a folder; name a file in it")
    if not os.path.isdir(out.parent):  # noqa: PTH112
        raise CaseError(f"{out}: the folder {out.parent} does not exist; make it or name another")


def answer(found: "Answer", format_: str, out: Path | None) -> None:
    """An answer on the screen or in a file."""
    if format_ == "table" and out is None:
        frame = found.frame()
        query = found.result.query
        show([query.question])
        show([f"  {note}" for note in found.result.notes])
        if frame.empty:
            show(["  nothing found in the loaded data"])
        else:
            table(frame)
        show([f"Does not prove: {query.does_not_prove}", found.coverage])
        return
    content = found.written(format_ if format_ != "table" else "csv")
    if out is None:
        text = content.decode("utf-8") if format_ != "parquet" else ""
        if format_ == "json":
            content = escaped(text).encode("utf-8")
        elif format_ == "csv" and sys.stdout.isatty():
            content = plain(text).encode("utf-8")
        sys.stdout.buffer.write(content)
        return
    write(out, content)
