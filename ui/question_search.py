"""Finds questions by what is typed: every word has to stand in the question, its id or its parameters' help."""

from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from queries.frontmatter import Query

KEY = "questions.search"
LONGEST = 200

_HTML = '<input type="search" autocomplete="off" spellcheck="false" maxlength="200">'
_CSS = """
input {
  box-sizing: border-box; width: 100%; height: 2.5rem; padding: 0 0.75rem;
  font: inherit; color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color, transparent); border-radius: var(--st-base-radius, 0.5rem); outline: none;
}
input:focus { border-color: var(--st-primary-color); }
"""
_JS = """
export default function ({ parentElement, data, setStateValue }) {
  const input = parentElement.querySelector("input");
  input.placeholder = data.placeholder;
  input.setAttribute("aria-label", data.label);
  if (input.dataset.ready !== "yes") {
    input.value = data.text;
    input.dataset.ready = "yes";
  }
  let waiting;
  input.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setStateValue("text", input.value), 150);
  };
}
"""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("attribution_search", html=_HTML, css=_CSS, js=_JS)


def box(before: str) -> str:
    """A field that says at every letter what stands in it; `before` stands in it at first."""
    found = _component()(
        key=KEY,
        data={"label": "Search the questions", "placeholder": "Search the questions", "text": before},
        default={"text": before},
        on_text_change=lambda: None,
    )
    text = getattr(found, "text", before)
    # it comes from outside
    return text[:LONGEST] if isinstance(text, str) else before


def matching(queries: Mapping[str, Query], text: str) -> dict[str, Query]:
    """The queries in which every word of the text stands, whole or as a part of a word; all of them without a word."""
    words = text.casefold().split()
    return {id_: query for id_, query in queries.items() if all(word in _haystack(query) for word in words)}


def _haystack(query: Query) -> str:
    parameters = [f"{one.name} {one.help}" for one in query.parameters.values()]
    return "\n".join([query.id, query.id.replace("-", " "), query.question, *parameters]).casefold()
