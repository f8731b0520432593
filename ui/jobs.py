"""What works in the background on the case, with a way to stop it."""

from collections.abc import Callable

import streamlit as st

from attribution.case import Case
from attribution.jobs import Job, Jobs
from attribution.progress import Progress
from attribution.reports import LoadReport
from attribution.runs import Run
from ui.words import inert, plural, seen

_EVERY_S = 1.0


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs()


def start(case: Case, title: str, work: Callable[[Progress], object]) -> Job:
    """Start work on the case; CaseError while other work runs."""
    return _jobs().start(str(case.folder.root), title, work)


def running(case: Case) -> bool:
    """Whether something works on the case."""
    job = _jobs().of(str(case.folder.root))
    return job is not None and job.state.running


def show(case: Case) -> None:
    """The work at hand, or what the last came to; nothing if there was none."""
    job = _jobs().of(str(case.folder.root))
    if job is None:
        return
    if job.state.running:
        _watch(job)
    else:
        _ended(case, job)


@st.fragment(run_every=_EVERY_S)
def _watch(job: Job) -> None:
    now = job.state
    if not now.running:
        # the rest of the page shows what is loaded: it is out of date
        st.rerun()
    done = plural(now.rows, "row") if now.rows else f"{now.seconds:,.0f} s"
    speed = f", {now.rows / now.seconds:,.0f} a second" if now.rows and now.seconds > 1 else ""
    rejected = f", {plural(now.rejected, 'reject')}" if now.rejected else ""
    left = f", about {_left(now.seconds, now.share)} left" if now.share else ""
    with st.container(border=True):
        st.markdown(f"**{inert(job.title)}**: {inert(now.what)}")
        st.progress(now.share or 0.0, text=f"{done}{speed}{rejected}{left}")
        st.caption("Other pages can be used meanwhile.")
        st.button("Stop", on_click=job.stop, help="Stops after the batch at hand. What was finished stays.")


def _left(seconds: float, share: float) -> str:
    left = seconds / share - seconds
    return f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"


def _ended(case: Case, job: Job) -> None:
    now = job.state
    with st.container(border=True):
        if now.error is not None:
            st.error(f"{inert(job.title)}: {inert(now.error)}")
        else:
            st.success(f"{inert(job.title)}: done in {now.seconds:,.0f} s")
        if isinstance(job.result, LoadReport):
            st.dataframe([_file(entry.as_json()) for entry in job.result.files], hide_index=True)
            for _, why in job.result.failed:
                st.error(f"Not loaded, while the others were: {inert(why)}")
            for path, why in job.result.skipped:
                st.caption(f"Not loaded: {inert(path.name)}: {inert(why)}")
        elif isinstance(job.result, Run):
            found = plural(len(job.result.clusters), "group")
            st.caption(f"{plural(job.result.significant, 'pair')} that move together, {found}.")
        elif isinstance(job.result, str):
            st.text(seen(job.result))
        st.button("Close", on_click=_jobs().forget, args=(str(case.folder.root),))


def _file(entry: dict[str, object]) -> dict[str, object]:
    rejected = entry["rejected"]
    return {
        "file": seen(str(entry["path"]).rpartition("/")[2]),
        **{name: entry[name] for name in ("format", "rows", "loaded", "merged", "blank")},
        "rejected": sum(rejected.values()) if isinstance(rejected, dict) else 0,
    }
