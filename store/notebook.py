"""What the analyst adds and changes: labels on accounts and saved views, in SQLite beside the tables."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from store import StoreError
from store.folder import CaseFolder

_SCHEMA = """
CREATE TABLE IF NOT EXISTS labels (
    account TEXT NOT NULL, topic TEXT NOT NULL, on_topic INTEGER NOT NULL,
    why TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL,
    PRIMARY KEY (account, topic));
CREATE TABLE IF NOT EXISTS views (
    name TEXT PRIMARY KEY, payload TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Label:
    """An analyst's own word on whether an account is on a topic; it overrides the codebook."""

    account: str
    topic: str
    on_topic: bool
    why: str
    made_by: str
    made_at: int
    """Epoch milliseconds, UTC."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: what stood where."""

    name: str
    payload: dict[str, object]
    made_by: str
    made_at: int


class Notebook:
    """Labels and views of one case; each change is durable when the call returns."""

    def __init__(self, folder: CaseFolder) -> None:
        self._path = folder.notebook

    def labels(self) -> tuple[Label, ...]:
        """Every label, by account and topic."""
        with self._open() as db:
            rows = db.execute(
                "SELECT account, topic, on_topic, why, made_by, made_at FROM labels ORDER BY account, topic"
            ).fetchall()
        return tuple(Label(a, t, bool(on), why, by, at) for a, t, on, why, by, at in rows)

    def put_label(self, label: Label) -> None:
        """Keep a label; an earlier one of the same account and topic gives way."""
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?, ?)",
                (label.account, label.topic, int(label.on_topic), label.why, label.made_by, label.made_at),
            )

    def views(self) -> tuple[str, ...]:
        """Names of the saved views."""
        with self._open() as db:
            return tuple(name for (name,) in db.execute("SELECT name FROM views ORDER BY name"))

    def view(self, name: str) -> View:
        """The saved view; StoreError if there is none of this name."""
        with self._open() as db:
            row = db.execute("SELECT payload, made_by, made_at FROM views WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise StoreError(f"view {name!r}: is not saved in this case; saved are {', '.join(self.views()) or 'none'}")
        return View(name, json.loads(row[0]), row[1], row[2])

    def put_view(self, view: View) -> None:
        """Keep a view; an earlier one of the same name gives way."""
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?)",
                (view.name, json.dumps(view.payload, sort_keys=True), view.made_by, view.made_at),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            db = sqlite3.connect(self._path, timeout=10.0)
            try:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=FULL")
                db.executescript(_SCHEMA)
                with db:
                    yield db
            finally:
                db.close()
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: cannot be used ({error}); restore it from a copy of the case") from error


def looked_over(folder: CaseFolder) -> None:
    """StoreError if the file holds what ours never does: one that came from somebody else could act on us by a trigger."""
    try:
        with closing(sqlite3.connect(f"{folder.notebook.resolve().as_uri()}?mode=ro", uri=True)) as db:
            kinds = {kind for (kind,) in db.execute("SELECT DISTINCT type FROM sqlite_master")}
            (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{folder.notebook.name}: is damaged ({error}); restore it from a copy of the case") from error
    if not kinds <= {"table", "index"} or sound != "ok":
        raise StoreError(f"{folder.notebook.name}: is not as ours are made; restore it from a copy of the case")
