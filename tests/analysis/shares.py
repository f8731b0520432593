"""Small share tables for tests, and the definition of an encounter written as plainly as it can be."""

import itertools
from collections.abc import Sequence
from typing import TypeAlias

import pyarrow as pa

Row: TypeAlias = tuple[str, str, str, float]
"""Object, account, content, time."""


def table(rows: Sequence[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    texts = [pa.array(column, pa.string()) for column in columns[:3]]
    return pa.table(
        [*texts, pa.array(columns[3], pa.float64())], ["object_id", "account_id", "content_id", "timestamp_share"]
    )


def brute(rows: Sequence[Row], window: float) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Weight, distinct objects and mean |dt| of each pair of accounts, by comparing every row with every other."""
    found: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for (object_, a, content, t), (other, b, other_content, u) in itertools.combinations(rows, 2):
        if object_ == other and a != b and content != other_content and abs(t - u) <= window + 5e-7:
            found.setdefault((min(a, b), max(a, b)), []).append((object_, abs(t - u)))
    return {
        pair: (len(met), len({object_ for object_, _ in met}), sum(dt for _, dt in met) / len(met))
        for pair, met in found.items()
    }
