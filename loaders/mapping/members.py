"""A value that names something by itself: handle, id, URL, domain or hashtag."""

import re

from graph.canonical import CanonicalError, DamagedIdError
from graph.canonical.accounts import normal_handle
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.refang import refang
from graph.canonical.urls import LONGEST, locate
from graph.facts import Facts
from graph.records import Ref
from loaders.mapping.ids import DAMAGED_MEND, id_of
from loaders.mapping.platforms import KNOWN, platform_name
from loaders.mapping.record import Found, UnusableError

_QUALIFIED = re.compile(r"([a-z]{1,20}):(@?[^\s/:@][^\s/@]*)\Z", re.IGNORECASE)
_KEY = re.compile(r"Account/([a-z]{1,20}):([^\s/@][^\s/]*)\Z")
_ID = re.compile(r"-?\d{5,25}\Z|UC[\w-]{22}\Z|(?:channel|user|chat)\d{4,20}\Z|[0-9a-f]{32,128}\Z")
"""The last: ids in published data are often hashes."""
_DAMAGED = re.compile(r"\d+\.\d+[eE]\+?\d+\Z|\d+[eE]\+\d+\Z|\d{5,}\.0+\Z")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,63}\.?\Z")
_SEPARATES = re.compile(r"""[,;|"'<>(){}\[\]\\/]""")
_MEND = "write a handle, an id, a profile URL or a domain, one a row"


class NoPlatformError(Exception):
    """A bare handle or id, and nothing says on which platform."""


def member(facts: Facts, found: Found, platform: str | None, name: str | None = None) -> Ref:
    """The node that a value names; UnusableError if it names none, NoPlatformError if only a platform is lacking.

    A URL that is an account's is the account, a site's first page its domain, any other itself. Account/platform:id
    and platform:@handle are keys.
    """
    column, cell = found
    if len(cell) > LONGEST:
        raise UnusableError(column, cell, "too_long", f"the value is longer than {LONGEST} characters; {_MEND}")
    value = id_of(found)
    bare = refang(value)
    try:
        if bare.startswith("#"):
            return facts.node("Hashtag", normal_hashtag(bare), {"text": bare.lstrip("#")})
        key = _KEY.match(value.strip())
        if key and key[1] in KNOWN:
            # as the graph calls it: no handle, whatever it looks like
            return facts.account(key[1], id=key[2], properties={"name": name})
        qualified = _QUALIFIED.match(bare.removeprefix("Account/"))
        if qualified and platform_name(qualified[1]) in KNOWN:
            return account(facts, qualified[2], platform_name(qualified[1]), name)
        if _names_place(value, bare, platform):
            return placed(facts, value, name)
        # angle brackets stand around a URL, never around a handle
        handle = normal_handle(value if "<" in value else bare)
        if _SEPARATES.search(handle):
            raise UnusableError(
                column, cell, "bad_handle", f"it holds more than a handle does; {_MEND}, under a header"
            )
        if platform is None:
            raise NoPlatformError(handle)
        return account(facts, bare, platform, name)
    except DamagedIdError as error:
        raise UnusableError(column, cell, "id_damaged", DAMAGED_MEND) from error
    except CanonicalError as error:
        reason = "bad_url" if "/" in bare else "bad_handle"
        raise UnusableError(column, cell, reason, f"{error}; {_MEND}") from error


def account(facts: Facts, value: str, platform: str, name: str | None = None) -> Ref:
    """The account of a handle or id on a platform; CanonicalError if it can be neither."""
    properties = {"name": name}
    if _ID.match(value) or _DAMAGED.match(value):
        # of a damaged id no handle is made
        return facts.account(platform, id=value, properties=properties)
    return facts.account(platform, handle=value, properties=properties)


def placed(facts: Facts, value: str, name: str | None = None) -> Ref:
    """The node that an address names: account, domain or URL; CanonicalError if it names none."""
    place = locate(value)
    if place.kind == "account" and place.platform and (place.account_id or place.account_handle):
        return facts.account(
            place.platform, id=place.account_id, handle=place.account_handle, properties={"name": name}
        )
    path = place.url.removeprefix(f"https://{place.host}")
    if path == "/" and place.domain:
        return facts.node("Domain", place.domain, {"shared_service": place.shared_service})
    return facts.url(value)[0]


def _names_place(value: str, bare: str, platform: str | None) -> bool:
    if bare.startswith("@"):
        return False
    if "://" in bare:
        return True
    host, slash, _ = bare.partition("/")
    if not _HOST.match(host):
        return False
    # a handle may hold dots; nobody defangs one
    return bool(slash) or platform is None or bare != value.strip()
