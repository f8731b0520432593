"""What stands around a node, before it comes: how much of what, and a choice of it."""

import streamlit as st

from attribution.case import Case
from briefing.style import NODE_STYLES
from graph.rarity import COMMON
from graph.records import Ref
from ui.growing import AROUND, expand


def show(case: Case, ref: Ref) -> None:
    """The form that brings neighbours."""
    labels = st.multiselect(
        "Only these", list(NODE_STYLES), format_func=lambda label: NODE_STYLES[label].plural, key="around.labels"
    )
    limit = st.slider("At most", 5, 200, AROUND, 5, key="around.limit")
    common = st.toggle(
        "Also common things",
        key="around.common",
        help=f"Things of fewer than {COMMON:g} bits: at least one in {2**COMMON:g} of those who shared anything "
        "of their kind shared them, so that they tie nobody to anybody.",
    )
    if st.button("Add to the picture", type="primary", width="stretch"):
        expand(case, ref, labels=labels or None, limit=limit, common=common)
        st.rerun(scope="fragment")
