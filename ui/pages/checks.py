"""Checks: what is new since the last time first, then the rest; dismissed and confirmed in place; the log."""

from collections.abc import Sequence

import streamlit as st

from attribution.case import Case
from attribution.check_report import CheckStatus
from ui import check_choice, check_form, check_head, check_hits, check_list, check_log, check_past, check_reads, jobs
from ui.cases import case
from ui.check_choice import ADD, CHANGES, LOG, RUNS, TAB
from ui.errors import told


def show() -> None:
    """The page. What is looked up is so only in the tab that is open."""
    opened = case()
    check_choice.settle()
    jobs.show(opened)
    with told():
        statuses = check_reads.statuses(opened)
        if statuses:
            _tabs(opened, statuses)
        else:
            st.header("Checks")
            st.info(
                "A check is a question that is asked again and again, and a memory of what it answered. Add the first."
            )
            check_form.show(opened)
            if opened.checks.log():
                st.markdown("##### The log of checks that there were")
                check_log.show(opened, None)


def _tabs(opened: Case, statuses: Sequence[CheckStatus]) -> None:
    with st.sidebar:
        chosen = check_list.show(opened, statuses)
    changes, past, add, log = st.tabs([CHANGES, RUNS, ADD, LOG], key=TAB, on_change=check_choice.done)
    if changes.open:
        with changes, told():
            report = check_head.show(opened, chosen)
            if report is not None:
                check_hits.show(opened, report)
    if past.open:
        with past, told():
            check_past.show(opened, chosen.check)
    if add.open:
        with add, told():
            check_form.show(opened)
    if log.open:
        with log, told():
            check_log.show(opened, chosen.check.name)
