"""Holds a query to the rules of the catalogue before it is ever run."""

from graph.read_only import refusal
from queries.cyphertext import matched_patterns, order_and_limit, returned_columns, used_parameters
from queries.errors import mend
from queries.frontmatter import Query

NEEDED = ("because", "caveat")
"""Columns that every row has: why it is a hit, and what to keep in mind."""


def check(query: Query) -> list[str]:
    """What is wrong with a query, a line each with file, line and mend; empty if nothing is."""
    return [*_parameters(query), *_answer(query), *_reading(query)]


def _parameters(query: Query) -> list[str]:
    used = used_parameters(query.cypher)
    bound = {name for parameter in query.parameters.values() for name in parameter.bound_names}
    found = [
        f"{query.file}: parameter {parameter.name} is declared but not used; remove it or use ${parameter.name}"
        for parameter in query.parameters.values()
        if not used.keys() & set(parameter.bound_names)
    ]
    found += [
        f"{query.file}:{query.line + line - 1}: ${name} is used but not declared; {mend(name, bound, 'declare it')}"
        for name, line in used.items()
        if name not in bound
    ]
    return found


def _answer(query: Query) -> list[str]:
    columns = returned_columns(query.cypher)
    ending = order_and_limit(query.cypher)
    found = []
    if ending is None:
        found.append(f"{query.file}: the last RETURN does not end with ORDER BY … LIMIT $limit; add both")
    elif ending[1] != "$limit":
        found.append(f"{query.file}: the last RETURN ends with LIMIT {ending[1][:40]}; write LIMIT $limit")
    found += [
        f"{query.file}: the last RETURN has no column {name}; add it (… AS {name})"
        for name in NEEDED
        if name not in columns
    ]
    found += [
        f"{query.file}: nodes.{column} is no column of the last RETURN; {mend(column, columns, 'return it')}"
        for column in query.nodes
        if column not in columns
    ]
    found += [
        f"{query.file}: hit names {column}, which is no column of the last RETURN; {mend(column, columns, 'return it')}"
        for column in (*query.key, query.strength)
        if column and column not in columns
    ]
    return found


def _reading(query: Query) -> list[str]:
    reason = refusal(query.cypher)
    found = [] if reason is None else [f"{query.file}: {reason} does not belong in a query that only reads; remove it"]
    # those of a codebook are made of words; any other can keep a server busy for hours, which cannot end it
    of_topics = {f"${name}" for p in query.parameters.values() if p.type == "topic" for name in p.bound_names}
    if set(matched_patterns(query.cypher)) - of_topics:
        found.append(
            f"{query.file}: =~ takes the patterns of a topic only ($NAME_include …); use CONTAINS, or STARTS WITH"
        )
    return found
