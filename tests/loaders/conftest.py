"""Reads a table that a test writes down, by a map."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from attribution.maps import read_map
from graph.records import Node, Relationship, Value
from loaders.base import Blank, LoadError, Options, Reject, Row
from loaders.mapped_csv import MappedCsv
from loaders.opening import sample


@dataclass(slots=True)
class Loaded:
    """What a table gave."""

    rows: list[Row] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[Reject]:
        return [note for row in self.rows for note in row.notes]

    def nodes(self, label: str) -> dict[str, dict[str, Value]]:
        """Properties of every node of a label, by key; of several descriptions the first value stands."""
        found: dict[str, dict[str, Value]] = defaultdict(dict)
        for row in self.rows:
            for record in row.records:
                if isinstance(record, Node) and record.label == label:
                    found[record.key] = {**record.properties, **found[record.key]}
        return dict(found)

    def edges(self, type_: str) -> list[tuple[str, str]]:
        """Keys of both ends, in the order of rows."""
        return [(edge.start.key, edge.end.key) for edge in self.relationships(type_)]

    def relationships(self, type_: str) -> list[Relationship]:
        records = (record for row in self.rows for record in row.records)
        return [one for one in records if isinstance(one, Relationship) and one.type == type_]


Read = Callable[..., Loaded]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads text or bytes as a table, by the shipped map of a name, a map's parsed TOML, or the map that knows it."""

    def read_table(
        content: str | bytes | Iterable[str],
        by: str | dict[str, object] | None = None,
        name: str = "table.csv",
        **extra: str,
    ) -> Loaded:
        if not isinstance(content, str | bytes):
            content = "\n".join(content) + "\n"
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = Loaded()
        given = read_map(by)[0] if isinstance(by, str) else by
        if given is None and not MappedCsv().recognise(sample(path)):
            raise LoadError("not recognised")
        for outcome in MappedCsv().read(path, Options(map=given, extra={"case": "c", **extra})):
            found.locations.append(outcome.location)
            match outcome:
                case Row():
                    found.rows.append(outcome)
                case Blank():
                    found.blanks.append(outcome)
                case Reject():
                    found.rejects.append(outcome)
        return found

    return read_table
