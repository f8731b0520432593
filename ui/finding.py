"""Find as you type, over everything that the case holds; what is taken goes into the open picture, or into a new one."""

import streamlit as st

from attribution.case import Case
from attribution.errors import UserError
from briefing.style import NODE_STYLES, platform_name
from graph.records import Ref
from graph.subgraph import Vertex
from ui import opening, state
from ui.find_component import field
from ui.growing import bring
from ui.growth import FOUND
from ui.names import name_of
from ui.request import Request
from ui.screen import Selected
from ui.view import Came
from ui.words import plural, seen

_KEY, _FOUND = "find", "find.found"
_SHOWN = 20
_LONGEST = 500


@st.fragment
def show(case: Case) -> None:
    """The field with its list: typing runs this and not the page."""
    text, hits, note, serial = _found()
    field(
        text=text,
        hits=[_hit(one) for one in hits],
        note=note,
        serial=serial,
        key=_KEY,
        on_typed=lambda: _typed(case),
        on_taken=lambda: _taken(case),
    )
    if state.page_is_to_run():
        st.rerun()


def _found() -> tuple[str, list[Vertex], str, int]:
    found = state.value(_FOUND)
    return found if isinstance(found, tuple) else ("", [], "", 0)


def _sent(name: str) -> dict[str, object]:
    sent = getattr(state.value(_KEY), name, None)
    return sent if isinstance(sent, dict) else {}


def _typed(case: Case) -> None:
    sent = _sent("typed").get("text")
    text = sent[:_LONGEST] if isinstance(sent, str) else ""
    hits: list[Vertex] = []
    note = ""
    if text:
        try:
            found = case.find(text, limit=_SHOWN)
            hits = [hit.vertex for hit in found.hits]
            note = _note(len(hits), more=found.more)
        except UserError as error:
            note = seen(error, 300)
    state.put(_FOUND, (text, hits, note, _found()[3] + 1))


def _note(count: int, *, more: bool) -> str:
    if not count:
        return "Nothing that is loaded here matches. What is not loaded is not absent."
    into = "the picture" if state.view() is not None else "a picture"
    shown = f"The first {count} hits" if more else plural(count, "hit")
    return f"{shown}. Enter: into {into}; with Ctrl: into a new one."


def _hit(found: Vertex) -> dict[str, str]:
    platform = found.properties.get("platform")
    called = name_of(found)
    parts = [NODE_STYLES[found.ref.label].word, platform_name(str(platform)) if platform else ""]
    # a display name is anybody's: it stands beside the handle
    beside = [str(found.properties[one]) for one in ("name", "title") if found.properties.get(one)]
    parts += [seen(one, 80) for one in beside if one not in called]
    return {"id": str(found.ref), "name": seen(called, 120), "what": " · ".join(filter(None, parts))}


def _taken(case: Case) -> None:
    sent = _sent("taken")
    id_, words = sent.get("id"), sent.get("text")
    if not isinstance(id_, str):
        return
    text = seen(words[:_LONGEST], 120) if isinstance(words, str) else ""
    try:
        # a half of a character cannot be asked for
        id_.encode()
        ref = Ref.parse(id_)
    except ValueError:
        return
    if state.view() is None or sent.get("fresh") is True:
        state.want(Request(lambda: opening.of_refs(case, [ref], text)))
    else:
        bring(case, [ref], Came(ref, FOUND, name=text, told="Found, and in the picture."))
        state.select(Selected("node", str(ref)))
    state.run_page()
