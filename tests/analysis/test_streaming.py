from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import compiled_pairing, compiled_texts, edges, encoding
from analysis.edges import weight_tables
from analysis.encoding import Codes, settled_stream
from analysis.shares import REPEATED, encode
from analysis.spilling import weigh_spilled
from analysis.streaming import weigh_stream
from analysis.weighing import Settings, Weighed, weigh
from tests.analysis.shares import Row, brute, table

Counts: TypeAlias = dict[tuple[str, str], tuple[int, int, float]]

rows = st.lists(
    st.tuples(
        st.sampled_from(["u", "v", "w"]),
        st.sampled_from(["a", "b", "c", "d", "ä"]),
        st.integers(0, 30).map(str),
        st.integers(0, 200).map(float),
    ),
    max_size=60,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks, tables and stretches of a few, so that few rows fill many; counters that all pairs share."""
    with monkeypatch.context() as patch:
        patch.setattr(encoding, "_HELD", 3)
        patch.setattr(encoding, "_ROOM", 2)
        patch.setattr(edges, "COMPILED_FROM", 1)
        patch.setattr(compiled_pairing, "_STRETCH", 2)
        patch.setattr(compiled_pairing, "_WORTH_CUTTING", 2)
        patch.setattr(compiled_pairing, "_MOST_MARKS", 1)
        yield


def batches(some: Sequence[Row]) -> list[pa.RecordBatch]:
    return table(some).to_batches(max_chunksize=4)


def listed(found: Weighed) -> Counts:
    rows_ = pa.concat_tables(weight_tables(found)).to_pylist()
    return {(r["account_a"], r["account_b"]): (r["weight"], r["objects"], round(r["mean_dt"], 9)) for r in rows_}


def wanted(some: Sequence[Row], said: Settings) -> Counts:
    once = list(dict.fromkeys(some))
    posts = [account for _, account, _, _ in once]
    taking = [row for row in once if posts.count(row[1]) >= said.min_participation]
    least = said.min_weight or 1
    found = brute(taking, said.window).items()
    return {pair: (weight, objects, round(dt, 9)) for pair, (weight, objects, dt) in found if weight >= least}


@pytest.mark.usefixtures("small")
@given(some=rows, window=st.sampled_from([0.0, 10.0, 60.0]), least=st.sampled_from([None, 1, 2, 3]))
@settings(max_examples=200, deadline=None)
def test_a_stream_is_counted_as_comparing_every_row_with_every_other_counts(
    some: list[Row], window: float, least: int | None
) -> None:
    said = Settings(window, 2, least)

    found, usual = weigh_stream(batches(some), said), weigh(encode(table(some)), said)

    assert listed(found) == wanted(some, said) == listed(usual)
    assert (found.met, found.few, found.taking) == (usual.met, usual.few, usual.taking)
    assert dict(found.shares.left_out) == dict(usual.shares.left_out)


@pytest.mark.usefixtures("small")
@given(some=rows, least=st.sampled_from([None, 2, 3]))
@settings(max_examples=20, deadline=None)
def test_what_waits_on_disk_is_counted_the_same(
    tmp_path_factory: pytest.TempPathFactory, some: list[Row], least: int | None
) -> None:
    said = Settings(10.0, 2, least)
    folder: Path = tmp_path_factory.mktemp("spilled")

    found, usual = weigh_spilled(batches(some), said, 400 << 20, folder), weigh_stream(batches(some), said)

    assert listed(found) == listed(usual)
    assert (found.met, found.few, found.taking) == (usual.met, usual.few, usual.taking)


def test_too_common_an_object_leaves_a_stream_too() -> None:
    some: list[Row] = [("hot", f"x{n % 20}", f"p{n}", float(n)) for n in range(100)]
    some += [("u", f"x{n}", f"q{n}", float(n)) for n in range(2)]
    said = Settings(60, 2, hot=1_000)

    found, usual = weigh_stream(batches(some), said), weigh(encode(table(some)), said)

    assert [one.pairs for one in found.hot] == [one.pairs for one in usual.hot]
    assert (found.few, found.taking, listed(found)) == (usual.few, usual.taking, listed(usual))


def test_times_finer_than_milliseconds_are_counted_by_arrays() -> None:
    some: list[Row] = [("u", "a", "1", 1 / 3), ("u", "b", "2", 2 / 3), ("v", "a", "3", 1.0), ("v", "b", "4", 2.0)]

    assert listed(weigh_stream(batches(some), Settings())) == {("a", "b"): (2, 2, round(2 / 3, 9))}


@pytest.mark.parametrize("contents", [3, 10])
def test_many_rows_of_one_moment_are_told_apart(contents: int) -> None:
    some: list[Row] = [("u", f"x{n % 7}", f"p{n % contents}", 5.0) for n in range(200)]

    block, names = settled_stream(batches(some))

    assert len(block) == len(set(some))
    assert names.left_out == {REPEATED: 200 - len(set(some))}


def test_texts_keep_their_codes_while_the_table_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_ROOM", 2)
    codes = Codes()
    texts = [f"text {n % 300}" for n in range(1_000)]

    found = np.concatenate([codes.of(pa.array(texts[at : at + 90])) for at in range(0, 1_000, 90)])

    assert found.tolist() == [n % 300 for n in range(1_000)]
    assert codes.names().to_pylist() == texts[:300]


def test_texts_that_share_a_slot_or_half_of_what_they_are_told_by_are_two() -> None:
    first = np.array([1 << 32, 2 << 32, 1 << 32, 1 << 32, 0], "uint64")
    second = np.array([5, 5, 5 + 8, 5, 0], "uint64")
    table_ = np.zeros(2 * 16, "uint64")
    codes, fresh = np.empty(5, "int32"), np.zeros(5, bool)

    known = np.zeros(1, "int64")
    row = compiled_texts.look_up(first, second, table_, known, codes, fresh, 0)

    assert (row, known[0]) == (5, 4)
    assert codes.tolist() == [0, 1, 2, 0, 3]
    assert fresh.tolist() == [True, True, True, False, True]
