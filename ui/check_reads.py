"""What the page Checks reads of a case, once for each state of its log."""

import time

import streamlit as st

from attribution.case import Case
from attribution.check_history import HitHistory, history_of
from attribution.check_report import CheckReport, CheckStatus
from attribution.checking import Checks

_MINUTE_S = 60
Stamp = tuple[str, str, int]


def statuses(case: Case) -> tuple[CheckStatus, ...]:
    """Every check as it stands, by name."""
    return case.checks.statuses()


def report(case: Case, name: str, run: int | None = None) -> CheckReport:
    """A run of a check against the one before it; CaseError if there is none."""
    return _report(case.checks, stamp(case), name, run)


def compared(case: Case, name: str, a: int, b: int) -> CheckReport:
    """Two runs of a check that have an answer."""
    return _compared(case.checks, stamp(case), name, a, b)


def history(case: Case, name: str, key: str) -> HitHistory:
    """What is kept of one hit."""
    return _history(case.checks, stamp(case), name, key)


def stamp(case: Case) -> Stamp:
    """Changes with whatever is done to the checks, and each minute: dismissals end by themselves."""
    return str(case.folder.root), case.checks.memory.head(), int(time.time() // _MINUTE_S)


# the checks are not compared: the folder of their case and the head of their log are
@st.cache_resource(show_spinner=False, max_entries=60)
def _report(_checks: Checks, stamp: Stamp, name: str, run: int | None) -> CheckReport:  # noqa: ARG001
    return _checks.report(name, run)


@st.cache_resource(show_spinner=False, max_entries=20)
def _compared(_checks: Checks, stamp: Stamp, name: str, a: int, b: int) -> CheckReport:  # noqa: ARG001
    return _checks.compare(name, a, b)


@st.cache_resource(show_spinner=False, max_entries=50)
def _history(_checks: Checks, stamp: Stamp, name: str, key: str) -> HitHistory:  # noqa: ARG001
    return history_of(_checks, name, key)
