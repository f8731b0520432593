"""Say what the columns of an unknown table are."""

import streamlit as st

from attribution.case import Case
from attribution.own_map import FIELDS, Place, own_map, usual_column
from attribution.preview import Known
from briefing.style import PLATFORMS, platform_name
from ui import waiting
from ui.errors import told
from ui.words import seen

_NONE = "–"


def show(case: Case, known: Known) -> None:
    """A form with a choice of column for each thing that a post has; what is chosen is checked before it counts."""
    st.caption("No known format. If each row is a post, say which column is what; the map is kept with the file.")
    with st.form(f"map.{known.path}"):
        platform = st.selectbox("Platform", sorted(PLATFORMS), sorted(PLATFORMS).index("x"), format_func=platform_name)
        chosen: dict[Place, str] = {}
        columns = st.columns(3)
        for number, (place, label) in enumerate(FIELDS.items()):
            choice = columns[number % 3].selectbox(
                label,
                [_NONE, *known.columns],
                index=1 + usual_column(place, known.columns),
                format_func=seen,
                key=f"map.{known.path}.{place}",
            )
            if choice and choice != _NONE:
                chosen[place] = choice
        if st.form_submit_button("Read it like this"):
            with told():
                waiting.keep_map(case, known.path, own_map(known.path.stem, platform or "", chosen))
                st.rerun()
