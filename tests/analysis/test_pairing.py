from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import shares as shares_module
from analysis.compiled_pairing import CompiledPairing, fits
from analysis.encoding import encode_stream, hashed
from analysis.pairing import ArrayPairing, Pairing, Pairs, around, densify, within
from analysis.shares import Shares, encode
from tests.analysis.shares import Row, brute, table

names = st.sampled_from(["a", "b", "c", "d", "ä"])
whole = st.integers(0, 200).map(float)
halves = st.integers(0, 400).map(lambda n: n / 2)
odd = st.floats(0, 200, allow_nan=False).map(lambda t: round(t, 6))
rows = st.lists(
    st.tuples(st.sampled_from(["u", "v", "w"]), names, st.integers(0, 40).map(str), whole | halves), max_size=40
)
odd_rows = st.lists(st.tuples(st.sampled_from(["u", "v"]), names, st.integers(0, 40).map(str), odd), max_size=30)


def named(shares: Shares, pairs: Pairs) -> dict[tuple[str, str], tuple[int, int, float]]:
    texts = shares.accounts.to_pylist()
    found = {}
    for a, b, weight, objects, dt in zip(pairs.a, pairs.b, pairs.weight, pairs.objects, pairs.mean_dt, strict=True):
        first, second = sorted((texts[a], texts[b]))
        found[first, second] = (int(weight), int(objects), float(dt))
    return found


def once(given_rows: Sequence[Row]) -> list[Row]:
    """Rows without repeated ones, which encoding leaves out."""
    return list(dict.fromkeys(given_rows))


def assert_same(
    found: dict[tuple[str, str], tuple[int, int, float]], wanted: dict[tuple[str, str], tuple[int, int, float]]
) -> None:
    assert found.keys() == wanted.keys()
    for pair, (weight, objects, dt) in wanted.items():
        assert found[pair][:2] == (weight, objects)
        assert found[pair][2] == pytest.approx(dt, abs=1e-9)


@pytest.mark.parametrize("few", [0, 1_000], ids=["by hashes", "by texts"])
@given(some=rows | odd_rows)
@settings(max_examples=100, deadline=None)
def test_contents_are_told_apart_by_either_way(few: int, some: list[Row]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares_module, "_FEW", few)
        found = encode(table(some), keep_repeated=False)

    assert_same(named(found, ArrayPairing(found, 10).pairs()[0]), brute(once(some), 10))


def test_pairs_are_the_same_when_they_are_asked_for_again() -> None:
    some = [
        ("u", "a", "1", 0.0),
        ("u", "b", "2", 1.0),
        ("v", "a", "3", 9.0),
        ("v", "b", "4", 9.0),
        ("v", "c", "5", 9.0),
    ]
    found = ArrayPairing(encode(table(some)), 10)

    twice, met = found.pairs(2)

    assert (len(twice), met) == (1, 3)
    assert len(found.pairs(1)[0]) == 3
    assert found.pairs(2)[0].weight.tolist() == [2]


@given(rows | odd_rows, st.sampled_from([0, 1, 10, 60.5]))
@settings(max_examples=200, deadline=None)
def test_arrays_find_what_comparing_every_row_with_every_other_finds(some: list[Row], window: float) -> None:
    shares = encode(table(some))

    pairs, met = ArrayPairing(shares, window).pairs()

    assert_same(named(shares, pairs), brute(once(some), window))
    assert met == len(pairs)


@given(rows, st.sampled_from([0, 1, 10, 60]))
@settings(max_examples=200, deadline=None)
def test_compiled_loops_find_the_same(some: list[Row], window: float) -> None:
    shares = encode(table(some))

    pairs, met = CompiledPairing(shares, window).pairs()

    assert_same(named(shares, pairs), brute(once(some), window))
    assert met == len(pairs)


@given(rows, st.sampled_from([0, 10, 60]), st.sampled_from([0, 64, 1 << 20]), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_no_result_depends_on_the_room_for_keys(some: list[Row], window: float, room: int, least: int) -> None:
    shares = encode(table(some))

    pairing = CompiledPairing(shares, window, room=room)
    pairs, met = pairing.pairs(least)

    wanted = brute(once(some), window)
    assert_same(named(shares, pairs), {pair: counts for pair, counts in wanted.items() if counts[0] >= least})
    assert met == len(wanted)
    assert len(pairing) == sum(counts[0] for counts in wanted.values())
    keys = pairs.keys(len(shares.accounts)).tolist()
    assert keys == sorted(keys)


@given(rows, st.sampled_from([0, 10, 60]), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_a_stream_of_batches_is_encoded_as_a_table_is(some: list[Row], window: float, size: int) -> None:
    whole_table = table(some)
    shares = encode_stream(whole_table.to_batches(max_chunksize=size))

    assert sorted(shares.accounts.to_pylist()) == sorted({account for _, account, _, _ in some})
    assert_same(named(shares, CompiledPairing(shares, window).pairs()[0]), brute(once(some), window))
    assert dict(shares.left_out) == dict(encode(whole_table).left_out)


@pytest.mark.parametrize("way", [ArrayPairing, CompiledPairing])
@given(rows, st.sampled_from([0, 10, 60]))
@settings(max_examples=60, deadline=None)
def test_meetings_are_the_encounters_of_the_pairs_asked_for(
    way: type[ArrayPairing | CompiledPairing], some: list[Row], window: float
) -> None:
    shares = encode(table(some))
    pairing: Pairing = way(shares, window)
    pairs, _ = pairing.pairs(2)

    met = pairing.meetings(pairs.a, pairs.b)

    assert np.bincount(met.pair, minlength=len(pairs)).tolist() == pairs.weight.tolist()
    assert (np.diff(met.pair) >= 0).all()
    for pair, first, second in zip(met.pair, met.first, met.second, strict=True):
        assert {int(shares.account[first]), int(shares.account[second])} == {int(pairs.a[pair]), int(pairs.b[pair])}
        assert 0 <= shares.time[second] - shares.time[first] <= window + 5e-7


@given(rows, st.sampled_from([0, 10, 60]))
@settings(max_examples=60, deadline=None)
def test_encounters_are_counted_without_being_made(some: list[Row], window: float) -> None:
    shares = encode(table(some))
    wanted = [
        sum(
            1
            for j in range(i + 1, len(shares))
            if shares.object[j] == shares.object[i] and shares.time[j] - shares.time[i] <= window
        )
        for i in range(len(shares))
    ]

    assert within(shares, window).tolist() == wanted


@given(rows, st.sampled_from([0, 10, 60]))
@settings(max_examples=60, deadline=None)
def test_density_is_the_same_by_either_way(some: list[Row], window: float) -> None:
    from analysis import compiled  # noqa: PLC0415  # beside the test that needs it

    shares = encode(table(some))
    slow, fast = np.zeros(len(shares)), np.zeros(len(shares))

    densify(shares, np.arange(len(shares)), window, 1.0, slow)
    compiled.around(shares.object, shares.time, float(window), 1.0, fast)

    assert slow.tolist() == fast.tolist()
    assert slow.tolist() == (around(shares, np.arange(len(shares)), window).tolist() if len(shares) else [])


@pytest.mark.parametrize(
    ("times", "fit"),
    [((0.0, 5.0), True), ((0.5, 5.125), True), ((0.0, 1 / 3), False), ((-5.0, 5.0), True)],
)
def test_what_does_not_fit_one_key_goes_the_other_way(times: tuple[float, float], fit: bool) -> None:
    shares = encode(table([("u", "a", "1", times[0]), ("u", "b", "2", times[1])]))

    assert fits(shares, 60) is fit


def test_the_window_holds_its_end_and_fractions_count() -> None:
    shares = encode(table([("u", "a", "1", 0.0), ("u", "b", "2", 10.0), ("u", "c", "3", 10.25)]))

    assert named(shares, ArrayPairing(shares, 10).pairs()[0]) == {("a", "b"): (1, 1, 10.0), ("b", "c"): (1, 1, 0.25)}


@pytest.mark.parametrize("way", [ArrayPairing, CompiledPairing])
def test_the_end_of_the_window_is_held_where_epoch_times_have_fractions(
    way: type[ArrayPairing | CompiledPairing],
) -> None:
    begins = [1_600_000_000 + n * 7.013 for n in range(300)]
    rows = [
        (f"u{n}", name, f"{n}{name}", round(t + late, 3))
        for n, t in enumerate(begins)
        for name, late in (("a", 0), ("b", 0.1))
    ]
    shares = encode(table(rows))

    assert named(shares, way(shares, 0.1).pairs()[0])["a", "b"][:2] == (300, 300)
    assert way(shares, 0.099).pairs()[1] == 0


def test_thousandths_of_a_second_fit_one_key_though_floats_hold_them_nearly() -> None:
    shares = encode(table([("u", "a", "1", 1.001), ("u", "b", "2", 4.004), ("u", "c", "3", 1_600_000_000.123)]))

    assert fits(shares, 60)
    assert named(shares, CompiledPairing(shares, 60).pairs()[0]) == {("a", "b"): (1, 1, 3.003)}


def test_texts_that_differ_in_two_far_bits_are_two() -> None:
    texts = pa.array(["xxxxxxxaxxxaxxxa", "xxxxxxx!xxx!xxx!"])

    first, second = hashed(texts)

    assert first[0] != first[1]
    assert second[0] != second[1]
