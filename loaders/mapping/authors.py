"""The author of a post, as the columns of its row describe it."""

from graph.canonical import CanonicalError
from graph.canonical.accounts import normal_handle
from graph.facts import Facts
from graph.records import Node, Ref, Value
from loaders.mapping.cells import count, truth
from loaders.mapping.clock import time_of
from loaders.mapping.ids import id_of, unusable_id
from loaders.mapping.model import Accounts
from loaders.mapping.platforms import PlatformOf
from loaders.mapping.record import Found, Record, UnusableError

_COUNTS = frozenset({"followers", "following", "posts"})
_TRUTHS = frozenset({"verified"})


class Authors:
    """Accounts of one table."""

    def __init__(self, columns: Accounts, platforms: PlatformOf) -> None:
        self._columns = columns
        self._platforms = platforms

    def id(self, record: Record) -> Found | None:
        """The cell of the author's id."""
        return record.found(self._columns.id) if self._columns.id else None

    def account(
        self, facts: Facts, record: Record, platform: str, notes: list[UnusableError], posted_at: int | None
    ) -> tuple[Ref | None, tuple[Node, ...]]:
        """The account, and what is known of it only for the time of posting; UnusableError if its id is damaged."""
        columns = self._columns
        id_cell, handle_cell = self.id(record), record.found(columns.handle) if columns.handle else None
        id, handle = id_of(id_cell) if id_cell else None, self._handle(handle_cell, notes)
        if id:
            id = id[len(self._platforms.prefix(id)) :]
        if not id and not handle:
            column = record.header.name(columns.id or columns.handle)
            notes.append(
                UnusableError(column, "", "no_author", "the row does not say who posted; only the post is loaded")
            )
            return None, ()
        properties = self._properties(record, notes)
        dated: dict[str, Value] = {}
        for name in columns.at_posting if posted_at is not None else ():
            value = properties.pop(name, None)
            if value is not None:
                dated[name] = value
        try:
            account = facts.account(platform, id=id, handle=handle, properties=properties)
        except CanonicalError as error:
            raise unusable_id(id_cell or handle_cell or ("", ""), error) from error
        return account, (Node("Account", account.key, dated, posted_at),) if dated else ()

    def _handle(self, found: Found | None, notes: list[UnusableError]) -> str | None:
        if found is None:
            return None
        try:
            return normal_handle(found[1])
        except CanonicalError as error:
            notes.append(UnusableError(found[0], found[1], "bad_handle", str(error)))
            return None

    def _properties(self, record: Record, notes: list[UnusableError]) -> dict[str, Value | None]:
        made: dict[str, Value | None] = {}
        for name, columns in self._columns.properties.items():
            found = record.found(columns)
            if found is None:
                continue
            try:
                made[name] = _value(name, found[1])
            except ValueError as error:
                notes.append(
                    UnusableError(found[0], found[1], f"bad_{'count' if name in _COUNTS else 'truth'}", str(error))
                )
        if self._columns.created:
            created = time_of(record, self._columns.created, notes)
            made["created_at"] = created.ms if created else None
        return made


def _value(name: str, cell: str) -> Value:
    if name in _COUNTS:
        return count(cell)
    return truth(cell) if name in _TRUTHS else cell.strip().replace("\0", "")
