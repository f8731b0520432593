"""What the API did not give, and why: a suspended account is evidence."""

import re

from graph.canonical import CanonicalError
from graph.facts import Facts
from loaders.base import Outcome, Reject, Row
from loaders.rejects import shown
from loaders.twarc2.parts import id_of, inner, text

_SUSPENDED = re.compile(r"user has been suspended: \[?([^\]\s]{1,64})\]?", re.IGNORECASE)
_MISSING = "X no longer gives it, or not to you; there is nothing to mend"


def error_outcome(location: str, error: object, retrieved_at: int | None) -> Outcome:
    """A suspended account as a row, anything else as a reject under the kind of its problem."""
    given = inner(error)
    detail = text(given.get("detail")) or text(given.get("message")) or text(given.get("title")) or shown(error)
    suspended = _SUSPENDED.match(detail)
    if suspended:
        found = _suspended(location, suspended.group(1), text(given.get("parameter")) or "", retrieved_at)
        if found is not None:
            return found
    problem = (text(given.get("type")) or "").rpartition("/")[2]
    reason = {
        "resource-not-found": "not_found",
        "not-authorized-for-resource": "not_authorized",
        "not-authorized-for-field": "not_authorized",
    }.get(problem, "api_error")
    what = id_of(given.get("value")) or id_of(given.get("resource_id")) or detail
    mend = _MISSING if reason != "api_error" else "the API answered with an error; collect again"
    return Reject(location, text(given.get("parameter")) or "errors", shown(what), reason, f"{shown(detail)}: {mend}")


def _suspended(location: str, who: str, parameter: str, retrieved_at: int | None) -> Row | None:
    facts = Facts(retrieved_at, text_ids=True)
    by_name = "username" in parameter or not who.isdecimal()
    try:
        facts.account(
            "x",
            id=None if by_name else who,
            handle=who if by_name else None,
            properties={"suspended": True},
        )
    except CanonicalError:
        return None
    return Row(location, facts.records())
