"""Errors that a user can mend, shown as one line where they happen."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from attribution.errors import UserError
from graph.connection import GraphError
from ui import state
from ui.words import inert


@contextmanager
def told() -> Iterator[None]:
    """Show what is raised inside as one line, and go on after it."""
    try:
        yield
    except UserError as error:
        # the side bar then offers to connect again
        state.lose_graph(isinstance(error, GraphError))
        st.error(inert(error))
