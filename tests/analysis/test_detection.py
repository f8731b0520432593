import functools

import numpy as np
import pyarrow as pa
import pytest

from analysis import AnalysisError
from analysis.detection import Detection, detect
from analysis.edges import edge_table, weight_tables
from analysis.judgement import FEED, IN_GROUP, SCATTERED, SIGNIFICANT
from analysis.receipts import explain
from analysis.shares import IMPRECISE, NO_OBJECT, NO_TIME, REPEATED, encode
from analysis.weighing import Settings, cooled, estimate, weigh
from bench.planted import Planted, easy, hard
from bench.scoring import score
from tests.analysis.shares import Row, brute, table

DAY = 86_400


def crowd(accounts: int, objects: int, rows: int, seed: int) -> list[Row]:
    chance = np.random.default_rng(seed)
    who, what, when = (
        chance.integers(0, accounts, rows),
        chance.integers(0, objects, rows),
        chance.integers(0, 30 * DAY, rows),
    )
    return [(f"url:{o}", f"x:{a}", f"p{n}", float(t)) for n, (a, o, t) in enumerate(zip(who, what, when, strict=True))]


def ring(accounts: int, acts: int, seed: int, apart: float = 20) -> list[Row]:
    chance = np.random.default_rng(seed)
    rows = []
    for act in range(acts):
        begin = float(chance.integers(0, 29 * DAY))
        rows += [
            (f"url:ring{act}", f"r:{a}", f"r{act}-{a}", begin + float(chance.uniform(0, apart)))
            for a in range(accounts)
        ]
    return rows


@functools.cache
def planted(kind: str) -> tuple[Planted, Detection]:
    made = {"easy": easy, "hard": hard}[kind](200_000, 5)
    return made, detect(encode(made.posts), Settings())


def test_a_ring_is_found_in_a_crowd_and_nobody_else() -> None:
    found = detect(encode(table(crowd(400, 300, 6_000, 1) + ring(5, 6, 2))), Settings())

    significant = [row for row in edge_table(found).to_pylist() if row["significant"]]
    assert len(significant) == 10
    assert all(row["account_a"].startswith("r:") and row["account_b"].startswith("r:") for row in significant)
    assert [len(group.accounts) for group in found.groups] == [5]
    assert found.groups[0].cohesion == 1.0
    assert not found.groups[0].unstable


def test_a_pair_that_met_once_is_no_ring() -> None:
    found = detect(encode(table(crowd(400, 300, 6_000, 1) + ring(2, 1, 2))), Settings(min_participation=1))

    assert not found.judged.significant.any()


def test_one_post_with_three_objects_is_one_occasion() -> None:
    rows = [
        (f"{kind}:same", account, f"p{account}", 1000.0 + n)
        for n, account in enumerate(("r:1", "r:2"))
        for kind in ("url", "media", "hashtag")
    ]

    found = detect(encode(table(crowd(400, 300, 6_000, 1) + rows)), Settings())

    told = explain(found, "r:1", "r:2")
    assert (told.objects, told.occasions, told.weight) == (3, 1, 3)
    assert told.reading not in (SIGNIFICANT, IN_GROUP)


def test_two_posts_of_one_account_are_one_occasion() -> None:
    rows: list[Row] = [
        ("url:s", "r:1", "a", 1000.0),
        ("url:t", "r:1", "b", 5000.0),
        ("url:s", "r:2", "c", 1001.0),
        ("url:s", "r:2", "d", 1002.0),
    ]

    found = detect(encode(table(crowd(400, 300, 6_000, 1) + rows)), Settings())

    assert explain(found, "r:1", "r:2").occasions == 1


def test_planted_rings_are_found_and_decoys_are_not() -> None:
    for kind in ("easy", "hard"):
        made, found = planted(kind)
        names = edge_table(found)
        worth = score(names.filter(names["significant"]), made)
        assert worth.pairs.precision >= 0.98, kind
        assert worth.seen >= 0.98, kind
    _, found = planted("hard")
    assert (found.judged.reading == FEED).any()
    assert (found.judged.reading == SCATTERED).any()


def test_the_same_shares_in_another_order_come_to_the_same() -> None:
    rows = crowd(200, 100, 4_000, 3) + ring(4, 5, 4)
    mixed = [rows[n] for n in np.random.default_rng(1).permutation(len(rows))]

    one, other = (edge_table(detect(encode(table(some)), Settings())) for some in (rows, mixed))

    assert one.equals(other)


def test_every_listed_pair_has_the_counts_of_the_definition() -> None:
    rows = crowd(60, 40, 1_500, 5)

    found = edge_table(detect(encode(table(rows)), Settings(min_participation=1))).to_pylist()

    wanted = brute(rows, 60)
    assert {(row["account_a"], row["account_b"]): (row["weight"], row["objects"]) for row in found} == {
        pair: counts[:2] for pair, counts in wanted.items()
    }


def test_counting_alone_comes_to_the_same_weights() -> None:
    shares = encode(table(crowd(60, 40, 1_500, 5) + ring(4, 5, 1)))

    parts, judged = list(weight_tables(weigh(shares, Settings()), rows=1)), edge_table(detect(shares, Settings()))

    assert len(parts) > 1
    counted = pa.concat_tables(parts)
    assert counted.equals(judged.select(counted.column_names))


def test_receipts_hold_both_posts_and_times() -> None:
    found = detect(encode(table(crowd(400, 300, 6_000, 1) + ring(3, 4, 2))), Settings())

    told = explain(found, "r:2", "r:0")

    assert (told.a, told.b) == ("r:2", "r:0")
    assert len(told.receipts) == told.weight == 4
    assert all(abs(receipt.dt) < 20 and receipt.object.startswith("url:ring") for receipt in told.receipts)
    assert explain(found, "r:0", "r:2").receipts[0].dt == -told.receipts[0].dt


def test_who_led_is_told_for_each_account() -> None:
    rows: list[Row] = [
        (f"url:{n}", account, f"{account}{n}", n * 9000.0 + late)
        for n in range(5)
        for account, late in (("z", 0.0), ("a", 7.0))
    ]

    (row,) = edge_table(detect(encode(table(rows)), Settings())).to_pylist()

    assert (row["account_a"], row["a_first"], row["b_first"], row["median_dt"]) == ("a", 0, 5, 7.0)


def test_unknown_accounts_are_told() -> None:
    found = detect(encode(table(ring(2, 3, 1))), Settings())

    with pytest.raises(AnalysisError, match="is not among"):
        explain(found, "r:0", "nobody")
    with pytest.raises(AnalysisError, match="named twice"):
        explain(found, "r:0", "r:0")


def test_rows_that_cannot_be_used_are_counted_by_reason() -> None:
    made = table(
        [
            ("", "a", "1", 1.0),
            ("u", "a", "2", float("nan")),
            ("u", "a", "3", 5.0),
            ("u", "a", "3", 5.0),
            ("u", "b", "4", 6.0),
        ]
    )
    made = made.append_column("ts_precision", [["second", "second", "second", "second", "day"]])

    shares = encode(made)

    assert dict(shares.left_out) == {NO_OBJECT: 1, NO_TIME: 1, IMPRECISE: 1, REPEATED: 1}
    assert len(shares) == 1


def test_a_missing_column_is_told() -> None:
    with pytest.raises(AnalysisError, match="content_id is missing"):
        encode(table([]).drop_columns(["content_id"]))


@pytest.mark.parametrize("rows", [[], [("u", "a", "1", 1.0)], [("u", "a", str(n), 1.0) for n in range(50)]])
def test_nothing_to_find_is_found_in_little(rows: list[Row]) -> None:
    found = detect(encode(table(rows)), Settings())

    assert len(found.judged.pairs) == 0
    assert found.groups == ()
    assert edge_table(found).num_rows == 0


def test_everything_at_one_instant_is_no_evidence() -> None:
    rows: list[Row] = [(f"url:{o}", f"x:{a}", f"{o}-{a}", 1000.0) for o in range(6) for a in range(60)]

    found = detect(encode(table(rows)), Settings())

    assert not found.judged.significant.any()


@pytest.mark.parametrize(
    ("times", "resolution"),
    [
        ((0.0, 60.0, 180.0), 60.0),
        ((30.0, 3_630.0), 3_600.0),
        ((0.0, 61.0), 1.0),
        ((5.0, 5.0), np.inf),
        ((), 1.0),
        ((0.5, 86_400.5), 86_400.0),
    ],
)
def test_what_times_are_told_to_is_seen(times: tuple[float, ...], resolution: float) -> None:
    assert encode(table([("u", "a", str(n), t) for n, t in enumerate(times)])).resolution == resolution


def test_an_object_of_a_hundred_thousand_sharers_is_left_out_and_told() -> None:
    many: list[Row] = [("url:hot", f"x:{n}", f"h{n}", float(n // 100)) for n in range(100_000)]
    shares = encode(table(many + ring(3, 4, 1)))

    assert estimate(shares, 60) > 5_000_000
    kept, hot = cooled(shares, 60, 5_000_000)
    assert [(one.shares, one.sharers) for one in hot] == [(100_000, 100_000)]
    assert len(kept) == 12


def test_beyond_what_is_held_the_objects_that_make_most_pairs_leave_first() -> None:
    rows: list[Row] = [
        (f"url:{o}", f"x:{a}", f"{o}-{a}", float(a % 30)) for o, size in enumerate((300, 200, 150)) for a in range(size)
    ]
    shares = encode(table(rows + ring(3, 4, 1)))

    kept, hot = cooled(shares, 60, 5_000_000, 40_000)

    assert [(one.shares, one.pairs) for one in hot] == [(300, 300 * 299 // 2)]
    assert len(kept) == 362
    assert cooled(shares, 60, 5_000_000, 1_000_000)[1] == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": -1},
        {"window": float("inf")},
        {"fdr": 0},
        {"min_participation": 0},
        {"min_weight": 0},
        {"shuffles": -1},
    ],
)
def test_a_wrong_setting_is_told(wrong: dict[str, float]) -> None:
    with pytest.raises(AnalysisError, match="must"):
        Settings(**wrong)  # type: ignore[arg-type]  # of several types
