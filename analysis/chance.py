"""Is it more than chance? Tail probabilities, false-discovery rates and shuffled times.

Sources: the Poisson rate of a pair is that of the reference measurement in docs/detection.md;
step-up q values after Benjamini & Hochberg, J. R. Stat. Soc. B 57 (1995) 289–300.
"""

import math

import numpy as np

from analysis.shares import Floats, Integers


def poisson_tail(least: Integers, rate: Floats) -> Floats:
    """P(X ≥ least) of Poisson counts with these rates; exact to about 1e-12 also where it is tiny.

    Summed from the first term, since 1 − P(X < least) has no digits left below 1e-16. (scipy has
    the same function, and takes longer to import than a hundred thousand posts take to pair.)
    """
    rate = np.maximum(rate, 1e-300)
    factorials = np.array([math.lgamma(k + 1) for k in range(int(least.max(initial=0)) + 1)])
    term = np.exp(least * np.log(rate) - rate - factorials[least])
    total, k = term.copy(), least.astype(np.float64)
    going = np.flatnonzero((term > 0) & (least > 0))
    while len(going):
        k[going] += 1
        term[going] *= rate[going] / k[going]
        total[going] += term[going]
        # past the top each term is smaller than the one before by rate / k
        going = going[(term[going] > total[going] * 1e-13) | (k[going] < rate[going])]
    return np.where(least > 0, np.minimum(total, 1.0), 1.0)


def adjusted(p: Floats, tests: int) -> Floats:
    """Benjamini–Hochberg q of each p among `tests` of which those not given have p = 1."""
    order = np.argsort(p)
    scaled = p[order] * (tests / np.arange(1, len(p) + 1))
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def ranked(p: Floats, others: Floats, tests: int) -> Floats:
    """q of each p by its rank among other p, none of whose q it changes."""
    return np.minimum(p * tests / (np.searchsorted(np.sort(others), p) + 1), 1.0)
