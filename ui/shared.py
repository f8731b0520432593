"""What several selected nodes share, the most telling first, and a way to bring it into the picture."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from attribution.case import Case
from briefing.style import NODE_STYLES
from graph.rarity import is_common
from graph.records import Ref
from graph.together import SharedThing
from ui import detections, state
from ui.columns import bits, height
from ui.errors import told
from ui.growing import bring
from ui.growth import SHARED, common_left_out
from ui.view import Came
from ui.words import moment, plural, seen

_AT_ONCE = 30
"""Things that one press brings where none was chosen."""


def show(case: Case, refs: Sequence[Ref]) -> None:
    """The list, and a button that brings what was chosen of it."""
    with told(), st.spinner("Looking what they share …", show_time=False):
        found = state.once("shared", tuple(refs), lambda: case.shared_by(refs))
        telling = [one for one in found.things if not is_common(one.thing.information)]
        common = len(found.things) - len(telling)
        with_common = common and st.toggle(f"Also {plural(common, 'common thing')}", key="shared.common")
        listed = found.things if with_common else telling
        if listed:
            _list(case, refs, listed, found.left_out)
        else:
            st.info(
                f"Nothing rare that two of these share; {common_left_out(common)}."
                if common
                else "No two of these share anything that is loaded here. What is not loaded is not absent."
            )


def _list(case: Case, refs: Sequence[Ref], listed: Sequence[SharedThing], left_out: int) -> None:
    things = tuple(one.thing.ref for one in listed)
    called = detections.names(case, [*things, *refs])
    st.caption(
        f"{plural(len(listed), 'thing')} that at least two of them share, bits times sharers first"
        + (f"; {left_out:,} more are left out" if left_out else "")
        + ". Shared is not run together."
    )
    event = st.dataframe(
        pd.DataFrame([_row(one, called) for one in listed]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"shared.{hash(things)}",
        height=min(height(len(listed)), 380),
        column_config={
            "bits": bits(45),
            "thing": st.column_config.TextColumn(width=170),
            "of these": st.column_config.NumberColumn(width=60, help="How many of the selected nodes share it."),
        },
    )
    chosen = [things[row] for row in event["selection"]["rows"] if row < len(things)]
    words = f"Bring {plural(len(chosen), 'thing')}" if chosen else f"Bring the first {min(_AT_ONCE, len(things))}"
    if st.button(words, type="primary", width="stretch", key="shared.bring"):
        origin = refs[0]
        brought = chosen or things[:_AT_ONCE]
        came = Came(
            origin,
            SHARED,
            name=plural(len(refs), "selected node"),
            told=f"{plural(len(brought), 'thing')} that at least two of the {len(refs)} selected share.",
        )
        bring(case, brought, came)
        st.rerun(scope="fragment")


def _row(one: SharedThing, names: Mapping[Ref, str]) -> dict[str, object]:
    thing = one.thing
    return {
        "of these": thing.holders,
        "bits": thing.information,
        "thing": seen(names.get(thing.ref, thing.ref.key), 160),
        "what": NODE_STYLES[thing.ref.label].word,
        "by, the first first": seen(", ".join(names.get(holder.ref, holder.ref.key) for holder in one.holders), 300),
        "first": moment(one.first_at),
        "last": moment(one.last_at),
    }
