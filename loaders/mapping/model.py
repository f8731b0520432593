"""The map of a table: which column means what. Frozen, and refused where it is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Columns: TypeAlias = tuple[str, ...]
"""Column names in order of preference, stripped and case-folded; `name*` matches by prefix."""

KINDS = ("posts", "handles", "fingerprints", "statements", "same")
OBJECTS = ("post", "url", "hashtag", "media", "domain")
LISTS = ("urls", "hashtags", "mentions")
COUNTS = ("likes", "reposts", "replies", "quotes", "views")
POST_KINDS = ("post", "reply", "repost", "quote", "comment")
ORIGINS = ("utc", "local-unknown", "export-tz", "client-set")
PRECISIONS = ("day", "minute", "second", "millisecond")
MISSING = ("", "null", "none", "undefined", "nan", "n/a", "-")
"""Cells that say nothing, case-folded; never zero, false or a value."""

_OFFSET = re.compile(r"[+-]\d\d:\d\d\Z")


class MapError(ValueError):
    """A map is wrong: field, value and mend."""


def folded(name: str) -> str:
    """A column's name as it is compared: trimmed, spaces folded, case folded."""
    return " ".join(name.split()).casefold()


def _one_of(where: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise MapError(f"{where}: {value!r} is unknown; use one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """Where a time stands and how it is written; `zones` are hours from UTC by abbreviation."""

    columns: Columns
    format: str = "iso"
    """unix, unix_ms, iso, or a strptime pattern."""
    zone: str = "utc"
    """utc, unknown, an offset such as +02:00, or in-value (abbreviation at the end, read by `zones`)."""
    origin: str | None = None
    precision: str | None = None
    zones: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not self.columns:
            raise MapError("time.column: missing; name the column that holds the time")
        if self.format not in ("unix", "unix_ms", "iso") and "%" not in self.format:
            raise MapError(
                f"time.format: {self.format!r} is unknown; use unix, unix_ms, iso or a pattern like %Y-%m-%d"
            )
        if self.zone not in ("utc", "unknown", "in-value") and not _OFFSET.match(self.zone):
            raise MapError(f"time.zone: {self.zone!r} is unknown; use utc, unknown, in-value or an offset like +02:00")
        if self.zone == "in-value" and self.format not in ("iso",) and not self.zones:
            raise MapError('time.zones: missing; with zone = "in-value" say the hours, as in { EST = -5, EDT = -4 }')
        if self.origin is not None:
            _one_of("time.origin", self.origin, ORIGINS)
        if self.precision is not None:
            _one_of("time.precision", self.precision, PRECISIONS)


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform of a row: from a column, from a prefix of the author's id, else the value, else what the analyst says."""

    value: str | None = None
    columns: Columns = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ask: bool = False
    """The analyst may have to say it: the map alone does not always know."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How the table is written, where that differs from CSV as its header shows it."""

    separator: str | None = None
    quote: str = '"'
    """Quotation mark; empty for a table without quoting."""
    escape: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("separator", self.separator), ("escape", self.escape)):
            if value is not None and (len(value) != 1 or value in "\r\n"):
                example = ";" if name == "separator" else r"\\"
                raise MapError(f'table.{name}: {value!r} is not one character; write it like {name} = "{example}"')
        if len(self.quote) > 1 or self.quote in ("\r", "\n"):
            raise MapError(
                f'table.quote: {self.quote!r} is not one character or none; write it like quote = "\'" or quote = ""'
            )


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A cell that holds several values; `split` is the separator, None tries the ladder of `cells.list_cell`."""

    columns: Columns
    split: str | None = None
    single: bool = False
    """The cell holds one value, whatever characters are in it."""
    own_media: tuple[str, ...] = ()
    """Parts of an address on the post's platform by which it is the post's own picture, not a link."""


@dataclass(frozen=True, slots=True)
class MediaColumn:
    """A platform's media id; `prefix` keeps ids of another space apart from the videos'."""

    id: Columns
    kind: str | None = None
    prefix: str = ""
    title: Columns = ()
    duration: Columns = ()


@dataclass(frozen=True, slots=True)
class Posts:
    """A table whose row is a post, or one share of an object."""

    id: Columns = ()
    id_from_url: bool = False
    """The post's id is the end of its address, where no id column has it."""
    url_from_id: str | None = None
    """Address of a post where no column has it, with {id} in the place of its id."""
    url: Columns = ()
    text: Columns = ()
    title: Columns = ()
    lang: Columns = ()
    kind: Columns = ()
    constant_kind: str | None = None
    source_app: Columns = ()
    conversation: Columns = ()
    reply_to: Columns = ()
    repost_of: Columns = ()
    quotes: Columns = ()
    object: Columns = ()
    object_as: str = "post"
    counts: Mapping[str, Columns] = field(default_factory=lambda: MappingProxyType({}))
    zero_is_missing: tuple[str, ...] = ()
    times: tuple[TimeColumn, ...] = ()
    collected: tuple[TimeColumn, ...] = ()
    lists: Mapping[str, ListColumn] = field(default_factory=lambda: MappingProxyType({}))
    media: tuple[MediaColumn, ...] = ()
    derive: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("object.as", self.object_as, OBJECTS)
        if self.constant_kind is not None:
            _one_of("post.constant_kind", self.constant_kind, POST_KINDS)
        if self.url_from_id is not None and self.url_from_id.count("{id}") != 1:
            raise MapError(
                f'post.url_from_id: {self.url_from_id!r} needs {{id}} once; write it as in "https://…/{{id}}"'
            )
        if not self.id and not (self.id_from_url and self.url):
            raise MapError('post.id: missing; name the column of the post id, or set id_from_url = true and url = "…"')
        for name in self.zero_is_missing:
            if name not in self.counts:
                raise MapError(f"counts.zero_is_missing: {name!r} is not among the counts that this map names")
        for name in self.derive:
            _one_of("derive", name, LISTS)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The columns that describe the author; text, counts, booleans and times by property of Account."""

    id: Columns = ()
    handle: Columns = ()
    properties: Mapping[str, Columns] = field(default_factory=lambda: MappingProxyType({}))
    at_posting: tuple[str, ...] = ()
    """Properties as they were when the post was made, not when it was collected."""
    created: tuple[TimeColumn, ...] = ()

    def __post_init__(self) -> None:
        if not self.id and not self.handle:
            raise MapError(
                "account.id: missing; name the column of the account's id, or handle = the column of its handle"
            )
        for name in self.at_posting:
            if name not in self.properties:
                raise MapError(f"account.at_posting: {name!r} is not among the properties that this map names")


@dataclass(frozen=True, slots=True)
class SurfaceColumns:
    """Where a post appears: group, page, channel."""

    id: Columns
    name: Columns = ()
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class Handles:
    """A list of handles, ids, URLs or domains, one a row."""

    value: Columns = ()
    id: Columns = ()
    name: Columns = ()
    role: Columns = ()
    """Read for the reader's sake: a set says nothing about what its members did."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Site indicators: type, content and the domain that shows them."""

    type: Columns
    content: Columns
    domain: Columns
    waits_for: str | None = None
    """Type of the row whose domain the rows before it without a domain belong to."""
    observed: tuple[TimeColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """Who said what, about what, and how far it attributes."""

    source: Columns
    text: Columns
    times: tuple[TimeColumn, ...]
    source_kind: Columns = ()
    kind: Columns = ()
    attributes: Columns = ()
    about_kind: Columns = ()
    about: Columns = ()
    translation: Columns = ()
    count: Columns = ()
    unit: Columns = ()
    platform: Columns = ()
    url: Columns = ()


@dataclass(frozen=True, slots=True)
class Same:
    """Two accounts that somebody says are one, why, and who says so."""

    account: Columns
    same_as: Columns
    reason: Columns
    stated_by: Columns


@dataclass(frozen=True, slots=True)
class Recognise:
    """What a header must hold: every one of `columns`, one of each group in `any_of`, none of `without`.

    `only`, where given: and nothing but these.
    """

    columns: Columns = ()
    any_of: tuple[Columns, ...] = ()
    without: Columns = ()
    only: Columns = ()


@dataclass(frozen=True, slots=True)
class TableMap:
    """A whole map. Exactly one of posts, handles, fingerprints, statements and same is given, as `kind` says."""

    name: str
    title: str
    kind: str
    recognise: Recognise = field(default_factory=Recognise)
    writing: Writing = field(default_factory=Writing)
    platform: Platform = field(default_factory=Platform)
    missing: tuple[str, ...] = MISSING
    posts: Posts | None = None
    account: Accounts | None = None
    surface: SurfaceColumns | None = None
    handles: Handles | None = None
    fingerprints: Fingerprints | None = None
    statements: Statements | None = None
    same: Same | None = None
    named: tuple[tuple[str, Columns], ...] = ()
    """Every target that the map names, as "post.text", with its columns."""

    def __post_init__(self) -> None:
        _one_of("kind", self.kind, KINDS)
        for kind in KINDS:
            if (getattr(self, kind) is not None) != (kind == self.kind):
                raise MapError(f"kind: {self.kind!r} does not go with the sections given")
        known = self.platform.value or self.platform.columns or self.platform.prefixes or self.platform.ask
        if self.kind == "posts" and not known:
            raise MapError('platform: missing; say [platform] value = "x", or the column that names it')
