"""Paths between several selected nodes: how they are sought, what is left out, why each step holds, and a way into the picture."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import streamlit as st

from attribution.case import Case
from briefing.style import EDGE_STYLES, NODE_STYLES
from graph.path_ground import Exclusions
from graph.paths import How, Path, Paths
from graph.records import Ref
from graph.sharing import FROM_OBJECT
from ui import asked, state
from ui.growing import bring
from ui.growth import PATH
from ui.highlight import Highlight
from ui.names import name_of
from ui.view import Came, View
from ui.words import inert, plural, seen

PLACE = "paths"
_LEFT = "paths.left"
_TELLING, _SHORTEST = "The most telling", "The shortest"
_HOW: Mapping[str, How] = {_TELLING: "telling", _SHORTEST: "shortest"}
_LABELS = [label for label in NODE_STYLES if label in FROM_OBJECT or label in ("Account", "Post")]
_FEW_HUBS = 5


def show(case: Case, view: View, refs: Sequence[Ref]) -> None:
    """The form, and what the last search between these nodes found."""
    ends = tuple(sorted(refs, key=str))
    how, without, longest, sought = _form(view)
    if sought:
        asked.ask(
            PLACE,
            "Looking for paths …",
            {"ends": ends},
            lambda stop: case.paths(ends, how=how, without=without, longest=longest, stop=stop),
        )
    asking = state.asked(PLACE)
    # between other nodes it goes on beside the page
    if asking is not None and asking.values["ends"] == ends and asked.answered(case, PLACE) is not None:
        _told(case, view, cast(Paths, asking.result))


def _form(view: View) -> tuple[How, Exclusions, int, bool]:
    with st.form("paths", border=False):
        way = st.radio(
            "Which paths",
            list(_HOW),
            horizontal=True,
            help="The most telling ones lead through things that few share, even if they have more steps.",
        )
        longest = int(st.number_input("Steps at most", 1, 12, 6, key="paths.longest"))
        with st.expander("What no path leads through"):
            hubs = int(
                st.number_input("Things that more accounts than this shared", 2, 1_000_000, 200, key="paths.hubs")
            )
            labels = st.multiselect(
                "Kinds", _LABELS, format_func=lambda label: NODE_STYLES[label].plural, key="paths.labels"
            )
            types = st.multiselect(
                "Links",
                [type_ for type_ in EDGE_STYLES if type_ not in ("POSTED", "SHARED")],
                ["IN_SET"],
                format_func=lambda type_: EDGE_STYLES[type_].word,
                key="paths.types",
            )
            since = st.date_input("Shared from (UTC)", None, key="paths.since")
            until = st.date_input("Shared until the end of (UTC)", None, key="paths.until")
            refs = _left(view)
        sought = st.form_submit_button("Look for paths", type="primary", width="stretch")
    without = Exclusions(
        hubs=hubs,
        labels=frozenset(labels),
        types=frozenset(types),
        refs=frozenset(refs),
        since=_ms(since),
        until=_ms(until + timedelta(days=1) if isinstance(until, date) else None),
    )
    return _HOW.get(way or "", "telling"), without, longest, sought


def _left(view: View) -> list[Ref]:
    """Single nodes that are left out: those of the last paths, to be taken from."""
    asking = state.asked(PLACE)
    last = cast("Paths | None", asking.result if asking is not None else None)
    # what is chosen stays while the next search works
    refs = list(cast("list[Ref] | None", state.value(_LEFT)) or [])
    names = {v.ref: name_of(v) for v in view.subgraph.vertices}
    if last is not None:
        refs += [*last.without.refs, *(ref for path in last.paths for ref in path.nodes[1:-1])]
        names |= {v.ref: name_of(v) for v in last.subgraph.vertices}
    options = sorted(dict.fromkeys(refs), key=str)
    return st.multiselect(
        "These nodes",
        options,
        format_func=lambda ref: seen(names.get(ref, ref.key), 80),
        key=_LEFT,
        placeholder="Nodes of paths that were found" if not options else "Choose",
    )


def _ms(day: object) -> int | None:
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000) if isinstance(day, date) else None


def _told(case: Case, view: View, found: Paths) -> None:
    names = {v.ref: name_of(v) for v in found.subgraph.vertices}
    if found.message:
        (st.info if found.complete else st.warning)(inert(found.message))
    for number, path in enumerate(found.paths, 1):
        _path(case, view, path, number, names)
    if state.highlight() is not None:
        st.button("Draw no path above the rest", width="stretch", on_click=state.draw_above, args=(None,))
    _left_out(found, names)
    if found.paths:
        st.caption("A path shows what joins two nodes. That both ends are run together, or by whom, it does not show.")


def _path(case: Case, view: View, path: Path, number: int, names: Mapping[Ref, str]) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{number} · {plural(path.length, 'step')}**")
        lines = [f"{_name(path.nodes[0], names)}"]
        for step in path.steps:
            lines.append(f"  ↓ *{inert(seen(step.why, 160))}*  \n{_name(step.end, names)}")
        st.markdown("  \n".join(lines))
        st.button(
            "Show in the picture",
            key=f"paths.show.{number}",
            width="stretch",
            on_click=_show,
            args=(case, view, path, names),
        )


def _name(ref: Ref, names: Mapping[Ref, str]) -> str:
    return f"{inert(seen(names.get(ref, ref.key), 100))} ({NODE_STYLES[ref.label].word})"


def _show(case: Case, view: View, path: Path, names: Mapping[Ref, str]) -> None:
    lacking = [ref for ref in path.nodes if view.ref(str(ref)) is None or str(ref) in state.screen().removed]
    ends = " and ".join(names.get(ref, ref.key) for ref in (path.nodes[0], path.nodes[-1]))
    if lacking:
        bring(
            case,
            lacking,
            Came(path.nodes[0], PATH, name=ends, told=f"{plural(len(lacking), 'node')} of the path came."),
        )
    edges = tuple(edge.key for step in path.steps for edge in step.edges)
    state.draw_above(Highlight(tuple(str(ref) for ref in path.nodes), edges, f"the path between {ends}"))


def _left_out(found: Paths, names: Mapping[Ref, str]) -> None:
    """What was met and not gone through: it may join the nodes all the same."""
    parts = []
    if found.hubs_met:
        some = ", ".join(f"{names.get(ref, ref.key)} ({sharers:,})" for ref, sharers in found.hubs[:_FEW_HUBS])
        parts.append(
            f"{plural(found.hubs_met, 'hub')} met and left out, by how many shared it: {some}"
            + (" …" if found.hubs_met > _FEW_HUBS else "")
        )
    if found.met:
        parts.append(f"{plural(len(found.met), 'node')} met that were to be left out")
    if parts:
        st.caption(inert(seen("; ".join(parts), 600)) + ".")
