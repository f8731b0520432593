"""The interactive graph as a Streamlit component: a view goes in, clicks and what the analyst changed come out."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.graph_component.payload import nothing, payload
from ui.screen import Selected
from ui.view import View

_NAME = "attribution_graph"
BUILT = Path(__file__).parent / "dist" / "graph.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(_NAME, js=BUILT.read_text("utf-8"))


def graph(
    view: View | None,
    *,
    selected: Selected | None,
    height: int,
    fallback: str | None,
    key: str,
    on_selected: Callable[[], None],
    on_expanded: Callable[[], None],
    on_screen: Callable[[], None],
) -> None:
    """Draw a view; without one, make ready to draw, so that the first comes sooner. What the browser sends stands in the session under `key` when a callback runs.

    `selected` {view, kind, id}, `expanded` {view, id}, `screen` {view, removed, hiddenLabels, hiddenTypes, moved}
    or {view, webgl: false}; all of it is outside input. `fallback`: page for a browser without WebGL.
    """
    _component()(
        key=key,
        data=payload(view, selected=selected, height=height, fallback=fallback)
        if view is not None
        else nothing(height),
        on_selected_change=on_selected,
        on_expanded_change=on_expanded,
        on_screen_change=on_screen,
    )
