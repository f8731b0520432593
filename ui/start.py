"""The side bar: where a picture comes from. Each part gives what is to be opened, or nothing."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from attribution.case import Case
from briefing.style import NODE_STYLES, platform_name
from graph.records import Ref
from graph.subgraph import Vertex
from ui import forms, opening
from ui.auth import who
from ui.errors import told
from ui.names import name_of
from ui.view import View
from ui.words import inert, plural, seen

Request = Callable[[], View]

CATEGORIES = {
    "content": "Same content",
    "links": "Same links",
    "infrastructure": "Sites and infrastructure",
    "sets": "Sets and networks",
    "topics": "Topics",
    "impact": "Impact",
    "timing": "Order in time",
}
_WAYS = ("Question", "List", "Search", "Saved")


def show(case: Case) -> Request | None:
    """The four ways in; what the analyst asked for just now, to be carried out where there is room to wait."""
    way = st.segmented_control("Begin with", _WAYS, default=_WAYS[0], key="way", label_visibility="collapsed")
    match way:
        case "List":
            return _list(case)
        case "Search":
            return _search(case)
        case "Saved":
            return _saved(case)
        case _:
            return _question(case)


def _question(case: Case) -> Request | None:
    queries = case.queries()
    present = [c for c in CATEGORIES if any(q.category == c for q in queries.values())]
    category = st.selectbox("Kind of question", present, format_func=lambda c: CATEGORIES[c], key="category")
    ids = [q.id for q in queries.values() if q.category == category]
    chosen = st.radio("Question", ids, format_func=lambda i: queries[i].question, key=f"question.{category}")
    if chosen is None:
        st.info("There is no question of this kind.")
        return None
    query = queries[chosen]
    with st.form(f"form.{query.id}", border=False):
        choices = forms.Choices(case.sets(), case.networks(), case.topics())
        values = forms.parameters(query, choices)
        asked = st.form_submit_button("Ask", type="primary", width="stretch")
    return (lambda: opening.of_query(case, query.id, values)) if asked else None


def _list(case: Case) -> Request | None:
    lines = st.text_area(
        "Handles, profile addresses, links, domains or #hashtags, one a line",
        height=220,
        key="list.lines",
        placeholder="@handle\nhttps://t.me/channel\nexample.org\n#hashtag",
    )
    shared = st.toggle("Add what at least two of them share", value=True, key="list.shared")
    asked = st.button("Find them", type="primary", width="stretch")
    _keep_as_set(case, lines)
    if not asked:
        return None
    if not lines.strip():
        st.warning("Paste at least one line.")
        return None
    found = case.lookup(lines)
    _tell("not in this case", found.missing)
    _tell("no handle, address or hashtag", found.unread)
    if not found.found:
        st.warning("None of these lines names anything that is loaded here. What is not loaded is not absent.")
        return None
    st.success(f"{plural(len(found.found), 'entry', 'entries')} found.")
    return lambda: opening.of_list(case, found, with_shared=shared)


def _tell(what: str, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    with st.expander(f"{plural(len(lines), 'line')}: {what}", expanded=len(lines) <= 10):
        st.text(seen("\n".join(lines[:500]), 20_000))


def _keep_as_set(case: Case, lines: str) -> None:
    with st.expander("Keep this list as a set"):
        name = st.text_input("Name of the set", key="set.name", help="Sets can be chosen in questions.")
        platform = st.text_input("Platform of bare handles", key="set.platform", placeholder="x")
        why = st.text_input("For what question?", key="set.why")
        if st.button("Keep"):
            if not (name.strip() and lines.strip()):
                st.warning("Paste at least one line above, and name the set.")
                return
            with told(), st.spinner("Writing the set …"):
                report = case.create_set(
                    name.strip(),
                    lines.splitlines(),
                    platform=platform.strip() or None,
                    why=why.strip() or None,
                    who=who(),
                )
                st.success(inert(report.lines()[1]))


def _search(case: Case) -> Request | None:
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
        height=min(38 + 35 * len(hits), 420),
    )
    chosen: list[Ref] = [hits[i].ref for i in event["selection"]["rows"] if i < len(hits)]
    asked = st.button("Show", type="primary", width="stretch", disabled=not chosen)
    return (lambda: opening.of_refs(case, chosen, text)) if asked and chosen else None


def _hit(hit: Vertex) -> dict[str, str]:
    platform = hit.properties.get("platform")
    return {
        "what": NODE_STYLES[hit.ref.label].word,
        "name": seen(name_of(hit), 120),
        "on": platform_name(str(platform)) if platform else "",
    }


def _saved(case: Case) -> Request | None:
    names = case.notebook.views()
    if not names:
        st.info("No view is saved yet. Open a picture and save it below it.")
        return None
    name = st.selectbox("Saved view", names, key="saved.name")
    if not st.button("Open view", type="primary", width="stretch") or name is None:
        return None

    def reopen() -> View:
        kept = case.notebook.view(name)
        day = pd.Timestamp(kept.made_at, unit="ms", tz="UTC").strftime("%Y-%m-%d %H:%M UTC")
        return opening.of_saved(case, kept.payload, f"View “{name}”, saved by {kept.made_by} on {day}")

    return reopen
