"""One question: what it asks and what a hit does not prove, its form, and its answer."""

import streamlit as st

from attribution.answers import Answer
from attribution.case import Case
from attribution.words import spelt
from queries.frontmatter import Query
from queries.runner import parse
from ui import answer_rows, asked, categories, check_choice, copies, forms, state
from ui.question_list import is_own
from ui.words import inert, seen


def show(case: Case, query: Query | None) -> None:
    """The question that is open."""
    if query is None:
        return
    st.markdown(f"#### {inert(query.question)}")
    own = " · your own, from the folder queries/ of the case" if is_own(query) else ""
    st.caption(inert(f"{categories.title(query.category)} · {query.id}{own}"))
    st.warning(f"**Does not prove:** {inert(query.does_not_prove)}", icon=":material/balance:")
    before = state.asked(query.id)
    answer = before.result if before is not None else None
    title = _asked_with(answer) if isinstance(answer, Answer) else "Ask"
    with st.expander(title, expanded=not isinstance(answer, Answer)):
        form, beside = st.columns([1, 1], gap="medium")
        with form:
            _form(case, query, answer if isinstance(answer, Answer) else None)
        with beside:
            _about(query)
    found = asked.answered(case, query.id)
    if found is not None and isinstance(found.result, Answer):
        answer_rows.show(case, found.result, found.id)
        copies.show(case, found.result)
        st.button(
            "Check this regularly",
            icon=":material/event_repeat:",
            help="Goes to the page Checks, with this question and these values in the form of a new check.",
            on_click=check_choice.want,
            args=(query.id, found.result.result.parameters),
        )


def _form(case: Case, query: Query, answer: Answer | None) -> None:
    choices = forms.Choices(case.sets(), case.networks(), case.topics())
    if answer is not None and not any(state.is_drawn(forms.key_of(query, p)) for p in query.parameters.values()):
        # the form was not drawn for a while: it shows what was asked, not its defaults
        forms.fill(query, choices, answer.result.parameters)
    with st.form(f"question.{query.id}", border=False):
        values = forms.parameters(query, choices)
        pressed = st.form_submit_button("Ask", type="primary", width="stretch")
    if pressed:
        state.forget_asked(query.id)
        # what cannot be asked is told beside its form
        parse(query, values)
        asked.ask(query.id, "Asking the graph …", values, lambda stop: case.ask(query, values, stop=stop))
        st.rerun()


def _about(query: Query) -> None:
    st.markdown("##### What a hit may be instead")
    st.markdown("\n".join(f"- {inert(one)}" for one in query.false_positives))
    st.markdown("##### References")
    st.markdown("\n".join(f"- {inert(one)}" for one in query.references))


def _asked_with(answer: Answer) -> str:
    """What was asked, in the head of the form."""
    given = " · ".join(
        f"{name.replace('_', ' ')}: {spelt(value)}"
        for name, value in answer.result.parameters.items()
        if value not in ("", None, [])
    )
    return f"Asked with {inert(seen(given, 140))}"
