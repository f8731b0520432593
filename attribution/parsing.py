"""Reads a file into a transaction; a large one in pieces, side by side in processes of their own."""

import atexit
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from attribution.errors import CaseError
from attribution.progress import Progress
from graph.records import Record
from loaders.base import Blank, InPieces, Loader, Options, Outcome, Reject, Row
from loaders.base import Piece as Stretch
from loaders.catalogue import by_name
from store.load import Transaction
from store.pieces import Piece, Tally

_WORTH_IT = 8 << 20
"""Bytes of a file from which on starting processes pays."""
_TELL_EVERY = 1_000


class _Sink(Protocol):
    """Takes input rows: a transaction, or one piece of a file."""

    def row(self, location: str, records: Iterable[Record]) -> None: ...
    def blank(self) -> None: ...
    def reject(self, location: str, column: str, value: str, reason: str, mend: str, *, whole_row: bool) -> None: ...


class Parsing:
    """Processes that read pieces, started when a file is worth it, ended with the `with` block."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._processes: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._processes is not None:
            # what is still being read is not wanted after an error
            self._processes.shutdown(wait=error is None, cancel_futures=True)

    def read(self, path: Path, loader: Loader, options: Options, into: Transaction) -> None:
        """Every row of the file into the transaction; LoadError if the file as a whole cannot be read."""
        if isinstance(loader, InPieces) and path.stat().st_size >= _WORTH_IT and _cores() > 1:
            stretches = loader.pieces(path, options)
            if stretches is not None:
                self._in_pieces(path, loader.name, stretches, options, into)
                return
        number = told = 0
        for number, outcome in enumerate(loader.read(path, options), 1):
            take(outcome, into)
            if number % _TELL_EVERY == 0:
                self._progress(f"reading {path.name}", _TELL_EVERY, rejected=into.rejected)
                told = number
        self._progress(f"reading {path.name}", number - told, rejected=into.rejected)

    def _in_pieces(
        self, path: Path, loader: str, stretches: Iterable[Stretch], options: Options, into: Transaction
    ) -> None:
        if self._processes is None:
            # not forked: the caller may hold threads, connections and locks
            spawn = multiprocessing.get_context("spawn")
            self._processes = ProcessPoolExecutor(_cores(), spawn, initializer=_alone)
        size, done = path.stat().st_size, 0
        waiting: deque[tuple[Future[Tally], int]] = deque()

        def one_done() -> None:
            nonlocal done
            future, held = waiting.popleft()
            try:
                tally = future.result()
            except BrokenProcessPool as error:
                self._processes = None
                raise CaseError(
                    f"{path.name}: a process that read it was ended from outside (memory?); nothing of it was kept; "
                    "make room, then load it again"
                ) from error
            into.take(tally)
            done += held
            # a packed file holds more than its size: no share can be told
            share = min(done / size, 1.0) if done <= size else None
            self._progress(f"reading {path.name}", tally.rows, rejected=into.rejected, share=share)

        for stretch in stretches:
            # enough to keep every process at work, few enough to bound memory
            if len(waiting) > _cores():
                one_done()
            number = into.next_piece()
            waiting.append((self._processes.submit(_read, loader, stretch, options, into.parts, number), stretch.size))
        while waiting:
            one_done()


def take(outcome: Outcome, into: _Sink) -> None:
    """Hand one outcome on: a row with its notes, a blank, or a reject."""
    match outcome:
        case Row():
            into.row(outcome.location, outcome.records)
            for note in outcome.notes:
                _reject(into, note, whole_row=False)
        case Blank():
            into.blank()
        case Reject():
            _reject(into, outcome, whole_row=True)


def _reject(into: _Sink, reject: Reject, *, whole_row: bool) -> None:
    into.reject(reject.location, reject.column, reject.value, reject.reason, reject.mend, whole_row=whole_row)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -- in a process of its own


def _alone() -> None:
    """Make this process fit for its work: it ends with its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # records are a million small things without cycles; looking for cycles among them doubles the time
    gc.set_threshold(0)
    # and none of what was imported will ever be given back
    gc.freeze()
    # everything was written and sent by then; taking the interpreter down takes long and makes libraries complain
    atexit.register(os._exit, 0)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def _read(name: str, stretch: Stretch, options: Options, parts: Path, number: int) -> Tally:
    """Read one piece and write its parts."""
    piece = Piece(number)
    loader = by_name(name)
    outcome: Outcome | None = None
    for outcome in loader.read_piece(stretch, options):  # type: ignore[attr-defined]  # it made the piece
        take(outcome, piece)
    tally = piece.write(parts)
    # what is kept of a refusal is a cycle; the records themselves would only be walked for nothing
    del piece, outcome
    gc.collect()
    # caches stay: walked once, not with every piece
    gc.freeze()
    return tally
