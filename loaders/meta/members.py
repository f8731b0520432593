"""What a list names: accounts, domains, addresses, hashtags and content, each under the role of its code."""

import re

from graph.canonical import CanonicalError
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.statements import said
from graph.canonical.urls import Locator
from graph.facts import Facts
from graph.records import Ref, Value
from loaders import times
from loaders.base import Reject
from loaders.meta import values
from loaders.meta.items import Item
from loaders.meta.roles import Meaning, Role
from loaders.rejects import shown

_REGISTERED = re.compile(
    r"\s*registration date:\s*(?P<day>[^,;]+?)\s*[,;]\s*country likely targeted:\s*(?P<countries>.+?)\s*\Z",
    re.IGNORECASE,
)
_TARGETING = re.compile(r"(?P<countries>[A-Z][^\W\d_]+(?:(?: and |, | )[A-Z][^\W\d_]+){0,6})-targeting\b")
_NO_COUNTRY = frozenset({"multiple", "unknown", "various", "unclear", "none", "n/a", "global"})


class Members:
    """Puts what one entry names on the list of its network."""

    def __init__(self, facts: Facts, network: Ref, item: Item, meaning: Meaning) -> None:
        self._facts, self._network, self._item, self._meaning = facts, network, item, meaning
        self.notes: list[Reject] = []
        self.comment_used = False
        """Whether the comment became properties, so that it need not be kept as a statement."""

    def name(self) -> bool:
        """List what the cell names; False if it names nothing that may be listed."""
        cell, role = self._item.value, self._meaning.role
        match role:
            case Role.MAILBOX if self._fingerprint("email", values.email(cell), tier=1):
                return True
            case Role.DOMAIN if self._fingerprint("ip", values.address(cell), tier=1):
                return True
            case Role.ADDRESS:
                return self._fingerprint("ip", values.address(cell), tier=1)
            case Role.APP if self._app():
                return True
            case Role.HASHTAG:
                return self._tags(values.hashtags(cell))
            case Role.TITLE:
                # a headline may hold a slash or a dot: only an address with a path is one
                tags = values.hashtags(cell)
                found = values.place(cell) if "/" in cell else None
                return self._tags(tags) if len(tags) == 1 else found is not None and self._content(found)
            case Role.SERVICE:
                # a short link with its path is the actor's own, its host is not
                found = values.place(cell)
                own = found is not None and found.shortened and _path(found) != "/"
                return own and found is not None and self._url(found, "asset")
        found = values.place(cell)
        if found is None:
            return False
        match role:
            case Role.DOMAIN | Role.MAILBOX | Role.APP:
                return self._domain(found, "asset") or self._elsewhere(found)
            case Role.REDIRECTOR:
                return self._domain(found, "redirector") or self._url_with_path(found, "redirector")
            case Role.ACCOUNT | Role.PLACE:
                return self._account(found, "asset") or self._elsewhere(found)
            case Role.AMPLIFIER:
                return self._account(found, "amplifier")
            case Role.CONTENT:
                return self._content(found)
        return False

    def _account(self, found: Locator, role: str) -> bool:
        """An account, or the group that the list counts among accounts; the host decides on which platform."""
        platform, id_, handle = found.platform, found.account_id, found.account_handle
        if found.kind == "surface" and platform:
            name = _path(found).rstrip("/").rpartition("/")[2]
            kind = "subreddit" if platform == "reddit" else "group"
            return self._list(self._facts.surface(platform, name, kind), role)
        if found.kind == "page" and self._meaning.role is not Role.PLACE and found.domain and not found.shortened:
            platform, handle = platform or found.domain, values.profile(found)
        elif found.kind != "account":
            return False
        if not platform or not (id_ or handle):
            return False
        try:
            account = self._facts.account(platform, id=id_, handle=handle)
        except CanonicalError:
            return False
        return self._list(account, role)

    def _elsewhere(self, found: Locator) -> bool:
        """What a row for domains or accounts names beside them: an invitation, a post, a petition, a blog's host."""
        if found.kind == "invitation":
            return self._url(found, "asset")
        if self._meaning.role not in (Role.ACCOUNT, Role.PLACE):
            # the host beats the code: an account where a domain was announced
            role = "asset" if self._meaning.role is Role.APP else "content"
            return (found.kind == "account" and self._account(found, "asset")) or self._url_with_path(found, role)
        return (_path(found) == "/" and self._domain(found, "asset")) or self._content(found)

    def _domain(self, found: Locator, role: str) -> bool:
        if found.domain is None or found.shared_service or _is_address(found.host):
            return False
        registered, countries = self._registration()
        domain = self._facts.node(
            "Domain",
            found.domain,
            {
                "shared_service": False,
                "registered_at": registered,
                "target_countries": countries or None,
            },
        )
        return self._list(domain, role)

    def _content(self, found: Locator) -> bool:
        # a bare host is a place, not a piece of content
        return self._url_with_path(found, "content")

    def _url_with_path(self, found: Locator, role: str) -> bool:
        return (_path(found) != "/" or found.kind == "account") and self._url(found, role)

    def _url(self, found: Locator, role: str) -> bool:
        url, _ = self._facts.url(found.raw)
        return self._list(url, role)

    def _app(self) -> bool:
        cell = self._item.value
        hashed = values.file_hash(cell)
        if hashed and hashed[0] == "sha256":
            return self._list(self._facts.media(sha256=hashed[1], properties={"kind": "file"}), "asset")
        if hashed:
            return self._fingerprint(hashed[0], hashed[1])
        return self._fingerprint("app", values.package(cell))

    def _fingerprint(self, kind: str, value: str | None, tier: int | None = None) -> bool:
        if value is None:
            return False
        node = self._facts.node("Fingerprint", f"{kind}:{value}", {"kind": kind, "value": value, "tier": tier})
        return self._list(node, "asset")

    def _tags(self, tags: list[str]) -> bool:
        listed = False
        for raw in tags:
            try:
                key = normal_hashtag(raw)
            except CanonicalError:
                continue
            listed = self._list(self._facts.node("Hashtag", key, {"text": raw.lstrip("#＃")}), "hashtag", raw=raw)
        return listed

    def _list(self, what: Ref, role: str, raw: str | None = None) -> bool:
        procedure = said(self._item.procedure) or said(self._item.comment if self._item.type else "")
        listed: dict[str, Value | None] = {
            "role": role,
            "procedure": procedure or None,
            "raw": (raw or self._item.value.strip(),),
        }
        self._facts.link("LISTED_IN", what, self._network, listed)
        return True

    def _registration(self) -> tuple[int | None, tuple[str, ...]]:
        comment = said(self._item.comment)
        registered = _REGISTERED.match(comment)
        targeting = registered or _TARGETING.search(comment)
        countries = _countries(targeting["countries"]) if targeting else ()
        if registered is None:
            return None, countries
        self.comment_used = True
        try:
            return times.us_day(registered["day"]), countries
        except ValueError as error:
            self.notes.append(Reject(self._item.location, "Comments", shown(registered["day"]), "bad_time", str(error)))
            return None, countries


def _path(found: Locator) -> str:
    return found.url.partition(found.host)[2] or "/"


def _is_address(host: str) -> bool:
    return values.address(host) is not None


def _countries(text: str) -> tuple[str, ...]:
    names = (name.strip(" .") for name in re.split(r"[,;/&]|\band\b", text))
    return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in _NO_COUNTRY))
