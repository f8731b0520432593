"""One attempt: a file read by a loader and taken by the store, with everything that must hold."""

import time
from pathlib import Path

from attribution.parsing import take
from graph.records import check
from loaders.base import Loader, LoadError, Options, Reject, Row
from loaders.catalogue import recognise
from store.pieces import Piece

LONGEST_S = 10.0


class BrokenPromiseError(AssertionError):
    """A loader did what it must never do."""


def attempt(path: Path, loader: Loader, parts: Path) -> str:
    """Read the file, check each record, write the parts; gives "read" or "refused". BrokenPromiseError says what broke."""
    began = time.monotonic()
    try:
        recognise(path)
    except LoadError as error:
        _one_line(str(error))
    piece, outcomes = Piece(0), 0
    try:
        for outcome in loader.read(path, Options()):
            outcomes += 1
            _check(outcome)
            take(outcome, piece)
        result = "read"
    except LoadError as error:
        _one_line(str(error))
        result = "refused"
    tally = piece.write(parts)
    if tally.rows != outcomes:
        raise BrokenPromiseError(f"{outcomes} outcomes, but {tally.rows} rows are accounted for")
    took = time.monotonic() - began
    if took > LONGEST_S:
        raise BrokenPromiseError(f"took {took:.1f} s")
    return result


def _check(outcome: object) -> None:
    if isinstance(outcome, Row):
        for record in outcome.records:
            check(record)
        if not outcome.records:
            raise BrokenPromiseError(f"{outcome.location}: a row that gave nothing is no row")
    for reject in outcome.notes if isinstance(outcome, Row) else [outcome] if isinstance(outcome, Reject) else []:
        if not (reject.location and reject.reason and reject.mend):
            raise BrokenPromiseError(f"a reject without place, reason or mend: {reject}")
        if len(reject.value) > 2_000 or len(reject.mend) > 4_000:
            raise BrokenPromiseError(
                f"{reject.location}: a reject of {len(reject.value) + len(reject.mend)} characters"
            )


def _one_line(message: str) -> None:
    if "\n" in message or len(message) > 4_000:
        raise BrokenPromiseError(f"not one line: {message[:200]!r}")
