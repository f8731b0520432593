"""What an analyst states to be one account: kept like a file, followed by detection and receipts, taken back by dropping."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attribution import same
from attribution.errors import CaseError
from attribution.identities import owner_of
from graph.connection import Graph
from graph.facts import Facts
from graph.posts import other_keys
from graph.records import Ref
from graph.subgraph import Edge
from loaders.mapping.same_reader import LONGEST_REASON
from store import StoreError
from store.resolve import Reader
from tests.attribution.here import Here
from tests.attribution.shell import Run

Stored = Callable[..., Reader]
ANA, CANAL, BEN = Ref("Account", "x:1"), Ref("Account", "telegram:7"), Ref("Account", "x:3")


def post(account: Ref, number: int, *, handle: str | None = None) -> Facts:
    platform, _, id_ = account.key.partition(":")
    facts = Facts()
    author = facts.account(platform, id=None if handle else id_, handle=handle)
    written = facts.post(platform, f"{id_}{number}", {"created_at": number * 1_000}, author=author)
    facts.link_url(written, f"https://news.example/{number % 2}")
    return facts


@pytest.fixture
def case(graph: Graph, stored: Stored) -> Here:
    """Three accounts that share two links, one of them under its handle too, on each engine in turn."""
    named = Facts()
    named.account("x", id="1", handle="ana")
    rows = [post(one, number) for one in (ANA, CANAL, BEN) for number in range(4)]
    made = Here(stored([named, *rows, post(ANA, 9, handle="ana")]).folder.root, graph)
    made.rebuild()
    return made


def shared(case: Here) -> list[Any]:
    return list(case.answer("rare-domain", min_information=0.0, min_accounts=2).result.rows)


def content(graph: Graph) -> list[dict[str, Any]]:
    return graph.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p ORDER BY t, a, b"
    ) + graph.read("MATCH (n) RETURN labels(n) AS l, n.id AS id, properties(n) AS p ORDER BY l, id")


def test_a_statement_joins_two_accounts_until_it_is_taken_back(case: Here) -> None:
    before, alone = content(case.graph), case.detect(objects=("url",))
    case.delete_run(alone.id)

    kept = case.state_same(ANA, CANAL, why="one phone number\nin both bios", by="Ana B")

    (link,) = [e for e in case.view([ANA, CANAL]).edges if e.type == "SAME_AS"]
    assert (link.start, link.end) == (ANA, CANAL)
    assert link.properties["reason"] == "stated by Ana B: one phone number in both bios"
    assert [(place["file"], place["row"]) for place in case.sources(link)] == [(kept.path.name, "2")]
    assert case.receipts(link).statement.endswith(": stated by Ana B: one phone number in both bios.")
    assert case.verify().clean
    # detection, receipts and cards take the two, and the handle of the one, for one account
    assert case.detect(objects=("url",)).accounts == alone.accounts - 1
    assert dict(owner_of(case.reader)) == {"x:@ana": "telegram:7", "x:1": "telegram:7"}
    assert other_keys(case.graph, ["x:@ana"]) == ["telegram:7", "x:1"]
    assert set(case.account_card(CANAL).same_as) == {ANA, Ref("Account", "x:@ana")}

    for run in case.runs():
        case.delete_run(run.id)
    case.drop(kept.path.name)
    assert content(case.graph) == before
    assert case.verify().clean


def test_a_run_made_before_a_statement_is_stale(case: Here) -> None:
    run = case.detect(objects=("url",))
    case.state_same(ANA, BEN, why="seen in one browser", by="ana")
    assert case.run(run.id).stale


@pytest.mark.parametrize("later_ms", [0, 5_000])
def test_the_same_is_said_once(case: Here, monkeypatch: pytest.MonkeyPatch, later_ms: int) -> None:
    times = iter([0, 0, later_ms])
    monkeypatch.setattr("attribution.case.now_ms", lambda: 1_700_000_000_000 + next(times, later_ms))
    case.state_same(ANA, BEN, why="seen in one browser", by="ana")
    with pytest.raises(CaseError, match="are stated to be one already"):
        case.state_same("Account/x:3", "Account/x:1", why="seen in one browser ", by="ana")
    assert len(list(case.folder.statements.iterdir())) == 1


def test_a_statement_of_a_table_is_not_taken_back_alone(case: Here, tmp_path: Path) -> None:
    table = tmp_path / "several.csv"
    table.write_text("account,same_as,reason,stated_by\nx:1,x:3,why,Ana\nx:3,telegram:7,why,Ana\n", "utf-8")
    case.load([table])
    (link,) = [e for e in case.view([ANA, BEN]).edges if e.type == "SAME_AS"]
    assert same.own(case.reader, link) == ()
    with pytest.raises(CaseError, match="drop the file that says so"):
        case.take_back(link)


def test_what_was_taken_back_goes_to_nobody(case: Here, tmp_path: Path) -> None:
    kept = case.state_same(ANA, BEN, why="seen in one browser", by="ana")
    case.state_same(ANA, CANAL, why="another", by="ana")
    (case.folder.statements / "same-0123456789ab.csv").write_text("of a statement that was cut off", "utf-8")
    (link,) = [e for e in case.view([ANA, BEN]).edges if e.type == "SAME_AS" and "browser" in e.key]

    case.take_back(link)

    assert not kept.path.exists()
    case.export(tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        assert len([name for name in archive.namelist() if name.startswith("statements/")]) == 1


def test_three_that_are_one_have_one_key(case: Here) -> None:
    assert [row["n_accounts"] for row in shared(case)] == [3]
    case.state_same(CANAL, BEN, why="said in a post of theirs", by="ana")
    case.state_same(BEN, ANA, why="a", by="ana")
    assert {*owner_of(case.reader).values()} == {"telegram:7"}
    # one step leads from each key to the one that stands for all: so queries count them once
    rows = case.graph.read("MATCH (a:Account)-[:SAME_AS]->(b:Account) RETURN a.id AS a, b.id AS b, a.id < b.id AS up")
    assert {row["a"] for row in rows if row["b"] == "telegram:7"} == {"x:1", "x:3", "x:@ana"}
    assert not [row for row in rows if row["a"] == "telegram:7"]
    assert case.verify().clean
    assert not shared(case)


@pytest.mark.parametrize(
    ("one", "other", "why", "said"),
    [
        (ANA, ANA, "why", "name two"),
        (ANA, Ref("Post", "x:10"), "why", "is a Post"),
        (ANA, "nobody", "why", "write Account/key"),
        (ANA, BEN, " ", "is empty"),
        (ANA, BEN, "y" * LONGEST_REASON, f"in {LONGEST_REASON} characters"),
        (ANA, Ref("Account", "x:404"), "why", "x:404: the case holds no such account"),
    ],
)
def test_what_cannot_be_stated_is_one_clear_line(case: Here, one: Ref, other: Ref | str, why: str, said: str) -> None:
    with pytest.raises((CaseError, StoreError), match=said):
        case.state_same(one, other, why=why, by="ana")
    assert not list(case.folder.root.glob("statements/*"))
    assert not [d for d in case.reader.datasets if d.name.startswith("same-")]


def test_from_the_shell(case: Here, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.case.open_case", lambda *_, **__: case)
    done = run("same", "Account/x:@ana", "Account/x:3", "--case", case.folder.root, "--why", "one phone", "--by", "Ben")
    assert done.returncode == 0, done.stderr
    assert "attribution case drop same-" in done.stdout
    assert owner_of(case.reader)["x:@ana"] == "x:1"
    assert owner_of(case.reader)["x:3"] == "x:1"


def test_hostile_words_are_words(case: Here) -> None:
    words = "=cmd()|'\"; MATCH (n) DETACH DELETE n // <script>\u202e"
    case.state_same(ANA, BEN, why=words, by="A|B\n<b>")
    (link,) = [e for e in case.view([ANA, BEN]).edges if e.type == "SAME_AS"]
    assert isinstance(link, Edge)
    assert str(link.properties["reason"]).startswith("stated by A/B\ufffd<b>: =cmd()/")
    assert case.verify().clean
