"""How the shell shows things: lines, tables, JSON, progress. Text of others never controls the terminal."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from attribution.answers import Answer
from attribution.errors import CaseError
from attribution.loading import Progress as Tell

# escape sequences, and what reorders or hides text on the screen
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: object) -> str:
    """The text without what a terminal would obey."""
    return _UNSEEN.sub("�", str(text))


def show(content: Sequence[str] | Sequence[Mapping[str, object]] | Mapping[str, object]) -> None:
    """Lines as they are, anything else as JSON, on standard output."""
    if not isinstance(content, Mapping) and all(isinstance(one, str) for one in content):
        sys.stdout.write("".join(f"{plain(line)}\n" for line in content))
        return
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n")


def table(frame: pd.DataFrame, *, most_columns: int = 12) -> None:
    """A frame as a table as wide as the terminal."""
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
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "–"
    text = plain(f"{value:.4g}" if isinstance(value, float) else value)
    return text if len(text) <= 160 else f"{text[:159]}…"


def rows(found: Sequence[Mapping[str, object]], format_: str) -> None:
    """Rows of one shape as table, csv or json."""
    match format_:
        case "json":
            sys.stdout.write(json.dumps(list(found), ensure_ascii=False, indent=1, default=str) + "\n")
        case "csv":
            out = io.StringIO()
            if found:
                writer = csv.DictWriter(out, fieldnames=list(found[0]))
                writer.writeheader()
                writer.writerows(found)
            sys.stdout.write(out.getvalue())
        case "table":
            table(pd.DataFrame(list(found)))
        case _:
            raise CaseError(f"--format {format_!r}: is unknown; use table, csv or json")


def answer(found: Answer, format_: str, out: Path | None) -> None:
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
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CaseError(f"{out}: cannot be written ({error.strerror}); name a file in a writable folder") from error


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Tell]:
    """A bar on standard error where somebody watches it."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _what, _rows: None
        return
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn()  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, int] = {}

        def tell(what: str, rows_: int) -> None:
            if what not in tasks:
                for done in tasks.values():
                    bar.update(done, visible=False)  # type: ignore[arg-type]  # a TaskID is an int
                tasks[what] = bar.add_task(plain(what), total=None)
            bar.advance(tasks[what], rows_)  # type: ignore[arg-type]  # a TaskID is an int

        yield tell
