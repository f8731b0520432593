"""Which pages there are, and what stands beside all of them."""

import streamlit as st

from ui import auth, check_choice, state
from ui.cases import choose, connect_again
from ui.pages import checks, coordination, data, explore, questions


def run() -> None:
    """Show the page that was asked for."""
    exploring = st.Page(explore.show, title="Explore", icon=":material/hub:", url_path="explore", default=True)
    checking = st.Page(checks.show, title="Checks", icon=":material/event_repeat:", url_path="checks")
    page = st.navigation(
        [
            exploring,
            st.Page(questions.show, title="Questions", icon=":material/help:", url_path="questions"),
            st.Page(coordination.show, title="Coordination", icon=":material/groups:", url_path="coordination"),
            checking,
            st.Page(data.show, title="Data", icon=":material/table_view:", url_path="data"),
        ],
        position="top",
    )
    if state.leaves_for_explore():
        st.switch_page(exploring)
    if check_choice.leaves_for_checks():
        st.switch_page(checking)
    with st.sidebar:
        choose()
        auth.show_who()
        lost = st.empty()
    state.lose_graph(False)
    try:
        page.run()
    finally:
        # also where the page stopped
        if state.graph_is_lost():
            lost.button("Connect to the graph again", on_click=connect_again)
