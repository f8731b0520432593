"""What a notebook gets: tables with the right types, graphs of other libraries, py2neo in and out, nothing written."""

from collections.abc import Callable

import networkx as nx
import pandas as pd
import pytest

from attribution import frames
from attribution.errors import CaseError
from attribution.py2neo_bridge import Py2neoReads
from graph.connection import Graph, GraphError, Target
from graph.facts import Facts
from graph.records import Ref
from graph.write import counts
from store.resolve import Reader
from tests.attribution.here import Here

Stored = Callable[..., Reader]
START = 1_664_600_000_000
HOSTILE = "<script>alert(1)</script>"


def planted() -> list[Facts]:
    """Forty strangers, and two accounts that link to a page of one rare website; one post has no time."""
    rows = []
    for number in range(40):
        facts = Facts()
        post = facts.post("x", f"p{number}", {"created_at": START + number}, author=facts.account("x", id=str(number)))
        facts.link_url(post, f"https://site{number}.example/")
        rows.append(facts)
    for number, platform in ((50, "x"), (51, "telegram")):
        facts = Facts()
        author = facts.account(platform, id=str(number), handle=f"h{number}", properties={"name": HOSTILE})
        described: dict[str, str | int | None] = {"text": HOSTILE, "likes": 7}
        described["created_at"] = START if platform == "x" else None
        facts.link_url(facts.post(platform, f"p{number}", described, author=author), "https://rare.example/a")
        rows.append(facts)
    return rows


@pytest.fixture
def case(graph: Graph, stored: Stored) -> Here:
    made = Here(stored(planted()).folder.root, graph)
    made.rebuild()
    return made


def test_an_answer_is_a_table_with_types_and_with_what_it_does_not_prove(case: Here) -> None:
    found = case.query("rare-domain", min_accounts=2)

    assert {name: str(found[name].dtype) for name in ("domain", "n_accounts", "information", "accounts")} == {
        "domain": "string", "n_accounts": "Int64", "information": "Float64", "accounts": "object",
    }  # fmt: skip
    assert found["first_at"].iloc[0] == pd.Timestamp(START, unit="ms", tz="UTC")
    assert found["accounts"].iloc[0] == ["telegram:51", "x:50"]
    assert found.attrs["does_not_prove"].startswith("That the accounts own the website")
    assert found.attrs["parameters"]["min_accounts"] == 2


def test_own_cypher_only_reads(case: Here) -> None:
    found = case.cypher("MATCH (a:Account {platform: $on}) RETURN a.id AS id, 1 = 1 AS sure ORDER BY id", on="telegram")
    assert (found["id"].tolist(), str(found["sure"].dtype)) == (["telegram:51"], "boolean")

    before = counts(case.graph)
    with pytest.raises(GraphError, match="the clause SET"):
        case.cypher("MATCH (a:Account) SET a.handle = 'x' RETURN a.id AS id")
    with pytest.raises(CaseError, match="=~: can keep a server busy"):
        case.cypher("MATCH (a:Account) WHERE a.id =~ $pattern RETURN a.id AS id", pattern="(a+)+$")
    assert counts(case.graph) == before


def test_rows_that_were_cut_are_said(case: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MOST_ROWS", 5)

    with pytest.warns(UserWarning, match="only the first 5 rows"):
        assert len(case.cypher("MATCH (a:Account) RETURN a.id AS id")) == 5


def test_posts_are_an_arrow_table(case: Here) -> None:
    found = case.posts()

    assert found.num_rows == 42
    assert str(found.schema.field("created_at").type) == "timestamp[ms, tz=UTC]"
    last = found.slice(41).to_pylist()[0]
    assert (last["id"], last["account"], last["created_at"], last["likes"]) == ("telegram:p51", "telegram:51", None, 7)
    until = pd.Timestamp(START + 10, unit="ms", tz="UTC")
    assert case.posts(until=until, platforms=["x"]).num_rows == 11
    assert case.posts(accounts=["x:3", "x:50"])["id"].to_pylist() == ["x:p50", "x:p3"]


def test_what_rows_name_is_a_graph_of_other_libraries(case: Here) -> None:
    rows = case.query("rare-domain", min_accounts=2)

    found = case.subgraph(rows)

    assert set(found.nodes()["node"]) == {"Domain/rare.example", "Account/x:50", "Account/telegram:51"}
    whole = case.subgraph([*found.nodes()["node"], "Post/x:p50", "Post/telegram:p51", "Url/https://rare.example/a"])
    one = whole.to_networkx()
    assert len(nx.shortest_path(one.to_undirected(), "Account/x:50", "Account/telegram:51")) == 3
    assert sorted(whole.to_igraph().vs["name"]) == sorted(one.nodes)
    assert {edge["type"] for *_, edge in one.edges(data=True)} >= {"POSTED", "LINKS_TO", "ON_DOMAIN"}
    assert str(whole.nodes().set_index("node").loc["Post/x:p50", "created_at"]).startswith("2022-10-01")


def test_text_of_others_is_no_markup_in_a_page(case: Here) -> None:
    found = case.subgraph(["Account/x:50", "Post/x:p50"])

    assert len(found.to_pyvis().nodes) == 2
    assert HOSTILE not in found.page()


def test_a_table_without_an_answer_names_no_nodes(case: Here) -> None:
    with pytest.raises(CaseError, match="no answer of a saved query"):
        case.subgraph(pd.DataFrame({"domain": ["rare.example"]}))


def test_py2neo_takes_a_subgraph_and_gives_it_back(case: Here) -> None:
    given = case.subgraph(["Account/x:50", "Post/x:p50", "Url/https://rare.example/a"])

    back = case.from_py2neo(case.to_py2neo(given)).subgraph

    assert {v.ref: dict(v.properties) for v in back.vertices} == {
        v.ref: dict(v.properties) for v in given.subgraph.vertices
    }
    assert {e.key: dict(e.properties) for e in back.edges} == {e.key: dict(e.properties) for e in given.subgraph.edges}


def test_what_the_schema_does_not_know_does_not_come_in(case: Here) -> None:
    py2neo = pytest.importorskip("py2neo")

    with pytest.raises(CaseError, match="needs one label of the schema"):
        case.from_py2neo(py2neo.Subgraph([py2neo.Node("Person", id="x")]))


@pytest.mark.neo4j
def test_py2neo_asks_and_fills_a_real_server(neo4j_graph: Graph, neo4j_target: Target, stored: Stored) -> None:
    py2neo = pytest.importorskip("py2neo")
    case = Here(stored(planted()).folder.root, neo4j_graph)
    case.rebuild()
    theirs = py2neo.Graph(neo4j_target.uri, auth=(neo4j_target.user, neo4j_target.password))

    asked = case.query_through(theirs, "rare-domain", min_accounts=2)
    pd.testing.assert_frame_equal(asked, case.query("rare-domain", min_accounts=2))

    found = theirs.query("MATCH p = (:Account {id: 'x:50'})-[:POSTED]->()-[:LINKS_TO]->() RETURN p").to_subgraph()
    assert {v.ref for v in case.from_py2neo(found).subgraph.vertices} == {
        Ref("Account", "x:50"), Ref("Post", "x:p50"), Ref("Url", "https://rare.example/a"),
    }  # fmt: skip

    given = case.subgraph(["Account/x:50", "Post/x:p50"])
    neo4j_graph.write("MATCH (n) DETACH DELETE n")
    theirs.merge(case.to_py2neo(given))
    assert counts(neo4j_graph) == {"nodes": {"Account": 1, "Post": 1}, "relationships": {"POSTED": 1}}


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("MATCH (n) DETACH DELETE n", "the clause DETACH"),
        ("SHOW SETTINGS", "what asks or changes the server"),
        ("CALL dbms.listConfig()", "the procedure dbms.listConfig"),
    ],
)
def test_through_py2neo_nothing_is_written_either(neo4j_target: Target, query: str, reason: str) -> None:
    py2neo = pytest.importorskip("py2neo")
    theirs = py2neo.Graph(neo4j_target.uri, auth=(neo4j_target.user, neo4j_target.password))
    with pytest.raises(GraphError, match=reason):
        Py2neoReads(theirs).read(query)
