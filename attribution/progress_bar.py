"""Progress on standard error where somebody watches it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from attribution.progress import Progress, silent


@contextmanager
def progress_bar(*, quiet: bool = False) -> Iterator[Progress]:
    """A way to tell progress that draws a bar; nothing is drawn when `quiet` or away from a terminal."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    # what draws takes longer to import than many commands take
    from attribution.bar import drawn_bar  # noqa: PLC0415

    with drawn_bar() as tell:
        yield tell
