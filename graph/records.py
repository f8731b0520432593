"""Typed records: what a loader says one input row means, checked against the schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from graph.schema import NODES, PYTHON_TYPES, RELATIONSHIPS, SchemaError

Value: TypeAlias = str | int | float | bool | tuple[str, ...]

_INT64 = 1 << 63
_EMPTY: Mapping[str, Value] = MappingProxyType({})
_NODE_TYPES: Mapping[str, Mapping[str, type]] = {
    label: {p.name: PYTHON_TYPES[p.kind] for p in declared.properties} for label, declared in NODES.items()
}
_RELATIONSHIP_TYPES: Mapping[str, Mapping[str, type]] = {
    type_: {p.name: PYTHON_TYPES[p.kind] for p in declared.properties} for type_, declared in RELATIONSHIPS.items()
}


@dataclass(frozen=True, slots=True)
class Ref:
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


@dataclass(frozen=True, slots=True)
class Node:
    """One node as one input row describes it. Absent properties are unknown, never zero.

    `observed_at` (epoch ms) dates the values that platforms let change; None where the file
    does not say when it was collected.
    """

    label: str
    key: str
    properties: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
    observed_at: int | None = None

    def __post_init__(self) -> None:
        declared = _NODE_TYPES.get(self.label)
        if declared is None:
            raise SchemaError(f"label {self.label!r} is not declared in graph/schema.py")
        if not self.key:
            raise SchemaError(f"{self.label}: empty key")
        _check(self.label, declared, self.properties)

    @property
    def ref(self) -> Ref:
        """Label and key."""
        return Ref(self.label, self.key)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship as one input row describes it."""

    type: str
    start: Ref
    end: Ref
    properties: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
    observed_at: int | None = None

    def __post_init__(self) -> None:
        declared = RELATIONSHIPS.get(self.type)
        if declared is None:
            raise SchemaError(f"relationship type {self.type!r} is not declared in graph/schema.py")
        if self.start.label not in declared.starts or self.end.label not in declared.ends:
            raise SchemaError(f"{self.type} joins {declared.arrow}, not {self.start.label} to {self.end.label}")
        _check(self.type, _RELATIONSHIP_TYPES[self.type], self.properties)
        missing = [name for name in declared.identity if name not in self.properties]
        if missing:
            raise SchemaError(f"{self.type}: identity {missing} is missing")


Record: TypeAlias = Node | Relationship


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
