"""MERGE text, derived from the schema: it depends on labels and types only; data are parameters."""

from functools import cache

from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS


@cache
def merge_nodes(label: str) -> str:
    """Merge rows {id, properties, datasets} of a label."""
    _known(label)
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{{NODE_KEY}: row.id}}) "
        f"SET n += row.properties, n.{DATASETS} = row.datasets"
    )


@cache
def merge_relationships(type_: str, start: str, end: str) -> str:
    """Merge rows {start, end, properties, datasets} of a type between two labels.

    An end that no record describes becomes a bare node: a relationship is never dropped.
    """
    declared = RELATIONSHIPS[type_]
    if start not in declared.starts or end not in declared.ends:
        raise ValueError(f"{type_} joins {declared.arrow}, not {start} to {end}")
    identity = ", ".join(f"{name}: row.properties.{name}" for name in declared.identity)
    link = f":{type_}" + (f" {{{identity}}}" if identity else "")
    merged = f"(b)<-[r{link}]-(a)" if type_ == "POSTED" else f"(a)-[r{link}]->(b)"
    return (
        f"UNWIND $rows AS row MERGE (a:{start} {{{NODE_KEY}: row.start}}) "
        f"ON CREATE SET a.{DATASETS} = row.datasets "
        f"MERGE (b:{end} {{{NODE_KEY}: row.end}}) ON CREATE SET b.{DATASETS} = row.datasets "
        f"MERGE {merged} SET r += row.properties, r.{DATASETS} = row.datasets"
    )


def _known(label: str) -> None:
    if label not in NODES:
        raise ValueError(f"label {label!r} is not declared in graph/schema.py")
