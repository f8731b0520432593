"""What at least two of some nodes share: things that their accounts posted, and what lies behind their links and domains."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODE_KEY, NODES, RELATIONSHIPS
from graph.sharing import FROM_POST
from graph.vertices import by_label

THINGS = ("Url", "Domain", "Media", "Text", "Hashtag", "Fingerprint")
"""Labels of the things that are looked for."""

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


def shared_among(graph: Graph, refs: Iterable[Ref]) -> list[Thing]:
    """Every thing beside the nodes that at least two of them share: most bits times holders first, then by key."""
    given = list(dict.fromkeys(refs))
    holders: Counter[Ref] = Counter()
    bits: dict[Ref, float | None] = {}
    for label, keys in by_label(given).items():
        for query in _queries(label):
            for row in _rows(graph, query, keys):
                ref = Ref(row["label"], row["id"])
                holders[ref] += row["holders"]
                bits[ref] = row["information"]
    known = set(given)
    found = [Thing(ref, n, bits[ref]) for ref, n in holders.items() if n > 1 and ref not in known]
    return sorted(found, key=lambda thing: (-thing.weight, -thing.holders, str(thing.ref)))


def _rows(graph: Graph, query: str, keys: Sequence[str]) -> Iterable[dict[str, Any]]:
    for start in range(0, len(keys), _AT_A_TIME):
        yield from graph.read(query, {"keys": keys[start : start + _AT_A_TIME]}, timeout_s=60.0)


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
        f"{_NOBODYS_OWN if label == 'Domain' else ''}RETURN '{label}' AS label, o.{NODE_KEY} AS id, {'o.information' if weighed else 'null'} AS information, "
        "count(DISTINCT key) AS holders ORDER BY id"
    )
