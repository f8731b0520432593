"""What a question comes to: asked in the background, watched, stopped, and told where it fails."""

from collections.abc import Callable, Mapping

import streamlit as st

from graph.stopping import Stop
from ui import state
from ui.asking import Asking
from ui.errors import told

_AT_ONCE_S = 2.0
_EVERY_S = 0.5


def ask(place: str, title: str, values: Mapping[str, object], work: Callable[[Stop], object]) -> None:
    """Begin to ask, and wait a little: most answers come at once."""
    asking = Asking(place, title, dict(values))
    state.begin_asking(asking)
    asking.begin(work)
    with st.spinner(title, show_time=True):
        asking.wait(_AT_ONCE_S)


def answered(place: str) -> Asking | None:
    """What was asked last in a place, if it has come to something; says on the page what goes on, or what went wrong."""
    asking = state.asked(place)
    if asking is None:
        return None
    if asking.running:
        _watch(asking)
        return None
    if asking.error is not None:
        with told():
            raise asking.error
        return None
    return asking


@st.fragment(run_every=_EVERY_S)
def _watch(asking: Asking) -> None:
    if not asking.running:
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{asking.title}** {asking.seconds:,.0f} s. Other pages can be used meanwhile.")
        st.button("Stop", on_click=asking.stop, help="The graph ends what it computes for this question.")
