"""What differs between two runs of a check: new, gone, stronger, weaker, unchanged, each with why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from queries.reasons import Data, Why, why_less, why_more
from store.check_records import CheckRun, Hit, evidence_of


class Kind(StrEnum):
    """How a hit of one run stands to the other run."""

    NEW = "new"
    STRONGER = "stronger"
    WEAKER = "weaker"
    GONE = "gone"
    UNCHANGED = "unchanged"
    BEYOND = "beyond the limit"
    """Missing in an answer that was cut: whether it is there is not known."""
    ONLY_NOW = "only in the later"
    ONLY_BEFORE = "only in the earlier"
    IN_BOTH = "in both"
    """The last three: the runs asked differently, so that nothing is called new or gone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One hit and how it stands."""

    kind: Kind
    hit: Hit
    """As the later run has it; as the earlier had it where the later lacks it."""
    before: float | int | None
    """Strength in the earlier run."""
    now: float | int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, the earlier possibly none, hit by hit."""

    earlier: CheckRun | None
    later: CheckRun
    changes: tuple[Change, ...]
    """In the order of the later answer, then of the earlier."""
    differs: tuple[str, ...]
    """What was asked differently; where anything was, nothing is called new or gone."""
    notes: tuple[str, ...]
    """What else differs: members of sets, codebook, an answer cut at its limit."""

    def count(self, *kinds: Kind) -> int:
        """How many hits stand like that."""
        return sum(1 for one in self.changes if one.kind in kinds)


Seen = tuple[CheckRun, Sequence[Hit]]
"""A finished run with its hits."""


def compared(earlier: Seen | None, later: Seen) -> Comparison:
    """The later run against the earlier, or against nothing: then every hit is new."""
    run, hits = later
    if earlier is None:
        first = Why("first", "the first run of this check: nothing to compare with")
        changes = [Change(Kind.NEW, hit, None, hit.strength, first) for hit in hits]
        return Comparison(None, run, tuple(changes), (), tuple(_cut(run, "this answer")))
    before, earlier_hits = earlier
    differs = tuple(_differs(before.content["asked"], run.content["asked"]))
    notes = [*_inputs(before.content["inputs"], run.content["inputs"])]
    notes += [*_cut(before, "the earlier answer"), *_cut(run, "this answer")]
    old = {hit.key: hit for hit in earlier_hits}
    new = {hit.key: hit for hit in hits}
    gone = [hit for hit in earlier_hits if hit.key not in new]
    if differs:
        other = Why("asked differently", f"asked differently: {'; '.join(differs)}")
        kinds = [(Kind.IN_BOTH if hit.key in old else Kind.ONLY_NOW, hit) for hit in hits]
        kinds += [(Kind.ONLY_BEFORE, hit) for hit in gone]
        changes = [Change(kind, hit, _strength(old, hit), _strength(new, hit), other) for kind, hit in kinds]
        return Comparison(before, run, tuple(changes), differs, tuple(notes))
    data = Data.of(before, run)
    changes = [_present(hit, old.get(hit.key), data, cut=before) for hit in hits]
    lost: Mapping[str, Any] = run.content["lost"] if run.content["lost_since"] == before.id else {}
    changes += [_absent(hit, lost, data, cut=run) for hit in gone]
    return Comparison(before, run, tuple(changes), (), tuple(notes))


def _present(hit: Hit, old: Hit | None, data: Data, cut: CheckRun) -> Change:
    if old is None:
        why = why_more(None, hit.evidence, data)
        # what was loaded since cannot have stood beyond the limit
        if cut.content["truncated"] and not why.files:
            limit = cut.content["limit"]
            why = Why("limit", f"the earlier answer ended at limit = {limit}: it may have stood beyond it")
            return Change(Kind.BEYOND, hit, None, hit.strength, why)
        return Change(Kind.NEW, hit, None, hit.strength, why)
    if old.strength is None or hit.strength is None or old.strength == hit.strength:
        why = (
            Why("same", "")
            if old.strength == hit.strength
            else Why("unknown", "its strength is known on one side only")
        )
        return Change(Kind.UNCHANGED, hit, old.strength, hit.strength, why)
    if hit.strength > old.strength:
        return Change(Kind.STRONGER, hit, old.strength, hit.strength, why_more(old.evidence, hit.evidence, data))
    return Change(Kind.WEAKER, hit, old.strength, hit.strength, why_less(old.evidence, hit.evidence, data, whole=False))


def _absent(hit: Hit, lost: Mapping[str, Any], data: Data, cut: CheckRun) -> Change:
    still = evidence_of(lost[hit.key]) if hit.key in lost else None
    why = why_less(hit.evidence, still, data, whole=True)
    nothing_left = still is not None and still.whole and not still.posts and bool(hit.evidence.posts)
    if cut.content["truncated"] and not nothing_left:
        limit = cut.content["limit"]
        beyond = Why("limit", f"the answer ends at limit = {limit}: it may stand beyond it; raise the limit to know")
        return Change(Kind.BEYOND, hit, hit.strength, None, beyond)
    return Change(Kind.GONE, hit, hit.strength, None, why)


def _strength(hits: Mapping[str, Hit], hit: Hit) -> float | int | None:
    return hits[hit.key].strength if hit.key in hits else None


def _differs(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    if before["query"] != now["query"]:
        yield f"query {now['query']}, before {before['query']}"
    elif before["cypher"] != now["cypher"]:
        yield f"the text of query {now['query']} has changed"
    for name in sorted({*before["parameters"], *now["parameters"]}):
        old, new = before["parameters"].get(name), now["parameters"].get(name)
        if old != new:
            yield f"{name} = {_said(new)}, before {_said(old)}"
    if before["key"] != now["key"]:
        yield f"a hit is made by {' + '.join(now['key'])}, before by {' + '.join(before['key'])}"
    if before["strength"] != now["strength"]:
        yield f"strength is {now['strength']}, before {before['strength']}"


def _said(value: object) -> str:
    return "nothing" if value in (None, "") else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _inputs(before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[str]:
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name):
            what = "has other members" if name.startswith("set ") else "is another"
            yield f"{name} {what} than at the earlier run: differences may come from that"


def _cut(run: CheckRun, called: str) -> Iterable[str]:
    if run.content["truncated"]:
        yield f"{called} ends at limit = {run.content['limit']}: there may be more hits"
