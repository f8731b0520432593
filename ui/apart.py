"""What a run set apart and left out: pairs beyond chance that are no finding, rows that took no part, hot objects."""

import pandas as pd
import streamlit as st

from analysis.shares import FAR, IMPRECISE, NO_TIME
from attribution.case import Case
from attribution.explaining import Explained
from attribution.group_report import reading
from attribution.runs import Run
from graph.records import Ref
from ui import detections, pair_meetings, state
from ui.columns import height
from ui.words import inert, plural, seen

_MOST = 200
_HOT = "Left out as too common: "
_BEYOND = "beyond chance, but "
_WORDS = {
    "feed": "repeat one source",
    "scattered": "meet many others as often",
    "alone": "nobody else links",
    "once": "met once",
}


def show(case: Case, run: Run) -> None:
    """Each reading with its sentence and its pairs, then what was left out."""
    _pairs(case, run)
    _left_out(run)
    with st.expander("The report of this run in full"):
        st.text(seen("\n".join(run.report)))


def _pairs(case: Case, run: Run) -> None:
    st.markdown("##### Beyond chance, but set apart")
    counted = {name: run.set_apart[name] for name in _WORDS if run.set_apart.get(name)}
    if not counted:
        st.markdown("No pair.")
        return
    lines = [
        f"- **{plural(count, 'pair')}**: {inert(reading(name).removeprefix(_BEYOND))}"
        for name, count in counted.items()
    ]
    st.markdown("\n".join(lines))
    key = f"apart.reading.{run.id}"
    state.keep(**{key: next(iter(counted))})
    chosen = st.segmented_control(
        "Show the pairs that …", list(counted), format_func=lambda one: _WORDS.get(one, one), key=key
    )
    if chosen is None:
        return
    all_ = detections.pairs(case, run)
    own = all_[all_["reading"] == chosen].sort_values(
        ["information", "account_a", "account_b"], ascending=[False, True, True]
    )
    _listed(case, run, own.head(_MOST), len(own))


def _listed(case: Case, run: Run, pairs: pd.DataFrame, total: int) -> None:
    names = detections.names(case, [Ref("Account", key) for key in {*pairs["account_a"], *pairs["account_b"]}])
    ends = list(zip(pairs["account_a"], pairs["account_b"], strict=True))
    if not ends:
        st.caption("These pairs were counted, not listed.")
        return
    st.dataframe(
        pair_meetings.apart_rows(pairs, names),
        hide_index=True,
        placeholder="–",
        height=height(min(len(ends), 8)),
        column_config=pair_meetings.heads(),
    )
    if total > len(ends):
        st.caption(f"These are the {len(ends):,} that share most, of {total:,}.")
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    number = left.selectbox(
        "Look into a pair", range(len(ends)), format_func=lambda one: pair_meetings.pair_name(ends[one], names)
    )
    pair = ends[number]
    if right.button(
        "Compute its receipts", width="stretch", help="Looks at all shares once more; may take as long as the run."
    ):
        with st.spinner("Computing …", show_time=True):
            state.keep_explained((run.hash, *pair), case.explain(*pair, run.request))
    found = state.explained((run.hash, *pair))
    if found is not None:
        _explained(case, found, names)


def _explained(case: Case, told: Explained, names: dict[Ref, str]) -> None:
    found = told.found
    st.caption(
        inert(
            f"{found.said.capitalize()}: {plural(found.weight, 'pair')} of posts over {plural(found.objects, 'thing')} on "
            f"{plural(found.occasions, 'occasion')}, where chance expects {found.expected:.2g} (p {found.p:.1e}, q {found.q:.1e}); "
            f"{plural(found.posts_a, 'share')} and {plural(found.posts_b, 'share')} in all."
        )
    )
    rows = [
        {
            "object": one.object,
            "information": one.information,
            "time_a": one.time_a,
            "time_b": one.time_b,
            "post_a": post_a,
            "post_b": post_b,
        }
        for one, (post_a, post_b) in zip(found.receipts, told.posts, strict=True)
    ]
    if rows:
        pair_meetings.meetings(case, pd.DataFrame(rows), names, (found.a, found.b))


def _left_out(run: Run) -> None:
    st.markdown("##### Left out")
    hot = [line.strip().removeprefix(_HOT) for line in run.report if line.strip().startswith(_HOT)]
    if not run.left_out and not hot:
        st.markdown("Nothing: every share took part.")
        return
    lines = [
        f"- **{plural(count, 'row')}**: {inert(_REASONS.get(reason, reason))}" for reason, count in run.left_out.items()
    ]
    lines += [f"- Too common, so that no pair was counted over it: {inert(line)}" for line in hot]
    st.markdown("\n".join(lines))


_REASONS = {
    NO_TIME: "without a time",
    FAR: "with a time more than three thousand years away",
    IMPRECISE: "time known only to the minute or the day: it never passes for an exact one",
    "account with too few": "of accounts with fewer rows than take part",
}
