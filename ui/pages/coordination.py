"""Coordination: ask who moves together, see what it would take, run it, look at what was found and what was set apart."""

import streamlit as st

from attribution.case import Case
from attribution.detect_report import DOES_NOT_PROVE, NO_PROMISE
from attribution.runs import Run
from ui import apart, detection_form, groups, jobs, kept_runs, run_changes
from ui.cases import case
from ui.errors import told
from ui.words import inert


def show() -> None:
    """The page. What is looked up is so only in the tab that is open."""
    opened = case()
    st.header("Coordination")
    run = None
    with told():
        run = kept_runs.settle(opened)
    st.warning(f"**Does not prove:** {inert(DOES_NOT_PROVE)}", icon=":material/balance:")
    st.caption(inert(NO_PROMISE))
    jobs.show(opened)
    with told():
        kept_runs.show(opened, run)
    if run is not None:
        _answer(opened, run)
    with st.sidebar:
        # last: counting what a question would take may need a while
        detection_form.show(opened, run)


def _answer(opened: Case, run: Run) -> None:
    found, beside, changed = st.tabs(
        ["Groups", "Set apart and left out", "Another window"], key="coordination.tab", on_change="rerun"
    )
    for tab, part in ((found, groups), (beside, apart), (changed, run_changes)):
        if tab.open:
            with tab, told():
                part.show(opened, run)
