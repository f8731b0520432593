"""The case that this server shows: opened once, shared by its sessions."""

import os
from pathlib import Path

import streamlit as st

import attribution
from attribution import serve
from attribution.case import Case
from attribution.errors import CaseError, UserError
from ui import state
from ui.words import inert

_DEFAULT = Path("cases/sample")


# path and address are arguments: what a cached function captured would not tell two cases apart
@st.cache_resource(show_spinner="Opening the case …")
def _opened(path: str, uri: str | None) -> Case:
    case = attribution.open(path, uri)
    # the engine is started here and not at the first question
    _ = case.graph
    return case


def case() -> Case:
    """The case named by ATTRIBUTION_CASE, else cases/sample; the page stops with one line where it cannot be opened."""
    path = Path(os.environ.get(serve.CASE) or _DEFAULT)
    try:
        if not path.is_dir():
            raise CaseError(f"{path}: there is no such case; run `make explore`, or set {serve.CASE} to a case folder")
        return _opened(str(path.resolve()), os.environ.get(serve.URI) or None)
    except UserError as error:
        st.error(inert(error))
        if st.button("Try again"):
            st.rerun()
        st.stop()


def connect_again() -> None:
    """Let go of the graph; the next question opens it anew."""
    state.lose_graph(False)
    case().close()
    _opened.clear()
