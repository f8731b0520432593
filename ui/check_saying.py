"""What the analyst says of a hit, in place: dismiss it, confirm it, comment on it, take a dismissal back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from attribution.case import Case
from attribution.check_report import ToldHit
from attribution.checking import DISMISSED_FOR_MS
from queries.checks import Check
from ui import check_choice
from ui.auth import who
from ui.check_words import name_of
from ui.errors import told
from ui.words import inert

DISMISS, CONFIRM, COMMENT = "dismiss", "confirm", "comment"
_LAST_DAY = date(2100, 1, 1)
_LONGEST = 2_000


def show(case: Case, check: Check, one: ToldHit, *, after: str | None) -> None:
    """The form that is open, if any; it takes the keyboard until it is sent or left."""
    match check_choice.doing():
        case "dismiss":
            _dismiss(case, check, one, after)
        case "confirm":
            _confirm(case, check, one)
        case "comment":
            _comment(case, check, one)


def undo(case: Case, check: str, key: str, by: str) -> None:
    """Take a dismissal back."""
    with told():
        case.checks.undo(check, key, by=by)


@st.dialog("Dismiss", on_dismiss=check_choice.done)
def _dismiss(case: Case, check: Check, one: ToldHit, after: str | None) -> None:
    hit = one.change.hit
    st.markdown(f"**{inert(name_of(one))}**")
    today = datetime.now(UTC).date()
    with st.form("checks.dismiss", border=False):
        reason = st.text_input("Why need it not be told?", key=f"checks.reason.{hit.id}", max_chars=_LONGEST)
        left, right = st.columns(2)
        until = left.date_input(
            "Silent until (UTC)",
            today + timedelta(milliseconds=DISMISSED_FOR_MS),
            min_value=today + timedelta(days=1),
            max_value=_LAST_DAY,
            help="From this day on it is told again.",
        )
        above = None
        if one.change.hit.strength is not None:
            above = right.number_input(
                f"… unless {check.strength.removeprefix('n_').replace('_', ' ')} above",
                min_value=hit.strength,
                value=hit.strength,
                help="It is told again as soon as it is stronger than that.",
            )
        sent = st.form_submit_button("Dismiss", type="primary", width="stretch")
    if sent:
        end = until.isoformat() if isinstance(until, date) else None
        _do(
            lambda: case.checks.dismiss(check.name, hit.id, reason, until=end, unless_above=above, by=who()),
            lambda: check_choice.choose_hit(check.name, after),
        )


@st.dialog("Confirm", on_dismiss=check_choice.done)
def _confirm(case: Case, check: Check, one: ToldHit) -> None:
    st.markdown(f"**{inert(name_of(one))}**")
    st.caption("You looked and stand by the hit. It says nothing of who runs an account.")
    with st.form("checks.confirm", border=False):
        text = st.text_input(
            "What you saw (may be left empty)", key=f"checks.saw.{one.change.hit.id}", max_chars=_LONGEST
        )
        sent = st.form_submit_button("Confirm", type="primary", width="stretch")
    if sent:
        _do(lambda: case.checks.confirm(check.name, one.change.hit.id, text.strip(), by=who()))


@st.dialog("Comment", on_dismiss=check_choice.done)
def _comment(case: Case, check: Check, one: ToldHit) -> None:
    st.markdown(f"**{inert(name_of(one))}**")
    with st.form("checks.comment", border=False):
        text = st.text_input("Comment", key=f"checks.note.{one.change.hit.id}", max_chars=_LONGEST)
        sent = st.form_submit_button("Keep", type="primary", width="stretch")
    if sent:
        _do(lambda: case.checks.comment(check.name, one.change.hit.id, text.strip(), by=who()))


def _do(work: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
    """Do it and close the form; what cannot be done is told in it."""
    with told():
        work()
        then()
        check_choice.done()
        st.rerun()
