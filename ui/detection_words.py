"""Kinds of shared things, windows and objects in words; knows nothing of the page."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attribution.coverage import iso_day
from attribution.errors import CaseError
from attribution.runs import Run
from attribution.share_kinds import VERSION, Request
from briefing.style import platform_name
from graph.records import Ref
from ui.words import defanged, plural, seen

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "url": "links",
        "media": "pictures and videos",
        "domain": "websites",
        "hashtag": "hashtags",
        "text": "copied texts",
        "repost": "reposts of one post",
        "mention": "mentions of one account",
        "reply": "replies to one post",
        "hashtags": "sets of hashtags",
        "near_text": "near-duplicate texts",
    }
)
_ONE = {
    "url": "link",
    "media": "picture or video",
    "domain": "website",
    "hashtag": "hashtag",
    "text": "copied text",
    "repost": "reposted post",
    "mention": "mentioned account",
    "reply": "post replied to",
    "hashtags": "set of hashtags",
    "near_text": "near-duplicate text",
}
WINDOWS = ("10 s", "60 s", "5 min", "15 min", "1 h")

_LABELS = {
    "url": "Url",
    "media": "Media",
    "domain": "Domain",
    "hashtag": "Hashtag",
    "text": "Text",
    "near_text": "Text",
    "repost": "Post",
    "mention": "Account",
    "reply": "Post",
}
_SPAN = re.compile(
    r"([+-]?\d{1,12}(?:[.,]\d{1,6})?)\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|d|days?)?\Z", re.I
)
_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


def seconds_of(text: str) -> float:
    """A written span of time in seconds: 60, 90 s, 5 min, 1 h; CaseError for anything else."""
    found = _SPAN.match(text.strip())
    if found is None:
        raise CaseError(f"window {text[:40]!r}: is no span of time; write seconds, or 5 min, or 1 h")
    return float(found[1].replace(",", ".")) * _UNITS[(found[2] or "s")[0].lower()]


def span(seconds: float) -> str:
    """Seconds in the unit that reads best: 60 s, 5 min, 1 h."""
    for unit, size in (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0)):
        if (seconds > size and seconds % size == 0) or (unit == "h" and seconds == size):
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"


def asked(request: Request) -> str:
    """The question of a run in words."""
    # what stands in the line beside kinds and window is in words already
    rest = request.line.partition("; ")[2]
    said = f"{_and([KIND_WORDS[kind] for kind in request.objects])} within {span(request.window)}"
    return f"{said}; {rest}" if rest else said


def title(run: Run) -> str:
    """One line for a kept run."""
    stale = (
        " · made on other data than now" if run.stale else " · by another detector" if run.version != VERSION else ""
    )
    found = plural(len(run.clusters), "group") if run.clusters else "no group"
    return f"{asked(run.request)} · {found} · {iso_day(run.started_at)} · {run.id[:6]}{stale}"


def refs_of(object_: str) -> tuple[Ref, ...]:
    """The nodes of what was shared; an id of an object begins with its kind."""
    kind, _, key = object_.partition(":")
    if kind == "hashtags":
        return tuple(Ref("Hashtag", tag) for tag in key.split())
    return (Ref(_LABELS[kind], key),) if kind in _LABELS else ()


def kind_word(object_: str) -> str:
    """What kind of thing it is, for a column."""
    return _ONE.get(object_.partition(":")[0], "thing")


def thing_name(object_: str, names: Mapping[Ref, str]) -> str:
    """What a shared thing is called; its key where the graph does not know it."""
    found = [names.get(ref) or defanged(ref.key) for ref in refs_of(object_)]
    return seen(" ".join(found) or defanged(object_), 160)


def platforms(names: Sequence[str]) -> str:
    """Platforms by their own names."""
    return ", ".join(platform_name(name) for name in names)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
