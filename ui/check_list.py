"""The checks of a case in the side bar: which are due, what each came to last, which one is open; running them."""

from collections.abc import Sequence

import streamlit as st

from attribution.case import Case
from attribution.check_report import CheckReport, CheckStatus
from attribution.errors import UserError
from ui import check_choice, check_reads, check_runs, jobs
from ui.check_words import standing
from ui.words import inert, plural


def show(case: Case, statuses: Sequence[CheckStatus]) -> CheckStatus:
    """The list and its buttons; the check that is open. There has to be one."""
    found = {one.check.name: one for one in statuses}
    _buttons(case, list(found), [name for name, one in found.items() if one.due])
    chosen = check_choice.check(list(found))
    st.markdown(f"**{plural(len(found), 'check')}**")
    with st.container(key="checks-names", gap="xxsmall"):
        for name, one in found.items():
            st.button(
                inert(name),
                key=f"checks.open.{name}",
                type="secondary" if name == chosen else "tertiary",
                width="stretch",
                on_click=check_choice.choose_check,
                args=(name,),
            )
            st.caption(standing(one, _last(case, one)))
    return found[chosen]


def _buttons(case: Case, names: list[str], due: list[str]) -> None:
    busy = jobs.running(case)
    left, right = st.columns(2)
    if left.button(
        f"Run what is due ({len(due)})",
        type="primary" if due else "secondary",
        width="stretch",
        disabled=busy or not due,
        help="Asks the checks whose last answer is as old as their schedule, or that have none.",
    ):
        check_runs.start(case, due)
    if right.button("Run all", width="stretch", disabled=busy, help="Asks every check, whenever it is due."):
        check_runs.start(case, names)


def _last(case: Case, status: CheckStatus) -> CheckReport | None:
    if status.answered is None:
        return None
    try:
        return check_reads.report(case, status.check.name)
    except UserError:
        # told where the check is open; the others are listed all the same
        return None
