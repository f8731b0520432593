"""A map as it stands in TOML, read into the model; every mistake is named with its place and mend."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from loaders.mapping.model import (
    COUNTS,
    KINDS,
    LISTS,
    MISSING,
    Accounts,
    Columns,
    Fingerprints,
    Handles,
    ListColumn,
    MapError,
    MediaColumn,
    Platform,
    Posts,
    Recognise,
    Same,
    Statements,
    SurfaceColumns,
    TableMap,
    TimeColumn,
    Writing,
    folded,
)
from loaders.mapping.sections import Section

ACCOUNT_PROPERTIES = (
    "name", "bio", "location", "url", "lang", "country", "picture", "followers", "following", "posts", "verified",
)  # fmt: skip
"""Properties of Account that a column may fill as they are."""


def table_map(given: Mapping[str, object]) -> TableMap:
    """The map that a parsed TOML file describes; MapError with field, value and mend if it is wrong."""
    top = Section("", given)
    kind = top.text("kind") or "posts"
    if kind not in KINDS:
        raise MapError(f"kind: {kind!r} is unknown; use one of {', '.join(KINDS)}")
    missing = top.words("missing")
    posts = _posts(top) if kind == "posts" else None
    handles = top.table("handles") if kind == "handles" else None
    fingerprints = top.table("fingerprints", needed=True) if kind == "fingerprints" else None
    statements = top.table("statements", needed=True) if kind == "statements" else None
    same = top.table("same", needed=True) if kind == "same" else None
    account = top.table("account") if kind == "posts" else None
    surface = top.table("surface") if kind == "posts" else None
    made = TableMap(
        name=top.text("name") or "own map",
        title=top.text("title") or "own map",
        kind=kind,
        recognise=_recognise(top.table("recognise")),
        writing=_writing(top.table("table")),
        platform=_platform(top.table("platform")),
        missing=tuple(folded(word) for word in missing) if missing is not None else MISSING,
        posts=posts,
        account=_account(account) if account else None,
        surface=_surface(surface) if surface else None,
        handles=_handles(handles) if kind == "handles" else None,
        fingerprints=_fingerprints(fingerprints, _times(top, "observed")) if fingerprints else None,
        statements=_statements(statements, _times(top, "time")) if statements else None,
        same=_same(same) if same else None,
    )
    top.done()
    named = tuple((path, columns) for path, columns in top.named if not path.startswith("recognise."))
    return replace(made, named=named)


def _recognise(section: Section | None) -> Recognise:
    if section is None:
        return Recognise()
    groups = section.value("any_of")
    if groups is None:
        groups = []
    if not isinstance(groups, list) or not all(isinstance(one, list) for one in groups):
        raise section.wrong("any_of", groups, 'a list of lists, as in [["Page Name", "Group Name"]]')
    made = Recognise(
        columns=section.columns("columns"),
        any_of=tuple(tuple(folded(str(name)) for name in one) for one in groups),
        without=section.columns("without"),
        only=section.columns("only"),
    )
    section.done()
    return made


def _writing(section: Section | None) -> Writing:
    if section is None:
        return Writing()
    quote = section.text("quote")
    made = Writing(section.text("separator"), '"' if quote is None else quote, section.text("escape"))
    section.done()
    return made


def _platform(section: Section | None) -> Platform:
    if section is None:
        return Platform()
    prefixes = section.mapping("prefixes")
    if not all(isinstance(one, str) for one in prefixes.values()):
        raise section.wrong("prefixes", dict(prefixes), 'prefix and platform, as in { fb_ = "facebook" }')
    made = Platform(
        value=section.text("value"),
        columns=section.columns("column"),
        prefixes=MappingProxyType({prefix: str(name) for prefix, name in prefixes.items()}),
        ask=section.flag("ask"),
    )
    section.done()
    return made


def _times(section: Section, key: str) -> tuple[TimeColumn, ...]:
    return tuple(_time(one) for one in section.tables(key))


def _time(section: Section) -> TimeColumn:
    zones = section.mapping("zones")
    if not all(isinstance(hours, int | float) and not isinstance(hours, bool) for hours in zones.values()):
        raise section.wrong("zones", dict(zones), "abbreviation and hours from UTC, as in { EST = -5 }")
    made = TimeColumn(
        columns=section.columns("column"),
        format=section.text("format") or "iso",
        zone=section.text("zone") or "utc",
        origin=section.text("origin"),
        precision=section.text("precision"),
        zones=MappingProxyType({name.upper(): float(str(hours)) for name, hours in zones.items()}),
    )
    section.done()
    return made


def _posts(top: Section) -> Posts:
    post = top.table("post", needed=True)
    assert post is not None
    shared = top.table("object")
    counts = top.table("counts")
    lists = top.table("lists")
    object_columns, object_as = (shared.needed("column"), shared.text("as") or "post") if shared else ((), "post")
    if shared:
        shared.done()
    made = Posts(
        id=post.columns("id"),
        id_from_url=post.flag("id_from_url"),
        url_from_id=post.text("url_from_id"),
        url=post.columns("url"),
        text=post.columns("text"),
        title=post.columns("title"),
        lang=post.columns("lang"),
        kind=post.columns("kind"),
        constant_kind=post.text("constant_kind"),
        source_app=post.columns("source_app"),
        conversation=post.columns("conversation"),
        reply_to=post.columns("reply_to"),
        repost_of=post.columns("repost_of"),
        quotes=post.columns("quotes"),
        derive=post.words("derive") or (),
        object=object_columns,
        object_as=object_as,
        counts=_counts(counts),
        zero_is_missing=(counts.words("zero_is_missing") or ()) if counts else (),
        times=_times(top, "time"),
        collected=_times(top, "collected"),
        lists=_lists(lists),
        media=tuple(_media(one) for one in top.tables("media")),
    )
    for section in (post, counts, lists):
        if section:
            section.done()
    return made


def _counts(section: Section | None) -> Mapping[str, Columns]:
    given = {name: section.columns(name) for name in COUNTS} if section else {}
    return MappingProxyType({name: columns for name, columns in given.items() if columns})


def _lists(section: Section | None) -> Mapping[str, ListColumn]:
    made: dict[str, ListColumn] = {}
    for name in LISTS if section else ():
        assert section is not None
        if not isinstance(section.value(name), Mapping):
            columns = section.columns(name)
            if columns:
                made[name] = ListColumn(columns)
            continue
        part = section.table(name)
        assert part is not None
        made[name] = ListColumn(
            part.needed("column"), part.text("split"), part.flag("single"), part.words("own_media") or ()
        )
        part.done()
    return MappingProxyType(made)


def _media(section: Section) -> MediaColumn:
    made = MediaColumn(
        id=section.needed("id"),
        kind=section.text("kind"),
        prefix=section.text("prefix") or "",
        title=section.columns("title"),
        duration=section.columns("duration"),
    )
    section.done()
    return made


def _account(section: Section) -> Accounts:
    properties = {name: section.columns(name) for name in ACCOUNT_PROPERTIES}
    made = Accounts(
        at_posting=section.words("at_posting") or (),
        id=section.columns("id"),
        handle=section.columns("handle"),
        properties=MappingProxyType({name: columns for name, columns in properties.items() if columns}),
        created=_times(section, "created"),
    )
    section.done()
    return made


def _surface(section: Section) -> SurfaceColumns:
    made = SurfaceColumns(section.needed("id"), section.columns("name"), section.text("kind") or "group")
    section.done()
    return made


def _handles(section: Section | None) -> Handles:
    if section is None:
        return Handles()
    made = Handles(section.columns("value"), section.columns("id"), section.columns("name"), section.columns("role"))
    section.done()
    return made


def _fingerprints(section: Section, observed: tuple[TimeColumn, ...]) -> Fingerprints:
    made = Fingerprints(
        type=section.needed("type"),
        content=section.needed("content"),
        domain=section.needed("domain"),
        waits_for=section.text("waits_for"),
        observed=observed,
    )
    section.done()
    return made


def _statements(section: Section, times: tuple[TimeColumn, ...]) -> Statements:
    made = Statements(
        source=section.needed("source"),
        text=section.needed("text"),
        times=times,
        source_kind=section.columns("source_kind"),
        kind=section.columns("kind"),
        attributes=section.columns("attributes"),
        about_kind=section.columns("about_kind"),
        about=section.columns("about"),
        translation=section.columns("translation"),
        count=section.columns("count"),
        unit=section.columns("unit"),
        platform=section.columns("platform"),
        url=section.columns("url"),
    )
    section.done()
    return made


def _same(section: Section) -> Same:
    made = Same(*(section.needed(name) for name in ("account", "same_as", "reason", "stated_by")))
    section.done()
    return made
