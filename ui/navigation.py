"""Which pages there are, and what stands beside all of them."""

import streamlit as st

from ui import auth, state
from ui.cases import choose, connect_again
from ui.pages import coordination, data, explore, questions


def run() -> None:
    """Show the page that was asked for."""
    exploring = st.Page(explore.show, title="Explore", icon=":material/hub:", url_path="explore", default=True)
    page = st.navigation(
        [
            exploring,
            st.Page(questions.show, title="Questions", icon=":material/help:", url_path="questions"),
            st.Page(coordination.show, title="Coordination", icon=":material/groups:", url_path="coordination"),
            st.Page(data.show, title="Data", icon=":material/table_view:", url_path="data"),
        ],
        position="top",
    )
    if state.leaves_for_explore():
        st.switch_page(exploring)
    with st.sidebar:
        choose()
        auth.show_who()
        if state.graph_is_lost():
            st.button("Connect to the graph again", on_click=connect_again)
    page.run()
