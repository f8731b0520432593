"""Hosts of blogs: an author is a subdomain or the first part of the path."""

import re
from collections.abc import Mapping

from graph.canonical.place import DIGITS, NAME, Place

_BLOGS: Mapping[str, str] = {
    "medium.com": "medium",
    "tumblr.com": "tumblr",
    "livejournal.com": "livejournal",
    "quora.com": "quora",
    "blogspot.com": "blogspot",
    "wordpress.com": "wordpress",
    "substack.com": "substack",
}
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_TUMBLR_WORDS = frozenset(
    "tagged search explore dashboard login register about privacy policy blog communities docs apps help".split()
)


def tenant(host: str, path: str) -> Place:
    """The place on a blog whose name stands in its host; a plain page on every other host."""
    name, _, shared = host.partition(".")
    platform = _BLOGS.get(shared)
    if platform is None or name in ("www", "m"):
        return Place()
    parts = [part for part in path.split("/") if part]
    if platform == "medium":
        return medium([f"@{name}", *parts])
    if not parts:
        return Place("account", platform, host, "/", account_handle=name)
    if platform == "tumblr" and len(parts) >= 2 and parts[0] == "post" and DIGITS.match(parts[1]):
        return Place("post", platform, host, f"/post/{parts[1]}", account_handle=name, post_id=parts[1])
    if platform == "blogspot":
        # ?m=1 is the same page on a telephone; posts have no other parameters
        return Place("post", platform, host, path, account_handle=name)
    return Place("post", platform, account_handle=name)


def tumblr(parts: list[str]) -> Place:
    """tumblr.com/NAME is NAME.tumblr.com."""
    name = parts[0].lower() if parts else ""
    if not _LABEL.match(name) or name in _TUMBLR_WORDS:
        return Place(platform="tumblr")
    own = f"{name}.tumblr.com"
    if len(parts) == 1:
        return Place("account", "tumblr", own, "/", account_handle=parts[0])
    if DIGITS.match(parts[1]):
        return Place("post", "tumblr", own, f"/post/{parts[1]}", account_handle=parts[0], post_id=parts[1])
    return Place(platform="tumblr")


def medium(parts: list[str]) -> Place:
    """medium.com/@NAME is NAME.medium.com."""
    if parts and parts[0].startswith("@") and NAME.match(parts[0][1:]):
        handle = parts[0][1:]
        if len(parts) == 1:
            return Place("account", "medium", "medium.com", f"/@{handle.lower()}", account_handle=handle)
        return Place(
            "post", "medium", "medium.com", f"/@{handle.lower()}/{parts[1]}", account_handle=handle, post_id=parts[1]
        )
    return Place(platform="medium")
