"""Data and coverage: what is loaded, what could not be used, and what is missing how often."""

import pandas as pd
import streamlit as st

from attribution.coverage import FIELDS
from ui.cases import case
from ui.errors import told
from ui.words import inert, plural


def show() -> None:
    """The page."""
    opened = case()
    st.header("Data and coverage")
    with told(), st.spinner("Counting …"):
        found = opened.coverage()
        rejects = pd.DataFrame(opened.rejects())
        st.markdown(inert(found.line))
        if found.datasets.empty:
            st.info("Nothing is loaded yet. Load files with: attribution load PATH … --case FOLDER")
            return
        st.subheader("Files")
        st.caption("rows = loaded + merged + blank + rejected. Merged rows only repeated what was known.")
        st.dataframe(found.datasets, hide_index=True)
        st.subheader("Platforms")
        st.caption(
            "Times are UTC. The columns on the right say for how many of the posts a field is missing: "
            "a missing count is unknown, not zero."
        )
        st.dataframe(
            found.platforms.rename(columns={f"no_{field}": f"without {field.replace('_', ' ')}" for field in FIELDS}),
            hide_index=True,
            column_config={
                f"without {field.replace('_', ' ')}": st.column_config.NumberColumn(format="percent")
                for field in FIELDS
            },
        )
        st.caption(
            f"{plural(found.referred_posts, 'post')} that others reply to, quote or repost stand in no loaded file."
        )
        st.subheader("Not used")
        if rejects.empty:
            st.markdown("Every row and value could be used.")
        else:
            st.caption("Rows (rejected) and single values (notes) that could not be used, and how to mend them.")
            st.dataframe(rejects, hide_index=True)
