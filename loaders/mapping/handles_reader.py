"""Lists of handles, ids, URLs or domains, one a row: members of a set."""

from collections.abc import Iterator

from graph.canonical import CanonicalError
from graph.facts import Facts
from graph.records import Ref
from loaders.base import LoadError, Outcome, Row
from loaders.mapping.ids import id_of, unusable_id
from loaders.mapping.members import NoPlatformError, member
from loaders.mapping.model import TableMap
from loaders.mapping.platforms import PlatformOf
from loaders.mapping.record import Found, Record, UnusableError


class HandlesReader:
    """Members of one list, row by row."""

    def __init__(
        self, table: TableMap, platforms: PlatformOf, *, file: str, case: str, name: str, why: str | None
    ) -> None:
        assert table.handles is not None
        self._columns = table.handles
        self._platforms = platforms
        self._file = file
        self._key = f"{case}/{name}"
        self._set = {"name": name, "why": why}

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What the row gives: one outcome; LoadError where a platform must be said."""
        facts = Facts(text_ids=True)
        try:
            found = self._member(facts, record)
        except NoPlatformError as error:
            raise LoadError(
                f"{self._file}: row {record.location}: nothing says on which platform {str(error)[:80]!r} is; "
                "say it (on the shell --platform x), or add a column platform"
            ) from error
        except UnusableError as unusable:
            yield unusable.at(record.location)
            return
        facts.link("IN_SET", found, facts.node("Set", self._key, self._set))
        yield Row(record.location, facts.records())

    def rest(self) -> Iterator[Outcome]:
        """Nothing: no row waits for another."""
        return iter(())

    def _member(self, facts: Facts, record: Record) -> Ref:
        columns = self._columns
        platform = self._platforms.of(record)
        name = record.text(columns.name) if columns.name else None
        id_cell = record.found(columns.id) if columns.id else None
        value = record.found(columns.value)
        if id_cell is not None:
            return self._by_id(facts, id_cell, value, platform, name)
        if value is None:
            column = record.header.name(columns.value or columns.id)
            raise UnusableError(column, "", "no_value", "the row names nothing; fill it in, or leave the row out")
        return member(facts, value, platform, name)

    def _by_id(self, facts: Facts, id_cell: Found, value: Found | None, platform: str | None, name: str | None) -> Ref:
        id = id_of(id_cell)
        if platform is None:
            raise NoPlatformError(id)
        # the handle beside an id may be written as a profile's URL: the id says enough
        handle = value[1] if value and not any(sign in value[1] for sign in "/ ") else None
        try:
            return facts.account(platform, id=id, handle=handle, properties={"name": name})
        except CanonicalError as error:
            raise unusable_id(id_cell, error) from error
