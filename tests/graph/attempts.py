"""Two hundred attempts to write, to read files, to reach the network or to exhaust an engine through queries that only read.

`{url}` is an address that a test listens on, `{file}` a file that holds a secret.
"""

_CLAUSES = [
    "CREATE (:Account {id: 'new'})",
    "MERGE (:Account {id: 'new'})",
    "MATCH (n) SET n.handle = 'changed'",
    "MATCH (n) SET n += {handle: 'changed'}",
    "MATCH (n) SET n:Changed",
    "MATCH (n) REMOVE n.handle",
    "MATCH (n) REMOVE n:Account",
    "MATCH (n) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (a:Account), (p:Post) CREATE (p)-[:MENTIONS]->(a)",
    "INSERT (:Account {id: 'new'})",
    "FOREACH (x IN [1] | CREATE (:Account {id: 'new'}))",
]
_WRAPS = [
    "{0}",
    "MATCH (m:Account) WITH m LIMIT 1 CALL { {0} } RETURN m.id",
    "MATCH (m:Account) CALL (m) { {0} } IN TRANSACTIONS OF 1 ROW RETURN m.id",
    "RETURN 1 AS one UNION {0} RETURN 1 AS one",
    "EXPLAIN {0}",
    "PROFILE {0}",
    "CYPHER planner=cost {0}",
    "/* only reads */ {0}",
]
_WRITING = [wrap.replace("{0}", clause) for wrap in _WRAPS for clause in _CLAUSES]

_HIDDEN = [
    "CR\\u0045ATE (:Account {id: 'new'})",
    "RETURN '\\u0027 CREATE (:Account {id: \"new\"}) //'",
    "RETURN 1 /* */ CREATE /* */ (:Account {id: 'new'})",
    "RETURN 1\nCREATE\n(:Account {id: 'new'})",
    "RETURN 1.CREATE (:Account {id: 'new'})",
    "// harmless\rCREATE (:Account {id: 'new'})",
    "RETURN 1; CREATE (:Account {id: 'new'})",
    "RETURN 1 AS a;\nMATCH (n) DETACH DELETE n;",
    "RETURN `x` CREATE (:Account {id: 'new'})",
    'RETURN "\\" CREATE (n) " CREATE (:Account {id: \'new\'})',
    "ＣＲＥＡＴＥ (:Account {id: 'new'})",
    "MATCH (n)\u2028SET n.handle = 'changed'",
    "MATCH (n)\u00a0SET\u00a0n.handle = 'changed'",
    "MATCH (n) WHERE EXISTS { CREATE (:Account {id: 'new'}) } RETURN n",
    "RETURN COLLECT { CREATE (m:Account {id: 'new'}) RETURN m }",
    "RETURN COUNT { MERGE (m:Account {id: 'new'}) RETURN m }",
    "MATCH (n) RETURN [x IN [1] | (CREATE (:Account {id: 'new'}))]",
    "USE system MATCH (n) RETURN n",
    "SQL: DELETE FROM Account",
    "DELETE FROM Account",
    "DELETE VERTEX Account",
    "INSERT INTO Account SET id = 'new'",
    "g.V().drop()",
]

_SCHEMA = [
    "CREATE INDEX FOR (n:Post) ON (n.text)",
    "DROP INDEX post_text IF EXISTS",
    "CREATE CONSTRAINT FOR (n:Post) REQUIRE n.x IS UNIQUE",
    "CREATE DATABASE other",
    "DROP DATABASE neo4j",
    "CREATE USER mallory SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh'",
    "GRANT ROLE admin TO reader",
    "SHOW USERS",
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS",
    "SHOW PROCEDURES",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "MATCH (n) WITH n LIMIT 1 CALL { SHOW SETTINGS YIELD name RETURN name } RETURN name",
]

_PROCEDURES = [
    f"CALL {name}"
    for name in (
        "db.createLabel('Changed')",
        "db.createProperty('changed')",
        "db.createRelationshipType('CHANGED')",
        "db.clearQueryCaches()",
        "db.checkpoint()",
        "db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
        "db.schema.visualization()",
        "db.create.setNodeVectorProperty(null, 'x', [1.0])",
        "dbms.listConfig()",
        "dbms.setConfigValue('db.logs.query.enabled', 'OFF')",
        "dbms.killQuery('1')",
        "dbms.killConnections(['bolt-1'])",
        "dbms.security.createUser('mallory', 'abcdefgh', false)",
        "dbms.upgrade()",
        "dbms.cluster.routing.getRoutingTable({})",
        "dbms.queryJmx('*:*')",
        "apoc.create.node(['Account'], {id: 'new'})",
        "apoc.load.json('{url}')",
        "apoc.load.csv('{file}')",
        "apoc.export.csv.all('{file}', {})",
        "apoc.cypher.doIt('CREATE (:Account {id: 1})', {})",
        "apoc.periodic.submit('x', 'CREATE (:Account {id: 1})')",
        "apoc.util.sleep(3000)",
        "gds.graph.drop('x')",
        "algo.shortestPath('x')",
    )
] + [
    "CALL `apoc`.`create`.`node`(['Account'], {id: 'new'})",
    "CALL `dbms.listConfig`()",
    "OPTIONAL CALL dbms.listConfig()",
    "MATCH (n) CALL dbms.listConfig() YIELD name RETURN n.id, name",
    "RETURN COLLECT { CALL dbms.listConfig() YIELD name RETURN name }",
    "MATCH (n) WHERE EXISTS { CALL dbms.listConfig() YIELD name RETURN name } RETURN n.id",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n:Account) RETURN n', {})",
    "RETURN apoc.util.sha256([apoc.static.get('x')])",
    "RETURN `apoc`.`load`.`json`('{url}')",
    "RETURN apoc . load . json('{url}')",
]

_FILES = [
    f"{before}LOAD CSV {headers}FROM {source} AS row RETURN row"
    for before in ("", "UNWIND [1] AS one ")
    for headers in ("", "WITH HEADERS ")
    for source in ("'file://{file}'", "'file:///{file}'", "'{url}/x.csv'", "$source")
] + [
    "CALL { LOAD CSV FROM 'file://{file}' AS row RETURN row } RETURN row",
    "MATCH (n) CALL (n) { LOAD CSV FROM '{url}' AS row RETURN row } RETURN row",
    "load\ncsv from 'file://{file}' as row return row",
    "LOAD /* */ CSV FROM 'file://{file}' AS row RETURN row",
    "RETURN COLLECT { LOAD CSV FROM 'file://{file}' AS row RETURN row }",
    "IMPORT DATABASE '{url}'",
    "IMPORT DATABASE file://{file}",
    "BACKUP DATABASE '{url}'",
    "EXPORT DATABASE file://{file}",
]

RANGES = [
    "RETURN range(1, 2000000000)",
    "RETURN size(range(1, 2000000000))",
    "UNWIND range(1, 2000000000) AS x RETURN collect(x)",
    "UNWIND range(1, 2000000000) AS x RETURN x ORDER BY x DESC",
    "UNWIND range(1, 2000000000) AS x RETURN DISTINCT x % 1999999999 AS y ORDER BY y",
    "RETURN reduce(s = 0, i IN range(1, 2000000000) | s + i)",
    "RETURN [x IN range(1, 50000000) | toString(x)]",
    "UNWIND range(1, $many) AS x RETURN collect(x)",
    "RETURN size([x IN range(0x0, 0x77359400) | x])",
    "RETURN size([x IN `range`(1, 2e9) | x])",
]

EXHAUSTING = [
    "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*)",
    "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN collect([x, y])",
    "RETURN reduce(s = 'x', i IN range(1, 40) | s + s)",
    "RETURN size(reduce(s = ['x'], i IN range(1, 40) | s + s))",
    "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i), (j) RETURN count(*)",
    "MATCH p = (a)-[*1..30]-(b) RETURN count(p)",
    "MATCH p = (a)-[*]-(b) RETURN collect(p)",
    "RETURN 1 AS one" + " UNION ALL RETURN 1 AS one" * 500,
    "RETURN " + "(" * 4_000 + "1" + ")" * 4_000,
    "RETURN " + "[" * 4_000 + "]" * 4_000,
    "RETURN " + "+".join(["1"] * 5_000),
    "MATCH " + "-->".join(["()"] * 300) + " RETURN count(*)",
]
"""Answered within bounds, or ended."""

PARAMETERS = [
    {"id": "x' OR 1=1 //"},
    {"id": "x'}) DETACH DELETE n //"},
    {"id": "`}) SET n.x = 1 //"},
    {"id": "\\u0027}) DETACH DELETE n //"},
    {"id": {"$ne": None}},
    {"id": ["x:1", "x:2"]},
    {"id": None},
    {"id": 1e308},
    {"id": True},
    {"id": "x" * 1_000_000},
    {"id": [[[[[]]]]]},
    {"id": "\x00"},
    {"id": "file:///etc/passwd"},
    {"id": {"label": "Account", "id": "x:1"}},
]
"""Values that are data: they find nothing and change nothing."""

REFUSED = [*_WRITING, *_HIDDEN, *_SCHEMA, *_PROCEDURES, *_FILES, *RANGES]
