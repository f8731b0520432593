"""The panel where several things are selected: what they are, what they share, and how they are joined."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from attribution.answers import csv_of
from attribution.case import Case
from briefing.style import EDGE_STYLES, NODE_STYLES, platform_name
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
from ui import one_account, paths, shared, state
from ui.auth import who
from ui.chosen import Chosen
from ui.columns import bits, height
from ui.names import name_of
from ui.view import View
from ui.words import moment, plural, seen

TABLE, SHARED, PATHS = "Table", "What they share", "Paths"
WAY = "several.way"

_HEIGHT = 380


def show(case: Case, view: View, chosen: Chosen) -> None:
    """Ways to look at several selected things; the table only where fewer than two of them are nodes."""
    here = Subgraph(
        tuple(v for v in view.subgraph.vertices if str(v.ref) in set(chosen.nodes)),
        tuple(e for e in view.subgraph.edges if e.key in set(chosen.edges)),
    )
    st.markdown(f"##### {_heading(here)} selected")
    ways = [TABLE, SHARED, PATHS] if len(here.vertices) > 1 else [TABLE]
    state.keep(**{WAY: TABLE})
    way = st.segmented_control("Look at", ways, key=WAY, label_visibility="collapsed", required=True)
    refs = [v.ref for v in here.vertices]
    match way:
        case "What they share":
            shared.show(case, refs)
        case "Paths":
            paths.show(case, view, refs)
        case _:
            _tables(view, here)
    if len(refs) == 2 and all(ref.label == "Account" for ref in refs):
        one_account.state_form(case, *refs, by=who())


def _heading(here: Subgraph) -> str:
    words = [plural(len(here.vertices), "node")] if here.vertices else []
    return " and ".join([*words, *([plural(len(here.edges), "link")] if here.edges else [])])


def _tables(view: View, here: Subgraph) -> None:
    if here.vertices:
        _table(_nodes(view, here), "nodes", [str(v.ref) for v in here.vertices], links=False)
    if here.edges:
        _table(_links(view, here), "links", [e.key for e in here.edges], links=True)


def _table(frame: pd.DataFrame, name: str, ids: list[str], *, links: bool) -> None:
    """A table that sorts by its heads; a row that is chosen in it is selected in the picture."""
    key = f"several.{name}.{hash(tuple(ids))}"

    def picked() -> None:
        event = state.value(key)
        rows = event["selection"]["rows"] if isinstance(event, dict) else []
        some = tuple(ids[row] for row in rows if row < len(ids))
        if some:
            state.choose_here(Chosen(edges=some) if links else Chosen(nodes=some))

    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        height=min(height(len(frame)), _HEIGHT),
        on_select=picked,
        selection_mode="multi-row",
        column_config={
            "name": st.column_config.TextColumn(width=150),
            "bits": bits(55),
        },
    )
    st.download_button(
        f"These {name} as CSV",
        lambda: BOM_UTF8 + csv_of(frame),
        f"selected-{name}.csv",
        "text/csv",
        on_click="ignore",
        width="stretch",
    )


def _nodes(view: View, here: Subgraph) -> pd.DataFrame:
    drawn = state.screen().on_screen(view.subgraph).edges
    links = Counter(end for edge in drawn for end in {edge.start, edge.end})
    return pd.DataFrame([_node(vertex, links[vertex.ref]) for vertex in here.vertices])


def _node(vertex: Vertex, links: int) -> dict[str, object]:
    platform = vertex.properties.get("platform")
    return {
        "name": seen(name_of(vertex), 200),
        "what": NODE_STYLES[vertex.ref.label].word,
        "on": seen(platform_name(str(platform)), 60) if platform else "",
        "links here": links,
        "sharers": vertex.properties.get("sharers"),
        "bits": vertex.properties.get("information"),
        "key": seen(vertex.ref.key, 200),
    }


def _links(view: View, here: Subgraph) -> pd.DataFrame:
    names = {v.ref: seen(name_of(v), 120) for v in view.subgraph.vertices}
    return pd.DataFrame([_link(edge, names) for edge in here.edges])


def _link(edge: Edge, names: Mapping[Ref, str]) -> dict[str, object]:
    given = edge.properties
    return {
        "from": names[edge.start],
        "link": EDGE_STYLES[edge.type].word,
        "to": names[edge.end],
        "posts": given.get("posts", given.get("weight")),
        "first": moment(given.get("first_at")),
        "last": moment(given.get("last_at")),
        "q": given.get("q"),
    }
