"""Tables of statements: who said what, about what, and how far it attributes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from graph.canonical import CanonicalError
from graph.canonical.statements import network_key, said, source_key, statement_key
from graph.facts import Facts
from graph.records import Ref, Value
from loaders.base import Outcome, Row
from loaders.mapping.cells import count
from loaders.mapping.clock import time_of
from loaders.mapping.members import NoPlatformError, member
from loaders.mapping.model import TableMap
from loaders.mapping.platforms import PlatformOf, platform_name
from loaders.mapping.record import Found, Record, UnusableError

KINDS = (
    "count", "claim", "title", "target", "victim", "service", "persona", "reach", "organisation", "attribution",
)  # fmt: skip
ATTRIBUTES = ("no_explicit_link", "little_doubt", "attributed", "denied")
SOURCES = ("platform", "firm", "researcher", "government", "press", "analyst")
ABOUT = ("set", "network", "account", "domain")

_BETWEEN = re.compile(r"[;\n]")
_MOST_ABOUT = 100


class StatementsReader:
    """Statements of one table, row by row."""

    def __init__(self, table: TableMap, platforms: PlatformOf, *, case: str) -> None:
        assert table.statements is not None
        self._columns = table.statements
        self._platforms = platforms
        self._case = case

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What the row gives: one outcome."""
        notes: list[UnusableError] = []
        facts = Facts(text_ids=True)
        try:
            self._say(facts, record, notes)
        except UnusableError as unusable:
            yield unusable.at(record.location)
            return
        yield Row(record.location, facts.records(), tuple(note.at(record.location) for note in notes))

    def rest(self) -> Iterator[Outcome]:
        """Nothing: no row waits for another."""
        return iter(())

    def _say(self, facts: Facts, record: Record, notes: list[UnusableError]) -> None:
        columns = self._columns
        source_cell, text_cell = record.found(columns.source), record.found(columns.text)
        if source_cell is None:
            raise UnusableError(record.header.name(columns.source), "", "no_source", "say who speaks")
        if text_cell is None:
            raise UnusableError(record.header.name(columns.text), "", "no_text", "say what was said, word for word")
        about = self._about(facts, record)
        when = time_of(record, columns.times, notes)
        kind = _word(record.found(columns.kind), KINDS, "bad_kind", notes) or "claim"
        text = text_cell[1].strip().replace("\0", "")
        try:
            source = facts.node(
                "Source",
                source_key(source_cell[1]),
                {
                    "name": said(source_cell[1]),
                    "kind": _word(record.found(columns.source_kind), SOURCES, "bad_source_kind", notes),
                },
            )
            key = statement_key(
                source_cell[1],
                _day(when.ms) if when else "",
                about="; ".join(sorted(map(str, about))),
                kind=kind,
                text=text,
            )
        except CanonicalError as error:
            raise UnusableError(source_cell[0], source_cell[1], "bad_source", str(error)) from error
        properties: dict[str, Value | None] = {
            "kind": kind,
            "text": text,
            "translation": record.text(columns.translation),
            "attributes": _word(record.found(columns.attributes), ATTRIBUTES, "bad_attributes", notes),
            "platform": _platform(record.found(columns.platform), notes),
            "count": _count(record.found(columns.count), notes),
            "unit": record.text(columns.unit),
            "stated_at": when.ms if when else None,
            "url": record.text(columns.url),
        }
        statement = facts.node("Statement", key, properties)
        facts.link("STATED_BY", statement, source)
        for ref in about:
            facts.link("ABOUT", statement, ref)

    def _about(self, facts: Facts, record: Record) -> list[Ref]:
        """What the statement is about: one or several; UnusableError if one of them cannot be told."""
        found = record.found(self._columns.about)
        if found is None:
            raise UnusableError(
                record.header.name(self._columns.about), "", "no_about", "say what the statement is about, as in set:A"
            )
        default = (record.text(self._columns.about_kind) or "").casefold()
        parts = [part.strip() for part in _BETWEEN.split(found[1]) if part.strip()]
        if len(parts) > _MOST_ABOUT:
            mend = f"the statement is about more than {_MOST_ABOUT} things; make a set of them"
            raise UnusableError(found[0], found[1], "bad_about", mend)
        return [self._one(facts, (found[0], part), default, record) for part in parts]

    def _one(self, facts: Facts, found: Found, default: str, record: Record) -> Ref:
        column, value = found
        kind, colon, name = value.partition(":")
        if colon and kind.strip().casefold() in ABOUT:
            kind, value = kind.strip().casefold(), name.strip()
        else:
            kind = default
        if kind == "set":
            name = said(value)
            return facts.node("Set", f"{self._case}/{name}", {"name": name})
        if kind == "network":
            publisher, _, name = value.partition("/")
            try:
                properties = {"publisher": said(publisher), "name": said(name)}
                return facts.node("Network", network_key(publisher, name), properties)
            except CanonicalError as error:
                mend = f"{error}; write a network as publisher/name"
                raise UnusableError(column, value, "bad_about", mend) from error
        if kind not in ("account", "domain"):
            mend = f"about_kind must be one of {', '.join(ABOUT)}; or write the kind before the name, as in set:A"
            raise UnusableError(column, value, "bad_about", mend)
        try:
            ref = member(facts, (column, value), self._platforms.of(record) if kind == "account" else None)
        except NoPlatformError as error:
            mend = "write an account as platform:handle or as its profile URL, a domain as name.example"
            raise UnusableError(column, value, "bad_about", mend) from error
        if ref.label != kind.capitalize():
            raise UnusableError(column, value, "bad_about", f"it names a {ref.label}, not what about_kind says: {kind}")
        return ref


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).date().isoformat()


def _word(found: Found | None, known: tuple[str, ...], reason: str, notes: list[UnusableError]) -> str | None:
    if found is None:
        return None
    word = "_".join(found[1].split()).casefold().replace("-", "_")
    if word in known:
        return word
    notes.append(UnusableError(found[0], found[1], reason, f"use one of {', '.join(known)}"))
    return None


def _platform(found: Found | None, notes: list[UnusableError]) -> str | None:
    if found is None:
        return None
    try:
        return platform_name(found[1])
    except ValueError as error:
        notes.append(UnusableError(found[0], found[1], "bad_platform", str(error)))
        return None


def _count(found: Found | None, notes: list[UnusableError]) -> int | None:
    if found is None:
        return None
    try:
        return count(found[1])
    except ValueError as error:
        notes.append(UnusableError(found[0], found[1], "bad_count", f"{error}; expected a whole number"))
        return None
