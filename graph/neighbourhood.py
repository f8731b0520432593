"""What stands around a node, the most telling first, bounded however great the hub."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODE_KEY, NODES, RELATIONSHIPS
from graph.sharing import FROM_OBJECT
from graph.subgraph import Subgraph
from graph.vertices import among

WALKED = 50_000
"""Posts or links of one hub that are looked at; beyond that, counts are lower bounds."""

AT_ONCE = 200
"""Neighbours that come at once, at most: more flood a screen, and are picked from a list."""

_COUNTED = 2_000
"""Neighbours of one walk that are told apart from those of other walks."""

SAID = frozenset({"Network", "Set", "Statement"})
"""Labels that come before all others: what somebody said of a node outweighs what it shares."""

NAMED_BY_PLATFORM = ("Account", "Post", "Surface")
"""Labels whose keys begin with the platform, also where nothing else is known of the node."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which neighbours are wanted; what is not said leaves none out.

    `other_platforms`: only what stands on a platform that is not the node's; where the node has none, nothing does.
    `coordinated`: only accounts that a run found to move together with the node.
    """

    labels: tuple[str, ...] | None = None
    platforms: tuple[str, ...] | None = None
    other_platforms: bool = False
    coordinated: bool = False


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A node with what stands around it; `total` is how much there is in all, without the `common` that was left out."""

    subgraph: Subgraph
    shown: int
    total: int
    common: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """One way from a node `n` to its neighbours `m`, whose labels are `labels`.

    `pattern` binds `m`, and `p` where a post stands between that has to be drawn, too: no link
    of the schema leads past it.
    """

    labels: tuple[str, ...]
    pattern: str
    bridged: bool = False
    asked_only: bool = False
    """Followed only where its labels are asked for by name."""
    bits: str = ""
    """How telling the way itself is, in Cypher, where that is not a property of the neighbour."""


_BOUND = "WITH n, p LIMIT $walked"
_POSTS = f"MATCH (n)-[:POSTED]->(p:Post) {_BOUND}"


@cache
def _all_walks(label: str) -> tuple[Walk, ...]:
    if label == "Account":
        return (*_ACCOUNT, *_stored(label))
    posts = f"MATCH {FROM_OBJECT[label].replace('(o)', '(n)')} {_BOUND}" if label in FROM_OBJECT else ""
    if label == "Surface":
        posts = f"MATCH (n)<-[:ON_SURFACE]-(p:Post) {_BOUND}"
    if not posts:
        return _stored(label)
    by = Walk(("Account",), f"{posts} MATCH (p)<-[:POSTED]-(m:Account)", bridged=label == "Surface")
    own = Walk(("Post",), f"{posts} WITH p AS m", asked_only=True)
    return (by, *(() if label == "Post" else (own,)), *_stored(label))


_COORDINATED = Walk(
    ("Account",), "MATCH (n)-[r:COORDINATED_WITH]-(m:Account) WITH m, r LIMIT $walked", bits="max(r.information)"
)

_ACCOUNT = (
    Walk(
        ("Url", "Hashtag", "Text", "Media", "Post"),
        f"{_POSTS} MATCH (p)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF|QUOTES]->(m)",
    ),
    Walk(("Domain", "Media"), f"{_POSTS} MATCH (p)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN|HAS_MEDIA]->(m)"),
    # whom it mentions, and where it appears
    Walk(("Account", "Surface"), f"{_POSTS} MATCH (p)-[:MENTIONS|ON_SURFACE]->(m)", bridged=True),
    # whom it reposts or quotes: the bridge is their post
    Walk(
        ("Account",),
        f"{_POSTS} MATCH (p)-[:REPOST_OF|QUOTES]->(o:Post)<-[:POSTED]-(m:Account) WITH m, o AS p",
        bridged=True,
    ),
    # who mentions it
    Walk(("Account",), f"MATCH (n)<-[:MENTIONS]-(p:Post) {_BOUND} MATCH (p)<-[:POSTED]-(m:Account)", bridged=True),
    # who reposts or quotes it: the bridge is its own post
    Walk(("Account",), f"{_POSTS} MATCH (p)<-[:REPOST_OF|QUOTES]-(:Post)<-[:POSTED]-(m:Account)", bridged=True),
    Walk(("Post",), f"{_POSTS} WITH p AS m", asked_only=True),
)


def _stored(label: str) -> tuple[Walk, ...]:
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
            walks.append(Walk(ends, f"MATCH {pattern.format('|'.join(types))} WITH m LIMIT $walked"))
    return tuple(walks)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Neighbours in their order, the posts that join some of them, how many there are, how many common ones beside."""

    refs: tuple[Ref, ...]
    bridges: tuple[Ref, ...]
    total: int
    common: int


def walks(label: str, choice: Choice) -> list[tuple[Walk, list[str]]]:
    """The ways from a node of the label to what is wanted, each with those of its labels that are."""
    if choice.coordinated:
        ways: tuple[Walk, ...] = (_COORDINATED,) if label == "Account" else ()
    else:
        ways = _all_walks(label)
    labels = choice.labels
    wanted = [(walk, [one for one in walk.labels if labels is None or one in labels]) for walk in ways]
    return [(walk, found) for walk, found in wanted if found and not (labels is None and walk.asked_only)]


def parameters(
    ref: Ref, choice: Choice, labels: Sequence[str], known: Mapping[str, bool], own: str
) -> dict[str, object]:
    """What every query along a walk takes; `known`: `among` nodes to leave out, as Label/key; `own`: the platform of the node."""
    return {
        "id": ref.key, "labels": list(labels), "known": known, "walked": WALKED,
        "platforms": list(choice.platforms or ()), "any_platform": choice.platforms is None,
        "own": own, "elsewhere": choice.other_platforms,
    }  # fmt: skip


def platform_of(graph: Graph, ref: Ref) -> str:
    """The platform that a node stands on; empty where it stands on none, or is not there."""
    rows = graph.read(f"MATCH (m:{ref.label} {{{NODE_KEY}: $id}}) RETURN {_PLATFORM} AS platform", {"id": ref.key})
    return str(rows[0]["platform"]) if rows else ""


def ranked(graph: Graph, ref: Ref, *, limit: int, choice: Choice, exclude: Set[Ref], least: float = 0.0) -> Ranked:
    """The neighbours to show, without the excluded: what was said first, then rare objects before common ones.

    Objects of fewer than `least` bits are only counted. Objects that one account alone shared say nothing of others:
    they come last.
    """
    found: dict[Ref, tuple[bool, float, int]] = {}
    bridges: dict[Ref, Ref] = {}
    common: set[str] = set()
    uncounted = uncounted_common = 0
    here = {*exclude, ref}
    own = platform_of(graph, ref) if choice.other_platforms else ""
    for walk, wanted in walks(ref.label, choice):
        row = _walked(graph, ref, walk, parameters(ref, choice, wanted, {}, own), max(limit, _COUNTED), least, here)
        uncounted += row["total"] - len(row["found"])
        common.update(row["common"])
        uncounted_common += row["total_common"] - len(row["common"])
        for label, key, information, times, bridge in row["found"]:
            neighbour = Ref(label, key)
            weight = (label not in SAID, -float(information), -int(times))
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


def _walked(
    graph: Graph, ref: Ref, walk: Walk, given: Mapping[str, object], fetched: int, least: float, here: Set[Ref]
) -> dict[str, Any]:
    """The row of one walk, without what is here."""
    query = _query(ref.label, walk)
    row = graph.read(query, {**given, "fetched": fetched, "least": least})[0]
    if max(row["total"], row["total_common"]) > fetched:
        # of so many only the graph can tell how many are left; to send it all that is here costs more than the walk
        return graph.read(query, {**given, "fetched": fetched, "least": least, "known": among(map(str, here))})[0]
    found = [one for one in row["found"] if Ref(one[0], one[1]) not in here]
    common = [one for one in row["common"] if Ref.parse(one) not in here]
    return {"found": found, "total": len(found), "common": common, "total_common": len(common)}


_PLATFORM = (
    f"coalesce(m.platform, CASE WHEN labels(m)[0] IN {list(NAMED_BY_PLATFORM)} "
    f"THEN split(m.{NODE_KEY}, ':')[0] ELSE '' END)"
)
_WANTED = (
    "WHERE label IN $labels AND $known[label + '/' + key] IS NULL AND ($any_platform OR platform IN $platforms) "
    "AND (NOT $elsewhere OR ($own <> '' AND platform <> '' AND platform <> $own)) "
)


def is_weighed(walk: Walk) -> bool:
    """Whether nodes at the end of the walk, or the walk itself, have bits."""
    return bool(walk.bits) or any(p.name == "information" for end in walk.labels for p in NODES[end].properties)


def reached(label: str, walk: Walk, columns: str) -> str:
    """The beginning of a query along the walk: `label`, `key`, `platform` and `columns` of each neighbour wanted, once."""
    return (
        f"MATCH (n:{label} {{{NODE_KEY}: $id}}) {walk.pattern} "
        f"WITH labels(m)[0] AS label, m.{NODE_KEY} AS key, {_PLATFORM} AS platform, {columns} {_WANTED}"
    )


@cache
def _query(label: str, walk: Walk) -> str:
    bridge = f"min(p.{NODE_KEY})" if walk.bridged else "null"
    information = f"coalesce({walk.bits or 'm.information'}, 0.0)" if is_weighed(walk) else "0.0"
    # what one account alone shared has no bits: it is not common
    common = "coalesce(m.information < $least, false)" if is_weighed(walk) and not walk.bits else "false"
    columns = f"{information} AS information, {common} AS common, count(*) AS times, {bridge} AS bridge"
    return (
        f"{reached(label, walk, columns)}"
        "WITH label, key, information, common, times, bridge ORDER BY information DESC, times DESC, label, key "
        "WITH collect(CASE WHEN common THEN null ELSE [label, key, information, times, bridge] END) AS found, "
        "collect(CASE WHEN common THEN label + '/' + key ELSE null END) AS common "
        "RETURN found[0..$fetched] AS found, size(found) AS total, common[0..$fetched] AS common, "
        "size(common) AS total_common"
    )
