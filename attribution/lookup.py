"""Finds in a case what an analyst pastes: handles, ids, profile URLs, links, domains, hashtags."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.canonical import CanonicalError
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.urls import locate
from graph.records import Ref
from store.resolve import Reader

_MOST_LINES = 20_000
# a set is what somebody asked about: that a list names an account does not mean that the case holds it
_NOT_A_LIST = '_dataset NOT IN (SELECT _dataset FROM "IN_SET")'
_KEYS = {
    label: f'SELECT DISTINCT _key FROM "{label}" WHERE _key IN (SELECT unnest($keys)) AND {_NOT_A_LIST}'
    for label in ("Account", "Post", "Url", "Domain", "Hashtag", "Media", "Fingerprint")
}
_HANDLES = f"""
SELECT lower(handle) AS word, _key FROM "Account" WHERE lower(handle) IN (SELECT unnest($words)) AND {_NOT_A_LIST}
UNION SELECT lower(account_id), _key FROM "Account" WHERE lower(account_id) IN (SELECT unnest($words)) AND {_NOT_A_LIST}
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What of the pasted lines the case holds, and what it lacks."""

    found: tuple[Ref, ...]
    missing: tuple[str, ...]
    """Lines that name something the case does not hold."""
    unread: tuple[str, ...]
    """Lines that name nothing: no handle, URL, domain or hashtag."""


def lookup(reader: Reader, lines: Iterable[str]) -> Lookup:
    """Refs of everything that the lines name, in their order, each once.

    platform:@handle finds the account of that handle there, a bare handle those on every platform; the display name
    is never asked.
    """
    # what is no text in UTF-8 cannot be in the store
    readable = (line.encode("utf-8", "replace").decode("utf-8").strip() for line in lines)
    asked = list(dict.fromkeys(line for line in readable if line))[:_MOST_LINES]
    candidates = {line: _candidates(line) for line in asked}
    held = _held(reader, {ref for refs, _ in candidates.values() for ref in refs})
    handles = _by_handle(reader, {handle.rpartition(":@")[2] for _, handle in candidates.values() if handle})
    found: dict[Ref, None] = {}
    missing, unread = [], []
    for line, (refs, handle) in candidates.items():
        if not refs and not handle:
            unread.append(line)
            continue
        platform, _, name = (handle or "").rpartition(":@")
        named = [r for r in handles.get(name, []) if r.key.startswith(f"{platform}:" if platform else "")]
        hits = [r for r in refs if r in held] + [r for r in named if r not in held]
        if not hits:
            missing.append(line)
        found.update(dict.fromkeys(hits))
    return Lookup(tuple(found), tuple(missing), tuple(unread))


def _candidates(line: str) -> tuple[list[Ref], str | None]:
    """Keys that the line could name, and the handle to look for: on every platform, or as platform:@handle."""
    if line.startswith(("#", "＃")):
        try:
            return [Ref("Hashtag", normal_hashtag(line))], None
        except CanonicalError:
            return [], None
    refs: list[Ref] = []
    platform, colon, rest = line.partition(":")
    if colon and rest and platform.isalpha() and not rest.startswith("//"):
        key = f"{platform.lower()}:{rest.casefold() if rest.startswith('@') else rest}"
        refs += [Ref("Account", key), Ref("Post", key), Ref("Media", line), Ref("Fingerprint", line)]
        if rest.startswith("@"):
            return refs, key
    word = line.removeprefix("@").casefold()
    handle = word if word and not any(c.isspace() or c == "/" for c in word) and len(word) <= 100 else None
    if line.startswith("@") or "." not in line:
        return refs, handle
    try:
        place = locate(line)
    except CanonicalError:
        return refs, handle
    if place.kind == "account" and place.account:
        refs.append(Ref("Account", place.account))
        return refs, place.account_handle.casefold() if place.account_handle and not place.account_id else None
    refs.append(Ref("Url", place.url))
    if place.post:
        refs.append(Ref("Post", place.post))
    if place.domain and "/" not in line.rstrip("/").removeprefix("https://").removeprefix("http://"):
        refs.append(Ref("Domain", place.domain))
    return refs, handle


def _held(reader: Reader, refs: set[Ref]) -> set[Ref]:
    held: set[Ref] = set()
    for label, query in _KEYS.items():
        keys = [r.key for r in refs if r.label == label]
        if keys:
            held.update(Ref(label, key) for (key,) in reader.sql(query, (label, "IN_SET"), {"keys": keys}))
    return held


def _by_handle(reader: Reader, handles: set[str]) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = {}
    if handles:
        for word, key in reader.sql(_HANDLES, ("Account", "IN_SET"), {"words": sorted(handles)}):
            found.setdefault(word, []).append(Ref("Account", key))
    return found
