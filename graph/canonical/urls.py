"""Canonical URLs, and what place a URL is: account, post, media, surface or page."""

from dataclasses import dataclass


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


def locate(raw: str) -> Locator:
    """Canonical form of a raw, perhaps defanged, URL or bare domain; CanonicalError if it is none."""
    raise NotImplementedError
