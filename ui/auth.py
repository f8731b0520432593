"""Who may see a page, and who is "who" in what they add.

On loopback nobody has to log in. Beyond it the app stops unless there is a login: Streamlit's OIDC,
or a password set by the operator together with a name.
"""

import getpass
import hmac
import threading
import time

import streamlit as st

from attribution import serve
from attribution.errors import CaseError
from ui import state
from ui.words import inert

_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 8.0
_LONGEST_NAME = 80


class Attempts:
    """Guesses at the password, one at a time for the whole server and slower after each wrong one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wait_s = 0.0

    def allows(self, given: str, password: str) -> bool:
        """Whether the guess is right; takes its time after wrong ones."""
        with self._lock:
            time.sleep(self._wait_s)
            # bytes, because the comparison refuses text beyond ASCII; same time whatever differs
            right = hmac.compare_digest(given.encode("utf-8", "replace"), password.encode("utf-8"))
            self._wait_s = 0.0 if right else min(max(2 * self._wait_s, _FIRST_WAIT_S), _LONGEST_WAIT_S)
            return right


@st.cache_resource(show_spinner=False)
def _attempts() -> Attempts:
    return Attempts()


def guard() -> None:
    """Let the script go on for who may be here; otherwise show what is missing and stop it."""
    try:
        how = serve.login()
        if how is None:
            serve.check_access(st.get_option("server.address"))
            # a proxy or a tunnel would make loopback reachable: then the visitor has an address of their own
            if not _from_here():
                serve.check_access(st.context.ip_address)
            return
    except CaseError as error:
        st.error(f"Not opened: {inert(error)}")
        st.stop()
    if how == "oidc":
        _ask_provider()
    elif state.user() is None:
        _ask_password()


def who() -> str:
    """The name under which this session adds things."""
    if st.user.get("is_logged_in"):
        return str(st.user.get("email") or st.user.get("name") or st.user.get("sub") or "unknown")
    try:
        return state.user() or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def is_local() -> bool:
    """Whether whoever looks sits at this machine, and may name files on it."""
    return serve.login() is None and _from_here()


def show_who() -> None:
    """Who is here, and a way out where there was a way in."""
    if st.user.get("is_logged_in"):
        st.text(who())
        st.button("Log out", on_click=st.logout)
    elif state.user() is not None:
        st.text(who())
        st.button("Log out", on_click=state.log_out)


def _from_here() -> bool:
    address = st.context.ip_address
    return address is None or serve.is_loopback(address)


def _ask_provider() -> None:
    if st.user.get("is_logged_in"):
        return
    st.header("Attribution explorer")
    st.button("Log in", type="primary", on_click=st.login)
    st.stop()


def _ask_password() -> None:
    password = serve.operator_password()
    st.header("Attribution explorer")
    with st.form("login", width=420):
        name = st.text_input("Your name", max_chars=_LONGEST_NAME, help="It stands beside what you add to a case.")
        given = st.text_input("Password", type="password", help="The operator of this server knows it.")
        sent = st.form_submit_button("Log in", type="primary")
    if sent and not name.strip():
        st.error("Give your name: it stands beside what you add.")
    elif sent and (password is None or not _attempts().allows(given, password)):
        st.error("The password is not right. Each further attempt takes longer.")
    elif sent:
        state.log_in(" ".join(name.split()))
        st.rerun()
    st.stop()
