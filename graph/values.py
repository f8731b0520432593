"""Values as they come over Bolt, made plain Python: what rows hold on every engine."""

from datetime import UTC, date, datetime
from typing import Any

import neo4j.graph
import neo4j.time

_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """The value as str, int, float, bool, None, list or dict; points in time as epoch ms, UTC.

    Nodes and relationships become their properties. A time without a zone is taken as UTC,
    because that is what we store.
    """
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        # long lists of texts or numbers come in spans (graph/spans.py): nothing in them has to be made plain
        return list(value) if _PLAIN.issuperset(map(type, value)) else [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, neo4j.graph.Node | neo4j.graph.Relationship):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, neo4j.graph.Path):
        return [plain(node) for node in value.nodes]
    if isinstance(value, neo4j.time.DateTime | neo4j.time.Date):
        value = value.to_native()
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return round(aware.timestamp() * 1000)
    if isinstance(value, date):
        return round(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp() * 1000)
    return str(value)
