"""What is kept of recurring checks: entries of their log, runs, and the hits of a run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.json_text import of_json

FIRST = "0" * 64
"""What stands for the hash before the first entry of a log."""

STARTED, FINISHED, FAILED = "started", "finished", "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; it carries the hash of the line before, and so vouches for all before it."""

    number: int
    """From 1, without gaps."""
    at: int
    """Epoch milliseconds, UTC."""
    by: str
    action: str
    check: str
    body: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def sound(self) -> bool:
        """Whether the hash is that of what stands here."""
        return self.hash == entry_hash(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a hit rested on when it was seen: the posts behind it, and the files that say them."""

    posts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of each post, with the short ids of the datasets that say it."""
    datasets: tuple[str, ...] = ()
    """Short ids of all datasets that the hit rested on."""
    whole: bool = True
    """Whether these are all posts; False where there were too many to keep."""

    def as_json(self) -> dict[str, Any]:
        """For the store; `evidence_of` reads it."""
        return {
            "posts": {key: list(ids) for key, ids in self.posts.items()},
            "datasets": list(self.datasets),
            "whole": self.whole,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a run, with what makes it the same hit in the next."""

    key: str
    """Canonical JSON of the key columns and their values."""
    strength: float | int | None
    row: Mapping[str, Any]
    evidence: Evidence

    @property
    def id(self) -> str:
        """What a person calls it by: the same in every run."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:10]

    @property
    def title(self) -> str:
        """The values of the key, for a reader."""
        return title_of(self.key)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of a check: what was asked, of which data, and how it ended."""

    id: int
    check: str
    started_at: int
    """Epoch milliseconds, UTC; so is `ended_at`."""
    ended_at: int | None
    state: str
    """started, finished or failed; one that was started and whose process is gone is failed."""
    by: str
    error: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    """Of a finished run: asked, datasets, inputs, limit, truncated, notes, coverage, question, caveats, lost."""

    @property
    def finished(self) -> bool:
        """Whether it has an answer."""
        return self.state == FINISHED


def evidence_of(found: Mapping[str, Any]) -> Evidence:
    """The evidence in its JSON."""
    posts = {str(key): tuple(map(str, ids)) for key, ids in found["posts"].items()}
    return Evidence(posts, tuple(map(str, found["datasets"])), bool(found["whole"]))


def canonical(value: object) -> str:
    """JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def entry_hash(entry: Entry) -> str:
    """SHA-256 over the entry and the hash of the one before."""
    content = [entry.number, entry.at, entry.by, entry.action, entry.check, entry.body, entry.previous]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def title_of(key: str) -> str:
    """The values of a hit's key, for a reader."""
    values = of_json(key).values()
    return ", ".join(" + ".join(map(str, v)) if isinstance(v, list) else str(v) for v in values)
