"""The groups of a run: a table with a timeline each, and the one that is looked into below it."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from analysis.impact import Impact
from attribution.case import Case
from attribution.coverage import iso_day
from attribution.engagement import in_short
from attribution.group_report import q_by_group, timelines
from attribution.progress import Progress
from attribution.runs import Cluster, Run
from ui import detections, group_details, jobs, state
from ui.columns import height
from ui.detection_words import platforms
from ui.words import plural

_TALLEST = 12


def show(case: Case, run: Run) -> None:
    """The table, and below it the group that is chosen in it."""
    if not run.clusters:
        _nothing(run)
        return
    st.caption(
        f"{plural(run.significant, 'pair')} of accounts met more often than chance explains: among all {run.tests:,} possible "
        f"pairs, or only among those that a third account links (false-discovery rate {run.request.fdr:g} each). Links "
        f"between them make {plural(len(run.clusters), 'group')}. Choose one to look into it."
    )
    impacts = detections.engagement(case, run)
    _table(case, run, impacts)
    if impacts is None:
        _ask_engagement(case, run)
    state.keep(**{_key(run): run.clusters[0].number})
    numbers = {group.number: group for group in run.clusters}
    chosen = st.selectbox("Look into", list(numbers), format_func=lambda one: _title(numbers[one]), key=_key(run))
    group_details.show(case, run, numbers[chosen], impacts)


def _nothing(run: Run) -> None:
    apart = sum(run.set_apart.values())
    st.info(
        f"Nobody here moves together more than chance explains, among {plural(run.accounts, 'account')} and "
        f"{plural(run.shares, 'share')}. That does not show that nobody does: what is not loaded, or lies further apart "
        "in time, was not looked at." + (f" {plural(apart, 'pair')} were set apart: see the next tab." if apart else "")
    )


def _key(run: Run) -> str:
    return f"groups.chosen.{run.id}"


def _title(group: Cluster) -> str:
    return f"Group {group.number}: {plural(group.size, 'account')} on {platforms(group.platforms)}"


def _table(case: Case, run: Run, impacts: dict[int, Impact] | None) -> None:
    pairs = detections.pairs(case, run)
    counts, days = timelines(run)
    q = q_by_group(pairs)
    rows = [_row(group, q[group.number], counts[group.number], impacts) for group in run.clusters]
    table = f"groups.table.{run.id}"

    def pressed() -> None:
        event = state.value(table)
        chosen = event["selection"]["rows"] if isinstance(event, dict) else []
        if chosen:
            state.put(_key(run), run.clusters[chosen[0]].number)

    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key=table,
        on_select=pressed,
        selection_mode="single-row",
        height=height(min(len(rows), _TALLEST)),
        column_config=_heads(days),
    )
    unstable = sum(group.unstable for group in run.clusters)
    if unstable:
        st.caption(
            f"{plural(unstable, 'group')} marked unstable: with other seeds and a fifth of the things missing it falls "
            "apart or joins another. Trust its pairs, not its outline."
        )


def _row(
    group: Cluster, q: tuple[float, float], counts: list[int], impacts: dict[int, Impact] | None
) -> dict[str, object]:
    impact = impacts.get(group.number) if impacts else None
    return {
        "group": group.number,
        "accounts": group.size,
        "platforms": platforms(group.platforms),
        "when": counts,
        "span": _span(iso_day(group.first_at), iso_day(group.last_at)),
        "links": group.links,
        "things": group.objects,
        "median": q[0],
        "worst": q[1],
        "stability": f"{group.stability:.2f}" + (", unstable" if group.unstable else ""),
        **({"engagement": in_short(impact) if impact else ""} if impacts is not None else {}),
    }


def _span(first: str, last: str) -> str:
    """Two days in a cell: what both have in common stands once."""
    if first == last:
        return first
    return f"{first} to {last[5:] if first[:4] == last[:4] else last}"


def _heads(days: int) -> dict[str, ColumnConfig]:
    column = st.column_config
    step = "a day" if days == 1 else f"{days} days"
    return {
        "group": column.NumberColumn("group", width=50),
        "accounts": column.NumberColumn("accounts", width=68),
        "platforms": column.TextColumn("platforms", width=228),
        "when": column.BarChartColumn(
            "meetings",
            y_min=0,
            width=110,
            help=f"Pairs of posts that met, {step} a bar. The bars of all rows stand for the same days: those of all groups of the run.",
        ),
        "span": column.TextColumn("first and last", width=138, help="Days of its first and last meeting, UTC."),
        "links": column.NumberColumn(
            "links",
            width=46,
            help="Pairs in it that met more often than chance explains, by themselves or only within the group.",
        ),
        "things": column.NumberColumn("things", width=54, help="Different things over which its pairs met."),
        "median": column.NumberColumn(
            "q, median",
            format="%.1e",
            width=70,
            help="The q of the link in the middle. q is the false-discovery rate at which a link still passes; of a link "
            "that passed among pairs which others link, it is the q among these.",
        ),
        "worst": column.NumberColumn(
            "q, worst", format="%.1e", width=70, help="The q of the link that passes least clearly."
        ),
        "stability": column.TextColumn(
            "stability",
            width=98,
            help="0 to 1: how much of the group is found again with other seeds and a fifth of the things missing. "
            "Below 0.6 it is unstable.",
        ),
        "engagement": column.TextColumn(
            "engagement",
            help="Whether it lies above that of matched posts, with two medians: of its posts, and of matched ones by others, "
            "of the same platform and week and, where known, of accounts of the same size. “Too few”: fewer than five "
            "accounts to compare. It shows no effect, and no lack of one.",
        ),
    }


def _ask_engagement(case: Case, run: Run) -> None:
    if st.button(
        "Compare the engagement of these groups with that of matched posts",
        disabled=jobs.running(case),
        help="Takes about half a second a group; other pages can be used meanwhile.",
    ):

        def work(progress: Progress) -> object:
            return detections.compare_engagement(case, run, progress)

        jobs.start(case, "Comparing engagement", work)
        st.rerun()
