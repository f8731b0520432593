"""Try your own: a query written in the page, looked over, tried within bounds, and kept beside the case."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from attribution.answers import Answer
from attribution.case import Case
from attribution.errors import UserError
from attribution.own_queries import TRIAL_ROWS, TRIAL_S, looked_over, trial_limited
from queries.catalogue import LIBRARY, catalogue
from queries.errors import QueryError
from queries.frontmatter import Query
from queries.linting import Linted
from queries.own import text_of
from queries.runner import parse
from ui import answer_rows, asked, forms, state
from ui.own_template import TEMPLATE, copied
from ui.words import inert, plural

PLACE = "try your own"
TEXT = "own.text"
_FROM, _REPLACE, _CHECKED, _SAVED = "own.from", "own.replace", "own.checked", "own.saved"
_HEIGHT = 430
_LONGEST = 50_000


def show(case: Case) -> None:
    """The editor with what is wrong, and what a trial gave."""
    st.caption(
        "A query in the library's form: what it asks and does not prove as TOML in a comment, then Cypher that only "
        "reads. docs/adding-a-query.md says what each field means, docs/schema.md what the graph holds."
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _begin_from(case)
        state.keep(**{TEXT: TEMPLATE})
        text = st.text_area("Your query", key=TEXT, height=_HEIGHT, max_chars=_LONGEST, label_visibility="collapsed")
    with right:
        found = looked_over(text)
        _lines(case, text, found)
        _save(case, text, found)
        if found.query is not None and found.clean:
            _run(case, found.query, text)
        told = st.container()
    trial = asked.answered(case, PLACE)
    if trial is not None and isinstance(trial.result, Answer):
        told.success(f"It gave {plural(len(trial.result.result.rows), 'row')}: they stand below the query.")
        st.markdown(f"#### {inert(trial.result.result.query.question)}")
        answer_rows.show(case, trial.result, trial.id, on_explore=False)


def _begin_from(case: Case) -> None:
    sources = _sources(case)
    one, other = st.columns([3, 1], vertical_alignment="bottom")
    one.selectbox(
        "Begin with",
        list(sources),
        key=_FROM,
        index=None,
        placeholder="A template, one of the library, or one of yours",
    )
    other.button(
        "Put it here", width="stretch", on_click=_put, args=(sources,), help="Replaces what stands in the field below."
    )


def _put(sources: Mapping[str, Path | None]) -> None:
    chosen = state.value(_FROM)
    if chosen not in sources:
        return
    path = sources[str(chosen)]
    try:
        text = TEMPLATE if path is None else text_of(path)
    except QueryError as error:
        state.put(_SAVED, f"! {error}")
        return
    if len(text) > _LONGEST:
        state.put(_SAVED, f"! {chosen} is longer than {_LONGEST:,} characters; change it in its file")
        return
    state.put(TEXT, copied(text) if path is not None and path.parent == LIBRARY else text)
    state.put(_SAVED, "")


def _sources(case: Case) -> dict[str, Path | None]:
    """What one may begin with, by its name in the list; None is the template."""
    folder = case.folder.queries
    own = sorted(folder.glob("*.cypher")) if folder.is_dir() else []
    return {
        "template": None,
        **{f"yours: {path.stem}": path for path in own},
        **{f"library: {query.id}": LIBRARY / query.file for query in catalogue().values()},
    }


def _lines(case: Case, text: str, found: Linted) -> None:
    """What is wrong by the text alone at once; what a trial on the engines says, when it is asked for."""
    if st.button(
        "Check", width="stretch", help="Looks over the text, and runs it for a few rows on the case's engines."
    ):
        state.forget_asked(_CHECKED)
        asked.ask(_CHECKED, "Checking …", {"text": text}, lambda stop: case.lint(text, stop=stop))
    checked = asked.answered(case, _CHECKED)
    tried = checked is not None and checked.values.get("text") == text and isinstance(checked.result, Linted)
    shown = checked.result if checked is not None and tried and isinstance(checked.result, Linted) else found
    for line in shown.wrong:
        st.error(inert(line))
    for line in shown.unseen:
        st.info(inert(line))
    if shown.clean:
        said = "Clean, and it runs." if tried else "The text is clean. “Check” also runs it for a few rows."
        st.success(said)


def _save(case: Case, text: str, found: Linted) -> None:
    name = found.query.file if found.query is not None else ""
    there = bool(name) and (case.folder.queries / name).is_file()
    if there and found.clean:
        st.checkbox(f"Replace the saved {inert(name)}", key=_REPLACE)
    refused = not found.clean or (there and not state.value(_REPLACE))
    st.button(
        "Save",
        width="stretch",
        disabled=refused,
        on_click=_keep,
        args=(case, text),
        help="Writes it into the folder queries/ of the case; it then stands among the questions. Only a clean one is kept.",
    )
    said = str(state.value(_SAVED) or "")
    if said.startswith("!"):
        st.error(inert(said[2:]))
    elif said:
        st.success(inert(said))


def _keep(case: Case, text: str) -> None:
    try:
        path = case.save_query(text)
    except UserError as error:
        state.put(_SAVED, f"! {error}")
        return
    state.put(_REPLACE, False)
    state.choose_question(path.stem)
    state.put(_SAVED, f"Saved as queries/{path.name}; it is open under “Ask”.")


def _run(case: Case, query: Query, text: str) -> None:
    # other declarations are other widgets
    mark = hashlib.sha256(repr(sorted(map(str, query.parameters.values()))).encode()).hexdigest()[:8]
    form = replace(query, id=f"{query.id}.{mark}")
    with st.form(f"own.{form.id}", border=True):
        values = forms.parameters(form, forms.Choices(case.sets(), case.networks(), case.topics()))
        pressed = st.form_submit_button("Run", type="primary", width="stretch")
        st.caption(f"Reads only; at most {TRIAL_S:.0f} s and {plural(TRIAL_ROWS, 'row')}.")
    if pressed:
        state.forget_asked(PLACE)
        parse(query, values)
        limited = trial_limited(query, values)
        asked.ask(
            PLACE,
            "Asking the graph …",
            {"text": text},
            lambda stop: case.ask(query, limited, timeout_s=TRIAL_S, stop=stop),
        )
