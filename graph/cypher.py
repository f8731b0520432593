"""Query text that writes the graph, derived from the schema: text depends on a type, data only on parameters."""

from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS, RelationshipType, SchemaError

MARK = "_Writing"
"""Label of the nodes that say how far a write got; no declared label, so that nothing counts or finds them."""

# a MERGE costs the degree of the node it starts from: an account has thousands of posts, a post one author
FROM_END = frozenset({"POSTED"})
"""Types whose start is the hub; of every other type, it is the end."""


def create_nodes(label: str) -> str:
    """Statement that writes `$rows` of properties, key and datasets among them, as nodes that are not there yet; it gives {n}."""
    _declared(label)
    return f"UNWIND $rows AS row CREATE (n:{label}) SET n = row RETURN count(*) AS n"


def replace_nodes(label: str) -> str:
    """The same for nodes that may be there: what they held before is gone; it gives {n}."""
    _declared(label)
    return f"UNWIND $rows AS row MERGE (n:{label} {{{NODE_KEY}: row.{NODE_KEY}}}) SET n = row RETURN count(*) AS n"


def create_relationships(type_: str, start_label: str, end_label: str) -> str:
    """Statement that writes `$rows` of [start, end, properties] that are not there yet, between nodes that are; it gives {n}."""
    _joining(type_, start_label, end_label)
    return f"{_ends(start_label, end_label)}CREATE (s)-[r:{type_}]->(e) SET r = row[2] RETURN count(*) AS n"


def replace_relationships(type_: str, start_label: str, end_label: str) -> str:
    """The same for relationships that may be there: what they held before is gone; it gives {n}.

    What the schema declares as identity stands inside the MERGE: parallel relationships stay apart.
    """
    declared = _joining(type_, start_label, end_label)
    inner = f"r:{type_}{_identity(declared)}"
    pattern = f"(e)<-[{inner}]-(s)" if type_ in FROM_END else f"(s)-[{inner}]->(e)"
    return f"{_ends(start_label, end_label)}MERGE {pattern} SET r = row[2] RETURN count(*) AS n"


def delete_nodes(label: str) -> str:
    """Statement that removes the nodes whose keys are `$rows`, with their relationships."""
    _declared(label)
    return f"UNWIND $rows AS row MATCH (n:{label} {{{NODE_KEY}: row}}) DETACH DELETE n"


def delete_relationships(type_: str, start_label: str, end_label: str) -> str:
    """Statement that removes the relationships that `$rows` of [start, end, properties] name."""
    declared = _joining(type_, start_label, end_label)
    return (
        f"UNWIND $rows AS row MATCH (s:{start_label} {{{NODE_KEY}: row[0]}})-[r:{type_}{_identity(declared)}]->"
        f"(e:{end_label} {{{NODE_KEY}: row[1]}}) DELETE r"
    )


def nodes_of(label: str) -> str:
    """Query that gives the {key} of each node that one of `$datasets` names."""
    _declared(label)
    return f"MATCH (n:{label}) WHERE any(d IN n.{DATASETS} WHERE d IN $datasets) RETURN n.{NODE_KEY} AS key"


def relationships_of(type_: str) -> str:
    """Query that gives {start, start_label, end, end_label, properties} of each relationship that one of `$datasets` names."""
    return (
        f"MATCH (s)-[r:{type_}]->(e) WHERE any(d IN r.{DATASETS} WHERE d IN $datasets) RETURN s.{NODE_KEY} AS start, "
        f"labels(s)[0] AS start_label, e.{NODE_KEY} AS end, labels(e)[0] AS end_label, properties(r) AS properties"
    )


def _identity(declared: RelationshipType) -> str:
    named = ", ".join(f"{name}: row[2].{name}" for name in declared.identity)
    return f" {{{named}}}" if named else ""


def _ends(start_label: str, end_label: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (s:{start_label} {{{NODE_KEY}: row[0]}}) "
        f"MATCH (e:{end_label} {{{NODE_KEY}: row[1]}}) "
    )


def count_nodes() -> str:
    """Query that gives {name, n} for each label."""
    return " UNION ALL ".join(f"MATCH (n:{label}) RETURN '{label}' AS name, count(n) AS n" for label in NODES)


def count_relationships() -> str:
    """Query that gives {name, n} for each relationship type that is stored."""
    stored = (declared.type for declared in RELATIONSHIPS.values() if declared.stored)
    return " UNION ALL ".join(f"MATCH ()-[r:{type_}]->() RETURN '{type_}' AS name, count(r) AS n" for type_ in stored)


def _joining(type_: str, start_label: str, end_label: str) -> RelationshipType:
    declared = RELATIONSHIPS.get(type_)
    if declared is None or not declared.stored:
        raise SchemaError(f"relationship type {type_!r} is not one that is stored; see graph/schema.py")
    if start_label not in declared.starts or end_label not in declared.ends:
        raise SchemaError(f"{type_} joins {declared.arrow}, not {start_label} to {end_label}")
    return declared


def _declared(label: str) -> None:
    if label not in NODES:
        raise SchemaError(f"label {label!r} is not declared in graph/schema.py")
