"""A column map made by choosing, for a table of posts that no shipped map knows."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attribution.errors import CaseError
from loaders.mapping.model import MapError
from loaders.mapping.toml import table_map

Place = tuple[str, str]
"""Section and key of a map."""

_USUAL: Mapping[Place, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        ("post", "id"): ("Id of the post", ("post_id", "content_id", "tweet_id", "message_id", "id")),
        ("account", "id"): ("Id of the account", ("account_id", "user_id", "author_id", "channel_id")),
        ("account", "handle"): ("Handle of the account", ("username", "handle", "screen_name", "author", "user")),
        ("time", "column"): ("Time of the post", ("created_at", "time", "date", "timestamp", "published_at")),
        ("post", "text"): ("Text", ("text", "message", "content", "body", "caption")),
        ("post", "url"): ("Address of the post", ("permalink", "post_url")),
        ("lists", "urls"): ("Link that the post shares", ("url", "link", "expanded_url", "urls", "links")),
        ("lists", "hashtags"): ("Hashtags", ("hashtags", "tags")),
        ("counts", "likes"): ("Likes", ("likes", "like_count", "favorite_count")),
        ("counts", "reposts"): ("Reposts", ("reposts", "shares", "retweet_count")),
        ("counts", "views"): ("Views", ("views", "view_count", "impressions")),
    }
)

FIELDS: Mapping[Place, str] = MappingProxyType({place: label for place, (label, _) in _USUAL.items()})
"""What can be chosen, with what it is called."""


def usual_column(place: Place, columns: Sequence[str]) -> int:
    """Position of the column that usually holds this, -1 if none is called so."""
    folded = [column.casefold().replace(" ", "_") for column in columns]
    return next((folded.index(word) for word in _USUAL[place][1] if word in folded), -1)


def own_map(name: str, platform: str, chosen: Mapping[Place, str]) -> dict[str, object]:
    """The map as it would stand in TOML; CaseError if it lacks what every table of posts needs."""
    given: dict[str, Any] = {"name": name[:80], "platform": {"value": platform}}
    for (section, field), column in chosen.items():
        if section == "time":
            given["time"] = [{field: column}]
        else:
            given.setdefault(section, {})[field] = column
    try:
        table_map(given)
    except MapError as error:
        raise CaseError(f"map of {name}: {error}") from error
    return given
