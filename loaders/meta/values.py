"""What shape a cell has: a place on the web, a count, an address, a hash, hashtags."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from graph.canonical import CanonicalError
from graph.canonical.refang import refang
from graph.canonical.statements import said
from graph.canonical.urls import LONGEST, Locator, locate

_NOTE_BEHIND = re.compile(r"\s+\[[a-z ]{1,30}\]\Z", re.IGNORECASE)
_SCHEME = re.compile(r"h(?:tt|xx|\*\*)ps?\W", re.IGNORECASE)
_TORN_PIECE = re.compile(r"(?=.*[-_/%\d.])[^\s,;]+(?<![.:!?])\Z")
_EMAIL = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\Z")
_HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
_HEX = re.compile(r"[0-9a-f]+\Z", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:[#＃][^\s#＃,]+[\s,]*)+\Z")
_ONE_HASHTAG = re.compile(r"[#＃][^\s#＃,]+")
_PACKAGE = re.compile(r"(?:com|org|net|io|app|me|ru|cn|ir|in)(?:\.[a-z]\w*){2,}\Z", re.IGNORECASE)
_COUNT = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,3})?|no)(?:\s+(?P<scale>thousand|million))?"
    r"\s+(?P<platform>facebook|instagram|threads|whatsapp)?\s*"
    r"(?P<unit>accounts?|pages?|groups?|profiles?|users?|events?|channels?|people|members|followers)\b",
    re.IGNORECASE,
)
_SCALES = {None: 1, "thousand": 1_000, "million": 1_000_000}
_UNITS = {"page": "pages", "group": "groups", "profile": "profiles", "event": "events", "channel": "channels"}
_PROFILE = re.compile(
    r"/(?:[\w-]{1,20}/)?(?:u|user|users|author|by|profile|member|members|people|in|company|photos|id|topic)/@?([^/]+)(?:/[^/]*)?/?\Z"
)
_FIRST_SEGMENT = re.compile(r"/@?([\w-]{1,60})/?\Z")
_PROFILE_PAGES = frozenset({"member.php", "home.php", "profile.php", "space.php", "user.php"})
_PROFILE_IDS = ("uid", "u", "id", "user")


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number."""

    number: int
    unit: str
    platform: str | None


def place(cell: str) -> Locator | None:
    """The place on the web that the whole cell names; None for prose and everything else."""
    text = cell.strip()
    if len(text) > LONGEST:
        return None
    try:
        return locate(_mended(_NOTE_BEHIND.sub("", text)))
    except CanonicalError:
        return None


def _mended(text: str) -> str:
    """A URL that a table's column tore apart (`win ter-olympics`), whole again; anything else as it is."""
    pieces = refang(text).split()
    if not 2 <= len(pieces) <= 4 or not _SCHEME.match(pieces[0]) or pieces[0].count("/") < 3:
        return text
    if any(_SCHEME.match(piece) or not _TORN_PIECE.match(piece) for piece in pieces[1:]):
        return text
    return "".join(pieces)


def profile(found: Locator) -> str | None:
    """The account's name in an address on a forum that has no rules of its own: /u/NAME, /@NAME, ?uid=ID."""
    path, _, query = found.url.partition(found.host)[2].partition("?")
    if query and path.rpartition("/")[2].casefold() in _PROFILE_PAGES:
        given = dict(parse_qsl(query))
        return next((given[name] for name in _PROFILE_IDS if given.get(name)), None)
    if query:
        return None
    # the longest way in first: /m/author/NAME/ before /m
    form = _PROFILE.match(path) or _FIRST_SEGMENT.match(path)
    return unquote(form.group(1)) if form else None


def counts(cell: str) -> Iterator[Count]:
    """Every number of accounts, pages, groups … that the cell states, in order; "No accounts" is 0."""
    for found in _COUNT.finditer(said(cell)):
        number = 0.0 if found["number"].lower() == "no" else float(found["number"].replace(",", ""))
        scale = _SCALES[found["scale"].lower() if found["scale"] else None]
        unit = found["unit"].lower()
        platform = found["platform"].lower() if found["platform"] else None
        yield Count(round(number * scale), _UNITS.get(unit.rstrip("s"), "accounts"), platform)


def address(cell: str) -> str | None:
    """The IP address that the cell is, if it is one."""
    try:
        return str(ipaddress.ip_address(refang(cell[:100]).strip("[]")))
    except ValueError:
        return None


def email(cell: str) -> str | None:
    """The mail address that the cell is, lower case, if it is one."""
    found = _EMAIL.match(refang(cell)) if len(cell) < 400 else None
    return found.group().lower() if found else None


def file_hash(cell: str) -> tuple[str, str] | None:
    """(algorithm, lower-case hex) of a file's hash, if the cell is one."""
    text = cell.strip()
    algorithm = _HASHES.get(len(text))
    return (algorithm, text.lower()) if algorithm and _HEX.match(text) else None


def package(cell: str) -> str | None:
    """The name of an app's package (`com.example.app`), which has the shape of a host but is none."""
    text = cell.strip()
    return text if _PACKAGE.match(text) else None


def hashtags(cell: str) -> list[str]:
    """The hashtags of a cell that holds nothing else."""
    text = cell.strip()
    return _ONE_HASHTAG.findall(text) if len(text) < 2_000 and _HASHTAGS.match(text) else []
