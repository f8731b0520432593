"""What stands around a node, the most telling first, bounded however great the hub."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODE_KEY, NODES, RELATIONSHIPS
from graph.sharing import FROM_OBJECT
from graph.subgraph import Subgraph

WALKED = 50_000
"""Posts or links of one hub that are looked at; beyond that, counts are lower bounds."""

_COUNTED = 2_000
"""Neighbours of one walk that are told apart from those of other walks."""

_FIRST = frozenset({"Network", "Set", "Statement"})
"""Labels that come before all others: what somebody said of a node outweighs what it shares."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A node with what stands around it; `total` is how much there is in all, without the `common` that was left out."""

    subgraph: Subgraph
    shown: int
    total: int
    common: int = 0


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way from a node `n` to its neighbours `m`, whose labels are `labels`.

    `pattern` binds `m`, and `p` where a post stands between that has to be drawn, too: no link
    of the schema leads past it.
    """

    labels: tuple[str, ...]
    pattern: str
    bridged: bool = False
    asked_only: bool = False
    """Followed only where its labels are asked for by name."""


_BOUND = "WITH n, p LIMIT $walked"
_POSTS = f"MATCH (n)-[:POSTED]->(p:Post) {_BOUND}"


@cache
def _walks(label: str) -> tuple[_Walk, ...]:
    if label == "Account":
        return (*_ACCOUNT, *_stored(label))
    posts = f"MATCH {FROM_OBJECT[label].replace('(o)', '(n)')} {_BOUND}" if label in FROM_OBJECT else ""
    if label == "Surface":
        posts = f"MATCH (n)<-[:ON_SURFACE]-(p:Post) {_BOUND}"
    if not posts:
        return _stored(label)
    by = _Walk(("Account",), f"{posts} MATCH (p)<-[:POSTED]-(m:Account)", bridged=label == "Surface")
    own = _Walk(("Post",), f"{posts} WITH p AS m", asked_only=True)
    return (by, *(() if label == "Post" else (own,)), *_stored(label))


_ACCOUNT = (
    _Walk(
        ("Url", "Hashtag", "Text", "Media", "Post"),
        f"{_POSTS} MATCH (p)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF|QUOTES]->(m)",
    ),
    _Walk(("Domain", "Media"), f"{_POSTS} MATCH (p)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN|HAS_MEDIA]->(m)"),
    # whom it mentions, and where it appears
    _Walk(("Account", "Surface"), f"{_POSTS} MATCH (p)-[:MENTIONS|ON_SURFACE]->(m)", bridged=True),
    # whom it reposts or quotes: the bridge is their post
    _Walk(
        ("Account",),
        f"{_POSTS} MATCH (p)-[:REPOST_OF|QUOTES]->(o:Post)<-[:POSTED]-(m:Account) WITH m, o AS p",
        bridged=True,
    ),
    # who mentions it
    _Walk(("Account",), f"MATCH (n)<-[:MENTIONS]-(p:Post) {_BOUND} MATCH (p)<-[:POSTED]-(m:Account)", bridged=True),
    # who reposts or quotes it: the bridge is its own post
    _Walk(("Account",), f"{_POSTS} MATCH (p)<-[:REPOST_OF|QUOTES]-(:Post)<-[:POSTED]-(m:Account)", bridged=True),
    _Walk(("Post",), f"{_POSTS} WITH p AS m", asked_only=True),
)


def _stored(label: str) -> tuple[_Walk, ...]:
    """What a stored relationship joins to a node, but for posts around what they share."""
    out: dict[str, tuple[str, ...]] = {}
    into: dict[str, tuple[str, ...]] = {}
    for type_, declared in RELATIONSHIPS.items():
        if not declared.stored or (label == "Account" and type_ in ("POSTED", "MENTIONS")):
            continue
        if label in declared.starts:
            out[type_] = declared.ends
        if label in declared.ends:
            # around what posts share stand accounts; around a post, what answers it
            starts = tuple(s for s in declared.starts if s != "Post" or type_ == "REPLY_TO")
            if starts:
                into[type_] = starts
    walks = []
    for types, pattern in ((out, "(n)-[:{}]->(m)"), (into, "(n)<-[:{}]-(m)")):
        if types:
            ends = tuple(dict.fromkeys(end for listed in types.values() for end in listed))
            walks.append(_Walk(ends, f"MATCH {pattern.format('|'.join(types))} WITH m LIMIT $walked"))
    return tuple(walks)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Neighbours in their order, the posts that join some of them, how many there are, how many common ones beside."""

    refs: tuple[Ref, ...]
    bridges: tuple[Ref, ...]
    total: int
    common: int


def ranked(
    graph: Graph, ref: Ref, *, limit: int, labels: Sequence[str] | None, exclude: Set[Ref], least: float = 0.0
) -> Ranked:
    """The neighbours to show, without the excluded: what was said first, then rare objects before common ones.

    Objects of fewer than `least` bits are only counted. Objects that one account alone shared say nothing of others:
    they come last.
    """
    found: dict[Ref, tuple[bool, float, int]] = {}
    bridges: dict[Ref, Ref] = {}
    common: set[str] = set()
    uncounted = uncounted_common = 0
    known = sorted({str(ref), *map(str, exclude)})
    for walk in _walks(ref.label):
        wanted = [label for label in walk.labels if labels is None or label in labels]
        if not wanted or (labels is None and walk.asked_only):
            continue
        parameters = {
            "id": ref.key, "labels": wanted, "known": known, "walked": WALKED, "fetched": max(limit, _COUNTED),
            "least": least,
        }  # fmt: skip
        row = graph.read(_query(ref.label, walk), parameters)[0]
        uncounted += row["total"] - len(row["found"])
        common.update(row["common"])
        uncounted_common += row["total_common"] - len(row["common"])
        for label, key, information, times, bridge in row["found"]:
            neighbour = Ref(label, key)
            weight = (label not in _FIRST, -float(information), -int(times))
            if neighbour not in found or weight < found[neighbour]:
                found[neighbour] = weight
            if walk.bridged:
                bridges.setdefault(neighbour, Ref("Post", bridge))
            else:
                bridges.pop(neighbour, None)
    order = sorted(found, key=lambda one: (found[one], str(one)))
    shown = tuple(order[:limit])
    between = dict.fromkeys(bridges[one] for one in shown if one in bridges)
    return Ranked(shown, tuple(between), len(order) + uncounted, len(common) + uncounted_common)


@cache
def _query(label: str, walk: _Walk) -> str:
    bridge = f"min(p.{NODE_KEY})" if walk.bridged else "null"
    weighed = any(p.name == "information" for end in walk.labels for p in NODES[end].properties)
    information = "coalesce(m.information, 0.0)" if weighed else "0.0"
    # what one account alone shared has no bits: it is not common
    common = "coalesce(m.information < $least, false)" if weighed else "false"
    return (
        f"MATCH (n:{label} {{{NODE_KEY}: $id}}) {walk.pattern} "
        f"WITH labels(m)[0] AS label, m.{NODE_KEY} AS key, {information} AS information, {common} AS common, "
        f"count(*) AS times, {bridge} AS bridge "
        "WHERE label IN $labels AND NOT (label + '/' + key) IN $known "
        "WITH label, key, information, common, times, bridge ORDER BY information DESC, times DESC, label, key "
        "WITH collect(CASE WHEN common THEN null ELSE [label, key, information, times, bridge] END) AS found, "
        "collect(CASE WHEN common THEN label + '/' + key ELSE null END) AS common "
        "RETURN found[0..$fetched] AS found, size(found) AS total, common[0..$fetched] AS common, "
        "size(common) AS total_common"
    )
