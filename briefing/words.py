"""Text from data, made safe to show: one line, nothing hidden in it, no link in it, not too long."""

import re
import unicodedata

from graph.canonical.refang import defang

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character was that would hide, turn round or break what is shown."""

_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u00a0\u2028\u2029]+")
_REPLACEMENTS = re.compile(f"{REPLACED}+")
_LINK = re.compile(r"\b(https?|ftp)://(?=\S)([^\s<>\"'“”«»]*)", re.IGNORECASE)
_WWW = re.compile(r"\bwww\.[^\s<>\"'“”«»]+", re.IGNORECASE)
_PILE = 3


def visible(text: str, limit: int = 0) -> str:
    """The text on one line, without control, direction and invisible characters, its links defanged.

    Characters that were taken out leave U+FFFD; `limit` > 0 cuts to that many characters with …
    """
    # a bound before the work: data may hold megabytes in one field
    shown = text[: limit * 8 + 64] if limit else text
    shown = _SPACES.sub(" ", shown)
    if not _is_plain(shown):
        shown = _WWW.sub(_harmless, _LINK.sub(_harmless, shown))
        shown = _REPLACEMENTS.sub(REPLACED, "".join(_characters(shown)))
    shown = shown.strip()
    return cut(shown, limit) if limit else shown


def _is_plain(text: str) -> bool:
    """Whether there is nothing in it to take out or to defang, as in nearly every name."""
    return text.isascii() and text.isprintable() and "://" not in text and "www." not in text.lower()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them … where something was left out."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    # not between a letter and its accent, or within a joined emoji
    while kept and (unicodedata.combining(text[len(kept)]) or text[len(kept)] in _JOINERS or kept[-1] in _JOINERS):
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _harmless(found: re.Match[str]) -> str:
    return defang(found.group()).replace("ftp[:]", "fxp[:]").replace("FTP[:]", "fxp[:]").replace("HTTP", "hxxp")


def _characters(text: str) -> list[str]:
    kept: list[str] = []
    piled = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            # towers of accents grow into the lines above and below
            piled += 1
            if piled > _PILE:
                continue
        else:
            piled = 0
        kept.append(REPLACED if _unfit(character, category) else character)
    return kept


def _unfit(character: str, category: str) -> bool:
    if category in ("Cc", "Cs"):
        return True
    if category == "Cf":
        # joiners belong to Persian, Indic scripts and emoji; the Arabic number signs are visible
        return character not in _JOINERS and not "\u0600" <= character <= "\u0605" and character != "\u06dd"
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
