"""One case on two engines: rebuilt from the store alone, every saved query gives the same rows."""

from typing import Any

import pytest

from attribution.case import Case, open_case
from graph.connection import Graph, Target
from graph.write import counts

pytestmark = [pytest.mark.embedded, pytest.mark.neo4j, pytest.mark.slow, pytest.mark.timeout(900)]


def questions(truth: dict[str, Any]) -> list[tuple[str, dict[str, object]]]:
    """Each query of the library with the values that it needs on the sample."""
    own, other = truth["set_a"]["name"], f"network:{truth['listed']['network']}"
    link = truth["planted"][0]
    star, ends = truth["traps"]["fans"]["star"], [f"Account/{key}" for key in link["sharers"][:2]]
    return [
        ("bursts", {"limit": 2000}),
        ("early-amplifiers", {"source": f"Account/{star}"}),
        ("engagement", {"set": own}),
        ("first-appearance", {"object": f"{link['label']}/{link['key']}"}),
        ("hidden-links", {}),
        ("hours-of-a-set", {"set": own}),
        ("listed-and-seen", {"set": other}),
        ("near-a-set", {"set": own, "limit": 2000}),
        ("path-between-accounts", {"a": ends[0], "b": ends[1]}),
        ("rare-domain", {}),
        ("renamed-accounts", {}),
        ("same-bio", {}),
        ("same-file", {}),
        ("same-link-across-platforms", {"window": "8h", "limit": 2000}),
        ("same-name-or-handle", {}),
        ("same-text", {"limit": 2000}),
        ("shared-by-two-sets", {"a": own, "b": other}),
        ("shared-fingerprint", {"max_domains": 50, "max_tier": 3}),
        ("sites-by-fingerprints", {}),
        ("time-precision", {}),
        ("topic-first-seen", {"topic": "rare_earths"}),
        ("topic-share", {"set": own, "topic": "us_elections"}),
        ("what-sources-say", {}),
        ("who-reacts-to-a-set", {"set": own}),
    ]


@pytest.mark.parametrize("planted", ["seed 2, 143/47/61"], indirect=True)
def test_every_query_gives_the_same_rows_on_both_engines(
    sample: Case, truth: dict[str, Any], neo4j_graph: Graph, neo4j_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_target.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_target.password)

    with open_case(sample.folder.root, neo4j_target.uri) as other:
        assert other.rebuild()
        assert counts(neo4j_graph) == counts(sample.graph)
        here, there = sample.verify(), other.verify()
        assert here.clean, here.told()
        assert there.clean, there.told()
        assert {n: t.graph_checksum for n, t in there.tables.items()} == {
            n: t.graph_checksum for n, t in here.tables.items()
        }
        asked = questions(truth)
        assert {id for id, _ in asked} == set(sample.queries())
        for id, values in asked:
            one, two = sample.answer(id, **values).result, other.answer(id, **values).result
            assert one.rows, id
            assert [dict(row) for row in two.rows] == [dict(row) for row in one.rows], id
            assert two.notes == one.notes, id
