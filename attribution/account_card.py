"""All that is loaded of one account on a card: names over time, rhythm, what it shared, who lists it, engagement, statements.

Nothing is concluded: what is absent was not loaded, and a missing count is not zero.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from attribution.errors import CaseError
from graph.connection import Graph
from graph.posts import other_keys
from graph.records import Ref
from graph.schema import NODES, Kind
from graph.subgraph import Vertex
from graph.vertices import vertices
from store.resolve import Reader

OBJECTS = 10
MEASURES = ("likes", "reposts", "replies", "quotes", "views")
_CHANGING = tuple(p.name for p in NODES["Account"].properties if p.changes and p.kind is not Kind.INTEGER)
"""What an account is called and says of itself; counts of followers change with every look."""
_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
# 1 January 1970 was a Thursday
_FIRST_WEEKDAY = 3
_UNKNOWN = -(2**62)


@dataclass(frozen=True, slots=True)
class Observed:
    """A value of a property that changes, when it was first and last seen (epoch ms; None: undated), and which files say so."""

    property: str
    value: str | bool
    first_at: int | None
    last_at: int | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Engagement of one kind: over how many `posts` it is known, with median and sum of those; None where of none."""

    name: str
    posts: int
    median: float | None
    sum: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A published network or a set that lists the account: who says so, and as what."""

    ref: Ref
    name: str
    by: str | None
    role: str | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountCard:
    """What is loaded of an account.

    `rhythm`: posts by weekday (Monday first) and hour, UTC; `without_hour`: posts whose hour in UTC nobody knows.
    `objects`: shared things that others shared, too, the most telling first. `same_as`: other keys of the account, whose
    posts are not counted here. `statements`: {source, kind, attributes, text, stated_at}, by time.
    """

    vertex: Vertex
    platform: str
    names: tuple[Observed, ...]
    same_as: tuple[Ref, ...]
    posts: int
    first_at: int | None
    last_at: int | None
    by_kind: Mapping[str, int]
    rhythm: tuple[tuple[int, ...], ...]
    without_hour: int
    engagement: tuple[Measure, ...]
    objects: tuple[Vertex, ...]
    listings: tuple[Listing, ...]
    statements: tuple[Mapping[str, Any], ...]
    files: tuple[str, ...]


def account_card(graph: Graph, reader: Reader, account: Ref, *, objects: int = OBJECTS) -> AccountCard:
    """The card of an account with at most so many `objects`; CaseError for what is none, or is not in the graph.

    What an account of thousands of posts shared takes longest to rank; without objects the rest comes at once.
    """
    found = vertices(graph, [account]) if account.label == "Account" else ()
    if not found:
        raise CaseError(f"{str(account)[:100]}: is no account in the graph; name one as Account/key")
    vertex = found[0]
    named = {d.id: d.name for d in reader.datasets}
    posts = _posts(graph, account)
    times = [one["at"] for one in posts if one["at"] is not None]
    hours = [one["at"] for one in posts if one["at"] is not None and one["hour_known"]]
    return AccountCard(
        vertex,
        str(vertex.properties.get("platform") or account.key.partition(":")[0]),
        _observed(reader, account.key, named),
        tuple(Ref("Account", key) for key in other_keys(graph, [account.key])),
        len(posts),
        min(times, default=None),
        max(times, default=None),
        dict(sorted(Counter(one["kind"] or "unknown" for one in posts).items())),
        _rhythm(hours),
        len(posts) - len(hours),
        tuple(_measure(name, [one[name] for one in posts if one[name] is not None]) for name in MEASURES),
        _objects(graph, account, objects) if objects > 0 else (),
        tuple(
            Listing(Ref(row["label"], row["id"]), row["name"] or row["id"], row["by"], row["role"], _files(row, named))
            for row in graph.read(_LISTINGS, {"id": account.key})
        ),
        tuple(graph.read(_STATEMENTS, {"id": account.key})),
        tuple(dict.fromkeys(named.get(id_, id_) for id_ in vertex.datasets)),
    )


def _files(row: Mapping[str, Any], named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named.get(id_, id_) for id_ in row["datasets"] or ()))


def _posts(graph: Graph, account: Ref) -> list[dict[str, Any]]:
    # one record of long lists: a record for each post would cost more than all its values
    (row,) = graph.read(_POSTS, {"id": account.key, "unknown": _UNKNOWN})
    names = ("at", "kind", "hour_known", *MEASURES)
    return [
        dict(zip(names, (None if value == _UNKNOWN else value for value in values), strict=True))
        for values in row["posts"]
    ]


def _rhythm(times: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    counted = Counter(((at // _DAY_MS + _FIRST_WEEKDAY) % 7, at // _HOUR_MS % 24) for at in times)
    return tuple(tuple(counted[day, hour] for hour in range(24)) for day in range(7))


def _measure(name: str, known: Sequence[int]) -> Measure:
    return Measure(name, len(known), float(median(known)) if known else None, sum(known) if known else None)


def _observed(reader: Reader, key: str, named: Mapping[str, str]) -> tuple[Observed, ...]:
    columns = ", ".join(f'"{name}"' for name in _CHANGING)
    rows = reader.sql(
        f'SELECT _dataset, min(_observed_at), max(_observed_at), {columns} FROM "Account" WHERE _key = $key GROUP BY ALL',
        ("Account",),
        {"key": key},
    )
    seen: dict[tuple[str, Any], tuple[set[int], set[str]]] = {}
    for dataset, first, last, *values in rows:
        for name, value in zip(_CHANGING, values, strict=True):
            if value is not None:
                times, said = seen.setdefault((name, value), (set(), set()))
                said.add(named.get(dataset, dataset))
                times.update(at for at in (first, last) if at is not None)
    found = [
        Observed(name, value, min(times, default=None), max(times, default=None), tuple(sorted(said)))
        for (name, value), (times, said) in seen.items()
    ]
    return tuple(
        sorted(found, key=lambda o: (_CHANGING.index(o.property), o.first_at is None, o.first_at or 0, str(o.value)))
    )


def _objects(graph: Graph, account: Ref, most: int) -> tuple[Vertex, ...]:
    rows = [row for way in _WAYS for row in graph.read(_TELLING.format(way=way), {"id": account.key, "most": most})]
    ranked = {Ref(row["label"], row["id"]): row["information"] for row in rows}
    return vertices(graph, sorted(ranked, key=lambda ref: (-ranked[ref], str(ref)))[:most])


_POSTS = f"""
MATCH (:Account {{id: $id}})-[:POSTED]->(p:Post)
RETURN collect([coalesce(p.created_at, $unknown), coalesce(p.kind, ''),
    coalesce(p.ts_precision, 'second') <> 'day' AND coalesce(p.ts_origin, 'utc') <> 'local-unknown',
    {", ".join(f"coalesce(p.{name}, $unknown)" for name in MEASURES)}]) AS posts
"""
_WAYS = (
    "(p)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF|QUOTES]->(o)",
    "(p)-[:LINKS_TO]->(u:Url) WITH DISTINCT u MATCH (u)-[:ON_DOMAIN|HAS_MEDIA]->(o)",
)
_TELLING = """
MATCH (:Account {{id: $id}})-[:POSTED]->(p:Post) MATCH {way} WHERE o.sharers >= 2 AND o.information IS NOT NULL
WITH DISTINCT labels(o)[0] AS label, o.id AS id, o.information AS information ORDER BY information DESC, label, id LIMIT $most
RETURN label, id, information ORDER BY information DESC, label, id
"""
_LISTINGS = """
MATCH (:Account {id: $id})-[r:LISTED_IN|IN_SET]->(m)
RETURN labels(m)[0] AS label, m.id AS id, m.name AS name, coalesce(m.publisher, m.made_by) AS by, r.role AS role,
       r.datasets AS datasets
ORDER BY label, id, role
"""
_STATEMENTS = """
MATCH (:Account {id: $id})<-[:ABOUT]-(s:Statement) OPTIONAL MATCH (s)-[:STATED_BY]->(o:Source)
RETURN o.name AS source, s.kind AS kind, s.attributes AS attributes, s.text AS text, s.stated_at AS stated_at, s.id AS id
ORDER BY coalesce(stated_at, 9223372036854775807), id, source
"""
