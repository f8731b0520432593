"""One group: who is in it, which things tie them, its strongest pairs, and a way to the picture."""

import pandas as pd
import streamlit as st

from analysis.impact import Impact
from attribution.case import Case
from attribution.group_report import inside, links_of, members, things
from attribution.runs import Cluster, Run
from briefing.style import platform_name
from graph.records import Ref
from ui import detections, opening, pair_meetings, state
from ui.columns import bits, height
from ui.detection_words import kind_word, refs_of, thing_name
from ui.request import Request
from ui.words import inert, plural, seen

_MOST = 200
_MOST_THINGS = 100


def show(case: Case, run: Run, group: Cluster, impacts: dict[int, Impact] | None) -> None:
    """Everything that is kept of a group."""
    links = links_of(detections.pairs(case, run), group)
    met = inside(detections.meetings(case, run), group.accounts)
    made_of = things(met)
    accounts = [Ref("Account", key) for key in group.accounts]
    shown = [ref for one in made_of["object"].head(_MOST_THINGS) for ref in refs_of(one)]
    names = detections.names(case, [*accounts, *shown])
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"#### Group {group.number}: {plural(group.size, 'account')}, {plural(group.links, 'link')}")
    right.button(
        "Open on Explore",
        type="primary",
        width="stretch",
        icon=":material/hub:",
        help="A picture of its accounts, what they shared within the window, and the links between them.",
        on_click=state.want_on_explore,
        args=(Request(lambda: opening.of_group(case, run, group, met)),),
    )
    st.caption(
        f"{group.cohesion:.0%} of the links that there could be; stability {group.stability:.2f}"
        + (" (unstable: it falls apart with other seeds or fewer things)" if group.unstable else "")
    )
    _impact(impacts, group)
    left, right = st.columns([2, 3])
    with left:
        st.markdown("##### Accounts")
        _members(members(group, links, met), names)
    with right:
        st.markdown("##### What ties them")
        _things(made_of, names)
    st.markdown("##### Pairs, the least likely by chance first")
    pair_meetings.show(case, run, links.head(_MOST), met, names, total=len(links), key=f"{run.id}.{group.number}")


def _impact(impacts: dict[int, Impact] | None, group: Cluster) -> None:
    if impacts is None:
        return
    found = impacts.get(group.number)
    if found is None:
        st.caption("Its engagement was not compared: only that of the largest groups is.")
        return
    st.markdown("##### How much it mattered, as far as the data say")
    st.markdown("\n".join(f"- {inert(sentence)}" for sentence in found.sentences))


def _members(found: pd.DataFrame, names: dict[Ref, str]) -> None:
    rows = [
        {
            "account": seen(names.get(Ref("Account", str(row["account"])), str(row["account"])), 60),
            "on": platform_name(str(row["account"]).partition(":")[0]),
            "links": row["links"],
            "things": row["things"],
        }
        for row in pair_meetings.rows_of(found)
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=_height(len(rows)),
        column_config={
            "links": st.column_config.NumberColumn(width=60),
            "things": st.column_config.NumberColumn(
                width=65, help="Things that it shared together with others of the group."
            ),
        },
    )


def _things(found: pd.DataFrame, names: dict[Ref, str]) -> None:
    rows = [
        {
            "thing": thing_name(str(row["object"]), names),
            "kind": kind_word(str(row["object"])),
            "bits": row["information"],
            "in the group": row["accounts"],
            "in the run": row["sharers"],
        }
        for row in pair_meetings.rows_of(found.head(_MOST_THINGS))
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=_height(len(rows)),
        column_config={
            "thing": st.column_config.TextColumn(width=300),
            "bits": bits(55),
            "in the group": st.column_config.NumberColumn(
                width=85, help="Accounts of the group that shared it together."
            ),
            "in the run": st.column_config.NumberColumn(
                width=75,
                help="All accounts that shared it in what the run looked at: those with too few rows take no part, and "
                "other pages, which count everything loaded, may say more.",
            ),
        },
    )
    if len(found) > _MOST_THINGS:
        st.caption(f"These are the {_MOST_THINGS} most telling of {len(found):,}.")


def _height(rows: int) -> int:
    return height(min(max(rows, 1), 8))
