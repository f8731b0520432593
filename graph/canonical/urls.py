"""Canonical URLs, and what place a URL is: account, post, media, surface or page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

import ada_url

from graph.canonical import CanonicalError
from graph.canonical.domains import is_shared_service, is_shortener, registrable
from graph.canonical.place import Place
from graph.canonical.places import place_of
from graph.canonical.platforms import CANONICAL_HOST, PLATFORM_OF_HOST, SHORT_PLATFORM_HOSTS, TRACKING_PARAMETERS
from graph.canonical.refang import refang

LONGEST = 2_048

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9]|xn--[a-z0-9-]+)\Z")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z|\[[0-9a-f:.]+\]\Z")
# addresses that only lead to the one in a parameter
_WRAPPERS = {
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("www.google.com", "/url"): ("q", "url"),
    ("google.com", "/url"): ("q", "url"),
    ("t.me", "/iv"): ("url",),
}


@dataclass(frozen=True, slots=True)
class Locator:
    """What a raw URL or locator-shaped value points at."""

    raw: str
    url: str
    """Canonical URL: the key of a Url node."""
    host: str
    domain: str | None
    """Registrable domain (private suffixes on), tenant of a shared host, or IP; None for a bare suffix."""
    shared_service: bool
    """The domain is a platform, shortener or shared host: never an actor's asset."""
    shortened: bool
    """The host is a link shortener; it is never resolved."""
    kind: str
    """account, post, media, surface, invitation or page."""
    platform: str | None = None
    account: str | None = None
    """Key of the account that the URL names, also where it names a post of the account."""
    account_id: str | None = None
    account_handle: str | None = None
    post: str | None = None
    """Key of the post, where the platform's post id stands in the URL."""
    media: str | None = None
    """Key of the media that the page shows: youtube:ID, tiktok:ID."""


@lru_cache(maxsize=200_000)
def locate(raw: str) -> Locator:
    """Canonical form of a raw, perhaps defanged, URL or bare domain; CanonicalError if it is none."""
    return _locate(raw, refang(raw), wrapped=0)


def _locate(raw: str, text: str, *, wrapped: int) -> Locator:
    host, port, path, query, route = _parsed(text)
    for name, value in parse_qsl(query) if wrapped < 3 else ():
        if name in _WRAPPERS.get((host, path), ()) and value.startswith(("http://", "https://")):
            return _locate(raw, value, wrapped=wrapped + 1)
    bare = host.removeprefix("www.")
    platform = PLATFORM_OF_HOST.get(bare)
    short = is_shortener(host) or bare in SHORT_PLATFORM_HOSTS
    place = Place()
    if not (short and platform):
        place = place_of(bare, path, dict(parse_qsl(query)))
        platform = place.platform or platform
    if place.path is not None:
        port, path, query, route = "", place.path, place.query, ""
        host = place.host or CANONICAL_HOST.get(platform or "", host)
    else:
        query = _kept(query)
        # a tenant's name stands in its host: NAME.tumblr.com is not www.tumblr.com
        if platform and not short and bare in PLATFORM_OF_HOST:
            host = CANONICAL_HOST.get(platform, host)
        route = "" if platform else route
    url = f"https://{host}{port}{path}" + (f"?{query}" if query else "") + route
    return Locator(
        raw=raw,
        url=url,
        host=host,
        domain=registrable(host),
        shared_service=is_shared_service(host),
        shortened=short,
        kind=place.kind,
        platform=platform,
        account=place.account_key,
        account_id=place.account_id,
        account_handle=place.account_handle,
        post=f"{platform}:{place.post_id}" if place.post_id else None,
        media=f"{platform}:{place.media_id}" if place.media_id else None,
    )


def _parsed(text: str) -> tuple[str, str, str, str, str]:
    """Host, port (":8443", empty where it is the usual one), path, query and route of what the text names."""
    if not text:
        raise CanonicalError("the URL is empty")
    if len(text) > LONGEST:
        raise CanonicalError(f"the URL is longer than {LONGEST} characters: {text[:60]!r}…")
    if any(c.isspace() or c < " " for c in text):
        raise CanonicalError(f"{text[:80]!r} holds white space; is it prose?")
    scheme = _SCHEME.match(text)
    if scheme is None:
        text = f"https://{text.removeprefix('//')}"
    elif scheme.group(1).lower() not in ("http", "https"):
        raise CanonicalError(f"{text[:80]!r} is not a web address (scheme {scheme.group(1)[:20]})")
    try:
        parsed = ada_url.URL(text)
    except (ValueError, UnicodeError) as error:
        raise CanonicalError(f"{text[:80]!r} is not a URL") from error
    host = parsed.hostname.rstrip(".")
    # a browser takes 15000 and 1.5 for addresses; here they are numbers
    if not (_HOST.match(host) or (_ADDRESS.match(host) and host in text.lower())):
        raise CanonicalError(f"{text[:80]!r} names no host on the web")
    if parsed.username or parsed.password:
        # what stands before the @ only misleads the reader about the host
        raise CanonicalError(f"{text[:80]!r} hides its host behind a user name")
    port = "" if parsed.port in ("", "80", "443") else f":{parsed.port}"
    # what looks like a path behind the # names a page of its own, anything else a place on the page
    route = parsed.hash if parsed.hash.startswith(("#!", "#/")) else ""
    return host, port, parsed.pathname or "/", parsed.search.removeprefix("?"), route


def _kept(query: str) -> str:
    """The query without what says only how somebody came."""
    if not query:
        return ""
    kept = [
        part
        for part in query.split("&")
        if part and (name := part.partition("=")[0].lower()) not in TRACKING_PARAMETERS and not name.startswith("utm_")
    ]
    return "&".join(kept)
