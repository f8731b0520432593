"""A picture to take away: the same coordinates as on screen, with title, caveat, marking and what it rests on."""

import streamlit as st

from attribution import noting
from attribution.case import Case
from briefing.exports import WRITERS
from briefing.marking import MARKINGS
from briefing.scene import CAVEAT, Scene
from graph.rarity import COMMON
from graph.subgraph import Subgraph
from ui import state
from ui.errors import told
from ui.view import View
from ui.words import inert

_TYPES = {"PNG": "image/png", "SVG": "image/svg+xml", "HTML": "text/html"}
_HELP = {
    "PNG": "300 dpi, for slides and documents",
    "SVG": "vector, for further editing",
    "HTML": "one page that can be moved and zoomed, offline",
}
_UNMARKED = "no marking"
_LONGEST_TITLE = 200


def take_away(case: Case, view: View) -> None:
    """The form, and above it the file when it is made: what is below may be out of sight."""
    with st.popover("Take away …", width="stretch"):
        made = st.container()
        with st.form(f"take.{view.id}", border=False):
            format_ = st.radio("As", list(_TYPES), horizontal=True, captions=[_HELP[f] for f in _TYPES])
            title = _title(view)
            caveat = st.text_area(
                "What it does not show, beside this",
                height=68,
                max_chars=1_000,
                help="The figure always says: " + inert(_caveat(view)),
                placeholder="Added to what the figure says in any case",
            )
            marking = st.selectbox("Marking", [*MARKINGS, _UNMARKED], index=len(MARKINGS))
            left, middle, right = st.columns([1.35, 1, 0.9])
            pseudonyms = left.toggle(
                "Pseudonyms in place of names",
                help="In every byte of the file. The same name has the same pseudonym throughout this case.",
            )
            tags = middle.toggle(
                "Rare hashtags, too",
                value=True,
                help=f"With pseudonyms: a hashtag of {COMMON:g} bits or more leads to the few who used it. "
                "Common hashtags and the names of sets stay in clear; the figure says so.",
            )
            with_notes = right.toggle(
                "With the notes",
                help="Notes on what is drawn, numbered, each with who wrote it, when, and its confidence. With "
                "pseudonyms without who wrote it, and with the names of accounts in it replaced.",
            )
            if st.form_submit_button("Make the file", type="primary", width="stretch"):
                with told(), st.spinner("Drawing …"):
                    marked = None if marking == _UNMARKED else marking
                    scene = _scene(case, view, with_notes, title=title, caveat=caveat, marking=marked)
                    drawn = case.redacted(scene, keep_tags=not tags) if pseudonyms else scene
                    suffix = f".{format_.lower()}"
                    state.keep_file(_file_name(view) + suffix, WRITERS[suffix](drawn), _TYPES[format_])
        with made:
            _download(view)


def _title(view: View) -> str:
    key = f"take.title.{view.id}"
    made = [f"{view.title}{more}"[:_LONGEST_TITLE] for more in ("", ", with what was added")]
    # one of the analyst's own stays when the picture grows
    if state.value(key) in (None, *made):
        state.put(key, made[bool(view.growths)])
    return st.text_input("Title", max_chars=_LONGEST_TITLE, key=key)


def _download(view: View) -> None:
    file = state.file(view)
    if file is None:
        return
    st.download_button(
        f"Download {file.name} ({_size(len(file.content))})",
        file.content,
        file.name,
        file.type,
        type="primary",
        width="stretch",
        on_click="ignore",
        icon=":material/download:",
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1_000))} kB"


def _scene(case: Case, view: View, with_notes: bool, **caption: str | None) -> Scene:
    screen = state.screen()
    visible = screen.on_screen(view.subgraph)
    analyst = noted(case, visible) if with_notes else ()
    return case.scene(
        visible,
        screen.placed(view.homes),
        before=(view.subgraph, view.scene),
        answer=view.answer,
        notes=view.beside(screen),
        analyst=analyst,
        **caption,
    )


def noted(case: Case, drawn: Subgraph) -> tuple[str, ...]:
    """The notes on what is drawn, numbered, as a figure says them."""
    called = noting.names(drawn)
    return noting.lines(case.notes(called), called)


def _caveat(view: View) -> str:
    return view.answer.result.query.does_not_prove if view.answer is not None else CAVEAT


def _file_name(view: View) -> str:
    return view.answer.result.query.id if view.answer is not None else "picture"
