"""What stands around the picture: the question, what a hit does not prove, the coverage, and the rows."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from attribution.answers import Answer
from attribution.words import spelt
from briefing.scene import CAVEAT
from ui.columns import head as head_of
from ui.view import View
from ui.words import defanged, inert, plural, seen

_LONGEST = 4_000


def head(view: View) -> None:
    """The question with its parameters, its caveat and the line of coverage."""
    st.markdown(f"#### {inert(view.title)}")
    if view.answer is not None:
        _about(view.answer)
    for line in view.asked:
        st.caption(inert(line))
    if view.answer is None:
        _caveat(view.caveat or CAVEAT)
    if view.cut:
        st.caption(inert(f"{view.cut}."))


def _about(answer: Answer) -> None:
    query = answer.result.query
    given = " · ".join(
        f"{name.replace('_', ' ')}: {spelt(value)}" for name, value in answer.result.parameters.items() if value
    )
    # that it is one row of many, or cut, is known before the picture is read
    st.caption(inert(seen(" · ".join((*answer.result.notes, given)), 400)))
    _caveat(query.does_not_prove)


def _caveat(words: str) -> None:
    st.warning(f"**Does not prove:** {inert(words)}", icon=":material/balance:")


def rows(view: View) -> None:
    """The rows with what has to be said of them, the query to copy, and the line of coverage."""
    if view.coverage:
        st.caption(inert(view.coverage))
    answer = view.answer
    if answer is not None:
        count = len(answer.result.rows)
        st.markdown(f"##### {plural(count, 'row')}")
        for note in answer.result.notes:
            st.caption(inert(note))
        if count:
            frame = defanged_frame(answer.frame())
            st.dataframe(frame, hide_index=True, key=f"rows.{view.id}", column_config=heads(frame))
            downloads(answer)
        else:
            st.info("No row. Nothing in the loaded data meets this; what is not loaded is not absent.")
        with st.expander("The query behind this"):
            st.code(answer.result.query.cypher, language="cypher")
            st.json(dict(answer.result.parameters), expanded=False)
            for reference in answer.result.query.references:
                st.caption(inert(reference))


def heads(frame: pd.DataFrame) -> dict[str, ColumnConfig]:
    """Readable names with their meaning; the columns themselves keep theirs, as in the files."""
    found = {str(column): head_of(str(column)) for column in frame.columns}
    return {column: st.column_config.Column(name, help=meaning) for column, (name, meaning) in found.items()}


def defanged_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows for the screen: addresses that no program takes for one."""
    text = [column for column in frame.columns if frame[column].dtype == object]
    return frame.assign(**{column: frame[column].map(_cell) for column in text})


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_cell(one) for one in value]
    if not isinstance(value, str):
        return value
    # the files have the whole of it
    value = seen(value, _LONGEST) if len(value) > _LONGEST else value
    return defanged(seen(value)) if "://" in value[:12] else value


def downloads(answer: Answer) -> None:
    """Buttons for the rows as files."""
    name = answer.result.query.id
    left, middle, _ = st.columns([1, 1, 4])
    left.download_button("Rows as CSV", answer.written("csv"), f"{name}.csv", "text/csv", on_click="ignore")
    middle.download_button("as JSON", answer.written("json"), f"{name}.json", "application/json", on_click="ignore")
