"""Text from data made safe to stand in a page: no link, picture, formula or markup comes of it."""

import re
from datetime import UTC, datetime

from attribution.words import UNSEEN

_FURTHEST_MS = 8_000_000_000_000
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-!|~<>$:&^=\"'@/.])")
_SCHEME = re.compile(r"(?i)\b(https?|ftps?)(?=:)")
_WWW = re.compile(r"(?i)\bwww\.")
# an at sign between two words is taken for an address of mail
_MAIL = re.compile(r"(?<=[\w.+-])@(?=\w)")


def inert(text: object) -> str:
    """Text for places that read Markdown: it appears as it is, on one line, and nothing in it becomes a link.

    Escapes alone do not do: an address becomes a link even when escaped, so it is defanged.
    """
    one = " ".join(UNSEEN.sub(" ", str(text)).split())
    one = _MAIL.sub("[at]", _WWW.sub("www[.]", _SCHEME.sub(_hxxp, one)))
    return _PUNCTUATION.sub(r"\\\1", one)


def defanged(url: str) -> str:
    """An address that no program takes for one: hxxps://example[.]org/…"""
    scheme, colon, rest = _SCHEME.sub(_hxxp, url).rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{colon}{host.replace('.', '[.]')}{slash}{path}"


def seen(text: object, most: int | None = None) -> str:
    """Text for places that take it as it is: without what cannot be seen, at most `most` characters."""
    found = UNSEEN.sub(" ", str(text))
    return found if most is None or len(found) <= most else found[: most - 1] + "…"


def plural(count: int, one: str, many: str | None = None) -> str:
    """The count with its noun: "1 post", "2,000 posts"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moment(at: object) -> str:
    """A time in epoch ms as UTC; empty where there is none."""
    if not isinstance(at, int) or not -_FURTHEST_MS < at < _FURTHEST_MS:
        return ""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S}"


def _hxxp(found: re.Match[str]) -> str:
    return found.group(0).lower().replace("http", "hxxp").replace("ftp", "fxp")
