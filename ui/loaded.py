"""What is loaded, what is missing how often, what could not be used; taking a file back; checking the case."""

import pandas as pd
import streamlit as st

from attribution import share_records
from attribution.case import Case
from attribution.coverage import FIELDS
from ui import jobs
from ui.words import inert, plural, seen


def files(case: Case) -> None:
    """Files and platforms, with what is missing how often."""
    found = case.coverage()
    st.markdown(inert(found.line))
    if found.datasets.empty:
        st.info("Nothing is loaded yet. Add files on the first tab, or load them on the shell: attribution load PATH …")
        return
    st.subheader("Files")
    st.caption("rows = loaded + merged + blank + rejected. Merged rows only repeated what was known.")
    st.dataframe(found.datasets, hide_index=True)
    _drop(case)
    st.subheader("Platforms")
    st.caption(
        "Times are UTC. The columns on the right say for how many of the posts a field is missing: "
        "a missing count is unknown, not zero."
    )
    names = {f"no_{field}": f"without {field.replace('_', ' ')}" for field in FIELDS}
    st.dataframe(
        found.platforms.rename(columns=names),
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(format="percent") for name in names.values()},
    )
    st.caption(f"{plural(found.referred_posts, 'post')} that others reply to, quote or repost stand in no loaded file.")


def _drop(case: Case) -> None:
    with st.popover("Take a file back …"):
        held = {dataset.id: dataset for dataset in share_records.files(case.reader)}
        st.caption("What only this file says leaves the case and the graph. What another file says as well stays.")
        chosen = st.selectbox("File", list(held), format_func=lambda id_: f"{seen(held[id_].name)} · {id_}")
        sure = st.checkbox("Yes, take it back")
        if st.button("Take it back", disabled=not sure or jobs.running(case)) and chosen:
            jobs.start(
                case,
                f"Taking back {held[chosen].name}",
                lambda progress: case.drop(chosen, progress=progress),
            )
            st.rerun()


def rejects(case: Case) -> None:
    """Rows and single values that could not be used, as a table to take away."""
    found = pd.DataFrame(case.rejects())
    if found.empty:
        st.markdown("Every row and value could be used.")
        return
    st.caption("Rows (rejected) and single values (notes) that could not be used, and how to mend them.")
    reasons = found.groupby(["file", "reason", "mend"], sort=False).size().rename("rows").reset_index()
    st.dataframe(reasons, hide_index=True)
    st.caption("Each of them:")
    st.dataframe(found, hide_index=True)


def check(case: Case) -> None:
    """Verify: the store against itself, and the graph against the store."""
    st.caption(
        "Compares every file of the case with what was written when it was loaded, and every node and relationship of "
        "the graph, value by value, with the case."
    )
    if st.button("Verify the case", disabled=jobs.running(case)):
        jobs.start(case, "Verifying", lambda progress: case.verify(progress=progress).told())
        st.rerun()
