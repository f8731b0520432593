"""What a value is to the case, told by the code of its procedure and never by its shape."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What to make of a value."""

    DOMAIN = "domain"
    REDIRECTOR = "redirector"
    ACCOUNT = "account"
    PLACE = "place"
    """An account, a post or a page, all in one list: the address tells which."""
    AMPLIFIER = "amplifier"
    CONTENT = "content"
    APP = "app"
    ADDRESS = "address"
    MAILBOX = "mailbox"
    HASHTAG = "hashtag"
    TITLE = "title"
    COUNT = "count"
    REACH = "reach"
    ORGANISATION = "organisation"
    SERVICE = "service"
    VICTIM = "victim"
    TARGET = "target"
    PERSONA = "persona"
    CLAIM = "claim"
    MALWARE = "malware"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A role, with the code that gave it and the platform that is counted."""

    role: Role
    code: str = ""
    platform: str | None = None


_ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "0.1.1": Role.ADDRESS,
        "0.2.1": Role.MAILBOX,
        "0.4.1": Role.ORGANISATION,
        "0.6.1": Role.MALWARE,
        "0.6.2": Role.DOMAIN,
        "0.8.1": Role.APP,
        "0.9": Role.ACCOUNT,
        "0.9.1": Role.COUNT,
        "0.9.2": Role.COUNT,
        # an account that was bought or broken into may belong to a victim
        "0.9.9": Role.CLAIM,
        "0.9.11": Role.CONTENT,
        "1.5": Role.VICTIM,
        "5.1.1": Role.SERVICE,
        "5.2.1": Role.SERVICE,
        "6.1.3": Role.TITLE,
        "6.2": Role.AMPLIFIER,
        "6.3.1": Role.HASHTAG,
        "7.2.2": Role.REACH,
        "7.2.3": Role.REACH,
        "7.2.4": Role.REACH,
        "7.3.1": Role.HASHTAG,
        "7.5.1": Role.CONTENT,
        "7.6": Role.TARGET,
        "7.9.1": Role.MALWARE,
        "8.2.1": Role.VICTIM,
        "8.3.1": Role.VICTIM,
        "9.1.1": Role.PERSONA,
        "9.5.3": Role.REDIRECTOR,
    }
)
"""Role of each code, or of all codes below it; every other code describes behaviour: a claim."""

_COUNTED = {"0.9.1": "facebook", "0.9.2": "instagram", "7.2.2": "facebook", "7.2.3": "facebook", "7.2.4": "instagram"}

_TYPES: Mapping[str, Role] = MappingProxyType(
    {
        "cib_url": Role.PLACE,
        "telegram_url": Role.PLACE,
        "social media account": Role.ACCOUNT,
        "domain": Role.DOMAIN,
        "proxy ip": Role.ADDRESS,
        "url": Role.CONTENT,
    }
)
_MALWARE_TYPES: Mapping[str, Role] = MappingProxyType(
    {"domain_name": Role.DOMAIN, "url": Role.CONTENT, "phishing_url": Role.CONTENT, "ip": Role.ADDRESS}
)
_CODE = re.compile(r"\s*(\d+(?:\.\d+)+)")
_INFLUENCE = re.compile(r"\bCIB\b|coordinated inauthentic", re.IGNORECASE)


def by_procedure(procedure: str, technique: str) -> Meaning:
    """The meaning of a kill-chain row; the technique stands in where the procedure is missing."""
    found = _CODE.match(procedure) or _CODE.match(technique)
    if found is None:
        return Meaning(Role.CLAIM)
    # 0.9.11 is also written 0.9.11.0
    code = found.group(1).removesuffix(".0")
    parts = code.split(".")
    for size in range(len(parts), 1, -1):
        role = _ROLES.get(".".join(parts[:size]))
        if role is not None:
            return Meaning(role, code, _COUNTED.get(code))
    return Meaning(Role.CLAIM, code)


def by_type(type_: str, comment: str, *, with_malware: bool) -> Meaning:
    """The meaning of a typed row: influence lists share their types with malware lists, comments tell them apart."""
    folded = type_.strip().casefold()
    if folded in ("cib_url", "telegram_url"):
        return Meaning(_TYPES[folded])
    if folded == "domain_name" and _INFLUENCE.search(comment):
        return Meaning(Role.DOMAIN)
    return Meaning(_MALWARE_TYPES.get(folded, Role.APP) if with_malware else Role.MALWARE)


def by_word(word: str) -> Meaning:
    """The meaning of a row of a Markdown table, from its type in words; an unknown one is a claim."""
    return Meaning(_TYPES.get(" ".join(word.casefold().split()), Role.CLAIM))
