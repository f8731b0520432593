"""Query text that writes the graph, derived from the schema: text depends on a type, data only on parameters."""

from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS, RelationshipType, SchemaError

# a MERGE costs the degree of the node it starts from: an account has thousands of posts, a post one author
_FROM_END = frozenset({"POSTED"})


def merge_nodes(label: str) -> str:
    """Statement that writes `$rows` of {id, properties, datasets} as nodes of a label."""
    _declared(label)
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{{NODE_KEY}: row.id}}) "
        f"SET n += row.properties, n.{DATASETS} = row.datasets"
    )


def create_nodes(label: str) -> str:
    """Statement that writes `$rows` of properties, key and datasets among them, as nodes that are not there yet."""
    _declared(label)
    return f"UNWIND $rows AS row CREATE (n:{label}) SET n = row"


def merge_ends(label: str) -> str:
    """Statement that makes the nodes which `$rows` of {id, datasets} name and which nobody described.

    It gives the bare ones (nothing is known of them but who names them) whose datasets lack some of the row's.
    """
    _declared(label)
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{{NODE_KEY}: row.id}}) "
        f"ON CREATE SET n.{DATASETS} = row.datasets "
        f"WITH n, row WHERE size(keys(n)) = 2 AND any(d IN row.datasets WHERE NOT d IN n.{DATASETS}) "
        f"RETURN n.{NODE_KEY} AS id, n.{DATASETS} AS datasets"
    )


def merge_relationships(type_: str, start_label: str, end_label: str) -> str:
    """Statement that writes `$rows` of {start, end, properties, datasets} between nodes that exist; it gives {n}.

    What the schema declares as identity stands inside the MERGE: parallel relationships stay apart.
    """
    declared = _joining(type_, start_label, end_label)
    identity = ", ".join(f"{name}: row.properties.{name}" for name in declared.identity)
    inner = f"r:{type_} {{{identity}}}" if identity else f"r:{type_}"
    pattern = f"(e)<-[{inner}]-(s)" if type_ in _FROM_END else f"(s)-[{inner}]->(e)"
    # an empty map to add costs an engine as much as a full one
    more = "r += row.properties, " if declared.properties else ""
    return f"{_ends(start_label, end_label)}MERGE {pattern} SET {more}r.{DATASETS} = row.datasets RETURN count(*) AS n"


def create_relationships(type_: str, start_label: str, end_label: str) -> str:
    """The same for relationships that are not there yet: written twice, they would stand twice."""
    declared = _joining(type_, start_label, end_label)
    more = " SET r += row.properties" if declared.properties else ""
    return (
        f"{_ends(start_label, end_label)}CREATE (s)-[r:{type_} {{{DATASETS}: row.datasets}}]->(e){more} "
        "RETURN count(*) AS n"
    )


def _ends(start_label: str, end_label: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (s:{start_label} {{{NODE_KEY}: row.start}}) "
        f"MATCH (e:{end_label} {{{NODE_KEY}: row.end}}) "
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
