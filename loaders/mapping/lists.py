"""Links, hashtags and mentions of a post: those in list cells, and those cut out of its text."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from graph.canonical import CanonicalError
from graph.canonical.text import cut_hashtags, cut_mentions, cut_urls
from graph.canonical.urls import Locator, locate
from graph.facts import Facts
from graph.records import Ref
from loaders.mapping.cells import list_cell
from loaders.mapping.model import ListColumn, Posts
from loaders.mapping.record import Record, UnusableError

_REASONS = {"urls": "bad_url", "hashtags": "bad_hashtag", "mentions": "bad_handle"}
_CUT: Mapping[str, tuple[tuple[str, ...], Callable[[str], list[str]]]] = MappingProxyType(
    {
        "urls": (("//", "www.", "WWW."), cut_urls),
        "hashtags": (("#", "＃"), cut_hashtags),
        "mentions": (("@", "＠"), cut_mentions),
    }
)
"""What a text must hold before the costlier search begins, and the search."""
MOST_VALUES = 1_000
"""Links, hashtags or mentions of one post."""

_TORN_MEND = "the list is written neither as JSON nor with a plain separator; check that its values are whole"


class Lists:
    """What the posts of one table link to, are tagged with and mention."""

    def __init__(self, posts: Posts) -> None:
        self._lists = tuple(posts.lists.items())
        self._derive = posts.derive
        self.wants_owner = any(column.own_media for column in posts.lists.values())
        """Whether links are held against the names of the author."""

    def link(
        self,
        facts: Facts,
        record: Record,
        platform: str,
        post: Ref,
        *,
        text: str | None,
        owner: frozenset[str],
        notes: list[UnusableError],
    ) -> None:
        """LINKS_TO, TAGGED and MENTIONS of the post; what has no canonical form goes to `notes`."""
        for what, column in self._lists:
            found = record.found(column.columns)
            if found is None:
                continue
            name, cell = found
            if column.single:
                values: Sequence[str] = (cell.strip(),)
            else:
                listed = list_cell(cell, column.split)
                values = listed.values
                if listed.rung == "torn":
                    notes.append(UnusableError(name, cell, "torn_list", _TORN_MEND))
                values = _bounded(values, name, cell, notes)
            for value in values:
                if not (column.own_media and _is_own_media(value, platform, post, column, owner)):
                    self._one(facts, what, platform, post, value, name, derived=False)
            _refused(facts, name, _REASONS[what], notes)
        for what in self._derive if text else ():
            assert text is not None
            signs, cut = _CUT[what]
            if any(sign in text for sign in signs):
                for value in _bounded(cut(text), "text", text, notes):
                    self._one(facts, what, platform, post, value, "text", derived=True)
                _refused(facts, f"{what} in the text", _REASONS[what], notes)

    def _one(self, facts: Facts, what: str, platform: str, post: Ref, value: str, name: str, *, derived: bool) -> None:
        if what == "urls":
            facts.link_url(post, value, derived=derived, column=name)
        elif what == "hashtags":
            facts.tag(post, value, derived=derived, column=name)
        else:
            facts.mention(post, platform, handle=value, derived=derived, column=name)


def _bounded(values: Sequence[str], name: str, cell: str, notes: list[UnusableError]) -> Sequence[str]:
    if len(values) > MOST_VALUES:
        mend = f"only the first {MOST_VALUES} of {len(values)} values are read; no author writes as many"
        notes.append(UnusableError(name, cell, "too_many_values", mend))
    return values[:MOST_VALUES]


def _refused(facts: Facts, name: str, reason: str, notes: list[UnusableError]) -> None:
    if facts.refused:
        notes.extend(UnusableError(name, value, reason, why) for _, value, why in facts.refused)
        facts.refused.clear()


def _is_own_media(value: str, platform: str, post: Ref, column: ListColumn, owner: frozenset[str]) -> bool:
    """Whether a link is only the post's own picture or film, as exports write it; another account's is a share."""
    try:
        place = locate(value)
    except CanonicalError:
        return False
    if place.platform != platform:
        return False
    if place.post == post.key:
        return True
    path = f"/{place.url.split('/', 3)[3].partition('?')[0]}/"
    if not any(part in path for part in column.own_media):
        return False
    named = _account_in(place, path)
    return named is None or named in owner


def _account_in(place: Locator, path: str) -> str | None:
    if place.account_id:
        return place.account_id
    if place.account_handle:
        return place.account_handle.casefold()
    first = path.split("/")[1]
    return (
        None if first.endswith(".php") or first in ("photo", "photos", "videos", "reel", "watch") else first.casefold()
    )
