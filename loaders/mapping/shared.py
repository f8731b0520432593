"""What a post refers to beside its links: other posts, a shared object, media, the surface it stands on."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from graph.canonical import CanonicalError
from graph.canonical.accounts import media_key
from graph.canonical.urls import locate
from graph.facts import Facts
from graph.records import Ref, Value
from loaders.mapping.cells import seconds
from loaders.mapping.ids import id_of, unusable_id
from loaders.mapping.model import Columns, MediaColumn, Posts, SurfaceColumns
from loaders.mapping.record import Found, Record, UnusableError

_NO_POST = frozenset({"0", "-1"})
"""What exports write in the place of a post that there is not."""

_Step: TypeAlias = Callable[[Facts, Record, str, Ref], None]


class Shared:
    """Relations of the posts of one table."""

    def __init__(self, posts: Posts, surface: SurfaceColumns | None, object_as: str) -> None:
        relations = (("REPLY_TO", posts.reply_to), ("REPOST_OF", posts.repost_of), ("QUOTES", posts.quotes))
        self._steps: list[_Step] = [partial(_to_post, columns, type_) for type_, columns in relations if columns]
        if posts.object:
            self._steps.append(partial(_to_object, posts.object, object_as))
        if surface is not None:
            self._steps.append(partial(_on_surface, surface))
        self._media: list[_Step] = [partial(_has_media, column) for column in posts.media]
        self.is_repost = bool(posts.object) and object_as == "post"
        """Whether each row of the table is a repost of its object."""

    def link(
        self, facts: Facts, record: Record, platform: str, post: Ref, kind: str, notes: list[UnusableError]
    ) -> None:
        """Every relation of the post but links, tags and mentions; what cannot be used goes to `notes`."""
        for step in self._steps if kind == "repost" else (*self._steps, *self._media):
            try:
                step(facts, record, platform, post)
            except UnusableError as unusable:
                notes.append(unusable)


def names_post(record: Record, columns: Columns) -> bool:
    """Whether the cell names another post."""
    found = record.found(columns)
    return found is not None and found[1].strip() not in _NO_POST


def _to_post(columns: Columns, type_: str, facts: Facts, record: Record, platform: str, post: Ref) -> None:
    found = record.found(columns)
    if found is not None and found[1].strip() not in _NO_POST:
        _refer(facts, found, type_, platform, post)


def _refer(facts: Facts, found: Found, type_: str, platform: str, post: Ref) -> None:
    """The relation to a post that is named by id or address."""
    id = id_of(found)
    try:
        if "://" in id:
            place = locate(id)
            named = place.post or place.media
            if named is None:
                raise UnusableError(found[0], found[1], "bad_id", "the address is none of a post")
            platform, _, id = named.partition(":")
        other = facts.post(platform, id)
    except CanonicalError as error:
        raise unusable_id(found, error) from error
    if other != post:
        facts.link(type_, post, other)


def _to_object(columns: Columns, object_as: str, facts: Facts, record: Record, platform: str, post: Ref) -> None:
    """The relation to the thing that the row says was shared."""
    found = record.found(columns)
    if found is None:
        raise UnusableError(record.header.name(columns), "", "no_object", "the row does not say what was shared")
    if object_as == "post":
        _refer(facts, found, "REPOST_OF", platform, post)
        return
    value = found[1].strip()
    try:
        if object_as == "hashtag":
            facts.tag(post, value, column=found[0])
        elif object_as == "media":
            facts.attach(post, [facts.media(platform=platform, id=id_of(found))])
        else:
            facts.link_url(post, value, column=found[0])
    except CanonicalError as error:
        raise unusable_id(found, error) from error
    if facts.refused:
        _, _, why = facts.refused.pop()
        reason = "bad_hashtag" if object_as == "hashtag" else "bad_url"
        raise UnusableError(found[0], found[1], reason, f"{why}; say what the object is: object_as=post, media …")


def _on_surface(columns: SurfaceColumns, facts: Facts, record: Record, platform: str, post: Ref) -> None:
    found = record.found(columns.id)
    if found is None:
        return
    try:
        surface = facts.surface(platform, id_of(found), columns.kind, record.text(columns.name))
    except CanonicalError as error:
        raise unusable_id(found, error) from error
    facts.link("ON_SURFACE", post, surface)


def _has_media(column: MediaColumn, facts: Facts, record: Record, platform: str, post: Ref) -> None:
    found = record.found(column.id)
    if found is None or found[1].strip() in _NO_POST:
        return
    id = id_of(found)
    properties: dict[str, Value | None] = {
        "platform": platform, "kind": column.kind, "title": record.text(column.title)
    }  # fmt: skip
    length = record.found(column.duration) if column.duration else None
    if length is not None:
        try:
            properties["duration"] = seconds(length[1])
        except ValueError as error:
            raise UnusableError(length[0], length[1], "bad_duration", str(error)) from error
    try:
        # the id is held to the rules before its prefix hides it
        media_key(platform=platform, id=id, text_ids=True)
        media = facts.media(platform=platform, id=f"{column.prefix}{id}", properties=properties)
    except CanonicalError as error:
        raise unusable_id(found, error) from error
    facts.attach(post, [media])
