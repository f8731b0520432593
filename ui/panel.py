"""The panel beside the picture: what the selected node or link is, and the receipts that it rests on."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.receipts import Receipts
from briefing.scene import membership
from briefing.style import EDGE_STYLES, NODE_STYLES, platform_name
from graph.rarity import telling
from graph.records import Ref
from graph.schema import NODES, RELATIONSHIPS, Kind
from graph.subgraph import Edge, Vertex
from ui import account_card, around, notes, one_account, post_cards, several, side_by_side, state
from ui.auth import who
from ui.chosen import Chosen
from ui.columns import BITS, height
from ui.errors import told
from ui.hits import hits
from ui.names import name_of
from ui.screen import Selected
from ui.view import View
from ui.words import defanged, inert, moment, plural, seen

WAY = "panel.way"
RECEIPTS, AROUND, CARD, NOTES = "Receipts", "Around it", "Card", "Notes"

_FEW_MEMBERS = 4
_KEYS = {
    "Double-click, Enter": "the most telling neighbours come; nothing else moves",
    "E": "choose which neighbours come",
    "S, P": "what the selected share; paths between them",
    "N": "a note on what is selected",
    "Shift or Alt and drag": "select an area, or by a line drawn around",
    "K, Delete, I": "keep only the selected, hide them, select the others",
    "Ctrl+Z, Ctrl+Y": "back and forward",
    "G": "fold the selected into a box",
    "Alt and arrows, L": "go to the next node; go through the links of a node",
    "F, /": "fit everything; find in the picture",
}


def show(case: Case, view: View) -> None:
    """Receipts of what is selected; what several have in common; how to select where nothing is."""
    chosen = state.chosen()
    selected = chosen.only
    edge = view.edge(selected.id) if selected and selected.kind == "edge" else None
    vertex = _vertex(view, selected.id) if selected and selected.kind == "node" else None
    if edge is not None:
        _edge(case, view, edge)
    elif vertex is not None:
        _node(case, view, vertex)
    elif selected is None and chosen != Chosen():
        several.show(case, view, chosen)
    else:
        _nothing(view)


def _vertex(view: View, id_: str) -> Vertex | None:
    return next((v for v in view.subgraph.vertices if str(v.ref) == id_), None)


def _nothing(view: View) -> None:
    if view.subgraph.vertices:
        st.markdown("##### Receipts")
        st.markdown(
            "Click a **node** or a **link** to open the posts behind it, with their times, files and rows. With Shift, "
            "several are looked at together: a table, what they share, the paths between them."
        )
        st.markdown("\n".join(f"- **{keys}** {does}" for keys, does in _KEYS.items()))
    if view.answer is not None:
        st.markdown("##### What a hit may be instead")
        for one in view.answer.result.query.false_positives:
            st.markdown(f"- {inert(one)}")


def _node(case: Case, view: View, vertex: Vertex) -> None:
    style = NODE_STYLES[vertex.ref.label]
    platform = vertex.properties.get("platform")
    st.caption(style.word.upper() + (f" · {inert(platform_name(str(platform)))}" if platform else ""))
    st.markdown(f"##### {inert(seen(name_of(vertex), 160))}")
    _membership(view, vertex.ref)
    _telling(vertex)
    match _way(RECEIPTS, AROUND, *([CARD] if vertex.ref.label == "Account" else []), NOTES):
        case "Around it":
            around.show(case, view, vertex.ref)
        case "Card":
            account_card.show(case, view, vertex.ref)
        case "Notes":
            notes.show(case, str(vertex.ref), by=who())
        case _:
            hit = _why(view, vertex.ref)
            _receipts(case, vertex.ref, "All its posts" if hit else "Receipts")
            _properties(vertex.ref.label, vertex.properties)
            if vertex.ref.label == "Account":
                _label(case, vertex.ref)


def _way(*ways: str) -> str:
    """What is shown of the selected thing; the choice stays for the next thing that has it, too."""
    state.keep(**{WAY: RECEIPTS})
    if state.value(WAY) not in ways:
        state.put(WAY, RECEIPTS)
    return str(st.segmented_control("Look at", ways, key=WAY, label_visibility="collapsed", required=True))


def _edge(case: Case, view: View, edge: Edge) -> None:
    names = {v.ref: name_of(v) for v in view.subgraph.vertices if v.ref in (edge.start, edge.end)}
    st.caption("LINK")
    word = EDGE_STYLES[edge.type].word
    st.markdown(f"##### {inert(seen(names[edge.start], 80))} — *{inert(word)}* — {inert(seen(names[edge.end], 80))}")
    object_ = next((v for v in view.subgraph.vertices if v.ref == edge.end), None)
    if object_ is not None:
        _telling(object_)
    if _way(RECEIPTS, NOTES) == NOTES:
        notes.show(case, edge.key, by=who())
        return
    if edge.type == "COORDINATED_WITH":
        _receipts(case, edge, show=lambda found: side_by_side.show(case, view, edge, found, names))
    else:
        _receipts(case, edge)
    _properties(edge.type, edge.properties)
    one_account.take_back(case, view, edge)


def _telling(vertex: Vertex) -> None:
    sharers, bits = vertex.properties.get("sharers"), vertex.properties.get("information")
    if isinstance(sharers, int) and isinstance(bits, int | float):
        word = NODE_STYLES[vertex.ref.label].word
        st.caption(
            f"This {word} is shared by {plural(sharers, 'account')} here: {bits:.1f} bits, {telling(bits)}.", help=BITS
        )


def _membership(view: View, ref: Ref) -> None:
    """Whether it is in a set that was asked about, or was found outside it."""
    groups = view.scene.groups
    node = next((node for node in view.scene.nodes if node.ref == ref), None)
    if not groups or node is None or (ref.label != "Account" and not node.groups):
        return
    st.caption(
        inert(f"{'Member: ' if node.groups else ''}{membership(groups, node.groups)}")
        + (" — an input, not a finding" if node.groups else "")
    )


def _why(view: View, ref: Ref) -> bool:
    """Why the node is in the answer, before everything else that it posted; False if it is not."""
    if view.answer is None:
        return False
    found, count = hits(view.answer, ref)
    for hit in found:
        st.markdown(f"##### {inert(hit.title)}")
        for number, thing in enumerate(hit.things):
            _thing(view, ref, thing, number)
        if not hit.things:
            st.markdown(inert(seen(hit.because, 600)))
        if hit.caveat:
            st.caption("But: " + inert(seen(hit.caveat, 400)))
    if count > len(found):
        st.caption(f"and {plural(count - len(found), 'more row')} of the table below")
    return bool(found)


def _thing(view: View, ref: Ref, thing: Ref, number: int) -> None:
    """One shared thing: what it is, how telling, who of the picture shared it, and a way to the posts."""
    vertex = _vertex(view, str(thing))
    if vertex is None:
        st.markdown(f"- {inert(seen(str(thing), 80))} (not drawn)")
        return
    word, bits = NODE_STYLES[thing.label].word, vertex.properties.get("information")
    names = {v.ref: name_of(v) for v in view.subgraph.vertices}
    groups = {node.ref: node.groups for node in view.scene.nodes}
    links = [edge for edge in view.subgraph.edges if edge.type == "SHARED" and edge.end == thing]
    with_ = [names[edge.start] for edge in links if groups.get(edge.start) and edge.start != ref]
    told = f"{word} {inert(seen(names[thing], 60))}"
    if isinstance(bits, int | float):
        told += f", {bits:.1f} bits"
    if with_:
        told += ", with " + inert(seen(", ".join(with_[:_FEW_MEMBERS]), 160))
        told += f" and {len(with_) - _FEW_MEMBERS} more" if len(with_) > _FEW_MEMBERS else ""
    own = next((edge for edge in links if edge.start == ref), None)
    if own is None:
        st.markdown(f"- {told}")
        return
    st.button(
        told,
        key=f"thing.{number}.{own.key}",
        type="tertiary",
        help="Open the posts by which this account shared it.",
        on_click=state.select,
        args=(Selected("edge", own.key),),
    )


def _properties(owner: str, properties: Mapping[str, Any]) -> None:
    declared = NODES[owner].properties if owner in NODES else RELATIONSHIPS[owner].properties
    hidden = ("platform", "sharers", "information")
    rows = [
        (p.name.replace("_", " "), _shown(p.kind, p.name, properties[p.name]))
        for p in declared
        if p.name in properties and p.name not in hidden
    ]
    if rows:
        with post_cards.unfolding("Properties", "panel.properties") as table:
            if table.open:
                st.dataframe(
                    pd.DataFrame(rows, columns=["", "value"]),
                    hide_index=True,
                    height=min(height(len(rows)), 300),
                    column_config={"": st.column_config.TextColumn(width="small")},
                )


def _shown(kind: Kind, name: str, value: object) -> str:
    if kind is Kind.TIME and moment(value):
        return f"{moment(value)} UTC"
    if name in ("url", "picture"):
        return defanged(seen(value, 500))
    if isinstance(value, list | tuple):
        return seen(", ".join(map(str, value)), 500)
    return seen(value, 500)


def _receipts(
    case: Case, of: Ref | Edge, heading: str = "Receipts", show: Callable[[Receipts], None] = post_cards.show
) -> None:
    with told(), st.spinner("Opening the receipts …", show_time=False):
        found = state.once("receipts", of.key if isinstance(of, Edge) else of, lambda: case.receipts(of))
        st.markdown(f"##### {heading}")
        # the statement quotes keys, and addresses among them
        st.markdown(inert(found.statement))
        show(found)
        post_cards.said_by(found.places)


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
