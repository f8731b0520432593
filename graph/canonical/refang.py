"""Refanging: what writers did to a locator so that nobody clicks on it, taken back."""

import re

_SCHEME = re.compile(r"\bh[x*]{2}p(s?)(?=\s*(?:\[?:\]?|\()\s*/?)", re.IGNORECASE)
_DOT = re.compile(r"\s?[\[({]\s*(?:\.|dot)\s*[\])}]\s?", re.IGNORECASE)
_COLON = re.compile(r"[\[({]\s*:(?://)?\s*[\])}](?://)?", re.IGNORECASE)
_AT = re.compile(r"\s?[\[({]\s*(?:@|at)\s*[\])}]\s?", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_QUOTES = "\"'“”‘’«»`<>"


def refang(token: str) -> str:
    """A locator-shaped token as it was before it was defanged; never for a whole paragraph."""
    bare = _INVISIBLE.sub("", token).strip().strip(_QUOTES).strip()
    bare = _SCHEME.sub(lambda found: f"http{found.group(1).lower()}", bare)
    bare = _DOT.sub(".", bare)
    bare = _COLON.sub(lambda found: "://" if "/" in found.group() else ":", bare)
    return _AT.sub("@", bare)


def defang(locator: str) -> str:
    """The locator so that no reader's program makes it a link."""
    head, separator, rest = locator.partition("://")
    if not separator:
        head, rest = "", locator
    host, slash, path = rest.partition("/")
    scheme = f"{head.replace('http', 'hxxp')}[:]//" if separator else ""
    return f"{scheme}{host.replace('.', '[.]')}{slash}{path}"
