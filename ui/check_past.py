"""All runs of a check, and any two of them compared."""

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.check_output import number
from attribution.check_report import ToldHit
from queries.checks import Check
from store.check_records import CheckRun
from ui import check_reads
from ui.check_words import at, came_to, name_of, run_title
from ui.columns import height
from ui.words import inert, plural, seen

_TALLEST = 8
_MOST = 50


def show(case: Case, check: Check) -> None:
    """The runs as a table, and below it what differs between two."""
    runs = case.checks.runs(check.name)[::-1]
    if not runs:
        st.info("This check was never asked.")
        return
    st.caption(f"{plural(len(runs), 'run')} of check {inert(check.name)}, the newest first. Times are UTC.")
    st.dataframe(
        pd.DataFrame([_row(case, one, place) for place, one in enumerate(runs)]),
        hide_index=True,
        height=height(min(len(runs), _TALLEST)),
        column_config={"run": st.column_config.NumberColumn(width=40)},
    )
    _compare(case, check, {one.id: one for one in runs if one.finished})


def _row(case: Case, run: CheckRun, place: int) -> dict[str, object]:
    report = check_reads.report(case, run.check, run.id) if place < _MOST else None
    return {
        "run": run.id,
        "began": at(run.started_at),
        "took": "" if run.ended_at is None else f"{(run.ended_at - run.started_at) / 1000:,.1f} s",
        "by": seen(run.by, 80),
        "came to": seen(run.state if report is None else came_to(report), 300),
    }


def _compare(case: Case, check: Check, answered: dict[int, CheckRun]) -> None:
    if len(answered) < 2:
        return
    st.markdown("##### What differs between two runs")
    left, right = st.columns(2)
    ids = list(answered)
    a = left.selectbox("Earlier", ids[1:], index=len(ids) - 2, format_func=lambda id_: run_title(answered[id_]))
    later = [id_ for id_ in ids if id_ > a]
    b = right.selectbox("Later", later, format_func=lambda id_: run_title(answered[id_]))
    report = check_reads.compared(case, check.name, a, b)
    st.markdown(f"**{inert(came_to(report))}**")
    if report.comparison is not None and report.comparison.differs:
        st.info(
            f"Asked differently, so that nothing is called new or gone: {inert('; '.join(report.comparison.differs))}"
        )
    if report.hits:
        st.dataframe(pd.DataFrame([_hit(one) for one in report.hits]), hide_index=True)


def _hit(one: ToldHit) -> dict[str, object]:
    return {
        "stands": str(one.change.kind),
        "hit": name_of(one),
        "before": number(one.change.before),
        "now": number(one.change.now),
        "why": seen(one.change.why.sentence, 400),
        "silent": "silent" if one.silent else "",
    }
