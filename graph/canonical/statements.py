"""Keys of what somebody said, and of the sets that somebody published."""

import hashlib

from graph.canonical import CanonicalError
from graph.canonical.accounts import refuse_unsound

_BETWEEN = "\x1f"


def said(text: str) -> str:
    """The words with white space folded, so that a twin of the file that breaks lines elsewhere says the same."""
    return " ".join(text.split())


def statement_key(source: str, date: str, *, about: str, kind: str, text: str, role: str = "", code: str = "") -> str:
    """Source, date (may be empty) and a hash of what was said about what.

    `about` (key of the network, set, account …) and `code` are part of the hash: the same words
    ("9 accounts") about two networks, or about two platforms of one, are two statements.
    """
    said_of = _BETWEEN.join((about, kind, role, code, said(text)))
    digest = hashlib.sha256(said_of.encode("utf-8", "backslashreplace")).hexdigest()
    return f"{source_key(source)}/{date}/{digest[:32]}"


def source_key(name: str) -> str:
    """The name of who speaks, white space folded; CanonicalError if nothing is left."""
    return _name("source", name)


def network_key(publisher: str, name: str) -> str:
    """`publisher/name`; CanonicalError if either is empty."""
    return f"{_name('publisher', publisher)}/{_name('network', name)}"


def _name(what: str, name: str) -> str:
    found = said(name)
    if not found:
        raise CanonicalError(f"the name of the {what} is empty")
    refuse_unsound(what, found)
    return found
