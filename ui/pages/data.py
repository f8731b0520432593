"""Data: add files, see what is loaded and what could not be used, take a file back, check the case."""

import streamlit as st

from ui import adding, jobs, loaded
from ui.cases import case
from ui.errors import told


def show() -> None:
    """The page."""
    opened = case()
    st.header("Data")
    jobs.show(opened)
    add, held, unused, check = st.tabs(["Add files", "Loaded", "Not used", "Check"])
    with add, told():
        adding.show(opened)
    with held, told(), st.spinner("Counting …"):
        loaded.files(opened)
    with unused, told():
        loaded.rejects(opened)
    with check, told():
        loaded.check(opened)
