"""The address of a saved view: it names a case and a view by their identifiers, and holds nothing of either."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

_CASE, _VIEW = "case", "view"
_MOST = 300
_FOLLOWED = "link.followed"


@dataclass(frozen=True, slots=True)
class Link:
    """What an address asks for; it comes from outside, and is looked up among what there is."""

    case: str
    """Name of a case's folder; empty for the one that is open."""
    view: str
    """Identifier of a view in it; empty for none."""


def asked() -> Link | None:
    """What the address of this tab asks for, if it was not followed yet."""
    found = _standing()
    return found if found is not None and found != st.session_state.get(_FOLLOWED) else None


def follow(link: Link) -> None:
    """Take it as followed: the runs to come stay with what is open then."""
    st.session_state[_FOLLOWED] = link


def stand(link: Link) -> None:
    """Let the address of this tab be this link: loaded anew, the tab shows the same view."""
    st.query_params.from_dict({_CASE: link.case, _VIEW: link.view})
    follow(link)


def leave(view: str = "") -> None:
    """Let the address ask for nothing, unless it asks for this view."""
    found = _standing()
    if found is not None and (not view or found.view != view):
        st.query_params.clear()


def address(link: Link) -> str:
    """The link in full, to be copied; without the server's part where the browser has not said it."""
    parts = urlsplit(st.context.url or "")
    query = urlencode({_CASE: link.case, _VIEW: link.view})
    # the first page is Explore, which opens views
    path = parts.path.removesuffix("/").removesuffix("/explore") + "/"
    return urlunsplit((parts.scheme, parts.netloc, path, query, "")) if parts.netloc else f"?{query}"


def _standing() -> Link | None:
    found = [str(st.query_params.get(name) or "") for name in (_CASE, _VIEW)]
    if not any(found):
        return None
    # nothing that long identifies anything: what is cut is not found
    case, view = (one[:_MOST] for one in found)
    return Link(case, view)
