"""The SQLite file in which the analyst's own things stand: opened, brought to its present form, looked over."""

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from store import StoreError
from store.folder import CaseFolder

_LABELS = """
CREATE TABLE IF NOT EXISTS labels (
    account TEXT NOT NULL, topic TEXT NOT NULL, on_topic INTEGER NOT NULL,
    why TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL,
    PRIMARY KEY (account, topic))
"""
# the payload is long and stands last: a list of views does not read through it
_VIEWS = """
CREATE TABLE IF NOT EXISTS views (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, nodes INTEGER NOT NULL,
    made_by TEXT NOT NULL, made_at INTEGER NOT NULL, payload TEXT NOT NULL)
"""
# one row for each version of a note: rows are only added
_NOTES = """
CREATE TABLE IF NOT EXISTS notes (
    note TEXT NOT NULL, version INTEGER NOT NULL, about TEXT NOT NULL, text TEXT NOT NULL,
    confidence TEXT NOT NULL, mark TEXT NOT NULL, removed INTEGER NOT NULL,
    made_by TEXT NOT NULL, made_at INTEGER NOT NULL,
    PRIMARY KEY (note, version))
"""
_NOTES_ABOUT = "CREATE INDEX IF NOT EXISTS notes_about ON notes (about)"
_TABLES = (_LABELS, _VIEWS, _NOTES, _NOTES_ABOUT)

ID = re.compile(r"[0-9a-f]{16}")
"""What identifies a view or note: made at random, so that no name and no other case's link leads to it."""

_WAIT_S = 30.0


def new_id() -> str:
    """An identifier that nothing else has."""
    return secrets.token_hex(8)


@contextmanager
def reading(folder: CaseFolder) -> Iterator[sqlite3.Connection]:
    """The file as it is now; StoreError where it cannot be used."""
    with _opened(folder) as db:
        yield db


@contextmanager
def writing(folder: CaseFolder) -> Iterator[sqlite3.Connection]:
    """One change, whole or not at all, with nobody else's between its first read and its end; durable afterwards."""
    with _opened(folder) as db, _transaction(db):
        yield db


@contextmanager
def _opened(folder: CaseFolder) -> Iterator[sqlite3.Connection]:
    path = folder.notebook
    try:
        db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            _make_ready(db)
            yield db
        finally:
            db.close()
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise StoreError(f"{path}: cannot be used ({error}); restore it from a copy of the case") from error


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # a full disk has ended it by itself
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _make_ready(db: sqlite3.Connection) -> None:
    if _views_have_no_id(db):
        with _transaction(db):
            # somebody else may have done it while this waited
            if _views_have_no_id(db):
                _give_ids(db)
    for statement in _TABLES:
        db.execute(statement)


def _views_have_no_id(db: sqlite3.Connection) -> bool:
    columns = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('views')")]
    return bool(columns) and "id" not in columns


def _give_ids(db: sqlite3.Connection) -> None:
    """Views of the first version were known by their name alone."""
    db.execute("ALTER TABLE views RENAME TO views_by_name")
    db.execute(_VIEWS)
    db.execute(
        "INSERT INTO views (id, name, version, nodes, payload, made_by, made_at) "
        "SELECT lower(hex(randomblob(8))), name, 1, "
        "CASE WHEN json_valid(payload) THEN (SELECT count(*) FROM json_each(payload, '$.places')) ELSE 0 END, "
        "payload, made_by, made_at FROM views_by_name"
    )
    db.execute("DROP TABLE views_by_name")


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
