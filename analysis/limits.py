"""Bounds that the settings of every analysis share."""

import numpy as np

from analysis import AnalysisError

_YEAR = 366 * 86_400


def check_window(window: float) -> None:
    """AnalysisError for what is no number of seconds between 0 and a year."""
    if not (np.isfinite(window) and 0 <= window <= _YEAR):
        raise AnalysisError(f"window {window}: must be seconds between 0 and a year")


def check_fdr(fdr: float) -> None:
    """AnalysisError for what is no false-discovery rate."""
    if not 0 < fdr < 1:
        raise AnalysisError(f"false-discovery rate {fdr}: must lie between 0 and 1, without them")
