"""The questions that there are: by kind, by what is typed, and which of them is open."""

from collections.abc import Mapping

import streamlit as st

from attribution.case import Case
from queries.catalogue import catalogue
from queries.frontmatter import Query
from ui import categories, question_search, state
from ui.words import inert, plural

_PICK, _KIND, _TEXT = "questions.pick", "questions.kind", "questions.text"
_ALL = "all"


def show(case: Case) -> Query | None:
    """The list in the side bar; the question that is open."""
    queries = case.queries()
    text = question_search.box(str(state.value(_TEXT) or ""))
    state.put(_TEXT, text)
    state.keep(**{_KIND: _ALL})
    kinds = [_ALL, *categories.present(queries.values())]
    kind = st.selectbox(
        "Kind of question", kinds, format_func=lambda c: "All kinds" if c == _ALL else categories.title(c), key=_KIND
    )
    found = {
        id_: query
        for id_, query in question_search.matching(queries, text).items()
        if kind in (_ALL, None, query.category)
    }
    if state.question() not in queries:
        state.choose_question(next(iter(categories.by_kind(found or queries))))
    chosen = queries[str(state.question())]
    _list(categories.by_kind(found), queries, chosen.id)
    _broken(case)
    return chosen


def is_own(query: Query) -> bool:
    """Whether the query is the analyst's and not the library's."""
    return query.id not in catalogue()


def _list(found: Mapping[str, Query], queries: Mapping[str, Query], chosen: str) -> None:
    if not found:
        st.info("No question has these words. Search for fewer, or write your own.")
        return
    st.caption(plural(len(found), "question"))
    # the question that is open stays so while others are looked for
    state.put(_PICK, chosen if chosen in found else None)
    st.radio(
        "Question",
        list(found),
        index=None,
        format_func=lambda id_: inert(queries[id_].question),
        captions=[_caption(query) for query in found.values()],
        key=_PICK,
        on_change=_picked,
        label_visibility="collapsed",
    )


def _picked() -> None:
    state.choose_question(str(state.value(_PICK)))


def _caption(query: Query) -> str:
    own = " · **own**" if is_own(query) else ""
    return inert(f"{categories.title(query.category)} · {query.id}") + own


def _broken(case: Case) -> None:
    broken = case.own().broken
    if not broken:
        return
    with st.expander(f"{plural(len(broken), 'own file')} cannot be asked"):
        for one in broken:
            for line in one.lines:
                st.caption(inert(line))
