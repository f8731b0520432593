"""Named views: the list of them with what can be done to each, and the form that keeps the open picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st

from attribution.case import Case, now_ms
from attribution.errors import UserError
from queries.runner import parse
from store.analyst_words import LONGEST_NAME
from store.views import View, ViewConflictError
from ui import opening, state, view_link
from ui.auth import who
from ui.check_words import at
from ui.errors import told
from ui.request import Request
from ui.view import View as Picture
from ui.words import inert, plural, seen

_HERE, _CONFLICT = "saved.here", "saved.conflict"
_CHOSEN, _FIND, _DOING = "saved.view", "saved.find", "saved.doing"
_RENAME, _DELETE = "rename", "delete"
_FEW, _MOST = 8, 200
_LIST_HEIGHT = 340


@dataclass(frozen=True, slots=True)
class _Conflict:
    """What stands where a picture was to be kept under a name."""

    picture: str
    name: str
    there: View


# -- the list


def choose(case: Case) -> None:
    """Every view of the case, and for the chosen one: open, copy its link, duplicate, rename, delete."""
    views = case.views.all()
    if not views:
        st.info("No view is saved yet. Open a picture and save it below it.")
        return
    shown = _found(views)
    if not shown:
        st.info("No view has such a name.")
        return
    by_id = {view.id: view for view in shown}
    if st.session_state.get(_CHOSEN) not in by_id:
        state.put(_CHOSEN, shown[0].id)
    with st.container(height=_LIST_HEIGHT if len(shown) > _FEW else "content", border=False):
        st.radio(
            "Saved view",
            list(by_id),
            format_func=lambda id_: inert(seen(by_id[id_].name, LONGEST_NAME)),
            captions=[inert(about(view)) for view in shown],
            key=_CHOSEN,
            label_visibility="collapsed",
        )
    chosen = by_id[str(st.session_state[_CHOSEN])]
    st.button(
        "Open view",
        type="primary",
        width="stretch",
        on_click=lambda: state.want(request(case, chosen.id)),
        key="saved.open",
    )
    _link(case, chosen)
    copy, rename, delete = st.columns(3)
    copy.button("Duplicate", width="stretch", on_click=_duplicate, args=(case, chosen))
    rename.button("Rename …", width="stretch", on_click=_begin, args=(_RENAME, chosen.id))
    delete.button("Delete …", width="stretch", on_click=_begin, args=(_DELETE, chosen.id))
    match st.session_state.get(_DOING):
        case (what, id_) if id_ == chosen.id:
            (_rename if what == _RENAME else _delete)(case, chosen)


def _begin(what: str, id_: str) -> None:
    st.session_state[_DOING] = what, id_


def _end() -> None:
    st.session_state.pop(_DOING, None)


def about(view: View) -> str:
    """Who saved a view, when, and how much is in it."""
    return f"{plural(view.nodes, 'node')} · {seen(view.by, 60)} · {at(view.at)} UTC"


def _found(views: Sequence[View]) -> list[View]:
    words = ""
    if len(views) > _FEW:
        state.keep(**{_FIND: ""})
        words = st.text_input("Find a view by its name", key=_FIND).strip().casefold()
    hits = [view for view in views if words in view.name.casefold()]
    if len(hits) > _MOST:
        st.caption(f"Listed are the {_MOST} that were changed last, of {len(hits):,}.")
    return hits[:_MOST]


def _link(case: Case, view: View) -> None:
    st.caption("Link to this view: it opens for whoever may see this case.")
    st.code(view_link.address(_link_of(case, view)), language=None)


def _link_of(case: Case, view: View) -> view_link.Link:
    # a name that is no text cannot stand in an address; its link is then told to lead nowhere
    return view_link.Link(case.folder.root.name.encode("utf-8", "replace").decode(), view.id)


def _duplicate(case: Case, view: View) -> None:
    with told():
        state.put(_CHOSEN, case.views.duplicate(view.id, who(), now_ms()).id)
        # where only some are listed, the copy may be none of them
        state.put(_FIND, "")


@st.dialog("Rename the view", on_dismiss=_end)
def _rename(case: Case, view: View) -> None:
    with st.form("saved.rename", border=False):
        name = st.text_input("New name", view.name, max_chars=LONGEST_NAME)
        st.caption("Its link stays the same.")
        sent = st.form_submit_button("Rename", type="primary", width="stretch")
    if sent:
        with told():
            named = case.views.rename(view.id, view.version, name, who(), now_ms())
            _name_anew(named)
            _end()
            st.rerun()


@st.dialog("Delete the view", on_dismiss=_end)
def _delete(case: Case, view: View) -> None:
    st.markdown(f"**{inert(seen(view.name, LONGEST_NAME))}**")
    st.caption(inert(about(view)))
    st.markdown(
        "It is deleted for everybody who uses this case, and its link leads nowhere. The data stay as they are."
    )
    if st.button("Delete for good", type="primary", width="stretch"):
        with told():
            case.views.remove(view.id, view.version)
            _end()
            st.rerun()


# -- opening


def request(case: Case, id_: str) -> Request:
    """Want a view, read anew when it is opened: it may have been replaced since it was listed."""

    def reopen() -> Picture:
        kept, payload = case.views.opened(id_)
        said = f"View “{seen(kept.name, LONGEST_NAME)}”, saved by {seen(kept.by, 60)} on {at(kept.at)} UTC"
        picture = opening.of_saved(case, payload, said)
        _stand(case, picture, kept)
        return picture

    try:
        query, values = opening.question_of(case.views.opened(id_)[1])
        if query is not None:
            # a form shows only what can be asked
            parse(case.queries()[query], values)
    except (UserError, KeyError):
        # told where it is opened
        query, values = None, {}
    return Request(reopen, query, values)


def here(picture: Picture) -> View | None:
    """The saved view that this picture is, as it was when it was opened or saved here."""
    kept = cast("tuple[str, View] | None", st.session_state.get(_HERE))
    return kept[1] if kept is not None and kept[0] == picture.id else None


def _stand(case: Case, picture: Picture, kept: View) -> None:
    st.session_state[_HERE] = picture.id, kept
    view_link.stand(_link_of(case, kept))


def _name_anew(named: View) -> None:
    """What is open under the old name is known by the new one."""
    kept = cast("tuple[str, View] | None", st.session_state.get(_HERE))
    # only where nothing else happened to it meanwhile: else saving over it would go unseen
    if kept is not None and kept[1].id == named.id and kept[1].version == named.version - 1:
        st.session_state[_HERE] = kept[0], named


# -- keeping the open picture


def save(case: Case, picture: Picture) -> None:
    """The form below a picture: its name, what stands in the way, and its link once it is kept."""
    with st.popover("Save view …", width="stretch"):
        kept = here(picture)
        name = st.text_input(
            "Name",
            # given as a value: what is put into a popover before it was opened is not seen in it
            kept.name if kept is not None else "",
            key=f"save.{picture.id}",
            max_chars=LONGEST_NAME,
            help="Under the name that it has, the view is replaced.",
        )
        if st.button("Save", type="primary", disabled=not name.strip()):
            _save(case, picture, name)
        _conflict(case, picture, name)
        kept = here(picture)
        if kept is not None:
            st.caption(inert(f"“{seen(kept.name, LONGEST_NAME)}”, version {kept.version}: {about(kept)}"))
            _link(case, kept)


def _save(case: Case, picture: Picture, name: str, over: View | None = None) -> None:
    kept = here(picture)
    if over is None and kept is not None and kept.name == " ".join(name.split()):
        over = kept
    st.session_state.pop(_CONFLICT, None)
    with told():
        try:
            made = case.save_view(name, opening.saved(picture, state.screen()), by=who(), over=over)
        except ViewConflictError as error:
            st.session_state[_CONFLICT] = _Conflict(picture.id, name, error.there)
            return
        _stand(case, picture, made)
        st.success("Saved with positions, filters and what was removed.")


def _conflict(case: Case, picture: Picture, name: str) -> None:
    """What stands in the way of the name, for as long as that name stands in the form."""
    found = cast("_Conflict | None", st.session_state.get(_CONFLICT))
    if found is None or found.picture != picture.id or found.name != name:
        return
    there, place = found.there, st.empty()
    with place.container():
        st.warning(
            inert(
                f"Not saved. “{seen(there.name, LONGEST_NAME)}” was saved by {seen(there.by, 60)} on {at(there.at)} UTC "
                f"(version {there.version}), and that version was not opened here."
            )
        )
        st.caption("Save under another name above, or:")
        replaces = st.button("Replace it all the same")
    if replaces:
        place.empty()
        _save(case, picture, name, there)
        # somebody may have been faster again
        _conflict(case, picture, name)
