"""What the page asks of a case's runs, computed once for each state of the case."""

from collections.abc import Iterable
from threading import Lock

import pandas as pd
import streamlit as st

from analysis.impact import Impact
from attribution.case import Case
from attribution.detecting import Estimate
from attribution.engagement import impacts
from attribution.jobs import StoppedError
from attribution.progress import Progress
from attribution.runs import Comparison, Run
from attribution.share_kinds import VERSION, Request
from attribution.share_records import files
from graph.read import vertices
from graph.records import Ref
from ui.names import name_of

Key = tuple[str, ...]


def runs(case: Case) -> tuple[Run, ...]:
    """The runs that the case keeps, the newest first."""
    return _runs(case, _state(case))


def held(case: Case, request: Request) -> Run | None:
    """The run that answers the question on the data as they are now, if there is one."""
    return next((r for r in runs(case) if r.request == request and not r.stale and r.version == VERSION), None)


def estimate(case: Case, request: Request) -> Estimate:
    """What a run would have to do."""
    return _estimate(case, request, _data(case), request.text)


def pairs(case: Case, run: Run) -> pd.DataFrame:
    """Every listed pair of a run; not to be changed."""
    return _pairs(case, _state(case), run.hash)


def meetings(case: Case, run: Run) -> pd.DataFrame:
    """Every meeting of its significant pairs; not to be changed."""
    return _meetings(case, _state(case), run.hash)


def compared(case: Case, a: Run, b: Run) -> Comparison:
    """What appears and goes from one run to another."""
    return _compared(case, _state(case), a.hash, b.hash)


def names(case: Case, refs: Iterable[Ref]) -> dict[Ref, str]:
    """What nodes are called on screen; those that the graph does not hold are not among them."""
    wanted = tuple(sorted(set(refs), key=str))
    return _names(case, wanted, _state(case), tuple(map(str, wanted)))


def make(case: Case, request: Request, who: str, progress: Progress) -> Run:
    """Detect, and compare the engagement of what was found; for work beside the pages."""
    before = {run.hash for run in case.runs()}
    try:
        run = case.detect(request, who=who, progress=progress)
    except StoppedError as error:
        # it may have been stopped between the commit and the end of writing the graph
        for made in case.runs():
            if made.hash not in before and made.request == request:
                case.delete_run(made.hash)
        raise StoppedError(
            "stopped on request; nothing of this run is kept, and what was there before stays"
        ) from error
    try:
        compare_engagement(case, run, progress)
    except StoppedError:
        # the run is kept by now; engagement can be compared at any time
        return run
    return run


def compare_engagement(case: Case, run: Run, progress: Progress) -> Run:
    """Compare the engagement of all groups of a run, and remember it while the server runs."""
    found = impacts(case.reader, run, progress)
    kept, lock = _engagement()
    with lock:
        kept[(*_data(case), run.hash)] = found
        while len(kept) > _MOST_KEPT:
            kept.pop(next(iter(kept)))
    return run


def engagement(case: Case, run: Run) -> dict[int, Impact] | None:
    """Impact by number of group, if it was compared on the data as they are now."""
    return _engagement()[0].get((*_data(case), run.hash))


_MOST_KEPT = 50


@st.cache_resource(show_spinner=False)
def _engagement() -> tuple[dict[Key, dict[int, Impact]], Lock]:
    return {}, Lock()


def _state(case: Case) -> Key:
    return str(case.folder.root), *(d.folder for d in case.reader.datasets)


def _data(case: Case) -> Key:
    return str(case.folder.root), *(d.folder for d in files(case.reader))


# the case is not compared: its folder and what is committed in it are
@st.cache_resource(show_spinner=False, max_entries=20)
def _runs(_case: Case, state: Key) -> tuple[Run, ...]:  # noqa: ARG001
    return _case.runs()[::-1]


@st.cache_resource(show_spinner=False, max_entries=200)
def _estimate(_case: Case, _request: Request, data: Key, asked: str) -> Estimate:  # noqa: ARG001
    return _case.estimate(_request)


@st.cache_resource(show_spinner=False, max_entries=8)
def _pairs(_case: Case, state: Key, run: str) -> pd.DataFrame:  # noqa: ARG001
    return _case.run_pairs(run)


@st.cache_resource(show_spinner=False, max_entries=8)
def _meetings(_case: Case, state: Key, run: str) -> pd.DataFrame:  # noqa: ARG001
    return _case.run_meetings(run)


@st.cache_resource(show_spinner=False, max_entries=20)
def _compared(_case: Case, state: Key, a: str, b: str) -> Comparison:  # noqa: ARG001
    return _case.compare_runs(a, b)


@st.cache_resource(show_spinner=False, max_entries=200)
def _names(_case: Case, _refs: tuple[Ref, ...], state: Key, keys: Key) -> dict[Ref, str]:  # noqa: ARG001
    return {v.ref: name_of(v) for v in vertices(_case.graph, _refs)}
