import math

import numpy as np
import pyarrow as pa
import pytest

from bench.rules import Shares, benjamini_hochberg, in_triangle, poisson_tail


def shares(*rows: tuple[str, str, str, float]) -> Shares:
    names = ("object_id", "account_id", "content_id", "timestamp_share")
    return Shares.of(pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]))


def test_the_tail_of_a_poisson_law_keeps_its_small_digits() -> None:
    found = poisson_tail(np.array([1, 2, 3, 3]), np.array([0.5, 0.5, 1e-6, 60.0]))

    assert found[0] == pytest.approx(1 - math.exp(-0.5))
    assert found[1] == pytest.approx(1 - 1.5 * math.exp(-0.5))
    assert found[2] == pytest.approx(1e-18 / 6, rel=1e-5)
    assert found[3] == 1.0


def test_what_is_not_given_counts_among_the_tests() -> None:
    chance = np.array([0.04, 0.001, 0.012])

    assert benjamini_hochberg(chance, 3).tolist() == [True, True, True]
    assert benjamini_hochberg(chance, 6).tolist() == [False, True, True]
    assert benjamini_hochberg(chance, 100).tolist() == [False, False, False]


def test_a_triangle_needs_three_kept_edges() -> None:
    a, b = np.array([0, 0, 1, 2]), np.array([1, 2, 2, 3])

    assert in_triangle(a, b, np.ones(4, dtype=bool)).tolist() == [True, True, True, False]
    assert in_triangle(a, b, np.array([True, True, False, True])).tolist() == [False, False, False, False]


def test_the_window_includes_its_end() -> None:
    found = shares(
        ("u", "a", "1", 0.0),
        ("u", "b", "2", 60.0),
        ("u", "a", "3", 200.0),
        ("u", "b", "4", 260.5),
        ("u", "a", "5", 300.5),
    )

    assert (found.edges.weight.tolist(), found.edges.objects.tolist()) == ([2], [1])


def test_two_objects_of_the_same_two_posts_are_one_occasion() -> None:
    found = shares(("u", "a", "1", 0.0), ("tag", "a", "1", 0.0), ("u", "b", "2", 9.0), ("tag", "b", "2", 9.0))

    assert (found.edges.objects.tolist(), found.occasions.tolist()) == ([2], [1])


def test_an_account_with_one_row_is_left_out() -> None:
    found = shares(("u", "a", "1", 0.0), ("u", "b", "2", 9.0), ("u", "b", "3", 12.0))

    assert found.edges.a.size == 0
