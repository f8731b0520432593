import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.chance import adjusted, poisson_tail


def exact(least: int, rate: float) -> float:
    """The tail summed term by term from its first, in logarithms."""
    terms = (math.exp(k * math.log(rate) - rate - math.lgamma(k + 1)) for k in range(least, least + 400))
    return min(math.fsum(terms), 1.0)


@given(st.integers(1, 60), st.floats(1e-9, 80))
def test_the_tail_has_all_its_digits(least: int, rate: float) -> None:
    assert poisson_tail(np.array([least]), np.array([rate]))[0] == pytest.approx(
        exact(least, rate), rel=1e-9, abs=1e-300
    )


@pytest.mark.parametrize(
    ("least", "rate", "wanted"),
    [(0, 3.0, 1.0), (1, 0.0, 0.0), (1, 1e-12, 1e-12), (2, 1e-8, 5e-17), (1, 700.0, 1.0)],
)
def test_tails_at_the_edges(least: int, rate: float, wanted: float) -> None:
    assert poisson_tail(np.array([least]), np.array([rate]))[0] == pytest.approx(wanted, rel=1e-6, abs=1e-250)


def test_q_is_corrected_for_every_test_whether_or_not_it_is_given() -> None:
    # worked by hand: 100 tests, of which 97 have p = 1
    found = adjusted(np.array([0.001, 0.0001, 0.04]), 100)

    assert found.tolist() == pytest.approx([0.05, 0.01, 1.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 1000))
def test_q_is_in_the_order_of_p(values: list[float], more: int) -> None:
    p = np.array(values)

    q = adjusted(p, len(p) + more)

    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= 0).all()
    assert ((p <= q + 1e-15) & (q <= 1)).all()
