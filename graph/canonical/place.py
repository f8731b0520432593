"""A place on a platform: what a path names there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a platform. `path` None: keep the address as it is."""

    kind: str = "page"
    platform: str | None = None
    host: str | None = None
    """None: the platform's own host."""
    path: str | None = None
    query: str = ""
    account_id: str | None = None
    account_handle: str | None = None
    post_id: str | None = None
    media_id: str | None = None

    @property
    def account_key(self) -> str | None:
        """Key of the account, by id where the address gives it."""
        if self.account_id:
            return f"{self.platform}:{self.account_id}"
        return f"{self.platform}:@{self.account_handle.casefold()}" if self.account_handle else None


Query = Mapping[str, str]

NAME = re.compile(r"[\w.\-]{1,100}\Z")
DIGITS = re.compile(r"\d{1,25}\Z")
