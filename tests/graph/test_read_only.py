"""A query that could write is refused by parse, and by the engine's own rights, each for itself."""

import neo4j
import pytest
from neo4j.exceptions import ClientError, DatabaseError

from graph.connection import Graph, GraphError
from graph.read_only import refusal

READS = [
    "MATCH (n) RETURN n",
    "MATCH (n) WHERE n.text CONTAINS 'CREATE (n) DELETE' RETURN n.set AS set, n.created_at AS create",
    'MATCH (n) RETURN "\\" MERGE (m) //" AS x',
    "MATCH (n) RETURN 'it''s' AS x, 'a\\'SET' AS y",
    "/* CREATE it first */ MATCH (n) // then DELETE\nRETURN n",
    "MATCH (n:Set)-[:IN_SET]->(m:`CREATE`) RETURN n.`delete` AS `DETACH`",
    "MATCH (n) WHERE n.id = $create RETURN {set: 1, remove: n.drop} AS merge",
    "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS degree } RETURN n, degree",
    "CALL { MATCH (n) RETURN n } RETURN n",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.index.fulltext.queryNodes('posts', $text) YIELD node RETURN node",
    "CALL  db . labels ( )",
    "UNWIND range(1..3) AS i RETURN 1.5e3 AS f, i",
    "MATCH (n) RETURN reduce(s = 0, x IN n.list | s + x) AS total",
    "MATCH (created)-->(deleted) RETURN created, deleted.x AS settled",
    "MATCH (n) RETURN 'caf\\u00e9' AS word",
    "MATCH (n)\r\nRETURN n",
    "RETURN date.truncate('day', n.at), point.distance(a, b), range(0, size(n.list) - 1), range(1, 1000000)",
    "MATCH (n) WHERE n.a = n.b AND (n.c OR n.d) RETURN n.x IN [1]",
    "RETURN " + "[(" * 100 + "1" + ")]" * 100,
]

WRITES = [
    ("CREATE (n)", "the clause CREATE"),
    ("match (n) set n.x = 1", "the clause SET"),
    ("MATCH (n) SeT n:Label", "the clause SET"),
    ("MERGE (n:A {id: 1})", "the clause MERGE"),
    ("MATCH (n) DELETE n", "the clause DELETE"),
    ("MATCH (n) DETACH DELETE n", "the clause DETACH"),
    ("MATCH (n) REMOVE n.x", "the clause REMOVE"),
    ("DROP CONSTRAINT c", "the clause DROP"),
    ("INSERT (n)", "the clause INSERT"),
    ("CREATE INDEX FOR (n:A) ON (n.x)", "the clause CREATE"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "the clause LOAD CSV"),
    ("load /* x */ csv WITH HEADERS FROM $u AS row RETURN row", "the clause LOAD CSV"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.x = x)", "the clause FOREACH"),
    ("MATCH (n) CALL (n) { WITH n DELETE n } IN TRANSACTIONS", "the clause DELETE"),
    ("MATCH (n) CALL (n) { RETURN 1 AS one } IN 5 CONCURRENT TRANSACTIONS RETURN one", "the clause TRANSACTIONS"),
    ("CALL apoc.create.node(['A'], {})", "the procedure apoc.create.node"),
    ("CALL db.createLabel('A')", "the procedure db.createLabel"),
    ("OPTIONAL CALL dbms.killQuery('x')", "the procedure dbms.killQuery"),
    ("CALL `apoc`.`create`.`node`(['A'], {})", "the procedure after CALL"),
    ("CALL", "the procedure after CALL"),
    ("RETURN 1 AS x UNION CREATE (n) RETURN 2 AS x", "the clause CREATE"),
    ("RETURN 'a' + \"'\" CREATE (n) //'", "the clause CREATE"),
    ("RETURN '\\\\' CREATE (n) //'", "the clause CREATE"),
    ("RETURN `a``b` CREATE (n)", "the clause CREATE"),
    ("RETURN 1/**/CREATE (n)", "the clause CREATE"),
    ("RETURN 1. SET n.x = 1", "the clause SET"),
    ("RETURN 1.CREATE (n)", "the clause CREATE"),
    ("WITH 1 AS create CREATE (n)", "the clause CREATE"),
    ("MATCH (n) // a comment\nSET n.x = 1", "the clause SET"),
    ("// a comment\rCREATE (n)", "a carriage return"),
    ("\\u0043REATE (n)", "the escape \\u0043"),
    ("RETURN '\\u0027 CREATE (n) //'", "the escape \\u0027"),
    ("RETURN '\\uu0027 CREATE (n) //'", "the escape \\uu0027"),
    ("RETURN 'never closed CREATE (n)", "' that is opened"),
    ("RETURN 1 /* never closed CREATE (n)", "/* that is opened"),
    ("GRANT ROLE admin TO ana", "the clause GRANT"),
    ("ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", "the clause ALTER"),
    ("TERMINATE TRANSACTIONS 'x'", "the clause TERMINATE"),
    ("RETURN apoc.load.json('x')", "the function apoc.load.json"),
    ("RETURN `apoc`. `cypher`.runFirst ('x')", "the function apoc.cypher.runFirst"),
    ("RETURN range(0, 1000001)", "a range() of more than 1,000,000"),
    ("RETURN " + "[(" * 101 + "1" + ")]" * 101, "a nesting of more than 200 brackets"),
]


@pytest.mark.parametrize("query", READS)
def test_a_query_that_reads_passes(query: str) -> None:
    assert refusal(query) is None


@pytest.mark.parametrize(("query", "reason"), WRITES)
def test_a_query_that_could_write_is_refused(query: str, reason: str) -> None:
    assert (refusal(query) or "").startswith(reason)


BY_RIGHTS = [
    "CREATE (n:Account {id: 'new'})",
    "MERGE (n:Account {id: 'new'})",
    "CREATE (n:NewLabel {id: 'new'})",
    "MATCH (n) SET n.handle = 'changed'",
    "MATCH (n) REMOVE n.handle",
    "MATCH (n) DETACH DELETE n",
    "MATCH (a:Account), (p:Post) CREATE (p)-[:MENTIONS]->(a)",
    "MATCH (a:Account)-[r]->() DELETE r",
    "CREATE INDEX FOR (n:Post) ON (n.text)",
    "MATCH (n) FOREACH (x IN [1] | SET n.handle = 'changed')",
]


@pytest.mark.parametrize("query", BY_RIGHTS)
def test_the_engine_itself_refuses_a_reader(graph: Graph, query: str) -> None:
    graph.write("CREATE (:Account {id: 'x:1', handle: 'one'})-[:POSTED]->(:Post {id: 'x:p'})")
    everything = (
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS l, properties(n) AS p, type(r) AS t ORDER BY n.id"
    )
    before = graph.read(everything)

    with pytest.raises(GraphError, match="query refused: the clause"):
        graph.read(query)
    # past the parse, as a query would come that fooled it
    session = graph._session(graph._reader, neo4j.READ_ACCESS)
    with session, pytest.raises((ClientError, DatabaseError)):
        session.execute_read(lambda tx: tx.run(query).consume())

    assert graph.read(everything) == before


def test_the_embedded_engine_opens_no_file(embedded_graph: Graph) -> None:
    session = embedded_graph._session(embedded_graph._writer, neo4j.WRITE_ACCESS)
    with session, pytest.raises((ClientError, DatabaseError)):
        session.execute_read(lambda tx: tx.run("LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row").data())
