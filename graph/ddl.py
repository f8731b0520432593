"""Constraints and indexes, derived from the schema."""

from graph.connection import Graph
from graph.schema import NODE_KEY, NODES


def statements() -> tuple[str, ...]:
    """Every statement that makes an empty graph ready; each can be said again without harm."""
    constraints = (
        f"CREATE CONSTRAINT {label.lower()}_{NODE_KEY} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{NODE_KEY} IS UNIQUE"
        for label in NODES
    )
    indexes = (
        f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, declared in NODES.items()
        for name in declared.indexes
    )
    return (*constraints, *indexes)


def prepare(graph: Graph) -> None:
    """Make constraints and indexes that the graph lacks, and wait until they serve."""
    for statement in statements():
        # one transaction each: no engine mixes changes of the schema with others
        graph.write(statement)
    if graph.engine.awaits_indexes:
        graph.write("CALL db.awaitIndexes(120)")
