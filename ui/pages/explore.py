"""Explore: ask, see a table and a picture, open the receipts, take both away."""

import streamlit as st

from ui import picture, start, state, table, welcome
from ui.cases import case
from ui.errors import told


def show() -> None:
    """The page."""
    opened = case()
    request = None
    with st.sidebar, told():
        request = start.show(opened)
    elsewhere = state.way() != "Question"
    view = state.view()
    if view is None and request is None:
        page = st.empty()
        with page.container(), told():
            request, elsewhere = welcome.show(opened), True
        if request is None:
            return
        page.empty()
    if request is not None:
        follows = False
        with told(), st.spinner("Asking the graph …", show_time=True):
            view = request()
            state.open_view(view)
            # the form is drawn already: it shows in the next run what was asked here
            follows = elsewhere and state.follow()
        if follows:
            st.rerun()
    if view is None:
        return
    table.head(view)
    picture.show(opened)
    table.rows(view)
