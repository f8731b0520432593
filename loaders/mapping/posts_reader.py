"""Tables whose row is a post, or one share of an object."""

import re
from collections.abc import Iterator, Mapping

from graph.canonical import CanonicalError
from graph.canonical.accounts import post_key
from graph.canonical.urls import locate
from graph.facts import Facts
from graph.records import Record as Fact
from graph.records import Ref, Value
from loaders.base import LoadError, Outcome, Row
from loaders.mapping.authors import Authors
from loaders.mapping.cells import count
from loaders.mapping.clock import time_of
from loaders.mapping.ids import id_of, unusable_id
from loaders.mapping.lists import Lists
from loaders.mapping.model import Columns, TableMap
from loaders.mapping.platforms import PlatformOf
from loaders.mapping.record import Found, Record, UnusableError
from loaders.mapping.shared import Shared, names_post

_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("post", "tweet", "original", "submission"), "post"),
    **dict.fromkeys(("repost", "retweet", "retweeted", "rt", "reblog", "forward"), "repost"),
    **dict.fromkeys(("quote", "quoted", "quote_tweet", "quote tweet"), "quote"),
    **dict.fromkeys(("reply", "replied_to"), "reply"),
    "comment": "comment",
}
_TAIL = re.compile(r"\d{5,25}\Z|pfbid\w{20,200}\Z")


class PostsReader:
    """Posts of one table, row by row."""

    def __init__(
        self, table: TableMap, platforms: PlatformOf, object_as: str | None, *, file: str, platform_known: bool
    ) -> None:
        assert table.posts is not None
        self._file = file
        self._platform_known = platform_known
        self._posts = table.posts
        self._platforms = platforms
        self._account = table.account
        self._authors = Authors(table.account, platforms) if table.account else None
        words = (("lang", table.posts.lang), ("url", table.posts.url), ("source_app", table.posts.source_app))
        self._words = tuple((name, columns) for name, columns in words if columns)
        self._shared = Shared(table.posts, table.surface, object_as or table.posts.object_as)
        self._lists = Lists(table.posts)
        # one column after the other, so that a 0 that says nothing does not hide the next
        self._counts = [
            (name, [(one,) for one in columns], name in table.posts.zero_is_missing)
            for name, columns in table.posts.counts.items()
        ]

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What the row gives: one outcome."""
        notes: list[UnusableError] = []
        try:
            records = self._records(record, notes)
        except UnusableError as unusable:
            yield unusable.at(record.location)
            return
        yield Row(record.location, records, tuple(note.at(record.location) for note in notes))

    def rest(self) -> Iterator[Outcome]:
        """Nothing: no row waits for another."""
        return iter(())

    def _records(self, record: Record, notes: list[UnusableError]) -> tuple[Fact, ...]:
        posts, authors = self._posts, self._authors
        author_cell = authors.id(record) if authors else None
        platform = self._platforms.of(record, author_cell[1].strip() if author_cell else None)
        if platform is None:
            raise self._no_platform(record, author_cell)
        self._platform_known = True
        id_cell, id = self._id(record, platform)
        made = time_of(record, posts.times, notes) if posts.times else None
        collected = time_of(record, posts.collected, notes) if posts.collected else None
        facts = Facts(collected.ms if collected else None, text_ids=True)
        author: Ref | None = None
        dated: tuple[Fact, ...] = ()
        if authors is not None:
            author = authors.account(facts, record, platform, notes, undated=collected is None)
            if author is not None and made is not None:
                dated = authors.at_posting(record, author, made.ms, notes)
        properties: dict[str, Value | None] = {
            "kind": self._kind(record),
            "collected_at": collected.ms if collected else None,
        }
        for name, columns in self._words:
            properties[name] = record.text(columns)
        if posts.url_from_id and not properties.get("url"):
            properties["url"] = posts.url_from_id.replace("{id}", id)
        if made is not None:
            properties |= {"created_at": made.ms, "ts_precision": made.precision, "ts_origin": made.origin}
        if posts.counts:
            self._count(record, properties, notes)
        texts = () if properties["kind"] == "repost" else self._texts(record)
        properties["text"] = "\n\n".join(texts) or None
        try:
            if posts.conversation and (thread := record.text(posts.conversation)):
                properties["conversation"] = post_key(platform, thread, text_ids=True)
            post = facts.post(platform, id, properties, author=author)
        except CanonicalError as error:
            raise unusable_id(id_cell, error) from error
        # a repost has no text, tags or links of its own
        if properties["kind"] != "repost":
            for text in texts:
                facts.text(post, text)
            owner = self._owner(record, author_cell) if self._lists.wants_owner else frozenset()
            whole = str(properties["text"]) if texts else None
            self._lists.link(facts, record, platform, post, text=whole, owner=owner, notes=notes)
        self._shared.link(facts, record, platform, post, str(properties["kind"]), notes)
        return (*facts.records(), *dated)

    def _no_platform(self, record: Record, author: Found | None) -> UnusableError | LoadError:
        """A reject of the row; of the whole file where no row before named a platform and no column could."""
        mend = "nothing names the platform; say it (on the shell --platform x)"
        if self._platform_known or self._platforms.is_named_in(record):
            column, value = author or ("platform", "")
            return UnusableError(column, value, "no_platform", mend)
        return LoadError(f"{self._file}: row {record.location}: {mend}, or add it to a map of your own")

    def _id(self, record: Record, platform: str) -> tuple[Found, str]:
        """The post's id, with the cell that it stands in."""
        posts = self._posts
        found = record.found(posts.id) if posts.id else None
        if found is not None:
            return found, id_of(found)
        if posts.id_from_url and (found := record.found(posts.url)) is not None:
            return found, _id_in(found, platform)
        column = record.header.name(posts.id or posts.url)
        raise UnusableError(column, "", "no_id", "the row names no post; fill the id in, or leave the row out")

    def _kind(self, record: Record) -> str:
        posts = self._posts
        if posts.kind:
            said = _KINDS.get((record.text(posts.kind) or "").casefold())
            if said:
                return said
        for columns, kind in ((posts.repost_of, "repost"), (posts.quotes, "quote"), (posts.reply_to, "reply")):
            if columns and names_post(record, columns):
                return kind
        if self._shared.is_repost and record.found(posts.object):
            return "repost"
        return posts.constant_kind or "post"

    def _texts(self, record: Record) -> tuple[str, ...]:
        """Title and text: both are the author's words, and either may be shared alone."""
        posts = self._posts
        parts = [record.raw(columns) for columns in (posts.title, posts.text) if columns]
        # no author writes a NUL; a broken export does
        return tuple(dict.fromkeys(part.replace("\0", "") for part in parts if part))

    def _count(self, record: Record, properties: dict[str, Value | None], notes: list[UnusableError]) -> None:
        for name, each, zero_is_missing in self._counts:
            for columns in each:
                found = record.found(columns)
                if found is None:
                    continue
                try:
                    value = count(found[1])
                except ValueError as error:
                    notes.append(UnusableError(found[0], found[1], "bad_count", f"{error}; expected a whole number"))
                    continue
                if value or not zero_is_missing:
                    properties[name] = value
                    break

    def _owner(self, record: Record, author_cell: Found | None) -> frozenset[str]:
        """The names by which a link on the platform is the author's own."""
        handle: Columns = self._account.handle if self._account else ()
        names = (author_cell[1] if author_cell else None, record.text(handle) if handle else None)
        return frozenset(name.strip().removeprefix("@").casefold() for name in names if name)


def _id_in(found: Found, platform: str) -> str:
    """The id of the post that an address names."""
    try:
        place = locate(found[1].strip())
    except CanonicalError as error:
        raise UnusableError(found[0], found[1], "bad_url", str(error)) from error
    named = place.post or place.media
    if named is not None and place.platform == platform:
        return named.partition(":")[2]
    tail = place.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    if place.platform != platform or not _TAIL.match(tail):
        raise UnusableError(
            found[0], found[1], "no_id", f"the address is none of a post on {platform}; name an id column"
        )
    return tail
