"""Explore: ask, see a table and a picture, open the receipts, take both away."""

import streamlit as st

from ui import finding, picture, start, state, table, welcome
from ui.cases import case
from ui.errors import told


def show() -> None:
    """The page. Its parts stand in the same places before and after a question, so that the browser keeps them."""
    opened = case()
    wanted = state.wanted()
    asked = None
    with st.sidebar, told():
        # before the graph is asked: the browser draws the form while it waits
        finding.show(opened)
        asked = start.show(opened, wanted)
    request = wanted or asked
    before = st.empty()
    if request is None and state.view() is None:
        with before.container(), told():
            welcome.show(opened)
    above = st.container()
    with above:
        if request is not None:
            with told(), st.spinner("Asking the graph …", show_time=True):
                state.open_view(request.open())
        view = state.view()
        if view is not None:
            table.head(view)
    picture.show(opened)
    if view is not None:
        table.rows(view)
