"""Indicators of websites: their tiers, and what of a raw value is the value."""

import ast
import base64
import hashlib
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.canonical import CanonicalError
from graph.canonical.refang import refang
from graph.canonical.urls import locate
from loaders.mapping.wallets import is_wallet

TIERS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("domain", "domain_suffix"), 0),
        **dict.fromkeys(
            (
                "ip", "verification_id", "meta_social", "crypto-wallet", "certificate", "cert-domain", "ga_id", "ga_tag_id",
                "yandex_tag_id", "urlscan_certificate", "whois_org",
            ),
            1,
        ),
        **dict.fromkeys(("subnet", "meta_generic", "cdn-domain"), 2),
        **dict.fromkeys(
            (
                "tech_identifier", "uuid", "techstack", "global_variable", "css-class", "dom_tree", "image-phash",
                "name_server",
            ),
            3,
        ),
    }
)  # fmt: skip
"""0 identity of the site itself … 3 circumstantial, as Information Laundromat's data dictionary says."""

_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "css_classes": "css-class",
        "css_class": "css-class",
        "crypto_wallet": "crypto-wallet",
        "cert_domain": "cert-domain",
        "cdn_domain": "cdn-domain",
        "image_phash": "image-phash",
        "dom-tree": "dom_tree",
        "whois-org": "whois_org",
        "whois-registrar": "whois_registrar",
        "whois-creation_date": "whois_creation_date",
    }
)
_TYPE = re.compile(r"(?:(\d)-)?([a-z][a-z0-9_-]{0,60})\Z")
_LONGEST = 256
_GA = re.compile(r"\b(UA-\d{4,12})(?:-\d{1,4})?\b|\b(G-[A-Z0-9]{6,12})\b")
_GA_TAG = re.compile(r"\b((?:G|GTM|GT|AW|DC)-[A-Z0-9]{4,12})\b")
_PLACEHOLDER = re.compile(r"(?:UA|G|GTM|GT|AW|DC)-(?:X+|0+|1?2345(?:6(?:7(?:8(?:90?)?)?)?)?)\Z")
_DIGITS = re.compile(r"\d{4,12}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z")
_HEX = re.compile(r"[0-9a-f]{8,128}\Z")
_PEM = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
_SHA256 = re.compile(r"(?:sha256:?)?([0-9a-f]{64}|[0-9a-f]{2}(?::[0-9a-f]{2}){31})\Z")
_REDACTED = re.compile(r"\b(?:redacted|data protected|not disclosed|withheld)\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_HOME_NETWORKS = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_LONGEST_LITERAL = 20_000


class NoIndicatorError(ValueError):
    """A value is no indicator: a reason code and the mend."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(mend)
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True, slots=True)
class IndicatorType:
    """What kind of indicator a row holds, and the tier that its tool gave it."""

    kind: str
    tool_tier: int | None

    @property
    def tier(self) -> int | None:
        """Our tier; None for a kind that the dictionary does not know."""
        return TIERS.get(self.kind)


def indicator_type(cell: str) -> IndicatorType:
    """The type in a cell, without the tier that newer files write before it; NoIndicatorError if it is none."""
    found = _TYPE.match(cell.strip().casefold())
    if found is None:
        raise NoIndicatorError("bad_type", "expected a type such as ip, ga_id or 1-ga_id")
    return IndicatorType(_ALIASES.get(found[2], found[2]), int(found[1]) if found[1] else None)


def clean(kind: str, cell: str) -> str:
    """The value to link on; NoIndicatorError if there is none."""
    text = cell.replace("\0", "").strip()
    if not text:
        raise NoIndicatorError("no_value", "the row holds no value; nothing can be linked on it")
    if _REDACTED.search(text) and len(text) < _LONGEST:
        raise NoIndicatorError("redacted", "the value is hidden by the registry; nothing can be linked on it")
    return _CLEANERS.get(kind, _plain)(text)


def _plain(text: str) -> str:
    folded = _SPACE.sub(" ", text)
    return folded if len(folded) <= _LONGEST else _digest(folded)


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()}"


def _ip(text: str) -> str:
    try:
        address = ipaddress.ip_address(refang(text))
    except ValueError as error:
        raise NoIndicatorError("bad_ip", f"{text[:60]!r} is not an IP address") from error
    at_home = any(address in network for network in _HOME_NETWORKS if network.version == address.version)
    if at_home or address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        raise NoIndicatorError("private_ip", "the address is that of a private network, not of a website")
    return str(address)


def _subnet(text: str) -> str:
    bare = refang(text).removesuffix(".")
    parts = bare.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and int(part) < 256 for part in parts):
        raise NoIndicatorError(
            "bad_subnet", f"{text[:60]!r} is not an address without its last number, as in 203.0.113"
        )
    _ip(f"{bare}.1")
    return bare


def _host(text: str) -> str:
    try:
        return locate(text.removeprefix("*.")).host
    except CanonicalError as error:
        raise NoIndicatorError("bad_domain", str(error)) from error


def _tagged(text: str) -> str:
    """name|content, the name in lower case."""
    name, bar, content = text.partition("|")
    content = content.strip()
    if bar and not content:
        raise NoIndicatorError("no_value", "the tag is empty; nothing can be linked on it")
    return _plain(f"{name.strip().casefold()}|{content}" if bar else text)


def _social(text: str) -> str:
    # handles and addresses of profiles know no case
    return _tagged(text).casefold()


def _analytics(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def cut(text: str) -> str:
        found = pattern.search(text.upper())
        value = next((group for group in found.groups() if group), None) if found else None
        if value is None:
            raise NoIndicatorError("bad_id", f"{text[:60]!r} is not an analytics id such as UA-12345678 or GTM-ABC123")
        if _PLACEHOLDER.match(value):
            raise NoIndicatorError("placeholder", "the id is an example from a manual; nothing can be linked on it")
        return value

    return cut


def _yandex(text: str) -> str:
    found = _DIGITS.search(text)
    if found is None:
        raise NoIndicatorError("bad_id", f"{text[:60]!r} holds no number of a Yandex counter")
    return found.group()


def _wallet(text: str) -> str:
    if not is_wallet(text):
        mend = "it is no address of a known currency (hex hashes of files look like one); take it out, or load it as another type"
        raise NoIndicatorError("no_wallet", mend)
    return text.lower() if text.startswith(("0x", "0X", "bc1", "BC1")) else text


def _certificate(text: str) -> str:
    """SHA-256 of the certificate's bytes; the certificate itself is not kept."""
    given = _SHA256.match(text.casefold()) if len(text) < _LONGEST else None
    if given:
        return given[1].replace(":", "")
    body, ends, _ = text.partition(_PEM[0])[2].partition(_PEM[1])
    try:
        content = base64.b64decode("".join(body.split()) if ends else "", validate=True)
    except ValueError as error:
        raise NoIndicatorError("bad_certificate", "the certificate is cut or damaged; export it again") from error
    if not content:
        raise NoIndicatorError("bad_certificate", "expected a certificate in PEM form, or its SHA-256")
    return hashlib.sha256(content).hexdigest()


def _set(text: str) -> str:
    """A digest of the set's members, so that their order does not matter."""
    members: object = None
    if text[:1] in "{[(" and len(text) <= _LONGEST_LITERAL:
        try:
            members = ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            members = None
    if not isinstance(members, set | list | tuple):
        members = [part.strip().strip("'\"") for part in text.strip("{}[]()").split(",")]
    named = sorted({member.strip() for member in members if isinstance(member, str) and member.strip()})
    if not named:
        raise NoIndicatorError("no_value", "the set is empty; nothing can be linked on it")
    return _digest("\n".join(named))


def _uuid(text: str) -> str:
    value = text.casefold().strip("{}")
    if not _UUID.match(value):
        raise NoIndicatorError("bad_id", f"{text[:60]!r} is not a UUID")
    if len(set(value.replace("-", ""))) == 1:
        raise NoIndicatorError("placeholder", "the UUID is empty; nothing can be linked on it")
    return value


def _phash(text: str) -> str:
    value = text.casefold()
    if not _HEX.match(value):
        raise NoIndicatorError("bad_hash", f"{text[:60]!r} is not a hash in hex")
    return value


_CLEANERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "ip": _ip,
        "subnet": _subnet,
        "cert-domain": _host,
        "cdn-domain": _host,
        "name_server": _host,
        "verification_id": _tagged,
        "meta_generic": _tagged,
        "meta_social": _social,
        "ga_id": _analytics(_GA),
        "ga_tag_id": _analytics(_GA_TAG),
        "yandex_tag_id": _yandex,
        "crypto-wallet": _wallet,
        "certificate": _certificate,
        "css-class": _set,
        "uuid": _uuid,
        "image-phash": _phash,
        "dom_tree": lambda text: _digest(_SPACE.sub(" ", text)),
    }
)
