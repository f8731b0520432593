"""What docs/queries.md shows of the sample is what the sample answers."""

import pytest

from attribution.case import Case
from queries.catalogue import catalogue
from scripts.answering import answer, answered, asked


def test_every_query_is_asked_of_the_sample_and_answered() -> None:
    assert list(asked()) == list(answered()) == list(catalogue())


def test_every_near_miss_names_nodes_to_look_for() -> None:
    assert [id_ for id_, one in asked().items() if bool(one.near_miss) != bool(one.nodes)] == []


def test_every_query_has_a_near_miss_or_says_why_there_is_none() -> None:
    assert [id_ for id_, one in asked().items() if bool(one.near_miss) == bool(one.no_near_miss)] == []


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("planted", ["as shipped"], indirect=True)
def test_the_sample_gives_the_hits_that_are_shown_and_no_near_miss(sample: Case) -> None:
    assert {id_: answer(sample, id_, one) for id_, one in asked().items()} == answered()


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("planted", ["as shipped"], indirect=True)
def test_every_near_miss_is_in_the_sample(sample: Case) -> None:
    for id_, one in asked().items():
        for node in one.nodes:
            label, _, key = node.partition("/")
            assert sample.graph.read(f"MATCH (n:{label} {{id: $key}}) RETURN n.id AS id", {"key": key}), (
                f"{id_}: {node}"
            )
