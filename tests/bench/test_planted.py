from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bench.groups import DECOYS
from bench.planted import SETS, Planted, cross_platform, easy, hard
from bench.scoring import score

ROWS = 60_000


@pytest.mark.parametrize("make", SETS, ids=lambda make: make.__name__)
def test_a_seed_gives_the_same_rows_and_another_seed_others(make: Callable[[int, int], Planted]) -> None:
    one, same, other = make(ROWS, 1), make(ROWS, 1), make(ROWS, 2)

    assert one.posts.num_rows == ROWS
    assert one.posts.equals(same.posts)
    assert one.truth.equals(same.truth)
    assert not one.posts.equals(other.posts)


@pytest.mark.parametrize("make", SETS, ids=lambda make: make.__name__)
def test_truth_is_in_the_data(make: Callable[[int, int], Planted]) -> None:
    planted = make(ROWS, 1)

    accounts = set(planted.posts["account_id"].to_pylist())
    truth = planted.truth.to_pylist()
    assert {row["account_a"] for row in truth} <= accounts
    assert {row["account_b"] for row in truth} <= accounts
    assert all(row["account_a"] < row["account_b"] for row in truth)
    assert len({(row["account_a"], row["account_b"]) for row in truth}) == len(truth)
    assert sum(row["together"] >= 2 for row in truth) > len(truth) / 2


def test_the_members_of_a_ring_across_platforms_are_each_on_another() -> None:
    rings: dict[int, list[str]] = {}
    for member in cross_platform(ROWS, 1).members.to_pylist():
        rings.setdefault(member["group"], []).append(member["account_id"].partition(":")[0])

    assert all(len(set(platforms)) == len(platforms) for platforms in rings.values())


def test_together_counts_distinct_objects_within_the_window() -> None:
    planted = easy(ROWS, 1)
    pair = planted.truth.sort_by([("together", "descending")]).slice(0, 1).to_pylist()[0]
    times: dict[str, dict[str, list[float]]] = {}
    for post in planted.posts.filter(
        pc.is_in(planted.posts["account_id"], pa.array(list(pair.values())[:2]))
    ).to_pylist():
        times.setdefault(post["account_id"], {}).setdefault(post["object_id"], []).append(post["timestamp_share"])
    a, b = times[pair["account_a"]], times[pair["account_b"]]

    expected = sum(any(abs(s - t) <= 60 for s in a[what] for t in b[what]) for what in a.keys() & b.keys())

    assert pair["together"] == expected


def test_the_truth_scores_one_whichever_way_its_pairs_are_written() -> None:
    planted = hard(ROWS * 3, 1)
    turned = planted.truth.select(["account_b", "account_a"]).rename_columns(["account_a", "account_b"])

    for found in (planted.truth, turned):
        worth = score(found, planted)
        assert (worth.pairs.f1, worth.rings, worth.seen, worth.accounts.f1) == (1.0, 1.0, 1.0, 1.0)
        assert sum(worth.false.values()) == 0


def test_false_pairs_are_counted_by_what_they_are() -> None:
    planted = hard(ROWS * 3, 1)
    member, decoy = planted.truth["account_a"][0].as_py(), planted.decoys["account_a"][0].as_py()
    found = planted.decoys.select(["account_a", "account_b"]).to_pylist()
    found += [{"account_a": member, "account_b": decoy}, {"account_a": "x:1", "account_b": "x:2"}]

    worth = score(pa.Table.from_pylist(found), planted)

    assert worth.pairs.precision == worth.pairs.recall == 0.0
    assert {kind: worth.false[kind] for kind in DECOYS} == {
        kind: planted.decoys["kind"].to_pylist().count(kind) for kind in DECOYS
    }
    assert (worth.false["ring and other"], worth.false["background"]) == (1, 1)


def test_nothing_found_scores_nothing() -> None:
    planted = easy(ROWS, 1)

    worth = score(planted.truth.slice(0, 0), planted)

    assert (worth.pairs.precision, worth.pairs.recall, worth.accounts.f1) == (0.0, 0.0, 0.0)


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="ask for more rows"):
        hard(5_000, 1)
