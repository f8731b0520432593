"""The side bar of Coordination: what is asked, what it would take, and the way to begin."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from attribution.case import Case
from attribution.detecting import LONG_S
from attribution.progress import Progress
from attribution.runs import Run
from attribution.share_kinds import DEFAULT, KINDS, Request
from briefing.style import platform_name
from ui import detections, jobs, kept_runs, state
from ui.auth import who
from ui.detection_words import KIND_WORDS, WINDOWS, asked, seconds_of, span
from ui.errors import told
from ui.words import inert, plural

_KINDS, _WINDOW, _SINCE, _UNTIL, _PLATFORMS = (f"detect.{name}" for name in ("kinds", "window", "since", "until", "on"))
_LEAST, _RATE, _SHUFFLES = (f"detect.{name}" for name in ("least", "rate", "shuffles"))
_SURE = "detect.sure"


# of its own: counting what a run would take does not hold up the page
@st.fragment
def show(case: Case, run: Run | None) -> None:
    """The form with the estimate; "Find them" begins, or opens the run that answers it already. `run`: the open one."""
    platforms = _platforms(case)
    if not platforms:
        st.info("No posts are loaded yet. Add files on the page Data.")
        return
    with told():
        asked_ = _fields(platforms)
        # below the button, which then stands in sight on a small screen
        begin, below = st.container(), st.container()
        with below:
            request = case.request(**asked_, **_strictness())
        with begin:
            _begin(case, request, run)


def _platforms(case: Case) -> list[str]:
    found = case.coverage().platforms
    return [str(name) for name in found.loc[found["posts"] > 0, "platform"]]


def _fields(platforms: list[str]) -> dict[str, Any]:
    state.keep(**{_KINDS: list(DEFAULT), _WINDOW: "60 s", _SINCE: None, _UNTIL: None, _PLATFORMS: []})
    kinds = st.pills(
        "Who shared the same …", KINDS, selection_mode="multi", format_func=KIND_WORDS.__getitem__, key=_KINDS
    )
    window = st.selectbox(
        "… within",
        WINDOWS,
        accept_new_options=True,
        key=_WINDOW,
        help="The longest time between two posts that count as together. Choose one, or write your own: 90 s, 2 min, 1 h.",
    )
    left, right = st.columns(2)
    first = left.date_input("From day", value=None, min_value=_FIRST, max_value=_LAST, key=_SINCE, help="UTC")
    last = right.date_input("To day", value=None, min_value=_FIRST, max_value=_LAST, key=_UNTIL, help="UTC, included")
    on = st.multiselect(
        "On these platforms", platforms, format_func=platform_name, key=_PLATFORMS, placeholder="all of them"
    )
    return {
        "objects": kinds,
        "window": seconds_of(window or ""),
        "since": _ms(first) if isinstance(first, date) else None,
        "until": _ms(last + timedelta(days=1)) if isinstance(last, date) else None,
        "platforms": on,
    }


def _strictness() -> dict[str, Any]:
    state.keep(**{_LEAST: 2, _RATE: 0.05, _SHUFFLES: 99})
    with st.expander("How strict"):
        least = st.number_input("Shares that an account has at least", 2, 1_000, key=_LEAST)
        rate = st.number_input(
            "False-discovery rate", 0.001, 0.5, step=0.01, format="%.3f", key=_RATE,
            help="Of the pairs called significant, the part that chance may have made. Less is stricter.",
        )  # fmt: skip
        shuffles = st.number_input(
            "Shuffles of the second check", 0, 9_999, key=_SHUFFLES,
            help="How often the times are shuffled to see whether pairs meet as often. More take longer.",
        )  # fmt: skip
    return {"min_participation": int(least), "fdr": float(rate), "shuffles": int(shuffles)}


_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _begin(case: Case, request: Request, run: Run | None) -> None:
    known = detections.held(case, request)
    if run is not None and run.request != request:
        st.caption(f":material/info: The open answer is to another question: {inert(asked(run.request))}.")
    if known is not None:
        if kept_runs.is_open(known):
            st.caption("This question was asked before, and the data are the same: its answer is open.")
        elif st.button("Open its answer", type="primary", width="stretch"):
            kept_runs.choose(known)
            st.rerun()
        return
    may, busy = may_begin(case, request), jobs.running(case)
    if st.button("Find them", type="primary", width="stretch", disabled=not may or busy):
        start(case, request)
        st.rerun()
    if busy:
        st.caption("Other work is running on this case; wait for it, or stop it.")


def may_begin(case: Case, request: Request) -> bool:
    """What a run would take, told; whether it may begin."""
    with st.spinner("Counting …", show_time=True):
        found = detections.estimate(case, request)
    if not found.shares:
        st.warning(
            "Nothing to compare: no account shared such things twice at times that are known to the second. "
            "Take more kinds, other platforms or a longer span."
        )
        return False
    takes = "less than a second" if found.seconds < 1 else f"about {span(round(found.seconds))}"
    st.caption(
        f"**{plural(found.shares, 'share')}** take part and make **{plural(found.pairs, 'pair')} of posts** within "
        f"{span(request.window)}: {takes} to look at; reading, the checks against chance and writing come on top."
    )
    if found.seconds <= LONG_S:
        return True
    return st.checkbox("That is long. Run it all the same", key=f"{_SURE}.{request.text}")


def start(case: Case, request: Request, *, opens: bool = True) -> None:
    """Detect beside the pages; when it has ended, this session opens what was found, unless it goes on with another run."""
    by = who()

    def work(progress: Progress) -> object:
        return detections.make(case, request, by, progress)

    job = jobs.start(case, f"Who shared {asked(request)}", work)
    if opens:
        state.own_job(job)
