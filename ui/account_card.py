"""All that is loaded of one account on a card. Nothing is concluded: what is absent was not loaded."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from attribution.account_card import AccountCard, Measure, Observed
from attribution.case import Case
from briefing.style import NODE_STYLES, platform_name
from graph.records import Ref
from graph.subgraph import Vertex
from ui import state
from ui.columns import bits, height
from ui.errors import told
from ui.growing import bring
from ui.growth import EXPANDED
from ui.names import name_of
from ui.view import Came, View
from ui.words import inert, moment, plural, seen

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HEAT = {
    "height": 150,
    "mark": {"type": "rect", "tooltip": True},
    "encoding": {
        "x": {
            "field": "hour",
            "type": "ordinal",
            "axis": {"title": None, "labelAngle": 0, "values": [0, 6, 12, 18, 23]},
        },
        "y": {"field": "day", "type": "ordinal", "sort": list(_DAYS), "axis": {"title": None}},
        "color": {"field": "posts", "type": "quantitative", "scale": {"scheme": "blues"}, "legend": None},
    },
}


def show(case: Case, view: View, account: Ref) -> None:
    """The card."""
    with told(), st.spinner("Reading what is loaded of it …", show_time=False):
        card = state.once("card", account, lambda: case.account_card(account))
        _when(card)
        _names(card.names)
        _lists(card)
        _rhythm(card)
        _objects(case, view, account, card.objects)
        _engagement(card.engagement)
        _said(card)


def _when(card: AccountCard) -> None:
    kinds = ", ".join(f"{count:,} × {kind}" for kind, count in card.by_kind.items())
    span = f", {moment(card.first_at)} to {moment(card.last_at)} UTC" if card.first_at is not None else ""
    st.markdown(inert(f"{platform_name(card.platform)}: {plural(card.posts, 'post')} loaded{span}"))
    st.caption(inert(f"{kinds or 'no post'}. From {seen(', '.join(card.files), 400) or 'no file'}."))
    if card.same_as:
        st.caption(
            inert(
                f"Also under {', '.join(seen(ref.key, 80) for ref in card.same_as)}; those posts are not counted here."
            )
        )


def _names(names: Sequence[Observed]) -> None:
    if not names:
        return
    st.markdown("###### Names and numbers over time")
    rows = [
        {
            "what": one.property.replace("_", " "),
            "value": seen(one.value, 200),
            "first seen": moment(one.first_at),
            "last seen": moment(one.last_at),
            "in": seen(", ".join(one.files), 200),
        }
        for one in names
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=min(height(len(rows)), 220))


def _lists(card: AccountCard) -> None:
    for one in card.listings:
        role = f" as {seen(one.role, 80)}" if one.role else ""
        by = f", by {seen(one.by, 80)}" if one.by else ""
        what = NODE_STYLES[one.ref.label].word
        st.caption(
            inert(f"Listed in the {what} “{seen(one.name, 120)}”{role}{by} ({seen(', '.join(one.files), 120)}).")
        )
    if card.listings:
        st.caption("A list is what somebody says; here it is an input and not a finding.")


def _rhythm(card: AccountCard) -> None:
    rows = [
        {"day": day, "hour": hour, "posts": count}
        for day, counts in zip(_DAYS, card.rhythm, strict=True)
        for hour, count in enumerate(counts)
    ]
    if not any(row["posts"] for row in rows):
        return
    st.markdown("###### Hours of its posts, UTC")
    st.vega_lite_chart(pd.DataFrame(rows), _HEAT, width="stretch")
    if card.without_hour:
        st.caption(f"{plural(card.without_hour, 'post')} whose hour in UTC is not known: not counted here.")


def _objects(case: Case, view: View, account: Ref, objects: Sequence[Vertex]) -> None:
    if not objects:
        return
    st.markdown("###### Most telling of what it shared")
    rows = [
        {
            "bits": one.properties.get("information"),
            "sharers": one.properties.get("sharers"),
            "thing": seen(name_of(one), 160),
            "what": NODE_STYLES[one.ref.label].word,
        }
        for one in objects
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=height(len(rows)),
        column_config={
            "bits": bits(45),
            "sharers": st.column_config.NumberColumn(width=60),
            "thing": st.column_config.TextColumn(width=170),
        },
    )
    lacking = [one.ref for one in objects if view.ref(str(one.ref)) is None]
    if lacking:
        st.button(
            f"Bring {plural(len(lacking), 'thing')} into the picture",
            width="stretch",
            on_click=bring,
            args=(case, lacking, Came(account, EXPANDED, total=len(lacking))),
        )


def _engagement(measures: Sequence[Measure]) -> None:
    known = [one for one in measures if one.posts]
    if not known:
        st.caption("No count of likes, reposts, replies, quotes or views was loaded: unknown, not zero.")
        return
    st.markdown("###### Engagement, as the platform counted when it was collected")
    rows = [{"count": one.name, "known of posts": one.posts, "median": one.median, "sum": one.sum} for one in known]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _said(card: AccountCard) -> None:
    for one in card.statements:
        st.caption(
            inert(
                f"{seen(one.get('source'), 80)} {moment(one.get('stated_at')) or ''} ({seen(one.get('kind'), 40)}): "
                f"{seen(one.get('text'), 400)}"
            )
        )
