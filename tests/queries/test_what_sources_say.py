"""Statements side by side, never added up."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.queries.conftest import World


@pytest.fixture
def planted(world: "World") -> "World":
    world.network("Pub", "Net", {world.account("x:1"): "asset"}, 83)
    network, other = world.facts.node("Network", "Pub/Net"), world.facts.node("Set", "planted/A", {"name": "A"})
    for key, source, about, said in (
        ("s1", "Firm", network, {"kind": "attribution", "text": "No link.", "attributes": "no_explicit_link", "stated_at": 2}),
        ("s2", "Embassy", network, {"kind": "attribution", "text": "Groundless.", "attributes": "denied", "stated_at": 1}),
        ("s3", None, other, {"kind": "claim", "text": "They pay."}),
    ):  # fmt: skip
        properties: dict[str, Any] = said
        statement = world.facts.node("Statement", key, properties)
        world.facts.link("ABOUT", statement, about)
        if source:
            world.facts.link("STATED_BY", statement, world.facts.node("Source", source, {"name": source}))
    world.write()
    return world


def test_attributions_stand_first_and_in_their_order_and_a_count_is_named_as_stated(planted: "World") -> None:
    rows = planted.ask("what-sources-say", about="Network/Pub/Net").rows

    assert [(r["source"], r["kind"]) for r in rows] == [
        ("Embassy", "attribution"),
        ("Firm", "attribution"),
        ("Pub", "count"),
    ]
    assert rows[0]["because"] == "Embassy (1970-01-01) on Net: “Groundless.”"
    assert "denial" in rows[0]["caveat"]
    assert (rows[2]["count"], rows[2]["caveat"]) == (83, "a stated number, not counted here")


def test_an_unnamed_source_and_an_unknown_day_are_said(planted: "World") -> None:
    (row,) = planted.ask("what-sources-say", kinds="claim").rows

    assert (row["about"], row["source"]) == ("Set/planted/A", None)
    assert row["because"] == "an unnamed source (undated) on A: “They pay.”"


def test_a_thing_with_very_many_statements_is_left_out_until_it_is_asked_for(planted: "World") -> None:
    assert [r["about"] for r in planted.ask("what-sources-say", max_statements=2).rows] == ["Set/planted/A"]
    assert len(planted.ask("what-sources-say", max_statements=2, about="Network/Pub/Net").rows) == 3
