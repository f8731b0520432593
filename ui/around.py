"""What stands around a node, before it comes: how much of what, a choice of it, and for hubs a list to pick from."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from attribution.case import Case
from briefing.style import NODE_STYLES, platform_name
from graph.around import Around, Kind, Neighbour
from graph.neighbourhood import Choice
from graph.rarity import COMMON
from graph.records import Ref
from ui import state
from ui.columns import bits, height
from ui.errors import told
from ui.growing import AROUND, bring, expand, present
from ui.names import name_of
from ui.view import Came, View
from ui.words import plural, seen

_MOST_TELLING, _ALL = f"The {AROUND} most telling", "All"
_ELSEWHERE, _COORDINATED, _PICKED = "Only on other platforms", "Only coordinated", "From a list"
_PAGE = 50


def show(case: Case, view: View, ref: Ref) -> None:
    """Counts of what there is, the choice, and the button that brings it."""
    here = (ref, view.id, view.revision, state.screen().removed)
    with told(), st.spinner("Looking around …", show_time=False):
        found = state.once("around", here, lambda: case.around(ref, exclude=present(view)))
        st.caption(_said(found))
        if not found.total:
            return
        way = st.radio("What comes", _ways(found), key=f"around.way.{ref}")
        common = _with_common(found)
        kinds = _kinds(found)
        if way == _PICKED:
            _pick(case, view, found, kinds, common=common)
        else:
            _bring(case, found, way, kinds, common=common)


def _said(found: Around) -> str:
    parts = [f"{'At least ' if found.at_least else ''}{plural(found.total, 'neighbour')} that are not in the picture"]
    if found.elsewhere:
        parts.append(f"{found.elsewhere:,} on other platforms")
    if found.coordinated:
        parts.append(f"{plural(found.coordinated, 'account')} that a run found to move together with it")
    if found.common:
        parts.append(f"{found.common:,} common")
    return "; ".join(parts) + "."


def _ways(found: Around) -> list[str]:
    """Hubs never come whole: beyond a bound, one picks from a list."""
    return [
        _MOST_TELLING,
        *([] if found.is_hub else [_ALL]),
        *([_ELSEWHERE] if found.elsewhere else []),
        *([_COORDINATED] if found.coordinated else []),
        _PICKED,
    ]


def _with_common(found: Around) -> bool:
    return bool(found.common) and st.toggle(
        f"Also {plural(found.common, 'common thing')}",
        key="around.common",
        help=f"Things of fewer than {COMMON:g} bits: at least one in {2**COMMON:g} of those who shared anything "
        "of their kind shared them, so that they tie nobody to anybody.",
    )


def _kinds(found: Around) -> Sequence[Kind]:
    """The kinds that were chosen in the table of them; all where none was."""
    event = st.dataframe(
        pd.DataFrame([_kind(kind) for kind in found.kinds]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"around.kinds.{found.ref}.{found.total}",
        height=min(height(len(found.kinds)), 220),
        column_config={
            "bits": bits(70, "best bits"),
            "common": st.column_config.NumberColumn(width=70, help="So widely shared that they tie nobody."),
            "count": st.column_config.NumberColumn(width=60),
        },
    )
    return [found.kinds[row] for row in event["selection"]["rows"] if row < len(found.kinds)] or found.kinds


def _kind(kind: Kind) -> dict[str, object]:
    return {
        "what": NODE_STYLES[kind.label].plural,
        "on": platform_name(kind.platform) if kind.platform else "",
        "count": kind.count,
        "common": kind.common,
        "bits": kind.best,
    }


def _choice(found: Around, kinds: Sequence[Kind]) -> Choice:
    """Nothing is said of labels and platforms where all kinds are wanted: also posts in between may come."""
    if len(kinds) == len(found.kinds):
        return Choice()
    return Choice(
        tuple(dict.fromkeys(kind.label for kind in kinds)), tuple(dict.fromkeys(kind.platform for kind in kinds))
    )


def _bring(case: Case, found: Around, way: str, kinds: Sequence[Kind], *, common: bool) -> None:
    if not st.button("Add to the picture", type="primary", width="stretch", key="around.bring"):
        return
    choice = _choice(found, kinds)
    expand(
        case,
        found.ref,
        labels=choice.labels,
        platforms=choice.platforms,
        other_platforms=way == _ELSEWHERE,
        coordinated=way == _COORDINATED,
        limit=AROUND if way == _MOST_TELLING else found.brought_at_once,
        common=common,
    )
    st.rerun(scope="fragment")


def _pick(case: Case, view: View, found: Around, kinds: Sequence[Kind], *, common: bool) -> None:
    """A page of the list, the most telling first; what is chosen on it comes."""
    choice = _choice(found, kinds)
    most = sum(kind.count for kind in kinds)
    page = int(st.number_input("Page of the list", 1, max(1, -(-most // _PAGE)), key=f"around.page.{found.ref}"))
    of = (found, choice, common, page)
    listed = state.once(
        "around.list",
        of,
        lambda: case.neighbour_list(
            found.ref, choice, exclude=present(view), common=common, limit=_PAGE, offset=(page - 1) * _PAGE
        ),
    )
    if not listed.rows:
        st.info("Nothing more on this page.")
        return
    st.caption(f"{listed.offset + 1:,} to {listed.offset + len(listed.rows):,} of {listed.total:,}")
    event = st.dataframe(
        pd.DataFrame([_row(one) for one in listed.rows]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"around.list.{hash(of)}",
        height=320,
        column_config={
            "bits": bits(55),
            "times": st.column_config.NumberColumn(width=55, help="Posts or links that join the two."),
        },
    )
    chosen = [listed.rows[row] for row in event["selection"]["rows"] if row < len(listed.rows)]
    words = f"Add {plural(len(chosen), 'chosen one', 'chosen ones')}"
    if st.button(words, type="primary", width="stretch", disabled=not chosen, key="around.pick"):
        # told as what an expansion brings: of how many, and what was left out as common
        came = Came(found.ref, total=listed.total, common=listed.common, with_common=common)
        bring(case, [one.ref for one in chosen], came)
        st.rerun(scope="fragment")


def _row(one: Neighbour) -> dict[str, object]:
    return {
        "name": seen(name_of(one.vertex), 120),
        "what": NODE_STYLES[one.ref.label].word,
        "on": platform_name(one.platform) if one.platform else "",
        "sharers": one.sharers,
        "bits": one.information,
        "times": one.times,
    }
