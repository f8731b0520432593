"""The author of a post, as the columns of its row describe it."""

from typing import TypeAlias

from graph.canonical import CanonicalError
from graph.canonical.accounts import normal_handle
from graph.facts import Facts
from graph.records import Node, Ref, Value
from graph.records import Record as Fact
from loaders.mapping.cells import count, truth
from loaders.mapping.clock import time_of
from loaders.mapping.ids import id_of, unusable_id
from loaders.mapping.model import Accounts
from loaders.mapping.platforms import PlatformOf
from loaders.mapping.record import Found, Record, UnusableError

_COUNTS = frozenset({"followers", "following", "posts"})
_TRUTHS = frozenset({"verified"})
_MOST_KEPT = 20_000

_Described: TypeAlias = tuple[Ref | None, tuple[Fact, ...], tuple[UnusableError, ...]]


class Authors:
    """Accounts of one table. Rows that describe an account in the same words are read once."""

    def __init__(self, columns: Accounts, platforms: PlatformOf) -> None:
        self._columns = columns
        self._platforms = platforms
        names = columns.properties.items()
        self._dated = tuple((name, columns) for name, columns in names if name in self._columns.at_posting)
        self._lasting = tuple((name, columns) for name, columns in names if name not in self._columns.at_posting)
        said = (
            columns.id,
            columns.handle,
            *(place for _, place in self._lasting),
            *(time.columns for time in columns.created),
        )
        self._words = tuple(place for place in said if place)
        self._kept: dict[tuple[str | None, ...], _Described] = {}

    def id(self, record: Record) -> Found | None:
        """The cell of the author's id."""
        return record.found(self._columns.id) if self._columns.id else None

    def account(
        self, facts: Facts, record: Record, platform: str, notes: list[UnusableError], *, undated: bool
    ) -> Ref | None:
        """The account, described to `facts`; UnusableError if its id is damaged.

        `undated`: the facts bear no date of collection, so that those of another row serve as well.
        """
        if not undated:
            ref, own = self._describe(facts, record, platform)
            notes.extend(own)
            return ref
        key = (platform, *[record.raw(columns) for columns in self._words])
        known = self._kept.get(key)
        if known is None:
            alone = Facts(text_ids=True)
            ref, own = self._describe(alone, record, platform)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[key] = (ref, alone.records(), tuple(own))
        facts.adopt(known[1])
        notes.extend(known[2])
        return known[0]

    def at_posting(self, record: Record, author: Ref, posted_at: int, notes: list[UnusableError]) -> tuple[Fact, ...]:
        """What the row says of the account for the time of posting."""
        properties = {
            name: value for name, value in self._read(record, self._dated, notes).items() if value is not None
        }
        return (Node("Account", author.key, properties, posted_at),) if properties else ()

    def _describe(self, facts: Facts, record: Record, platform: str) -> tuple[Ref | None, list[UnusableError]]:
        columns, notes = self._columns, list[UnusableError]()
        id_cell, handle_cell = self.id(record), record.found(columns.handle) if columns.handle else None
        id, handle = id_of(id_cell) if id_cell else None, _handle(handle_cell, notes)
        if id:
            id = id[len(self._platforms.prefix(id)) :]
        if not id and not handle:
            column = record.header.name(columns.id or columns.handle)
            mend = "the row does not say who posted; only the post is loaded"
            return None, [*notes, UnusableError(column, "", "no_author", mend)]
        properties = self._read(record, self._lasting, notes)
        if columns.created:
            created = time_of(record, columns.created, notes)
            properties["created_at"] = created.ms if created else None
        try:
            return facts.account(platform, id=id, handle=handle, properties=properties), notes
        except CanonicalError as error:
            raise unusable_id(id_cell or handle_cell or ("", ""), error) from error

    def _read(
        self, record: Record, wanted: tuple[tuple[str, tuple[str, ...]], ...], notes: list[UnusableError]
    ) -> dict[str, Value | None]:
        made: dict[str, Value | None] = {}
        for name, columns in wanted:
            found = record.found(columns)
            if found is None:
                continue
            try:
                made[name] = _value(name, found[1])
            except ValueError as error:
                reason = "bad_count" if name in _COUNTS else "bad_truth"
                notes.append(UnusableError(found[0], found[1], reason, str(error)))
        return made


def _handle(found: Found | None, notes: list[UnusableError]) -> str | None:
    if found is None:
        return None
    try:
        return normal_handle(found[1])
    except CanonicalError as error:
        notes.append(UnusableError(found[0], found[1], "bad_handle", str(error)))
        return None


def _value(name: str, cell: str) -> Value:
    if name in _COUNTS:
        return count(cell)
    return truth(cell) if name in _TRUTHS else cell.strip().replace("\0", "")
