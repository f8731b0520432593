"""What a session of the app remembers: the one owner of every session key that is not a widget's."""

from typing import cast

import streamlit as st

from ui.screen import Screen, Selected
from ui.view import View

GRAPH = "graph"
"""Key of the graph component."""

_VIEW, _SCREEN, _SELECTED, _NOTICE, _USER = "view", "screen", "selected", "notice", "user"


def view() -> View | None:
    """The picture that is open, if any."""
    return cast("View | None", st.session_state.get(_VIEW))


def open_view(opened: View) -> None:
    """Show another picture; what was done to the last one's screen goes with it."""
    st.session_state[_VIEW] = opened
    st.session_state[_SCREEN] = opened.screen
    st.session_state[_SELECTED] = None


def grow_view(grown: View) -> None:
    """The same picture with more in it; the screen stays as it is."""
    st.session_state[_VIEW] = grown


def screen() -> Screen:
    """What was removed, hidden and moved in the open picture."""
    return cast(Screen, st.session_state.get(_SCREEN) or Screen())


def keep_screen(new: Screen) -> None:
    """Remember what the browser reports of the open picture."""
    st.session_state[_SCREEN] = new


def selected() -> Selected | None:
    """The node or link whose receipts are on screen."""
    return cast("Selected | None", st.session_state.get(_SELECTED))


def select(chosen: Selected | None) -> None:
    """Choose the node or link whose receipts are shown."""
    st.session_state[_SELECTED] = chosen


def say(line: str) -> None:
    """Keep a line that the next drawing of the picture shows once."""
    st.session_state[_NOTICE] = line


def said() -> str | None:
    """The kept line; it is gone afterwards."""
    return cast("str | None", st.session_state.pop(_NOTICE, None))


def user() -> str | None:
    """Who gave the operator's password in this session."""
    return cast("str | None", st.session_state.get(_USER))


def log_in(name: str) -> None:
    """Remember who is here."""
    st.session_state[_USER] = name


def log_out() -> None:
    """Forget everything of this session."""
    st.session_state.clear()
