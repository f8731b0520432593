"""The memory of recurring checks: runs, their hits, and a log that only grows, in SQLite beside labels and views.

A run is one line that says it was started, and later one transaction that gives it all its hits, its end and
its entry in the log: whatever ends the process between leaves a failed run, never an empty one.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from graph.locks import lock
from store import StoreError
from store.check_records import (
    FAILED,
    FINISHED,
    FIRST,
    STARTED,
    CheckRun,
    Entry,
    Hit,
    canonical,
    entry_hash,
    evidence_of,
)
from store.folder import CaseFolder
from store.json_text import of_json

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS check_log (
        number INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL,
        "check" TEXT NOT NULL, body TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS check_runs (
        id INTEGER PRIMARY KEY, "check" TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
        state TEXT NOT NULL, by TEXT NOT NULL, error TEXT NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS check_hits (
        run INTEGER NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, hit TEXT NOT NULL,
        PRIMARY KEY (run, key))""",
)
_RUN = 'SELECT id, "check", started_at, ended_at, state, by, error, content FROM check_runs'
KILLED = "its process ended in the middle"
_EARLIEST, _LATEST = -62_135_596_800_000, 253_402_300_799_999
"""Epoch milliseconds of the years 1 and 9999: no clock gives others."""


class CheckMemory:
    """Runs, hits and log of one case; each change is durable when the call returns."""

    def __init__(self, folder: CaseFolder) -> None:
        self._path = folder.notebook
        self._lock = folder.root / "checks.lock"

    # -- the log

    def entries(self) -> tuple[Entry, ...]:
        """The log from its first line; nothing is verified here."""
        with self._reading() as db:
            return _entries(db)

    def head(self) -> str:
        """The hash of the last line of the log: whatever was done since has another; nothing is verified here."""
        with self._reading() as db:
            row = db.execute("SELECT hash FROM check_log ORDER BY number DESC LIMIT 1").fetchone()
            return str(row[0]) if row else FIRST

    def append(self, at: int, by: str, action: str, check: str, body: Mapping[str, Any]) -> Entry:
        """Add a line to the log."""
        with self._writing() as db:
            return _append(db, at, by, action, check, body)

    # -- runs

    @contextmanager
    def running(self, at: int, *, wait_s: float = 30.0) -> Iterator[None]:
        """Hold the checks of the case for one runner; what an earlier one left without an end is marked as failed."""
        held = lock(self._lock, wait_s=wait_s)
        if held is None:
            raise StoreError(f"{self._path.parent}: other checks of this case are running; wait for them")
        with held:
            # the lock is ours: whoever started these is gone
            with self._writing() as db:
                for (id_,) in db.execute("SELECT id FROM check_runs WHERE state = ?", (STARTED,)).fetchall():
                    _fail(db, id_, at, KILLED)
            yield

    def begin(self, check: str, at: int, by: str) -> int:
        """Note that a run is started, under `running`; gives its id."""
        with self._writing() as db:
            made = db.execute(
                'INSERT INTO check_runs ("check", started_at, state, by, error, content) VALUES (?, ?, ?, ?, ?, ?)',
                (check, at, STARTED, by, "", "{}"),
            )
            assert made.lastrowid is not None
            return made.lastrowid

    def finish(self, run: int, at: int, content: Mapping[str, Any], hits: Sequence[Hit], said: Mapping[str, Any]) -> None:  # fmt: skip
        """Give a run its hits, its end and its entry in the log: all of it or nothing."""
        rows = [(run, place, hit.key, canonical(_hit_json(hit))) for place, hit in enumerate(hits)]
        with self._writing() as db:
            db.executemany("INSERT INTO check_hits VALUES (?, ?, ?, ?)", rows)
            _end(db, run, FINISHED, at, "", canonical(content), {"hits": len(rows), **said})

    def fail(self, run: int, at: int, error: str) -> None:
        """Note why a run has no answer."""
        with self._writing() as db:
            _fail(db, run, at, error)

    def runs(self, check: str | None = None) -> tuple[CheckRun, ...]:
        """The runs of a check, or of all, the oldest first."""
        where, values = (' WHERE "check" = ?', (check,)) if check is not None else ("", ())
        with self._reading() as db:
            rows = db.execute(f"{_RUN}{where} ORDER BY id", values).fetchall()
            alive = any(row[4] == STARTED for row in rows) and self._somebody_runs()
            return tuple(_run(row, alive=alive) for row in rows)

    def hits(self, run: int) -> tuple[Hit, ...]:
        """The hits of a run in the order of its answer."""
        with self._reading() as db:
            rows = db.execute("SELECT hit FROM check_hits WHERE run = ? ORDER BY place", (run,)).fetchall()
            return tuple(_hit(of_json(text)) for (text,) in rows)

    def stood(self, check: str, key: str) -> dict[int, Hit]:
        """One hit in each run of a check in which it stood, by the run's id."""
        with self._reading() as db:
            rows = db.execute(
                'SELECT h.run, h.hit FROM check_runs r JOIN check_hits h ON h.run = r.id WHERE r."check" = ? AND h.key = ?',
                (check, key),
            ).fetchall()
            return {run: _hit(of_json(text)) for run, text in rows}

    def whole(self) -> tuple[tuple[Entry, ...], dict[int, str]]:
        """The log, and of each run that has ended what its entry should say of what is kept of it; both of one moment."""
        with self._reading() as db:
            db.execute("BEGIN")
            entries = _entries(db)
            ended = db.execute("SELECT id FROM check_runs WHERE state != ?", (STARTED,)).fetchall()
            found = {id_: _digest(db, id_) for (id_,) in ended}
            db.execute("COMMIT")
            return entries, found

    def _somebody_runs(self) -> bool:
        try:
            held = lock(self._lock)
        except OSError:
            return False
        if held is None:
            return True
        held.release()
        return False

    # -- the file

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as db:
            # from the first read on: the hash of the last entry must still be the last
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                # a full disk has ended it by itself
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            db = sqlite3.connect(self._path, timeout=30.0, isolation_level=None)
            try:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=FULL")
                for statement in _SCHEMA:
                    db.execute(statement)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{self._path}: cannot be used ({error}); restore it from a copy of the case") from error


def _entries(db: sqlite3.Connection) -> tuple[Entry, ...]:
    rows = db.execute('SELECT number, at, by, action, "check", body, previous, hash FROM check_log ORDER BY number')
    return tuple(_entry(row) for row in rows)


def _entry(row: Sequence[Any]) -> Entry:
    number, at, by, action, check, body, previous, own = row
    _hold_to(at, by, action, check, previous, own)
    return Entry(number, at, by, action, check, of_json(body), previous, own)


def _hold_to(at: Any, *texts: Any) -> None:
    """TypeError for what a file of somebody else may hold instead of a moment and texts."""
    if not isinstance(at, int) or not _EARLIEST <= at <= _LATEST:
        raise TypeError(f"{str(at)[:40]!r} is no moment")
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"{str(text)[:40]!r} is no text")


def _append(db: sqlite3.Connection, at: int, by: str, action: str, check: str, body: Mapping[str, Any]) -> Entry:
    last = db.execute("SELECT number, hash FROM check_log ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    unsealed = Entry(number, at, by, action, check, body, previous, "")
    own = entry_hash(unsealed)
    db.execute(
        "INSERT INTO check_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, at, by, action, check, canonical(body), previous, own),
    )
    return Entry(number, at, by, action, check, body, previous, own)


def _end(
    db: sqlite3.Connection, run: int, state: str, at: int, error: str, content: str, said: Mapping[str, Any]
) -> None:
    row = db.execute('SELECT "check", by, state FROM check_runs WHERE id = ?', (run,)).fetchone()
    if row is None or row[2] != STARTED:
        raise StoreError(f"run {run}: has ended already, as if its process were gone; run the check again")
    db.execute(
        "UPDATE check_runs SET state = ?, ended_at = ?, error = ?, content = ? WHERE id = ?", (state, at, error, content, run)
    )  # fmt: skip
    _append(db, at, row[1], "run", row[0], {"run": run, "state": state, "rows": _digest(db, run), **said})


def _fail(db: sqlite3.Connection, run: int, at: int, error: str) -> None:
    _end(db, run, FAILED, at, error, "{}", {"error": error})


def _digest(db: sqlite3.Connection, run: int) -> str:
    """SHA-256 over all that is kept of a run."""
    made = hashlib.sha256()
    for row in db.execute(f"{_RUN} WHERE id = ?", (run,)).fetchall():
        made.update(canonical(list(row)).encode())
    for row in db.execute("SELECT run, place, key, hit FROM check_hits WHERE run = ? ORDER BY place", (run,)):
        made.update(canonical(list(row)).encode())
    return made.hexdigest()


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {"key": hit.key, "strength": hit.strength, "row": dict(hit.row), "evidence": hit.evidence.as_json()}


def _hit(found: Mapping[str, Any]) -> Hit:
    made = Hit(str(found["key"]), found["strength"], dict(found["row"]), evidence_of(found["evidence"]))
    # what a file of somebody else may hold instead is found here, not where it is shown
    if not isinstance(made.title, str) or isinstance(made.strength, str | list | dict):
        raise TypeError(f"hit {made.id} is none of ours")
    return made


def _run(row: Sequence[Any], *, alive: bool) -> CheckRun:
    id_, check, started_at, ended_at, state, by, error, content = row
    if state == STARTED and not alive:
        state, error = FAILED, KILLED
    _hold_to(started_at, check, state, by, error)
    _hold_to(started_at if ended_at is None else ended_at)
    found = of_json(content)
    if not isinstance(found.get("notes", []), list):
        raise TypeError(f"the notes of run {id_} are no list")
    return CheckRun(id_, check, started_at, ended_at, state, by, error, found)
