"""Reads a graph in spans of keys, column by column: what a check compares, a million rows at little cost.

A record for each row costs a driver more than all its values; so a span comes back as a few
records of long lists, one list for each property.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.connection import Graph
from graph.cypher import count_nodes
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS

ABSENT = "\x00"
"""Stands in a list for a property that is absent: a list of an engine holds no nulls."""

TIMEOUT_S = 600.0
_HUB_STARTS = frozenset({"POSTED"})


@dataclass(frozen=True, slots=True)
class Place:
    """A label, or a relationship type between two labels; what is read by spans of `key`."""

    table: str
    start: str = ""
    end: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the key columns, the one that spans run over first: the side of low degree."""
        if not self.start:
            return ("_key",)
        return ("_end", "_start") if self.table in _HUB_STARTS else ("_start", "_end")

    def __str__(self) -> str:
        return f"(:{self.start})-[:{self.table}]->(:{self.end})" if self.start else self.table


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with the same datasets and the same number of properties, as columns."""

    datasets: tuple[str, ...]
    size: int
    """Properties that each row has, key and datasets left out."""
    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def read_span(
    graph: Graph, place: Place, properties: Sequence[str], low: str, high: str | None, most: int
) -> list[Rows]:
    """What stands there with keys from `low` to below `high`, at most `most` rows; `properties` only."""
    parameters: dict[str, Any] = {"low": low, "most": most, "absent": ABSENT}
    if high is not None:
        parameters["high"] = high
    found = graph.read(_query(place, tuple(properties), open_ended=high is None), parameters, timeout_s=TIMEOUT_S)
    own = 2 if not place.start else 1
    names = (*place.keys, *properties)
    return [
        Rows(tuple(r["_datasets"] or ()), r["_size"] - own, {name: _plain(r[name]) for name in names}) for r in found
    ]


def counted(graph: Graph) -> dict[str, int]:
    """How many there are of each label and of each relationship type, whatever it joins; none left out that we know."""
    # one scan for all types: a scan for each costs an engine without counters four times as much
    of_types = "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS n"
    found = [*graph.read(count_nodes(), timeout_s=TIMEOUT_S), *graph.read(of_types, timeout_s=TIMEOUT_S)]
    return {
        row["name"]: row["n"] for row in found if row["n"] and (row["name"] in NODES or row["name"] in RELATIONSHIPS)
    }


def properties_of(graph: Graph, place: Place, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Every property of what has these keys (in the order of `place.keys`), datasets among them."""
    if not place.start:
        query = f"MATCH (n:{place.table} {{{NODE_KEY}: $k0}}) RETURN properties(n) AS p"
    else:
        first, second = ("e", "s") if place.keys[0] == "_end" else ("s", "e")
        query = f"MATCH {_pattern(place)} WHERE {first}.{NODE_KEY} = $k0 AND {second}.{NODE_KEY} = $k1 RETURN properties(r) AS p"
    found = graph.read(query, {f"k{number}": key for number, key in enumerate(keys)})
    return [{name: value for name, value in row["p"].items() if name != NODE_KEY} for row in found]


def _query(place: Place, properties: tuple[str, ...], *, open_ended: bool) -> str:
    if not place.start:
        _known(place.table in NODES, place)
        thing, driver, pattern, carried = "n", "n", f"(n:{place.table})", "n"
        keys = [f"collect(n.{NODE_KEY}) AS _key"]
    else:
        declared = RELATIONSHIPS.get(place.table)
        _known(declared is not None and place.start in declared.starts and place.end in declared.ends, place)
        thing, driver, carried = "r", "e" if place.keys[0] == "_end" else "s", "s, r, e"
        pattern = _pattern(place)
        keys = [f"collect(s.{NODE_KEY}) AS _start", f"collect(e.{NODE_KEY}) AS _end"]
    span = f"{driver}.{NODE_KEY} >= $low" + ("" if open_ended else f" AND {driver}.{NODE_KEY} < $high")
    columns = [*keys, *(f"collect(coalesce({thing}.{name}, $absent)) AS {name}" for name in properties)]
    return (
        f"MATCH {pattern} WHERE {span} WITH {carried} LIMIT $most "
        f"RETURN {thing}.{DATASETS} AS _datasets, size(keys({thing})) AS _size, {', '.join(columns)}"
    )


def _pattern(place: Place) -> str:
    if place.keys[0] == "_end":
        return f"(e:{place.end})<-[r:{place.table}]-(s:{place.start})"
    return f"(s:{place.start})-[r:{place.table}]->(e:{place.end})"


def _known(declared: bool, place: Place) -> None:
    if not declared:
        raise ValueError(f"{place}: is not declared in graph/schema.py")


def _plain(values: Sequence[Any]) -> Sequence[Any]:
    return [None if value == ABSENT else value for value in values] if ABSENT in values else values
