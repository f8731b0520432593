"""Normalised text, and what can be cut out of it where the platform gives no lists."""

import hashlib
import unicodedata
from collections.abc import Iterable

import regex

_INVISIBLE = regex.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_URL = regex.compile(
    r"(?:(?:https?|hxxps?|h\*\*ps?)(?:\[?:\]?//)|www\.)[^\s<>\"'“”‘’「」（）。，、]+", regex.IGNORECASE
)
# a word of another script may stand right before it
_MENTION = regex.compile(r"(?<![A-Za-z0-9_@＠./])[@＠]([A-Za-z0-9_][A-Za-z0-9_.]{0,63})")
_HASHTAG = regex.compile(
    r"(?<![\p{L}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_\u200c\u200d·]*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_\u200c\u200d·]*)"
)
# not _ and -: ids of videos end in them
_TRAILING = ".,;:!?'\"”’)]}*"


def normal_text(text: str) -> str:
    """NFKC, case-folded, links, mentions and invisible characters out, white space folded."""
    # most texts are plain: what cannot be in them is not searched for
    bare = text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if "//" in bare or "www." in bare.lower():
        bare = _URL.sub(" ", bare)
    if "@" in bare:
        bare = _MENTION.sub(" ", bare)
    folded = bare.lower() if bare.isascii() else unicodedata.normalize("NFKC", bare.casefold())
    return " ".join(folded.split())


def text_key(normal: str) -> str:
    """SHA-256 of a normalised text, lower-case hex."""
    return hashlib.sha256(normal.encode("utf-8", "backslashreplace")).hexdigest()


def cut_urls(text: str) -> list[str]:
    """Links that stand in the text, in order, each once, without closing punctuation; none that was cut off."""
    found = (match.group() for match in _URL.finditer(text))
    return _once(_closed(url) for url in found if not url.endswith("…"))


def cut_mentions(text: str) -> list[str]:
    """Handles that stand in the text behind @, in order, each once."""
    bare = _URL.sub(" ", text)
    return _once(found.group(1).rstrip(".") for found in _MENTION.finditer(bare))


def cut_hashtags(text: str) -> list[str]:
    """Hashtags that stand in the text, without #, in order, each once."""
    bare = _URL.sub(" ", text)
    return _once(found.group(1) for found in _HASHTAG.finditer(bare))


def _closed(url: str) -> str:
    while url and url[-1] in _TRAILING:
        # a closing bracket belongs to a URL that opened it
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for one in found if one))
