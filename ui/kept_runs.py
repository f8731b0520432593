"""The runs that a case keeps: choose one, see them all, delete one. The owner of which run is open."""

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.coverage import iso_day
from attribution.progress import Progress
from attribution.runs import Run
from attribution.share_kinds import VERSION
from ui import detections, jobs, state
from ui.detection_words import asked, span, title
from ui.words import inert, plural, seen

_CHOSEN = "runs.chosen"


def choose(run: Run) -> None:
    """Open this run; before the choice is drawn."""
    state.put(_CHOSEN, run.hash)


def settle(case: Case) -> Run | None:
    """Which run is open: what this session just made, else what it chose, else the newest; before anything is drawn."""
    made = state.own_result()
    if isinstance(made, Run):
        choose(made)
    known = {run.hash: run for run in detections.runs(case)}
    if not known:
        return None
    newest = next(iter(known))
    state.keep(**{_CHOSEN: newest})
    if state.value(_CHOSEN) not in known:
        # by this session or another
        st.info("The run that was open is not in the case any more; the newest one is shown.")
        choose(known[newest])
    return known[str(state.value(_CHOSEN))]


def is_open(run: Run) -> bool:
    """Whether this run is the one that is shown."""
    return state.value(_CHOSEN) == run.hash


def show(case: Case, run: Run | None) -> None:
    """The choice among the runs with the open one, or how to begin where the case keeps none."""
    if run is None:
        _none(case)
        return
    known = {one.hash: one for one in detections.runs(case)}
    left, right = st.columns([6, 1], vertical_alignment="bottom")
    left.selectbox("Question and answer", list(known), format_func=lambda one: title(known[one]), key=_CHOSEN)
    with right.popover("Runs …", width="stretch"):
        _list(case, known, run)
    if run.stale:
        st.warning(
            "This run was made on other data than the case holds now. Ask again on the left to see what these say."
        )
    elif run.version != VERSION:
        st.info(
            f"This run was made by version {inert(run.version)} of the detector; now it is {VERSION}. "
            "Ask again on the left to see what that says."
        )


def _none(case: Case) -> None:
    if not jobs.running(case):
        st.info(
            "Nothing was asked yet. Choose on the left what accounts have to share and how close in time; "
            "you see what it would take before anything runs."
        )


def _list(case: Case, known: dict[str, Run], run: Run) -> None:
    st.caption(f"{plural(len(known), 'run')} kept in this case, the newest first.")
    st.dataframe(pd.DataFrame([_row(one) for one in known.values()]), hide_index=True)
    st.markdown(f"Delete the run that is open: {inert(title(run))}")
    st.caption("Its groups and links leave the case and the graph. The loaded data stay.")
    sure = st.checkbox("Yes, delete it", key=f"runs.sure.{run.hash}")
    if st.button("Delete", disabled=not sure or jobs.running(case)):
        jobs.start(case, f"Deleting run {run.id[:6]}", lambda progress: _delete(case, run, progress))
        st.rerun()


def _delete(case: Case, run: Run, progress: Progress) -> str:
    case.delete_run(run.hash, progress=progress)
    return (
        f"Run {run.id[:6]} is deleted, with {plural(run.significant, 'pair')} and {plural(len(run.clusters), 'group')}."
    )


def _row(run: Run) -> dict[str, object]:
    return {
        "run": run.id[:6],
        "within": span(run.request.window),
        "groups": len(run.clusters),
        "largest": max((group.size for group in run.clusters), default=0),
        "pairs": run.significant,
        "made": iso_day(run.started_at),
        "data": "other than now" if run.stale else "as now",
        "detector": seen(run.version),
        "by": seen(run.made_by),
        "asked": asked(run.request),
    }
