"""Collects the records of one input row, so that every loader says the same thing the same way."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from graph.canonical import CanonicalError
from graph.canonical.accounts import account_key, media_key, normal_handle, post_key, surface_key
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.text import normal_text, text_key
from graph.canonical.urls import Locator, locate
from graph.records import EMPTY, Node, Record, Ref, Relationship, Value
from graph.schema import RELATIONSHIPS

Optional = Mapping[str, Value | None]

_IDENTITY = {type_: declared.identity for type_, declared in RELATIONSHIPS.items()}


class Facts:
    """The records of one row, in the order in which they were said, each once.

    Methods return the `Ref` of what they described, ready for `link`. Values that are None
    are left out: absent is unknown. Values that cannot be made canonical (a link to
    `http://[`) are kept in `refused` as (field, value, why), for the loader to report; they
    never stop the row. `text_ids`: the file carries ids as text (see `account_key`).
    """

    def __init__(self, observed_at: int | None = None, *, text_ids: bool = False) -> None:
        self._observed_at = observed_at
        self._text_ids = text_ids
        # by label and key: a tuple of strings hashes faster than a Ref
        self._nodes: dict[tuple[str, str], dict[str, Value]] = {}
        self._adopted: dict[tuple[str, str], Node] = {}
        self._relationships: dict[tuple[object, ...], Relationship] = {}
        self.refused: list[tuple[str, str, str]] = []

    def records(self) -> tuple[Record, ...]:
        """Everything described so far: nodes first, then relationships."""
        at = self._observed_at
        nodes = [Node(label, key, properties, at) for (label, key), properties in self._nodes.items()]
        return (*nodes, *self._adopted.values(), *self._relationships.values())

    def adopt(self, records: Iterable[Record]) -> None:
        """Take over records that were made before, as they are: a page of posts names one author many times."""
        for record in records:
            if isinstance(record, Relationship):
                self._relationships.setdefault(
                    _identity(record.type, record.start, record.end, record.properties), record
                )
            elif (record.label, record.key) in self._nodes:
                self.node(record.label, record.key, record.properties)
            else:
                self._adopted.setdefault((record.label, record.key), record)

    def node(self, label: str, key: str, properties: Optional | None = None) -> Ref:
        """Describe a node; a second description of it adds the values that the first lacked."""
        place = (label, key)
        known = self._nodes.get(place)
        if known is None:
            adopted = self._adopted.pop(place, None) if self._adopted else None
            known = self._nodes[place] = dict(adopted.properties) if adopted is not None else {}
        if properties:
            for name, value in properties.items():
                if value is not None and name not in known:
                    known[name] = value
        return Ref(label, key)

    def link(self, type_: str, start: Ref, end: Ref, properties: Optional | None = None) -> None:
        """Describe a relationship; the first description of it in a row stands."""
        given = {name: value for name, value in properties.items() if value is not None} if properties else EMPTY
        key = _identity(type_, start, end, given)
        if key not in self._relationships:
            self._relationships[key] = Relationship(type_, start, end, given, self._observed_at)

    def account(
        self, platform: str, *, id: str | None = None, handle: str | None = None, properties: Optional | None = None
    ) -> Ref:
        """An account by its immutable id, else by handle; CanonicalError without either."""
        own = normal_handle(handle) if handle else None
        key = account_key(platform, id=id, handle=own, text_ids=self._text_ids)
        described: dict[str, Value | None] = {"platform": platform, "account_id": id, "handle": own}
        return self.node("Account", key, {**described, **(properties or {})})

    def post(self, platform: str, id: str, properties: Optional | None = None, *, author: Ref | None = None) -> Ref:
        """A post, with POSTED from its author where that is known."""
        key = post_key(platform, id, text_ids=self._text_ids)
        post = self.node("Post", key, {"platform": platform, "post_id": id, **(properties or {})})
        if author is not None:
            self.link("POSTED", author, post)
        return post

    def text(self, post: Ref, text: str | None) -> None:
        """HAS_TEXT to the normalised text; nothing where normalisation leaves nothing."""
        normal = normal_text(text or "")
        if normal:
            node = self.node("Text", text_key(normal), {"text": normal, "length": len(normal)})
            self.link("HAS_TEXT", post, node)

    def url(self, raw: str) -> tuple[Ref, Locator]:
        """A URL node with its domain and the media its page shows; CanonicalError if it is none."""
        url, place, records = _described_url(raw, self._observed_at)
        self.adopt(records)
        return url, place

    def link_url(self, post: Ref, raw: str, *, derived: bool = False, column: str = "url") -> Ref | None:
        """LINKS_TO from a post; an impossible URL goes to `refused`."""
        try:
            url, _ = self.url(raw)
        except CanonicalError as error:
            self.refused.append((column, raw, str(error)))
            return None
        self.link("LINKS_TO", post, url, {"raw": (raw,), "derived": derived or None})
        return url

    def tag(self, post: Ref, raw: str, *, derived: bool = False, column: str = "hashtag") -> Ref | None:
        """TAGGED from a post; an empty tag goes to `refused`."""
        try:
            key = normal_hashtag(raw)
        except CanonicalError as error:
            self.refused.append((column, raw, str(error)))
            return None
        tag = self.node("Hashtag", key, {"text": raw.strip().lstrip("#＃")})
        self.link("TAGGED", post, tag, {"raw": (raw,), "derived": derived or None})
        return tag

    def mention(
        self,
        post: Ref,
        platform: str,
        *,
        id: str | None = None,
        handle: str | None = None,
        derived: bool = False,
        column: str = "mention",
    ) -> Ref | None:
        """MENTIONS from a post to an account by id or handle."""
        try:
            account = self.account(platform, id=id, handle=handle)
        except CanonicalError as error:
            self.refused.append((column, handle or id or "", str(error)))
            return None
        self.link("MENTIONS", post, account, {"derived": derived or None})
        return account

    def media(
        self,
        *,
        sha256: str | None = None,
        platform: str | None = None,
        id: str | None = None,
        properties: Optional | None = None,
    ) -> Ref:
        """Media by the hash of its bytes, else by the platform's media id."""
        key = media_key(sha256=sha256, platform=platform, id=id, text_ids=self._text_ids)
        return self.node("Media", key, {"sha256": sha256, "platform": platform, **(properties or {})})

    def surface(self, platform: str, id: str, kind: str, name: str | None = None) -> Ref:
        """A group, page, channel or subreddit that posts appear on."""
        return self.node("Surface", surface_key(platform, id), {"platform": platform, "kind": kind, "name": name})

    def attach(self, post: Ref, media: Iterable[Ref]) -> None:
        """HAS_MEDIA from a post to each of them."""
        for one in media:
            self.link("HAS_MEDIA", post, one)


@lru_cache(maxsize=1 << 14)
def _described_url(raw: str, observed_at: int | None) -> tuple[Ref, Locator, tuple[Record, ...]]:
    """What an address alone tells: much is shared by many, and reading one takes longer than all the rest of a row."""
    facts = Facts(observed_at)
    place = locate(raw)
    url = facts.node(
        "Url",
        place.url,
        {"host": place.host, "kind": place.kind, "platform": place.platform, "shortened": place.shortened or None},
    )
    if place.domain:
        domain = facts.node("Domain", place.domain, {"shared_service": place.shared_service})
        facts.link("ON_DOMAIN", url, domain)
    if place.media:
        platform, _, media_id = place.media.partition(":")
        # an id inside a URL is text: no spreadsheet rounds it
        key = media_key(platform=platform, id=media_id, text_ids=True)
        media = facts.node("Media", key, {"platform": platform, "kind": "video"})
        facts.link("HAS_MEDIA", url, media)
    return url, place, facts.records()


def _identity(type_: str, start: Ref, end: Ref, given: Mapping[str, Value]) -> tuple[object, ...]:
    ends = (type_, start.label, start.key, end.label, end.key)
    identity = _IDENTITY[type_]
    return (*ends, *(given.get(name) for name in identity)) if identity else ends
