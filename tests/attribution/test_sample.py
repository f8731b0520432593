"""The questions of the library against the planted answers of the sample, on two seeds and on both engines."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from attribution.case import Case
from queries.result import Result

pytestmark = [pytest.mark.embedded, pytest.mark.slow, pytest.mark.timeout(900)]

Truth = Mapping[str, Any]


def ask(case: Case, id: str, **values: object) -> Result:
    return case.answer(id, **values).result


def rows_by(result: Result, column: str) -> dict[str, Mapping[str, Any]]:
    return {row[column]: row for row in result.rows}


def network_of(case: Case, truth: Truth) -> str:
    return f"network:{truth['listed']['network']}"


@pytest.mark.parametrize("topic", ["us_elections", "stolen_2020", "conspiracy", "street"])
def test_the_topic_share_of_set_a_is_the_planted_one(sample: Case, truth: Truth, topic: str) -> None:
    result = ask(sample, "topic-share", set=truth["set_a"]["name"], topic=topic)

    on_topic = rows_by(result, "standing")["on the topic"]
    assert sorted(on_topic["accounts"]) == sorted(truth["set_a"]["topics"][topic])
    assert on_topic["listed"] == truth["counts"]["set_a"]
    assert "uncoded" in on_topic["caveat"]


def test_the_input_and_the_stated_count_are_named_as_such(sample: Case, truth: Truth) -> None:
    result = ask(sample, "shared-by-two-sets", a=truth["set_a"]["name"], b=network_of(sample, truth))

    notes = " ".join(result.notes)
    assert str(truth["counts"]["set_a"]) in notes
    assert str(truth["counts"]["stated"]) in notes
    assert str(len(truth["listed"]["named"])) in notes
    (row,) = result.rows
    assert row["kind"] == "nothing"
    assert row["because"].startswith("no tie in the loaded data")
    assert row["common_objects"] >= len(truth["listed"]["common_hashtags"])


def test_the_accounts_near_set_a_are_the_planted_ones(sample: Case, truth: Truth) -> None:
    result = ask(sample, "near-a-set", set=truth["set_a"]["name"], platform="x", limit=2000)

    planted = truth["associated"]
    found = [row["account"] for row in result.rows]
    two_types = [row["account"] for row in result.rows if row["types"] >= 2]
    assert set(two_types) == set(planted["two_types"])
    assert set(found[: len(planted["two_types"])]) == set(planted["two_types"])
    assert set(planted["one_type"]) <= set(found)
    assert not set(planted["camouflage"]) & set(found)


def test_accounts_off_x_are_found_from_set_a(sample: Case, truth: Truth) -> None:
    result = ask(sample, "near-a-set", set=truth["set_a"]["name"], min_types=2, limit=5000)
    assert set(truth["off_x"]) <= {row["account"] for row in result.rows}


def test_no_trap_stands_above_a_planted_account(sample: Case, truth: Truth) -> None:
    result = ask(sample, "near-a-set", set=truth["set_a"]["name"], limit=5000)

    place = {row["account"]: number for number, row in enumerate(result.rows)}
    last = max(place[account] for account in truth["associated"]["two_types"])
    for name in (
        "fans",
        "newsrooms",
        "debunker",
        "aggregator",
        "advocacy",
        "stock_picture",
        "shortener",
        "shared_host",
    ):
        strangers = set(truth["traps"][name]["accounts"]) - {
            *truth["set_a"]["accounts"],
            *truth["associated"]["two_types"],
            *truth["associated"]["one_type"],
            *truth["off_x"],
        }
        early = {account for account in strangers if place.get(account, last + 1) <= last}
        assert early == set(), name


def test_the_engagement_of_set_a_fills_no_gap_with_zero(sample: Case, truth: Truth) -> None:
    result = ask(sample, "engagement", set=truth["set_a"]["name"])

    own = {row["measure"]: row for row in result.rows if row["side"] == "set"}
    expected = truth["engagement"]["groups"]["set_a"]["overall"]
    for measure in ("likes", "reposts", "replies", "quotes", "views"):
        assert own[measure]["n"] == expected[measure]["n"], measure
        assert own[measure]["mean"] == pytest.approx(expected[measure]["mean"], abs=0.01), measure
        assert own[measure]["median"] == expected[measure]["median"], measure
        assert own[measure]["p99"] == pytest.approx(expected[measure]["p99"], abs=0.02), measure
        assert own[measure]["maximum"] == expected[measure]["maximum"], measure
    assert own["views"]["missing"] == expected["views"]["missing"]
    assert own["views"]["median"] != expected["views_if_gaps_were_zero"]["median"]
    outside = truth["engagement"]["reposts_of_set_a"]
    assert own["reposts"]["seen"] == outside["loaded"]
    assert own["reposts"]["seen_from_outside"] == outside["by_accounts_outside_set_a"]


def test_links_across_platforms_within_a_minute_are_planted_ones(sample: Case, truth: Truth) -> None:
    result = ask(sample, "same-link-across-platforms", window="60s", limit=1000)

    exact = [row for row in result.rows if row["timing"] == "within the window"]
    planted = {o["key"] for o in truth["planted"]}
    minutes = truth["traps"]["minutes"]
    assert exact
    assert {row["object"].partition("/")[2] for row in exact if row["precision"] == "second"} <= planted
    undecided = {row["object"].partition("/")[2] for row in result.rows if row["timing"] == "not decidable"}
    assert set(minutes["seconds_before_the_minute"]) <= undecided
    found = {row["object"].partition("/")[2] for row in result.rows}
    assert not found & {
        *truth["traps"]["too_far_apart"]["urls"],
        truth["traps"]["viral_video"]["media"],
        *truth["traps"]["fans"]["media"],
    }


def test_the_linked_videos_are_found_and_the_recut_ones_are_not(sample: Case, truth: Truth) -> None:
    near = ask(sample, "same-link-across-platforms", window="8h", limit=5000)

    found = {row["object"].partition("/")[2] for row in near.rows}
    recut = {copy["media"] for video in truth["videos"]["recut"] for copy in video["copies"]}
    assert not recut & found
    assert len(truth["videos"]["linked"]) == 14 or truth["scale"] != 1.0


def test_the_websites_of_the_actor_stand_above_those_of_the_agency(sample: Case, truth: Truth) -> None:
    result = ask(sample, "shared-fingerprint", max_tier=3)

    place = {row["fingerprint"]: number for number, row in enumerate(result.rows)}
    assert set(rows_by(result, "fingerprint")[truth["sites"]["verification"]]["domains"]) == set(
        truth["sites"]["actor"]
    )
    for trap in ("agency_id", "shared_ip", "cdn"):
        key = truth["traps"][trap]["fingerprint"]
        for own in (truth["sites"]["verification"], truth["sites"]["analytics"]):
            assert place[own] < place.get(key, len(place)), trap


def test_rare_domains_hold_neither_shortener_nor_shared_host(sample: Case, truth: Truth) -> None:
    found = {row["domain"] for row in ask(sample, "rare-domain", limit=5000).rows}

    assert set(truth["sites"]["actor"]) <= found
    assert not found & {truth["traps"]["shortener"]["domain"], truth["traps"]["shared_host"]["domain"]}


def test_same_text_ranks_the_wire_story_low_and_the_greeting_out(sample: Case, truth: Truth) -> None:
    result = ask(sample, "same-text", limit=5000)

    place = {row["text"]: number for number, row in enumerate(result.rows)}
    assert truth["traps"]["short_greeting"]["text"] not in place
    planted = [place[o["key"]] for o in truth["planted"] if o["label"] == "Text" and o["key"] in place]
    assert planted
    assert all("not the same hand" in row["caveat"] for row in result.rows)


def test_same_file_leaves_the_stock_picture_out(sample: Case, truth: Truth) -> None:
    found = {row["file"] for row in ask(sample, "same-file", limit=5000).rows}

    assert truth["traps"]["stock_picture"]["media"] not in found
    assert {o["key"] for o in truth["planted"] if o["label"] == "Media" and o["key"].startswith("sha256:")} & found


def test_one_handle_on_two_platforms_joins_nobody(sample: Case, truth: Truth) -> None:
    first, second = truth["traps"]["one_handle_twice"]["accounts"]
    rows = sample.graph.read(
        "MATCH (a:Account {id: $a})-[:SAME_AS*1..2]-(b:Account {id: $b}) RETURN count(*) AS n",
        {"a": first, "b": second},
    )
    assert rows == [{"n": 0}]


def test_the_renamed_account_is_one_with_both_handles(sample: Case, truth: Truth) -> None:
    trap = truth["traps"]["renamed"]
    (row,) = sample.graph.read(
        "MATCH (a:Account {id: $id}) RETURN a.handle AS handle, a.handles AS handles", {"id": trap["account"]}
    )

    assert row["handle"].casefold() == trap["handle"].casefold()
    assert {h.casefold() for h in row["handles"]} >= {trap["handle"].casefold(), trap["former_handle"].casefold()}


def test_damaged_ids_are_rejected_and_named(sample: Case, truth: Truth) -> None:
    damaged = [r for r in sample.rejects() if r["reason"] == "id_damaged" and r["kind"] == "row"]

    assert len(damaged) == truth["rejected"]["files/facebook/pages-resaved.csv.gz"]["id_damaged"]
    assert all(r["file"] == "pages-resaved.csv.gz" and r["row"] and r["mend"] for r in damaged)


def test_every_row_of_the_sample_is_accounted_for(sample: Case) -> None:
    for dataset in sample.reader.datasets:
        counts = dataset.counts
        assert counts.rows == counts.loaded + counts.merged + counts.blank + sum(counts.rejected.values()), dataset.name
    assert {d.name for d in sample.reader.datasets}


def test_a_link_opens_down_to_file_and_row(sample: Case, truth: Truth) -> None:
    answer = sample.answer("near-a-set", set=truth["set_a"]["name"], min_types=2, limit=5)
    edge = next(e for e in answer.subgraph().edges if e.type == "SHARED")

    receipts = sample.receipts(edge)

    assert receipts.posts
    assert all(post["time"] and post["places"] for post in receipts.posts)
    places = [place for post in receipts.posts for place in cast("list[dict[str, str]]", post["places"])]
    assert all(place["file"] and place["row"] for place in places)


def test_statements_stand_side_by_side(sample: Case) -> None:
    rows = sample.graph.read(
        "MATCH (s:Statement)-[:STATED_BY]->(o:Source) WHERE s.attributes IS NOT NULL "
        "RETURN s.attributes AS attributes, o.id AS source ORDER BY attributes, source"
    )
    found = [row["attributes"] for row in rows]
    assert found.count("no_explicit_link") == 2
    assert {"little_doubt", "denied"} <= set(found)
