"""The rows of an answer: what has to be said of them, one to look into with the posts behind it, and the picture."""

import streamlit as st

from attribution.answers import Answer
from attribution.case import Case
from ui import opening, post_cards, state, table
from ui.chosen import MOST, Chosen
from ui.columns import height
from ui.request import Request
from ui.words import inert, plural, seen

_TALLEST = 6
_FEW = 20
_FIRST = ("because", "caveat")


def show(case: Case, answer: Answer, id_: str, *, on_explore: bool = True) -> None:
    """Notes, table, the row that is chosen. `id_`: of this asking, so that another answer is another table."""
    count = len(answer.result.rows)
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"##### {plural(count, 'row')}")
    if on_explore:
        right.button(
            "Open on Explore",
            type="primary",
            width="stretch",
            icon=":material/hub:",
            disabled=not answer.result.refs,
            help="A picture of everything that the rows name, and of the links among it.",
            on_click=state.want_on_explore,
            args=(_request(case, answer),),
        )
        _selecting(answer)
    st.caption("  \n".join(inert(line) for line in (*answer.result.notes, answer.coverage)))
    if not count:
        st.info("No row. Nothing in the loaded data meets this; what is not loaded is not absent.")
        return
    chosen = _table(answer, id_)
    if chosen is None:
        st.caption("Choose a row by the box at its left to see the posts behind it, with file and row.")
    else:
        _row(case, answer, id_, chosen, on_explore=on_explore)
    table.downloads(answer)


def _selecting(answer: Answer) -> None:
    """A way to select what the rows name of the picture that is open on Explore."""
    view = state.view()
    if view is None:
        return
    named = set(answer.result.refs)
    drawn = state.screen().on_screen(view.subgraph).vertices
    here = tuple(str(vertex.ref) for vertex in drawn if vertex.ref in named)
    st.button(
        f"Select the {plural(len(here), 'node')} that are in the open picture",
        key="answer.select",
        type="tertiary",
        icon=":material/select_all:",
        disabled=not here,
        help="What the rows name, of what is drawn on Explore: to keep only that there, fold it or compare it.",
        on_click=state.select_on_explore,
        args=(Chosen(nodes=here[:MOST]),),
    )


def _request(case: Case, answer: Answer) -> Request:
    result = answer.result
    return Request(lambda: opening.of_answer(case, answer), result.query.id, result.parameters)


def _table(answer: Answer, id_: str) -> int | None:
    frame = table.defanged_frame(answer.frame())
    columns = [str(one) for one in frame.columns]
    heads = table.heads(frame)
    widths = {columns[0]: 190, "because": 340, "caveat": 220}
    for name in widths.keys() & heads.keys():
        heads[name]["width"] = widths[name]
    event = st.dataframe(
        frame,
        hide_index=True,
        key=f"answer.{id_}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=heads,
        # first what it is about and why it is there
        column_order=[columns[0], *(c for c in _FIRST if c in columns), *(c for c in columns[1:] if c not in _FIRST)],
        height=height(min(len(frame), _TALLEST)),
    )
    rows = event["selection"]["rows"]
    return int(rows[0]) if rows and int(rows[0]) < len(frame) else None


def _row_request(case: Case, answer: Answer, number: int) -> Request:
    result = answer.result
    return Request(lambda: opening.of_row(case, answer, number), result.query.id, result.parameters)


def _row(case: Case, answer: Answer, id_: str, number: int, *, on_explore: bool) -> None:
    row = answer.result.rows[number]
    with st.container(border=True):
        left, right = st.columns([3, 1], vertical_alignment="top")
        left.markdown(f"##### Row {number + 1}: {inert(seen(row.get('because') or 'in the answer', 600))}")
        if row.get("caveat"):
            left.caption("But: " + inert(seen(row["caveat"], 400)))
        if on_explore:
            right.button(
                "This row on Explore",
                width="stretch",
                icon=":material/hub:",
                on_click=state.want_on_explore,
                args=(_row_request(case, answer, number),),
            )
        with st.spinner("Opening the receipts …", show_time=False):
            found = state.once("row receipts", (id_, number), lambda: case.row_receipts(answer, number, limit=_FEW))
        st.markdown(f"**Receipts:** {inert(found.statement)}")
        post_cards.show(found)
        post_cards.said_by(found.places)
