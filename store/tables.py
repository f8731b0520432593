"""Parquet tables, derived from the schema: one per label and relationship type, rows and rejects."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from graph.records import Node, Record
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
    text, number = pa.string(), pa.int64()
    seen = [("_observed_at", number), ("_row", number)]
    schemas = {
        label: pa.schema([("_key", text), *_columns(declared.properties), *seen]) for label, declared in NODES.items()
    }
    ends = [("_key", text), *((name, text) for name in ENDS)]
    for type_, relationship in RELATIONSHIPS.items():
        if relationship.stored:
            schemas[type_] = pa.schema([*ends, *_columns(relationship.properties), *seen])
    word = pa.dictionary(pa.int32(), text)
    schemas[ROWS] = pa.schema([("table", word), ("key", word), ("location", word)])
    schemas[REJECTS] = pa.schema([(n, text) for n in ("location", "column", "value", "reason", "mend", "kind")])
    return schemas


ENDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "_start_label": ("start", "label"),
        "_start": ("start", "key"),
        "_end_label": ("end", "label"),
        "_end": ("end", "key"),
    }
)
"""Columns of a relationship's ends, with where they stand in the record."""

SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(_schemas())
"""Arrow schema of each table; table names are labels, relationship types, `rows` and `rejects`.

`_row` numbers the first input row of the dataset that gave the record.
"""


RECORDS: tuple[str, ...] = tuple(table for table in SCHEMAS if table not in (ROWS, REJECTS))
"""Tables of nodes and relationships."""


PROPERTIES: Mapping[str, pa.StructType] = MappingProxyType(
    {table: pa.struct(_columns((NODES.get(table) or RELATIONSHIPS[table]).properties)) for table in RECORDS}
)
"""What the schema declares for each of them, as one struct."""


def table_of(record: Record) -> str:
    """Name of the table that holds the record: its label or type."""
    return record[0]


def key_of(record: Record) -> str:
    """Key of the record within its table."""
    if isinstance(record, Node):
        return record.key
    return relationship_key(record.type, record.start, record.end, record.properties)
