"""One hit of a check: why it is told, what was said of it, what can be done with it, what it rests on."""

from collections.abc import Iterator

import streamlit as st

from attribution.case import Case
from attribution.check_output import PAST, number
from attribution.check_receipts import answer_of
from attribution.check_report import CheckReport, ToldHit
from queries.check_state import CONFIRM, Dismissal
from ui import check_below, check_choice, check_saying, opening, state
from ui.auth import who
from ui.check_words import at, badge, day, measure, name_of
from ui.request import Request
from ui.words import inert, seen


def show(case: Case, report: CheckReport, one: ToldHit, *, after: str | None) -> None:
    """The hit. `after`: the hit to go to once this one is dismissed."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"#### {inert(name_of(one))}")
        st.markdown(
            f"{badge(one.change.kind)} {inert(measure(report.check.strength, one))} :gray[· {one.change.hit.id}]"
        )
        # above what differs in length: the buttons stay where they are as one walks on
        _actions(case, report, one)
        for line in _lines(one):
            st.markdown(line)
        for line in _said(one):
            st.caption(line)
    check_saying.show(case, report.check, one, after=after)
    check_below.show(case, report, one)


def _lines(one: ToldHit) -> Iterator[str]:
    row, why = one.change.hit.row, one.change.why
    if row.get("because"):
        yield f"**{'Was' if one.change.kind in PAST else 'Because'}:** {inert(seen(row['because'], 600))}"
    if row.get("caveat"):
        yield f"**But:** {inert(seen(row['caveat'], 400))}"
    if why.sentence:
        yield f"**Why {one.change.kind}:** {inert(seen(why.sentence, 600))}"
    if one.ended:
        yield f"**Told again:** {inert(seen(one.ended, 400))}"


def _said(one: ToldHit) -> Iterator[str]:
    if one.silent and one.dismissal is not None:
        yield inert(f"Dismissed {_dismissed(one.dismissal)}")
    for remark in one.remarks:
        what = "Confirmed" if remark.kind == CONFIRM else "Comment"
        yield inert(
            f"{what} by {remark.by}, {at(remark.at)} UTC" + (f": {seen(remark.text, 600)}" if remark.text else "")
        )


def _dismissed(found: Dismissal) -> str:
    unless = "it gets a strength" if found.unless_above is None else f"above {number(found.unless_above)}"
    return f"by {found.by}, {at(found.at)} UTC: {seen(found.reason, 600)}. Silent until {day(found.until)}, unless {unless}."


def _actions(case: Case, report: CheckReport, one: ToldHit) -> None:
    """Everything that can be done with the hit, each with its key."""
    keys = check_choice.doing() is None
    with st.container(key="checks-actions", horizontal=True, gap="xsmall"):
        if not one.silent:
            _button("Dismiss", "D", keys, check_choice.do, check_saying.DISMISS)
        if one.dismissal is not None:
            _button("Undo", "U", keys, check_saying.undo, case, report.check.name, one.change.hit.key, who())
        _button("Confirm", "Y", keys, check_choice.do, check_saying.CONFIRM)
        _button("Comment", "N", keys, check_choice.do, check_saying.COMMENT)
        open_ = check_choice.below()
        _button("Posts", "P", keys, check_choice.turn, check_choice.RECEIPTS, on=open_ == check_choice.RECEIPTS)
        _button("History", "H", keys, check_choice.turn, check_choice.HISTORY, on=open_ == check_choice.HISTORY)
        query = case.queries().get(report.check.query)
        if query is not None:
            request = Request(
                lambda: opening.of_answer(case, answer_of(case, query, report, one)), query.id, report.check.parameters
            )
            _button("Explore", "E", keys, state.want_on_explore, request)


def _button(label: str, key: str, keys: bool, then: object, *given: object, on: bool = False) -> None:
    st.button(
        label,
        key=f"checks.do.{key}",
        shortcut=key if keys else None,
        type="primary" if on else "secondary",
        on_click=then,  # type: ignore[arg-type]  # any callable
        args=given,
    )
