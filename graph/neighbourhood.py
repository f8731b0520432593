"""What stands around a node, the most telling first, bounded however great the hub."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from graph.connection import Graph
from graph.records import Ref
from graph.schema import NODE_KEY, RELATIONSHIPS
from graph.sharing import FROM_OBJECT, FROM_POST
from graph.subgraph import Subgraph


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A node with what stands around it; `total` is how much there is in all."""

    subgraph: Subgraph
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class _Way:
    """One way from a node `n` to neighbours `m` of a label."""

    label: str
    pattern: str


def _ways(label: str) -> list[_Way]:
    ways = []
    if label == "Account":
        ways += [
            _Way(end, f"MATCH (n)-[:POSTED]->(p:Post) MATCH {path.replace('(o:', '(m:')}")
            for end, path in FROM_POST.items()
        ]
    elif label in FROM_OBJECT:
        path = FROM_OBJECT[label].replace("(o)", "(n)")
        ways.append(_Way("Account", f"MATCH {path} MATCH (p)<-[:POSTED]-(m:Account)"))
    for type_, declared in RELATIONSHIPS.items():
        if not declared.stored or (label == "Account" and type_ in ("POSTED", "MENTIONS")):
            continue
        if label in declared.starts:
            ways += [_Way(end, f"MATCH (n)-[:{type_}]->(m:{end})") for end in declared.ends]
        if label in declared.ends and label not in FROM_OBJECT:
            ways += [_Way(start, f"MATCH (n)<-[:{type_}]-(m:{start})") for start in declared.starts]
        elif label in declared.ends:
            ways += [_Way(start, f"MATCH (n)<-[:{type_}]-(m:{start})") for start in declared.starts if start != "Post"]
    return ways


def ranked(
    graph: Graph, ref: Ref, *, limit: int, labels: Sequence[str] | None, exclude: Set[Ref]
) -> tuple[list[Ref], int]:
    """References of the neighbours to show and how many there are, without the excluded.

    Objects that link to others come before those that one account alone shared; of those, the rarer first.
    """
    candidates: dict[Ref, tuple[float, int]] = {}
    total = 0
    for way in _ways(ref.label):
        if labels is not None and way.label not in labels:
            continue
        known = [r.key for r in exclude if r.label == way.label]
        head = f"MATCH (n:{ref.label} {{{NODE_KEY}: $id}}) {way.pattern} WHERE NOT m.{NODE_KEY} IN $known AND m.{NODE_KEY} <> $self "
        parameters = {"id": ref.key, "known": known, "self": ref.key if way.label == ref.label else ""}
        weigh = "coalesce(m.information, 0.0)" if way.label in FROM_OBJECT or way.label == "Fingerprint" else "0.0"
        rows = graph.read(
            f"{head} WITH m.{NODE_KEY} AS key, {weigh} AS information, count(*) AS times "
            "RETURN key, information, times ORDER BY information DESC, times DESC, key LIMIT $limit",
            {**parameters, "limit": limit},
        )
        if len(rows) == limit:
            counted = graph.read(f"{head} RETURN count(DISTINCT m.{NODE_KEY}) AS n", parameters)
            total += counted[0]["n"]
        else:
            total += sum(Ref(way.label, row["key"]) not in candidates for row in rows)
        for row in rows:
            weight = (float(row["information"]), int(row["times"]))
            candidates[Ref(way.label, row["key"])] = max(weight, candidates.get(Ref(way.label, row["key"]), (0.0, 0)))
    order = sorted(candidates, key=lambda r: (-candidates[r][0], -candidates[r][1], str(r)))
    return order[:limit], max(total, len(order))
