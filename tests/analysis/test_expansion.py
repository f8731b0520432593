from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis import AnalysisError
from analysis.expansion import POST_KIND, Expansion, Settings, expand, read
from analysis.expansion_receipts import Candidate, candidates
from analysis.seed_parts import parts
from analysis.shares import encode

Row = tuple[str, str, float, str]
"""Object, account, time (s), kind of post."""

HOUR, DAY = 3_600.0, 86_400.0
RING = tuple(f"x:ring{number}" for number in range(9))
SEEDS, HIDDEN = RING[:3], RING[3:]


def table(rows: Sequence[Row], contents: Sequence[str] | None = None, *, kinds: bool = False) -> pa.Table:
    columns: dict[str, Any] = {
        "object_id": pa.array([row[0] for row in rows], pa.string()),
        "account_id": pa.array([row[1] for row in rows], pa.string()),
        "content_id": pa.array(contents or [f"post{number}" for number in range(len(rows))], pa.string()),
        "timestamp_share": pa.array([row[2] for row in rows], pa.float64()),
    }
    if kinds:
        columns[POST_KIND] = pa.array([row[3] for row in rows], pa.string())
    return pa.table(columns)


def crowd(seed: int = 1, rows: int = 6_000) -> list[Row]:
    """Four hundred accounts that share 900 objects within ten days, few of them often."""
    chance = np.random.default_rng(seed)
    objects = np.minimum(chance.zipf(1.3, rows), 900)
    accounts = chance.integers(0, 400, rows)
    times = np.floor(chance.uniform(0, 10 * DAY, rows))
    kinds = ("url", "hashtag")
    return [
        (f"{kinds[o % 2]}:common{o}", f"x:crowd{a}", float(t), "post")
        for o, a, t in zip(objects.tolist(), accounts.tolist(), times.tolist(), strict=True)
    ]


def acts(members: Sequence[str] = RING, name: str = "act", count: int = 6, apart: float = 3.0) -> list[Row]:
    """Acts of a ring, a day apart: each member shares the same new link, some seconds after the one before."""
    return [
        (f"url:{name}{act}", member, act * DAY + 10 * HOUR + place * apart, "post")
        for act in range(count)
        for place, member in enumerate(members)
    ]


def follower(name: str, kind: str = "post", lag: float = 5 * HOUR, count: int = 6) -> list[Row]:
    """Shares each act once, so long after it began."""
    return [(f"url:act{act}", name, act * DAY + 10 * HOUR + lag, kind) for act in range(count)]


def expanded(rows: Sequence[Row], seeds: Sequence[str] = SEEDS, **settings: float) -> Expansion:
    shares, responses = read(table(rows, kinds=True))
    return expand(shares, seeds, Settings(**settings), responses)


def told(rows: Sequence[Row], name: str, seeds: Sequence[str] = SEEDS, **settings: float) -> Candidate:
    found = expanded(rows, seeds, **settings)
    return next(one for one in candidates(found, len(found)) if one.account == name)


def test_hidden_members_come_first_and_nobody_else_is_beyond_chance() -> None:
    found = expanded(crowd() + acts())
    assert set(found.names[:6]) == set(HIDDEN)
    assert (found.q[:6] < 0.01).all()
    assert (found.q[6:] > 0.05).all()


def test_seeds_are_never_candidates() -> None:
    assert not set(SEEDS) & set(expanded(crowd() + acts()).names)


def test_a_debunker_of_a_bare_table_comes_late_and_does_not_rise() -> None:
    found = expanded(crowd() + acts() + follower("x:debunker"))
    assert set(found.names[:6]) == set(HIDDEN)
    assert "x:debunker" not in found.names


def test_a_quoting_debunker_within_the_window_does_not_rise() -> None:
    rows = crowd() + acts() + follower("x:quick", "quote", lag=20.0)
    assert "x:quick" not in expanded(rows).names
    as_posts = [(o, a, t, "post") for o, a, t, _ in rows]
    assert "x:quick" in expanded(as_posts).names[:7]


@pytest.mark.parametrize("kind", ["quote", "reply", "comment", "Quote"])
def test_quotes_beside_a_share_are_told(kind: str) -> None:
    rows = crowd() + acts() + follower(HIDDEN[0], kind, lag=7_000.0)
    assert "6 of 12 shares are quotes, replies or comments; not counted" in told(rows, HIDDEN[0]).against


def test_common_things_count_little() -> None:
    everybody = [("url:everywhere", f"x:crowd{a}", 1_000.0 + a, "post") for a in range(400)]
    rows = crowd() + acts() + everybody + [("url:everywhere", SEEDS[0], 1_200.0, "post")]
    found = expanded(rows)
    assert set(found.names[:6]) == set(HIDDEN)
    assert not (found.q[6:] <= 0.05).any()


def test_what_one_post_carries_counts_once() -> None:
    once = acts()
    twice = [row for o, a, t, k in once for row in ((o, a, t, k), (o.replace("url", "media"), a, t, k))]
    contents = [f"act{number // 2}" for number in range(len(twice))]
    background = crowd()
    names = [f"post{number}" for number in range(len(background))]
    both = expand(encode(table(background + twice, names + contents)), SEEDS)
    alone = expand(encode(table(background + once)), SEEDS)
    assert len(candidates(both, 1)[0].receipts) == len(candidates(alone, 1)[0].receipts)
    assert candidates(both, 1)[0].objects == candidates(alone, 1)[0].objects == 6


def test_an_account_that_repeats_a_link_gains_nothing() -> None:
    rows = crowd() + acts(RING[:8])
    again = [("url:act0", "x:repeater", 10 * HOUR + s, "post") for s in (1.0, 5.0, 9.0, 30.0)]
    assert told(rows + again, "x:repeater").objects == 1
    assert "one occasion only" in told(rows + again, "x:repeater").against


def test_without_timing_whoever_shares_among_the_seeds_rises_and_whoever_comes_after_does_not() -> None:
    chance = np.random.default_rng(3)
    spread = [
        (f"url:slow{act}", member, act * DAY / 4 + float(np.floor(chance.uniform(0, DAY))), "post")
        for act in range(30)
        for member in RING
    ]
    late = [(f"url:slow{act}", "x:late", act * DAY / 4 + 2 * DAY, "post") for act in range(30)]
    found = expanded(crowd() + spread + late)
    assert set(found.names[:6]) == set(HIDDEN)
    assert (found.q[:6] <= 0.05).all()
    assert "x:late" not in found.names


def test_parts_of_a_set_are_its_rings() -> None:
    other = tuple(f"x:other{number}" for number in range(6))
    rows = crowd() + acts() + acts(other, "beside", apart=4.0)
    shares = encode(table(rows))
    names = shares.accounts.to_pylist()
    seeds = sorted(names.index(name) for name in (*SEEDS, *other[:3], "x:crowd1"))
    number = dict(zip([names[code] for code in seeds], parts(shares, np.array(seeds), 60.0).tolist(), strict=True))
    assert len({number[name] for name in SEEDS}) == 1
    assert len({number[name] for name in other[:3]}) == 1
    assert len(set(number.values())) == 3


def test_receipts_name_object_seed_both_times_and_posts() -> None:
    first = candidates(expanded(crowd() + acts()), 1)[0]
    receipt = first.receipts[0]
    assert receipt.object.startswith("url:act")
    assert receipt.seed in SEEDS
    assert abs(receipt.lag) <= 60
    assert receipt.lag == receipt.time - receipt.seed_time
    assert receipt.timed
    assert receipt.content is not None
    assert receipt.seed_content is not None
    assert [r.bits for r in first.receipts] == sorted((r.bits for r in first.receipts), reverse=True)
    assert len(first.receipts) == 5
    assert first.kinds == (("url", 6),)


def test_what_speaks_against_is_told() -> None:
    rows = crowd() + acts()
    with_one = [(f"hashtag:mine{n}", a, n * DAY + 5.0, "post") for n in range(4) for a in (SEEDS[1], "x:friend")]
    friend = told(rows + with_one, "x:friend")
    assert "shared with 1 of 3 seeds only" in friend.against
    assert "only one kind of object (hashtag)" in friend.against
    member = told(rows, HIDDEN[0], published=3 * DAY)
    assert "3 of 6 shares came after the campaign was published" in member.against
    assert not any("published" in said for said in told(rows, HIDDEN[0], published=30 * DAY).against)


def test_a_viral_peak_is_told() -> None:
    burst = [
        (f"url:act{act}", f"x:crowd{n}", act * DAY + 10 * HOUR + 60 + n, "post") for act in range(6) for n in range(200)
    ]
    assert any("viral peak" in said for said in told(crowd() + acts() + burst, HIDDEN[0]).against)
    assert not any("viral peak" in said for said in told(crowd() + acts(), HIDDEN[0]).against)


def test_the_order_of_rows_and_seeds_does_not_matter() -> None:
    rows = crowd() + acts()
    shuffled = [rows[place] for place in np.random.default_rng(5).permutation(len(rows)).tolist()]
    one, other = expanded(rows), expanded(shuffled, SEEDS[::-1])
    assert one.names == other.names
    np.testing.assert_allclose(one.p, other.p, rtol=1e-9)


def test_strangers_as_seeds_bring_nobody_beyond_chance() -> None:
    rows = crowd() + acts()
    found = expanded(rows, [f"x:crowd{number}" for number in range(0, 400, 20)])
    assert int((found.q <= 0.05).sum()) == 0


@pytest.mark.parametrize(
    ("rows", "seeds", "said"),
    [
        (acts(), [], "seeds: none are given"),
        (acts(), ["x:nobody", "x:none"], "seeds: none of 2 (x:nobody, x:none) shared anything"),
        (acts(), RING, "seeds: are all accounts"),
        ([], SEEDS, "shares: there are none"),
        ([("url:a", "x:ring0", float("nan"), "post")], SEEDS, "shares: there are none"),
    ],
)
def test_what_cannot_be_ranked_is_said_in_one_line(rows: list[Row], seeds: Sequence[str], said: str) -> None:
    with pytest.raises(AnalysisError, match=said.replace("(", r"\(").replace(")", r"\)")) as told_:
        expanded(rows, seeds)
    assert "\n" not in str(told_.value)


@pytest.mark.parametrize(
    "settings", [{"window": -1.0}, {"window": float("nan")}, {"fdr": 0.0}, {"published": float("inf")}]
)
def test_absurd_settings_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(AnalysisError):
        Settings(**settings)


def test_unknown_seeds_are_counted_and_the_others_used() -> None:
    found = expanded(crowd() + acts(), (*SEEDS, "x:absent"))
    assert found.unknown == ("x:absent",)
    assert set(found.names[:6]) == set(HIDDEN)


def test_one_object_only_and_one_instant_are_no_proof() -> None:
    one = [("url:one", f"x:a{number}", 100.0 * number, "post") for number in range(50)]
    assert (expanded(one, ["x:a0"]).q > 0.05).all()
    instant = [(o, a, 0.0, k) for o, a, _, k in crowd()]
    found = expanded(instant, ["x:crowd1", "x:crowd2"])
    assert not found.timed
    assert (found.q > 0.05).all()


def test_nothing_in_common_is_an_empty_ranking() -> None:
    found = expanded([("url:a", "x:one", 0.0, "post"), ("url:b", "x:two", 90.0, "post")], ["x:one"])
    assert len(found) == 0
    assert candidates(found) == ()
