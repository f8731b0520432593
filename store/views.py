"""Named views of a case: what stood where, under a name, an identifier that stays, and a version that grows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from store import StoreError
from store.analyst_file import ID, new_id, reading, writing
from store.analyst_words import LONGEST_NAME, checked_name, moment, signature
from store.folder import CaseFolder
from store.json_text import of_json

_MOST_BYTES = 64 << 20
_COLUMNS = "id, name, version, nodes, made_by, made_at"


@dataclass(frozen=True, slots=True)
class View:
    """What a list says of a saved view."""

    id: str
    name: str
    version: int
    """Grows by one with each change, renaming among them."""
    nodes: int
    by: str
    """Who made this version."""
    at: int
    """When, in epoch milliseconds, UTC."""


class ViewConflictError(StoreError):
    """Another view stands where one is to be saved: of the same name, or a version that was not seen."""

    def __init__(self, message: str, there: View) -> None:
        super().__init__(message)
        self.there = there


class Views:
    """The views of one case; each change is durable when the call returns, and no two processes lose one."""

    def __init__(self, folder: CaseFolder) -> None:
        self._folder = folder

    def all(self) -> tuple[View, ...]:
        """Every view, the last one changed first."""
        with reading(self._folder) as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM views ORDER BY made_at DESC, name").fetchall()
            return tuple(map(_view, rows))

    def view(self, id_: str) -> View:
        """The view of this identifier; StoreError if there is none."""
        with reading(self._folder) as db:
            return _found(db, id_)

    def opened(self, id_: str) -> tuple[View, dict[str, Any]]:
        """A view with what it holds, both of one version; StoreError if there is none."""
        with reading(self._folder) as db:
            db.execute("BEGIN")
            found = _found(db, id_)
            (text,) = db.execute("SELECT payload FROM views WHERE id = ?", (id_,)).fetchone()
            if len(text) > _MOST_BYTES:
                raise ValueError(f"view {id_} takes more than {_MOST_BYTES:,} bytes")
            payload = of_json(text)
            if not isinstance(payload, dict):
                raise ValueError(f"view {id_} holds no view")  # noqa: TRY004  # told with the file's name
            return found, payload

    def add(self, name: str, payload: Mapping[str, object], by: str, at: int) -> View:
        """Keep a new view; ViewConflictError where one of this name is there."""
        plain, text = checked_name("view", name), _written(payload)
        with writing(self._folder) as db:
            _check_free(db, plain)
            return _put(db, View(new_id(), plain, 1, _nodes(payload), signature(by), moment(at)), text)

    def replace(self, id_: str, version: int, payload: Mapping[str, object], by: str, at: int) -> View:
        """Keep something else under a view's name. `version` is the one that was seen: ViewConflictError if it is another now."""
        text = _written(payload)
        with writing(self._folder) as db:
            there = _unchanged(db, id_, version)
            made = View(there.id, there.name, version + 1, _nodes(payload), signature(by), moment(at))
            return _put(db, made, text)

    def rename(self, id_: str, version: int, name: str, by: str, at: int) -> View:
        """Give a view another name; ViewConflictError where it changed since `version`, or another has the name."""
        plain = checked_name("view", name)
        with writing(self._folder) as db:
            there = _unchanged(db, id_, version)
            _check_free(db, plain, but=id_)
            db.execute(
                "UPDATE views SET name = ?, version = ?, made_by = ?, made_at = ? WHERE id = ?",
                (plain, version + 1, signature(by), moment(at), id_),
            )
            return View(there.id, plain, version + 1, there.nodes, signature(by), at)

    def duplicate(self, id_: str, by: str, at: int) -> View:
        """Keep the same once more, under a name that is free."""
        with writing(self._folder) as db:
            found = _found(db, id_)
            (text,) = db.execute("SELECT payload FROM views WHERE id = ?", (id_,)).fetchone()
            taken = {name for (name,) in db.execute("SELECT name FROM views")}
            number = next(n for n in range(2, len(taken) + 3) if _numbered(found.name, n) not in taken)
            made = View(new_id(), _numbered(found.name, number), 1, found.nodes, signature(by), moment(at))
            return _put(db, made, text)

    def remove(self, id_: str, version: int) -> View:
        """Delete a view for good, and give what was deleted; ViewConflictError where it changed since `version`."""
        with writing(self._folder) as db:
            there = _unchanged(db, id_, version)
            db.execute("DELETE FROM views WHERE id = ?", (id_,))
            return there


def _view(row: tuple[Any, ...]) -> View:
    id_, name, version, nodes, by, at = row
    return View(str(id_), str(name), int(version), int(nodes), str(by), moment(at))


def _found(db: Connection, id_: str) -> View:
    row = db.execute(f"SELECT {_COLUMNS} FROM views WHERE id = ?", (id_,)).fetchone() if ID.fullmatch(id_) else None
    if row is None:
        raise StoreError(f"view {id_[:20]!r}: is not in this case, or was deleted; choose one of the saved views")
    return _view(row)


def _unchanged(db: Connection, id_: str, version: int) -> View:
    there = _found(db, id_)
    if there.version != version:
        raise ViewConflictError(
            f"view {there.name!r}: was changed by {there.by} meanwhile (it is version {there.version} now, "
            f"you opened {version}); save under another name, or replace it all the same",
            there,
        )
    return there


def _check_free(db: Connection, name: str, but: str = "") -> None:
    row = db.execute(f"SELECT {_COLUMNS} FROM views WHERE name = ? AND id != ?", (name, but)).fetchone()
    if row is not None:
        raise ViewConflictError(
            f"view {name!r}: is there already, saved by {row[4]}; take another name, or replace it", _view(row)
        )


def _put(db: Connection, view: View, payload: str) -> View:
    db.execute(
        f"INSERT OR REPLACE INTO views ({_COLUMNS}, payload) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (view.id, view.name, view.version, view.nodes, view.by, view.at, payload),
    )
    return view


def _numbered(name: str, number: int) -> str:
    end = f" ({number})"
    return f"{name[: LONGEST_NAME - len(end)].rstrip()}{end}"


def _nodes(payload: Mapping[str, object]) -> int:
    places = payload.get("places")
    return len(places) if isinstance(places, Mapping) else 0


def _written(payload: Mapping[str, object]) -> str:
    try:
        text = json.dumps(payload, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"view: cannot be kept ({error}); open the picture anew and save that") from error
    if len(text) > _MOST_BYTES:
        raise StoreError(
            f"view: takes {len(text):,} bytes, more than {_MOST_BYTES:,}; remove some of it and save again"
        )
    return text
