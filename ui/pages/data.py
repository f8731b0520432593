"""Data: add files, see what is loaded and what could not be used, take a file back, check the case."""

import streamlit as st

from ui import adding, jobs, loaded
from ui.cases import case
from ui.errors import told


def show() -> None:
    """The page. What is counted and looked up is so only in the tab that is open."""
    opened = case()
    st.header("Data")
    jobs.show(opened)
    add, held, unused, check = st.tabs(["Add files", "Loaded", "Not used", "Check"], key="data.tab", on_change="rerun")
    # always: what was sent and chosen in it would be forgotten
    with add, told():
        adding.show(opened)
    if held.open:
        with held, told(), st.spinner("Counting …"):
            loaded.files(opened)
    if unused.open:
        with unused, told(), st.spinner("Looking them up …"):
            loaded.rejects(opened)
    if check.open:
        with check, told():
            loaded.check(opened)
