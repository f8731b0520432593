"""A new check: which question with which values, how often, what makes the same hit, what makes it stronger."""

from collections.abc import Mapping

import streamlit as st

from attribution.case import Case
from attribution.copying import given_of
from attribution.errors import CaseError
from queries.checks import key_of, strength_of
from queries.cyphertext import returned_columns
from queries.errors import QueryError
from queries.frontmatter import Query
from queries.runner import written
from ui import categories, check_choice, forms, state
from ui.auth import who
from ui.errors import told
from ui.words import inert

_QUERY, _BY_HAND = "checks.add.query", "by hand"
_EVERY = ("1d", "7d", "12h", "1h", _BY_HAND)


def show(case: Case) -> None:
    """The form."""
    queries = categories.by_kind(case.queries())
    _follow(case, queries)
    state.keep(**{_QUERY: next(iter(queries))})
    chosen = st.selectbox(
        "Question to ask again and again", list(queries), format_func=lambda id_: _title(queries[id_]), key=_QUERY
    )
    query = queries[chosen]
    st.warning(f"**Does not prove:** {inert(query.does_not_prove)}", icon=":material/balance:")
    with told():
        _form(case, query)


def parameters_of(query: Query, values: Mapping[str, object]) -> dict[str, str]:
    """What stands in a form as a check keeps it: what is the query's default is left out, and follows the query."""
    found: dict[str, str] = {}
    for name, value in given_of(query, written(query, values)).items():
        if isinstance(value, list) and any("," in str(one) for one in value):
            raise QueryError(f"parameter {name}: an entry with a comma cannot be kept; leave it out")
        found[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return found


def _title(query: Query) -> str:
    return f"{query.question} · {query.id}"


def _follow(case: Case, queries: Mapping[str, Query]) -> None:
    """Put what another page asked for into the form before it is drawn."""
    wanted = check_choice.wanted()
    if wanted is None or wanted[0] not in queries:
        return
    query = queries[wanted[0]]
    state.put(_QUERY, query.id)
    forms.fill(query, _choices(case), {n: v for n, v in wanted[1].items() if n in query.parameters})


def _choices(case: Case) -> forms.Choices:
    return forms.Choices(case.sets(), case.networks(), case.topics())


def _form(case: Case, query: Query) -> None:
    columns = list(returned_columns(query.cypher))
    with st.form(f"checks.add.{query.id}", border=False):
        left, right = st.columns(2, gap="medium")
        with left:
            values = forms.parameters(query, _choices(case))
        with right:
            name = st.text_input(
                "Name",
                value=_free(case, query.id),
                max_chars=63,
                key=f"checks.add.name.{query.id}",
                help="Small letters, digits, dots and hyphens.",
            )
            every = st.selectbox(
                "How often",
                _EVERY,
                index=0,
                accept_new_options=True,
                key=f"checks.add.every.{query.id}",
                help="Choose one, or write your own: 90min, 12h, 2d. A timer runs what is due: docs/checks.md.",
            )
            key = st.multiselect(
                "The same hit: rows that agree in",
                columns,
                default=_default_key(query),
                key=f"checks.add.key.{query.id}",
                help="Rows with the same values in these columns are the same hit, in whichever run.",
            )
            strength = st.selectbox(
                "Stronger or weaker by",
                columns,
                index=_default_strength(query, columns),
                key=f"checks.add.strength.{query.id}",
                help="A column with a number.",
            )
            replace = st.checkbox("Replace a check of this name; its runs stay", key=f"checks.add.replace.{query.id}")
        sent = st.form_submit_button("Add the check", type="primary")
    if sent:
        if not key or not strength:
            raise CaseError("choose at least one column that makes a hit, and one that makes it stronger or weaker")
        made = case.checks.add(
            name.strip(),
            query.id,
            parameters_of(query, values),
            key=key,
            strength=strength,
            every=None if every in (_BY_HAND, None) else every,
            by=who(),
            replace=replace,
        )
        check_choice.opened(made.name)
        st.rerun()


def _free(case: Case, name: str) -> str:
    """The name, or with a number behind it where a check has it."""
    taken = case.checks.state().checks
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _default_key(query: Query) -> list[str]:
    try:
        return list(key_of(query))
    except QueryError:
        # it names no node: the analyst says what makes a hit
        return []


def _default_strength(query: Query, columns: list[str]) -> int | None:
    try:
        return columns.index(strength_of(query))
    except (QueryError, ValueError):
        return None
