"""Errors that a user can mend, shown as one line where they happen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from attribution.errors import UserError
from graph.connection import GraphError
from store.notes import NoteChangedError
from ui import state
from ui.words import inert


@contextmanager
def told() -> Iterator[None]:
    """Show what is raised inside as one line, and go on after it."""
    try:
        yield
    except UserError as error:
        if isinstance(error, GraphError):
            # the side bar then offers to connect again
            state.lose_graph(True)
        st.error(inert(error))


def attempt(about: str, work: Callable[[], object], words: str = "") -> bool:
    """Do it before the page is drawn; what is refused is told by `refusal` on the thing that it is about.

    `words`: what was typed for it. Where the note was changed meanwhile, its form is another: `refusal` gives them back.
    """
    state.refuse(None)
    try:
        work()
    except UserError as error:
        state.refuse((about, str(error), words if isinstance(error, NoteChangedError) else ""))
        return False
    return True


def refusal(about: str) -> None:
    """Say what was refused last, if it was about this."""
    said = state.refused()
    if said is not None and said[0] == about:
        st.error(inert(said[1]))
        if said[2]:
            st.caption("What you wrote, which was not kept:")
            st.code(said[2], language=None, wrap_lines=True)
