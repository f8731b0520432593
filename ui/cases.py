"""The case that this server shows: opened once, shared by its sessions."""

import os
from pathlib import Path

import streamlit as st

import attribution
from attribution import serve
from attribution.case import Case
from attribution.errors import CaseError, UserError
from ui import saved_views, state, view_link
from ui.errors import told
from ui.request import Request
from ui.view import View
from ui.words import inert, seen

_DEFAULT = Path("cases/sample")
# bytes; file systems allow 255
_LONGEST_FOLDER_NAME = 240


# path and address are arguments: what a cached function captured would not tell two cases apart
@st.cache_resource(show_spinner="Opening the case …")
def _opened(path: str, uri: str | None) -> Case:
    case = attribution.open(path, uri)
    # the engine is started here and not at the first question
    _ = case.graph
    return case


def case() -> Case:
    """The case that this session has chosen, else the one that ATTRIBUTION_CASE names, else cases/sample.

    The page stops with one line where it cannot be opened.
    """
    path = _first()
    try:
        if not path.is_dir():
            raise CaseError(f"{path}: there is no such case; run `make explore`, or set {serve.CASE} to a case folder")
        chosen = state.chosen_case()
        # a name, looked up among the neighbours: no path comes from outside
        path = _neighbours(path).get(chosen, path) if chosen is not None else path
        return _opened(str(path.resolve()), os.environ.get(serve.URI) or None)
    except UserError as error:
        st.error(inert(error))
        if st.button("Try again"):
            st.rerun()
        st.stop()


def choose() -> None:
    """Which of the cases that stand side by side is shown, and a way to begin a new one."""
    _follow_link()
    own = case()
    names = _neighbours(_first())
    here = own.folder.root.name
    if _is_alone():
        st.caption(f"Case **{inert(own.name)}**")
        return
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    picked = left.selectbox("Case", list(names), index=list(names).index(here), format_func=seen)
    if picked and picked != here:
        view_link.leave()
        state.choose_case(picked)
        st.rerun()
    with (
        right.popover("", icon=":material/add:", help="Begin a new case beside this one"),
        st.form("new-case", border=False),
    ):
        name = st.text_input("Name of the new case", max_chars=80)
        if st.form_submit_button("Begin") and name.strip():
            with told():
                _begin(name.strip())
                st.rerun()


def _begin(name: str) -> None:
    if name.startswith(".") or any(c in name for c in '/\\\0:*?"<>|') or not name.isprintable():
        raise CaseError(f"{name!r}: is no name for a case; use letters, digits, spaces and hyphens")
    if len(name.encode("utf-8")) > _LONGEST_FOLDER_NAME:
        raise CaseError(f"{name!r}: is too long for the name of a folder; take a shorter one")
    folder = _first().resolve().parent / name
    if folder.exists():
        raise CaseError(f"{name}: is there already; choose it, or take another name")
    attribution.open(folder, create=True).close()
    view_link.leave()
    state.choose_case(name)


def _is_alone() -> bool:
    """Whether no other case can be chosen: a graph that is named by address holds one, another's would be mixed into it."""
    return bool(os.environ.get(serve.URI) or os.environ.get("NEO4J_URI"))


def _follow_link() -> None:
    """Open what the address of the tab asks for, once; it leads to nothing but views of the cases that stand side by side."""
    link = view_link.asked()
    if link is None:
        opened = state.view()
        kept = saved_views.here(opened) if opened is not None else None
        if opened is not None:
            # loaded anew, the tab would show something else than it shows now
            view_link.leave(kept.id if kept is not None else "")
        return
    here = case().folder.root.name
    if link.case and link.case != here:
        if _is_alone() or link.case not in _neighbours(_first()):
            view_link.follow(link)
            state.want(_refused(f"The link names the case {link.case[:80]!r}, which is not among those shown here"))
            return
        state.choose_case(link.case)
    view_link.follow(link)
    if link.view:
        state.want(saved_views.request(case(), link.view))


def _refused(why: str) -> Request:
    def refuse() -> View:
        raise CaseError(f"{why}; ask whoever sent it, or choose a case and a view on the left")

    return Request(refuse)


def _first() -> Path:
    return Path(os.environ.get(serve.CASE) or _DEFAULT)


def _neighbours(path: Path) -> dict[str, Path]:
    """The cases in the folder that holds this one, by name of their folder."""
    own = path.resolve()
    found = {p.name: p for p in sorted(own.parent.iterdir()) if (p / "case.toml").is_file() and not p.is_symlink()}
    return {**found, own.name: own}


def connect_again() -> None:
    """Let go of the graph; the next question opens it anew."""
    case().close()
    _opened.clear()
