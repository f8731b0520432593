"""Filters of a picture by platform, loaded file, links, weight, q and time: the same ones that the browser applies."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from briefing.style import platform_name
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex
from ui.measures import Span, link_span, number, platform_of, q_of, span_of, strings, weight_of
from ui.words import plural, seen

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = -62_135_596_800_000, 253_402_300_799_999
"""The years 1 to 9999 in epoch milliseconds."""
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What has to hold of nodes and links; what has no platform, file, weight, q or time passes that filter."""

    hidden_platforms: frozenset[str] = frozenset()
    hidden_datasets: frozenset[str] = frozenset()
    """Ids of loaded files: what they alone say is hidden. What was counted from posts of several is not of one of them."""
    min_degree: int = 0
    min_weight: float = 0
    max_q: float | None = None
    time: Span | None = None
    dims: bool = False
    """Whether what does not pass is drawn faintly and not hidden."""

    @classmethod
    def read(cls, found: Mapping[str, object]) -> "Filters":
        """The filters in what the browser or a saved view says; parts that make no sense are left out."""
        q = number(found.get("maxQ"))
        return cls(
            hidden_platforms=frozenset(strings(found.get("hiddenPlatforms"), _MOST)),
            hidden_datasets=frozenset(strings(found.get("hiddenDatasets"), _MOST)),
            min_degree=int(max(0, min(number(found.get("minDegree")) or 0, 1_000_000))),
            min_weight=max(0, number(found.get("minWeight")) or 0),
            max_q=q if q is not None and 0 <= q <= 1 else None,
            time=_span(found.get("time")),
            dims=found.get("dims") is True,
        )

    def as_json(self) -> dict[str, object]:
        """The same in the browser's words."""
        return {
            "hiddenPlatforms": sorted(self.hidden_platforms),
            "hiddenDatasets": sorted(self.hidden_datasets),
            "minDegree": self.min_degree,
            "minWeight": self.min_weight,
            "maxQ": self.max_q,
            "time": list(self.time) if self.time else None,
            "dims": self.dims,
        }

    @property
    def any(self) -> bool:
        """Whether anything is asked of nodes or links."""
        hidden = self.hidden_platforms or self.hidden_datasets
        return bool(hidden or self.min_degree or self.min_weight or self.time) or self.max_q is not None

    def passing(self, subgraph: Subgraph) -> Subgraph:
        """What passes. A node without a time passes a filter by time if any of its links with a time does."""
        if not self.any:
            return subgraph
        vertices = {v.ref: v for v in subgraph.vertices}
        left = {ref for ref, vertex in vertices.items() if self._node(vertex)}
        spans = [link_span(e, vertices) for e in subgraph.edges] if self.time else [None] * len(subgraph.edges)
        passed = [
            (e, span) for e, span in zip(subgraph.edges, spans, strict=True) if _within(e, left) and self._link(e, span)
        ]
        if self.time:
            timed = _ends(e for e, span in zip(subgraph.edges, spans, strict=True) if span)
            met = _ends(e for e, span in passed if span)
            left = {ref for ref in left if span_of(vertices[ref]) or ref not in timed or ref in met}
        edges = [e for e, _ in passed if _within(e, left)]
        if self.min_degree:
            degree = Counter(ref for e in edges for ref in {e.start, e.end})
            left = {ref for ref in left if degree[ref] >= self.min_degree}
        return Subgraph(
            tuple(v for v in subgraph.vertices if v.ref in left), tuple(e for e in edges if _within(e, left))
        )

    @property
    def words(self) -> str:
        """What is filtered, in one line; empty where nothing is."""
        parts = []
        if self.hidden_platforms:
            parts.append(f"not on {', '.join(sorted(seen(platform_name(one), 60) for one in self.hidden_platforms))}")
        if self.hidden_datasets:
            files = ", ".join(sorted(seen(one, 20) for one in self.hidden_datasets))
            parts.append(f"without what only {plural(len(self.hidden_datasets), 'loaded file')} ({files}) said")
        if self.min_degree:
            parts.append(f"at least {self.min_degree:,} link{'' if self.min_degree == 1 else 's'}")
        if self.min_weight:
            parts.append(f"links of weight {self.min_weight:g} or more")
        if self.max_q is not None:
            parts.append(f"q of {self.max_q:g} or less")
        if self.time:
            parts.append(" to ".join(f"{_minute(at)} UTC" for at in self.time))
        return "; ".join(parts)

    def _node(self, vertex: Vertex) -> bool:
        return (
            platform_of(vertex) not in self.hidden_platforms
            and self._is_said(vertex.datasets)
            and self._in_time(span_of(vertex))
        )

    def _link(self, edge: Edge, span: Span | None) -> bool:
        weight, q = weight_of(edge), q_of(edge)
        return (
            self._is_said(edge.datasets)
            and (weight is None or weight >= self.min_weight)
            and (q is None or self.max_q is None or q <= self.max_q)
            and self._in_time(span)
        )

    def _is_said(self, datasets: Collection[str]) -> bool:
        return not datasets or not self.hidden_datasets.issuperset(datasets)

    def _in_time(self, span: Span | None) -> bool:
        return self.time is None or span is None or (span[0] <= self.time[1] and span[1] >= self.time[0])


def _within(edge: Edge, refs: Set[Ref]) -> bool:
    return edge.start in refs and edge.end in refs


def _ends(edges: Iterable[Edge]) -> set[Ref]:
    return {ref for edge in edges for ref in (edge.start, edge.end)}


def _span(found: object) -> Span | None:
    if not isinstance(found, list | tuple) or len(found) != 2:
        return None
    first, last = (number(one) for one in found)
    if first is None or last is None or not _EARLIEST <= first <= last <= _LATEST:
        return None
    return round(first), round(last)


def _minute(ms: int) -> str:
    return f"{_EPOCH + timedelta(milliseconds=ms):%Y-%m-%d %H:%M}"
