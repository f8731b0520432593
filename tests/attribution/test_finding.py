"""Finding as somebody types: whatever the script, the best first, and never from an index of other data."""

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from attribution.find_index import folded
from attribution.finding import Found
from attribution.progress import silent
from attribution.syncing import sync
from graph.connection import Graph
from graph.facts import Facts
from graph.records import Ref
from store.resolve import Reader
from tests.attribution.here import Here

Stored = Callable[..., Reader]


def planted() -> Facts:
    """Accounts, a tag, an address and texts whose names are near each other."""
    facts = Facts()
    for id_, handle, name in (
        ("1", "banana", "Ürsula Müller"), ("2", "bananas", "'}) DETACH DELETE n //"), ("3", "a_banana", "习近平新闻"),
        ("4", "xbanana", ".* OR 1=1"), ("5", "other", "ＷＩＤＥ name"),
    ):  # fmt: skip
        facts.account("x", id=id_, handle=handle, properties={"name": name})
    facts.account("telegram", id="9", handle="banana")
    author = Ref("Account", "x:1")
    post = facts.post("x", "p1", {"text": "The banana boat sails"}, author=author)
    facts.text(post, "The banana boat sails")
    facts.tag(post, "#Banana")
    facts.link_url(post, "https://news.example/banana-story")
    return facts


@pytest.fixture
def case(stored: Stored, graph: Graph) -> Here:
    """The plants on each engine."""
    reader = stored([planted()])
    sync(graph, reader, silent)
    return Here(reader.folder.root, graph)


def told(found: Found) -> list[tuple[str, str]]:
    return [(str(hit.vertex.ref) if hit.vertex.ref.label != "Text" else "Text", hit.how) for hit in found.hits]


def test_whole_names_come_first_then_beginnings_then_words_then_what_is_inside(case: Here) -> None:
    assert told(case.find("banana")) == [
        ("Account/telegram:9", "exact"),
        ("Account/x:1", "exact"),
        ("Hashtag/banana", "exact"),
        ("Account/x:2", "beginning"),
        ("Account/x:3", "word"),
        ("Text", "word"),
        ("Url/https://news.example/banana-story", "word"),
        ("Account/x:4", "inside"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@BANANAS", ["Account/x:2"]),
        ("ursula", ["Account/x:1"]),
        ("ÜRSULA MULLER", ["Account/x:1"]),
        ("wide", ["Account/x:5"]),
        ("ｗｉｄｅ", ["Account/x:5"]),
        ("近平", ["Account/x:3"]),
        ("新", ["Account/x:3"]),
        ("telegram:9", ["Account/telegram:9"]),
        ("x:p1", ["Post/x:p1"]),
        ("boat sai", ["Text"]),
        ("news.example/banana", ["Url/https://news.example/banana-story", "Domain/news.example"]),
        ("hxxps://news[.]example/banana-story", ["Url/https://news.example/banana-story", "Domain/news.example"]),
        ("'}) DETACH", ["Account/x:2"]),
        (".*", ["Account/x:4"]),
        ("OR 1=1", ["Account/x:4"]),
        ("o", ["Account/x:5"]),
        ("ba\u200bnanas", ["Account/x:2"]),
        ("\ud800bananas", ["Account/x:2"]),
        ("%", []),
        ("", []),
        (" \t\u3000", []),
        ("@", []),
        ("\x00", []),
        ("a" * 10_000, []),
        ("nobody here", []),
    ],
)
def test_text_is_found_literally_in_any_case_width_and_accent(case: Here, text: str, expected: list[str]) -> None:
    found = [ref for ref, _ in told(case.find(text))]

    assert sorted(found) == sorted(expected)


def test_only_what_is_asked_for_and_no_more_than_that(case: Here) -> None:
    first = case.find("banana", limit=2)

    assert [ref for ref, _ in told(first)] == ["Account/telegram:9", "Account/x:1"]
    assert first.more
    assert not case.find("banana", limit=8).more
    assert [ref for ref, _ in told(case.find("banana", labels=["Hashtag", "Text"]))] == ["Hashtag/banana", "Text"]
    assert [ref for ref, _ in told(case.find("banana", platform="telegram"))] == ["Account/telegram:9"]
    assert case.find("banana", labels=[]) == case.find("banana", limit=0) == Found((), more=False)


def test_what_is_loaded_is_found_at_once_and_what_the_graph_lacks_is_not(stored: Stored, embedded_graph: Graph) -> None:
    reader = stored([planted()])
    sync(embedded_graph, reader, silent)
    case = Here(reader.folder.root, embedded_graph)
    assert case.find("newcomer").hits == ()
    later = Facts()
    later.account("x", id="77", handle="newcomer")

    sync(embedded_graph, stored([later]), silent)
    assert told(case.find("newcomer")) == [("Account/x:77", "exact")]

    embedded_graph.write("MATCH (a:Account {id: 'x:77'}) DETACH DELETE a")
    assert case.find("newcomer").hits == ()


def test_an_index_is_read_back_and_made_again_where_it_is_damaged(stored: Stored, embedded_graph: Graph) -> None:
    root = stored([planted()]).folder.root
    sync(embedded_graph, Reader(Here(root, embedded_graph).folder), silent)
    said: list[str] = []
    assert Here(root, embedded_graph).find("banana", progress=lambda what, *_, **__: said.append(what)).hits
    (kept,) = (root / "find").iterdir()
    assert "reading the names of Account nodes" in said

    for content, again in ((kept.read_bytes(), False), (kept.read_bytes()[:200], True), (b"", True)):
        copy = _elsewhere(root)
        (copy / "find" / kept.name).write_bytes(content)
        (copy / "find" / f".{kept.name}.1.tmp").write_bytes(b"half")
        said.clear()
        found = Here(copy, embedded_graph).find("banana", progress=lambda what, *_, **__: said.append(what))
        assert len(found.hits) == 8
        assert bool(said) == again


def _elsewhere(root: Path) -> Path:
    copy = root.with_name(uuid.uuid4().hex)
    shutil.copytree(root, copy)
    return copy


def test_folding_keeps_marks_that_tell_words_apart() -> None:
    assert folded("Café ÅNGSTRÖM ﬁn ＡＢＣ") == "cafe angstrom fin abc"
    assert folded("がガ") != folded("かカ")
    assert folded("한국") == folded("한국")
