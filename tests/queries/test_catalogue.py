from dataclasses import replace

import pytest

from queries.catalogue import catalogue, query_of
from queries.checking import check
from queries.cyphertext import returned_columns
from queries.errors import QueryError
from queries.frontmatter import CATEGORIES, Query

QUERIES = list(catalogue().values())


def test_the_questions_are_there_and_every_category_has_one() -> None:
    wanted = """
        bursts early-amplifiers engagement first-appearance hidden-links hours-of-a-set listed-and-seen near-a-set
        path-between-accounts rare-domain renamed-accounts same-bio same-file same-link-across-platforms
        same-name-or-handle same-text shared-by-two-sets shared-fingerprint sites-by-fingerprints time-precision
        topic-first-seen topic-share what-sources-say who-reacts-to-a-set
    """
    assert set(catalogue()) >= set(wanted.split())
    assert {query.category for query in QUERIES} == set(CATEGORIES)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.id)
def test_every_query_keeps_the_rules(query: Query) -> None:
    assert check(query) == []
    assert query.category in CATEGORIES
    assert query.question.endswith("?")
    columns = returned_columns(query.cypher)
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.id)
def test_every_default_is_within_its_bounds(query: Query) -> None:
    for parameter in query.parameters.values():
        if parameter.default is not None:
            parameter.parse(parameter.default)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("$max_sharers", "50", "same-file.cypher: parameter max_sharers is declared but not used; remove it or use $max_sharers"),
        ("$max_sharers", "$max_sharer", "$max_sharer is used but not declared; did you mean 'max_sharers'?"),
        ("LIMIT $limit", "LIMIT 200", "the last RETURN ends with LIMIT 200; write LIMIT $limit"),
        ("LIMIT $limit", "", "does not end with ORDER BY … LIMIT $limit"),
        ("AS caveat", "AS warning", "the last RETURN has no column caveat"),
        ("m.id AS file", "m.id AS picture", "nodes.file is no column of the last RETURN"),
        ("MATCH (m:Media)", "MERGE (m:Media)", "the clause MERGE does not belong in a query that only reads"),
        ("MATCH (m:Media)", "CALL db.clearQueryCaches() MATCH (m:Media)", "the procedure db.clearQueryCaches"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_with_the_file(old: str, new: str, message: str) -> None:
    query = catalogue()["same-file"]
    assert old in query.cypher

    found = check(replace(query, cypher=query.cypher.replace(old, new)))

    assert any(message in line for line in found), found
    assert all(line.startswith("same-file.cypher") for line in found)


def test_an_undeclared_parameter_is_told_with_its_line() -> None:
    query = catalogue()["same-file"]
    lines = query.cypher.splitlines()
    changed = replace(query, cypher="\n".join([*lines[:3], "// here", "WITH m WHERE m.x = $nowhere", *lines[3:]]))

    (told,) = check(changed)

    assert told.startswith(f"same-file.cypher:{query.line + 4}: $nowhere is used but not declared")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("same-files", "query 'same-files': is unknown; did you mean 'same-file'?"),
        ("zzz", "query 'zzz': is unknown; use one of "),
        ("'; DROP", "is unknown"),
    ],
)
def test_an_unknown_query_is_told_with_the_known_ones(given: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        query_of(given)
    assert message in str(error.value)
