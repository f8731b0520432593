"""What can be wrong with a query, a parameter or a codebook, said in one line for the user."""

from collections.abc import Iterable
from difflib import get_close_matches

from graph.errors import UserError

_LONGEST_NAME = 80


class QueryError(UserError):
    """A query, parameter, set, topic or codebook cannot be used: what, where and how to mend, in one line."""


def mend(given: str, known: Iterable[str], nothing: str) -> str:
    """How to mend an unknown name: the one that was probably meant, else the known ones, else `nothing`."""
    names = sorted(known)
    if not names:
        return nothing
    close = get_close_matches(given, names, n=1, cutoff=0.6) or get_close_matches(
        given.casefold(), [n.casefold() for n in names], n=1, cutoff=0.6
    )
    if close:
        meant = next(n for n in names if close[0] in (n, n.casefold()))
        return f"did you mean {meant[:_LONGEST_NAME]!r}?"
    shown = ", ".join(name[:_LONGEST_NAME] for name in names[:20]) + (" …" if len(names) > 20 else "")
    return f"use one of {shown}"
