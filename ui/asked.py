"""What a question comes to: asked in the background, watched, stopped, and told where it fails."""

from collections.abc import Callable, Mapping

import streamlit as st

from attribution.case import Case
from attribution.errors import UserError
from graph.connection import GraphError
from graph.stopping import Stop
from ui import state
from ui.asking import Asking
from ui.words import inert

_AT_ONCE_S = 2.0
_EVERY_S = 0.5


def ask(place: str, title: str, values: Mapping[str, object], work: Callable[[Stop], object]) -> None:
    """Begin to ask, and wait a little: most answers come at once."""
    asking = Asking(place, title, dict(values))
    state.begin_asking(asking)
    asking.begin(work)
    with st.spinner(title, show_time=True):
        asking.wait(_AT_ONCE_S)


def answered(case: Case, place: str) -> Asking | None:
    """What was asked last in a place, if it has come to something; says on the page what goes on, or what went wrong."""
    asking = state.asked(place)
    if asking is None:
        return None
    if asking.running:
        _watch(asking)
        return None
    if asking.error is not None:
        if asking.lost is None:
            asking.lost = isinstance(asking.error, GraphError) and not _answers(case)
            # the side bar then offers to connect again
            state.lose_graph(asking.lost)
        st.error(inert(asking.error))
        return None
    return asking


def _answers(case: Case) -> bool:
    """Whether the graph answers at all: a question that it refused or ended is no reason to connect again."""
    try:
        return bool(case.graph.read("RETURN 1 AS one", timeout_s=5.0))
    except UserError:
        return False


@st.fragment(run_every=_EVERY_S)
def _watch(asking: Asking) -> None:
    if not asking.running:
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{asking.title}** {asking.seconds:,.0f} s. Other pages can be used meanwhile.")
        st.button("Stop", on_click=asking.stop, help="The graph ends what it computes for this question.")
