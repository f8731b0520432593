"""Typed records: what a loader says one input row means, checked against the schema."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from graph.schema import NODES, PYTHON_TYPES, RELATIONSHIPS, SchemaError

Value: TypeAlias = str | int | float | bool | tuple[str, ...]

_INT64 = 1 << 63
# a plain dict, because Arrow reads nothing else; nobody writes to it
EMPTY: Mapping[str, Value] = {}
"""No properties."""
_NODE_TYPES: Mapping[str, Mapping[str, type]] = {
    label: {p.name: PYTHON_TYPES[p.kind] for p in declared.properties} for label, declared in NODES.items()
}
_RELATIONSHIP_TYPES: Mapping[str, Mapping[str, type]] = {
    type_: {p.name: PYTHON_TYPES[p.kind] for p in declared.properties} for type_, declared in RELATIONSHIPS.items()
}


class Ref(NamedTuple):
    """A node named by label and key: what relationships, scenes and receipts point at."""

    label: str
    key: str

    def __str__(self) -> str:
        return f"{self.label}/{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The reference that `str()` wrote; ValueError if the label is not in the schema."""
        label, slash, key = text.partition("/")
        if not slash or label not in NODES or not key:
            raise ValueError(f"{text!r} is not a node reference; expected Label/key")
        return cls(label, key)


class Node(NamedTuple):
    """One node as one input row describes it. Absent properties are unknown, never zero.

    `observed_at` (epoch ms) dates the values that platforms let change; None where the file
    does not say when it was collected. A million rows make ten million records, so that
    nothing is checked here: `check` does, and whatever keeps records refuses what it refuses.
    """

    label: str
    key: str
    properties: Mapping[str, Value] = EMPTY
    observed_at: int | None = None

    @property
    def ref(self) -> Ref:
        """Label and key."""
        return Ref(self.label, self.key)


class Relationship(NamedTuple):
    """One relationship as one input row describes it."""

    type: str
    start: Ref
    end: Ref
    properties: Mapping[str, Value] = EMPTY
    observed_at: int | None = None


Record: TypeAlias = Node | Relationship


def check(record: Record) -> Record:
    """The record itself; SchemaError if the schema does not allow it."""
    if isinstance(record, Node):
        declared = _NODE_TYPES.get(record.label)
        if declared is None:
            raise SchemaError(f"label {record.label!r} is not declared in graph/schema.py")
        if not record.key:
            raise SchemaError(f"{record.label}: empty key")
        _check(record.label, declared, record.properties)
        return record
    joins = RELATIONSHIPS.get(record.type)
    if joins is None:
        raise SchemaError(f"relationship type {record.type!r} is not declared in graph/schema.py")
    if record.start.label not in joins.starts or record.end.label not in joins.ends:
        raise SchemaError(f"{record.type} joins {joins.arrow}, not {record.start.label} to {record.end.label}")
    _check(record.type, _RELATIONSHIP_TYPES[record.type], record.properties)
    missing = [name for name in joins.identity if name not in record.properties]
    if missing:
        raise SchemaError(f"{record.type}: identity {missing} is missing")
    return record


def _check(owner: str, declared: Mapping[str, type], given: Mapping[str, Value]) -> None:
    for name, value in given.items():
        expected = declared.get(name)
        if expected is None:
            raise SchemaError(f"{owner}.{name} is not declared in graph/schema.py")
        # exact type: True is an int to isinstance
        if type(value) is not expected:
            raise SchemaError(f"{owner}.{name}: {value!r} is not {expected.__name__}")
        if expected is int and not -_INT64 <= value < _INT64:  # type: ignore[operator]  # checked above
            raise SchemaError(f"{owner}.{name}: {value!r} does not fit 64 bits")
