"""Keys of accounts, posts, media and surfaces."""

import re
import unicodedata

from graph.canonical import CanonicalError, DamagedIdError

_LONGEST = 512
_KEPT_DIGITS = 15
"""Significant digits that a spreadsheet keeps."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FLOAT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+\Z|\d+\.0+\Z")
_ROUNDED = re.compile(r"\d{12,}000\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def account_key(platform: str, *, id: str | None = None, handle: str | None = None, text_ids: bool = False) -> str:
    """`platform:id`, or `platform:@handle` while the id is unknown; CanonicalError without either.

    `text_ids`, here and below: the file carries ids as text, so that three zeros at the end of a
    long id are chance (one in a thousand) unless the id has no more digits than a spreadsheet keeps.
    """
    if id:
        return f"{platform}:{_sound_id(platform, id, text_ids)}"
    if handle:
        return f"{platform}:@{normal_handle(handle).casefold()}"
    raise CanonicalError(f"an account on {platform} needs an id or a handle")


def by_id(key: str) -> tuple[bool, str]:
    """To order keys of one account by: an id before a handle."""
    return ":@" in key, key


def normal_handle(handle: str) -> str:
    """The handle without @ and space around it, as it is written; CanonicalError if nothing is left."""
    found = unicodedata.normalize("NFC", handle).strip().removeprefix("@").strip()
    if not found:
        raise CanonicalError("the handle is empty")
    refuse_unsound("handle", found)
    if any(c.isspace() for c in found):
        raise CanonicalError(f"the handle {found[:80]!r} holds white space; is it a display name?")
    return found


def post_key(platform: str, id: str, *, text_ids: bool = False) -> str:
    """`platform:id`."""
    return f"{platform}:{_sound_id(platform, id, text_ids)}"


def surface_key(platform: str, id: str) -> str:
    """`platform:id`."""
    return f"{platform}:{_sound_id(platform, id)}"


def media_key(
    *, sha256: str | None = None, platform: str | None = None, id: str | None = None, text_ids: bool = False
) -> str:
    """`sha256:…` of the bytes, else `platform:media id`; CanonicalError without either."""
    if sha256:
        if not _SHA256.match(sha256):
            raise CanonicalError(f"{sha256[:80]!r} is not a SHA-256 in lower-case hex")
        return f"sha256:{sha256}"
    if platform and id:
        return f"{platform}:{_sound_id(platform, id, text_ids)}"
    raise CanonicalError("media need a SHA-256, or a platform with its media id")


def looks_rounded(id: str) -> bool:
    """Whether a long id ends in 000, as one does that went through a spreadsheet."""
    return len(id) >= _KEPT_DIGITS and bool(_ROUNDED.match(id))


def _sound_id(platform: str, id: str, text_ids: bool = False) -> str:
    found = id.strip()
    if not found:
        raise CanonicalError("the id is empty")
    refuse_unsound("id", found)
    if _FLOAT.match(found):
        raise DamagedIdError(f"the id {found!r} went through a floating-point number; take the original file")
    if looks_rounded(found) and platform != "telegram" and not (text_ids and len(found.rstrip("0")) > _KEPT_DIGITS):
        raise DamagedIdError(f"the id {found!r} ends in 000 and looks rounded; take the original file")
    return found


def refuse_unsound(what: str, value: str) -> None:
    """CanonicalError if the value is overlong or holds control characters."""
    if len(value) > _LONGEST:
        raise CanonicalError(f"the {what} is longer than {_LONGEST} characters: {value[:40]!r}…")
    if _CONTROL.search(value):
        raise CanonicalError(f"the {what} {value[:80]!r} holds control characters")
