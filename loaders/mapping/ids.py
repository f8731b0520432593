"""Ids as cells hold them, with what spreadsheets put around them taken off, and damaged ones refused."""

import re

from graph.canonical import CanonicalError, DamagedIdError
from loaders.mapping.record import Found, UnusableError

_GUARDED = re.compile(r"""'(\d+)\Z|="([^"]*)"\Z""")
_COMMA_FLOAT = re.compile(r"\d+,\d+[eE]\+?\d+\Z")
DAMAGED_MEND = "the id went through a spreadsheet or a floating-point number; load the original file instead"


def id_of(found: Found) -> str:
    """The id in a cell without the guards of spreadsheets ('123, ="123", a trailing tab)."""
    text = found[1].strip()
    if text[:1] in "'=":
        guarded = _GUARDED.match(text)
        if guarded:
            text = guarded[1] or guarded[2]
    # the decimal comma of a spreadsheet in another language
    if "," in text and _COMMA_FLOAT.match(text):
        raise UnusableError(found[0], found[1], "id_damaged", DAMAGED_MEND)
    return text


def unusable_id(found: Found, error: CanonicalError) -> UnusableError:
    """What is wrong with an id, as a reject."""
    if isinstance(error, DamagedIdError):
        return UnusableError(found[0], found[1], "id_damaged", DAMAGED_MEND)
    return UnusableError(found[0], found[1], "bad_id", str(error))
