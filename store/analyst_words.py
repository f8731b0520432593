"""What an analyst writes, checked before it is kept: names, texts, and who wrote them."""

import unicodedata

from store import StoreError

LONGEST_NAME = 120
LONGEST_TEXT = 4_000
_LONGEST_WHO = 120

EARLIEST, LATEST = -62_135_596_800_000, 253_402_300_799_999
"""Epoch milliseconds of the years 1 and 9999: no clock gives others."""

_JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji are written with them
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def checked_name(what: str, name: str) -> str:
    """The name on one line; StoreError where it is empty, too long, or holds what is not seen and so could pose as another."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain.strip(_JOINERS + " "):
        raise StoreError(f"name of a {what}: is empty; give one")
    hidden = next((c for c in plain if _hides(c) and c not in _JOINERS), None)
    if hidden is not None:
        raise StoreError(f"name of a {what}: holds U+{ord(hidden):04X}, which is not seen; type it without")
    if len(plain) > LONGEST_NAME:
        raise StoreError(
            f"name of a {what}: has {len(plain):,} characters; at most {LONGEST_NAME} are kept, shorten it"
        )
    return plain


def checked_text(what: str, text: str) -> str:
    """The text with plain line ends; StoreError where it is empty, too long, or holds what cannot be written.

    Marks of direction and characters without width stay: a note may quote them, and pages show them as text.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not "".join(c for c in plain if not _hides(c)).strip():
        raise StoreError(f"text of a {what}: is empty; write what there is to say")
    wrong = next((c for c in plain if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"), None)
    if wrong is not None:
        raise StoreError(f"text of a {what}: holds U+{ord(wrong):04X}, which is no character of a text; remove it")
    if len(plain) > LONGEST_TEXT:
        raise StoreError(
            f"text of a {what}: has {len(plain):,} characters; at most {LONGEST_TEXT:,} are kept, shorten it"
        )
    return plain


def signature(by: str) -> str:
    """Who wrote something, on one line; what hides in it is replaced, for nobody can type their own name anew."""
    plain = " ".join("".join(_REPLACED if _hides(c) else c for c in by).split())
    return plain[:_LONGEST_WHO] or "unknown"


def moment(at: object) -> int:
    """A time in epoch milliseconds as the store holds it; ValueError for what no clock gives."""
    if not isinstance(at, int) or not EARLIEST <= at <= LATEST:
        raise ValueError(f"time {at!r} is none")
    return at


def _hides(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
