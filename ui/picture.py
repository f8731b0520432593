"""The picture and its panel: one fragment, so that a click runs this and not the page."""

import streamlit as st

from attribution.case import Case
from briefing.html import html
from briefing.style import NODE_STYLES
from ui import notes, panel, saved_views, several, state
from ui.chosen import Chosen
from ui.graph_component import graph
from ui.growing import expand
from ui.growth import lines
from ui.names import name_of
from ui.screen import Screen, Selected
from ui.takeaway import take_away
from ui.view import View
from ui.words import inert

HEIGHT = 640
_EMPTY = 220
"""Height where there is nothing to draw: the rows stand below."""


@st.fragment
def show(case: Case) -> None:
    """The open picture with its panel, and what can be done with both.

    The place of a picture is there before one is open: the browser loads and warms up while the analyst reads.
    """
    view = state.view()
    height = HEIGHT if view is None or view.subgraph.vertices else _EMPTY
    left, right = st.columns([2.35, 1], gap="small")
    with left:
        graph(
            view,
            chosen=state.told_choice(),
            height=height,
            fallback=None if state.can_draw() or view is None else _page(case, view),
            key=state.GRAPH,
            on_selected=_clicked,
            on_expanded=lambda: _expanded(case),
            on_screen=_changed,
            on_asked=_asked,
            notes=notes.in_short(case) if view is not None else {},
            highlight=state.highlight(),
            files=lambda: case.reader.files,
        )
        if view is None:
            return
        notice = state.said()
        if notice:
            st.info(inert(notice))
        drawn = {str(v.ref) for v in state.screen().on_screen(view.subgraph).vertices} if view.growths else set()
        for line in lines(view.growths, drawn):
            # the heading names the answer: this is beside it
            st.caption(inert(f"Not in the answer: {line}" if view.answer is not None else line))
        _under(case, view)
    with right, st.container(height=height, border=False):
        _by_name(view)
        panel.show(case, view)


def _under(case: Case, view: View) -> None:
    away, keep = st.columns(2)
    with away:
        take_away(case, view)
    with keep:
        saved_views.save(case, view)


# -- what the browser says


def _event(name: str) -> dict[str, object] | None:
    """What the component sent, if it is about the open picture."""
    view, sent = state.view(), _sent(name)
    return sent if view is not None and sent.get("view") == view.id else None


def _sent(name: str) -> dict[str, object]:
    found = st.session_state.get(state.GRAPH)
    sent = found.get(name) if found is not None else None
    return sent if isinstance(sent, dict) else {}


def _clicked() -> None:
    sent = _event("selected")
    if sent is not None:
        state.choose(Chosen.read(sent))
        state.say("")
        if state.value(panel.WAY) == panel.NOTES:
            # notes are of one thing: another is looked at by its receipts
            state.put(panel.WAY, panel.RECEIPTS)


def _asked() -> None:
    """The analyst asked something of what is selected: the panel shows it."""
    sent = _event("asked")
    if sent is None:
        return
    state.choose(Chosen.read(sent))
    match sent.get("what"):
        case "around":
            state.put(panel.WAY, panel.AROUND)
        case "note":
            state.put(panel.WAY, panel.NOTES)
        case "shared":
            state.put(several.WAY, several.SHARED)
        case "paths":
            state.put(several.WAY, several.PATHS)


def _changed() -> None:
    if _sent("screen").get("webgl") is False:
        # of the browser and not of a picture: it may say so before one is open
        state.cannot_draw()
        return
    sent = _event("screen")
    if sent is not None and sent.get("whole") is True:
        state.send_whole()
    elif sent is not None:
        state.keep_screen(Screen.read(sent))


def _expanded(case: Case) -> None:
    sent, view = _event("expanded"), state.view()
    id_ = sent.get("id") if sent is not None else None
    ref = view.ref(id_) if view is not None and isinstance(id_, str) else None
    if ref is not None:
        expand(case, ref)


# -- what stands under the picture


def _by_name(view: View) -> None:
    """A list instead of the mouse, where the browser cannot draw the picture itself."""
    if state.can_draw():
        return
    names = {str(v.ref): f"{name_of(v)} · {NODE_STYLES[v.ref.label].word}" for v in view.subgraph.vertices}
    ends = {e.key: f"{names[str(e.start)]} — {names[str(e.end)]}" for e in view.subgraph.edges}
    chosen = st.selectbox(
        "Node or link", [*names, *ends], index=None, format_func=lambda i: names.get(i) or ends[i], placeholder="Choose"
    )
    state.choose(Chosen.of(Selected("node" if chosen in names else "edge", chosen)) if chosen else Chosen())


def _page(case: Case, view: View) -> str:
    visible = state.screen().on_screen(view.subgraph)
    return html(case.scene(visible, state.screen().placed(view.homes), answer=view.answer))
