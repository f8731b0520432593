"""The page before anything was asked: what is loaded, how to begin, and a first question for each set."""

import streamlit as st

from attribution.case import Case
from ui import start, state
from ui.words import inert

_SETS = 3


def show(case: Case) -> None:
    """The page; its buttons ask."""
    st.header("What do accounts here share?")
    st.markdown(inert(case.coverage().line))
    sets = case.sets()[:_SETS]
    for name in sets:
        st.button(
            f"Which accounts share rare things with “{inert(name)}”?",
            key=f"welcome.{name}",
            type="primary",
            on_click=state.want,
            args=(start.about_set(case, name),),
        )
    st.markdown(
        f"{'Or begin' if sets else 'Begin'} on the left:\n\n"
        "- **Question**: pick one, fill in its form, ask. Every answer says what it does not prove.\n"
        "- **List**: paste handles, addresses or hashtags; you are told which of them are here and which are not.\n"
        "- **Search**: find an account, address, hashtag or words of a post, and start from there.\n"
        "- **Saved**: open a picture as you left it.\n\n"
        "A link in a picture says that accounts *shared* something. That they act together, and who runs them, "
        "are further steps, and each needs evidence of its own."
    )
