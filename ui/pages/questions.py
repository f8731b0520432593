"""Questions: find one, ask it, see its rows with what they rest on, take it elsewhere; or write your own."""

import streamlit as st

from ui import own_query, question, question_list
from ui.cases import case
from ui.errors import told


def show() -> None:
    """The page. The editor keeps what stands in it when it is not open."""
    opened = case()
    st.header("Questions")
    chosen = None
    with st.sidebar, told():
        chosen = question_list.show(opened)
    asking, writing = st.tabs(["Ask", "Try your own"], key="questions.tab", on_change="rerun")
    if asking.open:
        with asking, told():
            question.show(opened, chosen)
    if writing.open:
        with writing, told():
            own_query.show(opened)
