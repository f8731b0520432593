"""What is open on the page Checks: which check, which hit, what is done to it. The one owner of these session keys."""

from collections.abc import Mapping, Sequence
from typing import cast

import streamlit as st

from ui import state

RUN, TAB = "checks.run", "checks.tab"
"""Keys of widgets: the choice of a run, the tabs."""
CHANGES, RUNS, ADD, LOG = "What changed", "Runs", "Add a check", "Log"
"""The tabs."""
RECEIPTS, HISTORY = "receipts", "history"
"""What may be open below a hit."""

_CHECK, _HIT, _DOING, _BELOW = "checks.check", "checks.chosen", "checks.doing", "checks.below"
_WANTED, _LEAVES, _OPENED = "checks.wanted", "checks.leaves", "checks.opened"


def check(names: Sequence[str]) -> str:
    """The check that is open, of those that there are: the one chosen last, else the first."""
    found = st.session_state.get(_CHECK)
    return cast(str, found) if found in names else names[0]


def choose_check(name: str) -> None:
    """Open a check."""
    st.session_state[_CHECK] = name


def hit(check: str, walk: Sequence[str]) -> str | None:
    """The hit that is open, of those that can be: the one chosen last, else the first."""
    found = st.session_state.get(f"{_HIT}.{check}")
    return cast(str, found) if found in walk else next(iter(walk), None)


def choose_hit(check: str, id_: str | None) -> None:
    """Open a hit."""
    if id_ is not None:
        st.session_state[f"{_HIT}.{check}"] = id_


def doing() -> str | None:
    """What is about to be done to the open hit: dismiss, confirm or comment."""
    return cast("str | None", st.session_state.get(_DOING))


def do(what: str) -> None:
    """Open the form for it."""
    st.session_state[_DOING] = what


def done() -> None:
    """It is done, or was given up."""
    st.session_state.pop(_DOING, None)


def below() -> str | None:
    """What is open below each hit: receipts, history or nothing."""
    return cast("str | None", st.session_state.get(_BELOW))


def turn(what: str) -> None:
    """Open it below the hits, or close it where it is open."""
    st.session_state[_BELOW] = None if below() == what else what


def want(query: str, parameters: Mapping[str, object]) -> None:
    """Ask from another page for a check of this question: the run that follows goes to the form for it."""
    st.session_state[_WANTED] = query, dict(parameters)
    st.session_state[_LEAVES] = True


def leaves_for_checks() -> bool:
    """Whether a button of another page asked for a check since the last run; told once."""
    if not st.session_state.pop(_LEAVES, False):
        return False
    state.put(TAB, ADD)
    return True


def wanted() -> tuple[str, dict[str, object]] | None:
    """The question that was asked for with its values; given once."""
    return cast("tuple[str, dict[str, object]] | None", st.session_state.pop(_WANTED, None))


def opened(check: str) -> None:
    """Open a check that was made just now; from the run that follows."""
    st.session_state[_OPENED] = check


def settle() -> None:
    """Open what was made since the last run, before anything is drawn."""
    made = st.session_state.pop(_OPENED, None)
    if made is not None:
        choose_check(str(made))
        state.put(TAB, CHANGES)
