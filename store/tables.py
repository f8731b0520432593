"""Parquet tables, derived from the schema: one per label and relationship type, rows and rejects."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from graph.records import Node, Record, Relationship
from graph.schema import NODES, RELATIONSHIPS, Kind, Property
from graph.subgraph import relationship_key

ARROW_TYPES: Mapping[Kind, pa.DataType] = MappingProxyType(
    {
        Kind.STRING: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.FLOAT: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.TIME: pa.int64(),
        Kind.STRINGS: pa.list_(pa.string()),
    }
)

ROWS = "rows"
REJECTS = "rejects"


def _columns(properties: tuple[Property, ...]) -> list[tuple[str, pa.DataType]]:
    return [(p.name, ARROW_TYPES[p.kind]) for p in properties]


def _schemas() -> dict[str, pa.Schema]:
    text, time = pa.string(), pa.int64()
    schemas = {
        label: pa.schema([("_key", text), *_columns(declared.properties), ("_observed_at", time)])
        for label, declared in NODES.items()
    }
    ends = [("_key", text), ("_start_label", text), ("_start", text), ("_end_label", text), ("_end", text)]
    for type_, relationship in RELATIONSHIPS.items():
        if relationship.stored:
            schemas[type_] = pa.schema([*ends, *_columns(relationship.properties), ("_observed_at", time)])
    schemas[ROWS] = pa.schema([("table", text), ("key", text), ("location", text)])
    schemas[REJECTS] = pa.schema([(n, text) for n in ("location", "column", "value", "reason", "mend", "kind")])
    return schemas


SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(_schemas())
"""Arrow schema of each table; table names are labels, relationship types, `rows` and `rejects`."""


def table_of(record: Record) -> str:
    """Name of the table that holds the record."""
    return record.label if isinstance(record, Node) else record.type


def key_of(record: Record) -> str:
    """Key of the record within its table."""
    if isinstance(record, Node):
        return record.key
    return relationship_key(record.type, record.start, record.end, record.properties)


def row_of(record: Record, key: str) -> dict[str, object]:
    """The record as a row of its table."""
    row: dict[str, object] = {"_key": key, "_observed_at": record.observed_at, **record.properties}
    if isinstance(record, Relationship):
        row["_start_label"], row["_start"] = record.start.label, record.start.key
        row["_end_label"], row["_end"] = record.end.label, record.end.key
    return row
