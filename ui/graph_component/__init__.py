"""The interactive graph as a Streamlit component: a view goes in, clicks and what the analyst changed come out."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from attribution.noting import Noted
from ui import state
from ui.chosen import Chosen
from ui.graph_component.payload import can_follow, nothing, packed, payload
from ui.highlight import Highlight
from ui.view import View

_NAME = "attribution_graph"
BUILT = Path(__file__).parent / "dist" / "graph.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(_NAME, js=BUILT.read_text("utf-8"))


def graph(
    view: View | None,
    *,
    chosen: tuple[int, Chosen],
    height: int,
    fallback: str | None,
    key: str,
    on_selected: Callable[[], None],
    on_expanded: Callable[[], None],
    on_screen: Callable[[], None],
    on_asked: Callable[[], None],
    notes: Mapping[str, Noted] | None = None,
    highlight: Highlight | None = None,
    files: Callable[[], Mapping[str, str]] = dict,
) -> None:
    """Draw a view; without one, make ready to draw, so that the first comes sooner. What the browser sends stands in the session under `key` when a callback runs.

    `selected` {view, kind, id, nodes, edges}, `expanded` {view, id}, `asked` {view, what, nodes, edges} with `what` one
    of "around", "shared", "paths" and "note", `screen` {view} with what `Screen.read` takes, {view, webgl: false}, or
    {view, whole: true} where it lacks what it was sent the differences from (`state.send_whole`); all of it is outside
    input. `chosen`: what was last selected beside the picture, as `state.told_choice` gives it.
    `notes`: by id of a node or link. `files`: gives
    the names of loaded files by id. `fallback`: page for a browser without WebGL.
    """
    _component()(
        key=key,
        data=_data(view, chosen, height, fallback, notes or {}, highlight, files),
        on_selected_change=on_selected,
        on_expanded_change=on_expanded,
        on_screen_change=on_screen,
        on_asked_change=on_asked,
    )


def _data(
    view: View | None,
    chosen: tuple[int, Chosen],
    height: int,
    fallback: str | None,
    notes: Mapping[str, Noted],
    highlight: Highlight | None,
    files: Callable[[], Mapping[str, str]],
) -> bytes:
    def made() -> bytes:
        if view is None:
            return packed(nothing(height))
        held = state.held(notes)
        told = payload(
            view,
            chosen=chosen,
            height=height,
            fallback=fallback,
            notes=notes,
            highlight=highlight,
            files=files(),
            held=held if held is not None and can_follow(view, held) else None,
        )
        state.hold(view, notes)
        return packed(told)

    # made once: at ten thousand nodes making and packing takes longer than everything else that a click asks for
    asked = view and (view.id, view.revision)
    return state.once("graph.data", (asked, chosen, height, fallback, notes, highlight, state.sent_whole()), made)
