"""Spans of keys cover a graph once and whole, on each engine, whatever script its keys are in."""

import pytest

from graph.connection import Graph
from graph.spans import Place, counted, properties_of, read_span

KEYS = ["", "a", "a|b", "b'); DROP", "b\\", "ba", "é", "ж", "中文", "\ud7ff", "\uf8ff", "\uffee", "😀", "𝒳"]
BOUNDS = ["a", "b", "c", "é", "ж", "中", "\ud7ff"]


@pytest.fixture
def planted(graph: Graph) -> Graph:
    for key in KEYS:
        graph.write(
            "CREATE (p:Post {id: $key, datasets: ['d'], likes: 3}) CREATE (h:Hashtag {id: $key, datasets: ['d'], text: 't'}) "
            "CREATE (p)-[:TAGGED {datasets: ['d'], raw: ['x', $key]}]->(h) "
            "CREATE (:Account {id: $key, datasets: ['d']})-[:POSTED {datasets: ['d']}]->(p)",
            {"key": key},
        )
    return graph


@pytest.mark.parametrize(
    "place", [Place("Hashtag"), Place("TAGGED", "Post", "Hashtag"), Place("POSTED", "Account", "Post")]
)
def test_spans_cover_everything_once(planted: Graph, place: Place) -> None:
    lows, highs = ["", *BOUNDS], [*BOUNDS, None]

    found: list[str] = []
    for low, high in zip(lows, highs, strict=True):
        for rows in read_span(planted, place, (), low, high, most=1_000):
            keys = rows.columns[place.keys[0]]
            # the same order in every engine and in the store, so that both sides see a key in the same span
            assert all(low <= key and (high is None or key < high) for key in keys)
            found += keys

    assert sorted(found) == sorted(KEYS)


def test_what_is_absent_or_more_is_seen(planted: Graph) -> None:
    planted.write("MATCH (p:Post {id: 'a'}) SET p.text = 'x' REMOVE p.likes")

    rows = read_span(planted, Place("Post"), ("likes",), "a", "a|c", most=10)

    values = {
        k: (v, r.size, r.datasets) for r in rows for k, v in zip(r.columns["_key"], r.columns["likes"], strict=True)
    }
    assert values == {"a": (None, 1, ("d",)), "a|b": (3, 1, ("d",))}


def test_counts_and_properties(planted: Graph) -> None:
    assert counted(planted) == {"Post": 14, "Hashtag": 14, "Account": 14, "TAGGED": 14, "POSTED": 14}
    assert properties_of(planted, Place("Post"), ["a"]) == [{"datasets": ["d"], "likes": 3}]
    assert properties_of(planted, Place("TAGGED", "Post", "Hashtag"), ["a", "a"]) == [
        {"datasets": ["d"], "raw": ["x", "a"]}
    ]


def test_no_more_than_most_is_read(planted: Graph) -> None:
    rows = read_span(planted, Place("Post"), (), "", None, most=3)
    assert sum(len(r.columns["_key"]) for r in rows) == 3


def test_what_the_schema_does_not_declare_is_refused(graph: Graph) -> None:
    with pytest.raises(ValueError, match="not declared"):
        read_span(graph, Place("POSTED", "Post", "Account"), (), "", None, most=1)
