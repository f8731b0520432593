"""A bar on standard error: rows, rows a second, rejects, time left."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import TimeRemainingColumn as Remaining
from rich.text import Text

from attribution.output import plain
from attribution.progress import Progress as Tell

_WHOLE = 1_000
"""A bar's length, where the share that is done is known."""


class _Rows(ProgressColumn):
    def render(self, task: Task) -> Text:
        rows, elapsed = task.fields["rows"], task.elapsed or 0
        speed = f", {rows / elapsed:,.0f} a second" if elapsed > 1 else ""
        rejected = f", {task.fields['rejected']:,} rejected" if task.fields["rejected"] else ""
        return Text(f"{rows:,} rows{speed}{rejected}")


@contextmanager
def drawn_bar() -> Iterator[Tell]:
    """A way to tell progress that draws a bar for each thing that is being done."""
    console = Console(stderr=True)
    words = TextColumn("{task.description}", markup=False)
    with Progress(
        SpinnerColumn(), words, BarColumn(), _Rows(), TimeElapsedColumn(), Remaining(), console=console, transient=True
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
            if what not in tasks:
                for done in tasks.values():
                    bar.update(done, visible=False)
                tasks[what] = bar.add_task(plain(what), total=None, rows=0, rejected=0)
            task = tasks[what]
            told = next(t for t in bar.tasks if t.id == task).fields["rows"] + rows
            bar.update(task, rows=told, rejected=rejected)
            if share is not None:
                bar.update(task, total=_WHOLE, completed=share * _WHOLE)

        yield tell
