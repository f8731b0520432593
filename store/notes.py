"""Notes and marks on nodes and links of a case: a history that only grows, of which the last version of each note stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from store import StoreError
from store.analyst_file import ID, new_id, reading, writing
from store.analyst_words import checked_text, moment, signature
from store.folder import CaseFolder

CONFIDENCES = ("low", "moderate", "high")
"""ICD 203: how good our basis for saying so is, which is not how likely it is. Empty: not stated."""
MARKS = ("look", "question", "checked", "excluded")
"""What a note makes of the thing at a glance. Empty: nothing."""

_MOST_ABOUT = 20_000
_AT_ONCE = 500
_COLUMNS = (
    "n.note, n.version, n.about, n.text, n.confidence, n.mark, n.removed, n.made_by, n.made_at, f.made_by, f.made_at"
)
_ALL = f"SELECT {_COLUMNS} FROM notes n JOIN notes f ON f.note = n.note AND f.version = 1"
_LAST = "n.version = (SELECT max(version) FROM notes WHERE note = n.note)"


@dataclass(frozen=True, slots=True)
class Note:
    """One version of a note; which one stands is the last."""

    id: str
    version: int
    about: str
    """Label/key of a node, or the key of a link."""
    text: str
    confidence: str
    mark: str
    removed: bool
    by: str
    """Who made this version."""
    at: int
    """When, in epoch milliseconds, UTC."""
    first_by: str
    first_at: int


class NoteChangedError(StoreError):
    """A note was changed since it was read."""


class Notes:
    """The notes of one case; each change is durable when the call returns, and nothing that was written is lost."""

    def __init__(self, folder: CaseFolder) -> None:
        self._folder = folder

    def all(self) -> tuple[Note, ...]:
        """Every note that stands, by when it was begun."""
        with reading(self._folder) as db:
            rows = db.execute(f"{_ALL} WHERE {_LAST} AND NOT n.removed ORDER BY f.made_at, n.note").fetchall()
            return tuple(map(_note, rows))

    def removed(self) -> tuple[Note, ...]:
        """Every note that stands no longer, as it was removed, the last one first."""
        with reading(self._folder) as db:
            rows = db.execute(f"{_ALL} WHERE {_LAST} AND n.removed ORDER BY n.made_at DESC, n.note").fetchall()
            return tuple(map(_note, rows))

    def about(self, things: Iterable[str]) -> tuple[Note, ...]:
        """The notes that stand on these nodes and links, by when they were begun."""
        asked = [thing for thing in dict.fromkeys(things) if _can_be_asked(thing)]
        found: list[Note] = []
        with reading(self._folder) as db:
            for start in range(0, len(asked), _AT_ONCE):
                some = asked[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                rows = db.execute(f"{_ALL} WHERE n.about IN ({marks}) AND {_LAST} AND NOT n.removed", some).fetchall()
                found += map(_note, rows)
        return tuple(sorted(found, key=lambda note: (note.first_at, note.id)))

    def history(self, id_: str) -> tuple[Note, ...]:
        """Every version of a note, the first one first; StoreError if there is none."""
        with reading(self._folder) as db:
            return _versions(db, id_)

    def add(self, about: str, text: str, *, confidence: str, mark: str, by: str, at: int) -> Note:
        """Keep a new note."""
        who = signature(by)
        made = Note(new_id(), 1, about, *_said(text, confidence, mark), False, who, moment(at), who, at)
        if not about or len(about) > _MOST_ABOUT or not _can_be_asked(about):
            raise StoreError(f"note on {about[:60]!r}: no node or link is called so; choose one in the picture")
        with writing(self._folder) as db:
            return _append(db, made)

    def edit(self, id_: str, version: int, text: str, *, confidence: str, mark: str, by: str, at: int) -> Note:
        """Let another text stand; NoteChangedError where the note changed since `version`, the one that was read."""
        words = _said(text, confidence, mark)
        with writing(self._folder) as db:
            there = _unchanged(db, id_, version)
            who, when = signature(by), moment(at)
            return _append(
                db, Note(id_, version + 1, there.about, *words, False, who, when, there.first_by, there.first_at)
            )

    def remove(self, id_: str, version: int, *, by: str, at: int) -> Note:
        """Let a note stand no longer; its history keeps it, and who removed it."""
        with writing(self._folder) as db:
            there = _unchanged(db, id_, version)
            words = there.text, there.confidence, there.mark
            who, when = signature(by), moment(at)
            return _append(
                db, Note(id_, version + 1, there.about, *words, True, who, when, there.first_by, there.first_at)
            )


def _said(text: str, confidence: str, mark: str) -> tuple[str, str, str]:
    if confidence and confidence not in CONFIDENCES:
        raise StoreError(f"confidence {confidence[:40]!r}: is unknown; use one of {', '.join(CONFIDENCES)}, or none")
    if mark and mark not in MARKS:
        raise StoreError(f"mark {mark[:40]!r}: is unknown; use one of {', '.join(MARKS)}, or none")
    return checked_text("note", text), confidence, mark


def _can_be_asked(thing: str) -> bool:
    # a half of a character has no form in which SQLite could hold it, and ends at a null
    return "\0" not in thing and not any("\ud800" <= c <= "\udfff" for c in thing)


def _note(row: tuple[Any, ...]) -> Note:
    id_, version, about, text, confidence, mark, removed, by, at, first_by, first_at = row
    return Note(
        str(id_), int(version), str(about), str(text),
        confidence if confidence in CONFIDENCES else "", mark if mark in MARKS else "", bool(removed),
        str(by), moment(at), str(first_by), moment(first_at),
    )  # fmt: skip


def _versions(db: Connection, id_: str) -> tuple[Note, ...]:
    rows = db.execute(f"{_ALL} WHERE n.note = ? ORDER BY n.version", (id_,)).fetchall() if ID.fullmatch(id_) else []
    if not rows:
        raise StoreError(f"note {id_[:20]!r}: is not in this case; choose one of its notes")
    return tuple(map(_note, rows))


def _unchanged(db: Connection, id_: str, version: int) -> Note:
    there = _versions(db, id_)[-1]
    if there.removed:
        raise NoteChangedError(f"note: was removed by {there.by} meanwhile; write it anew if it still holds")
    if there.version != version:
        raise NoteChangedError(
            f"note: was changed by {there.by} meanwhile; read what stands there now, then change that"
        )
    return there


def _append(db: Connection, note: Note) -> Note:
    db.execute(
        "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            note.id, note.version, note.about, note.text, note.confidence, note.mark, int(note.removed),
            note.by, note.at,
        ),
    )  # fmt: skip
    return note
