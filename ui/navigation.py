"""Which pages there are, and what stands beside all of them."""

import streamlit as st

from ui import auth, state
from ui.cases import case, connect_again
from ui.pages import data, explore
from ui.words import inert


def run() -> None:
    """Show the page that was asked for."""
    page = st.navigation(
        [
            st.Page(explore.show, title="Explore", icon=":material/hub:", url_path="explore", default=True),
            st.Page(data.show, title="Data and coverage", icon=":material/table_view:", url_path="data"),
        ],
        position="top",
    )
    with st.sidebar:
        st.caption(f"Case **{inert(case().name)}**")
        auth.show_who()
        if state.graph_is_lost():
            st.button("Connect to the graph again", on_click=connect_again)
    page.run()
