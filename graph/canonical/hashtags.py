"""Canonical hashtags."""

import re
import unicodedata
from functools import lru_cache

from graph.canonical import CanonicalError

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_LONGEST = 280


@lru_cache(maxsize=50_000)
def normal_hashtag(raw: str) -> str:
    """NFKC, case-folded, without # and invisible characters; CanonicalError if nothing is left."""
    tag = unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw)).strip().strip("#").casefold()
    tag = unicodedata.normalize("NFKC", tag).strip()
    if not tag:
        raise CanonicalError("the hashtag is empty")
    if len(tag) > _LONGEST or any(c.isspace() or unicodedata.category(c) == "Cc" for c in tag):
        raise CanonicalError(f"{tag[:80]!r} is not a hashtag: too long, or it holds white space")
    return tag
