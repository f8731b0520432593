"""Stating that two accounts are one, which the data do not show; and taking such a statement back."""

import streamlit as st

from attribution import same
from attribution.case import Case
from graph.records import Ref
from graph.subgraph import Edge
from loaders.mapping.same_reader import LONGEST_REASON, is_stated
from ui import growing, state
from ui.errors import attempt, refusal
from ui.opening import draw_with
from ui.view import Came, View

_WHY = "one_account.why"
_MEANS = (
    "Kept in the case as a statement of yours, with name and date. Detection takes the two for one account from the next "
    "run on; their cards and receipts show the posts of both. A like name or picture alone is no reason."
)


def state_form(case: Case, one: Ref, other: Ref, *, by: str) -> None:
    """Say why two accounts are one, and keep it."""
    with st.expander("State that the two are one account"), st.form("one_account", border=False):
        st.caption(_MEANS)
        st.text_input("Why are they one?", key=_WHY, max_chars=LONGEST_REASON)
        st.form_submit_button("State it", type="primary", on_click=_state, args=(case, one, other, by))
        refusal(_pair(one, other))


def take_back(case: Case, view: View, edge: Edge) -> None:
    """Where somebody stated it: take it back."""
    if edge.type != "SAME_AS" or not is_stated(edge.properties):
        return
    if not same.own(case.reader, edge):
        st.caption("A loaded table states this beside others: on the page Data it is dropped with all that it states.")
        return
    with st.popover("Take the statement back …"):
        st.caption(
            "Unless something else joins them, the two are two accounts again, also in the next run of detection."
        )
        st.button("Take it back", key="one_account.back", on_click=_take_back, args=(case, view, edge))
    refusal(edge.key)


def _pair(one: Ref, other: Ref) -> str:
    return f"{one} {other}"


def _state(case: Case, one: Ref, other: Ref, by: str) -> None:
    why = str(state.value(_WHY) or "")
    if not attempt(_pair(one, other), lambda: case.state_same(one, other, why=why, by=by)):
        return
    state.put(_WHY, "")
    growing.bring(case, [one, other], Came(one, told="Stated to be one account: a dashed link joins the two."))


def _take_back(case: Case, view: View, edge: Edge) -> None:
    def work() -> None:
        case.take_back(edge)
        # what followed from it goes along
        joining = [e for e in view.subgraph.edges if e.type == "SAME_AS"]
        held = {e.key for e in case.view(ref for e in joining for ref in (e.start, e.end)).edges}
        state.grow_view(view.without({e.key for e in joining} - held, draw_with(case, view.answer)))
        state.send_whole()

    attempt(edge.key, work)
