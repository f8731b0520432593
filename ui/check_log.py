"""The log of the checks: every line, its head to keep elsewhere, and whether it still is as it was written."""

import pandas as pd
import streamlit as st

from attribution.case import Case
from store.check_log import LEAST_OF_A_HEAD
from ui.check_below import entry_row
from ui.columns import height
from ui.words import inert, plural

_MOST = 1_000
_TALLEST = 10
_WIDTHS = {"no.": 40, "at (UTC)": 120, "by": 80, "did": 70, "check": 170, "what": 400}


def show(case: Case, check: str | None) -> None:
    """Head, verdict, and the lines, the newest first."""
    left, right = st.columns(2, gap="medium")
    kept = right.text_input(
        "A head that you kept",
        key="checks.head",
        max_chars=64,
        placeholder="465ee58b0cd897b2",
        help=f"All 64 digits, or at least the first {LEAST_OF_A_HEAD}.",
    ).strip()
    with st.spinner("Verifying the log …"):
        verdict = case.checks.verify_log(kept or None)
    left.caption(f"Head of {plural(verdict.length, 'entry', 'entries')}: keep it elsewhere, and edits can be detected")
    left.code(verdict.head, language=None, wrap_lines=True)
    with right:
        if not verdict.sound:
            for problem in verdict.problems:
                st.error(inert(problem))
        elif kept:
            st.success("Sound: the log holds this head, and every entry up to it is as it was written.")
        else:
            st.caption(
                "Each entry follows from the one before, and the rows of the runs are those that were logged. Whether "
                "all of it was written anew, only a head that you kept shows."
            )
    only = check is not None and st.toggle(f"Only of check {inert(check)}", key="checks.log.only")
    entries = case.checks.log(check if only else None)[::-1]
    st.caption(
        f"{plural(len(entries), 'entry', 'entries')}, the newest first. Times are UTC; a name is what the app or the "
        "system says, nobody signs."
    )
    if entries:
        st.dataframe(
            pd.DataFrame([entry_row(one) for one in entries[:_MOST]]),
            hide_index=True,
            height=height(min(len(entries), _TALLEST)),
            column_config={name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()},
        )
    if len(entries) > _MOST:
        st.caption(f"and {len(entries) - _MOST:,} older ones: `attribution check log` has them all")
