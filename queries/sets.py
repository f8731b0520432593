"""What a set or a published network is here: its accounts under all their keys, its other members, what to say of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.connection import Reads
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from queries.errors import QueryError, mend
from queries.parameters import written_time

NETWORK = "network:"

_SET = "MATCH (s:Set) RETURN s.id AS id, s.name AS name ORDER BY id"
_NETWORK = "MATCH (n:Network) RETURN n.id AS id, n.name AS name, n.publisher AS publisher ORDER BY id"
_IN_SET = """
MATCH (:Set {id: $id})<-[r:IN_SET]-(m)
RETURN labels(m) AS labels, m.id AS id, collect(r.datasets) AS datasets ORDER BY id
"""
_LISTED = """
MATCH (:Network {id: $id})<-[r:LISTED_IN]-(m)
RETURN labels(m) AS labels, m.id AS id, collect(DISTINCT r.role) AS roles ORDER BY id
"""
_SAME = """
UNWIND $keys AS key MATCH (a:Account {id: key})-[:SAME_AS]-(b:Account)
RETURN DISTINCT a.id AS one, b.id AS other ORDER BY one, other
"""
_POSTING = """
UNWIND $keys AS key MATCH (a:Account {id: key}) WHERE EXISTS { MATCH (a)-[:POSTED]->(:Post) }
RETURN DISTINCT a.id AS id ORDER BY id
"""
_STATED = """
MATCH (t:Statement {kind: 'count'})-[:ABOUT]->(:Network {id: $id})
OPTIONAL MATCH (t)-[:STATED_BY]->(s:Source)
RETURN t.count AS count, t.unit AS unit, t.platform AS platform, s.name AS source, t.id AS id
ORDER BY source, platform, unit, count, id
"""
_FILES = """
MATCH (d:Dataset) WHERE left(d.id, 12) IN $datasets
RETURN d.name AS name, d.loaded_at AS at ORDER BY at, name, d.id
"""

LABELS = tuple(label for label in RELATIONSHIPS["IN_SET"].starts if label != "Account")

_WORDS = {
    "Url": "link",
    "Domain": "domain",
    "Hashtag": "hashtag",
    "Media": "file",
    "Post": "post",
    "Text": "text",
    "Fingerprint": "site fingerprint",
}


@dataclass(frozen=True, slots=True)
class Members:
    """A set or network as queries are given it."""

    title: str
    accounts: tuple[tuple[str, ...], ...]
    """Each listed account with all its keys (SAME_AS), sorted."""
    others: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the other members by label; every label is there."""
    notes: tuple[str, ...] = ()

    @property
    def refs(self) -> frozenset[Ref]:
        """Every member under each of its keys."""
        accounts = {Ref("Account", key) for keys in self.accounts for key in keys}
        return frozenset(accounts | {Ref(label, key) for label, keys in self.others.items() for key in keys})

    def bound(self, name: str) -> dict[str, object]:
        """What Cypher is given for a parameter called `name`."""
        return {
            name: sorted({key for keys in self.accounts for key in keys}),
            f"{name}_title": self.title,
            f"{name}_accounts": [list(keys) for keys in self.accounts],
            f"{name}_members": {label: self.others.get(label, []) for label in LABELS},
        }


def members(graph: Reads, case: str, name: str) -> Members:
    """The set of the case with this name, or the network behind `network:`; QueryError lists the known ones."""
    if name.startswith(NETWORK):
        return _network(graph, name.removeprefix(NETWORK).strip())
    sets = graph.read(_SET)
    wanted = f"{case}/{name}"
    found = next((s for s in sets if s["id"] == wanted), None) or next((s for s in sets if s["name"] == name), None)
    if found is None:
        known = [str(s["name"] or s["id"]) for s in sets] + [NETWORK + str(n["id"]) for n in graph.read(_NETWORK)]
        raise QueryError(
            f"set {name[:80]!r}: is not in this case; {mend(name, known, 'make it with `attribution set create`')}"
        )
    rows = graph.read(_IN_SET, {"id": found["id"]})
    title = str(found["name"] or name)
    accounts, others = _grouped(graph, rows)
    # the files that say who is in it; others only speak about it. Who loaded them stands with the data: notes leave the house
    datasets = sorted({dataset for row in rows for one in row["datasets"] for dataset in one or []})
    files = graph.read(_FILES, {"datasets": datasets})
    origin = "; ".join(f"{f['name']}, loaded on {_day(f['at'])}" for f in files)
    notes = [
        f"{title}: {_count(len(accounts), 'account')} listed (an input{f', from {origin}' if origin else ''}), {_held(graph, accounts)}"
    ]
    return Members(title, accounts, others, (*notes, *_other_note(title, others)))


def _network(graph: Reads, name: str) -> Members:
    networks = graph.read(_NETWORK)
    found = next((n for n in networks if n["id"] == name), None) or next(
        (n for n in networks if n["name"] == name), None
    )
    if found is None:
        known = [NETWORK + str(n["id"]) for n in networks]
        raise QueryError(
            f"network {name[:80]!r}: is not in this case; {mend(NETWORK + name, known, 'load a published list')}"
        )
    rows = graph.read(_LISTED, {"id": found["id"]})
    title = str(found["name"] or name)
    accounts, others = _grouped(graph, rows)
    stated = graph.read(_STATED, {"id": found["id"]})
    roles = sorted({str(role) for row in rows for role in row["roles"] if row["labels"] == ["Account"]})
    told = ", ".join(_stated(row) for row in stated) or "no number of accounts"
    note = (
        f"{title} (listed by {found['publisher'] or 'its publisher'}): states {told} (a stated count); "
        f"names {_count(len(accounts), 'account')}{f' (role {chr(47).join(roles)})' if roles else ''}; "
        f"{_held(graph, accounts)}"
    )
    return Members(title, accounts, others, (note, *_other_note(title, others)))


def _stated(row: dict[str, Any]) -> str:
    unit = str(row["unit"] or "accounts")
    if row["count"] == 1:
        unit = unit.removesuffix("s")
    platform = f" on {row['platform']}" if row["platform"] else ""
    return f"{row['count'] if row['count'] is not None else 'an unknown number of'} {unit}{platform}"


def _grouped(graph: Reads, rows: Iterable[dict[str, Any]]) -> tuple[tuple[tuple[str, ...], ...], dict[str, list[str]]]:
    """The listed accounts, each with all its keys, and the other members by label."""
    listed: list[str] = []
    others: dict[str, list[str]] = {label: [] for label in LABELS}
    for row in rows:
        for label in row["labels"]:
            if label == "Account":
                listed.append(row["id"])
            elif label in others:
                others[label].append(row["id"])
    owner = {key: key for key in listed}
    frontier = list(listed)
    while frontier:
        reached = []
        for pair in graph.read(_SAME, {"keys": frontier}):
            one, other = _root(owner, pair["one"]), pair["other"]
            if other not in owner:
                owner[other] = one
                reached.append(other)
            else:
                owner[_root(owner, other)] = one
        frontier = reached
    groups: dict[str, list[str]] = {}
    for key in owner:
        groups.setdefault(_root(owner, key), []).append(key)
    return tuple(sorted(tuple(sorted(keys)) for keys in groups.values())), others


def _root(owner: dict[str, str], key: str) -> str:
    while owner[key] != key:
        key = owner[key]
    return key


def _held(graph: Reads, accounts: tuple[tuple[str, ...], ...]) -> str:
    posting = {row["id"] for row in graph.read(_POSTING, {"keys": [key for keys in accounts for key in keys]})}
    seen = sum(1 for keys in accounts if posting.intersection(keys))
    return f"{seen} seen here with posts of their own"


def _other_note(title: str, others: dict[str, list[str]]) -> tuple[str, ...]:
    told = ", ".join(_count(len(keys), _WORDS.get(label, label)) for label, keys in others.items() if keys)
    return (f"{title} also lists {told}",) if told else ()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(ms: object) -> str:
    return written_time(ms - ms % 86_400_000) if isinstance(ms, int) else "an unknown day"
