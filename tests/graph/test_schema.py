"""Every declaration of the graph keeps the rules; a wrong one is refused where it is made."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import graph.schema
from graph.cypher import (
    count_nodes,
    count_relationships,
    create_nodes,
    create_relationships,
    delete_nodes,
    delete_relationships,
    replace_nodes,
    replace_relationships,
)
from graph.ddl import statements
from graph.documentation import schema_markdown, schema_svg
from graph.records import Node, Ref, Relationship, check
from graph.schema import (
    DATASETS,
    NODE_KEY,
    NODES,
    PYTHON_TYPES,
    RELATIONSHIPS,
    Kind,
    NodeType,
    Property,
    RelationshipType,
    SchemaError,
)
from graph.subgraph import Edge, Subgraph, Vertex, relationship_key

SOURCE = Path(graph.schema.__file__).read_text("utf-8")
PROPERTIES = [p for n in NODES.values() for p in n.properties] + [
    p for r in RELATIONSHIPS.values() for p in r.properties
]
STORED = [(r.type, s, e) for r in RELATIONSHIPS.values() if r.stored for s in r.starts for e in r.ends]


@pytest.mark.parametrize("label", NODES)
def test_a_label_keeps_the_rules(label: str) -> None:
    declared = NODES[label]
    assert re.fullmatch(r"[A-Z][A-Za-z]*", label)
    assert declared.label == label
    assert declared.key
    for prop in declared.properties:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", prop.name)
        assert prop.name not in (NODE_KEY, DATASETS)
        assert prop.doc
        assert not prop.doc.endswith(".")
        assert prop.kind in PYTHON_TYPES


@pytest.mark.parametrize("type_", RELATIONSHIPS)
def test_a_relationship_type_keeps_the_rules(type_: str) -> None:
    declared = RELATIONSHIPS[type_]
    assert re.fullmatch(r"[A-Z][A-Z_]*", type_)
    assert declared.type == type_
    assert {*declared.starts, *declared.ends} <= NODES.keys()
    assert set(declared.identity) <= {p.name for p in declared.properties}
    assert declared.stored or declared.derived
    # its arrow stands above it
    arrow = re.search(rf'# (\(:\S+?\)-\[:{type_}\b.*\]->\(:\S+\)).*\n\s*RelationshipType\(\s*"{type_}"', SOURCE)
    assert arrow is not None
    if "…" not in arrow.group(1):
        assert re.sub(r" \{.*?\}", "", arrow.group(1)) == declared.arrow


def test_one_name_means_one_kind() -> None:
    kinds: dict[str, set[Kind]] = {}
    for prop in PROPERTIES:
        kinds.setdefault(prop.name, set()).add(prop.kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


NAME = Property("name", Kind.STRING, "a name")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Property("Name", Kind.STRING, "x"), "lower_snake_case"),
        (lambda: Property("id", Kind.STRING, "x"), "reserved"),
        (lambda: Property("datasets", Kind.STRINGS, "x"), "reserved"),
        (lambda: Property("n`}) DETACH DELETE n //", Kind.STRING, "x"), "lower_snake_case"),
        (lambda: Property("name\n", Kind.STRING, "x"), "lower_snake_case"),
        (lambda: NodeType("account", "key", ()), "UpperCamelCase"),
        (lambda: NodeType("Acc ount", "key", ()), "UpperCamelCase"),
        (lambda: NodeType("Account", "key", (NAME, NAME)), "declared twice"),
        (lambda: NodeType("Account", "key", (NAME,), indexes=("handle",)), "indexed but not declared"),
        (lambda: RelationshipType("posted", ("Account",), ("Post",)), "UPPER_SNAKE_CASE"),
        (lambda: RelationshipType("A-B", ("Account",), ("Post",)), "UPPER_SNAKE_CASE"),
        (lambda: RelationshipType("A", ("Account",), ("Post",), (NAME, NAME)), "declared twice"),
        (lambda: RelationshipType("A", ("Account",), ("Post",), identity=("name",)), "identity not declared"),
        (lambda: check(Node("Acount", "x:1")), "label 'Acount' is not declared"),
        (lambda: check(Node("Account", "")), "empty key"),
        (lambda: check(Node("Account", "x:1", {"nmae": "x"})), "Account.nmae is not declared"),
        (lambda: check(Node("Account", "x:1", {"followers": "12"})), "Account.followers: '12' is not int"),
        (lambda: check(Node("Account", "x:1", {"followers": True})), "True is not int"),
        (lambda: check(Node("Account", "x:1", {"followers": 1 << 63})), "does not fit 64 bits"),
        (lambda: check(Node("Account", "x:1", {"handles": ["a"]})), "is not tuple"),  # type: ignore[dict-item]  # meant
        (lambda: check(Relationship("FOLLOWS", Ref("Account", "x:1"), Ref("Account", "x:2"))), "not declared"),
        (lambda: check(Relationship("POSTED", Ref("Post", "x:1"), Ref("Account", "x:2"))), "not Post to Account"),
        (lambda: check(Relationship("LISTED_IN", Ref("Domain", "a.example"), Ref("Network", "p/n"))), "identity"),
    ],
)
def test_a_wrong_declaration_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(SchemaError, match=re.escape(message)):
        make()


@pytest.mark.parametrize("label", NODES)
def test_query_text_depends_on_the_label_alone(label: str) -> None:
    assert replace_nodes(label) == (
        f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row RETURN count(*) AS n"
    )


@pytest.mark.parametrize(("type_", "start", "end"), STORED)
def test_query_text_of_a_relationship(type_: str, start: str, end: str) -> None:
    query = replace_relationships(type_, start, end)

    assert f"(s:{start} {{id: row[0]}})" in query
    assert f"(e:{end} {{id: row[1]}})" in query
    assert query.endswith(" SET r = row[2] RETURN count(*) AS n")
    for name in RELATIONSHIPS[type_].identity:
        assert f"{name}: row[2].{name}" in query
        assert f"{name}: row[2].{name}" in delete_relationships(type_, start, end)
    # from the side of low degree: of a post there is one author, of an author thousands of posts
    assert ("MERGE (e)<-[r:" in query) == (type_ == "POSTED")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: replace_nodes("Acount"), "label 'Acount' is not declared"),
        (lambda: replace_nodes("Account) DETACH DELETE n //"), "is not declared"),
        (lambda: delete_nodes("n"), "is not declared"),
        (lambda: create_nodes("n"), "is not declared"),
        (lambda: create_relationships("POSTED", "Post", "Account"), "not Post to Account"),
        (lambda: replace_relationships("FOLLOWS", "Account", "Account"), "'FOLLOWS' is not one that is stored"),
        (lambda: replace_relationships("SHARED", "Account", "Url"), "'SHARED' is not one that is stored"),
        (lambda: replace_relationships("POSTED", "Post", "Account"), "not Post to Account"),
    ],
)
def test_query_text_is_made_of_declared_names_only(make: Callable[[], str], message: str) -> None:
    with pytest.raises(SchemaError, match=re.escape(message)):
        make()


def test_every_label_has_a_constraint_and_its_indexes() -> None:
    made = statements()
    for label, declared in NODES.items():
        assert sum(f"FOR (n:{label}) REQUIRE n.id IS UNIQUE" in one for one in made) == 1
        for name in declared.indexes:
            assert sum(f"FOR (n:{label}) ON (n.{name})" in one for one in made) == 1
    assert all(" IF NOT EXISTS " in one for one in made)
    names = [one.split()[2] for one in made]
    assert len(set(names)) == len(names)


def test_everything_stored_is_counted() -> None:
    assert re.findall(r"\(n:(\w+)\)", count_nodes()) == list(NODES)
    assert re.findall(r"\[r:(\w+)\]", count_relationships()) == [r.type for r in RELATIONSHIPS.values() if r.stored]


def test_the_documentation_names_everything() -> None:
    text = schema_markdown()
    for label, node in NODES.items():
        assert f"### `{label}`\n\nKey: {node.key}\n" in text
    for type_, relationship in RELATIONSHIPS.items():
        assert f"### `{type_}`\n\n`{relationship.arrow}`\n" in text
    for prop in PROPERTIES:
        assert f"| `{prop.name}` | {prop.kind}" in text
    assert all(row.count("|") - row.count("\\|") == 4 for row in text.splitlines() if row.startswith("|"))


def test_the_picture_names_everything_and_is_sound() -> None:
    drawn = schema_svg()
    words = " ".join(ET.fromstring(drawn).itertext())  # noqa: S314  # our own text

    for name in (*NODES, *RELATIONSHIPS):
        assert re.search(rf"\b{name}\b", words), name
    assert "nan" not in drawn
    assert schema_svg() == drawn


def test_references_are_read_as_they_are_written() -> None:
    for key in ("x:1", "https://a.example/b/c", "p/n", "a/b/c"):
        assert Ref.parse(str(Ref("Url", key))) == Ref("Url", key)
    for text in ("", "Url", "Url/", "Nothing/x", "/x"):
        with pytest.raises(ValueError, match="is not a node reference"):
            Ref.parse(text)


def test_a_subgraph_has_each_thing_once_and_both_ends() -> None:
    one, other = Ref("Domain", "a.example"), Ref("Network", "p/n")
    edges = [Edge("LISTED_IN", one, other, {"role": role}) for role in ("asset", "redirector", "asset")]

    subgraph = Subgraph.of([Vertex(one), Vertex(other), Vertex(one, {"registrar": "R"})], edges)

    assert [v.properties for v in subgraph.vertices] == [{"registrar": "R"}, {}]
    assert [e.properties["role"] for e in subgraph.edges] == ["asset", "redirector"]
    with pytest.raises(ValueError, match="an end is not among the vertices"):
        Subgraph.of([Vertex(one)], edges)


def test_keys_of_relationships_tell_apart_what_the_schema_does() -> None:
    domain, network = Ref("Domain", "a.example"), Ref("Network", "p/n")
    asset = relationship_key("LISTED_IN", domain, network, {"role": "asset", "procedure": "0.6.2"})

    assert asset == "LISTED_IN|Domain/a.example|Network/p/n|asset"
    assert asset == relationship_key("LISTED_IN", domain, network, {"role": "asset"})
    assert asset != relationship_key("LISTED_IN", domain, network, {"role": "content"})
