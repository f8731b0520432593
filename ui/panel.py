"""The panel beside the picture: what the selected node or link is, and the receipts that it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.receipts import Receipts
from briefing.style import EDGE_STYLES, NODE_STYLES, platform_name
from graph.records import Ref
from graph.schema import NODES, RELATIONSHIPS, Kind
from graph.subgraph import Edge, Vertex
from ui import state
from ui.auth import who
from ui.errors import told
from ui.names import name_of
from ui.screen import Selected
from ui.view import View
from ui.words import defanged, inert, plural, seen

_CARDS = 6
_LONGEST_TEXT = 1_200
_FEW_PLACES = 4


def show(case: Case, view: View) -> None:
    """Receipts of what is selected; how to select where nothing is."""
    selected = state.selected()
    edge = view.edge(selected.id) if selected and selected.kind == "edge" else None
    vertex = _vertex(view, selected.id) if selected and selected.kind == "node" else None
    if edge is not None:
        _edge(case, view, edge)
    elif vertex is not None:
        _node(case, vertex)
    else:
        _nothing(view)


def _vertex(view: View, id_: str) -> Vertex | None:
    return next((v for v in view.subgraph.vertices if str(v.ref) == id_), None)


def _nothing(view: View) -> None:
    st.markdown("##### Receipts")
    st.markdown(
        "Click a **node** or a **link** to open the posts behind it, with their times, files and rows.\n\n"
        "Double-click a node to see what stands around it; nothing else moves.\n\n"
        "Shift and drag selects an area · **Delete** removes from the picture · **Ctrl+Z** goes back · **F** fits"
    )
    if view.answer is not None:
        st.markdown("##### What a hit may be instead")
        for one in view.answer.result.query.false_positives:
            st.markdown(f"- {inert(one)}")


def _node(case: Case, vertex: Vertex) -> None:
    style = NODE_STYLES[vertex.ref.label]
    platform = vertex.properties.get("platform")
    st.caption(style.word.upper() + (f" · {inert(platform_name(str(platform)))}" if platform else ""))
    st.markdown(f"##### {inert(seen(name_of(vertex), 160))}")
    _telling(vertex)
    _receipts(case, vertex.ref)
    _properties(vertex.ref.label, vertex.properties)
    if vertex.ref.label == "Account":
        _label(case, vertex.ref)


def _edge(case: Case, view: View, edge: Edge) -> None:
    names = {v.ref: name_of(v) for v in view.subgraph.vertices if v.ref in (edge.start, edge.end)}
    st.caption("LINK")
    word = EDGE_STYLES[edge.type].word
    st.markdown(f"##### {inert(seen(names[edge.start], 80))} — *{inert(word)}* — {inert(seen(names[edge.end], 80))}")
    object_ = next((v for v in view.subgraph.vertices if v.ref == edge.end), None)
    if object_ is not None:
        _telling(object_)
    _receipts(case, edge)
    _properties(edge.type, edge.properties)


def _telling(vertex: Vertex) -> None:
    sharers, bits = vertex.properties.get("sharers"), vertex.properties.get("information")
    if isinstance(sharers, int) and isinstance(bits, int | float):
        word = NODE_STYLES[vertex.ref.label].word
        common = "common: it ties nobody to anybody" if bits < 3 else "uncommon" if bits < 7 else "rare"
        st.caption(f"This {word} is shared by {plural(sharers, 'account')} here: {bits:.1f} bits, {common}.")


def _properties(owner: str, properties: Mapping[str, Any]) -> None:
    declared = NODES[owner].properties if owner in NODES else RELATIONSHIPS[owner].properties
    hidden = ("platform", "sharers", "information")
    rows = [
        (p.name.replace("_", " "), _shown(p.kind, p.name, properties[p.name]))
        for p in declared
        if p.name in properties and p.name not in hidden
    ]
    if rows:
        with st.expander("Properties"):
            st.dataframe(
                pd.DataFrame(rows, columns=["", "value"]),
                hide_index=True,
                height=min(38 + 35 * len(rows), 300),
                column_config={"": st.column_config.TextColumn(width="small")},
            )


def _shown(kind: Kind, name: str, value: object) -> str:
    if kind is Kind.TIME and isinstance(value, int):
        return f"{pd.Timestamp(value, unit='ms', tz='UTC'):%Y-%m-%d %H:%M:%S} UTC"
    if name in ("url", "picture"):
        return defanged(seen(value, 500))
    if isinstance(value, list | tuple):
        return seen(", ".join(map(str, value)), 500)
    return seen(value, 500)


def _receipts(case: Case, of: Ref | Edge) -> None:
    with told(), st.spinner("Opening the receipts …", show_time=False):
        selected = Selected("edge", of.key) if isinstance(of, Edge) else Selected("node", str(of))
        found = state.receipts(selected, lambda: case.receipts(of))
        st.markdown("##### Receipts")
        # the statement quotes keys, and addresses among them
        st.markdown(inert(found.statement))
        _posts(found)
        _places(found.places)


def _places(places: Sequence[Mapping[str, str]]) -> None:
    if not places:
        return
    lines = [_place(place) for place in places]
    if len(lines) <= _FEW_PLACES:
        st.caption("Said by " + inert("; ".join(lines)))
        return
    with st.expander(f"Said by {plural(len(lines), 'row')}"):
        st.dataframe(pd.DataFrame([dict(p) for p in places]), hide_index=True, height=240)


def _place(place: Mapping[str, str]) -> str:
    return f"{place.get('file', '?')}, row {place.get('row', '?')}"


def _posts(found: Receipts) -> None:
    posts = found.posts
    if not posts:
        return
    more = f", of which the oldest {found.limit} are shown" if len(posts) >= found.limit else ""
    st.caption(f"{plural(len(posts), 'post')}, oldest first{more}")
    for post in posts[:_CARDS]:
        _card(post)
    if len(posts) > _CARDS:
        with st.expander(f"All {len(posts)} posts as a table", expanded=False):
            st.dataframe(pd.DataFrame([_row(post) for post in posts]), hide_index=True, height=360)


def _card(post: Mapping[str, object]) -> None:
    with st.container(border=True, gap="small"):
        kind = str(post.get("kind") or "post")
        st.caption(
            inert(f"{post.get('time')} · {platform_name(str(post.get('platform') or '?'))} · {_author(post)} · {kind}")
        )
        text = post.get("text")
        st.text(seen(text, _LONGEST_TEXT) if text else f"({kind} without words of its own)")
        if post.get("url"):
            st.caption(inert(defanged(str(post["url"]))))
        places = cast("Sequence[Mapping[str, str]]", post.get("places") or ())
        if places:
            shown = "; ".join(_place(place) for place in places[:2])
            st.caption("From " + inert(shown) + (f" and {len(places) - 2} more rows" if len(places) > 2 else ""))


def _author(post: Mapping[str, object]) -> str:
    handle = post.get("handle")
    return f"@{handle}" if handle else str(post.get("account") or "author unknown")


def _row(post: Mapping[str, object]) -> dict[str, object]:
    places = cast("Sequence[Mapping[str, str]]", post.get("places") or ())
    return {
        "time": post.get("time"),
        "platform": platform_name(str(post.get("platform") or "?")),
        "account": seen(_author(post)),
        "kind": post.get("kind"),
        "text": seen(post.get("text") or "", _LONGEST_TEXT),
        "address": defanged(str(post.get("url") or "")),
        "from": "; ".join(_place(place) for place in places),
    }


def _label(case: Case, account: Ref) -> None:
    topics = case.topics()
    if not topics:
        return
    with st.expander("Say yourself whether this account is on a topic"), st.form(f"label.{account}", border=False):
        topic = st.selectbox("Topic", topics)
        on_topic = st.radio("This account", ("is on the topic", "is not on the topic"), horizontal=True)
        why = st.text_input("Why")
        if st.form_submit_button("Keep") and topic is not None:
            if not why.strip():
                st.error("Say why: your label overrides the codebook in every answer.")
                return
            with told():
                case.label(account, topic, on_topic == "is on the topic", why=why.strip(), by=who())
                st.success("Kept, with your name and the date. It counts from the next answer on.")
