"""What an analyst did to a picture in the browser. It comes from outside, so every part of it is checked."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from briefing.style import EDGE_STYLES, NODE_STYLES
from briefing.words import visible
from graph.records import Ref
from graph.schema import NODES, RELATIONSHIPS
from graph.subgraph import Subgraph
from ui.filters import Filters
from ui.measures import number, strings
from ui.words import plural

Point = tuple[float, float]

LAYOUTS = ("found", "time", "platforms")
"""As it was found, by time from left to right, platforms in columns."""

_MOST = 100_000
_MOST_FOLDS = 1_000
_LONGEST = 200
_FURTHEST = 1e9
_NONE: Mapping[str, Point] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Selected:
    """One node (`kind` "node", id Label/key) or link (`kind` "edge", id the link's key)."""

    kind: str
    id: str

    @classmethod
    def read(cls, found: object) -> "Selected | None":
        """The selection in what the browser sent; None for anything else."""
        if not isinstance(found, Mapping):
            return None
        kind, id_ = found.get("kind"), found.get("id")
        return cls(str(kind), id_) if kind in ("node", "edge") and isinstance(id_, str) and id_ else None


@dataclass(frozen=True, slots=True)
class Fold:
    """Nodes that are drawn as one box."""

    name: str
    members: tuple[str, ...]

    @classmethod
    def read(cls, found: object) -> "Fold | None":
        """The fold in what the browser sent; None for anything else."""
        if not isinstance(found, Mapping):
            return None
        name, members = found.get("name"), tuple(dict.fromkeys(strings(found.get("members"), _MOST)))
        return cls(name[:_LONGEST], members) if isinstance(name, str) and len(members) > 1 else None


@dataclass(frozen=True, slots=True)
class Screen:
    """Removed nodes and links, hidden labels and types, filters, folded nodes, and where moved nodes stand, by id."""

    removed: frozenset[str] = frozenset()
    hidden_labels: frozenset[str] = frozenset()
    hidden_types: frozenset[str] = frozenset()
    moved: Mapping[str, Point] = field(default_factory=lambda: _NONE)
    filters: Filters = field(default_factory=Filters)
    layout: str = "found"
    """One of `LAYOUTS`, by which `moved` came about."""
    folds: tuple[Fold, ...] = ()

    @classmethod
    def read(cls, found: object) -> "Screen":
        """The screen in what the browser or a saved view says; parts that make no sense are left out."""
        if not isinstance(found, Mapping):
            return cls()
        moved, layout, folds = found.get("moved"), found.get("layout"), found.get("folds")
        return cls(
            removed=frozenset(strings(found.get("removed"), _MOST)),
            hidden_labels=frozenset(strings(found.get("hiddenLabels"), _MOST)) & NODES.keys(),
            hidden_types=frozenset(strings(found.get("hiddenTypes"), _MOST)) & RELATIONSHIPS.keys(),
            moved=dict(_points(moved)) if isinstance(moved, Mapping) else _NONE,
            filters=Filters.read(found),
            layout=str(layout) if layout in LAYOUTS else LAYOUTS[0],
            folds=tuple(filter(None, map(Fold.read, folds[:_MOST_FOLDS]))) if isinstance(folds, list | tuple) else (),
        )

    def as_json(self) -> dict[str, object]:
        """The same in the browser's words."""
        return {
            "removed": sorted(self.removed),
            "hiddenLabels": sorted(self.hidden_labels),
            "hiddenTypes": sorted(self.hidden_types),
            "moved": {id_: list(point) for id_, point in sorted(self.moved.items())},
            **self.filters.as_json(),
            "layout": self.layout,
            "folds": [{"name": fold.name, "members": list(fold.members)} for fold in self.folds],
        }

    def on_screen(self, subgraph: Subgraph) -> Subgraph:
        """What of a subgraph can be seen."""
        if not (self.removed or self.hidden_labels or self.hidden_types or self.filters.any):
            return subgraph
        vertices = tuple(
            v for v in subgraph.vertices if str(v.ref) not in self.removed and v.ref.label not in self.hidden_labels
        )
        left = {v.ref for v in vertices}
        edges = tuple(
            e
            for e in subgraph.edges
            if e.key not in self.removed and e.type not in self.hidden_types and e.start in left and e.end in left
        )
        return Subgraph(vertices, edges) if self.filters.dims else self.filters.passing(Subgraph(vertices, edges))

    def left_out(self, added: Set[str] = frozenset()) -> tuple[str, ...]:
        """What a reader of the picture has to know of what it does not show, a line each.

        `added`: nodes that no answer named; it is no loss to the answer that they were removed again.
        """
        nodes = [NODE_STYLES[label].plural for label in sorted(self.hidden_labels)]
        links = [EDGE_STYLES[type_].word for type_ in sorted(self.hidden_types)]
        lines = [f"Switched off: {', '.join(nodes)}"] if nodes else []
        if links:
            lines.append(f"Links switched off: {', '.join(links)}")
        removed = self.removed - added
        if removed:
            lines.append(f"{plural(len(removed), 'element')} removed by the analyst")
        if self.filters.words:
            kept = "Dimmed on screen and drawn here like the rest is all but" if self.filters.dims else "Filtered to"
            lines.append(f"{kept}: {self.filters.words}")
        lines += [
            f"On screen {plural(len(fold.members), 'node')} were folded into “{visible(fold.name, 60)}”; here they are drawn"
            for fold in self.folds
        ]
        return tuple(lines)

    def placed(self, positions: Mapping[Ref, Point]) -> dict[Ref, Point]:
        """The positions with dragged nodes where they were dragged to."""
        return {ref: self.moved.get(str(ref), point) for ref, point in positions.items()}


def _points(found: Mapping[object, object]) -> Iterable[tuple[str, Point]]:
    for id_, place in list(found.items())[:_MOST]:
        if isinstance(id_, str) and isinstance(place, list | tuple) and len(place) == 2:
            x, y = map(number, place)
            if x is not None and y is not None and max(abs(x), abs(y)) <= _FURTHEST:
                yield id_, (x, y)
