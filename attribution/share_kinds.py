"""What a detection is asked: kinds of objects, window, span, platforms; refused here where it makes no sense."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from analysis.detection import VERSION as DETECTOR
from analysis.weighing import Settings
from attribution.errors import CaseError

KINDS = ("url", "media", "domain", "hashtag", "text", "repost", "mention", "reply", "hashtags", "near_text")
"""Kinds of shared objects. `hashtags`: the set of a post's hashtags that are not common, two or more.
`near_text`: a family of near-duplicate texts, identical ones among them."""

DEFAULT = ("url", "media", "hashtag", "text", "repost")
"""A domain says little beside its addresses; mentions and replies are conversation first."""

VERSION = f"{DETECTOR}.1"
"""Of the detector and of the way from records to shares."""

_PLATFORM = re.compile(r"[a-z0-9_.-]{1,40}\Z")
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that decides what a run finds on given data; times are epoch milliseconds, `until` is exclusive."""

    objects: tuple[str, ...] = DEFAULT
    window: float = 60.0
    min_participation: int = 2
    min_weight: int | None = None
    fdr: float = 0.05
    shuffles: int = 99
    seed: int = 1
    since: int | None = None
    until: int | None = None
    platforms: tuple[str, ...] = ()
    accounts: tuple[str, ...] | None = None
    """Keys of the only accounts that take part; None is all."""

    def __post_init__(self) -> None:
        _ = self.settings
        if not self.objects or len(set(self.objects)) != len(self.objects) or set(self.objects) - set(KINDS):
            raise CaseError(f"objects {', '.join(self.objects)[:80]!r}: name kinds once each: {', '.join(KINDS)}")
        if {"text", "near_text"} <= set(self.objects):
            raise CaseError(
                "objects text, near_text: near-duplicates hold identical texts as well; name one of the two"
            )
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise CaseError(f"since {_told(self.since)}: is not before until {_told(self.until)}; swap or correct them")
        for name in self.platforms:
            if not _PLATFORM.match(name):
                raise CaseError(f"platform {name[:40]!r}: is no name of a platform; write x, telegram, facebook …")
        if self.accounts is not None and len(self.accounts) < 2:
            raise CaseError(f"accounts: {len(self.accounts)} named; two or more can move together")

    @property
    def settings(self) -> Settings:
        """What the detector is given; AnalysisError for a setting that makes no sense."""
        return Settings(self.window, self.min_participation, self.min_weight, self.fdr, self.shuffles, self.seed)

    def as_json(self) -> dict[str, object]:
        """The parameters, those left at nothing left out."""
        return {name: value for name, value in asdict(self).items() if value not in (None, ())}

    @property
    def text(self) -> str:
        """The parameters as canonical JSON."""
        return json.dumps(self.as_json(), sort_keys=True)

    @classmethod
    def of_json(cls, given: dict[str, object]) -> "Request":
        """The request that `as_json` wrote; names of other versions are passed over."""
        known = {one.name for one in fields(cls)}
        values = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items() if name in known}
        return cls(**values)  # type: ignore[arg-type]  # checked by __post_init__

    def hash(self, input: str) -> str:
        """SHA-256 of parameters, version and input: what makes two runs the same."""
        said = json.dumps([self.as_json(), VERSION, input], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def line(self) -> str:
        """The parameters for a reader."""
        said = [f"{', '.join(self.objects)} within {self.window:g} s"]
        if self.since is not None:
            said.append(f"from {_told(self.since)}")
        if self.until is not None:
            said.append(f"before {_told(self.until)}")
        if self.platforms:
            said.append(f"on {', '.join(self.platforms)}")
        if self.accounts is not None:
            said.append(f"among {len(self.accounts):,} accounts")
        said += [
            f"{one.name.replace('_', ' ')} {getattr(self, one.name):g}"
            for one in fields(self)
            if one.name in ("min_participation", "min_weight", "fdr", "shuffles", "seed")
            and getattr(self, one.name) != one.default
        ]
        return "; ".join(said)


def kinds_of(text: str) -> tuple[str, ...]:
    """Kinds named with commas between; CaseError for one that is unknown."""
    named = [one.strip().lower() for one in text.split(",") if one.strip()]
    for one in named:
        if one not in KINDS:
            raise CaseError(f"--object {one[:40]!r}: is unknown; use {', '.join(KINDS)}")
    if not named:
        raise CaseError(f"--object: names nothing; use {', '.join(KINDS)}")
    # in the order of the list, so that the same kinds are the same run
    return in_order(named)


def in_order(named: Iterable[str]) -> tuple[str, ...]:
    """Known kinds, each once, in one order; unknown ones behind them."""
    asked = dict.fromkeys(named)
    return (*(one for one in KINDS if one in asked), *(one for one in asked if one not in KINDS))


def names_of(text: str | None) -> tuple[str, ...]:
    """Names with commas between, in order, each once."""
    return tuple(sorted({one.strip().lower() for one in (text or "").split(",") if one.strip()}))


def moment(name: str, text: str, *, end: bool = False) -> int:
    """Epoch ms of a day or time in UTC; of a day as an end, where the next one begins."""
    try:
        found = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        raise CaseError(f"--{name} {text[:40]!r}: is no date; write 2022-10-05 or 2022-10-05T18:00 (UTC)") from None
    aware = found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    ms = round(aware.timestamp() * 1000)
    return ms + _DAY_MS if end and len(text.strip()) == len("2022-10-05") else ms


def platforms_of(keys: Sequence[str]) -> tuple[str, ...]:
    """The platforms of some accounts, by their keys."""
    return tuple(sorted({key.partition(":")[0] for key in keys}))


def _told(ms: int) -> str:
    return datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
