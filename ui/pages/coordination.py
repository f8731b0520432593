"""Coordination: ask who moves together, see what it would take, run it, look at what was found and what was set apart."""

import streamlit as st

from attribution.detect_report import DOES_NOT_PROVE
from ui import apart, detection_form, groups, jobs, kept_runs, run_changes
from ui.cases import case
from ui.errors import told
from ui.words import inert


def show() -> None:
    """The page. What is looked up is so only in the tab that is open."""
    opened = case()
    with st.sidebar:
        detection_form.show(opened)
    st.header("Coordination")
    st.warning(f"**Does not prove:** {inert(DOES_NOT_PROVE)}", icon=":material/balance:")
    jobs.show(opened)
    with told():
        run = kept_runs.show(opened)
        if run is None:
            return
        found, beside, changed = st.tabs(
            ["Groups", "Set apart and left out", "Another window"], key="coordination.tab", on_change="rerun"
        )
        if found.open:
            with found, told():
                groups.show(opened, run)
        if beside.open:
            with beside, told():
                apart.show(opened, run)
        if changed.open:
            with changed, told():
                run_changes.show(opened, run)
