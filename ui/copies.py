"""A question to take elsewhere: the command, the notebook cell, the Cypher with its parameters."""

from pathlib import Path

import streamlit as st

from attribution import copying
from attribution.answers import Answer
from attribution.case import Case
from attribution.errors import CaseError
from ui.words import inert

_TALLEST_LINES = 14


def show(case: Case, answer: Answer) -> None:
    """The three ways, each with its button to copy."""
    result = answer.result
    with st.expander("Copy this question as command, notebook cell or Cypher"):
        st.caption("On the shell")
        try:
            st.code(copying.command(result.query, result.parameters, _folder(case)), language="bash", wrap_lines=True)
        except CaseError as error:
            st.info(inert(error))
        st.caption("In a notebook")
        st.code(copying.notebook(result.query, result.parameters, _folder(case)), language="python", wrap_lines=True)
        st.caption("In a database console: the parameters as they were bound, then the query")
        text = copying.cypher(result)
        st.code(text, language="cypher", height=340 if text.count("\n") > _TALLEST_LINES else "content")


def _folder(case: Case) -> Path:
    """The case as it is named from where the server was started, if it is below that."""
    root, here = case.folder.root.resolve(), Path.cwd().resolve()
    return root.relative_to(here) if root.is_relative_to(here) and root != here else root
