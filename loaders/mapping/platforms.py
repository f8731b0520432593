"""Platforms as people write them, and which of them a row is of."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from graph.canonical.platforms import PLATFORM_OF_HOST
from loaders.base import LoadError
from loaders.mapping.model import Platform
from loaders.mapping.record import Record, UnusableError

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "twitter": "x",
        "x/twitter": "x",
        "x (twitter)": "x",
        "twitter/x": "x",
        "x (formerly twitter)": "x",
        "tg": "telegram",
        "fb": "facebook",
        "ig": "instagram",
        "insta": "instagram",
        "yt": "youtube",
        "vkontakte": "vk",
        "odnoklassniki": "ok",
        "truth social": "truthsocial",
        "bsky": "bluesky",
    }
)
KNOWN = frozenset(PLATFORM_OF_HOST.values())
"""Platforms whose addresses are known."""


def platform_name(given: str) -> str:
    """The platform's canonical name; ValueError if it cannot be one."""
    word = " ".join(given.split()).casefold()
    host = word.removeprefix("https://").removeprefix("www.").rstrip("/")
    name = _ALIASES.get(word) or PLATFORM_OF_HOST.get(host) or word
    if not _NAME.match(name):
        raise ValueError(f"{given[:80]!r} is not the name of a platform; write one such as x, telegram, facebook")
    return name


class PlatformOf:
    """Which platform a row is of, by the map and by what the analyst said."""

    def __init__(self, rule: Platform, said: str | None) -> None:
        self._rule = rule
        try:
            self._said = platform_name(said) if said is not None else None
            self._value = platform_name(rule.value) if rule.value is not None else None
            self._prefixes = {prefix: platform_name(name) for prefix, name in rule.prefixes.items()}
        except ValueError as error:
            raise LoadError(f"platform: {error}") from error

    def of(self, record: Record, author: str | None = None) -> str | None:
        """The platform, or None where nothing names it; UnusableError if what stands there is no platform."""
        found = record.found(self._rule.columns) if self._rule.columns else None
        if found is not None:
            try:
                return platform_name(found[1])
            except ValueError as error:
                raise UnusableError(found[0], found[1], "bad_platform", str(error)) from error
        if author is not None and self._prefixes:
            prefix = self.prefix(author)
            if prefix:
                return self._prefixes[prefix]
        return self._value or self._said

    def is_named_in(self, record: Record) -> bool:
        """Whether the table has a column for it, whatever this row says there."""
        return bool(record.header.find(self._rule.columns))

    def prefix(self, id: str) -> str:
        """The prefix of an id that names its platform, else nothing."""
        return next((prefix for prefix in self._prefixes if id.startswith(prefix)), "")
