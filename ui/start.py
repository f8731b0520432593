"""The side bar: where a picture comes from. Each part gives what is to be opened, or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from attribution.case import Case
from briefing.style import NODE_STYLES, platform_name
from graph.records import Ref
from graph.subgraph import Vertex
from ui import categories, forms, notes, opening, saved_views, state
from ui.auth import who
from ui.columns import height
from ui.errors import told
from ui.names import name_of
from ui.request import Request
from ui.words import inert, plural, seen

_WAYS = ("Question", "List", "Search", "Saved")


def about_set(case: Case, name: str) -> Request:
    """The first question about a set."""
    return Request(lambda: opening.around_set(case, name), opening.AROUND, opening.first(name))


def show(case: Case, wanted: Request | None) -> Request | None:
    """The four ways in; what the analyst asked for just now, to be carried out where there is room to wait.

    `wanted` is asked already, by a button: the form shows it.
    """
    if wanted is not None and wanted.query is not None and wanted.query in case.queries():
        _follow(case, wanted.query, wanted.values)
    # anew where a button has asked: what is left of another form would stand below until the graph has answered
    with st.empty().container() if wanted is not None else st.container():
        return _way(case)


def _way(case: Case) -> Request | None:
    state.keep(way=_WAYS[0])
    way = st.segmented_control("Begin with", _WAYS, key="way", label_visibility="collapsed", required=True)
    match way:
        case "List":
            return _list(case)
        case "Search":
            return _search(case)
        case "Saved":
            _saved(case)
            return None
        case _:
            return _question(case)


def _question(case: Case) -> Request | None:
    queries, choices = case.queries(), _choices(case)
    present = categories.present(queries.values())
    state.keep(category=present[0] if present else None)
    category = st.selectbox("Kind of question", present, format_func=categories.title, key="category")
    ids = [q.id for q in queries.values() if q.category == category]
    state.keep(**{f"question.{category}": ids[0] if ids else None})
    chosen = st.radio("Question", ids, format_func=lambda i: inert(queries[i].question), key=f"question.{category}")
    if chosen is None:
        st.info("There is no question of this kind.")
        return None
    query = queries[chosen]
    answer = state.answer_of(query.id)
    if answer is not None and not any(forms.key_of(query, p) in st.session_state for p in query.parameters.values()):
        # the form was not drawn for a while: it shows what is open, not its defaults
        forms.fill(query, choices, answer.result.parameters)
    with st.form(f"form.{query.id}", border=False):
        values = forms.parameters(query, choices)
        asked = st.form_submit_button("Ask", type="primary", width="stretch")
    return Request(lambda: opening.of_query(case, query.id, values)) if asked else None


def _choices(case: Case) -> forms.Choices:
    return forms.Choices(case.sets(), case.networks(), case.topics())


def _follow(case: Case, id_: str, values: Mapping[str, object]) -> None:
    """Put a question and its parameters into the form before it is drawn."""
    query = case.queries()[id_]
    written = {p.name: values.get(p.name, p.default) for p in query.parameters.values()}
    state.put("way", "Question")
    state.put("category", query.category)
    state.put(f"question.{query.category}", query.id)
    forms.fill(query, _choices(case), written)


def _list(case: Case) -> Request | None:
    state.keep(**{"list.lines": "", "list.shared": True})
    lines = st.text_area(
        "Handles, profile addresses, links, domains or #hashtags, one a line",
        height=220,
        key="list.lines",
        placeholder="@handle\nhttps://t.me/channel\nexample.org\n#hashtag",
    )
    shared = st.toggle("Add what at least two of them share", key="list.shared")
    asked = st.button("Find them", type="primary", width="stretch")
    found = case.lookup(lines) if asked and lines.strip() else None
    platform = _platform(found.found) if found is not None else None
    if platform is not None:
        state.put("set.platform", platform)
    _keep_as_set(case, lines)
    if not asked:
        return None
    if found is None:
        st.warning("Paste at least one line.")
        return None
    _tell("not in this case", found.missing)
    _tell("no handle, address or hashtag", found.unread)
    if not found.found:
        st.warning("None of these lines names anything that is loaded here. What is not loaded is not absent.")
        return None
    st.success(f"{plural(len(found.found), 'entry', 'entries')} found.")
    return Request(lambda: opening.of_list(case, found, with_shared=shared))


def _tell(what: str, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    with st.expander(f"{plural(len(lines), 'line')}: {what}", expanded=len(lines) <= 10):
        st.text(seen("\n".join(lines[:500]), 20_000))


def _platform(found: Sequence[Ref]) -> str | None:
    """The platform of most accounts among what was found."""
    platforms = Counter(ref.key.partition(":")[0] for ref in found if ref.label == "Account")
    return platforms.most_common(1)[0][0] if platforms else None


def _keep_as_set(case: Case, lines: str) -> None:
    with st.expander("Keep this list as a set"):
        name = st.text_input("Name of the set", key="set.name", help="Sets can be chosen in questions.").strip()
        platform = st.selectbox(
            "Platform of bare handles",
            case.coverage().platforms["platform"].tolist(),
            index=None,
            format_func=platform_name,
            placeholder="Choose",
            help="For lines that are a handle or an id alone. An address says itself where it leads.",
            key="set.platform",
        )
        why = st.text_input("For what question?", key="set.why")
        if st.button("Keep"):
            _make_set(case, name, lines, platform, why)
    made = state.made_set()
    if made is not None:
        st.button(
            f"Ask: who shares rare things with “{inert(made)}”?",
            width="stretch",
            on_click=state.want,
            args=(about_set(case, made),),
        )


def _make_set(case: Case, name: str, lines: str, platform: str | None, why: str) -> None:
    if not (name and lines.strip()):
        st.warning("Paste at least one line above, and name the set.")
        return
    if platform is None and any(_is_bare(line) for line in lines.splitlines()):
        st.warning("Some lines are a handle or an id alone: choose above on which platform these are.")
        return
    with told(), st.spinner("Writing the set …"):
        report = case.create_set(name, lines.splitlines(), platform=platform, why=why.strip() or None, who=who())
        state.make_set(name)
        st.success(inert(report.lines()[1]))


def _is_bare(line: str) -> bool:
    """Whether a line does not say itself on which platform it is."""
    return bool(line.strip()) and not any(mark in line for mark in ("/", ":", "#", "＃", "."))


def _search(case: Case) -> Request | None:
    state.keep(**{"search.text": ""})
    text = st.text_input(
        "Handle, name, address, hashtag or words of a post", key="search.text", placeholder="Press Enter to search"
    ).strip()
    if not text:
        return None
    with st.spinner("Searching …"):
        hits = case.search(text, limit=50)
    if not hits:
        st.info("Nothing that is loaded here matches. What is not loaded is not absent.")
        return None
    st.caption(f"{plural(len(hits), 'hit')}. Choose one or several.")
    event = st.dataframe(
        pd.DataFrame([_hit(hit) for hit in hits]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"search.hits.{text}",
        height=min(height(len(hits)), 420),
    )
    chosen: list[Ref] = [hits[i].ref for i in event["selection"]["rows"] if i < len(hits)]
    asked = st.button("Show", type="primary", width="stretch", disabled=not chosen)
    return Request(lambda: opening.of_refs(case, chosen, text)) if asked and chosen else None


def _hit(hit: Vertex) -> dict[str, str]:
    platform = hit.properties.get("platform")
    return {
        "what": NODE_STYLES[hit.ref.label].word,
        "name": seen(name_of(hit), 120),
        "on": platform_name(str(platform)) if platform else "",
    }


def _saved(case: Case) -> None:
    saved_views.choose(case)
    state.keep(**{"saved.notes": False})
    if st.toggle("Notes of this case", key="saved.notes"):
        notes.all_notes(case)
