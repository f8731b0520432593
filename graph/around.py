"""What stands around a node before it comes: counts by label and platform, and a list to pick from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.connection import Graph
from graph.neighbourhood import AT_ONCE, SAID, WALKED, Choice, Walk, is_weighed, parameters, platform_of, reached, walks
from graph.posts import posts_to
from graph.rarity import is_common
from graph.records import Ref
from graph.subgraph import Vertex
from graph.vertices import among, vertices

_NAMES = ("handle", "name", "title", "file_name", "text", "value")
_ABSENT = -1
_FIRST_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """Neighbours of one label on one platform (empty: on none); `best`: the bits of the most telling, None where none has any.

    `common`: how many of the `count` so many share that they tie nobody.
    """

    label: str
    platform: str
    count: int
    common: int
    best: float | None


@dataclass(frozen=True, slots=True)
class Around:
    """How much of what stands around a node, without what is excluded: the most telling kinds first.

    `at_least`: so much hangs on the node that not all was looked at; there is no less than counted here.
    `elsewhere`: neighbours on another platform than the node's own `platform`; None where it has none.
    `coordinated`: accounts that a run found to move together with it. `brought_at_once`: more are picked from a list.
    """

    ref: Ref
    platform: str
    kinds: tuple[Kind, ...]
    total: int
    common: int
    elsewhere: int | None
    coordinated: int
    at_least: bool
    brought_at_once: int = AT_ONCE

    @property
    def is_hub(self) -> bool:
        """Whether more stands around it than comes at once, the common things left out."""
        return self.total - self.common > self.brought_at_once


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour in a list, with how many shared it, its bits, and how many posts or links join it to the node.

    None: unknown, or nothing that can be shared.
    """

    vertex: Vertex
    platform: str
    sharers: int | None
    information: float | None
    times: int

    @property
    def ref(self) -> Ref:
        """Label and key."""
        return self.vertex.ref

    @property
    def name(self) -> str:
        """Handle, name, title or words; else the key. Adversaries wrote it."""
        given = self.vertex.properties
        return next((str(given[name]) for name in _NAMES if given.get(name)), self.ref.key)


@dataclass(frozen=True, slots=True)
class NeighbourList:
    """One page of a node's neighbours from `offset` on, of `total` in all, with `common` ones left out beside."""

    rows: tuple[Neighbour, ...]
    offset: int
    total: int
    common: int


@dataclass(frozen=True, slots=True)
class _Found:
    platform: str
    information: float | None
    sharers: int | None
    times: int

    @property
    def is_common(self) -> bool:
        """Whether it is a thing so common that it ties nobody; an account is no thing, whatever bits lead to it."""
        return self.sharers is not None and is_common(self.information)


def around(graph: Graph, ref: Ref, exclude: Iterable[Ref] = ()) -> Around:
    """How many neighbours there are of each label and platform beside the excluded; nothing is brought."""
    known = {ref, *exclude}
    own = platform_of(graph, ref)
    found = _found(graph, ref, Choice(), known, own)
    groups: dict[tuple[str, str], list[_Found]] = {}
    for neighbour, one in found.items():
        groups.setdefault((neighbour.label, one.platform), []).append(one)
    kinds = [_kind(label, platform, some) for (label, platform), some in groups.items()]
    kinds.sort(key=lambda kind: (kind.label not in SAID, -(kind.best or 0.0), -kind.count, kind.label, kind.platform))
    return Around(
        ref,
        own,
        tuple(kinds),
        len(found),
        sum(kind.common for kind in kinds),
        sum(kind.count for kind in kinds if kind.platform not in ("", own)) if own else None,
        len(_found(graph, ref, Choice(coordinated=True), known, own)),
        posts_to(graph, ref, WALKED + 1) > WALKED,
    )


def neighbour_list(
    graph: Graph,
    ref: Ref,
    choice: Choice,
    *,
    exclude: Iterable[Ref] = (),
    common: bool = False,
    limit: int = _FIRST_PAGE,
    offset: int = 0,
) -> NeighbourList:
    """The chosen neighbours beside the excluded, in the order in which they would come; common things only if wanted."""
    own = platform_of(graph, ref) if choice.other_platforms else ""
    found = _found(graph, ref, choice, {ref, *exclude}, own)
    telling = {one: of for one, of in found.items() if common or not of.is_common}
    order = sorted(
        telling,
        key=lambda one: (one.label not in SAID, -(found[one].information or 0.0), -found[one].times, str(one)),
    )
    start = max(offset, 0)
    page = vertices(graph, order[start : start + max(limit, 0)])
    rows = tuple(_listed(vertex, found[vertex.ref]) for vertex in page)
    return NeighbourList(rows, start, len(order), len(found) - len(order))


def _listed(vertex: Vertex, found: _Found) -> Neighbour:
    return Neighbour(vertex, found.platform, found.sharers, found.information, found.times)


def _kind(label: str, platform: str, some: list[_Found]) -> Kind:
    bits = [one.information for one in some if one.information is not None]
    return Kind(label, platform, len(some), sum(one.is_common for one in some), max(bits, default=None))


def _found(graph: Graph, ref: Ref, choice: Choice, known: set[Ref], own: str) -> dict[Ref, _Found]:
    found: dict[Ref, _Found] = {}
    excluded = among(map(str, known))
    for walk, labels in walks(ref.label, choice):
        rows = graph.read(_query(ref.label, walk), parameters(ref, choice, labels, excluded, own))
        for neighbour, one in _each(rows):
            before = found.get(neighbour)
            if before is None or (one.information or 0.0, one.times) > (before.information or 0.0, before.times):
                found[neighbour] = one
    return found


def _each(rows: list[dict[str, object]]) -> Iterator[tuple[Ref, _Found]]:
    for row in rows:
        for key, information, sharers, times in row["found"]:  # type: ignore[attr-defined]  # a list of lists
            bits = None if information == _ABSENT else float(information)
            counted = None if sharers == _ABSENT else int(sharers)
            yield Ref(str(row["label"]), key), _Found(str(row["platform"]), bits, counted, times)


@cache
def _query(label: str, walk: Walk) -> str:
    # an engine's list may hold no nulls
    information = (
        f"coalesce({walk.bits or 'm.information'}, {float(_ABSENT)})" if is_weighed(walk) else f"{float(_ABSENT)}"
    )
    sharers = f"coalesce(m.sharers, {_ABSENT})" if is_weighed(walk) and not walk.bits else f"{_ABSENT}"
    columns = f"{information} AS information, {sharers} AS sharers, count(*) AS times"
    # a record for each neighbour would cost the driver more than all its values
    return (
        f"{reached(label, walk, columns)}"
        "RETURN label, platform, collect([key, information, sharers, times]) AS found ORDER BY label, platform"
    )
