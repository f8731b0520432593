"""What filters go by: the platform, time, weight and q of what is drawn. None where it has none."""

import math
from collections.abc import Mapping
from typing import TypeGuard

from graph.records import Ref
from graph.subgraph import Edge, Vertex

Span = tuple[int, int]
"""First and last time, epoch milliseconds."""

EXACT, MINUTE, DAY = 0, 1, 2
_PRECISION = {"minute": MINUTE, "day": DAY}


def number(found: object) -> float | None:
    """The number in what a graph, the browser or a saved view says; None for what is none or has no bounds."""
    if not isinstance(found, int | float) or isinstance(found, bool):
        return None
    try:
        known = float(found)
    except OverflowError:
        # JSON knows whole numbers of any length
        return None
    return known if math.isfinite(known) else None


def strings(found: object, most: int) -> list[str]:
    """The strings among the first `most` of a list that the browser or a saved view says; none of what is no list."""
    return [one for one in found[:most] if isinstance(one, str)] if isinstance(found, list | tuple) else []


def platform_of(vertex: Vertex) -> str | None:
    """The platform that an account or post is on."""
    given = vertex.properties.get("platform")
    if isinstance(given, str) and given:
        return given
    return vertex.ref.key.partition(":")[0] if vertex.ref.label in ("Account", "Post") else None


def span_of(vertex: Vertex) -> Span | None:
    """When a post was posted, or a cluster met; when an account was made says nothing of what it did."""
    at = vertex.properties.get("created_at") if vertex.ref.label == "Post" else None
    return (at, at) if _is_time(at) else _first_to_last(vertex.properties)


def precision_of(vertex: Vertex) -> int:
    """How exact a post's time is: 0 to the second or better, 1 to the minute, 2 to the day."""
    return _PRECISION.get(str(vertex.properties.get("ts_precision")), EXACT)


def link_span(edge: Edge, vertices: Mapping[Ref, Vertex]) -> Span | None:
    """First to last time of a link; of what a post does, the time of the post."""
    own = _first_to_last(edge.properties)
    if own is not None:
        return own
    post = _post(edge, vertices)
    return span_of(post) if post is not None else None


def link_precision(edge: Edge, vertices: Mapping[Ref, Vertex]) -> int:
    """How exact `link_span` is."""
    post = _post(edge, vertices)
    return precision_of(post) if post is not None and _first_to_last(edge.properties) is None else EXACT


def weight_of(edge: Edge) -> float | None:
    """Posts by which something was shared, or meetings within the window."""
    for name in ("posts", "weight"):
        found = number(edge.properties.get(name))
        if found is not None:
            return found
    return None


def q_of(edge: Edge) -> float | None:
    """q of a link that a run found."""
    return number(edge.properties.get("q"))


def _post(edge: Edge, vertices: Mapping[Ref, Vertex]) -> Vertex | None:
    # a post acts by its links; only POSTED leads to the one that acts
    ref = edge.end if edge.type == "POSTED" else edge.start
    return vertices.get(ref) if ref.label == "Post" else None


def _first_to_last(properties: Mapping[str, object]) -> Span | None:
    first, last = properties.get("first_at"), properties.get("last_at")
    if not _is_time(first):
        return None
    return first, last if _is_time(last) and last >= first else first


def _is_time(found: object) -> TypeGuard[int]:
    return isinstance(found, int) and not isinstance(found, bool)
