"""Constraints and indexes, derived from the schema; the same statements on both engines."""

from graph.connection import Graph
from graph.schema import NODE_KEY, NODES


def statements() -> list[str]:
    """One uniqueness constraint per label on our own key, and the declared indexes."""
    unique = [f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.{NODE_KEY} IS UNIQUE" for label in NODES]
    indexes = [
        f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, declared in NODES.items()
        for name in declared.indexes
    ]
    return unique + indexes


def prepare(graph: Graph) -> None:
    """Make what `statements` says where it is missing, and wait until it can be used."""
    for statement in statements():
        graph.write(statement)
    if graph.engine.awaits_indexes:
        graph.write("CALL db.awaitIndexes(60)")
