import csv
import gzip
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest

from analysis import AnalysisError
from analysis.coortweet import Settings, network
from analysis.edges import network_table
from tests.analysis.shares import table

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "coortweet"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="CooRTweet's published tables are not beside the checkout")


def tweets() -> pa.Table:
    return arrow_csv.read_csv(DATA / "russian_coord_tweets.csv.gz")


def summary() -> list[dict[str, str]]:
    if not DATA.is_dir():
        return []
    with (DATA / "summary.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_data
@pytest.mark.parametrize("wanted", summary(), ids=lambda row: row["tag"])
def test_counts_are_those_that_coortweet_published(wanted: dict[str, str]) -> None:
    told = re.match(r"ru(?:_default)?_T(\d+)_mp(\d+)(_loops)?", wanted["tag"])
    assert told is not None
    asked = Settings(float(told[1]), int(told[2]), float(wanted["q"]), keep_loops=bool(told[3]))

    found = network(tweets(), asked)

    assert len(found.pairs) == int(wanted["nE"])
    assert int(found.pairs.weight.sum()) == int(wanted["sumW"]) == int(wanted["rows"])
    assert len(np.union1d(found.pairs.a, found.pairs.b)) == int(wanted["nV"])
    assert int(found.above.sum()) == int(wanted["sub1_E"])
    assert found.threshold == float(wanted["thr"])


@needs_data
@pytest.mark.parametrize(
    ("name", "window", "least"), [("ru_default_T10_mp2", 10, 2), ("ru_T60_mp2", 60, 2), ("ru_T300_mp1_grid", 300, 1)]
)
def test_edges_are_those_that_coortweet_published(name: str, window: int, least: int) -> None:
    with gzip.open(DATA / f"{name}.edges.csv.gz", "rt", encoding="utf-8") as file:
        published = {tuple(sorted((row["from"], row["to"]))): row for row in csv.DictReader(file)}

    found = network_table(network(tweets(), Settings(window, least))).to_pylist()

    assert {(row["account_a"], row["account_b"]) for row in found} == published.keys()
    for row in found:
        wanted = published[row["account_a"], row["account_b"]]
        assert row["weight"] == int(wanted["weight"])
        assert row["mean_dt"] == pytest.approx(float(wanted["avg_time_delta"]), abs=1e-9)
        assert row["above_threshold"] is (wanted["weight_threshold"] == "1")
    assert found == sorted(found, key=lambda row: (row["account_a"], row["account_b"]))


def test_repeated_rows_count_each() -> None:
    rows = [("u", "a", "1", 0.0), ("u", "a", "1", 0.0), ("u", "b", "2", 5.0)]

    found = network(table(rows), Settings(10, 1))

    assert found.pairs.weight.tolist() == [2]


def test_a_row_whose_object_is_its_own_content_pairs_with_none() -> None:
    rows = [("1", "a", "1", 0.0), ("1", "b", "2", 5.0), ("1", "c", "3", 6.0)]

    found = network(table(rows), Settings(10, 1))

    assert network_table(found).to_pylist() == [
        {"account_a": "b", "account_b": "c", "weight": 1, "mean_dt": 1.0, "above_threshold": False}
    ]


def test_a_pair_survives_if_either_side_reaches_the_least_participation() -> None:
    rows = [
        ("u", "a", "1", 0.0),
        ("u", "b", "2", 1.0),
        ("v", "a", "3", 100.0),
        ("v", "c", "4", 101.0),
        ("w", "b", "5", 9_000.0),
        ("w", "c", "6", 99_000.0),
    ]

    assert len(network(table(rows), Settings(10, 2)).pairs) == 2


def test_the_narrower_window_stands_beside() -> None:
    rows = [("u", "a", "1", 0.0), ("u", "b", "2", 1.0), ("v", "a", "3", 100.0), ("v", "b", "4", 109.0)]

    found = network(table(rows), Settings(10, 1, fast_window=2))

    assert found.pairs.weight.tolist() == [2]
    assert found.fast_weight is not None
    assert found.fast_weight.tolist() == [1]


@pytest.mark.parametrize(
    "wrong",
    [{"window": -1}, {"window": float("nan")}, {"min_participation": 0}, {"quantile": 1.5}, {"fast_window": 99.0}],
)
def test_a_wrong_setting_is_told(wrong: dict[str, float]) -> None:
    with pytest.raises(AnalysisError, match="must"):
        Settings(**{"window": 10, **wrong})  # type: ignore[arg-type]  # of several types


def test_no_rows_are_no_edges() -> None:
    assert network_table(network(table([]), Settings())).num_rows == 0
