"""What at least two of some nodes share: things that their accounts posted, and what lies behind their links and domains."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.connection import Graph
from graph.read import induced
from graph.records import Ref
from graph.schema import NODE_KEY, NODES, RELATIONSHIPS
from graph.sharing import FROM_POST
from graph.vertices import by_label

THINGS = ("Url", "Domain", "Media", "Text", "Hashtag", "Fingerprint", "Post")
"""Labels of the things that are looked for."""

MOST = 200
"""Things of which is read who shares them, where no other bound is given."""

_AT_A_TIME = 200

# shorteners, platforms and shared hosts are nobody's own
_NOBODYS_OWN = "WITH key, o WHERE NOT coalesce(o.shared_service, false) "


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with how many of the nodes share it, and its bits; None where they are unknown."""

    ref: Ref
    holders: int
    information: float | None

    @property
    def weight(self) -> float:
        """Bits times holders."""
        return (self.information or 0.0) * self.holders


@dataclass(frozen=True, slots=True)
class Holder:
    """A node that shares a thing; of an account by how many posts, and when it first and last did. None: unknown."""

    ref: Ref
    posts: int | None = None
    first_at: int | None = None
    last_at: int | None = None


@dataclass(frozen=True, slots=True)
class SharedThing:
    """A thing with those of the nodes that share it, the first to do so first, those without a time last."""

    thing: Thing
    holders: tuple[Holder, ...]

    @property
    def first_at(self) -> int | None:
        """When the first of them shared it (epoch ms)."""
        return min((one.first_at for one in self.holders if one.first_at is not None), default=None)

    @property
    def last_at(self) -> int | None:
        """When the last of them shared it (epoch ms)."""
        return max((one.last_at for one in self.holders if one.last_at is not None), default=None)


@dataclass(frozen=True, slots=True)
class SharedThings:
    """Things that at least two of the nodes share: most bits times holders first, then by key; `left_out` follow them."""

    things: tuple[SharedThing, ...]
    left_out: int


def shared_by(graph: Graph, refs: Iterable[Ref], *, most: int = MOST) -> SharedThings:
    """The first things of `shared_among`, each with who of the nodes shares it and when."""
    given = tuple(dict.fromkeys(refs))
    found = shared_among(graph, given)
    shown = found[: max(most, 0)]
    holders: dict[Ref, dict[Ref, Holder]] = {thing.ref: {} for thing in shown}
    asked = set(given)
    for edge in induced(graph, [*given, *holders]).edges if shown else ():
        if edge.start in asked and edge.end in holders and edge.type != "NEAR_DUPLICATE":
            times: dict[str, Any] = {
                name: edge.properties[name] for name in ("posts", "first_at", "last_at") if name in edge.properties
            }
            holders[edge.end].setdefault(edge.start, Holder(edge.start, **times))
    things = tuple(SharedThing(thing, tuple(sorted(holders[thing.ref].values(), key=_when))) for thing in shown)
    return SharedThings(things, len(found) - len(shown))


def _when(holder: Holder) -> tuple[bool, int, str]:
    return holder.first_at is None, holder.first_at or 0, str(holder.ref)


def shared_among(graph: Graph, refs: Iterable[Ref]) -> list[Thing]:
    """Every thing beside the nodes that at least two of them share: most bits times holders first, then by key."""
    given = list(dict.fromkeys(refs))
    holders: Counter[Ref] = Counter()
    bits: dict[Ref, float | None] = {}
    kinds = by_label(given)
    # what one of them alone has need not be told, where no other query can find another who has it
    least = 2 if len(kinds) == 1 and len(given) <= _AT_A_TIME and "Account" in kinds else 1
    for label, keys in kinds.items():
        for query in _queries(label):
            for row in _rows(graph, query, keys, least):
                ref = Ref(row["label"], row["id"])
                holders[ref] += row["holders"]
                bits[ref] = row["information"]
    known = set(given)
    found = [Thing(ref, n, bits[ref]) for ref, n in holders.items() if n > 1 and ref not in known]
    return sorted(found, key=lambda thing: (-thing.weight, -thing.holders, str(thing.ref)))


def _rows(graph: Graph, query: str, keys: Sequence[str], least: int) -> Iterable[dict[str, Any]]:
    for start in range(0, len(keys), _AT_A_TIME):
        given = {"keys": keys[start : start + _AT_A_TIME], "least": least}
        yield from graph.read(query, given, timeout_s=60.0)


@cache
def _queries(label: str) -> tuple[str, ...]:
    """One query for each way from nodes of the label to things; a node counts once for each thing."""
    head = f"UNWIND $keys AS key MATCH (n:{label} {{{NODE_KEY}: key}}) "
    if label == "Account":
        ways = [
            (end, f"MATCH (n)-[:POSTED]->(p:Post) MATCH {pattern} ")
            for end, pattern in FROM_POST.items()
            if end in THINGS
        ]
    else:
        ways = [
            (end, f"MATCH (n)-[:{declared.type}]->(o:{end}) ")
            for declared in RELATIONSHIPS.values()
            if declared.stored and label in declared.starts and declared.type != "NEAR_DUPLICATE"
            for end in declared.ends
            if end in THINGS
        ]
    return tuple(head + way + _returned(end) for end, way in ways)


def _returned(label: str) -> str:
    weighed = any(p.name == "information" for p in NODES[label].properties)
    return (
        f"{_NOBODYS_OWN if label == 'Domain' else ''}"
        f"WITH o.{NODE_KEY} AS id, {'o.information' if weighed else 'null'} AS information, count(DISTINCT key) AS holders "
        f"WHERE holders >= $least RETURN '{label}' AS label, id, information, holders ORDER BY id"
    )
