"""The ground that paths are sought on: what leads on from nodes, read in batches, with hubs and the unwanted left out.

Accounts are joined by what they share, by a post that one wrote and another reposted or quoted, and by what is stored
between them; not through every post. A mention is no step: anybody may mention anybody. Nor is a group or page that
posts appear on, but for a chosen post. A domain leads on to accounts and fingerprints, not to each of its addresses.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graph.connection import Graph, GraphError
from graph.neighbourhood import SAID
from graph.records import Ref
from graph.schema import NODE_KEY, NODES, RELATIONSHIPS
from graph.sharing import FROM_OBJECT, FROM_POST
from graph.stopping import Stop, read
from graph.vertices import by_label

_AT_A_TIME = 200
_ROWS = 20_000
"""Rows of one read, the most telling first."""

LEAST_BITS = 0.5
UNKNOWN_BITS = 1.0
STEP = 0.05
"""What each step costs beside what it leads through: of two equally telling paths the shorter one is better."""

_NO_STEP = frozenset({"STATED_BY", "ABOUT", "FOUND_BY", "MENTIONS", "POSTED"})
_FROM_START_ONLY = frozenset({"ON_DOMAIN", "HAS_MEDIA"})
_LISTS = ("Network", "Set", "Cluster", "Fingerprint")
"""Labels whose size is the number of nodes that lead to them."""


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What a path may not lead through; the chosen nodes themselves are never left out.

    `hubs`: things that more accounts shared, and lists of more nodes. `types` of links, by default membership of the
    analyst's own sets, which is an input and no evidence. `since` and `until` (exclusive, epoch ms): only sharing by posts
    of that span, and coordination that overlaps it; what joins things has no time, and holds.
    """

    hubs: int = 200
    labels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset({"IN_SET"})
    refs: frozenset[Ref] = frozenset()
    since: int | None = None
    until: int | None = None


class OutOfBoundsError(Exception):
    """Reading ended because a bound was reached; its text says which."""


@dataclass(slots=True)
class Ground:
    """What was read so far: for each node that was looked at, what it leads to and at which cost."""

    graph: Graph
    ends: frozenset[Ref]
    without: Exclusions
    most_nodes: int
    deadline: float
    stop: Stop | None
    steps: dict[Ref, dict[Ref, float]] = field(default_factory=dict)
    hubs: dict[Ref, int] = field(default_factory=dict)
    """Nodes left out because too many share them, with how many do."""
    met: set[Ref] = field(default_factory=set)
    """Nodes that were met and are among those left out by name."""
    cut: bool = False
    """Whether a read had more rows than are taken."""
    _expanded: set[Ref] = field(default_factory=set)

    def expand(self, refs: Iterable[Ref]) -> None:
        """Read what the nodes lead to; OutOfBoundsError where a bound is reached first."""
        fresh = [ref for ref in refs if ref not in self._expanded]
        for label, keys in by_label(fresh).items():
            for start in range(0, len(keys), _AT_A_TIME):
                self._expand(label, keys[start : start + _AT_A_TIME])
                if len(self.steps) > self.most_nodes:
                    raise OutOfBoundsError(f"{self.most_nodes:,} nodes were looked at")

    def _expand(self, label: str, keys: list[str]) -> None:
        if label in _LISTS:
            keys = self._small(label, keys)
        for query in _queries(label, self.without.labels, self.without.types, self._timed()):
            for row in self._read(query, keys):
                self._take(Ref(label, row["key"]), row)
        chosen = [key for key in keys if Ref(label, key) in self.ends] if label == "Post" else []
        for query in _post_queries(self.without.labels, self.without.types) if chosen else ():
            for row in self._read(query, chosen):
                self._take(Ref(label, row["key"]), row)
        for key in keys:
            self.steps.setdefault(Ref(label, key), {})
        self._expanded.update(Ref(label, key) for key in keys)

    def _small(self, label: str, keys: list[str]) -> list[str]:
        query = f"UNWIND $keys AS key MATCH (n:{label} {{{NODE_KEY}: key}}) RETURN key, COUNT {{ (n)<--() }} AS n ORDER BY key"
        for row in self._read(query, keys):
            ref = Ref(label, row["key"])
            if row["n"] > self.without.hubs and ref not in self.ends:
                self._leave_out(ref, row["n"])
        return [key for key in keys if Ref(label, key) not in self.hubs]

    def _leave_out(self, hub: Ref, sharers: int) -> None:
        self.hubs[hub] = sharers
        # a list is known for a hub only when it is its turn
        for other in self.steps.pop(hub, {}):
            self.steps[other].pop(hub, None)

    def _take(self, one: Ref, row: dict[str, Any]) -> None:
        other = Ref(row["label"], row["id"])
        if other == one or other in self.hubs:
            return
        if other not in self.ends:
            if other in self.without.refs:
                self.met.add(other)
                return
            sharers = row["sharers"] or 0
            if sharers > self.without.hubs or row["service"]:
                self._leave_out(other, sharers)
                return
        cost = STEP + max((1 / max(bits, LEAST_BITS) for bits in _bits(one, other, row)), default=0.0)
        for start, end in ((one, other), (other, one)):
            known = self.steps.setdefault(start, {})
            known[end] = min(known.get(end, cost), cost)

    def _timed(self) -> bool:
        return self.without.since is not None or self.without.until is not None

    def _read(self, query: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfBoundsError("the time was over")
        since, until = self.without.since, self.without.until
        parameters = {
            "keys": list(keys), "rows": _ROWS + 1, "ends": [ref.key for ref in sorted(self.ends, key=str)],
            "since": -(2**62) if since is None else since, "until": 2**62 if until is None else until,
        }  # fmt: skip
        try:
            if self.stop is None:
                found = self.graph.read(query, parameters, timeout_s=left)
            else:
                found = read(self.graph, query, parameters, stop=self.stop, timeout_s=left)
        except GraphError as error:
            if time.monotonic() < self.deadline or (self.stop is not None and self.stop.asked):
                raise
            raise OutOfBoundsError("the time was over") from error
        self.cut = self.cut or len(found) > _ROWS
        return found[:_ROWS]


def _bits(one: Ref, other: Ref, row: dict[str, Any]) -> list[float]:
    if row["type"] in ("POSTED", "SAME_AS"):
        # two keys of one thing, or whose post it is: nothing that chance could explain
        return []
    if row["link"] is not None:
        return [row["link"]]
    known = [float(bits) for bits in (row["information"], row["own"]) if bits is not None]
    return [*known, UNKNOWN_BITS] if {one.label, other.label} & SAID or not known else known


_ORDER = "ORDER BY information IS NULL, information DESC, label, id, key, type LIMIT $rows"
_SPAN = "p.created_at >= $since AND p.created_at < $until"


@cache
def _queries(label: str, labels: frozenset[str], types: frozenset[str], timed: bool) -> tuple[str, ...]:
    """One query for each way on from nodes of the label."""
    head = f"UNWIND $keys AS key MATCH (n:{label} {{{NODE_KEY}: key}}) "
    queries: list[str] = []
    if label == "Account" and "SHARED" not in types:
        queries += [
            f"{head}MATCH (n)-[:POSTED]->(p:Post) {f'WHERE {_SPAN} ' if timed else ''}MATCH {pattern} {_of_thing(end)}"
            for end, pattern in FROM_POST.items()
            if end not in labels
        ]
    if label == "Account" and not {"POSTED", "SHARED"} & types and "Post" not in labels:
        # own posts that others reposted or quoted
        span = f" AND {_SPAN.replace('p.', 'o.')}" if timed else ""
        queries.append(
            f"{head}MATCH (n)-[:POSTED]->(o:Post) WHERE (o.sharers >= 1 OR o.{NODE_KEY} IN $ends){span} "
            f"{_returned(label, 'Post', 'POSTED')}"
        )
    if label in FROM_OBJECT and "SHARED" not in types and "Account" not in labels:
        pattern = FROM_OBJECT[label].replace("(o)", "(n)")
        span = f"WHERE {_SPAN} " if timed else ""
        queries.append(
            f"{head}MATCH {pattern} {span}MATCH (p)<-[:POSTED]-(o:Account) {_returned(label, 'Account', 'SHARED')}"
        )
    if label == "Post" and "POSTED" not in types and "Account" not in labels:
        queries.append(f"{head}MATCH (n)<-[:POSTED]-(o:Account) {_returned(label, 'Account', 'POSTED')}")
    return (*queries, *_stored_queries(head, label, labels, types, timed))


def _stored_queries(head: str, label: str, labels: frozenset[str], types: frozenset[str], timed: bool) -> Iterable[str]:
    for declared in RELATIONSHIPS.values():
        if not declared.stored or declared.type in _NO_STEP | types or declared.starts == ("Post",):
            continue
        if label == "Post" and declared.type not in ("LISTED_IN", "IN_SET"):
            continue
        span = (
            " WHERE r.last_at >= $since AND r.first_at < $until"
            if timed and declared.type == "COORDINATED_WITH"
            else ""
        )
        link = "r.information" if declared.type == "COORDINATED_WITH" else "null"
        for arrow, ends in (("-[r:{}]->", declared.ends), ("<-[r:{}]-", declared.starts)):
            here = declared.starts if arrow.endswith(">") else declared.ends
            if label not in here or (declared.type in _FROM_START_ONLY and not arrow.endswith(">")):
                continue
            for end in ends:
                if end not in labels and not (end == "Post" and "Post" not in here and declared.starts != _listed()):
                    yield f"{head}MATCH (n){arrow.format(declared.type)}(o:{end}){span} {_returned(label, end, declared.type, link=link)}"


def _listed() -> tuple[str, ...]:
    return RELATIONSHIPS["LISTED_IN"].starts


@cache
def _post_queries(labels: frozenset[str], types: frozenset[str]) -> tuple[str, ...]:
    """What a chosen post leads to beside its author and those who shared it: what it holds, what it answers and is answered by."""
    head = f"UNWIND $keys AS key MATCH (n:Post {{{NODE_KEY}: key}}) "
    found = []
    for declared in RELATIONSHIPS.values():
        if not declared.stored or "Post" not in declared.starts or declared.type in types | {"LISTED_IN", "IN_SET"}:
            continue
        ways = [("-[:{}]->", declared.ends), ("<-[:{}]-", ("Post",) if "Post" in declared.ends else ())]
        found += [
            f"{head}MATCH (n){arrow.format(declared.type)}(o:{end}) {_returned('Post', end, declared.type)}"
            for arrow, ends in ways
            for end in ends
            if end not in labels
        ]
    return tuple(found)


def _of_thing(label: str) -> str:
    # what one account alone shared leads on only where something else hangs on it
    leads_on = {
        "Domain": "true",
        "Url": "EXISTS { (o)-[:REDIRECTS_TO]-() }",
        "Text": "EXISTS { (o)-[:NEAR_DUPLICATE]-() }",
        "Media": "EXISTS { (o)-[:NEAR_DUPLICATE|SAME_AS]-() }",
    }.get(label, "false")
    # who posted it leads on from a post that one alone reposted
    least = 1 if label == "Post" else 2
    return f"WITH DISTINCT key, n, o WHERE o.sharers >= {least} OR o.{NODE_KEY} IN $ends OR {leads_on} {_returned('Account', label, 'SHARED')}"


def _returned(here: str, label: str, type_: str, *, link: str = "null") -> str:
    service = any(p.name == "shared_service" for p in NODES[label].properties)
    return (
        f"RETURN DISTINCT key, '{label}' AS label, o.{NODE_KEY} AS id, '{type_}' AS type, {link} AS link, "
        f"{'o.sharers' if _is_weighed(label) and label not in _LISTS else 'null'} AS sharers, "
        f"{_weight('o', label)} AS information, {_weight('n', here)} AS own, "
        f"{'coalesce(o.shared_service, false)' if service else 'false'} AS service {_ORDER}"
    )


def _weight(name: str, label: str) -> str:
    return f"coalesce({name}.information, {UNKNOWN_BITS})" if _is_weighed(label) else "null"


def _is_weighed(label: str) -> bool:
    return any(p.name == "information" for p in NODES[label].properties)
